/** One record of a part of a binary workbook (MS-XLSB 2.1.4). */
export interface Biff12Record {
  readonly type: number
  readonly data: Buffer
}

/** Allowance for the records of all parts of a file. */
export interface Biff12Budget {
  records: number
}

/**
 * Reads the records of a part, in order.
 *
 * @returns whether all of it was records: false where the last is cut, what stands there is none, or the limit ended the reading
 */
export function readBiff12(bytes: Uint8Array, budget: Biff12Budget, take: (record: Biff12Record) => void): boolean {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 0; at < data.length; ) {
    let type = data[at++] ?? 0
    if (type > 0x7f) {
      const second = data[at++]
      if (second === undefined || second > 0x7f) return false
      type = (type & 0x7f) | (second << 7)
    }
    let size = 0
    for (let shift = 0; ; shift += 7) {
      const next = data[at++]
      if (next === undefined || shift > 21) return false
      size += (next & 0x7f) << shift
      if (next < 0x80) break
    }
    if (--budget.records < 0) return false
    take({ type, data: data.subarray(at, at + size) })
    if (at + size > data.length) return false
    at += size
  }
  return true
}

/** Reads values of a record. Past the end everything is zero and empty. */
export class Biff12Cursor {
  private readonly data: Buffer
  private at: number

  constructor(data: Buffer, from = 0) {
    this.data = data
    this.at = from
  }

  byte(): number {
    return this.data[this.at++] ?? 0
  }

  word(): number {
    return this.byte() + this.byte() * 256
  }

  long(): number {
    return this.word() + this.word() * 65_536
  }

  double(): number {
    const from = this.at
    this.at += 8
    return this.at <= this.data.length ? this.data.readDoubleLE(from) : 0
  }

  skip(count: number): void {
    this.at += count
  }

  /** XLWideString, and XLNullableWideString, whose length is all ones where there is none (MS-XLSB 2.5.168, 2.5.166). */
  text(): string {
    const length = this.long()
    if (length === 0xffffffff) return ''
    const end = Math.min(this.at + length * 2, this.data.length)
    const text = this.at < end ? this.data.toString('utf16le', this.at, this.at + ((end - this.at) & ~1)) : ''
    this.at = end
    return text
  }

  /** RichStr (MS-XLSB 2.5.121): a text, and the reading aid beside it. */
  richText(): { readonly text: string; readonly reading: string } {
    const flags = this.byte()
    const text = this.text()
    if ((flags & 2) === 0) return { text, reading: '' }
    if ((flags & 1) !== 0) this.skip(this.long() * 4)
    return { text, reading: this.text() }
  }

  /** What follows. */
  get rest(): Buffer {
    return this.data.subarray(Math.min(this.at, this.data.length))
  }
}

/** Longest text that is looked for among bytes, in UTF-16 code units: twice what a cell holds. */
const longestWord = 65_535

/**
 * Texts of a record whose structure isn't known, or isn't worth knowing: after a length of four bytes, as everywhere in these parts, and as constants of formulas
 * (PtgStr, MS-XLSB 2.5.97.83) after a length of two. What only looks like one is given too; ids of relations
 * (`rId1`) are nobody's words.
 */
export function wordsWithin(data: Buffer): string {
  const found: string[] = []
  const texts = plausibleTexts(data)
  for (let at = 0; at + 5 <= data.length; ) {
    const long = at + 6 <= data.length ? data.readUInt32LE(at) : 0
    const short = data[at] === 0x17 ? data.readUInt16LE(at + 1) : 0
    const [start, length] = long >= 2 && long <= longestWord ? [at + 4, long] : [at + 3, short]
    if (length === 0 || length > longestWord || !texts(start, start + length * 2)) {
      at++
      continue
    }
    const text = data.toString('utf16le', start, start + length * 2)
    if (/[\p{L}\p{N}]/u.test(text) && !/^rId\d+$/.test(text)) found.push(text)
    at = start + length * 2
  }
  return found.join(' ')
}

/**
 * Whether no code unit of a range is one that no text has. Ranges are asked for in order of their beginning; for even and odd offsets the next such unit is remembered,
 * so that all answers together take one pass each.
 */
function plausibleTexts(data: Buffer): (start: number, end: number) => boolean {
  const next = [-1, -1]
  return (start, end) => {
    if (end > data.length) return false
    const parity = start & 1
    let bad = next[parity] ?? -1
    if (bad < start) {
      for (bad = start; bad + 2 <= data.length && isText(data.readUInt16LE(bad)); ) bad += 2
      next[parity] = bad
    }
    return end <= bad
  }
}

function isText(unit: number): boolean {
  return unit < 0x20 ? unit === 9 || unit === 10 || unit === 13 : unit < 0xfffe
}
