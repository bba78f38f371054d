import { inflateSync } from 'node:zlib'
import type { DocumentId, ProblemCode } from '../model/index.ts'
import { beginsAsFile, carriedFiles } from './check-carried.ts'
import { textsOf } from './check-decode.ts'
import { checkPacked } from './check-packed.ts'
import { pdfStrings } from './check-pdf.ts'
import { holdsLooseBytes } from './check-pdf-loose.ts'
import { looseObjects, unshownStreams } from './check-pdf-reach.ts'
import { checkPicture } from './check-picture.ts'
import type { Findings, Structure } from './check-types.ts'

type Layers = Pick<Findings, 'layer' | 'problem'>

const MAX_STREAM = 256 * 2 ** 20
const blank: ReadonlySet<number> = new Set([0, 0x09, 0x0a, 0x0c, 0x0d, 0x20])
/** Filters whose output is pixels and nothing else. */
const pixelFilters = new Set(['CCITTFaxDecode', 'CCF', 'JBIG2Decode'])

/**
 * A PDF that is released as it came: the pages as pdf.js reads them, and every object, whether a page shows it or not, its streams unpacked. What cannot be
 * unpacked, and an earlier state of an object that no reader shows, is a problem. `inside` looks into an embedded file.
 */
export function checkNativePdf(
  data: Buffer,
  path: string,
  owners: readonly DocumentId[] | null,
  findings: Structure,
  inside: (bytes: Uint8Array) => void,
): void {
  findings.read(async (reader) => {
    const content = await reader.pdf(data)
    for (const page of content.pages)
      findings.layer({ path: `${path} › page ${page.number}`, layer: 'pdf text', owners, text: page.text, noisy: false })
    findings.layer({ path, layer: 'hidden text', owners, text: content.kept, noisy: false })
    // What stands beside the pages is looked into below, as objects.
    if (content.problems.some((code) => !beside.has(code))) findings.problem('undecodable', path, 'A PDF cannot be read.')
  })
  pdfObjectLayers(data, path, owners, findings, inside)
}

const beside: ReadonlySet<ProblemCode> = new Set<ProblemCode>(['no-text', 'beside-pages', 'files-within'])

