import { expect, it } from 'vitest'
import { addSources, readLedger } from '../../src/jobs/index.ts'
import { matching } from '../../src/search/index.ts'
import type { WritableDatabase } from '../../src/store/index.ts'
import { ooxml } from '../formats/office-file.ts'
import { environment, freshIndex, letter, temporaryFolder, writeTree } from './archive.ts'

const finds = (index: WritableDatabase, word: string): number => {
  const { sql, values } = matching(`"${word}"`)
  return index.prepare(sql).all(...values).length
}

const told = (index: WritableDatabase): (readonly string[])[] =>
  readLedger(index, null).exceptions.map(({ locator, code }) => [locator, code])

const withFile = (id: string, type: string, name: string, content: Uint8Array): string =>
  letter({
    id,
    headers: ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b'],
    body: `--b\nContent-Type: text/plain\n\nText of letter ${id}.\n--b\nContent-Type: ${type}\nContent-Disposition: attachment; filename="${name}"\nContent-Transfer-Encoding: base64\n\n${Buffer.from(content).toString('base64')}\n--b--\n`,
  })

it('a text of millions of letters beyond ASCII is indexed to its end, and a body of zeros as far as the limit', async () => {
  const cyrillic = Buffer.from(`${'привет всем '.repeat(600_000)}заключение`)
  const folder = writeTree(temporaryFolder(), {
    'chat.eml': withFile('chat', 'text/plain; charset=utf-8', 'chat.txt', cyrillic),
    'zeros.eml': Buffer.concat([Buffer.from(letter({ id: 'zeros' })), Buffer.alloc(10_000_000)]),
    'many-zeros.eml': Buffer.concat([Buffer.from(letter({ id: 'many' })), Buffer.alloc(30_000_000)]),
  })
  const index = freshIndex()
  await addSources(environment(index, { pool: { workers: 1 } }), { paths: [folder] })
  expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { indexed: 2, partial: 1, exceptions: 0 } })
  expect(told(index)).toEqual([['many-zeros.eml', 'too-large']])
  expect(finds(index, 'заключение')).toBe(1)
  expect(finds(index, 'many')).toBe(1)
})

it('a text that the engine fails on costs the message nothing but that text, which is told', async () => {
  const unread = Buffer.from('a text with Ꙋ in it')
  const document = ooxml('word/document.xml', 'wordprocessingml.document.main', {
    'word/document.xml': `<w:document><w:body><w:p><w:r><w:t>Ꙋ</w:t></w:r></w:p></w:body></w:document>`,
  })
  const folder = writeTree(temporaryFolder(), {
    'body.eml': Buffer.from(letter({ id: 'body', headers: ['Content-Type: text/plain; charset=utf-8'], body: 'Ꙋ' })),
    'file.eml': withFile('file', 'text/plain; charset=utf-8', 'note.txt', unread),
    'document.eml': withFile('document', 'application/octet-stream', 'note.docx', document),
    'whole.eml': letter({ id: 'whole' }),
  })
  const index = freshIndex()
  const pool = { workers: 1, script: new URL('./failing-worker.ts', import.meta.url) }
  await addSources(environment(index, { pool }), { paths: [folder] })
  expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { indexed: 1, partial: 3, exceptions: 0 } })
  expect(told(index)).toEqual(['body', 'document', 'file'].map((name) => [expect.stringContaining(`${name}.eml`), 'parser-failed']))
  // Subjects, the other texts, and the names of the files.
  for (const id of ['body', 'file', 'document', 'whole']) expect(finds(index, `Letter ${id}`), id).toBe(1)
  for (const text of ['Text of letter file', 'Text of letter document', 'note txt', 'note docx']) expect(finds(index, text), text).toBe(1)
})
