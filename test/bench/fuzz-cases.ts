import { crc32 } from 'node:zlib'
import {
  type ArchiveItem,
  attachmentParts,
  listPst,
  locatedBytes,
  messageTexts,
  parseMessage,
  partBytes,
  read7z,
  readEntry,
  readMbox,
  readTar,
  readZip,
  recogniseContent,
  recogniseFile,
  surfacesOfAttachment,
  surfacesOfMessage,
  takeItem,
} from '../../src/formats/index.ts'
import { asId, bytesSource } from '../../src/model/index.ts'
import { docx, odf, ooxml, paragraph, xlsx, zipOf } from '../formats/office-file.ts'

export interface Seed {
  readonly name: string
  readonly bytes: Uint8Array
}

export interface FuzzCase {
  readonly kind: string
  readonly name: string
  readonly bytes: Uint8Array
}

/** mulberry32: small, fast, and the same everywhere. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let value = Math.imul(state ^ (state >>> 15), state | 1)
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61)
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296
  }
}

export type Random = () => number
const pick = <Item>(random: Random, items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item
const below = (random: Random, bound: number): number => Math.floor(random() * bound)

/** Case number `number` of a run. */
export function caseOf(number: number, seed: number, real: readonly Seed[]): FuzzCase {
  const random = randomOf(seed ^ Math.imul(number + 1, 0x9e3779b1))
  const kinds: readonly (readonly [string, () => FuzzCase])[] = [
    ['mime', () => ({ kind: 'mime', name: 'x.eml', bytes: mimeCase(random) })],
    ['mbox', () => ({ kind: 'mbox', name: 'x.mbox', bytes: mboxCase(random) })],
    ['docx', () => ({ kind: 'docx', name: 'x.docx', bytes: docx(xmlCase(random, wordTags, 'w')) })],
    ['xlsx', () => ({ kind: 'xlsx', name: 'x.xlsx', bytes: xlsx([{ name: 'S', content: xmlCase(random, sheetTags, '') }]) })],
    ['pptx', () => ({ kind: 'pptx', name: 'x.pptx', bytes: pptxCase(random) })],
    [
      'odf',
      () => ({
        kind: 'odf',
        name: 'x.odt',
        bytes: odf(pick(random, ['text', 'spreadsheet', 'presentation']), xmlCase(random, odfTags, '')),
      }),
    ],
    ['rtf', () => ({ kind: 'rtf', name: 'x.rtf', bytes: rtfCase(random) })],
    ['html', () => ({ kind: 'html', name: 'x.html', bytes: Buffer.from(xmlCase(random, htmlTags, '')) })],
    [
      'zip',
      () => ({
        kind: 'zip',
        name: 'x.zip',
        bytes: mutated(
          random,
          zipOf([
            { name: 'a/b.txt', content: 'text' },
            { name: 'c.eml', content: mimeCase(random) },
          ]),
        ),
      }),
    ],
    ['7z', () => ({ kind: '7z', name: 'x.7z', bytes: sevenZipCase(random) })],
    ['damaged', () => ({ kind: 'damaged', name: 'x.docx', bytes: mutated(random, docx(paragraph('some text'.repeat(20)))) })],
  ]
  if (real.length > 0 && random() < 0.5) {
    const from = pick(random, real)
    return { kind: `real ${/\.(\w+)$/.exec(from.name)?.[1] ?? ''}`, name: from.name, bytes: mutated(random, from.bytes, real) }
  }
  return pick(random, kinds)[1]()
}

/** Bytes flipped, numbers made extreme, stretches repeated, moved, cut, or taken from another file. */
export function mutated(random: Random, bytes: Uint8Array, others: readonly Seed[] = []): Uint8Array {
  let out = Buffer.from(bytes)
  for (let count = 1 + below(random, 8); count > 0 && out.length > 0; count--) {
    const at = below(random, out.length)
    const length = Math.min(out.length - at, 1 + below(random, 1 << below(random, 12)))
    switch (below(random, 7)) {
      case 0:
        out[at] = below(random, 256)
        break
      case 1:
        if (at + 4 <= out.length) out.writeUInt32LE(pick(random, [0, 1, 0x7fffffff, 0x80000000, 0xffffffff, 0xffff, out.length]), at)
        break
      case 2:
        out = Buffer.concat([out.subarray(0, at + length), out.subarray(at)])
        break
      case 3:
        out = Buffer.concat([out.subarray(0, at), out.subarray(at + length)])
        break
      case 4:
        out = Buffer.from(out.subarray(0, at))
        break
      case 5: {
        const other = others.length === 0 ? out : Buffer.from(pick(random, others).bytes)
        const from = below(random, other.length)
        out = Buffer.concat([out.subarray(0, at), other.subarray(from, from + length), out.subarray(at)])
        break
      }
      default:
        out = Buffer.concat([
          out.subarray(0, at),
          Buffer.alloc(Math.min(20_000, length * 50), out.subarray(at, at + Math.min(length, 16))),
          out.subarray(at),
        ])
    }
    if (out.length > 2_000_000) return out.subarray(0, 2_000_000)
  }
  return out
}

