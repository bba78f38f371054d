import { base64Bytes, type DecodedBytes } from './transfer-encoding.ts'

/** A file that stands uuencoded in a text: byte offsets of its `begin` line up to the end of its last line. */
export interface UuencodedFile {
  readonly start: number
  readonly end: number
  /** The name as it is written. */
  readonly nameStart: number
  readonly nameEnd: number
  /** Lines between that aren't its data: they are text and stay where they are. */
  readonly strays: readonly { readonly start: number; readonly end: number }[]
}

const beginWord = Buffer.from('begin ')
const yencWord = Buffer.from('=ybegin ')
const opening = /^begin [0-7]{3,4} ([^\r\n]*)\r?\n/

/**
 * The files that stand in a text as blocks of `begin MODE NAME`, lines of data and `end` (POSIX `uuencode`). The word alone is prose: a line of data has to follow, or
 * the end at once. A block without an end goes as far as its lines are data. Linear in the text, whatever stands in it.
 */
export function* uuencodedFiles(text: Uint8Array): Generator<UuencodedFile> {
  const bytes = Buffer.from(text.buffer, text.byteOffset, text.byteLength)
  for (let at = bytes.indexOf(beginWord); at >= 0; at = bytes.indexOf(beginWord, at)) {
    const file = at === 0 || bytes[at - 1] === 0x0a ? fileAt(bytes, at) : null
    if (file !== null) yield file
    at = file?.end ?? at + beginWord.length
  }
}

function fileAt(bytes: Buffer, start: number): UuencodedFile | null {
  // Names are short; a line that goes on without end is none.
  const line = opening.exec(bytes.toString('latin1', start, Math.min(bytes.length, start + 1024)))
  if (line === null) return null
  const strays: { start: number; end: number }[] = []
  const nameStart = start + line[0].indexOf(' ', beginWord.length) + 1
  const name = { nameStart, nameEnd: nameStart + (line[1] ?? '').length }
  let dataEnd = start + line[0].length
  let seen = false
  for (const { kind, short, start: from, end } of linesAfter(bytes, dataEnd)) {
    if (kind === 'end') return { start, end, ...name, strays }
    if (kind === 'begin') break
    if (!seen && (kind === 'other' || short)) return null
    if (kind === 'other') strays.push({ start: from, end })
    else if (strays.length === 0 && !short) dataEnd = end
    seen = true
  }
  return seen ? { start, end: dataEnd, ...name, strays: [] } : null
}

interface Line {
  readonly kind: 'data' | 'blank' | 'begin' | 'end' | 'other'
  readonly start: number
  /** After the line break. */
  readonly end: number
  /** Before the line break. */
  readonly textEnd: number
  /** Data that is much shorter than it says: it may be a word in capitals. */
  readonly short: boolean
}

/** The lines from `at` on, up to the end of the block or the beginning of another one. After a stray line only whole ones are data. */
function* linesAfter(bytes: Buffer, at: number): Generator<Line> {
  let strict = false
  for (let start = at; start < bytes.length; ) {
    const found = bytes.indexOf(0x0a, start)
    const end = found < 0 ? bytes.length : found + 1
    let textEnd = found < 0 ? end : found
    if (textEnd > start && bytes[textEnd - 1] === 0x0d) textEnd--
    const kind = kindOf(bytes, start, textEnd, strict)
    if (kind === 'other') strict = true
    yield { kind, start, end, textEnd, short: kind === 'data' && (textEnd - start - 1) * 2 < digitsOf(bytes[start] as number) }
    if (kind === 'begin' || kind === 'end') return
    start = end
  }
}

/** How far from the start of a part its `begin` line is looked for. */
const headBytes = 65_536
/** The longest a line may be: 63 bytes of data are 84 characters; some writers add a checksum. */
const longestLine = 88

