import { decodeCodePage } from './rtf-charset.ts'
import type { OfficeWriter } from './writer.ts'

/** Streams of a compound file by name. */
export type Streams = (name: string) => Uint8Array | null

/** Attack: tables of pieces and formatting pages without end. */
const maxPieces = 200_000
const maxRuns = 500_000

interface Piece {
  readonly start: number
  readonly end: number
  /** Where its text stands in the stream. */
  readonly offset: number
  readonly wide: boolean
}

/** A stretch of the stream whose text isn't seen. */
interface Unseen {
  readonly start: number
  readonly end: number
  readonly why: string
}

/** Parts of the text, in this order (MS-DOC 2.3), under these headings. */
const stories: readonly (readonly [field: number, title: string])[] = [
  [0x4c, ''],
  [0x50, 'Footnotes'],
  [0x54, 'Headers and footers'],
  [0x58, ''],
  [0x5c, 'Comments'],
  [0x60, 'End notes'],
  [0x64, 'Text boxes'],
  [0x68, 'Text boxes in headers'],
]

/** A Word document of 97 to 2003 (MS-DOC): its text by pieces, deleted and hidden text told apart. */
export function readDoc(streams: Streams, out: OfficeWriter): void {
  const main = streams('WordDocument')
  if (main === null || main.byteLength < 0x200) {
    out.problem('unreadable-attachment')
    return
  }
  const word = Buffer.from(main.buffer, main.byteOffset, main.byteLength)
  const flags = word.readUInt16LE(0x0a)
  if ((flags & 0x100) !== 0) {
    out.problem('password-protected')
    return
  }
  const stream = streams((flags & 0x200) !== 0 ? '1Table' : '0Table')
  const table = stream === null ? Buffer.alloc(0) : Buffer.from(stream.buffer, stream.byteOffset, stream.byteLength)
  const pieces = word.readUInt16LE(2) < 0x6a || word.length < 0x200 ? [] : piecesOf(word, table)
  if (pieces.length === 0) {
    // Word 6 and 95 keep the text in one stretch, in the code page of the machine.
    older(word, out)
    return
  }
  const unseen = unseenText(word, table)
  let from = 0
  for (const [field, title] of stories) {
    const length = word.readInt32LE(field)
    if (length <= 0) continue
    if (title !== '') out.section(3, title)
    write(word, pieces, unseen, from, from + length, out)
    from += length
  }
  out.section(3, null)
}

/** The piece table (MS-DOC 2.8.35, 2.9.38). */
function piecesOf(word: Buffer, table: Buffer): Piece[] {
  const pieces: Piece[] = []
  let at = word.readUInt32LE(0x1a2)
  const end = Math.min(table.length, at + word.readUInt32LE(0x1a6))
  while (at + 5 <= end && table[at] === 1) at += 3 + table.readUInt16LE(at + 1)
  if (at + 5 > end || table[at] !== 2) return pieces
  const start = at + 5
  const count = Math.min(maxPieces, Math.floor((Math.min(table.readUInt32LE(at + 1), end - start) - 4) / 12))
  for (let index = 0; index < count; index++) {
    const descriptor = start + (count + 1) * 4 + index * 8
    if (descriptor + 8 > table.length) break
    const position = table.readUInt32LE(descriptor + 2)
    const wide = (position & 0x40000000) === 0
    const offset = position & 0x3fffffff
    pieces.push({
      start: table.readInt32LE(start + index * 4),
      end: table.readInt32LE(start + (index + 1) * 4),
      offset: wide ? offset : offset / 2,
      wide,
    })
  }
  return pieces
}

const deleted = 0x0800
const vanished = 0x083c

/** Runs of characters with the properties “deleted” and “hidden”, from the pages of formatting (MS-DOC 2.8.6, 2.9.33). */
function unseenText(word: Buffer, table: Buffer): Unseen[] {
  const found: Unseen[] = []
  const at = word.readUInt32LE(0xfa)
  const size = Math.min(word.readUInt32LE(0xfe), table.length - at)
  const count = Math.floor((size - 4) / 8)
  for (let index = 0; index < count && found.length < maxRuns; index++) {
    const page = (table.readUInt32LE(at + (count + 1) * 4 + index * 4) & 0x3fffff) * 512
    if (page + 512 > word.length) continue
    const runs = word[page + 511] ?? 0
    for (let run = 0; run < runs && (runs + 1) * 4 + run < 511; run++) {
      const properties = page + (word[page + (runs + 1) * 4 + run] ?? 0) * 2
      if (properties === page) continue
      const why = unseenBy(word, properties + 1, Math.min(page + 511, properties + 1 + (word[properties] ?? 0)))
      if (why !== null) found.push({ start: word.readUInt32LE(page + run * 4), end: word.readUInt32LE(page + (run + 1) * 4), why })
    }
  }
  return found.sort((left, right) => left.start - right.start)
}