/** Every object of a PDF as a text to be searched, its streams unpacked, by this reader alone. */
export function pdfObjectLayers(
  data: Buffer,
  path: string,
  owners: readonly DocumentId[] | null,
  findings: Layers,
  inside: (bytes: Uint8Array) => void,
): void {
  const undecodable = (message: string) => findings.problem('undecodable', path, message)
  for (const text of textsOf(data)) findings.layer({ path, layer: 'pdf bytes', owners, text, noisy: true })
  const whole = data.toString('latin1')
  if (/\/Encrypt\b/.test(whole)) undecodable('A PDF is encrypted, so its objects cannot be checked.')
  const outside: string[] = []
  const packed: string[] = []
  /** Data of streams that were searched as text, by object. */
  const plain = new Map<string, Uint8Array>()
  let from = 0
  for (const start of streamsOf(whole)) {
    // The data of a stream may hold the keyword by chance.
    if (start.at < from) continue
    outside.push(whole.slice(from, start.at))
    const end = endOf(whole, start)
    if (end < 0) {
      undecodable('A stream of a PDF has no end.')
      break
    }
    from = end
    const filters = filtersOf(start.dictionary)
    const read = unpacked(data.subarray(start.data, filters.length === 0 ? withoutLineEnd(data, start.data, end) : end), filters)
    if (read !== null) {
      if (/\/ObjStm\b/.test(start.dictionary)) packed.push(Buffer.from(read.bytes).toString('latin1'))
      behindStream(read.behind, inside)
      // Differences between rows of bytes (§7.4.4.4) are what pictures and cross-references are made of, and would hide text.
      if (
        read.kind === 'data' &&
        /\/Predictor\s+(?:[2-9]|1[0-9])\b/.test(start.dictionary) &&
        !/\/XRef\b|\/Subtype\s*\/Image\b/.test(start.dictionary)
      )
        undecodable('A stream of a PDF is packed in a way that cannot be checked.')
    }
    if (read === null) undecodable('A stream of a PDF is packed in a way that cannot be checked.')
    else if (/\/EmbeddedFile\b/.test(start.dictionary)) inside(read.bytes)
    else if (read.kind === 'jpeg') checkPicture(Buffer.from(read.bytes), `${path} › picture`, owners, findings, inside)
    else if (
      read.kind === 'pixels' ||
      /\/Subtype\s*\/Image\b|\/Length1\b|\/FontFile|\/Subtype\s*\/(?:Type1C|CIDFontType0C|OpenType)\b/.test(start.dictionary)
    )
      for (const text of textsOf(read.bytes)) findings.layer({ path, layer: 'pdf pixels or font', owners, text, noisy: true })
    else if (beginsAsFile(Buffer.from(read.bytes))) inside(read.bytes)
    else {
      streamLayers(read.bytes, start.dictionary, path, owners, findings)
      // Illustrator keeps its drawing beside the page, packed, and cut into many streams where it is large.
      const isFound = checkPacked(Buffer.from(read.bytes), path, owners, findings, inside)
      if (!isFound && /^%AI\d\d_(?:CompressedData|ZStandard)/.test(Buffer.from(read.bytes.subarray(0, 40)).toString('latin1')))
        undecodable('A PDF holds the data of a drawing program, which cannot be checked.')
      plain.set(start.id, read.bytes)
    }
  }
  const last = whole.lastIndexOf('%%EOF')
  const behind = last < from ? data.length : last + 5
  const begin = data.subarray(behind).findIndex((byte) => !blank.has(byte))
  if (begin >= 0) inside(data.subarray(behind + begin))
  outside.push(whole.slice(from, behind))
  if (holdsLooseBytes(outside.join('\n'))) undecodable('A PDF holds bytes that belong to none of its objects.')
  outside.push(whole.slice(behind))
  const objects = outside.join('\n').replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  findings.layer({ path, layer: 'pdf strings', owners, text: pdfStrings(objects).join('\n'), noisy: false })
  findings.layer({ path, layer: 'pdf object', owners, text: objects, noisy: false })
  // What a file specification names (§7.11.4) is a file, whatever its stream says of itself.
  for (const id of embeddedIds([objects, ...packed])) {
    const bytes = plain.get(id)
    if (bytes !== undefined) inside(bytes)
  }
  for (const found of carriedFiles(Buffer.from(objects, 'latin1'))) inside(found)
  const loose = looseObjects(objects, packed)
  if (new Set(loose.map(({ id }) => id)).size !== loose.length)
    undecodable('A PDF holds an earlier state of itself, which no reader shows.')
  if (unshownStreams(loose, objects).length > 0)
    undecodable('A PDF holds pages or pictures that no reader shows. Release its pages in place of the file.')
}

/** Where a stream's data ends: by its stated length where its keyword stands there, else at the next keyword. */
function endOf(whole: string, start: StreamStart): number {
  const length = /\/Length\s+(\d+)(?!\s+\d+\s+R)\b/.exec(start.dictionary)?.[1]
  const stated = start.data + Number(length ?? Number.NaN)
  return /^\s{0,2}endstream\b/.test(whole.slice(stated, stated + 12))
    ? whole.indexOf('endstream', stated)
    : whole.indexOf('endstream', start.data)
}

/** Without the line end before the keyword (ISO 32000-2 §7.3.8.1), which is no data. */
function withoutLineEnd(data: Buffer, from: number, end: number): number {
  if (data[end - 1] !== 0x0a) return data[end - 1] === 0x0d && end > from ? end - 1 : end
  return data[end - 2] === 0x0d && end - 1 > from ? end - 2 : Math.max(from, end - 1)
}

/** Objects that a file specification names as the file itself. */
function embeddedIds(texts: readonly string[]): ReadonlySet<string> {
  const found = texts.flatMap((text) => [...text.matchAll(/\/EF\s*<<([^>]*)>>/g)].map((match) => match[1] ?? ''))
  return new Set(found.flatMap((entry) => [...entry.matchAll(/(\d+)\s+\d+\s+R/g)].map((match) => String(Number(match[1])))))
}

/** Bytes between the end of a packed stream and its keyword: line ends, unless somebody put something there. */
function behindStream(bytes: Uint8Array, inside: (bytes: Uint8Array) => void): void {
  if (!bytes.some((byte) => byte !== 0 && byte !== 0x0a && byte !== 0x0d && byte !== 0x20)) return
  const lineEnd = bytes.at(-1) !== 0x0a ? (bytes.at(-1) === 0x0d ? 1 : 0) : bytes.at(-2) === 0x0d ? 2 : 1
  inside(bytes.subarray(0, bytes.length - lineEnd))
}

