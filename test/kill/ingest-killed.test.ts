import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DeskHome, type Ended, makeDeskHome, passphrases } from '../desk.ts'
import { plainCore } from './approved.ts'
import { writeArchive } from './mailbox.ts'
import { randomMoments } from './moments.ts'

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
  const moments = randomMoments()

  beforeAll(async () => {
    empty = await makeDeskHome(folder)
    const home = empty.fork()
    expect(moments.ended(await again(home)).status).toBe(0)
    undisturbed = await stateOf(home)
    expect(JSON.stringify(undisturbed)).toContain('S2')
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  /** Brings the archive in with whatever a next start would do: the same command, which also goes on with what was registered. */
  const again = (home: DeskHome, options: Parameters<DeskHome['desk']>[2] = {}): Promise<Ended> => home.desk('officer', add, options)

  it('gives the same ledger and ids when it dies at any checkpoint', async () => {
    let checkpoint = 1
    let ended = false
    const lane = async (): Promise<void> => {
      while (!ended) {
        const at = checkpoint++
        const home = empty.fork()
        if ((await again(home, { env: { DESK_KILL_AT: `*:${at}` } })).signal === null) ended = true
        else expect((await again(home)).status).toBe(0)
        expect(await stateOf(home), `killed at checkpoint ${at}`).toEqual(undisturbed)
        rmSync(home.folder, { recursive: true })
      }
    }
    await Promise.all([lane(), lane()])
    expect(checkpoint).toBeGreaterThan(4)
  })

  it(`gives the same ledger and ids after ${randomKills} deaths at random moments`, async () => {
    let kills = 0
    const wholeAgain = async (home: DeskHome): Promise<DeskHome> => {
      expect((await again(home)).status).toBe(0)
      expect(await stateOf(home)).toEqual(undisturbed)
      return empty.fork()
    }
    const lane = async (): Promise<void> => {
      let home = empty.fork()
      let begun = false
      for (let turn = 0; turn < randomKills / 2; turn++) {
        const ended: Ended = await again(home, { killAfterMs: moments.next() })
        if (!begun) moments.ended(ended)
        begun = ended.signal !== null
        if (begun) kills += 1
        // Where it was faster than the kill, the next deaths are of a pass of its own.
        else home = await wholeAgain(home)
      }
      await wholeAgain(home)
    }
    await Promise.all([lane(), lane()])
    expect(kills).toBeGreaterThan(0)
  })
})
