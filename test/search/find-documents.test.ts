import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { addSources } from '../../src/jobs/index.ts'
import { compileQuery } from '../../src/search/compile-query.ts'
import { findDocuments } from '../../src/search/find-documents.ts'
import { address, checkQuery, documentIds, parseQuery, phrase, type Query, resolveQuery, warmUp } from '../../src/search/index.ts'
import { readRows } from '../../src/search/text-rows.ts'
import { openIndex, openTextWriter, setExtraction, shardCount, textSeats, type WritableDatabase } from '../../src/store/index.ts'
import { environment, freshIndex, letter, mboxOf } from '../jobs/archive.ts'
import { fc } from '../properties.ts'

const folder = mkdtempSync(join(tmpdir(), 'desk-find-'))
const key = new Uint8Array(32).fill(9)
let index: WritableDatabase

const attached = (name: string, type: string, ...lines: string[]): string[] => [
  '--b',
  `Content-Type: ${type}; name="${name}"`,
  `Content-Disposition: attachment; filename="${name}"`,
  '',
  ...lines,
]
const withFiles = (id: string, from: string, text: string, ...parts: string[]): string =>
  letter({
    id,
    from,
    subject: `Files ${id}`,
    date: 'Tue, 3 Mar 2026 09:00:00 +0000',
    headers: ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b'],
    body: ['--b', 'Content-Type: text/plain', '', text, ...parts, '--b--', ''].join('\n'),
  })
const inside = letter({
  id: 'inside',
  from: 'Eva Sund <eva@sund.example>',
  subject: 'Inside budget',
  date: 'some day',
  body: 'Carried along.\n',
})
/** A message of a date with files: a text, and a message of another date with a file of its own. */
const nested = (id: string, date: string, within: string): string => {
  const carried = [
    `From: Bo <bo@sund.example>\nDate: ${within}\nSubject: carried ${id}\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=c\n`,
    '--c\nContent-Type: text/plain\n\nOld wages.',
    '--c\nContent-Type: text/plain; name="deep.txt"\nContent-Disposition: attachment; filename="deep.txt"\n\nDeep wages.\n--c--\n',
  ]
  return letter({
    id,
    subject: `carrier ${id}`,
    date,
    headers: ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b'],
    body: ['--b', 'Content-Type: text/plain', '', 'See there.', ...attached('c.eml', 'message/rfc822', ...carried), '--b--', ''].join('\n'),
  })
}
const [in2010, in2025] = ['Sat, 02 Jan 2010 09:00:00 +0000', 'Thu, 02 Jan 2025 09:00:00 +0000']
const first = [
  nested('old-within-new', in2025, in2010),
  nested('new-within-old', in2010, in2025),
  letter({
    id: '1',
    subject: 'Budget',
    from: 'Eva Sund <eva@sund.example>',
    date: 'Mon, 2 Mar 2026 09:00:00 +0000',
    body: 'The annual report.\n',
  }),
  letter({ id: '2', subject: 'Undated', date: 'some day', body: 'On 3 May 2026, Ann wrote:\n> the budget of eva@sund.example\n' }),
  withFiles('3', 'Eva Sund <eva@sund.example>', 'See the files.', ...attached('budget.txt', 'text/plain', 'Annual salary.')),
  withFiles('4', 'Otto Lind <otto@lind.example>', 'The same file.', ...attached('budget.txt', 'text/plain', 'Annual salary.')),
  withFiles('5', 'Otto Lind <otto@lind.example>', 'A report, forwarded.', ...attached('a.eml', 'message/rfc822', ...inside.split('\n'))),
]
const second = [
  letter({ id: '6', to: 'eva@sund.example', date: 'Fri, 2 Jan 2026 09:00:00 +0000', body: 'The annual report.\n' }),
  letter({
    id: '1',
    subject: 'Budget',
    from: 'Eva Sund <eva@sund.example>',
    date: 'Mon, 2 Mar 2026 09:00:00 +0000',
    body: 'The annual report.\n',
  }),
]

