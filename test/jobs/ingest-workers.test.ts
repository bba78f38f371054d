import { describe, expect, it } from 'vitest'
import { addSources, readLedger } from '../../src/jobs/index.ts'
import { shardNames, type WritableDatabase } from '../../src/store/index.ts'
import { contents, environment, freshIndex, letter, mboxOf, temporaryFolder, writeTree } from './archive.ts'
import { pdfLetter } from './pdf-letter.ts'

/** More groups than one worker has at a time, copies among them, two kinds of source and two attachments for the second pass. */
async function archive(): Promise<string> {
  const body = 'A line of text for each letter, so that groups become large.\n'.repeat(150)
  const letters = Array.from({ length: 600 }, (_, at) =>
    letter({ id: `${at}`, to: `P ${at % 40} <p${at % 40}@x.example>`, body: `${at}\n${body}` }),
  )
  const pdf = await pdfLetter('p1', 'The invoice of Anna Berg')
  return writeTree(temporaryFolder(), {
    'one.mbox': mboxOf([...letters.slice(0, 350), pdf]),
    'two.mbox': mboxOf(letters.slice(150, 500)),
    ...Object.fromEntries(letters.slice(450).map((text, at) => [`Mail/cur/${1000 + at}.a:2,S`, text])),
    'Mail/new/3.a': await pdfLetter('p2', 'A second invoice'),
  })
}

describe('how many workers there are', () => {
  it('changes nothing of ids, numbers, ledger, texts and what is found', async () => {
    const folder = await archive()
    const indexes: WritableDatabase[] = []
    for (const workers of [1, 2, 3]) {
      const index = freshIndex()
      await addSources(environment(index, { batchMessages: 200, pool: { workers } }), { paths: [folder] })
      indexes.push(index)
    }
    const [one, ...more] = indexes.map((index) => ({ contents: contents(index), ledger: readLedger(index, null) }))
    expect(one?.ledger).toMatchObject({ reconciles: true, totals: { found: 852, indexed: 852, duplicates: 250 } })
    for (const other of more) expect({ ...other, ledger: { ...other.ledger } }).toEqual(one)
    const filled = (at: number): number =>
      shardNames.filter((name) => indexes[at]?.prepare(`SELECT 1 FROM ${name}.place LIMIT 1`).get() !== undefined).length
    expect([filled(0), filled(1), filled(2)]).toEqual([1, 2, 3])
  })
})
