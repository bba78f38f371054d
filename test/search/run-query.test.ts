import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addSources } from '../../src/jobs/index.ts'
import { asId, type Scope, type SourceId } from '../../src/model/index.ts'
import { compileQuery } from '../../src/search/compile-query.ts'
import { countMatches, documentIds, facetsOf, parseQuery, phrase, runQuery } from '../../src/search/index.ts'
import type { WritableDatabase } from '../../src/store/index.ts'
import { environment, freshIndex, letter, mboxOf } from '../jobs/archive.ts'
import { fc } from '../properties.ts'

const folder = mkdtempSync(join(tmpdir(), 'desk-search-'))
let index: WritableDatabase

const attached = [
  '--b',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'See the list.',
  '--b',
  'Content-Type: text/plain; charset=utf-8; name="Prices 2026.txt"',
  'Content-Disposition: attachment; filename="Prices 2026.txt"',
  '',
  'Widgets cost nine crowns.',
  '--b',
  'Content-Type: message/rfc822',
  '',
  'From: Nina Holm <nina@holm.example>',
  'To: anna@berg.example',
  'Subject: Old widgets',
  'Date: Tue, 3 Feb 2026 09:00:00 +0000',
  '',
  'They cost seven crowns.',
  '--b--',
  '',
].join('\n')

const letters: Readonly<Record<string, string>> = {
  budget: letter({ id: '1', subject: 'Annual budget', body: 'The budgets of the year.\n', date: 'Thu, 31 Dec 2025 23:30:00 +0000' }),
  umlaut: letter({
    id: '2',
    subject: '=?utf-8?q?Gr=C3=BC=C3=9Fe?=',
    headers: ['Content-Type: text/plain; charset=utf-8'],
    body: 'Die Stra\u00dfe nach M\u00fcnchen; \u5951\u7d04\u66f8\u3092\u9001\u308a\u307e\u3059\u3002\n',
    from: 'J\u00f6rg M\u00fcller <joerg@mueller.example>',
  }),
  attached: letter({
    id: '3',
    headers: ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b'],
    body: attached,
    bcc: 'eva@sund.example',
  }),
  other: letter({
    id: '4',
    from: 'Mary Anna <mary.anna@berg.example>',
    to: 'list@sub.berg.example',
    subject: 'Budget of others',
    date: 'nonsense',
  }),
  written: letter({ id: '5', from: 'x@y.example', to: 'z@y.example', body: 'Ask anna@berg.example about it, not the budget.\n' }),
}

beforeAll(async () => {
  const text = mboxOf(Object.values(letters))
  writeFileSync(join(folder, 'one.mbox'), Buffer.from(text, 'utf8'))
  writeFileSync(join(folder, 'two.mbox'), Buffer.from(mboxOf([letters['budget'] ?? '']), 'utf8'))
  index = freshIndex(join(folder, 'index.db'))
  await addSources(environment(index), { paths: [join(folder, 'one.mbox')], custodian: 'Anna Berg' })
  await addSources(environment(index), { paths: [join(folder, 'two.mbox')], custodian: 'Otto' })
})
afterAll(() => {
  index.close()
  rmSync(folder, { recursive: true, force: true })
})

const options = { limit: 100, offset: 0, sort: 'relevance', timeZone: 'UTC' } as const
const subjects = (query: string, timeZone = 'UTC'): string[] =>
  runQuery(index, query, { ...options, timeZone })
    .hits.map((hit) => hit.subject)
    .sort()

describe('a search', () => {
  it.each([
    ['budget', ['Annual budget', 'Budget of others', 'Letter 5']],
    ['BUDGET', ['Annual budget', 'Budget of others', 'Letter 5']],
    ['budg*', ['Annual budget', 'Budget of others', 'Letter 5']],
    ['budgets', ['Annual budget']],
    ['"annual budget"', ['Annual budget']],
    ['"budget annual"', []],
    ['budget NOT annual', ['Budget of others', 'Letter 5']],
    ['annual OR widgets', ['Annual budget', 'Old widgets', 'Prices 2026.txt']],
    ['grusse', ['Grüße']],
    ['GRÜSSE', ['Grüße']],
    ['strasse munchen', ['Grüße']],
    ['契約', ['Grüße']],
    ['契約書を', ['Grüße']],
    ['約契', []],
    ['from:müller', ['Grüße']],
    ['from:anna', ['Annual budget', 'Budget of others', 'Letter 3']],
    ['from:anna@berg.example', ['Annual budget', 'Letter 3']],
    ['from:ANNA@Berg.Example', ['Annual budget', 'Letter 3']],
    ['from:@berg.example', ['Annual budget', 'Budget of others', 'Letter 3']],
    ['to:@berg.example', ['Old widgets']],
    ['bcc:eva@sund.example', ['Letter 3']],
    ['subject:budget', ['Annual budget', 'Budget of others']],
    ['body:budget', ['Letter 5']],
    ['filename:prices', ['Prices 2026.txt']],
    ['has:attachment', ['Letter 3']],
    ['date:none', ['Budget of others']],
    ['custodian:otto', ['Annual budget']],
    ['in:S2', ['Annual budget']],
    ['budget -in:S2', ['Budget of others', 'Letter 5']],
    ['"Re: (budget) OR"', []],
  ])('for %s finds %j', (query, expected) => {
    expect(subjects(query)).toEqual(expected)
  })

  it('finds an address in any header or written in the text, but not a longer one in a header', () => {
    expect(subjects('anna@berg.example')).toEqual(['Annual budget', 'Letter 3', 'Letter 5', 'Old widgets'])
  })

  it('joins the text of an attachment with the header of its message', () => {
    expect(subjects('crowns from:anna@berg.example')).toEqual(['Old widgets', 'Prices 2026.txt'])
    expect(subjects('crowns from:joerg@mueller.example')).toEqual([])
    expect(subjects('nine from:anna')).toEqual(['Prices 2026.txt'])
  })

  it('reads dates in the zone given', () => {
    expect(subjects('before:2026 budget', 'UTC')).toEqual(['Annual budget'])
    expect(subjects('before:2026 budget', 'Europe/Berlin')).toEqual([])
    expect(subjects('after:2026-01-01 annual', 'Europe/Berlin')).toEqual(['Annual budget'])
    expect(subjects('NOT after:2026', 'UTC')).toContain('Budget of others')
  })

  it('pages without repeating or skipping', () => {
    const all = runQuery(index, 'budget OR crowns OR list', options)
    const paged = Array.from({ length: all.total }, (_, offset) =>
      runQuery(index, 'budget OR crowns OR list', { ...options, limit: 1, offset }),
    )
    expect(paged.flatMap((page) => page.hits.map((hit) => hit.document))).toEqual(all.hits.map((hit) => hit.document))
    expect(new Set(paged.map((page) => page.total))).toEqual(new Set([all.total]))
  })

  it('ranks a match in the subject above one in the text', () => {
    expect(runQuery(index, 'budget', options).hits.at(-1)?.subject).toBe('Letter 5')
  })

  it('marks what it found in the snippet', () => {
    const [hit] = runQuery(index, '"nine crowns"', options).hits
    expect(hit?.snippetHits.map(({ start, end }) => hit.snippet.slice(start, end))).toEqual(['nine crowns'])
  })

  it('tells instances apart from documents', () => {
    expect(runQuery(index, 'annual', options).hits).toMatchObject([{ duplicates: 1, source: 'S1' }])
  })
})

