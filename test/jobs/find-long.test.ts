import { expect, it } from 'vitest'
import { exceptionReasons } from '../../src/jobs/ledger-reasons.ts'
import { unindexed } from '../../src/jobs/worker-text.ts'
import { documentNumbers, matchesIn, parseQuery, wantedWords } from '../../src/search/index.ts'
import { indexOf } from '../identity/company/settle.ts'
import { letter, mboxOf } from './archive.ts'

const customers = (count: number): string =>
  Array.from({ length: count }, (_, at) => `${at};cust${at}@mail${at % 97}.example;DE-${String(at).padStart(6, '0')}-${at % 10};`).join(
    '\n',
  )

it('an address or number is found at the end of a table, however long it is', async () => {
  const body = `${customers(24_000)}\ny;nora.quill@harbour.example;QX-777888-9;030 / 5556667\n`
  const index = await indexOf(mboxOf([letter({ id: 'one', body })]))
  for (const query of ['nora.quill@harbour.example', 'QX7778889', '0305556667', '"QX 7778889"'])
    expect([query, documentNumbers(index, parseQuery(query), null, 'UTC').length]).toEqual([query, 1])
  const [place] = matchesIn(body, wantedWords(parseQuery('nora.quill@harbour.example')))
  expect(body.slice(place?.start, place?.end)).toBe('nora.quill@harbour.example')
})

it('a text whose numbers are too many to be found in every way is noted as read in part', () => {
  const line = (at: number): string => Array.from({ length: 8 }, (_, group) => 1000 + ((at * 8 + group) % 8999)).join('-')
  const dense = Array.from({ length: 75_000 }, (_, at) => line(at * 7)).join('-')
  expect(unindexed(dense, '2')).toEqual([{ code: 'too-large', where: '2' }])
  expect(exceptionReasons['too-large'].partial).toBe(true)
  expect(unindexed(customers(60_000), '')).toEqual([])
})
