import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type Core, createCore } from '../../src/api/index.ts'
import type { MatterId } from '../../src/model/index.ts'
import { type Letter, letter, mboxOf } from '../jobs/archive.ts'
import { annasWorkspace, services } from './core-home.ts'

const own = 'john.smith@harbour.example'
const twin = 'john.smith@othercorp.example'
/** An answer whose program names only the message before. */
const answer = (id: string, to: string, more: Partial<Letter> = {}): string =>
  letter({ id, subject: id, from: 'bo@harbour.example', to: 'ida@harbour.example', headers: [`References: <${to}@berg.example>`], ...more })

/** A request about John Smith, over these mailboxes taken in one after the other. */
async function about(...mailboxes: readonly (readonly string[])[]) {
  const folder = mkdtempSync(join(tmpdir(), 'desk-threads-'))
  const core: Core = createCore({ services })
  onTestFinished(async () => {
    await core.close()
    rmSync(folder, { recursive: true, force: true })
  })
  await annasWorkspace(core, join(folder, 'w'))
  let taken = 0
  const takeIn = async (mails: readonly string[]): Promise<void> => {
    const path = join(folder, `${++taken}.mbox`)
    writeFileSync(path, mboxOf(mails))
    await core.call('source.add', { paths: [path] })
  }
  for (const mails of mailboxes) await takeIn(mails)
  const subject = { subject: 'John Smith', emails: [own], received: '2026-11-02', regime: 'eu-ie' }
  const matter: MatterId = (await core.call('matter.create', subject)).matter
  const rows = async () => (await core.call('review.list', { matter })).rows
  return {
    core,
    matter,
    takeIn,
    subjects: async () => (await rows()).map((row) => row.subject).sort(),
    refused: async () => (await core.call('matter.refused', { matter })).families.map((one) => [one.subject, one.evidence]).sort(),
    threadOf: async (name: string) => {
      const document = (await rows()).find((row) => row.subject === name)?.document ?? ('' as never)
      return (await core.call('review.alike', { matter, document, by: 'thread' })).rows.map((row) => row.subject).sort()
    },
  }
}

describe('a thread whose programs name only the message before', () => {
  const asked = letter({ id: 'Asked', subject: 'Asked', from: `John Smith <${twin}>`, to: 'bo@harbour.example' })
  const said = answer('Said', 'Asked', { body: 'Yes, that is so.\n' })
  const passed = answer('Passed', 'Said', { body: 'John Smith wants to know.\n' })
  const elsewhere = answer('Elsewhere', 'Other', { body: 'John Smith is in on Monday.\n' })

  it.each([
    ['in order', [[asked, said, passed, elsewhere]]],
    ['backwards', [[elsewhere, passed, said, asked]]],
    ['with the message that joins them in a later source', [[passed, elsewhere], [asked], [said]]],
  ])('is the refused namesake’s in whole, taken in %s', async (_order, mailboxes) => {
    const request = await about(...mailboxes)
    await request.core.call('matter.twin', { matter: request.matter, addresses: [twin], accepted: false })
    await request.core.call('matter.collect', { matter: request.matter })
    expect(await request.subjects()).toEqual(['Elsewhere'])
    expect(await request.refused()).toEqual([
      ['Asked', 'headers'],
      ['Passed', 'thread'],
    ])
  })

  it('is decided in one step in whole', async () => {
    const mails = [
      letter({ id: 'One', subject: 'One', from: `John Smith <${own}>` }),
      answer('Two', 'One', { to: own }),
      answer('Three', 'Two', { to: own }),
      answer('Far', 'Other', { to: own }),
    ]
    const request = await about(mails)
    await request.core.call('matter.collect', { matter: request.matter })
    expect(await request.threadOf('Three')).toEqual(['One', 'Three', 'Two'])
    expect(await request.threadOf('Far')).toEqual(['Far'])
  })

  it('is one in the review set too, when what joins it is taken in and collected later', async () => {
    const request = await about([letter({ id: 'One', subject: 'One', from: `John Smith <${own}>` }), answer('Three', 'Two', { to: own })])
    await request.core.call('matter.collect', { matter: request.matter })
    expect(await request.threadOf('Three')).toEqual(['Three'])
    await request.takeIn([answer('Two', 'One', { to: own })])
    await request.core.call('matter.collect', { matter: request.matter })
    expect(await request.threadOf('Three')).toEqual(['One', 'Three', 'Two'])
    expect(await request.threadOf('One')).toEqual(['One', 'Three', 'Two'])
  })
})
