import { spawn } from 'node:child_process'
import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { addSources, readLedger, rescanSources } from '../../src/jobs/index.ts'
import { contents, environment, freshIndex, temporaryFolder } from './archive.ts'

const child = new URL('./ingest-child.ts', import.meta.url).pathname

/** Compiled sources are kept between the many starts. */
const faster = { NODE_COMPILE_CACHE: new URL('../../node_modules/.cache/desk-compiled', import.meta.url).pathname }

/** Where a pass dies: at its n-th checkpoint, or when a worker has made texts durable for the n-th time. */
export type Moment = 'checkpoint' | 'commit'

interface Pass {
  readonly folder: string
  readonly database: string
  readonly rescan: boolean
}

/** Takes a folder in, or rescans it, in a process that dies as by `kill -9` (at 0: never). `passed`: how many checkpoints there were, where it lived. */
async function ingestInChild(
  { folder, database, rescan }: Pass,
  moment: Moment,
  at: number,
): Promise<{ readonly killed: boolean; readonly passed: number }> {
  const [dieAt, dying] = moment === 'checkpoint' ? [at, {}] : [0, { DIE_AT_COMMIT: `${at}` }]
  const args = [child, folder, database, `${dieAt}`, ...(rescan ? ['rescan'] : [])]
  const program = spawn(process.execPath, args, { env: { ...process.env, ...faster, ...dying } })
  let [out, errors] = ['', '']
  program.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString('utf8')
  })
  program.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString('utf8')
  })
  const [status, signal] = await new Promise<[number | null, string | null]>((ended) =>
    program.once('close', (code, name) => ended([code, name])),
  )
  if (signal === null && status !== 0) throw new Error(errors)
  return { killed: signal !== null, passed: Number(out.trim() || 0) }
}

/**
 * Kills passes over a folder at their first checkpoint (or the workers' first commit), at their second, and so on until one comes to its end first (where a pass
 * is slow it commits more often, so no two have as many), and expects each to go on to the index of an undisturbed pass. With `change`, the folder was
 * taken in before, is changed, and it is the rescan that is killed. Gives the ledger of the undisturbed pass, and how many were killed.
 */
export async function killedEverywhere(
  folder: string,
  { moment = 'checkpoint', change }: { readonly moment?: Moment; readonly change?: () => void } = {},
): Promise<ReturnType<typeof readLedger> & { readonly kills: number }> {
  const home = temporaryFolder()
  const rescan = change !== undefined
  const base = join(home, 'base')
  mkdirSync(base)
  if (rescan) {
    const before = freshIndex(join(base, 'index.db'))
    await addSources(environment(before), { paths: [folder] })
    before.close()
    change()
  }
  const fork = (name: string): string => {
    cpSync(base, join(home, name), { recursive: true })
    return join(home, name, 'index.db')
  }
  const database = fork('whole')
  const { passed } = await ingestInChild({ folder, database, rescan }, 'checkpoint', 0)
  expect(passed).toBeGreaterThan(8)
  const whole = freshIndex(database)
  const [expected, ledger] = [contents(whole), readLedger(whole, null)]
  whole.close()
  let next = 1
  let kills = 0
  let ended = false
  const lane = async (): Promise<void> => {
    while (!ended) {
      const at = next++
      const cut = fork(`cut-${at}`)
      if ((await ingestInChild({ folder, database: cut, rescan }, moment, at)).killed) kills++
      else ended = true
      // Where the kill came after the last work, there is nothing to go on with but to find that out.
      const index = freshIndex(cut)
      await rescanSources(environment(index), null)
      expect(contents(index), `resumed after ${moment} ${at}`).toEqual(expected)
      expect(readLedger(index, null).reconciles).toBe(true)
      index.close()
    }
  }
  await Promise.all([lane(), lane()])
  if (moment === 'checkpoint') expect(kills).toBeGreaterThan(8)
  return { ...ledger, kills }
}
