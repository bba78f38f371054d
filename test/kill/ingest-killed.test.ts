import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DeskHome, makeDeskHome } from '../desk.ts'
import { subject, writeArchive } from './mailbox.ts'

const randomKills = 20

interface State {
  readonly ledger: unknown
  readonly hits: unknown
}

/** What must be the same after any interruption: the ledger, and every document with its id and place. */
async function stateOf(home: DeskHome): Promise<State> {
  const ledger = await home.done<{ totals: unknown; bytes: unknown; reconciles: boolean; exceptions: unknown }>('officer', ['ledger'])
  const search = await home.done<{ total: number; hits: readonly Record<string, unknown>[] }>('officer', [
    'search',
    'note',
    '--limit',
    '1000',
    '--sort',
    'date',
  ])
  expect(ledger.reconciles).toBe(true)
  const hits = search.hits.map(({ document, source, locator, duplicates }) => ({ document, source, locator, duplicates }))
  return { ledger: { totals: ledger.totals, bytes: ledger.bytes, exceptions: ledger.exceptions }, hits: { total: search.total, hits } }
}

describe('taking mail in, killed and run again', () => {
  const folder = mkdtempSync(join(tmpdir(), 'desk-kill-'))
  const { boxes, maildir } = writeArchive(folder)
  const add = ['source', 'add', boxes, maildir]
  let undisturbed: State

  beforeAll(async () => {
    const home = await makeDeskHome(folder)
    await home.done('officer', add)
    undisturbed = await stateOf(home)
    expect(JSON.stringify(undisturbed)).toContain('S2')
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  /** Brings the archive in with whatever a next start would do: the same command, else a rescan of what was registered. */
  async function again(home: DeskHome, options: Parameters<DeskHome['desk']>[2]): Promise<number | null> {
    const ended = await home.desk('officer', add, options)
    return ended.signal === 'SIGKILL' ? null : ended.status
  }

  it('gives the same ledger and ids when it dies at any checkpoint', { timeout: 300_000 }, async () => {
    let reached = 0
    for (let checkpoint = 1; reached === checkpoint - 1; checkpoint++) {
      const home = await makeDeskHome(folder)
      if ((await again(home, { env: { DESK_KILL_AT: `*:${checkpoint}` } })) === null) {
        reached = checkpoint
        expect(await again(home, {})).toBe(0)
      }
      expect(await stateOf(home)).toEqual(undisturbed)
    }
    expect(reached).toBeGreaterThan(3)
  })

  it(`gives the same ledger and ids after ${randomKills} deaths at random moments`, { timeout: 300_000 }, async () => {
    const home = await makeDeskHome(folder)
    for (let turn = 0; turn < randomKills; turn++) await again(home, { killAfterMs: 300 + ((turn * 7919) % 1200) })
    expect(await again(home, {})).toBe(0)
    expect(await stateOf(home)).toEqual(undisturbed)
    expect(subject.email).toContain('@')
  })
})
