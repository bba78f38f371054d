import { decodeText } from '../charset.ts'

/** One record of a workbook's stream (MS-XLS 2.1.4) with the CONTINUE records behind it. */
export interface BiffRecord {
  readonly type: number
  /** Where it begins in the stream. */
  readonly at: number
  readonly data: Buffer
  /** What CONTINUE records add, each a piece of its own: a string cut between two has its flags once more. */
  readonly more: readonly Buffer[]
}

const continued = 0x3c

/** Records from an offset on; ends quietly where the stream is cut. */
export function* biffRecords(stream: Buffer, from: number): Generator<BiffRecord> {
  let at = from
  while (at >= 0 && at + 4 <= stream.byteLength) {
    const type = stream.readUInt16LE(at)
    const data = stream.subarray(at + 4, at + 4 + stream.readUInt16LE(at + 2))
    const start = at
    at += 4 + stream.readUInt16LE(at + 2)
    const more: Buffer[] = []
    while (at + 4 <= stream.byteLength && stream.readUInt16LE(at) === continued && type !== 0) {
      const length = stream.readUInt16LE(at + 2)
      more.push(stream.subarray(at + 4, at + 4 + length))
      at += 4 + length
    }
    yield { type, at: start, data, more }
  }
}

/** Reads values over a record and what continues it. Past the end everything is zero and empty. */
export class BiffCursor {
  private readonly pieces: readonly Buffer[]
  private piece = 0
  private at: number

  constructor(record: Pick<BiffRecord, 'data' | 'more'>, from = 0) {
    this.pieces = [record.data, ...record.more]
    this.at = from
  }

  get ended(): boolean {
    this.step()
    return this.piece >= this.pieces.length
  }

  byte(): number {
    this.step()
    return this.pieces[this.piece]?.[this.at++] ?? 0
  }

  word(): number {
    return this.byte() + this.byte() * 256
  }

  long(): number {
    return this.word() + this.word() * 65_536
  }

  skip(count: number): void {
    for (let left = count; left > 0 && !this.ended; ) {
      const here = Math.min(left, (this.pieces[this.piece]?.byteLength ?? 0) - this.at)
      this.at += here
      left -= here
    }
  }

  /** Characters of a Unicode string (MS-XLS 2.5.293, 2.5.296), their flags in front of them; where a record ends within, the next begins with flags. */
  characters(count: number): string {
    let flags = this.byte()
    const runs = (flags & 8) !== 0 ? this.word() : 0
    const extra = (flags & 4) !== 0 ? this.long() : 0
    const parts: string[] = []
    for (let left = count; left > 0; ) {
      const piece = this.pieces[this.piece]
      if (piece === undefined) break
      const width = (flags & 1) + 1
      const here = Math.min(left, Math.floor((piece.byteLength - this.at) / width))
      parts.push(piece.toString(width === 2 ? 'utf16le' : 'latin1', this.at, this.at + here * width))
      this.at += here * width
      left -= here
      if (left === 0) break
      this.piece++
      this.at = 0
      flags = (this.pieces[this.piece]?.[this.at++] ?? 0) & 1
    }
    this.skip(runs * 4 + extra)
    return parts.join('')
  }

  /** Characters in a code page, as workbooks before Excel 97 have them. */
  bytes(count: number, charset: string): string {
    const piece = this.pieces[this.piece] ?? Buffer.alloc(0)
    const text = decodeText(piece.subarray(this.at, this.at + count), charset).text
    this.at += count
    return text
  }

  private step(): void {
    while (this.piece < this.pieces.length && this.at >= (this.pieces[this.piece]?.byteLength ?? 0)) {
      this.piece++
      this.at = 0
    }
  }
}
