import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addSources } from '../../src/jobs/index.ts'
import { runQuery, warmUp } from '../../src/search/index.ts'
import { openIndex, type WritableDatabase } from '../../src/store/index.ts'
import { environment, freshIndex, letter, mboxOf } from '../jobs/archive.ts'

const folder = mkdtempSync(join(tmpdir(), 'desk-ranking-'))
let index: WritableDatabase

/** Many alike, so that ranks are equal. Each is a day older than the one before; of the last ten the date can't be read. */
const letters = Array.from({ length: 150 }, (_, number) =>
  letter({
    id: `${number}`,
    subject: `${number % 7 === 0 ? 'Lantern' : number === 50 ? 'Everybody' : 'Number'} ${number}`,
    from: number % 10 === 3 ? 'Nora Quill <nora@quill.example>' : 'Otto <otto@berg.example>',
    date: number < 140 ? new Date(Date.UTC(2025, 11, 31) - number * 86_400_000).toUTCString() : 'some day',
    body: ['Everybody.', number % 3 === 0 ? 'A lantern.' : '', number % 5 === 0 ? 'The harbour.' : '', ''].join('\n'),
  }),
)
const those = (test: (number: number) => boolean): readonly number[] => letters.flatMap((_, number) => (test(number) ? [number] : []))

beforeAll(async () => {
  writeFileSync(join(folder, 'mail.mbox'), mboxOf(letters))
  index = freshIndex(join(folder, 'index.db'))
  await addSources(environment(index), { paths: [join(folder, 'mail.mbox')] })
})
afterAll(() => {
  index.close()
  rmSync(folder, { recursive: true, force: true })
})

const found = (query: string, offset: number, limit: number) =>
  runQuery(index, query, { offset, limit, sort: 'relevance', timeZone: 'UTC' }).hits.map(({ messageId }) =>
    Number(messageId?.match(/\d+/)?.[0]),
  )
const total = (query: string) => runQuery(index, query, { offset: 0, limit: 1, sort: 'relevance', timeZone: 'UTC' }).total

describe('results by relevance', () => {
  it.each(['lantern', 'lantern OR harbour', 'lantern OR from:nora@quill.example', 'from:otto lantern', 'everybody', 'from:nora'])(
    'of %s come in the same order page by page as all at once, each once',
    (query) => {
      const all = found(query, 0, 1000)
      expect(new Set(all).size).toBe(total(query))
      const pages = Array.from({ length: Math.ceil(all.length / 7) + 1 }, (_, page) => found(query, page * 7, 7))
      expect(pages.flat()).toEqual(all)
    },
  )

  it('of a word have first those with it in the subject; of those alike the newest first, without a date last, then as they were taken in', () => {
    const inSubject = those((number) => number % 7 === 0)
    const inText = those((number) => number % 3 === 0 && number % 7 !== 0)
    expect(found('lantern', 0, 1000)).toEqual([...inSubject, ...inText])
  })

  it('of words that must all be there have first those with more of them in the subject', () => {
    const both = those((number) => number % 3 === 0 && number % 5 === 0)
    const inSubject = both.filter((number) => number % 7 === 0)
    expect(found('lantern harbour', 0, 1000)).toEqual(
      those((number) => (number % 3 === 0 || number % 7 === 0) && number % 5 === 0).toSorted(
        (one, other) => Number(other % 7 === 0) - Number(one % 7 === 0) || one - other,
      ),
    )
    expect(found('lantern harbour', 0, inSubject.length).every((number) => number % 7 === 0)).toBe(true)
  })

  it('of alternatives have first those with more of them, and of as many those with what fewer have', () => {
    const lantern = (number: number): boolean => number % 3 === 0 || number % 7 === 0
    const harbour = (number: number): boolean => number % 5 === 0
    const [both, onlyHarbour, onlyLantern] = [
      those((number) => lantern(number) && harbour(number)),
      those((number) => harbour(number) && !lantern(number)),
      those((number) => lantern(number) && !harbour(number)),
    ]
    for (const query of ['lantern OR harbour', 'everybody (harbour OR lantern)', '(lantern OR harbour) after:1970'])
      expect(found(query, 0, 1000).filter((number) => number < 140)).toEqual(
        [...both, ...onlyHarbour, ...onlyLantern].filter((number) => number < 140),
      )
  })

  it('count an address in the header as much as one in the text', () => {
    const byHeader = those((number) => number % 10 === 3)
    expect(found('nora@quill.example OR everybody', 0, byHeader.length)).toEqual(byHeader)
  })

  it('have the newest first where nothing is said to rank by', () => {
    expect(found('from:nora', 0, 1000)).toEqual(those((number) => number % 10 === 3))
  })

  it('of a word that more than half of all have are the newest, wherever it stands', () => {
    expect(found('everybody', 0, 1000)).toEqual(those(() => true))
  })

  it('come in the same order whatever the connection has in memory', () => {
    const queries = ['lantern', 'lantern OR harbour', 'nora@quill.example OR everybody', 'from:nora lantern']
    const fresh = queries.map((query) => {
      const other = openIndex(join(folder, 'index.db'), { key: new Uint8Array(32).fill(9), readonly: true })
      try {
        return runQuery(other, query, { offset: 0, limit: 40, sort: 'relevance', timeZone: 'UTC' }).hits.map(({ document }) => document)
      } finally {
        other.close()
      }
    })
    warmUp(index)
    const warm = queries.map((query) =>
      runQuery(index, query, { offset: 0, limit: 40, sort: 'relevance', timeZone: 'UTC' }).hits.map(({ document }) => document),
    )
    expect(warm).toEqual(fresh)
  })
})
