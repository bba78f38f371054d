import { spawn } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { env } from 'node:process'

const root = resolve(import.meta.dirname, '..')

export interface Ended {
  /** Exit status; null when a signal ended the process. */
  readonly status: number | null
  readonly signal: NodeJS.Signals | null
  /** The one JSON document on standard output; undefined when there was none (killed). */
  readonly json: unknown
  readonly errors: string
}

/** One workspace on disk with its users' passphrases in files, used through the `desk` command as any other program would. */
export interface DeskHome {
  readonly folder: string
  readonly workspace: string
  /** Runs `desk …` as a user; `--json` is added. */
  desk(
    user: string,
    args: readonly string[],
    options?: { readonly env?: Readonly<Record<string, string>>; readonly killAfterMs?: number },
  ): Promise<Ended>
  /** Runs and expects success; gives the JSON. */
  done<Result>(user: string, args: readonly string[], options?: { readonly env?: Readonly<Record<string, string>> }): Promise<Result>
  readonly passphraseFile: (user: string) => string
}

/** Makes a home with an empty workspace of two people: `officer` (investigator) and `counsel` (legal reviewer). */
export async function makeDeskHome(parent = tmpdir()): Promise<DeskHome> {
  const folder = mkdtempSync(join(parent, 'desk-home-'))
  const workspace = join(folder, 'workspace')
  const passphraseFile = (user: string): string => join(folder, `${user}.passphrase`)
  const home: DeskHome = {
    folder,
    workspace,
    passphraseFile,
    desk: (user, args, options = {}) => {
      const child = spawn(
        process.execPath,
        [
          join(root, 'src/hosts/cli/main.ts'),
          ...args,
          '--json',
          '--workspace',
          workspace,
          '--user',
          user,
          '--passphrase-file',
          passphraseFile(user),
        ],
        {
          env: { ...env, TMPDIR: folder, DESK_TIME_ZONE: 'Europe/Berlin', ...options.env },
          stdio: ['ignore', 'pipe', 'pipe'],
        },
      )
      const timer = options.killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), options.killAfterMs)
      const out: Buffer[] = []
      const errors: Buffer[] = []
      child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
      child.stderr.on('data', (chunk: Buffer) => errors.push(chunk))
      return new Promise((ended) => {
        child.once('close', (status, signal) => {
          clearTimeout(timer)
          const text = Buffer.concat(out).toString('utf8')
          ended({
            status,
            signal,
            json: text === '' ? undefined : (JSON.parse(text) as unknown),
            errors: Buffer.concat(errors).toString('utf8'),
          })
        })
      })
    },
    done: async <Result>(user: string, args: readonly string[], options?: { readonly env?: Readonly<Record<string, string>> }) => {
      const ended = await home.desk(user, args, options)
      if (ended.status !== 0)
        throw new Error(`desk ${args.slice(0, 2).join(' ')} ended with ${ended.status}: ${JSON.stringify(ended.json)} ${ended.errors}`)
      return ended.json as Result
    },
  }
  writeFileSync(passphraseFile('officer'), 'officer walks along the quiet harbour\n', { mode: 0o600 })
  writeFileSync(passphraseFile('counsel'), 'counsel reads under the old lime tree\n', { mode: 0o600 })
  await home.done('officer', ['init'])
  await home.done('officer', ['user', 'add', 'counsel', '--role', 'legal-reviewer', '--new-passphrase-file', passphraseFile('counsel')])
  return home
}
