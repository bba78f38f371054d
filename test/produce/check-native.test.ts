import { brotliCompressSync, crc32, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { PDFDocument } from '@cantoo/pdf-lib'
import { createCanvas } from '@napi-rs/canvas'
import { describe, expect, it } from 'vitest'
import { type StorageTree, writeCompoundFile } from '../../src/formats/cfb-write.ts'
import { directReader } from '../../src/formats/index.ts'
import { leakSearch } from '../../src/produce/check-hits.ts'
import { checkNative, isOpaque } from '../../src/produce/check-native.ts'
import { furtherNeedle } from '../../src/produce/check-needles.ts'
import { docx, odf, paragraph, xlsx, zipOf } from '../formats/office-file.ts'
import { xlsb } from '../formats/xlsb-file.ts'
import { nativePdf, picture } from './fixtures.ts'

const NAME = 'Zoe Quillfeather'
const ADDRESS = 'zoe@quill.example'

async function check(bytes: Uint8Array, ...needles: string[]) {
  const search = leakSearch(
    needles.flatMap((text) => furtherNeedle(text) ?? []),
    null,
    directReader,
  )
  await checkNative(bytes, 'files/x', null, search)
  return { found: new Set(search.hits.map(({ needle }) => needle)).size, problems: search.problems.map(({ code }) => code) }
}

function chunk(type: string, body: Uint8Array): Buffer {
  const data = Buffer.concat([Buffer.from(type, 'latin1'), body])
  const out = Buffer.alloc(data.length + 8)
  out.writeUInt32BE(body.length, 0)
  data.copy(out, 4)
  out.writeUInt32BE(crc32(data), data.length + 4)
  return out
}
const png = (type: string, body: Uint8Array) => {
  const bytes = Buffer.from(picture())
  return Buffer.concat([bytes.subarray(0, 33), chunk(type, body), bytes.subarray(33)])
}
const packed = (text: string) => deflateSync(Buffer.from(text))
function jpeg(marker: number, body: Buffer): Buffer {
  const bytes = createCanvas(8, 8).toBuffer('image/jpeg')
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([bytes.subarray(0, 2), head, body, bytes.subarray(2)])
}
async function pdfCarrying(bytes: Uint8Array): Promise<Uint8Array> {
  const document = await PDFDocument.create()
  document.addPage([100, 100])
  await document.attach(bytes, 'a.bin')
  return await document.save()
}
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replace(/.{76}/g, '$&\n')
/** How draw.io keeps a diagram: percent encoding, deflate without a header, base64. */
const diagram = () =>
  `<mxfile><diagram>${deflateRawSync(encodeURIComponent(`<mxCell value="${NAME}"/>`)).toString('base64')}</diagram></mxfile>`
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
const zipped = () => zipOf([{ name: 'list.txt', content: `${NAME}\n` }])
/** A zip with more around its entries; offsets in its directory follow. */
function zipAround(where: 'before' | 'between' | 'behind' | 'comment' | 'entry comment' | 'extra field', bytes: Buffer): Buffer {
  const zip = Buffer.from(zipOf([{ name: 'a.txt', content: 'nothing' }]))
  const end = zip.length - 22
  const directory = zip.readUInt32LE(end + 16)
  const parts = [zip.subarray(0, directory), zip.subarray(directory, end), zip.subarray(end)].map((part) => Buffer.from(part))
  const [entries, head, tail] = parts as [Buffer, Buffer, Buffer]
  if (where === 'behind') return Buffer.concat([zip, bytes])
  if (where === 'comment') {
    tail.writeUInt16LE(bytes.length, 20)
    return Buffer.concat([entries, head, tail, bytes])
  }
  if (where === 'entry comment' || where === 'extra field') {
    const field = where === 'extra field' ? Buffer.concat([Buffer.from([0x75, 0x70, bytes.length, 0]), bytes]) : bytes
    head.writeUInt16LE(field.length, where === 'extra field' ? 30 : 32)
    tail.writeUInt32LE(head.length + field.length, 12)
    return Buffer.concat([entries, head, field, tail])
  }
  tail.writeUInt32LE(directory + bytes.length, 16)
  if (where === 'before') head.writeUInt32LE(bytes.length, 42)
  return Buffer.concat(where === 'before' ? [bytes, entries, head, tail] : [entries, bytes, head, tail])
}
/** A PDF whose page was removed from the tree and left in the file, drawn in a font of two bytes a glyph. */
async function removedPage(): Promise<Uint8Array> {
  const document = await PDFDocument.create()
  document.addPage([100, 100])
  const page = document.addPage([100, 100])
  page.pushOperators()
  page.drawRectangle({ x: 1, y: 1, width: 5, height: 5 })
  document.removePage(1)
  return await document.save({ useObjectStreams: false })
}
async function pdfStream(dictionary: string, data: Uint8Array): Promise<Buffer> {
  const document = await PDFDocument.create()
  document.addPage([100, 100])
  const bytes = Buffer.from(await document.save({ useObjectStreams: false })).toString('latin1')
  const object = `900 0 obj\n<< ${dictionary} /Length ${data.length} >>\nstream\n${Buffer.from(data).toString('latin1')}\nendstream\nendobj\n`
  return Buffer.from(
    bytes.replace(/xref\n/, () => `${object}xref\n`).replace(/\/Type \/Catalog/, '/Type /Catalog /Extra 900 0 R'),
    'latin1',
  )
}
const officePart = (name: string, bytes: Uint8Array) => docx(paragraph('Slates'), { [name]: bytes })
const shortBinary = (...bytes: number[]) => Buffer.concat([Buffer.from(bytes), packed(`${NAME} is in here`.repeat(5))])
/** Files of kinds that nothing here takes apart; all have two zeros two apart, as text of two bytes a letter has. */
const closed: readonly (readonly [string, Uint8Array])[] = [
  ['7z', Buffer.concat([Buffer.from('7z\xbc\xaf\x27\x1c\0\x04', 'latin1'), Buffer.alloc(24), packed(NAME)])],
  ['xz', Buffer.concat([Buffer.from('\xfd7zXZ\0\0\x04', 'latin1'), Buffer.from('e6d6b4460200210116000000742fe5a3', 'hex'), packed(NAME)])],
  ['film', Buffer.concat([Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom\0\0\0\x08moov', 'latin1'), packed(NAME)])],
  ['sound', Buffer.concat([Buffer.from('RIFF\x24\x08\0\0WAVEfmt \x10\0\0\0\x01\0\x02\0', 'latin1'), packed(NAME)])],
  [
    'compound file',
    Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(16), Buffer.from('3e000300feff0900', 'hex'), packed(NAME)]),
  ],
  ['font', Buffer.concat([Buffer.from('00010000000c00800003004004', 'hex'), packed(NAME)])],
  ['table of numbers', shortBinary(0, 1, 0, 2, 0)],
  ['text that turns into something else', Buffer.concat([Buffer.from('slate '.repeat(20_000)), packed(NAME)])],
]
async function pdfEnding(bytes: Uint8Array): Promise<Uint8Array> {
  return Buffer.concat([
    await PDFDocument.create().then((document) => document.save({ useObjectStreams: false })),
    Buffer.from('\n'),
    bytes,
  ])
}
/** A PDF whose file specification names a stream that does not say that it is a file. */
async function pdfNaming(data: Uint8Array): Promise<Buffer> {
  const bytes = (await pdfStream('', data)).toString('latin1')
  return Buffer.from(bytes.replace('/Extra 900 0 R', '/Extra << /Type /Filespec /F (a) /EF << /F 900 0 R >> >>'), 'latin1')
}
const tags = (text: string) => [...text].map((letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join('')
const selectors = (text: string) => [...Buffer.from(text)].map((byte) => String.fromCodePoint(0xe0100 + byte - 16)).join('')

const noise = Buffer.from(Array.from({ length: 90 }, (_, at) => ((at * 73 + 151) % 256) | 0x80))
const extended = (at: number, text: string) => {
  const place = Buffer.alloc(8)
  place.writeUInt32BE(16, 0)
  place.writeUInt32BE(at, 4)
  return Buffer.concat([Buffer.from(`http://ns.adobe.com/xmp/extension/\0${'0123456789ABCDEF'.repeat(2)}`), place, Buffer.from(text)])
}
function jpegSegments(marker: number, bodies: readonly Buffer[]): Buffer {
  const bytes = createCanvas(8, 8).toBuffer('image/jpeg')
  const segments = bodies.flatMap((body) => {
    const head = Buffer.from([0xff, marker, 0, 0])
    head.writeUInt16BE(body.length + 2, 2)
    return [head, body]
  })
  return Buffer.concat([bytes.subarray(0, 2), ...segments, bytes.subarray(2)])
}
/** A PNG of one pixel, its rows packed in some way. */
function pngPixels(pack: (rows: Buffer) => Buffer): Buffer {
  const header = Buffer.from('0000000100000001080200000000'.slice(0, 26), 'hex')
  const rows = pack(Buffer.from([0, 1, 2, 3]))
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', rows.subarray(0, 7)),
    chunk('IDAT', rows.subarray(7)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
const gzipHead = (flags: number) => Buffer.from([0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 3])
const gzipNamed = (name: string) => Buffer.concat([gzipHead(8), Buffer.from(`${name}\0`)])
const gzipExtra = (field: Buffer) => Buffer.concat([gzipHead(4), Buffer.from([field.length, 0]), field])
const skippable = (bytes: Buffer) => Buffer.concat([Buffer.from([0x50, 0x2a, 0x4d, 0x18, bytes.length, 0, 0, 0]), bytes])
/** XMP in a GIF stands unparted, so that its letters are read as lengths of blocks (XMP part 3 §1.1.2). */
function gifXmp(text: string): string {
  const trailer = String.fromCharCode(1, ...Array.from({ length: 256 }, (_, at) => 255 - at), 0)
  const xmp = Buffer.from(`<x>${text}</x>${' '.repeat(300)}`).toString('latin1')
  return `GIF89a\x01\0\x01\0\0\0\0!\xff\x0bXMP DataXMP${xmp}${trailer},\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;`
}
/** A zip with one entry of this name, as bytes. */
function nameIn(name: string): string {
  const plain = 'n'.repeat(name.length)
  return Buffer.from(zipOf([{ name: plain, content: 'x' }]))
    .toString('latin1')
    .replaceAll(plain, name)
}

/** The name behind so much else that it comes long after the first that is unpacked. */
const farBehind = (pack: (text: string) => Buffer): string => pack(`${'x '.repeat(100_000)}${NAME}`).toString('base64')

describe('a file released as it came', () => {
  it.each<readonly [string, () => Uint8Array | Promise<Uint8Array>]>([
    ['a text chunk of a PNG', () => png('tEXt', Buffer.from(`Author\0${NAME}`))],
    ['a packed text chunk of a PNG', () => png('zTXt', Buffer.concat([Buffer.from('Author\0\0'), packed(NAME)]))],
    ['a packed international text chunk', () => png('iTXt', Buffer.concat([Buffer.from('Author\0\x01\0en\0\0'), packed(NAME)]))],
    ['a colour profile of a PNG', () => png('iCCP', Buffer.concat([Buffer.from('p\0\0'), packed(NAME)]))],
    ['a packed chunk of a PNG that no reader here knows', () => png('mkBT', Buffer.concat([Buffer.alloc(8, 7), packed(NAME)]))],
    ['an archive in a chunk of a PNG', () => png('prIv', Buffer.concat([Buffer.from('x'), zipped()]))],
    ['a gzip file in a segment of a JPEG', () => jpeg(0xeb, Buffer.concat([Buffer.from('JP\0\0'), gzipSync(NAME)]))],
    ['a diagram of draw.io', () => Buffer.from(diagram())],
    ['a diagram of draw.io within its picture', () => png('tEXt', Buffer.from(`mxfile\0${encodeURIComponent(diagram())}`))],
    ['bytes behind a PNG', () => Buffer.concat([picture(), Buffer.from(NAME)])],
    ['a comment of a JPEG', () => jpeg(0xfe, Buffer.from(NAME))],
    ['EXIF of a JPEG', () => jpeg(0xe1, Buffer.from(`Exif\0\0II*\0${NAME}\0`))],
    ['EXIF in UTF-16 at an odd place', () => jpeg(0xe1, Buffer.concat([Buffer.from('Exif\0\0x'), Buffer.from(NAME, 'utf16le')]))],
    ['XMP of a JPEG', () => jpeg(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0<dc:creator>Zoe Quill&#102;eather</dc:creator>`))],
    ['IPTC of a JPEG', () => jpeg(0xed, Buffer.from(`Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\x00\x1c\x02\x50\x00\x10${NAME}`, 'latin1'))],
    ['a PDF: page, title and embedded file', nativePdf],
    ['a file embedded in a PDF', () => pdfCarrying(Buffer.from(NAME))],
    ['an archive embedded in a PDF', () => pdfCarrying(zipped())],
    ['a picture embedded in a PDF', () => pdfCarrying(png('zTXt', Buffer.concat([Buffer.from('Author\0\0'), packed(NAME)])))],
    ['base64 of an archive in a text', () => Buffer.from(`see below\n\n${base64(zipped())}\n`)],
    [
      'base64 of a PDF in HTML',
      async () => Buffer.from(`<a href="data:application/pdf;base64,${Buffer.from(await nativePdf()).toString('base64')}">x</a>`),
    ],
    ['base64 of an archive, shifted by one', () => Buffer.from(base64(Buffer.concat([Buffer.from('x'), zipped()])))],
    ['hexadecimal of an archive, as in RTF', () => Buffer.from(`objdata ${zipped().toString('hex').replace(/.{60}/g, '$&\n')}`)],
    ['a gzip file', () => gzipSync(Buffer.from(NAME))],
    [
      'the file name in a gzip header',
      () => Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3]), Buffer.from(`${NAME}\0`), gzipSync('x').subarray(10)]),
    ],
    ['bytes behind a gzip file', () => Buffer.concat([gzipSync('x'), Buffer.from(`${NAME}, seen`)])],
    ['a zstd file', () => zstdCompressSync(Buffer.from(NAME))],
    ['an archive in gzip', () => gzipSync(zipped())],
    ['bytes before an archive', () => zipAround('before', Buffer.from(`${NAME}, seen`))],
    ['bytes between the entries of an archive', () => zipAround('between', Buffer.from(NAME))],
    ['bytes behind an archive', () => zipAround('behind', Buffer.from(NAME))],
    ['an archive behind an archive', () => zipAround('between', zipped())],
    ["an archive's comment", () => zipAround('comment', Buffer.from(NAME))],
    ["an entry's comment", () => zipAround('entry comment', Buffer.from(base64(Buffer.from(NAME))))],
    ['an extra field of an entry', () => zipAround('extra field', Buffer.from(NAME))],
    ['bytes behind a packed stream of a PDF', () => pdfStream('/Filter /FlateDecode', Buffer.concat([packed('x'), Buffer.from(NAME)]))],
    ['a packed stream behind a packed stream', () => pdfStream('/Filter /FlateDecode', Buffer.concat([packed('x'), gzipSync(NAME)]))],
    [
      'a stream of a PDF packed twice',
      () => pdfStream('/Filter [/ASCIIHexDecode /FlateDecode]', Buffer.from(`${packed(NAME).toString('hex')}>`)),
    ],
    [
      'data of a program in a PDF, packed by itself',
      () => pdfStream('/Filter /FlateDecode', deflateSync(Buffer.concat([Buffer.from('%AI12_CompressedData'), packed(NAME)]))),
    ],
    ['an archive behind a PDF', () => pdfEnding(zipped())],
    ['a gzip file behind a PDF', () => pdfEnding(gzipSync(NAME))],
    ['a gzip file in a PDF, under no filter', () => pdfStream('/Type /EmbeddedFile', gzipSync(NAME))],
    ['a gzip file in a PDF that does not say that it is a file', () => pdfStream('', gzipSync(NAME))],
    ['a file that only its specification names', () => pdfNaming(Buffer.from(base64(zipped())))],
    [
      'base64 in an attribute of XML, whose line ends are references',
      () => Buffer.from(`<v gfxdata="${base64(zipped()).replaceAll('\n', '&#xA;')}"/>`),
    ],
    ['a drawing beside a document, its text in pieces', drawn],
    ['what Word keeps for itself in RTF', () => rtf({ Item: { Item: Buffer.from(`<b:Last>${NAME}</b:Last>`) } })],
    [
      'a chart as LibreOffice draws it',
      () => odf('text', '<text:p>x</text:p>', '', { 'ObjectReplacements/Object 1': svm(Buffer.from(`\x08\0${NAME}`)) }),
    ],
    ['memory behind a preview', () => preview(Buffer.concat([Buffer.from([0, 1, 0]), Buffer.from(NAME, 'utf16le')]))],
    ['packed memory behind a preview', () => preview(Buffer.concat([Buffer.from([0, 1, 0]), gzipSync(NAME)]))],
    ['XMP that goes on in a second segment of a JPEG', () => jpegSegments(0xe1, [extended(0, 'Zoe Quill'), extended(9, 'feather')])],
    ['XMP whose second segment comes first', () => jpegSegments(0xe1, [extended(9, 'feather'), extended(0, 'Zoe Quill')])],
    [
      'a colour profile in further segments of a JPEG',
      () => jpegSegments(0xe2, [Buffer.from('ICC_PROFILE\0\x02\x03Zoe Quill'), Buffer.from('ICC_PROFILE\0\x03\x03feather')]),
    ],
    [
      'IPTC in two segments of a JPEG',
      () => jpegSegments(0xed, [Buffer.from('Photoshop 3.0\0Zoe Quill'), Buffer.from('Photoshop 3.0\0feather')]),
    ],
    ['a comment in two segments of a JPEG', () => jpegSegments(0xfe, [Buffer.from('Zoe Quill'), Buffer.from('feather')])],
    ['bytes behind the packed pixels of a PNG', () => pngPixels((rows) => Buffer.concat([deflateSync(rows), deflateSync(NAME)]))],
    ['rows of a PNG that nobody draws', () => pngPixels((rows) => deflateSync(Buffer.concat([rows, Buffer.from(`${NAME}, seen`)])))],
    ['an extra field of a gzip header', () => Buffer.concat([gzipExtra(Buffer.from(`ab\x10\0${NAME}`)), gzipSync('x').subarray(10)])],
    ['the file name of a second member of gzip', () => Buffer.concat([gzipSync('one'), gzipNamed(NAME), gzipSync('x').subarray(10)])],
    [
      'a frame of zstd that readers skip',
      () => Buffer.concat([zstdCompressSync('x'), skippable(Buffer.from(NAME)), zstdCompressSync('y')]),
    ],
    ['brotli in base64', () => Buffer.from(`{"d":"${brotliCompressSync(NAME.repeat(3)).toString('base64')}"}`)],
    ['deflate in base64', () => Buffer.from(`{"d":"${deflateRawSync(NAME.repeat(3)).toString('base64')}"}`)],
    ['brotli in base64 that grows a thousandfold', () => Buffer.from(`{"d":"${farBehind(brotliCompressSync)}"}`)],
    ['deflate in base64 that grows a thousandfold', () => Buffer.from(`{"d":"${farBehind(deflateRawSync)}"}`)],
    [
      'zlib in base64 whose lines are escaped',
      () => Buffer.from(JSON.stringify({ d: base64(deflateSync(`${NAME} ${noise.toString('hex')}`)) })),
    ],
    [
      'bytes of no text in base64, as a certificate',
      () => Buffer.from(base64(Buffer.concat([noise, Buffer.from(`\x0c\x10${NAME}\x30`, 'latin1'), noise]))),
    ],
    [
      'UTF-16 in bytes of no text in base64',
      () => Buffer.from(base64(Buffer.concat([noise, Buffer.from(NAME, 'utf16le'), Buffer.from([0xff, 3]), noise]))),
    ],
    ['tag characters', () => Buffer.from(`hello${tags(NAME)}`)],
    ['variation selectors', () => Buffer.from(`hello${selectors(NAME)}`)],
    ['URL encoding, twice', () => Buffer.from(encodeURIComponent(NAME.replace(/./g, (letter) => `%${letter.charCodeAt(0).toString(16)}`)))],
    ['JSON escapes', () => Buffer.from(JSON.stringify({ a: NAME }).replace('Q', '\\u0051'))],
    ['JSON escapes before a letter that is a digit, too', () => Buffer.from(JSON.stringify({ a: NAME }).replace('f', '\\u0066'))],
    ['escapes of JavaScript and Python', () => Buffer.from(NAME.replace('f', '\\u{66}').replace('h', '\\U00000068'))],
    ['RTF escapes', () => Buffer.from(String.raw`{\rtf1 Zoe \'51uill{\b feather}\par}`)],
    ['UTF-7', () => Buffer.from('Zoe +AFEAdQBpAGwAbA-feather')],
  ])('is searched in %s', async (_, make) => {
    expect((await check(await make(), NAME)).found).toBe(1)
  })

  it.each([
    ['named characters', `zoe&commat;quill&period;example`, ADDRESS],
    ['a folded calendar line', 'BEGIN:VCALENDAR\r\nATTENDEE;CN=Qu\r\n ist:x\r\nEND:VCALENDAR', 'Quist'],
    ['a calendar’s escaped line end', 'BEGIN:VCALENDAR\r\nDESCRIPTION:Zeile\\nQuist\r\nEND:VCALENDAR', 'Quist'],
    [
      'a card in quoted-printable',
      'BEGIN:VCARD\r\nVERSION:2.1\r\nN;ENCODING=QUOTED-PRINTABLE:Zo=C3=\r\n=AB Quist\r\nEND:VCARD',
      'Zoë Quist',
    ],
    [
      'a card in base64, folded',
      `BEGIN:VCARD\r\nFN;ENCODING=b:${Buffer.from('Zoë Quist').toString('base64').replace(/.{6}/, '$&\r\n ')}\r\nEND:VCARD`,
      'Zoë Quist',
    ],
    [
      'UTF-8 that was taken for windows-1252',
      Buffer.from(new TextDecoder('windows-1252').decode(Buffer.from('Zoë Ærø'))).toString('latin1'),
      'Zoë Ærø',
    ],
    ['a name that a GIF counts by its own letters', gifXmp('Zoë Q'), 'Zoë Q'],
    ['an entry named in an old code page', nameIn('Z\xe9 Quist \x81nal.txt'), 'Quist Ünal'],
    ['a text in Japanese of an old encoding', '\x8e\x52\x93\x63\x91\xbe\x98\x59', '山田太郎'],
    ['a text in Russian of an old encoding', '\xc8\xe2\xe0\xed\xee\xe2', 'Иванов'],
    ['a folded card, cut inside a letter', 'BEGIN:VCARD\r\nFN:Zo\xc3\r\n \xab Quist\r\nEND:VCARD', 'Zoë Quist'],
  ])('is searched in %s', async (_, text, needle) => {
    expect((await check(Buffer.from(text, 'latin1'), needle)).found).toBe(1)
  })

  it.each<readonly [string, () => Uint8Array | Promise<Uint8Array>]>([
    ['bytes of no known kind behind a picture', () => Buffer.concat([picture(), Buffer.from([1, 2, 3, 4, 5])])],
    ['an archive of no known kind in a chunk of a picture', () => png('prIv', Buffer.from('7z\xbc\xaf\x27\x1c\0\x04', 'latin1'))],
    ['a stream that is no text in what Word keeps for itself in RTF', () => rtf({ Item: Buffer.from([0, 1, 2, 3]) })],
    ['a long comment in a drawing', () => officePart('word/media/image1.emf', emf(Buffer.alloc(90, 7)))],
    ['an archive behind a preview', () => preview(Buffer.from('\0\x017z\xbc\xaf\x27\x1c\0\x04', 'latin1'))],
    ['a PNG whose packed text does not unpack', () => png('zTXt', Buffer.from('Author\0\0nothing'))],
    ['a JPEG that is cut off', () => createCanvas(8, 8).toBuffer('image/jpeg').subarray(0, 300)],
    ['an unknown file embedded in a PDF', () => pdfCarrying(Buffer.from([0, 1, 2, 3, 4, 5, 6, 7]))],
    [
      'an unknown file in base64',
      () => Buffer.from(base64(Buffer.concat([Buffer.from('7z\xbc\xaf\x27\x1c', 'latin1'), Buffer.alloc(60, 3)]))),
    ],
    ['a page that was removed from a PDF', removedPage],
    [
      'rows of a PDF packed as differences',
      () => pdfStream('/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 4 >>', packed('x')),
    ],
    ['a PDF packed in a way that nobody unpacks here', () => pdfStream('/Filter /LZWDecode', Buffer.from('x'))],
    ['bytes of no known kind between the entries of an archive', () => zipAround('between', Buffer.from([1, 2, 3, 4, 5]))],
    ['gzip that is cut off', () => gzipSync(Buffer.from(NAME.repeat(50))).subarray(0, 40)],
    [
      'packed bytes between two objects of a PDF',
      async () => {
        const bytes = Buffer.from(await pdfStream('', Buffer.from('x'))).toString('latin1')
        return Buffer.from(
          bytes.replace(
            '900 0 obj',
            `%${gzipSync(NAME)
              .toString('latin1')
              .replace(/[\r\n]/g, ' ')}\n900 0 obj`,
          ),
          'latin1',
        )
      },
    ],
    [
      'a PDF of two states',
      async () =>
        Buffer.concat([
          await PDFDocument.create().then((d) => d.save({ useObjectStreams: false })),
          Buffer.from('\n1 0 obj\n<< >>\nendobj\n'),
        ]),
    ],
  ])('is kept back for %s', async (_, make) => {
    expect((await check(await make(), NAME)).problems).toContain('undecodable')
  })

  it.each(closed)('is kept back for a file that nobody can look into, wherever it lies, and known for it before: %s', async (_, bytes) => {
    const holders = [
      bytes,
      officePart('word/media/m.bin', bytes),
      officePart('word/printerSettings/printerSettings1.bin', bytes),
      officePart('xl/printerSettings/printerSettings1.bin', bytes),
      officePart('word/media/image1.emf', bytes),
      await pdfCarrying(bytes),
      await pdfStream('/Type /EmbeddedFile', bytes),
      gzipSync(bytes),
    ]
    for (const holder of holders) {
      expect((await check(holder, NAME)).problems).toContain('undecodable')
      expect(isOpaque(holder)).toBe(true)
    }
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

  it('passes where there is nothing to find', async () => {
    const nothing = 'Somebody Else'
    const words = await pdfStream('', Buffer.from('BT (%PDF- and {\\\\rtf are how files begin) Tj ET'))
    for (const bytes of [
      await nativePdf(),
      picture(),
      createCanvas(8, 8).toBuffer('image/jpeg'),
      zipped(),
      Buffer.from(base64(zipped())),
      words,
    ])
      expect(await check(bytes, nothing)).toEqual({ found: 0, problems: [] })
  })
})
