import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Core, createCore } from '../../src/api/index.ts'
import type { DocumentId, MatterId } from '../../src/model/index.ts'
import { letter, mboxOf } from '../jobs/archive.ts'
import { annasWorkspace, failure, services } from './core-home.ts'

/** An archive in which Nora Quill is written in several ways, some of them found by no form that is accepted at first. */
const first = [
  letter({
    id: '1',
    subject: 'Contract of Nora Quill',
    body: 'See there.\n',
    from: 'Bo Lind <bo@quarry.example>',
    to: 'ida@quarry.example',
  }),
  letter({
    id: '2',
    subject: 'Two',
    body: 'Nora Quill asked again.\n',
    from: 'Bo Lind <bo@quarry.example>',
    to: 'ida@quarry.example',
    cc: 'kim@quarry.example',
  }),
  letter({ id: '3', subject: 'Three', body: 'Hello.\n', from: 'Nora Quill <nora.quill@harbour.example>', to: 'bo@quarry.example' }),
  ...Array.from({ length: 40 }, (_, at) =>
    letter({ id: `n${at}`, subject: `Other ${at}`, body: at < 4 ? 'N. Q. was ill.\n' : 'Stones.\n', from: 'x@quarry.example' }),
  ),
]
const later = [letter({ id: '9', subject: 'Later', body: 'Nora Quill left.\n', from: 'bo@quarry.example', to: 'x@quarry.example' })]

let folder: string
let core: Core
let matter: MatterId
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'desk-find-'))
  writeFileSync(join(folder, 'bo.mbox'), mboxOf(first))
  writeFileSync(join(folder, 'ida.mbox'), mboxOf(first.slice(0, 1)))
  writeFileSync(join(folder, 'later.mbox'), mboxOf(later))
  core = createCore({ services: { ...services, now: () => Date.UTC(2026, 10, 23, 10) } })
  await annasWorkspace(core, join(folder, 'workspace'))
  await core.call('source.add', { paths: [join(folder, 'bo.mbox')], custodian: '=Bo', label: 'Bo' })
  await core.call('source.add', { paths: [join(folder, 'ida.mbox')], custodian: 'Ida', label: 'Ida' })
  const made = await core.call('matter.create', {
    subject: 'Nora Quill',
    emails: ['nora.quill@harbour.example'],
    received: '2026-11-02',
    regime: 'eu-ie',
  })
  matter = made.matter
})
afterAll(async () => {
  await core.close()
  rmSync(folder, { recursive: true, force: true })
})

const subjects = async (query: string): Promise<string[]> =>
  (await core.call('search.run', { query, matter })).hits.map((hit) => hit.subject).sort()

