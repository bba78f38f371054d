import { describe, expect, it } from 'vitest'
import { addSources, readLedger } from '../../src/jobs/index.ts'
import { runQuery } from '../../src/search/index.ts'
import { listFamily, type WritableDatabase } from '../../src/store/index.ts'
import { environment, freshIndex, letter, temporaryFolder, writeTree } from './archive.ts'

const told = (index: WritableDatabase) => readLedger(index, null).exceptions.map(({ locator, code }) => [locator, code])
const finds = (index: WritableDatabase, query: string): number =>
  runQuery(index, query, { limit: 9, offset: 0, sort: 'date', timeZone: 'UTC' }).total

describe('a header that the engine fails on', () => {
  /** As the letters of it are read in UTF-8. */
  const utf8 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')
  const pool = { workers: 1, script: new URL('./failing-worker.ts', import.meta.url) }
  const take = async (files: Readonly<Record<string, string>>): Promise<WritableDatabase> => {
    const index = freshIndex()
    await addSources(environment(index, { pool }), { paths: [writeTree(temporaryFolder(), files)] })
    return index
  }

  it.each([
    ['its subject', { subject: utf8('Ꙋ') }, ['text of letter', 'from:anna@berg.example', 'to:lind']],
    ['its sender’s name', { from: utf8('Ꙋ Berg <anna@berg.example>') }, ['text of letter', 'from:anna@berg.example', 'subject:letter']],
    ['its Reply-To', { headers: [utf8('Reply-To: Ꙋ <x@y.example>')] }, ['text of letter', 'from:anna', 'subject:letter', 'x@y.example']],
    [
      'an address within a name',
      { to: utf8('"Ꙋ a@b.example" <l@lind.example>') },
      ['text of letter', 'to:l@lind.example', 'subject:letter'],
    ],
    ['a further field', { headers: [utf8('Keywords: Ꙋ')] }, ['text of letter', 'from:anna', 'subject:letter']],
  ] as const)('costs the message nothing but %s, which is told', async (_, given, queries) => {
    const index = await take({ 'hostile.eml': letter({ id: 'h', ...given }), 'whole.eml': letter({ id: 'whole' }) })
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { found: 2, indexed: 1, partial: 1, exceptions: 0 } })
    expect(told(index)).toEqual([['hostile.eml', 'parser-failed']])
    const hostile = listFamily(index, 1)[0]
    expect(hostile?.problems).toContainEqual({ code: 'parser-failed', where: '' })
    for (const query of queries) expect(finds(index, `(${query}) NOT whole`), query).toBe(1)
  })

  it('of an attached message, and a file’s name, cost neither the message nor the other attachments anything', async () => {
    const inner = letter({ id: 'inner', subject: utf8('Ꙋ'), body: 'The okapi stands inside.\n' })
    const parts = [
      ['Content-Type: text/plain', '', 'The outer letter.'],
      ['Content-Type: message/rfc822', '', inner],
      ['Content-Type: text/plain', utf8('Content-Disposition: attachment; filename="Ꙋ.txt"'), '', 'A note on giraffes.'],
      ['Content-Type: text/plain', 'Content-Disposition: attachment; filename="plain.txt"', '', 'A note on zebras.'],
    ]
    const body = `${parts.map((lines) => `--b\n${lines.join('\n')}\n`).join('')}--b--\n`
    const headers = ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b']
    const index = await take({ 'outer.eml': letter({ id: 'outer', headers, body }) })
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { found: 1, partial: 1, exceptions: 0 } })
    expect(told(index)).toEqual([
      ['outer.eml', 'parser-failed'],
      ['outer.eml', 'parser-failed'],
    ])
    for (const query of ['outer letter', 'okapi stands', 'note giraffes', 'note zebras', 'filename:plain'])
      expect(finds(index, query), query).toBe(1)
  })

  it('all of which fails leaves the message found and told as not read, to be tried again', async () => {
    const index = await take({
      'hostile.eml': letter({ id: 'h', date: 'Mon, 4 May 2666 10:00:00 +0200' }),
      'whole.eml': letter({ id: 'w' }),
    })
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { found: 2, indexed: 1, exceptions: 1 } })
    expect(readLedger(index, null).exceptions).toMatchObject([{ locator: 'hostile.eml', code: 'parser-failed', rescanHelps: true }])
  })
})