function unseenBy(word: Buffer, start: number, end: number): string | null {
  for (let at = start; at + 2 < end; ) {
    const code = word.readUInt16LE(at)
    if ((code === deleted || code === vanished) && word[at + 2] === 1) return code === deleted ? 'deleted text' : 'hidden text'
    // Length of the operand, by the top three bits (MS-DOC 2.6.1).
    const operand = [1, 1, 2, 4, 2, 2, (word[at + 2] ?? 0) + 1, 3][code >> 13] ?? 1
    at += 2 + operand
  }
  return null
}

/** Writes the characters `[from, to)` of the text. */
function write(word: Buffer, pieces: readonly Piece[], unseen: readonly Unseen[], from: number, to: number, out: OfficeWriter): void {
  const text = createText(out)
  for (const piece of pieces) {
    const first = Math.max(from, piece.start)
    const last = Math.min(to, piece.end)
    if (first >= last) continue
    const width = piece.wide ? 2 : 1
    const start = piece.offset + (first - piece.start) * width
    const end = Math.min(word.length, piece.offset + (last - piece.start) * width)
    let at = start
    let next = firstAfter(unseen, start)
    while (at < end) {
      const run = unseen[next]
      const why = run !== undefined && run.start <= at ? run.why : null
      const stop = run === undefined ? end : Math.min(end, why === null ? run.start : run.end)
      const bytes = word.subarray(at, Math.max(at + width, stop))
      text.add(piece.wide ? bytes.toString('utf16le') : decodeCodePage(bytes, 1252), why)
      at += bytes.length
      if (why !== null) next++
    }
  }
  text.end()
}

function firstAfter(unseen: readonly Unseen[], at: number): number {
  let low = 0
  let high = unseen.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((unseen[middle] as Unseen).end <= at) low = middle + 1
    else high = middle
  }
  return low
}

/** Marks in the text (MS-DOC 2.4.1): ends of paragraphs, cells and rows, fields, pictures. */
function createText(out: OfficeWriter) {
  let instruction: string | null = null
  let cell = false
  const say = (value: string, why: string | null): void => {
    if (value === '') return
    if (instruction !== null) instruction += value
    else if (why === null) out.text(value)
    else {
      out.hide(why)
      out.text(value)
      out.show()
    }
  }
  return {
    add(text: string, why: string | null): void {
      for (const piece of text.split(/([\0-\x08\x0b-\x0d\x13-\x15\x1e\x1f])/)) {
        const mark = piece.length === 1 ? piece.charCodeAt(0) : 0xffff
        if (mark === 7) {
          // A second one ends the row.
          if (cell) out.endParagraph()
          else say('\t', why)
          cell = !cell
          continue
        }
        if (piece !== '') cell = false
        if (mark === 13 || mark === 12) {
          if (why === null) out.endParagraph()
        } else if (mark === 11) out.lineBreak()
        else if (mark === 19) instruction = ''
        else if (mark === 20 || mark === 21) {
          if (instruction !== null && instruction.trim() !== '') out.note('field', instruction)
          instruction = null
        } else if (mark === 1 || mark === 8) say('[picture]', why)
        else if (mark === 30) say('\u2011', why)
        else if (mark > 31) say(piece, why)
      }
    },
    end(): void {
      out.endParagraph()
    },
  }
}

function older(word: Buffer, out: OfficeWriter): void {
  const start = word.readUInt32LE(0x18)
  const end = Math.min(word.length, word.readUInt32LE(0x1c))
  // Saved in pieces: their order isn't known here.
  if ((word.readUInt16LE(0x0a) & 4) !== 0 || start >= end) {
    out.problem('unreadable-attachment')
    return
  }
  const text = createText(out)
  text.add(decodeCodePage(word.subarray(start, end), 1252), null)
  text.end()
}