const mimeLines: readonly string[] = [
  ...[
    '',
    ' ',
    '\t',
    '--a',
    '--a--',
    '--b',
    '--b--',
    '--',
    '.',
    'text of a line',
    'From x Mon Jan  1 00:00:00 2026',
    '>From y',
    'begin 644 a.txt',
    'end',
  ],
  ...[
    'Content-Type: multipart/mixed; boundary=a',
    'Content-Type: multipart/alternative; boundary="b"',
    'Content-Type: multipart/digest; boundary=b',
  ],
  ...[
    'Content-Type: message/rfc822',
    'Content-Type: text/html; charset=utf-7',
    'Content-Type: application/pkcs7-mime',
    'Content-Type: application/zip',
  ],
  ...[
    'Content-Type: application/ms-tnef',
    'Content-Transfer-Encoding: base64',
    'Content-Transfer-Encoding: quoted-printable',
    'Content-Transfer-Encoding: "base64"',
  ],
  ...[
    'Content-Transfer-Encoding: x-uuencode',
    'Content-Disposition: attachment; filename*0*=utf-8\'\'a%; filename*1="b.eml"',
    'From: "a\\" (b(c) <d@e>, g: h@i;',
  ],
  ...[
    'To: =?utf-8?B?gICA?= =?x?q?=?= <a@b>',
    'Date: Mon, 99 Foo 99999 99:99:99 +9999',
    'Subject: =?iso-2022-jp?b?GyRC?=',
    'UEsDBBQAAAAIAA==',
    '=C3=',
    '=\r',
    'MIIB',
    'eJ8+Ig==',
  ],
  ...['<p style="display:none">x</p>', '<table><tr><td>', '&#x110000;', '-----BEGIN PGP MESSAGE-----'],
]

function mimeCase(random: Random): Buffer {
  const lines = Array.from({ length: 1 + below(random, 1 << below(random, 10)) }, () => pick(random, mimeLines))
  return Buffer.from(lines.join(pick(random, ['\r\n', '\n', '\r'])), 'latin1')
}

function mboxCase(random: Random): Buffer {
  const messages = Array.from(
    { length: 1 + below(random, 6) },
    () => `From a@b Mon Jan  5 10:00:00 2026\n${mimeCase(random).toString('latin1')}\n\n`,
  )
  return Buffer.from(messages.join(''), 'latin1')
}

const wordTags =
  'p r t tbl tr tc pPr rPr vanish del ins moveFrom drawing txbxContent footnoteReference commentReference fldChar instrText hyperlink br tab gridSpan sdt Fallback AlternateContent pict numPr numId ilvl sym'.split(
    ' ',
  )
const sheetTags = 'sheetData row c v f is t r rPh cols col hyperlink dataValidation formula1 oddHeader'.split(' ')
const slideTags = 'sp txBody p r t br fld tbl tr tc cNvPr ph pic blip graphicFrame pPr rPr'.split(' ')
const odfTags =
  'text:p text:h text:span text:list text:list-item text:s text:note text:note-body text:note-citation office:annotation dc:creator table:table table:table-row table:table-cell table:table-column draw:page draw:frame svg:title text:tracked-changes text:changed-region text:deletion presentation:notes draw:image'.split(
    ' ',
  )
const htmlTags = 'p div table tr td ul li a span style script b font template svg title select option br img pre plaintext'.split(' ')
const attributes: readonly string[] = [
  '',
  '',
  '',
  'val="1"',
  'val="999999999"',
  'hidden="1"',
  'r="XFD1048576"',
  'table:number-columns-repeated="1000000"',
  'id="7"',
  't="s"',
  'style="display:none"',
  'min="1" max="16384" hidden="1"',
  'text:c="100000000"',
  'gridSpan="-1"',
  'fldCharType="begin"',
]

/** Markup of the format's own elements, well-formed or not. */
function xmlCase(random: Random, tags: readonly string[], prefix: string): string {
  const out: string[] = []
  const open: string[] = []
  for (let count = below(random, 1 << (2 + below(random, 11))); count > 0; count--) {
    const roll = random()
    if (roll < 0.45) {
      const tag = `${prefix === '' ? '' : `${prefix}:`}${pick(random, tags)}`
      const attribute = pick(random, attributes)
      const single = random() < 0.2
      out.push(`<${tag}${attribute === '' ? '' : ` ${attribute}`}${single ? '/' : ''}>`)
      if (!single) open.push(tag)
    } else if (roll < 0.75 && open.length > 0) out.push(`</${random() < 0.9 ? open.pop() : pick(random, tags)}>`)
    else
      out.push(
        pick(random, ['text', ' ', '&amp;', '&#0;', '&#xD800;', '\u0000', '4711', '<![CDATA[x', '<!--', '\ud83d', 'ü', '-->', ']]>']),
      )
  }
  if (random() < 0.7) while (open.length > 0) out.push(`</${open.pop()}>`)
  return out.join('')
}

