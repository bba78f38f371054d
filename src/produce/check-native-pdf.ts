import { inflateSync } from 'node:zlib'
import { readPdf } from '../formats/index.ts'
import type { DocumentId } from '../model/index.ts'
import { textsOf } from './check-decode.ts'
import { pdfStrings } from './check-pdf.ts'
import { checkPicture } from './check-picture.ts'
import type { Findings } from './check-types.ts'

const MAX_STREAM = 256 * 2 ** 20
/** Filters whose output is pixels and nothing else. */
const pixelFilters = new Set(['CCITTFaxDecode', 'CCF', 'JBIG2Decode'])

/**
 * A PDF that is released as it came: the pages as pdf.js reads them, and every object, whether a page shows it or not, its streams unpacked. What cannot be
 * unpacked, and an earlier state of an object that no reader shows, is a problem. `inside` looks into an embedded file.
 */
export async function checkNativePdf(
  data: Buffer,
  path: string,
  owners: readonly DocumentId[] | null,
  findings: Findings,
  inside: (bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  const undecodable = (message: string) => findings.problem('undecodable', path, message)
  const content = await readPdf(data)
  for (const page of content.pages)
    findings.layer({ path: `${path} › page ${page.number}`, layer: 'pdf text', owners, text: page.text, noisy: false })
  if (content.problems.some((code) => code !== 'no-text')) undecodable('A PDF cannot be read.')
  for (const text of textsOf(data)) findings.layer({ path, layer: 'pdf bytes', owners, text, noisy: true })
  const whole = data.toString('latin1')
  if (/\/Encrypt\b/.test(whole)) undecodable('A PDF is encrypted, so its objects cannot be checked.')
  const outside: string[] = []
  let from = 0
  for (const start of streamsOf(whole)) {
    // The data of a stream may hold the keyword by chance.
    if (start.at < from) continue
    outside.push(whole.slice(from, start.at))
    const end = whole.indexOf('endstream', start.data)
    if (end < 0) {
      undecodable('A stream of a PDF has no end.')
      break
    }
    from = end
    const read = unpacked(data.subarray(start.data, end), filtersOf(start.dictionary))
    if (read === null) undecodable('A stream of a PDF is packed in a way that cannot be checked.')
    else if (/\/EmbeddedFile\b/.test(start.dictionary)) await inside(read.bytes)
    else if (read.kind === 'jpeg') checkPicture(Buffer.from(read.bytes), `${path} › picture`, owners, findings)
    else if (
      read.kind === 'pixels' ||
      /\/Subtype\s*\/Image\b|\/Length1\b|\/FontFile|\/Subtype\s*\/(?:Type1C|CIDFontType0C|OpenType)\b/.test(start.dictionary)
    )
      for (const text of textsOf(read.bytes)) findings.layer({ path, layer: 'pdf pixels or font', owners, text, noisy: true })
    else streamLayers(read.bytes, start.dictionary, path, owners, findings)
  }
  outside.push(whole.slice(from))
  const objects = outside.join('\n').replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  findings.layer({ path, layer: 'pdf strings', owners, text: pdfStrings(objects).join('\n'), noisy: false })
  findings.layer({ path, layer: 'pdf object', owners, text: objects, noisy: false })
  const ids = [...objects.matchAll(/(?:^|[\r\n\s])(\d+ \d+) obj\b/g)].map((match) => match[1])
  if (new Set(ids).size !== ids.length) undecodable('A PDF holds an earlier state of itself, which no reader shows.')
}

function streamLayers(bytes: Uint8Array, dictionary: string, path: string, owners: readonly DocumentId[] | null, findings: Findings): void {
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
}

function* streamsOf(whole: string): Generator<StreamStart> {
  for (const match of whole.matchAll(/\bstream(?:\r\n|\n|\r)/g)) {
    if (whole.slice(match.index - 3, match.index) === 'end') continue
    const head = whole.lastIndexOf(' obj', match.index)
    const dictionary = head < 0 ? '' : whole.slice(head, match.index)
    yield { at: match.index, data: match.index + match[0].length, dictionary }
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
}

/** Undoes the filters (ISO 32000-2 §7.4); null for one that is not known or data that it does not fit. */
function unpacked(raw: Uint8Array, filters: readonly string[]): Unpacked | null {
  let bytes: Uint8Array = raw
  for (const filter of filters) {
    if (filter === 'FlateDecode' || filter === 'Fl') {
      try {
        bytes = inflateSync(bytes, { maxOutputLength: MAX_STREAM })
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
    else if (filter === 'DCTDecode' || filter === 'DCT') return { kind: 'jpeg', bytes }
    else if (pixelFilters.has(filter)) return { kind: 'pixels', bytes }
    else return null
  }
  return { kind: 'data', bytes }
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
