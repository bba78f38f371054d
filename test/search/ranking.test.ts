import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addSources } from '../../src/jobs/index.ts'
import { runQuery } from '../../src/search/index.ts'
import type { WritableDatabase } from '../../src/store/index.ts'
import { environment, freshIndex, letter, mboxOf } from '../jobs/archive.ts'

const folder = mkdtempSync(join(tmpdir(), 'desk-ranking-'))
let index: WritableDatabase

/** Many alike, so that ranks are equal; some say a word twice. */
const letters = Array.from({ length: 150 }, (_, number) =>
  letter({
    id: `${number}`,
    subject: `Number ${number}`,
    from: number % 10 === 3 ? 'Nora Quill <nora@quill.example>' : 'Otto <otto@berg.example>',
    body: [
      'Everybody.',
      number % 3 === 0 ? 'A lantern.' : '',
      number % 9 === 0 ? 'One more lantern.' : '',
      number % 5 === 0 ? 'The harbour.' : '',
      '',
    ].join('\n'),
  }),
)

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

  it('have those that say it more often first, and of one rank those that came first', () => {
    const often = letters.flatMap((_, number) => (number % 9 === 0 ? [number] : []))
    expect(found('lantern', 0, often.length).toSorted((one, other) => one - other)).toEqual(often)
    const alike = found('lantern', 0, 1000).filter((number) => number % 9 !== 0 && number % 5 !== 0 && number % 10 !== 3)
    expect(alike).toEqual(alike.toSorted((one, other) => one - other))
  })

  it('of a word that is nearly everywhere come as they were taken in', () => {
    expect(found('everybody', 0, 1000)).toEqual(letters.map((_, number) => number))
  })

  it('have what only a header answers after what the words do', () => {
    const all = found('lantern OR from:nora@quill.example', 0, 1000)
    const byHeader = letters.flatMap((_, number) => (number % 10 === 3 && number % 3 !== 0 ? [number] : []))
    expect(all.slice(-byHeader.length)).toEqual(byHeader)
  })
})