describe('what is typed', () => {
  it('never reaches the search engine but as quoted words', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (typed) => {
        const where = compileQuery({ kind: 'and', children: [phrase(typed), phrase(typed, 'subject')] }, 'UTC')
        const shape =
          /^[()]*(?:\{[a-z ]+\} : )?"[0-9a-z\u0080-\u{10ffff} ]+"[()]*(?: (?:AND|OR) [()]*(?:\{[a-z ]+\} : )?"[0-9a-z\u0080-\u{10ffff} ]+"[()]*)*$/u
        for (const value of where.values) expect(`${value}`).toMatch(shape)
        expect(where.sql).not.toMatch(/["{]/u)
        index.prepare(`SELECT count(*) FROM document AS d WHERE ${where.sql}`).get(...where.values)
      }),
      { numRuns: 500 },
    )
  })

  it('runs without an error of the engine whenever it can be read', () => {
    const piece = fc.constantFrom(
      '(',
      ')',
      ' OR ',
      ' NOT ',
      ' ',
      '"',
      '*',
      'from:',
      'to:',
      '@berg.example',
      'budget',
      '^',
      '{',
      '}',
      'NEAR',
      "'",
      ';',
      '-',
      '+',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const query = pieces.join('')
        let parsed: ReturnType<typeof parseQuery>
        try {
          parsed = parseQuery(query)
        } catch {
          return
        }
        expect(runQuery(index, parsed, options).total).toBeGreaterThanOrEqual(0)
      }),
      { numRuns: 500 },
    )
  })

  it('finds a word that stands in a text, whatever the script', () => {
    const stored = 'Die Straße nach München; 契約書を送ります。'
    for (const word of stored.match(/[\p{L}\p{N}]+/gu) ?? []) expect(subjects(`"${word}"`)).toContain('Grüße')
  })
})

describe('facets', () => {
  it('count documents by source, sender, year and month in the zone', () => {
    const facets = facetsOf(index, 'budget', 'Europe/Berlin')
    expect(facets.sources.map(({ value, documents }) => [value, documents])).toEqual([
      ['S1', 3],
      ['S2', 1],
    ])
    expect(facets.senders.map(({ value }) => value)).toContain('anna@berg.example')
    expect(facets.years).toEqual([{ value: '2026', label: '2026', documents: 2 }])
    expect(facets.months.map(({ value }) => value)).toEqual(['2026-01', '2026-05'])
  })

  it('count an attached mail for its own sender and for that of what carries it, any other attachment for its message’s', () => {
    const senders = (query: string): unknown =>
      facetsOf(index, query, 'Europe/Berlin').senders.map(({ value, documents }) => [value, documents])
    expect(senders('"seven crowns"')).toEqual([
      ['anna@berg.example', 1],
      ['nina@holm.example', 1],
    ])
    expect(senders('"nine crowns"')).toEqual([['anna@berg.example', 1]])
  })
})

describe('a scope', () => {
  const scope = (given: Partial<Scope>): Scope => ({ from: null, to: null, custodians: [], sources: [], ...given })

  it('keeps to dates, both ends included, and keeps what has no date', () => {
    expect(countMatches(index, 'budget', scope({ from: '2025-12-31', to: '2025-12-31' }), 'UTC').documents).toBe(2)
    expect(countMatches(index, 'budget', scope({ from: '2026-01-01', to: null }), 'UTC').documents).toBe(2)
  })

  it('keeps to sources and custodians', () => {
    expect(documentIds(index, 'budget', scope({ sources: [asId<SourceId>('S2')] }), 'UTC')).toHaveLength(1)
    expect(documentIds(index, 'budget', scope({ custodians: ['Anna Berg'] }), 'UTC')).toHaveLength(3)
    expect(documentIds(index, 'budget', scope({ custodians: ['nobody'] }), 'UTC')).toHaveLength(0)
  })

  it('gives each document with its family’s message', () => {
    const [found] = documentIds(index, 'nine', null, 'UTC')
    expect(found?.document).toMatch(/^a/u)
    expect(found?.family).toMatch(/^m/u)
  })
})
