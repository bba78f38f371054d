import { crc32, deflateSync } from 'node:zlib'
import { clockOf } from './civil-clock.ts'
import { base64Lines, textPart } from './mime-text.ts'
import type { Enclosure } from './story.ts'

/** Files of the sample carry one date, so that two runs give the same bytes. */
const fixedDate = new Date(Date.UTC(2024, 0, 2, 9, 0, 0))
const types = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  png: 'image/png',
} as const

/** A MIME part for an enclosure, header fields and body. `atMs` dates an invitation. */
export async function enclosurePart(enclosure: Enclosure, atMs: number): Promise<string> {
  const disposition = `Content-Disposition: attachment;\n ${parameter('filename', enclosure.name)}\n`
  if (enclosure.kind === 'csv' || enclosure.kind === 'txt') {
    return (
      disposition +
      textPart(enclosure.text, `${enclosure.kind === 'csv' ? 'text/csv' : 'text/plain'};\n ${parameter('name', enclosure.name)}`, 'utf-8')
    )
  }
  if (enclosure.kind === 'ics') {
    return (
      disposition +
      textPart(calendar(enclosure.title, enclosure.place, atMs + enclosure.hours * 3_600_000), 'text/calendar; method=REQUEST', 'utf-8')
    )
  }
  const bytes = await bytesOf(enclosure)
  const type = `Content-Type: ${types[enclosure.kind]};\n ${parameter('name', enclosure.name)}\n`
  return `${type}${disposition}Content-Transfer-Encoding: base64\n\n${base64Lines(bytes)}\n`
}

async function bytesOf(enclosure: Extract<Enclosure, { kind: keyof typeof types }>): Promise<Uint8Array> {
  if (enclosure.kind === 'png') return png(enclosure.picture)
  return enclosure.kind === 'pdf' ? await pdf(enclosure.title, enclosure.paragraphs) : await docx(enclosure.title, enclosure.paragraphs)
}

/** RFC 2231 §4 where the name isn't ASCII. */
function parameter(key: string, value: string): string {
  return /^[\x20-\x7e]*$/.test(value) ? `${key}="${value}"` : `${key}*=utf-8''${encodeURIComponent(value)}`
}

function calendar(title: string, place: string, atMs: number): string {
  const stamp = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19).replace(/[-:]/gu, '')}Z`
  const uid = `${stamp(atMs)}-${clockOf(atMs, 'dublin').day}@alderfinch.example`
  return `BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Alder and Finch//Calendar//EN\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:${uid}\nDTSTAMP:${stamp(atMs)}\nDTSTART:${stamp(atMs)}\nDTEND:${stamp(atMs + 3_000_000)}\nSUMMARY:${title}\nLOCATION:${place}\nORGANIZER;CN=Aoife Lynskey:mailto:aoife.lynskey@alderfinch.example\nATTENDEE;CN=Katherine Brennan:mailto:katherine.brennan@alderfinch.example\nEND:VEVENT\nEND:VCALENDAR`
}

const marginPt = 72
const leadingPt = 16
const lettersPerLine = 82

async function pdf(title: string, paragraphs: readonly string[]): Promise<Uint8Array> {
  const { PDFDocument, StandardFonts } = await import('@cantoo/pdf-lib')
  const document = await PDFDocument.create({ updateMetadata: false })
  const page = document.addPage([595.28, 841.89])
  const font = await document.embedFont(StandardFonts.Helvetica)
  const bold = await document.embedFont(StandardFonts.HelveticaBold)
  let y = 841.89 - marginPt
  page.drawText(title, { x: marginPt, y, size: 16, font: bold })
  y -= 2 * leadingPt
  for (const paragraph of paragraphs) {
    for (const line of paragraph.match(new RegExp(`.{1,${lettersPerLine}}(?:\\s|$)`, 'gu')) ?? []) {
      page.drawText(line.trimEnd(), { x: marginPt, y, size: 11, font })
      y -= leadingPt
    }
    y -= leadingPt / 2
  }
  document.setTitle(title)
  document.setCreationDate(fixedDate)
  document.setModificationDate(fixedDate)
  return await document.save({ useObjectStreams: false })
}

const escaped = (text: string): string => text.replace(/&/gu, '&amp;').replace(/</gu, '&lt;').replace(/>/gu, '&gt;')

/** The least that word processors open (ECMA-376 part 1): three parts in a zip. */
async function docx(title: string, paragraphs: readonly string[]): Promise<Uint8Array> {
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
  const body = [title, ...paragraphs].map((text) => `<w:p><w:r><w:t xml:space="preserve">${escaped(text)}</w:t></w:r></w:p>`).join('')
  const parts: readonly (readonly [string, string])[] = [
    [
      '[Content_Types].xml',
      `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    ],
    [
      '_rels/.rels',
      `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
    ],
    [
      'word/document.xml',
      `${head}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
    ],
  ]
  const { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } = await import('@zip.js/zip.js')
  const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false, level: 0, extendedTimestamp: false, lastModDate: fixedDate })
  for (const [name, text] of parts) await writer.add(name, new Uint8ArrayReader(Buffer.from(text)))
  return await writer.close()
}

type Colour = readonly [red: number, green: number, blue: number]
const cardboard: Colour = [196, 154, 108]
const ink: Colour = [40, 40, 44]
const paper: Colour = [250, 250, 248]
const blue: Colour = [45, 106, 148]

/** What the camera saw, as far as a few rectangles can tell it. */
function colourAt(picture: 'box' | 'label' | 'chart', x: number, y: number, width: number, height: number): Colour {
  if (picture === 'chart') {
    const bar = Math.floor((x / width) * 8)
    const inBar = x % Math.floor(width / 8) > 6 && y > height - 14 - (bar + 3) * 9
    return y > height - 14 ? (y === height - 13 ? ink : paper) : inBar ? blue : paper
  }
  if (picture === 'label') {
    const edge = x < 4 || y < 4 || x >= width - 4 || y >= height - 4
    const bars = y > height / 2 && y < height - 16 && x > 16 && x < width - 16 && (x * 7 + (x >> 3) * 5) % 9 < 4
    const lines = y > 16 && y < height / 2 - 8 && y % 12 < 3 && x > 16 && x < width / 2 + ((y * 31) % 60)
    return edge || bars || lines ? ink : paper
  }
  const crushed = x > width * 0.6 && y > height * 0.2 + (x - width * 0.6) * 0.4 && (x + y * 3) % 23 < 9
  const inside = x > 24 && y > 24 && x < width - 24 && y < height - 16
  const tape = Math.abs(x - width / 2) < 9
  return inside ? (crushed ? ink : tape ? [214, 190, 150] : cardboard) : [206, 210, 214]
}

/** PNG (RFC 2083), 8-bit truecolour, no filters. */
function png(picture: 'box' | 'label' | 'chart'): Uint8Array {
  const width = 240
  const height = 150
  const raw = Buffer.alloc(height * (1 + width * 3))
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) raw.set(colourAt(picture, x, y, width, height), y * (1 + width * 3) + 1 + x * 3)
  }
  const chunk = (type: string, data: Uint8Array): Buffer => {
    const typed = Buffer.concat([Buffer.from(type, 'latin1'), data])
    const frame = Buffer.alloc(8)
    frame.writeUInt32BE(data.length, 0)
    frame.writeUInt32BE(crc32(typed), 4)
    return Buffer.concat([frame.subarray(0, 4), typed, frame.subarray(4)])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(raw)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
