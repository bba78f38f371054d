import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MatterId } from '../../src/model/index.ts'
import { asId } from '../../src/model/index.ts'
import { type DeskHome, type Ended, makeDeskHome, passphrases } from '../desk.ts'
import { plainCore } from './approved.ts'
import { subject, writeMailbox } from './mailbox.ts'

/** More than are written, or looked through, in one transaction. */
const messages = 70
const matter = asId<MatterId>('M1')

/** What must be the same after any interruption: which documents stand in the request under which numbers, what found them, and what is marked. */
async function stateOf(home: DeskHome): Promise<unknown> {
  const core = plainCore()
  try {
    await core.call('workspace.unlock', { workspace: home.workspace, user: 'officer', passphrase: passphrases.officer })
    const { rows } = await core.call('review.list', { matter })
    const { marks } = await core.call('mark.list', { matter })
    expect(await core.call('audit.verify', {})).toMatchObject({ ok: true })
    const numbered = rows.map(({ document, controlNumber, family, terms }) => ({ document, controlNumber, family, terms }))
    return {
      numbered,
      marks: marks.map(({ document, surface, span, text, state, origin }) => ({ document, surface, span, text, state, origin })),
    }
  } finally {
    await core.close()
  }
}

describe.each([
  ['a collection', ['collect', 'M1'], []],
  ['a search for other people’s data', ['suggest', 'M1'], ['collect', 'M1']],
])('%s, killed and run again', (_name, command, before) => {
  const folder = mkdtempSync(join(tmpdir(), 'desk-kill-collect-'))
  let ready: DeskHome
  let undisturbed: unknown
  const run = (home: DeskHome, options: Parameters<DeskHome['desk']>[2] = {}): Promise<Ended> => home.desk('officer', command, options)

  beforeAll(async () => {
    ready = await makeDeskHome(folder)
    const box = join(folder, 'notes.mbox')
    writeFileSync(box, writeMailbox('notes', messages))
    await ready.done('officer', ['source', 'add', box])
    const person = ['--subject', subject.name, '--email', subject.email]
    await ready.done('officer', ['matter', 'create', ...person, '--received', '2024-02-01', '--regime', 'eu-ie'])
    if (before.length > 0) await ready.done('officer', before)
    const home = ready.fork()
    expect((await run(home)).status).toBe(0)
    undisturbed = await stateOf(home)
    expect(JSON.stringify(undisturbed)).toContain('CTRL-0000')
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('gives the same documents, numbers and marks when it dies at any checkpoint', async () => {
    let kills = 0
    for (let ended = false; !ended; ) {
      const home = ready.fork()
      ended = (await run(home, { env: { DESK_KILL_AT: `*:${kills + 1}` } })).signal === null
      if (!ended) {
        kills += 1
        expect((await run(home)).status).toBe(0)
      }
      expect(await stateOf(home), `killed at checkpoint ${kills}`).toEqual(undisturbed)
      rmSync(home.folder, { recursive: true })
    }
    expect(kills).toBeGreaterThan(1)
  })
})