function streamLayers(bytes: Uint8Array, dictionary: string, path: string, owners: readonly DocumentId[] | null, findings: Layers): void {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  const plain = /\/(?:Metadata|ObjStm|XML)\b/.test(dictionary)
  findings.layer({ path, layer: 'pdf strings', owners, text: pdfStrings(text).join('\n'), noisy: !plain })
  for (const read of textsOf(bytes)) findings.layer({ path, layer: plain ? 'pdf object' : 'pdf stream', owners, text: read, noisy: !plain })
}

interface StreamStart {
  /** Of the keyword. */
  readonly at: number
  /** Of the first byte of data. */
  readonly data: number
  readonly dictionary: string
  /** Number of its object. */
  readonly id: string
}

function* streamsOf(whole: string): Generator<StreamStart> {
  for (const match of whole.matchAll(/\bstream(?:\r\n|\n|\r)/g)) {
    if (whole.slice(match.index - 3, match.index) === 'end') continue
    const head = whole.lastIndexOf(' obj', match.index)
    const dictionary = head < 0 ? '' : whole.slice(head, match.index)
    const id = /(\d+)\s+\d+$/.exec(whole.slice(Math.max(0, head - 40), Math.max(0, head)))?.[1] ?? ''
    yield { at: match.index, data: match.index + match[0].length, dictionary, id: String(Number(id)) }
  }
}

function filtersOf(dictionary: string): string[] {
  const found = /\/Filter\s*(\[[^\]]*\]|\/[A-Za-z0-9]+|\d+ \d+ R)/.exec(dictionary)?.[1] ?? ''
  if (found.endsWith('R')) return ['indirect']
  return [...found.matchAll(/\/([A-Za-z0-9]+)/g)].map((match) => match[1] ?? '')
}

interface Unpacked {
  readonly kind: 'data' | 'jpeg' | 'pixels'
  readonly bytes: Uint8Array
  /** What stands behind the end of the packed data. */
  readonly behind: Uint8Array
}

/** Undoes the filters (ISO 32000-2 §7.4); null for one that is not known or data that it does not fit. */
function unpacked(raw: Uint8Array, filters: readonly string[]): Unpacked | null {
  let bytes: Uint8Array = raw
  let behind: Uint8Array = new Uint8Array(0)
  for (const filter of filters) {
    if (filter === 'FlateDecode' || filter === 'Fl') {
      try {
        const inflated = inflateSync(bytes, { maxOutputLength: MAX_STREAM, info: true }) as unknown as {
          buffer: Uint8Array
          engine: { bytesWritten: number }
        }
        behind = bytes.subarray(inflated.engine.bytesWritten)
        bytes = inflated.buffer
      } catch {
        return null
      }
    } else if (filter === 'ASCIIHexDecode' || filter === 'AHx') {
      const digits = Buffer.from(bytes)
        .toString('latin1')
        .replace(/>[\s\S]*$/, '')
        .replace(/\s/g, '')
      bytes = Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, 'hex')
    } else if (filter === 'ASCII85Decode' || filter === 'A85') bytes = ascii85(Buffer.from(bytes).toString('latin1'))
    else if (filter === 'DCTDecode' || filter === 'DCT') return { kind: 'jpeg', bytes, behind }
    else if (pixelFilters.has(filter)) return { kind: 'pixels', bytes, behind }
    else return null
  }
  return { kind: 'data', bytes, behind }
}

function ascii85(text: string): Buffer {
  const clean = text
    .replace(/~>[\s\S]*$/, '')
    .replace(/\s/g, '')
    .replaceAll('z', '!!!!!')
  const out: number[] = []
  for (let at = 0; at < clean.length; at += 5) {
    const group = clean.slice(at, at + 5)
    let value = 0
    for (const character of group.padEnd(5, 'u')) value = value * 85 + character.charCodeAt(0) - 33
    for (let byte = 0; byte < group.length - 1; byte++) out.push(Math.floor(value / 256 ** (3 - byte)) % 256)
  }
  return Buffer.from(out)
}
