import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { env } from 'node:process'
import { asId, type UserName } from '../src/model/index.ts'
import { createWorkspace } from '../src/store/index.ts'

const root = resolve(import.meta.dirname, '..')

/** Compiled sources are kept between the many starts of a suite. */
const fasterStart = { NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/desk-compiled') }

export interface Ended {
  /** Exit status; null when a signal ended the process. */
  readonly status: number | null
  readonly signal: NodeJS.Signals | null
  /** The one JSON document on standard output; undefined when there was none (killed). */
  readonly json: unknown
  readonly errors: string
  readonly tookMs: number
}

/** One workspace on disk with its users' passphrases in files, used through the `desk` command as any other program would. */
export interface DeskHome {
  readonly folder: string
  readonly workspace: string
  /** The same home with another copy of its workspace, for a run of its own. */
  fork(): DeskHome
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
  const home = deskHome(folder)
  writeFileSync(home.passphraseFile('officer'), `${passphrases.officer}\n`, { mode: 0o600 })
  writeFileSync(home.passphraseFile('counsel'), `${passphrases.counsel}\n`, { mode: 0o600 })
  const directory = home.workspace
  const first = {
    directory,
    user: asId<UserName>('officer'),
    passphrase: passphrases.officer,
    role: 'investigator',
    kdf: cheapKdf,
  } as const
  const workspace = await createWorkspace(first)
  const second = { user: asId<UserName>('counsel'), passphrase: passphrases.counsel, role: 'legal-reviewer', mustChange: false } as const
  await workspace.addUser(second)
  workspace.close()
  return home
}

/** The two people's passphrases. */
export const passphrases = { officer: 'officer walks along the quiet harbour', counsel: 'counsel reads under the old lime tree' } as const

/** Signing in costs next to nothing, so that many starts are quick; what the real cost is has its own test. */
const cheapKdf = { name: 'scrypt', N: 2 ** 10, r: 8, p: 1 } as const

let forks = 0

function deskHome(folder: string): DeskHome {
  const workspace = join(folder, 'workspace')
  const passphraseFile = (user: string): string => join(folder, `${user}.passphrase`)
  const home: DeskHome = {
    folder,
    workspace,
    passphraseFile,
    fork: () => {
      forks += 1
      const copy = `${folder}-${forks}`
      mkdirSync(copy)
      // Not what lies about for the moment, such as a dying browser's profile.
      const kept = readdirSync(folder).filter((name) => name === 'workspace' || name === 'out' || name.endsWith('.passphrase'))
      for (const name of kept) cpSync(join(folder, name), join(copy, name), { recursive: true })
      return deskHome(copy)
    },
    desk: (user, args, options = {}) => {
      const startedMs = performance.now()
      const child = spawn(
        process.execPath,
        [
          join(root, 'src/hosts/cli/main.mjs'),
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
          env: { ...env, ...fasterStart, TMPDIR: folder, DESK_TIME_ZONE: 'Europe/Berlin', ...options.env },
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
            tookMs: performance.now() - startedMs,
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
  return home
}
