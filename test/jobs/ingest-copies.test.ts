import { describe, expect, it } from 'vitest'
import { addSources, readLedger, rescanSources } from '../../src/jobs/index.ts'
import { countWords, expandFuzzy, indexWords, matching, runQuery } from '../../src/search/index.ts'
import { vocabularies } from '../../src/search/matching.ts'
import { documentText, type WritableDatabase } from '../../src/store/index.ts'
import { contents, environment, freshIndex, leftRows, letter, mboxOf, temporaryFolder, writeTree } from './archive.ts'
import { pdfLetter } from './pdf-letter.ts'

const same = { subject: 'The harbour', body: 'Zebra crossing at 12 34-56.\n\n> Quoted walrus\n' }
const other = { subject: 'The harbour', body: 'Nothing of the kind.\n' }

async function takenIn(folder: string): Promise<WritableDatabase> {
  const index = freshIndex()
  await addSources(environment(index), { paths: [folder] })
  return index
}

function having(index: WritableDatabase, word: string): readonly unknown[] {
  const { sql, values } = matching(`"${word}"`)
  const select = index.prepare(`${sql} ORDER BY 1`).pluck()
  return select.all(...values)
}

function documents(index: WritableDatabase): readonly { readonly number: number; readonly text: number }[] {
  return index.prepare('SELECT number, text FROM document ORDER BY number').all() as { number: number; text: number }[]
}

function found(index: WritableDatabase, query: string): readonly string[] {
  const { total, hits } = runQuery(index, query, { limit: 100, offset: 0, sort: 'relevance', timeZone: 'UTC' })
  expect(hits).toHaveLength(total)
  return hits.map(({ document }) => document).sort()
}

describe('mails that say the same under different ids', () => {
  it('share what is stored of their text; each is a document, found and counted', async () => {
    const folder = writeTree(temporaryFolder(), { 'a.mbox': mboxOf([letter({ id: '1', ...same }), letter({ id: '2', ...same })]) })
    const index = await takenIn(folder)
    const [one, two] = documents(index)
    expect(two?.text).toBe(one?.text)
    expect(documentText(index, one?.number ?? 0)).toContain('Zebra crossing')
    expect(documentText(index, two?.number ?? 0)).toBe(documentText(index, one?.number ?? 0))
    for (const query of ['zebra', 'harbour', 'from:anna', '123456', 'walrus quoted:only', 'zebr*', 'zebrra~1']) {
      expect([query, found(index, query).length]).toEqual([query, 2])
    }
    expect(countWords(index, ['zebra', 'lind', 'elsewhere'])).toEqual(
      new Map([
        ['zebra', 2],
        ['lind', 2],
      ]),
    )
    expect(expandFuzzy(index, 'zebrra', 1).words).toEqual(['zebra'])
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { found: 2, indexed: 2, duplicates: 0 } })
  })

  it.each([
    ['subject', { ...same, subject: 'The harbor' }],
    ['text', { ...same, body: `${same.body}.` }],
    ['sender', { ...same, from: 'Anna Berg <anna2@berg.example>' }],
    ['name of a recipient', { ...same, to: 'O. Lind <otto@lind.example>' }],
    ['copied', { ...same, cc: 'Otto Lind <otto@lind.example>' }],
  ])('share nothing where the %s differs', async (_, given) => {
    const folder = writeTree(temporaryFolder(), { 'a.mbox': mboxOf([letter({ id: '1', ...same }), letter({ id: '2', ...given })]) })
    const [one, two] = documents(await takenIn(folder))
    expect(two?.text).not.toBe(one?.text)
  })

  it('keep their text when a copy of one of them comes and its text is given up', async () => {
    const one = letter({ id: '1', ...same })
    const folder = writeTree(temporaryFolder(), {
      'a.mbox': mboxOf([one, letter({ id: '2', ...same }), one, letter({ id: '3', ...same }), one, letter({ id: '4', ...other })]),
    })
    const index = await takenIn(folder)
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { found: 6, indexed: 6, duplicates: 2 } })
    expect(found(index, 'zebra')).toHaveLength(3)
    expect(leftRows(index)).toEqual([])
  })

  it('keep their text when a copy of each comes in a later pass', async () => {
    const one = letter({ id: '1', ...same })
    const two = letter({ id: '2', ...same })
    const folder = writeTree(temporaryFolder(), { 'a.mbox': mboxOf([one, two]) })
    const index = await takenIn(folder)
    writeTree(folder, { 'b.mbox': mboxOf([two, one, letter({ id: '3', ...same })]) })
    await rescanSources(environment(index), null)
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { found: 5, indexed: 5, duplicates: 2 } })
    expect(found(index, 'zebra')).toHaveLength(3)
    expect(countWords(index, ['zebra'])).toEqual(new Map([['zebra', 3]]))
    expect(leftRows(index)).toEqual([])
  })

  it('and whose attachments are named alike keep what is said of each, also of one that can’t be read', async () => {
    const folder = writeTree(temporaryFolder(), {
      'Mail/new/1.a': await pdfLetter('p1', 'An invoice for the giraffe'),
      'Mail/new/2.a': await pdfLetter('p2', 'An invoice for the okapi'),
      'Mail/new/3.a': await pdfLetter('p3', 'An invoice for the okapi'),
      'Mail/new/4.a': (await pdfLetter('p4', 'lost')).replace(/^JVBER[\s\S]*?(?=\n--)/mu, 'JVBERi0xLjQKbm90aGluZw==\n'),
    })
    const index = await takenIn(folder)
    expect(index.prepare("SELECT extraction FROM document WHERE kind = 'attachment' ORDER BY number").pluck().all()).toEqual([
      'done',
      'done',
      'done',
      'failed',
    ])
    expect([found(index, 'giraffe').length, found(index, 'okapi').length]).toEqual([1, 2])
    expect(found(index, 'filename:pdf')).toHaveLength(4)
    expect(leftRows(index)).toEqual([])
  })

  it('are found and counted as where nothing is shared', async () => {
    // What says the same stands in boxes that are taken in one after the other, so that no pass meets a text twice.
    const boxes = [0, 1].map((box) =>
      [0, 1, 2, 3, 4].map((at) =>
        letter({ id: `${box}-${at}`, subject: `S${at % 2}`, body: `Word${at} and number 77-${1000 + at}, ${at === 3 ? box : ''}\n` }),
      ),
    )
    const folder = temporaryFolder()
    const apart = freshIndex()
    for (const [at, letters] of boxes.entries()) {
      writeTree(folder, { [`${at}.mbox`]: mboxOf(letters) })
      if (at === 0) await addSources(environment(apart), { paths: [folder] })
      else await rescanSources(environment(apart), null)
    }
    expect(new Set(documents(apart).map(({ text }) => text)).size).toBe(10)
    const index = await takenIn(folder)
    expect(new Set(documents(index).map(({ text }) => text)).size).toBe(6)
    const terms = vocabularies(apart).flatMap((table) => apart.prepare(`SELECT term FROM ${table}`).pluck().all() as string[])
    const words = [...new Set(terms)].filter((term) => indexWords(term).length === 1)
    expect(words).toEqual(expect.arrayContaining(['word4', '771004', 'otto']))
    expect(countWords(index, words)).toEqual(countWords(apart, words))
    for (const word of words) expect([word, having(index, word)]).toEqual([word, having(apart, word)])
    expect(contents(index)['documents']).toEqual(contents(apart)['documents'])
  })
})