function kindOf(bytes: Buffer, start: number, end: number, strict: boolean): Line['kind'] {
  if (end === start) return 'blank'
  if (end - start >= 3 && bytes.toString('latin1', start, end).trimEnd() === 'end') return 'end'
  if (bytes.subarray(start, start + beginWord.length).equals(beginWord)) {
    return opening.test(`${bytes.toString('latin1', start, Math.min(end, start + 1024))}\n`) ? 'begin' : 'other'
  }
  if (end - start > longestLine) return 'other'
  for (let at = start; at < end; at++) if ((bytes[at] as number) < 0x20 || (bytes[at] as number) > 0x60) return 'other'
  const digits = end - start - 1
  const whole = digitsOf(bytes[start] as number)
  if (whole === 0) return digits === 0 ? 'blank' : 'other'
  // Blanks at a line's end stand for zeros and get lost on the way; the last group may be cut by two.
  return digits <= whole + 2 && (!strict || digits >= whole - 2) ? 'data' : 'other'
}

/** Digits of a line of data, by its first character: four for each three bytes. */
function digitsOf(first: number): number {
  return Math.ceil(((first - 0x20) & 0x3f) / 3) * 4
}

/** The text with a line in place of each of its first `count` files, which names it. */
export function withoutFiles(text: Uint8Array, count: number): Uint8Array {
  const pieces: Uint8Array[] = []
  let at = 0
  let left = count
  for (const { start, end, nameStart, nameEnd, strays } of uuencodedFiles(text)) {
    if (left-- === 0) break
    pieces.push(text.subarray(at, start), Buffer.from('[attached file: '), text.subarray(nameStart, nameEnd), Buffer.from(']\n'))
    for (const stray of strays) pieces.push(text.subarray(stray.start, stray.end))
    at = end
  }
  return Buffer.concat([...pieces, text.subarray(at)])
}

/** Whether a file stands in a text as yEnc (yenc.org, draft 1.3): a line that says how long its lines are, its size and its name. */
export function holdsYenc(text: Uint8Array): boolean {
  const bytes = Buffer.from(text.buffer, text.byteOffset, text.byteLength)
  for (let at = bytes.indexOf(yencWord); at >= 0; at = bytes.indexOf(yencWord, at + yencWord.length)) {
    if (at > 0 && bytes[at - 1] !== 0x0a) continue
    if (/^=ybegin [^\r\n]*\bsize=\d[^\r\n]* name=/.test(bytes.toString('latin1', at, at + 1024))) return true
  }
  return false
}

/** The name that the first `begin` line gives, as it is written; null where there is none. */
export function uuencodedName(input: Uint8Array): Uint8Array | null {
  const head = Buffer.from(input.buffer, input.byteOffset, Math.min(input.byteLength, headBytes)).toString('latin1')
  const name = /^begin(?:-base64)? [0-7]{3,4} ([^\r\n]*)/m.exec(head)?.[1]?.trim() ?? ''
  return name === '' ? null : Buffer.from(name, 'latin1')
}

/** uuencode (POSIX `uuencode`): the lines between `begin mode name` and `end`; what stands around them is not part of the data. */
export function uuencodedBytes(input: Uint8Array): DecodedBytes {
  const bytes = Buffer.from(input.buffer, input.byteOffset, input.byteLength)
  const begin = /^begin(?:-base64)? [0-7]{3,4} [^\r\n]*\r?\n/m.exec(bytes.toString('latin1'))
  if (begin === null) return { bytes: input, problems: ['unknown-encoding'] }
  const start = begin.index + begin[0].length
  if (begin[0].startsWith('begin-base64')) {
    const end = bytes.indexOf('\n====', start - 1)
    return base64Bytes(input.subarray(start, end < 0 ? input.length : end))
  }
  const out = new Uint8Array(Math.max(0, input.length - start))
  let length = 0
  let whole = false
  let damaged = false
  for (const line of linesAfter(bytes, start)) {
    if (line.kind === 'end') whole = true
    else if (line.kind === 'other') damaged = true
    if (line.kind !== 'data') continue
    const wanted = ((input[line.start] as number) - 0x20) & 0x3f
    let written = 0
    // Never more bytes than the input has.
    for (let from = line.start + 1; written < wanted && length < out.length; from += 4) {
      const digit = (index: number): number => ((from + index < line.textEnd ? (input[from + index] as number) : 0x20) - 0x20) & 0x3f
      const bits = (digit(0) << 18) | (digit(1) << 12) | (digit(2) << 6) | digit(3)
      for (let shift = 16; shift >= 0 && written < wanted; shift -= 8, written++) out[length++] = bits >>> shift
    }
  }
  return { bytes: out.subarray(0, length), problems: whole && !damaged ? [] : ['bad-uuencode'] }
}