describe('the search-term report', () => {
  it('counts documents, families, those that only one term finds, by custodian and by source', async () => {
    const { terms } = await core.call('matter.terms', { matter })
    expect(terms.find(({ term }) => term === 'Nora Quill')).toMatchObject({ documents: 3, families: 3 })
    expect(terms.find(({ term }) => term === 'Nora Quill')?.bySource).toEqual([
      { source: 'S1', label: 'Bo', documents: 3 },
      { source: 'S2', label: 'Ida', documents: 1 },
    ])
    expect(terms.find(({ term }) => term === 'Nora Quill')?.byCustodian).toEqual([
      { custodian: '=Bo', documents: 3 },
      { custodian: 'Ida', documents: 1 },
    ])
    expect(terms.find(({ term }) => term === 'nora.quill@harbour.example')).toMatchObject({ documents: 1, unique: 0 })
  })

  it.each([
    ['a custodian', { custodians: ['IDA'] }],
    ['a source', { sources: ['S2'] }],
  ])('says nothing of copies that others hold beyond a scope of %s', async (_, scope) => {
    const request = { subject: 'Nora Quill', emails: ['nora.quill@harbour.example'], received: '2026-11-02', regime: 'eu-ie', ...scope }
    const narrow = (await core.call('matter.create', request)).matter
    const { terms } = await core.call('matter.terms', { matter: narrow })
    expect(terms.find(({ term }) => term === 'Nora Quill')).toMatchObject({
      documents: 1,
      bySource: [{ source: 'S2', label: 'Ida', documents: 1 }],
      byCustodian: [{ custodian: 'Ida', documents: 1 }],
    })
    const out = join(folder, `${narrow}.csv`)
    await core.call('terms.export', { matter: narrow, format: 'csv', out })
    expect(readFileSync(out, 'utf8')).not.toMatch(/Custodian: .?=Bo|Source: S1/u)
  })

  it('goes into a CSV in which nothing runs as a formula, with what was and was not searched', async () => {
    const out = join(folder, 'terms.csv')
    await core.call('terms.export', { matter, format: 'csv', out })
    const csv = readFileSync(out, 'utf8')
    expect(csv).toContain('"Term","Documents","Families","Only by this term","Families left out as another person’s"')
    expect(csv).toContain('"Source: S2 Ida"')
    expect(csv).toContain('"Messages searched in whole, each copy counted"')
    for (const line of csv.split('\r\n')) expect(line).not.toMatch(/(?:^|,)"[=+\-@]/u)
    expect((await failure(core.call('terms.export', { matter, format: 'csv', out }))).code).toBe('hosts/output-exists')
  })

  it('keeps what was and was not searched apart from the terms', async () => {
    const out = join(folder, 'terms.json')
    await core.call('terms.export', { matter, format: 'json', out })
    const { rows, notes } = JSON.parse(readFileSync(out, 'utf8'))
    expect(rows.at(-1)).toMatchObject({ Term: 'All terms together', Documents: '3', Families: '3' })
    expect(notes.map(({ name }: { name: string }) => name)).toContain('Messages that could not be taken in')
    expect(notes.every(({ value }: { value: string }) => value !== '')).toBe(true)
  })

  it('asks for a print engine where a PDF is wanted and there is none', async () => {
    expect((await failure(core.call('terms.export', { matter, format: 'pdf', out: join(folder, 't.pdf') }))).code).toBe(
      'produce/no-print-engine',
    )
  })
})

describe('searching within a request', () => {
  it('counts for each correspondent the documents that narrowing to them finds, a mail to several once', async () => {
    const { pairs, senders, recipients } = await core.call('search.correspondents', { query: 'date:1990..2030', matter })
    expect(senders.length).toBeGreaterThan(0)
    const total = async (query: string) => (await core.call('search.run', { query: `date:1990..2030 ${query}`, matter })).total
    for (const { address, documents } of senders) expect([address, documents]).toEqual([address, await total(`from:${address}`)])
    for (const { address, documents } of recipients)
      expect([address, documents]).toEqual([address, await total(`(to:${address} OR cc:${address})`)])
    const summed = senders.map(({ address }) => pairs.reduce((sum, pair) => sum + (pair.from === address ? pair.documents : 0), 0))
    expect(summed).not.toEqual(senders.map(({ documents }) => documents))
  })

  it('keeps searches under names, and refuses one that can’t be read', async () => {
    await core.call('search.save', { matter, name: 'Ill', query: '"n q" ill' })
    expect((await core.call('search.save', { matter, name: 'Ill', query: 'ill' })).searches).toEqual([
      { name: 'Ill', query: 'ill', user: 'anna' },
    ])
    expect((await failure(core.call('search.save', { matter, name: 'Bad', query: '(' }))).code).toBe('search/syntax')
    expect((await core.call('search.forget', { matter, name: 'Ill' })).searches).toEqual([])
  })

  it('knows the person, and what is not collected yet', async () => {
    expect(await subjects('person:"nora quill"')).toEqual(['Contract of Nora Quill', 'Three', 'Two'])
    expect(await subjects('person:"Nora Quill" coding:uncollected')).toHaveLength(3)
    expect((await failure(core.call('search.run', { query: 'person:"Nora Quill"' }))).code).toBe('search/syntax')
    expect((await core.call('search.check', { query: 'person:', matter })).completions).toEqual(['person:"Nora Quill"'])
    expect((await core.call('search.check', { query: 'custodian:i', matter })).completions).toEqual(['custodian:Ida'])
    expect((await core.call('search.check', { query: 'a from:nora', matter })).completions).toEqual(['from:nora.quill@harbour.example'])
  })

  it('says with an empty answer what was searched', async () => {
    expect(await core.call('search.coverage', { matter })).toMatchObject({
      sources: 2,
      indexed: 44,
      failed: 0,
      gone: 0,
      encrypted: 0,
      noText: 0,
      unfinished: [],
    })
  })
})

describe('collecting', () => {
  it('notes which term stands where, and after new mail takes only what is new', async () => {
    expect(await core.call('matter.collect', { matter })).toMatchObject({ collected: 3, families: 3, already: 0 })
    const rows = await core.call('review.list', { matter })
    const contract = rows.rows.find(({ subject }) => subject === 'Contract of Nora Quill')
    const { provenance } = await core.call('review.document', { matter, document: contract?.document as DocumentId })
    expect(provenance).toContainEqual({ term: 'Nora Quill', places: ['subject'] })
    const three = rows.rows.find(({ subject }) => subject === 'Three')
    expect((await core.call('review.document', { matter, document: three?.document as DocumentId })).provenance).toEqual(
      expect.arrayContaining([
        { term: 'Nora Quill', places: ['from'] },
        { term: 'nora.quill@harbour.example', places: ['from'] },
      ]),
    )
    await core.call('review.code', { matter, selection: { documents: [contract?.document as DocumentId] }, coding: 'not-responsive' })
    await core.call('source.add', { paths: [join(folder, 'later.mbox')] })
    expect(await core.call('matter.collect', { matter })).toMatchObject({ collected: 1, families: 1, already: 3 })
    expect(await subjects('coding:not-responsive')).toEqual(['Contract of Nora Quill'])
    expect(await core.call('matter.collect', { matter })).toMatchObject({ collected: 0, families: 0, already: 4 })
  })
})

describe('a validation sample', () => {
  it('is drawn from what was not collected, the same again for the same seed', async () => {
    const one = await core.call('sample.draw', { matter, seed: 'seven stones' })
    const two = await core.call('sample.draw', { matter, seed: 'seven stones' })
    expect(one).toMatchObject({ population: 40, size: 37, read: 0, missed: null, recall: null })
    const [first, second] = await Promise.all([one, two].map(({ number }) => core.call('sample.show', { matter, sample: number })))
    expect(second?.documents).toEqual(first?.documents)
    expect(first?.documents.every(({ subject }) => subject.startsWith('Other'))).toBe(true)
    const other = await core.call('sample.draw', { matter, seed: 'eight stones' })
    expect(await core.call('sample.show', { matter, sample: other.number })).not.toEqual(first)
  })

  it('tells recall with its interval once every message was read', async () => {
    const drawn = await core.call('sample.draw', { matter, seed: 'nine stones', margin: 0.1 })
    const { documents } = await core.call('sample.show', { matter, sample: drawn.number })
    const ill = new Set((await core.call('search.run', { query: 'ill' })).hits.map(({ document }) => document))
    let said = drawn
    for (const { document } of documents) {
      expect(said.recall).toBeNull()
      said = await core.call('sample.mark', { matter, sample: drawn.number, document, relevant: ill.has(document) })
    }
    const found = documents.filter(({ document }) => ill.has(document)).length
    expect(said).toMatchObject({ read: drawn.size, relevant: found })
    expect(said.missed?.low).toBeLessThanOrEqual(4)
    expect(said.missed?.high).toBeGreaterThanOrEqual(4)
    // Nothing is coded responsive yet: none of what is relevant is known to be collected.
    expect(said).toMatchObject({ collected: 0, undecided: 3 })
    const rows = (await core.call('review.list', { matter })).rows.filter(({ subject }) => !subject.startsWith('Contract'))
    await core.call('review.code', { matter, selection: { documents: rows.map(({ document }) => document) }, coding: 'responsive' })
    const [judged] = (await core.call('sample.list', { matter })).samples.filter(({ number }) => number === drawn.number)
    expect(judged).toMatchObject({ collected: 3, undecided: 0 })
    expect(judged?.recall).toBeCloseTo(3 / (3 + (found / drawn.size) * 40), 10)
    expect(judged?.recallInterval?.low).toBeLessThanOrEqual(judged?.recall ?? 0)
    expect(judged?.recallInterval?.high).toBeGreaterThanOrEqual(judged?.recall ?? 1)
  })

  it('is refused where nothing is left out', async () => {
    const { matter: other } = await core.call('matter.create', {
      subject: 'Nobody',
      received: '2026-11-02',
      regime: 'eu-ie',
      from: '1970-01-01',
      to: '1970-01-02',
      custodians: ['IDA'],
    })
    const said = await failure(core.call('sample.draw', { matter: other }))
    expect(said).toMatchObject({ code: 'jobs/nothing-to-sample', message: expect.stringContaining('no message in the scope') })
  })
})

describe('terms told of after collecting', () => {
  it('are those of the search-term report: no other way of writing a number that finds nothing of its own', async () => {
    const path = join(folder, 'phone.mbox')
    writeFileSync(path, mboxOf([letter({ id: 'p1', subject: 'Ring', body: 'Ring +353 1 555 0142 or 01 555 0142.\n' })]))
    await core.call('source.add', { paths: [path], custodian: 'Bo' })
    const made = await core.call('matter.create', {
      subject: 'Ida Falk',
      phones: ['+353 1 555 0142'],
      received: '2026-11-02',
      regime: 'eu-ie',
    })
    const { terms } = await core.call('matter.terms', { matter: made.matter })
    const { byTerm } = await core.call('matter.collect', { matter: made.matter })
    expect(byTerm.map(({ term }) => term)).toEqual(terms.map(({ term }) => term))
    expect(byTerm).toContainEqual({ term: '+353 1 555 0142', alike: [], documents: 1 })
    const { rows } = await core.call('review.list', { matter: made.matter })
    const { provenance } = await core.call('review.document', { matter: made.matter, document: rows[0]?.document as DocumentId })
    expect(provenance.map(({ term }) => term)).toEqual(['+353 1 555 0142'])
  })
})
