import { expect, it } from 'vitest'
import { documentNumbers, matchesIn, parseQuery, wantedWords } from '../../src/search/index.ts'
import type { ReadableDatabase } from '../../src/store/index.ts'
import { message } from '../identity/company/mail.ts'
import { indexOf } from '../identity/company/settle.ts'
import { mboxOf } from './archive.ts'

const mail = (id: string, body: string, file?: string): string =>
  message({
    id,
    from: { name: '', address: 'bo@harbour.example' },
    to: [{ name: '', address: 'ida@harbour.example' }],
    subject: id,
    body,
    atMs: 0,
    ...(file === undefined ? {} : { attach: { name: file, type: 'text/plain', text: 'Nothing.' } }),
  })

const count = (index: ReadableDatabase, query: string): number => documentNumbers(index, parseQuery(query), null, 'UTC').length

it('a name is found in a file’s name that writes its words together', async () => {
  const files = [
    'NoraBergmannReview.docx',
    'HRReviewNoraBergmann2024.txt',
    'reviewBERGMANNNora.txt',
    'NoraÄngström.txt',
    'norabergmann.txt',
  ]
  const index = await indexOf(mboxOf(files.map((file, at) => mail(`m${at}`, 'See there.', file))))
  expect(count(index, '"Nora Bergmann"')).toBe(2)
  expect(count(index, 'filename:bergmann')).toBe(3)
  expect(count(index, 'filename:angstrom')).toBe(1)
  expect(count(index, 'filename:2024')).toBe(1)
  expect(count(index, 'filename:"hr review"')).toBe(1)
  expect(count(index, 'filename:NoraBergmannReview.docx')).toBe(1)
  // No phrase runs from the name as it is into its words.
  expect(count(index, 'filename:"docx nora"')).toBe(0)
})

it('an identifier is found with its letters, however either side punctuates it, and shown', async () => {
  const written = ['No. 00-4711-A of May', 'No. 004711A', 'No. 00 4711/A', 'G.L. 47/11', 'GL-4711', 'QQ 12 34 56 C, QQ123456C']
  const index = await indexOf(mboxOf(written.map((body, at) => mail(`m${at}`, body))))
  for (const query of ['00-4711-A', '004711A', '"00 4711 A"']) expect([query, count(index, query)]).toEqual([query, 3])
  for (const query of ['GL-4711', '"G.L. 4711"']) expect([query, count(index, query)]).toEqual([query, 2])
  expect(count(index, 'QQ-123456-C')).toBe(1)
  for (const text of written.slice(0, 3)) expect(matchesIn(text, wantedWords(parseQuery('00-4711-A')))).toHaveLength(1)
})

it('an identifier is found in the name that a mail program shows of somebody', async () => {
  const from = (id: string, name: string): string =>
    message({
      id,
      from: { name, address: 'kiosk@harbour.example' },
      to: [{ name: '', address: 'ida@harbour.example' }],
      subject: id,
      body: 'Done.',
      atMs: 0,
    })
  const index = await indexOf(
    mboxOf([from('one', 'EMP-00417'), from('two', 'EMP 00417 (desk)'), from('three', 'EMP00417'), from('four', 'EMP-00418')]),
  )
  expect(count(index, 'from:EMP00417')).toBe(3)
  expect(count(index, 'EMP-00417')).toBe(3)
})
