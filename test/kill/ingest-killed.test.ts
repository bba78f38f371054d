import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DeskHome, makeDeskHome, passphrases } from '../desk.ts'
import { plainCore } from './approved.ts'
import { writeArchive } from './mailbox.ts'

const randomKills = 20

interface State {
  readonly ledger: unknown
  readonly hits: unknown
}

/** What must be the same after any interruption: the ledger, and every document with its id and place. */
async function stateOf(home: DeskHome): Promise<State> {
  const core = plainCore()
  try {
    await core.call('workspace.unlock', { workspace: home.workspace, user: 'officer', passphrase: passphrases.officer })
    const ledger = await core.call('ledger.show', {})
    const search = await core.call('search.run', { query: 'note', limit: 1000, sort: 'date' })
    expect(ledger.reconciles).toBe(true)
    const hits = search.hits.map(({ document, source, locator, duplicates }) => ({ document, source, locator, duplicates }))
    return { ledger: { totals: ledger.totals, bytes: ledger.bytes, exceptions: ledger.exceptions }, hits: { total: search.total, hits } }
  } finally {
    await core.close()
  }
}

describe('taking mail in, killed and run again', () => {
  const folder = mkdtempSync(join(tmpdir(), 'desk-kill-'))
  const { boxes, maildir } = writeArchive(folder)
  const add = ['source', 'add', boxes, maildir]
  let empty: DeskHome
  let undisturbed: State
  let tookMs = 0

  beforeAll(async () => {
    empty = await makeDeskHome(folder)
    const home = empty.fork()
    const startedMs = performance.now()
    await home.done('officer', add)
    tookMs = performance.now() - startedMs
    undisturbed = await stateOf(home)
    expect(JSON.stringify(undisturbed)).toContain('S2')
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  /** Brings the archive in with whatever a next start would do: the same command, which also goes on with what was registered. */
  async function again(home: DeskHome, options: Parameters<DeskHome['desk']>[2]): Promise<number | null> {
    const ended = await home.desk('officer', add, options)
    return ended.signal === 'SIGKILL' ? null : ended.status
  }

  it('gives the same ledger and ids when it dies at any checkpoint', { timeout: 300_000 }, async () => {
    let checkpoint = 1
    let ended = false
    const lane = async (): Promise<void> => {
      while (!ended) {
        const at = checkpoint++
        const home = empty.fork()
        if ((await again(home, { env: { DESK_KILL_AT: `*:${at}` } })) === null) expect(await again(home, {})).toBe(0)
        else ended = true
        expect(await stateOf(home), `killed at checkpoint ${at}`).toEqual(undisturbed)
        rmSync(home.folder, { recursive: true })
      }
    }
    await Promise.all([lane(), lane()])
    expect(checkpoint).toBeGreaterThan(4)
  })

  it(`gives the same ledger and ids after ${randomKills} deaths at random moments`, { timeout: 300_000 }, async () => {
    let kills = 0
    const lane = async (): Promise<void> => {
      const home = empty.fork()
      for (let turn = 0; turn < randomKills / 2; turn++) {
        if ((await again(home, { killAfterMs: tookMs * (0.3 + Math.random() * 0.7) })) === null) kills += 1
      }
      expect(await again(home, {})).toBe(0)
      expect(await stateOf(home)).toEqual(undisturbed)
    }
    await Promise.all([lane(), lane()])
    expect(kills).toBeGreaterThan(0)
  })
})
