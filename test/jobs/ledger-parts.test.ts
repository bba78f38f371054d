import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { addSources, ledgerReport, readLedger } from '../../src/jobs/index.ts'
import { writeLongReport } from '../../src/produce/index.ts'
import { zipOf } from '../formats/office-file.ts'
import { environment, freshIndex, letter, temporaryFolder, writeTree } from './archive.ts'

interface Part {
  readonly type: string
  readonly name?: string
  readonly headers?: readonly string[]
  readonly content: string | Uint8Array
}

/** A message of parts; what is bytes is sent in base64. */
function mixed(id: string, parts: readonly Part[], headers: readonly string[] = []): string {
  const written = parts.map(({ type, name, headers: own = [], content }) => {
    const lines = [`Content-Type: ${type}`, ...(name === undefined ? [] : [`Content-Disposition: attachment; filename="${name}"`]), ...own]
    return typeof content === 'string'
      ? `${lines.join('\n')}\n\n${content}`
      : `${lines.join('\n')}\nContent-Transfer-Encoding: base64\n\n${Buffer.from(content).toString('base64')}`
  })
  const body = `${written.map((part) => `--b${id}\n${part}\n`).join('')}--b${id}--\n`
  return letter({ id, headers: ['MIME-Version: 1.0', `Content-Type: multipart/mixed; boundary=b${id}`, ...headers], body })
}

const text: Part = { type: 'text/plain', content: 'The letter itself.\n' }
const strange = ['Content-Transfer-Encoding: x-strange'] as const
const damagedPdf = Buffer.from('%PDF-1.4\nnothing')
const utf8 = (written: string): string => Buffer.from(written).toString('latin1')

async function taken(message: string) {
  const folder = writeTree(temporaryFolder(), { 's5/fn0.eml': message })
  const index = freshIndex()
  await addSources(environment(index), { paths: [folder] })
  return index
}
const told = async (message: string) => readLedger(await taken(message), null).exceptions.map(({ code, part }) => [code, part])

describe('an exception within a message says what of it it is about', () => {
  it.each<[what: string, message: string, code: string, part: string | null]>([
    [
      'an attachment, by its name',
      mixed('1', [text, { type: 'text/plain', name: 'note.txt', headers: strange, content: 'x' }]),
      'unknown-encoding',
      'note.txt',
    ],
    [
      'one whose text is read in the second pass',
      mixed('1', [text, { type: 'application/pdf', name: 'invoice.pdf', content: damagedPdf }]),
      'unreadable-attachment',
      'invoice.pdf',
    ],
    [
      'a piece of a message, by which of how many it is, and of which message',
      letter({
        id: '1',
        headers: ['MIME-Version: 1.0', 'Content-Type: message/partial; number=2; total=5;\n id="oc=jpbe0M2Yt4s@x.example"'],
      }),
      'piece-of-message',
      'piece 2 of 5 of the message oc=jpbe0M2Yt4s@x.example',
    ],
    [
      'one of whose number only the last would tell, within a message',
      mixed('1', [text, { type: 'message/partial; number=2; id=ab', content: 'x' }]),
      'piece-of-message',
      'part 2 (message/partial) › piece 2 of ? of the message ab',
    ],
    [
      'a part without a name, by number and type',
      mixed('1', [text, { type: 'text/html', headers: strange, content: '<p>x' }]),
      'unknown-encoding',
      'part 2 (text/html)',
    ],
    [
      'a file in a forwarded message, by the way to it',
      mixed('1', [
        text,
        {
          type: 'message/rfc822',
          name: 'forwarded.eml',
          content: mixed('2', [text, { type: 'application/pdf', name: 'invoice.pdf', content: damagedPdf }]),
        },
      ]),
      'unreadable-attachment',
      'forwarded.eml › invoice.pdf',
    ],
    [
      'a part of a forwarded message without a name',
      mixed('1', [text, { type: 'message/rfc822', content: mixed('2', [text, { type: 'text/html', headers: strange, content: '<p>x' }]) }]),
      'unknown-encoding',
      'part 2 › part 2 (text/html)',
    ],
    [
      'a file in an attached archive',
      mixed('1', [text, { type: 'application/zip', name: 'papers.zip', content: zipOf([{ name: 'a/invoice.pdf', content: damagedPdf }]) }]),
      'unreadable-attachment',
      'papers.zip › a/invoice.pdf',
    ],
    ['a field of the header', letter({ id: '1', subject: '=?gb2312?B?/////w==?=' }), 'undecodable-text', 'header field “subject”'],
    ['nothing less than the message', letter({ id: '1', headers: ['MIME-Version: 1.0', ...strange] }), 'unknown-encoding', null],
    [
      'a name that would break the line, or turn it round, in one line',
      mixed('1', [text, { type: 'text/plain', name: utf8('a\tb\u202efdp.exe'), headers: strange, content: 'x' }]),
      'unknown-encoding',
      'a\ufffdb\ufffdfdp.exe',
    ],
    [
      'a name as long as a header, by its beginning',
      mixed('1', [text, { type: 'text/plain', name: `${'n'.repeat(5000)}.txt`, headers: strange, content: 'x' }]),
      'unknown-encoding',
      `${'n'.repeat(120)}…`,
    ],
  ])('%s', async (_what, message, code, part) => {
    expect(await told(message)).toEqual([[code, part]])
  })

  it('each of several of one message', async () => {
    const files = ['a.txt', 'b.txt'].map((name): Part => ({ type: 'text/plain', name, headers: strange, content: 'x' }))
    expect(await told(mixed('1', [text, ...files]))).toEqual([
      ['unknown-encoding', 'a.txt'],
      ['unknown-encoding', 'b.txt'],
    ])
  })

  it('in the table for the file, where no name is run as a formula', async () => {
    const index = await taken(mixed('1', [text, { type: 'text/plain', name: '=1+1.txt', headers: strange, content: 'x' }]))
    const out = join(temporaryFolder(), 'ledger.csv')
    writeLongReport(ledgerReport(index, null), { format: 'csv', out })
    expect(readFileSync(out, 'utf8')).toContain(`"unknown-encoding","s5/fn0.eml","'=1+1.txt"`)
  })
})
