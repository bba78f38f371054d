import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect } from 'vitest'
import { readLedger, rescanSources } from '../../src/jobs/index.ts'
import { contents, environment, freshIndex, temporaryFolder } from './archive.ts'

const child = new URL('./ingest-child.ts', import.meta.url).pathname

/** Compiled sources are kept between the many starts. */
const faster = { NODE_COMPILE_CACHE: new URL('../../node_modules/.cache/desk-compiled', import.meta.url).pathname }

/** Takes a folder in, in a process that dies as by `kill -9` at the n-th checkpoint (0: never). `passed`: how many there were, where it lived. */
async function ingestInChild(
  folder: string,
  database: string,
  dieAt: number,
): Promise<{ readonly killed: boolean; readonly passed: number }> {
  const program = spawn(process.execPath, [child, folder, database, `${dieAt}`], { env: { ...process.env, ...faster } })
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
 * Kills passes over a folder at their first checkpoint, at their second, and so on until one comes to its end first (where a pass is slow it commits
 * more often, so no two have as many), and expects each to go on to the index of an undisturbed pass. Gives the ledger of that.
 */
export async function killedEverywhere(folder: string): Promise<ReturnType<typeof readLedger>> {
  const home = temporaryFolder()
  const { passed } = await ingestInChild(folder, join(home, 'whole.db'), 0)
  expect(passed).toBeGreaterThan(8)
  const whole = freshIndex(join(home, 'whole.db'))
  const [expected, ledger] = [contents(whole), readLedger(whole, null)]
  whole.close()
  let next = 1
  let ended = false
  const lane = async (): Promise<void> => {
    while (!ended) {
      const at = next++
      const database = join(home, `cut-${at}.db`)
      if (!(await ingestInChild(folder, database, at)).killed) ended = true
      // Where the kill came after the last work, there is nothing to go on with but to find that out.
      const index = freshIndex(database)
      await rescanSources(environment(index), null)
      expect(contents(index), `resumed after checkpoint ${at}`).toEqual(expected)
      expect(readLedger(index, null).reconciles).toBe(true)
      index.close()
    }
  }
  await Promise.all([lane(), lane()])
  expect(next).toBeGreaterThan(8)
  return ledger
}
