import type { ByteSource } from '../model/index.ts'
import { onlyCarriageReturns, withLineFeeds } from './line-ends.ts'

/** Bytes held at a time: large enough that a read costs little beside its scan, small enough for many readers in a pool. */
const windowBytes = 4 * 1024 * 1024
/** What must follow a position for a look at a few lines to need no second read. */
const slack = 64 * 1024

/** UTF-8's byte order mark, which editors put before the first line. */
const mark = Buffer.from([0xef, 0xbb, 0xbf])

/**
 * Moves over a source of any size with one buffer; a copy, since a source may reuse the view it hands out. What stands before lines that part messages and is none
 * itself, a byte order mark at the beginning and the zeros of a write that was cut, is shown as empty lines at the same offsets.
 */
export class SourceWindow {
  readonly size: number
  private readonly source: ByteSource
  /** Whether lines end in CR alone, as old Macintosh programs wrote them: then they are shown as if they ended in LF, at the same offsets. */
  private readonly carriage: boolean
  private start = 0
  private buffer: Buffer = Buffer.alloc(0)

  constructor(source: ByteSource) {
    this.source = source
    this.size = source.size
    const head = Buffer.from(source.read(0, Math.min(slack, source.size)))
    this.carriage = onlyCarriageReturns(head)
  }

  /** Bytes from `offset`: `length` of them, fewer at the end of the source. Valid until the next call. */
  read(offset: number, length: number): Buffer {
    const end = Math.min(this.size, offset + length)
    if (offset < this.start || end > this.start + this.buffer.length) this.load(offset, Math.max(length, windowBytes))
    return this.buffer.subarray(offset - this.start, Math.max(0, end - this.start))
  }

  /** Absolute position of `needle` at or after `from`, else -1; looks no further than `until`. */
  indexOf(needle: Buffer, from: number, until = this.size): number {
    let at = from
    while (at + needle.length <= this.size && at < until) {
      if (at < this.start || at + needle.length > this.start + this.buffer.length) this.load(at, windowBytes)
      if (this.buffer.length < needle.length) return -1
      const found = this.buffer.indexOf(needle, at - this.start)
      if (found >= 0) return this.start + found
      // The last bytes may hold the needle's beginning.
      const next = this.start + this.buffer.length - needle.length + 1
      if (next <= at) return -1
      at = next
    }
    return -1
  }

  /** The line at `offset` without its break, one character a byte, cut at `maxBytes`; `next` is where the following line starts. */
  line(offset: number, maxBytes: number): { readonly text: string; readonly next: number; readonly whole: boolean } {
    const bytes = this.read(offset, maxBytes + 2)
    const feed = bytes.indexOf(10)
    const end = feed < 0 ? Math.min(bytes.length, maxBytes) : feed
    const text = bytes.toString('latin1', 0, end > 0 && bytes[end - 1] === 13 && feed >= 0 ? end - 1 : end)
    return { text, next: offset + (feed < 0 ? end : feed + 1), whole: feed >= 0 || offset + end >= this.size }
  }

  private load(offset: number, length: number): void {
    // A little before the position as well: the reader looks back at the line that precedes.
    const start = Math.max(0, offset - slack)
    const bytes = this.source.read(start, Math.min(this.size - start, offset - start + length + slack))
    this.buffer = this.carriage ? Buffer.from(withLineFeeds(bytes)) : Buffer.from(bytes)
    if (start === 0 && this.buffer.subarray(0, mark.length).equals(mark)) this.buffer.fill(10, 0, mark.length)
    if (this.buffer.includes(0)) for (let at = 0; at < this.buffer.length; at++) if (this.buffer[at] === 0) this.buffer[at] = 10
    this.start = start
  }
}
