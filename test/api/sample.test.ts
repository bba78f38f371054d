import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Core, createCore, type SampleView } from '../../src/api/index.ts'
import type { DocumentId, MatterId } from '../../src/model/index.ts'
import { letter, mboxOf } from '../jobs/archive.ts'
import { annasWorkspace, failure, phrases, services } from './core-home.ts'

/** Eight mails name Nora Quill; of thirty others every tenth is about her, in words that no form finds. */
const named = Array.from({ length: 8 }, (_, at) => letter({ id: `q${at}`, body: `Nora Quill asked for it, time ${at}.\n` }))
const others = Array.from({ length: 30 }, (_, at) =>
  letter({ id: `n${at}`, subject: `Other ${at}`, body: at % 10 === 0 ? 'She was ill.\n' : 'Stones.\n' }),
)

let folder: string
let core: Core
let matter: MatterId
let clock = Date.UTC(2026, 10, 23, 10)
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'desk-sample-'))
  writeFileSync(join(folder, 'mail.mbox'), mboxOf([...named, ...others]))
  writeFileSync(join(folder, 'later.mbox'), mboxOf([letter({ id: 'later', body: 'Nora Quill left.\n' })]))
  core = createCore({
    services: {
      ...services,
      now: () => {
        clock += 1000
        return clock
      },
    },
  })
  await annasWorkspace(core, join(folder, 'workspace'))
  await core.call('source.add', { paths: [join(folder, 'mail.mbox')] })
  matter = (await core.call('matter.create', { subject: 'Nora Quill', received: '2026-11-02', regime: 'eu-ie' })).matter
  await core.call('matter.collect', { matter })
})
afterAll(async () => {
  await core.close()
  rmSync(folder, { recursive: true, force: true })
})

const sample = async (number: number): Promise<SampleView | undefined> =>
  (await core.call('sample.list', { matter })).samples.find((one) => one.number === number)

/** Codes what isn't coded yet. */
async function codeAll(): Promise<void> {
  const { rows } = await core.call('review.list', { matter })
  await core.call('review.code', { matter, selection: { documents: rows.map(({ document }) => document) }, coding: 'responsive' })
}

describe('a sample of what was not collected', () => {
  let drawn: SampleView
  let ill: readonly DocumentId[]
  let found: readonly DocumentId[]

  it('says nothing of recall while what was collected is not decided', async () => {
    drawn = await core.call('sample.draw', { matter, seed: 'seven stones', margin: 0.05 })
    expect(drawn).toMatchObject({ population: 30, size: 28 })
    ill = (await core.call('search.run', { query: 'ill' })).hits.map(({ document }) => document)
    const { documents } = await core.call('sample.show', { matter, sample: drawn.number })
    for (const { document } of documents)
      await core.call('sample.mark', { matter, sample: drawn.number, document, relevant: ill.includes(document) })
    found = documents.map(({ document }) => document).filter((document) => ill.includes(document))
    expect(found.length).toBeGreaterThan(0)
    expect(await sample(drawn.number)).toMatchObject({ read: 28, undecided: 8, recall: null, recallInterval: null, nowInterval: null })
  })

  it('goes on saying what the search found, once what it missed is collected too', async () => {
    await codeAll()
    const before = await sample(drawn.number)
    expect(before?.recall).toBeCloseTo(8 / (8 + (found.length / 28) * 30), 10)
    expect(before?.since).toEqual({ families: 0, responsive: 0, undecided: 0 })

    await core.call('matter.collect', { matter, query: found.map((id) => `document:${id}`).join(' OR ') })
    expect(await sample(drawn.number)).toMatchObject({
      collected: 8,
      recall: before?.recall,
      recallInterval: before?.recallInterval,
      since: { families: found.length, responsive: 0, undecided: found.length },
    })
  })

  it('says what recall is with them, and that later mail was never sampled', async () => {
    await codeAll()
    const after = await sample(drawn.number)
    const [low = 0, high = 0] = [after?.missed?.low, after?.missed?.high]
    expect(after?.since).toMatchObject({ families: found.length, responsive: found.length })
    // In truth three are relevant, of which those drawn are collected now.
    const truth = (8 + found.length) / (8 + ill.length)
    expect(after?.nowInterval?.low).toBeCloseTo((8 + found.length) / (8 + Math.max(high, found.length)), 10)
    expect(after?.nowInterval?.high).toBeCloseTo((8 + found.length) / (8 + found.length + Math.max(0, low - found.length)), 10)
    expect(after?.nowInterval?.low).toBeLessThanOrEqual(truth)
    expect(after?.nowInterval?.high).toBeGreaterThanOrEqual(truth)

    await core.call('source.add', { paths: [join(folder, 'later.mbox')] })
    await core.call('matter.collect', { matter })
    expect(await sample(drawn.number)).toMatchObject({
      collected: 8,
      recall: after?.recall,
      since: { families: found.length + 1, responsive: found.length, undecided: 1 },
    })
    // What came later counts on neither side, decided or not.
    await codeAll()
    expect(await sample(drawn.number)).toMatchObject({ since: { responsive: found.length + 1 }, nowInterval: after?.nowInterval })
  })

  it('stands in the search-term report', async () => {
    const out = join(folder, 'terms.json')
    await core.call('terms.export', { matter, format: 'json', out })
    const { notes } = JSON.parse(readFileSync(out, 'utf8')) as { notes: { name: string; value: string }[] }
    const note = notes.find(({ name }) => name === `Sample ${drawn.number} of what was not collected`)?.value
    expect(note).toContain('28 of 30 messages')
    expect(note).toContain('seed “seven stones”')
    expect(note).toContain(`Since then ${found.length + 1} messages were collected`)
    expect(note).toMatch(
      /with those of them that it was drawn from recall is between .*\. The sample says nothing of mail taken in later\.$/u,
    )
  })
})

describe('a saved search', () => {
  it('is replaced by whoever keeps it, and by nobody else', async () => {
    await core.call('search.save', { matter, name: 'Ill', query: 'ill' })
    await core.call('search.save', { matter, name: 'Ill', query: 'stones' })
    await core.call('user.add', { user: 'ben', role: 'legal-reviewer', passphrase: phrases.ben, mustChange: false })
    await core.call('workspace.unlock', { workspace: join(folder, 'workspace'), user: 'ben', passphrase: phrases.ben })
    expect((await failure(core.call('search.save', { matter, name: 'Ill', query: 'nothing' }))).code).toBe('api/bad-input')
    expect((await core.call('search.saved', { matter })).searches).toEqual([{ name: 'Ill', query: 'stones', user: 'anna' }])
  })
})
