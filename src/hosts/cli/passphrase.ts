import { readFileSync } from 'node:fs'
import { stderr, stdin } from 'node:process'
import { AppError } from '../../model/index.ts'
import { usage } from './arguments.ts'

/** First line of a file. @throws formats/cannot-read, hosts/usage */
export function passphraseFromFile(path: string): string {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new AppError('formats/cannot-read', 'The file with the passphrase cannot be read. Check its path and rights.', { path }, error)
  }
  const line = text.replace(/^\ufeff/, '').split(/\r?\n/, 1)[0] ?? ''
  if (line === '')
    throw new AppError('hosts/usage', 'The file with the passphrase begins with an empty line; the passphrase is its first.', { path })
  return line
}

/**
 * Asks on the terminal without showing what is typed.
 *
 * @throws hosts/usage where there is no terminal; api/cancelled on Ctrl+C
 */
export function askPassphrase(question: string, signal: AbortSignal): Promise<string> {
  if (!stdin.isTTY || !stderr.isTTY) {
    return Promise.reject(
      usage('A passphrase is needed: name its file with --passphrase-file (or DESK_PASSPHRASE_FILE), or run on a terminal.'),
    )
  }
  return new Promise((resolve, reject) => {
    let typed = ''
    const end = (finish: () => void): void => {
      stdin.off('data', onData)
      signal.removeEventListener('abort', stop)
      stdin.setRawMode(false)
      stdin.pause()
      stderr.write('\n')
      finish()
    }
    const stop = (): void => end(() => reject(new AppError('api/cancelled', 'Stopped.')))
    const onData = (chunk: Buffer): void => {
      for (const character of chunk.toString('utf8')) {
        if (character === '\r' || character === '\n') {
          end(() => resolve(typed))
          return
        }
        if (character === '\u0003' || character === '\u0004') {
          stop()
          return
        }
        if (character === '\u007f' || character === '\b') typed = [...typed].slice(0, -1).join('')
        else if (character >= ' ') typed += character
      }
    }
    // Before the question: whoever answers at once would else see it echoed.
    stdin.setRawMode(true)
    stderr.write(question)
    stdin.resume()
    stdin.on('data', onData)
    signal.addEventListener('abort', stop, { once: true })
  })
}
