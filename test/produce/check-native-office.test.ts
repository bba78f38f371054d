import { gzipSync } from 'node:zlib'
import { createCanvas } from '@napi-rs/canvas'
import { describe, expect, it } from 'vitest'
import { type StorageTree, writeCompoundFile } from '../../src/formats/cfb-write.ts'
import { isOpaque } from '../../src/produce/check-native.ts'
import { docx, odf, paragraph, xlsx, zipOf } from '../formats/office-file.ts'
import { xlsb } from '../formats/xlsb-file.ts'
import { base64, check, type Made, NAME, officePart } from './native.ts'

/** What Word keeps of a drawing beside it, in an attribute: a package in which there is no document. */
const drawn = () => {
  const shape = `<a:r><a:t>${NAME.slice(0, 9)}</a:t></a:r><a:r><a:t>${NAME.slice(9)}</a:t></a:r>`
  const parts = [
    { name: '[Content_Types].xml', content: '<Types/>' },
    { name: '_rels/.rels', content: '<Relationships><Relationship Id="r1" Type="x/shapeXml" Target="drs/e2oDoc.xml"/></Relationships>' },
    { name: 'drs/e2oDoc.xml', content: `<a:p>${shape}</a:p>` },
  ]
  return docx(`${paragraph('Slates')}<v:shape o:gfxdata="${base64(zipOf(parts)).replaceAll('\n', '&#xA;')}"/>`)
}
const theme = () =>
  zipOf([
    { name: '[Content_Types].xml', content: '<Types/>' },
    { name: '_rels/.rels', content: '<Relationship Type="x/officeDocument" Target="theme/theme/themeManager.xml"/>' },
    { name: 'theme/theme/themeManager.xml', content: '<a:themeManager/>' },
  ])
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex').replace(/.{60}/g, '$&\n')
/** How Word writes RTF: with its theme, and what it keeps for itself in a compound file. */
const rtf = (streams: StorageTree) =>
  Buffer.from(
    `{\\rtf1 Slates{\\*\\themedata ${hex(theme())}}{\\*\\datastore 01050000${hex(writeCompoundFile({ MsoDataStore: streams }))}}}`,
  )
/** A drawing by records ([MS-EMF] §2.3): its header, a comment, its end. */
function emf(comment: Uint8Array): Buffer {
  const records = [Buffer.alloc(88), Buffer.alloc(12 + comment.length), Buffer.alloc(20)] as const
  for (const [at, kind] of [1, 70, 14].entries()) {
    records[at]?.writeUInt32LE(kind, 0)
    records[at]?.writeUInt32LE(records[at].length, 4)
  }
  records[0].writeUInt32LE(0x464d4520, 40)
  records[1].set(comment, 12)
  return Buffer.concat(records)
}
/** A drawing by actions, as LibreOffice keeps beside a chart. */
function svm(...actions: readonly Uint8Array[]): Buffer {
  const head = Buffer.from([...Buffer.from('VCLMTF'), 1, 0, 4, 0, 0, 0, actions.length, 0, 0, 0])
  const written = actions.map((action) => Buffer.concat([Buffer.from([113, 0, 2, 0, action.length, 0, 0, 0]), action]))
  return Buffer.concat([head, ...written])
}
/** A preview as PowerPoint wrote it: filled up to whole sectors with what stood in memory. */
const preview = (memory: Uint8Array) => {
  const small = createCanvas(8, 8).toBuffer('image/jpeg')
  const filled = Buffer.alloc(Math.ceil((small.length + memory.length) / 512) * 512, 2)
  filled.set(small)
  filled.set(memory, small.length)
  return officePart('docProps/thumbnail.jpeg', filled)
}

describe('an Office file released as it came', () => {
  it.each<Made>([
    ['a drawing beside a document, its text in pieces', drawn],
    ['what Word keeps for itself in RTF', () => rtf({ Item: { Item: Buffer.from(`<b:Last>${NAME}</b:Last>`) } })],
    [
      'a chart as LibreOffice draws it',
      () => odf('text', '<text:p>x</text:p>', '', { 'ObjectReplacements/Object 1': svm(Buffer.from(`\x08\0${NAME}`)) }),
    ],
    ['memory behind a preview', () => preview(Buffer.concat([Buffer.from([0, 1, 0]), Buffer.from(NAME, 'utf16le')]))],
    ['packed memory behind a preview', () => preview(Buffer.concat([Buffer.from([0, 1, 0]), gzipSync(NAME)]))],
    ['RTF escapes', () => Buffer.from(String.raw`{\rtf1 Zoe \'51uill{\b feather}\par}`)],
  ])('is searched in %s', async (_, make) => {
    expect((await check(await make(), NAME)).found).toBe(1)
  })

  it.each<Made>([
    ['a stream that is no text in what Word keeps for itself in RTF', () => rtf({ Item: Buffer.from([0, 1, 2, 3]) })],
    ['a long comment in a drawing', () => officePart('word/media/image1.emf', emf(Buffer.alloc(90, 7)))],
    ['an archive behind a preview', () => preview(Buffer.from('\0\x017z\xbc\xaf\x27\x1c\0\x04', 'latin1'))],
  ])('is kept back for %s', async (_, make) => {
    expect((await check(await make(), NAME)).problems).toContain('undecodable')
  })

  it('refuses a binary workbook, whose records only its reader can look into, whatever it holds, and finds what its reader finds', async () => {
    const clean = xlsb([{ name: 'Roof', rows: [{ cells: ['Slates'] }] }])
    expect(await check(clean, NAME)).toEqual({ found: 0, problems: expect.arrayContaining(['undecodable']) })
    expect(isOpaque(clean)).toBe(true)
    const named = await check(xlsb([{ name: 'Roof', rows: [{ hidden: true, cells: [NAME] }] }]), NAME)
    expect(named).toEqual({ found: 1, problems: expect.arrayContaining(['undecodable']) })
    expect(isOpaque(zipOf([{ name: 'roof.xlsb', content: clean }]))).toBe(true)
  })

  it('passes with the parts that office programs write beside what is written', async () => {
    const device = Buffer.alloc(220)
    device.write('Laser', 0, 'utf16le')
    device.writeUInt16LE(0x0401, 64)
    device.writeUInt16LE(220, 68)
    const settings = xlsx([{ name: 'Roof', content: '' }], { 'xl/printerSettings/printerSettings1.bin': device })
    const lines = odf('text', '<text:p>Slates</text:p>', '', { 'layout-cache': Buffer.from('01000100700900000050080000', 'hex') })
    const embedded = xlsx([{ name: 'Roof', content: '' }], { 'xl/media/image1.emf': emf(Buffer.from('TNPP\x06\x01\0\0', 'latin1')) })
    const chart = odf('text', '<text:p>Slates</text:p>', '', { 'ObjectReplacements/Object 1': svm(Buffer.from([1, 0, 0])) })
    const word = rtf({ Item: { Item: Buffer.from('<b:Sources/>') } })
    const cover = preview(Buffer.from([0, 2, 4, 0, 0]))
    for (const bytes of [settings, lines, embedded, chart, word, drawn(), cover]) {
      expect(await check(bytes, 'Somebody Else')).toEqual({ found: 0, problems: [] })
      expect(isOpaque(bytes)).toBe(false)
    }
    expect((await check(settings, 'Laser')).found).toBe(1)
  })
})