beforeAll(async () => {
  writeFileSync(join(folder, 'one.mbox'), mboxOf(first))
  writeFileSync(join(folder, 'two.mbox'), mboxOf(second))
  index = freshIndex(join(folder, 'index.db'))
  await addSources(environment(index), { paths: [join(folder, 'one.mbox')], custodian: 'Anna Berg' })
  await addSources(environment(index), { paths: [join(folder, 'two.mbox')], custodian: 'Otto Lind' })
})
afterAll(() => {
  index.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A connection that hasn't asked anything yet. */
function opened(): WritableDatabase {
  const other = openIndex(join(folder, 'index.db'), { key, readonly: true })
  onTestFinished(() => {
    other.close()
  })
  return other
}
const found = (from: WritableDatabase, query: Query, ranked = false): readonly number[] => [
  ...findDocuments(from, query, { timeZone: 'UTC', ranked }).found,
]
const sorted = (numbers: readonly number[]): readonly number[] => numbers.toSorted((one, other) => one - other)
/** What the condition on documents says, asked of every document. */
function asked(query: Query): readonly number[] {
  const { sql, values } = compileQuery(query, 'UTC')
  return index
    .prepare(`SELECT d.number FROM document AS d WHERE ${sql} ORDER BY d.number`)
    .pluck()
    .all(...values) as number[]
}

const term = fc.constantFrom(
  'budget',
  'annual',
  'report',
  '"annual report"',
  'annu*',
  '"annual re"*',
  'annual NEAR/2 salary',
  'the',
  'nothing',
  'from:eva',
  'to:otto',
  'subject:budget',
  'body:budget',
  'attachment:annual',
  'filename:budget',
  'eva@sund.example',
  'from:eva@sund.example',
  'to:@lind.example',
  'date:2026-03',
  'date:2010',
  'date:2011..2025',
  'after:2026-03-03',
  'before:2026-02',
  'has:attachment',
  'type:message',
  'type:txt',
  'size:>10',
  'in:S1',
  'in:S2',
  'custodian:"anna berg"',
  'quoted:no',
  'quoted:only',
  'sund~1',
)
const { query: written } = fc.letrec<{ query: string }>((tie) => ({
  query: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    term,
    fc
      .tuple(tie('query'), fc.constantFrom(' ', ' AND ', ' OR '), tie('query'))
      .map(([one, between, other]) => `(${one}${between}${other})`),
    tie('query').map((one) => `(NOT ${one})`),
  ),
}))

describe('a time', () => {
  const of = (query: string): readonly string[] =>
    found(opened(), parseQuery(query)).map(
      (number) => index.prepare('SELECT subject FROM document WHERE number = ?').pluck().get(number) as string,
    )

  it('is that of a message and of all that it carries, and an attached message has its own too', () => {
    const [within, without] = ['carried old-within-new', 'carried new-within-old']
    expect(of('date:2025').toSorted()).toEqual([without, within, 'carrier old-within-new'])
    expect(of('date:2010').toSorted()).toEqual([without, within, 'carrier new-within-old'])
    expect(of('before:2011 NOT after:2024')).toEqual(['carrier new-within-old'])
    // A text takes the date of every message above it.
    for (const query of ['date:2025', 'date:2010']) expect(of(`"deep wages" ${query}`)).toHaveLength(2)
    expect(of('"deep wages" date:2011..2024')).toEqual([])
  })

  it('is the scope of a request as well', () => {
    const scope = { from: '2025-01-01', to: '2025-12-31', custodians: [], sources: [] }
    expect(documentIds(index, '"old wages" OR "deep wages"', scope, 'UTC')).toHaveLength(4)
    expect(documentIds(index, '"old wages" OR "deep wages"', { ...scope, from: '2026-01-01', to: '2026-12-31' }, 'UTC')).toHaveLength(0)
  })
})

describe('what a query finds', () => {
  it('as sets of numbers is what the condition on each document says, whatever a connection has in memory', () => {
    const [warm, lukewarm, inParts] = [opened(), opened(), opened()]
    warmUp(warm)
    // As of an archive of millions, whose rows are asked for in parts.
    readRows(inParts, 2)
    let read = 0
    fc.assert(
      fc.property(written, fc.boolean(), (text, ranked) => {
        if (!checkQuery(text, { matter: null }).ok) return
        read++
        const { query } = resolveQuery(index, parseQuery(text), null)
        const expected = asked(query)
        expect(sorted(found(warm, query, ranked))).toEqual(expected)
        expect(sorted(found(lukewarm, query, ranked))).toEqual(expected)
        expect(sorted(found(inParts, query, ranked))).toEqual(expected)
      }),
      { numRuns: 1500 },
    )
    expect(read).toBeGreaterThan(500)
  })

  it('is the same on a connection that asks for the first time', () => {
    const queries = [
      'budget',
      'from:eva',
      'from:eva budget',
      'eva@sund.example OR report',
      'budget after:2026-03',
      'NOT budget',
      'in:S2 annual',
    ]
    for (const text of queries) {
      const query = parseQuery(text)
      expect(sorted(found(opened(), query))).toEqual(asked(query))
    }
  })

  it('is found by nothing that ranks it a second time', () => {
    const query = parseQuery('(budget OR annual) (eva@sund.example OR report)')
    expect(sorted(found(index, query, true))).toEqual(sorted(found(index, query, false)))
    expect(new Set(found(index, query, true)).size).toBe(found(index, query, true).length)
  })
})

describe('a connection that has rows in memory', () => {
  const home = mkdtempSync(join(tmpdir(), 'desk-find-moved-'))
  afterAll(() => rmSync(home, { recursive: true, force: true }))

  it('finds what came since, by the text that a document has now, and copies that share it', async () => {
    writeFileSync(join(home, 'one.mbox'), mboxOf(first))
    writeFileSync(join(home, 'two.mbox'), mboxOf(second))
    const writer = freshIndex(join(home, 'index.db'))
    await addSources(environment(writer), { paths: [join(home, 'one.mbox')] })
    const reader = openIndex(join(home, 'index.db'), { key, readonly: true })
    onTestFinished(() => {
      reader.close()
      writer.close()
    })
    warmUp(reader)
    const before = found(reader, phrase('annual')).length
    await addSources(environment(writer), { paths: [join(home, 'two.mbox')] })
    expect(found(reader, phrase('annual'))).toHaveLength(before + 1)

    // Two attachments of one name and text share a row; the second pass reads one of them.
    const [one, other] = sorted(found(reader, phrase('salary')))
    if (one === undefined || other === undefined) throw new Error('two attachments say so')
    expect(found(reader, phrase('salary'))).toHaveLength(2)
    const [seat] = textSeats(writer)
    if (seat === undefined) throw new Error(`an index has ${shardCount} shards`)
    const texts = openTextWriter(seat, 0)
    const columns = { subject: '', body: 'legible', quoted: '', filename: 'budget txt', sender: '', recipients: '', copied: '' }
    const row = texts.insert('k' as never, columns, 'Legible.')
    texts.close()
    setExtraction(writer, one, { extraction: 'done', problems: [], text: row })
    expect(found(reader, phrase('legible'))).toEqual([one])
    expect(found(reader, phrase('salary'))).toEqual([other])

    setExtraction(writer, other, { extraction: 'done', problems: [], text: row })
    expect(sorted(found(reader, phrase('legible')))).toEqual([one, other])
    expect(found(reader, phrase('salary'))).toEqual([])
    expect(found(reader, address('nobody@sund.example'))).toEqual([])
  })
})

/** An index in which a word is so frequent that the engine looks, while it finds it, whether anybody still waits. */
function wordEverywhere(): WritableDatabase {
  const home = freshIndex()
  onTestFinished(() => {
    home.close()
  })
  const [seat] = textSeats(home)
  if (seat === undefined) throw new Error(`an index has ${shardCount} shards`)
  const texts = openTextWriter(seat, 0)
  const columns = { subject: '', body: 'everywhere', quoted: '', filename: '', sender: '', recipients: '', copied: '' }
  for (let row = 0; row < 600; row++) texts.insert(`k${row}` as never, columns, '')
  texts.close()
  return home
}

/** Given up once the engine is asked, not before. */
function patience(): () => void {
  let looks = 0
  return () => {
    looks++
    if (looks > 1) throw new Error('given up')
  }
}

describe('a search that nobody waits for any more', () => {
  it('is given up within a question to the engine', () => {
    expect(() => findDocuments(wordEverywhere(), phrase('everywhere'), { timeZone: 'UTC', stop: patience() })).toThrow('given up')
  })
})

describe('a question that was asked before, as for the next page of its results', () => {
  it('is not asked of the engine once more while the index is the same', () => {
    const home = wordEverywhere()
    warmUp(home)
    const ask = () => findDocuments(home, phrase('everywhere'), { timeZone: 'UTC', stop: patience() })
    expect(ask).toThrow('given up')
    const { found: before } = findDocuments(home, phrase('everywhere'), { timeZone: 'UTC' })
    expect(ask().found).toEqual(before)
  })
})

describe('a text that very many documents say, as a machine sends it each hour', () => {
  it('is found in all of them, before and after some have another', () => {
    const home = freshIndex()
    onTestFinished(() => {
      home.close()
    })
    const [seat] = textSeats(home)
    if (seat === undefined) throw new Error(`an index has ${shardCount} shards`)
    const texts = openTextWriter(seat, 0)
    const columns = { subject: '', quoted: '', filename: '', sender: '', recipients: '', copied: '' }
    const [done, retold] = ['done', 'retold'].map((word) => texts.insert(word as never, { ...columns, body: `backup ${word}` }, ''))
    texts.close()
    home
      .prepare(
        `INSERT INTO document (number, id, kind, family, part, type, size_bytes, hash, has_header, sender, recipients, copied, subject, refs, thread, attachments,
           extraction, problems, text)
         WITH RECURSIVE counted (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM counted WHERE number < 150000)
         SELECT number, 'd' || number, 'message', number, '', 'text/plain', 1, x'00', 1, '', '', '', '', '', '', 0, 'done', '[]', ? FROM counted`,
      )
      .run(done)
    warmUp(home)
    const found = (): readonly number[] =>
      [...findDocuments(home, phrase('backup done'), { timeZone: 'UTC' }).found].sort((one, other) => one - other)
    expect(found()).toHaveLength(150_000)
    for (const number of [1, 2, 80_000, 150_000]) setExtraction(home, number, { extraction: 'done', problems: [], text: retold ?? 0 })
    expect(found()).toHaveLength(149_996)
    expect(found().slice(0, 2)).toEqual([3, 4])
    expect(findDocuments(home, phrase('backup retold'), { timeZone: 'UTC' }).found).toHaveLength(4)
  })
})
