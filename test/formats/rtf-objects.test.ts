import { describe, expect, it } from 'vitest'
import { isWhole, openCompoundFile } from '../../src/formats/cfb.ts'
import { writeCompoundFile } from '../../src/formats/cfb-write.ts'
import { attachmentParts, locatedBytes, parseMessage, partBytes, takeItem } from '../../src/formats/index.ts'
import { bytesSource } from '../../src/model/index.ts'
import { docx } from './office-file.ts'
import { msgFile } from './outlook-item.ts'
import { read } from './read-office.ts'

const number = (value: number): Buffer => Buffer.from(Uint32Array.of(value).buffer)
const text = (value: string): Buffer => (value === '' ? number(0) : Buffer.concat([number(value.length + 1), Buffer.from(`${value}\0`)]))

/** An OLE 1.0 stream (MS-OLEDS 2.2.4, 2.2.5). `kind`: 2 is embedded, 1 a link. */
function object(name: string, data: Uint8Array, kind = 2, target = ''): Buffer {
  return Buffer.concat([number(0x501), number(kind), text(name), text(target), text(''), number(data.byteLength), data])
}

const letter = docx('<w:p><w:r><w:t>To Ida Falk</w:t></w:r></w:p>')
const ole2 = object('Word.Document.12', writeCompoundFile({ '\u0001Ole': Buffer.alloc(20), Package: letter }))
const path = Buffer.from('C:\\names.txt\0')
const packaged = object(
  'Package',
  Buffer.concat([
    Buffer.from([2, 0]),
    Buffer.from('names.txt\0C:\\names.txt\0'),
    Buffer.from([0, 0, 3, 0]),
    number(path.byteLength),
    path,
    number(8),
    Buffer.from('Ida Falk'),
  ]),
)
const inLines = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('hex')
    .replace(/.{128}/gu, '$&\r\n')
const holding = (data: string): Buffer =>
  Buffer.from(`{\\rtf1 Before {\\object\\objemb{\\*\\objclass W}{\\*\\objdata ${data}}{\\result {[W]}}} behind}`, 'latin1')

describe('an object in an RTF file', () => {
  it('that is an Office file is read, and told as a file within', async () => {
    const found = await read(holding(inLines(ole2)))
    expect(found.shown).toBe('Before [W] behind')
    expect(found.hidden).toContain('embedded file: Word.Document.12')
    expect(found.hidden).toContain('text of an embedded file: To Ida Falk')
    expect(found.problems).toEqual(['files-within'])
  })

  it('that is a packaged file is read under that file’s name', async () => {
    const found = await read(holding(inLines(packaged)))
    expect(found.hidden).toContain('embedded file: names.txt')
    expect(found.hidden).toContain('text of an embedded file: Ida Falk')
  })

  it('that stands there in bytes is read too', async () => {
    expect((await read(holding(`\\bin${packaged.byteLength} ${packaged.toString('latin1')}`))).hidden).toContain(
      'text of an embedded file: Ida Falk',
    )
  })

  it('within the HTML of a mail is read too', async () => {
    const rtf = `{\\rtf1\\ansi\\fromhtml1 {\\*\\htmltag <p>}Hello{\\*\\htmltag </p>}{\\object{\\*\\objdata ${inLines(packaged)}}}}`
    expect((await read(Buffer.from(rtf, 'latin1'))).hidden).toContain('text of an embedded file: Ida Falk')
  })

  it('that is a link names what it leads to, and is told', async () => {
    const found = await read(holding(inLines(object('Excel.Sheet.8', new Uint8Array(0), 1, 'C:\\ida\\pay.xls'))))
    expect(found.hidden).toContain('embedded file: Excel.Sheet.8 C:\\ida\\pay.xls')
    expect(found.problems).toContain('unreadable-attachment')
  })

  it.each([0, 3, 30, packaged.byteLength - 1])('of which only %d bytes are there is told', async (length) => {
    expect((await read(holding(inLines(packaged.subarray(0, length))))).problems).toContain('unreadable-attachment')
  })

  it('in the body of an item of Outlook is an attachment', () => {
    const rtf = holding(inLines(packaged))
    const stored = Buffer.concat([number(rtf.length + 12), number(rtf.length), number(0x414c454d), number(0), rtf])
    const bytes = takeItem(bytesSource(msgFile({ properties: { 26: 'IPM.Note', 4105: stored } })), ['msg'])?.bytes ?? new Uint8Array(0)
    const [found] = attachmentParts(parseMessage(bytes))
    if (found === undefined) throw new Error('not found')
    expect(found.part.filename).toBe('names.txt')
    expect(Buffer.from(partBytes(locatedBytes(bytes, found), found.part).bytes).toString()).toBe('Ida Falk')
  })
})

describe('what of an RTF file isn’t read', () => {
  it.each([
    ['a note longer than the limit', `{\\footnote ${'x'.repeat(1_200_000)} last}`, 'too-large'],
    ['more notes than the limit', '{\\footnote a}'.repeat(20_001), 'too-many-parts'],
    ['bytes that end before they say', 'Ida \\bin99999999 Falk', 'unreadable-attachment'],
  ])('%s is told', async (_, rtf, problem) => {
    expect((await read(Buffer.from(`{\\rtf1 ${rtf}}`, 'latin1'))).problems).toContain(problem)
  })

  it('is nothing of what stands behind bytes that end before they say', async () => {
    expect((await read(Buffer.from('{\\rtf1 Ida \\bin99999999 Falk}', 'latin1'))).shown).toBe('Ida Falk')
  })
})

describe('a compound file whose entries share their bytes', () => {
  it('gives no more than some times what it holds, and says that it isn’t whole', () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`s${at}`, Buffer.alloc(4096)]))
    const bytes = writeCompoundFile({ ...many, large: Buffer.alloc(1_000_000, 1) })
    const entryOf = (name: string): number => bytes.indexOf(Buffer.from(`${name}\0`, 'utf16le'))
    const large = bytes.subarray(entryOf('large'), entryOf('large') + 128)
    for (let at = 0; at < 300; at++) large.copy(bytes, entryOf(`s${at}`) + 116, 116, 128)
    const root = openCompoundFile(bytesSource(bytes))
    if (root === null) throw new Error('not opened')
    const sum = root.children.reduce((all, entry) => all + entry.read().byteLength, 0)
    expect(sum).toBeGreaterThan(bytes.byteLength)
    expect(sum).toBeLessThanOrEqual(8 * bytes.byteLength)
    expect(isWhole(root)).toBe(false)
  })
})
