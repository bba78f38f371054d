import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { env } from 'node:process'

/** Runs `desk …` as its user does, with whatever browser prints on this machine; its temp folder is `directory`. */
export function deskIn(directory: string, ...args: string[]) {
  return spawnSync(process.execPath, [resolve('src/hosts/cli/main.mjs'), ...args, '--json'], {
    encoding: 'utf8',
    env: { ...env, TMPDIR: directory },
    maxBuffer: 2 ** 28,
  })
}

/** A user's passphrase, as the demonstration in that folder tells it. */
export function passphraseIn(demo: string, user: string): string {
  return new RegExp(`${user}\n {4}(.+)\n`, 'u').exec(readFileSync(join(demo, 'SIGN-IN.txt'), 'utf8'))?.[1] ?? ''
}

/** Without white space; letters that share a glyph come back from a PDF as one of them, ’ as ʼ. */
export const squash = (text: string): string => text.normalize('NFKC').replaceAll('\u02bc', '\u2019').replace(/\s+/gu, '')

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