function pptxCase(random: Random): Buffer {
  return ooxml(
    'ppt/presentation.xml',
    'openxmlformats-officedocument.presentationml.presentation',
    {
      'ppt/presentation.xml': '<p:presentation><p:sldIdLst><p:sldId id="1" r:id="a"/></p:sldIdLst></p:presentation>',
      'ppt/slides/one.xml': `<p:sld>${xmlCase(random, slideTags, 'a')}</p:sld>`,
    },
    { 'ppt/presentation.xml': [['a', 'slide', 'slides/one.xml']], 'ppt/slides/one.xml': [['s', 'slideLayout', 'one.xml']] },
  )
}

const rtfWords: readonly string[] = [
  '{',
  '{',
  '}',
  '}',
  '\\par ',
  '\\cell',
  '\\row',
  '\\intbl ',
  '\\pard',
  '\\u-1 ',
  '\\u55357?',
  "\\'83",
  '\\bin9 ',
  '{\\*\\x ',
  '\\v',
  '\\f9',
  'text',
  '{\\fonttbl{\\f9\\fcharset128 x;}}',
  '{\\footnote ',
  '{\\field{\\*\\fldinst x}',
  '\\uc16',
  '\\nestcell',
  '{\\header ',
  '{\\pict',
  '\\deleted',
  '\\htmlrtf',
  '{\\*\\htmltag ',
  '\\ansicpg99999',
]

function rtfCase(random: Random): Buffer {
  const words = Array.from({ length: below(random, 1 << below(random, 13)) }, () => pick(random, rtfWords))
  return Buffer.from(`{\\rtf1${random() < 0.3 ? '\\fromhtml1' : ''} ${words.join('')}`, 'latin1')
}

/** A plain header for one stored file of four bytes, `a.eml`. */
const sevenZipHeader = Buffer.from(
  '01040600010904000' +
    '70b01000101000c04000' +
    '80a01efbeadde0000' +
    '0501110d00' +
    '61002e0065006d006c000000' +
    '1506010020000000' +
    '0000',
  'hex',
)

/** A 7z whose header is bent but whose checksums hold, since a wrong one would end the reading at once. */
function sevenZipCase(random: Random): Buffer {
  const header = mutated(random, sevenZipHeader)
  const start = Buffer.alloc(20)
  start.writeBigUInt64LE(4n, 0)
  start.writeBigUInt64LE(BigInt(header.byteLength), 8)
  start.writeUInt32LE(crc32(header), 16)
  const head = Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4, 0, 0, 0, 0])
  head.writeUInt32LE(crc32(start), 8)
  return Buffer.concat([head, start, Buffer.from('text'), header])
}

/** Looks into a container as the walk of a source does. */
function lookInside(bytes: Uint8Array): void {
  const source = bytesSource(bytes)
  const kind = recogniseContent(bytes.subarray(0, 65_536), () => source)
  const readers: Readonly<Record<string, (of: typeof source) => Iterable<ArchiveItem>>> = { zip: readZip, tar: readTar, '7z': read7z }
  let entries = 0
  for (const item of readers[kind ?? '']?.(source) ?? []) {
    if (entries++ > 200) break
    if ('entry' in item) readEntry(source, item.entry, 1_000_000)
  }
  if (kind === 'msg') takeItem(source, ['msg'])
  if (kind === 'pst') for (const { nid } of listPst(source)?.messages.slice(0, 50) ?? []) takeItem(source, ['pst', nid])
}

function assert(holds: boolean, what: string): void {
  if (!holds) throw new Error(what)
}

/** Reads a case as the product does, and checks what must hold whatever the bytes. */
export async function runCase({ name, bytes }: FuzzCase): Promise<void> {
  recogniseFile(bytes.subarray(0, 65_536))
  lookInside(bytes)
  const source = bytesSource(bytes)
  let at = 0
  for (const slice of readMbox(source)) {
    assert(slice.offset === at, 'a gap between slices of an mbox')
    at = slice.offset + slice.length
  }
  assert(at === bytes.byteLength, 'bytes of an mbox in no slice')
  const parsed = parseMessage(bytes)
  messageTexts(parsed, bytes)
  const document = asId<'x'>('a1') as never
  for (const surface of surfacesOfMessage(document, parsed, bytes, 'UTC'))
    assert(surface.text.isWellFormed(), 'a surface that is not well-formed')
  let parts = 0
  for (const located of attachmentParts(parsed)) {
    if (parts++ > 30) break
    partBytes(locatedBytes(bytes, located), located.part)
  }
  const { surfaces } = await surfacesOfAttachment(
    document,
    { part: '1', type: 'application/octet-stream', filename: name, bytes },
    { words: false },
  )
  for (const surface of surfaces) assert(surface.text.isWellFormed(), 'a surface that is not well-formed')
}
