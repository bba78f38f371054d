import type { ProblemCode } from '../model/index.ts'
import type { MimeLimits } from './limits.ts'

/** A field as found: `raw` is its body unfolded and trimmed, one character a byte, nothing decoded. */
export interface RawField {
  readonly name: string
  readonly lower: string
  readonly raw: string
  readonly offset: number
  readonly length: number
}

export interface HeaderBlock {
  readonly fields: readonly RawField[]
  /** Where the body begins: after the empty line, or at the line that ends the header in another way. */
  readonly bodyStart: number
  readonly problems: readonly ProblemCode[]
}

/** What is left of the message-wide allowance; counted down by every block read. */
export interface HeaderBudget {
  bytes: number
}

const lineFeed = 10
const known = /^(from|to|cc|subject|date|received|return-path|delivered-to|message-id|mime-version|content-type|reply-to|sender|x-[a-z-]+)$/

/**
 * Reads the header fields (RFC 5322 §2.2) from `start`. A line that is no field is kept as a field without a name where fields
 * follow it (a mailer's stray line), and else is the first line of the body: either way it is shown and not lost.
 * @param root whether this is a whole message: then a `From ` line and empty lines before the first field are passed over
 * @param stops tells whether a line ends the header at once (a delimiter of an enclosing multipart)
 */
export function readHeaderBlock(
  buffer: Buffer,
  start: number,
  end: number,
  limits: MimeLimits,
  budget: HeaderBudget,
  root: boolean,
  stops: (lineStart: number) => boolean,
): HeaderBlock {
  const fields: RawField[] = []
  const problems: ProblemCode[] = []
  let full = false
  let at = root ? skipBeforeFields(buffer, start, end, problems) : start
  while (at < end) {
    const first = buffer[at] as number
    if (first === lineFeed) return { fields, bodyStart: at + 1, problems }
    if (first === 13 && buffer[at + 1] === lineFeed && at + 1 < end) return { fields, bodyStart: at + 2, problems }
    if (first === 0x2d && stops(at)) return { fields, bodyStart: at, problems }
    const colon = nameEnd(buffer, at, end)
    const fieldEnd = endOfField(buffer, at, end)
    if (colon < 0) {
      if (fields.length === 0) {
        if (root) problems.push('no-headers')
        else problems.push('ambiguous-structure')
        return { fields, bodyStart: root ? start : at, problems }
      }
      if (!problems.includes('ambiguous-structure')) problems.push('ambiguous-structure')
      if (nameEnd(buffer, fieldEnd, end) < 0) return { fields, bodyStart: at, problems }
    }
    const tooLong = fieldEnd - at > limits.fieldBytes
    // What a long field holds beyond its limit isn't read, and costs nothing.
    const read = tooLong ? limits.fieldBytes : fieldEnd - at
    if (fields.length >= limits.fields || budget.bytes < read) {
      if (!full) problems.push('too-many-headers')
      full = true
    } else {
      budget.bytes -= read
      if (tooLong && !problems.includes('header-too-long')) problems.push('header-too-long')
      fields.push(fieldOf(buffer, at, colon, fieldEnd, tooLong ? at + limits.fieldBytes : fieldEnd))
    }
    at = fieldEnd
  }
  return { fields, bodyStart: end, problems }
}

function fieldOf(buffer: Buffer, at: number, colon: number, fieldEnd: number, readEnd: number): RawField {
  // In one piece: each crossing into the buffer costs more than a short field.
  const field = buffer.toString('latin1', at, Math.max(readEnd, colon + 1))
  const name = colon < 0 ? '' : field.slice(0, colon - at).trimEnd()
  const body = colon < 0 ? field : field.slice(colon + 1 - at)
  return { name, lower: name.toLowerCase(), raw: unfold(body).trim(), offset: at, length: fieldEnd - at }
}

/** Removes the line breaks of folding (RFC 5322 §2.2.3); the white space after them stays. */
function unfold(body: string): string {
  const last = body.endsWith('\r\n') ? body.length - 2 : body.endsWith('\n') ? body.length - 1 : body.length
  const line = body.slice(0, last)
  return line.includes('\n') || line.includes('\r') ? line.replace(/[\r\n]+/g, '') : line
}

/** Start of the line after the field at `at`, continuation lines included. */
function endOfField(buffer: Buffer, at: number, end: number): number {
  let next = at
  for (;;) {
    const feed = buffer.indexOf(lineFeed, next)
    if (feed < 0 || feed >= end) return end
    next = feed + 1
    if (next >= end) return end
    const byte = buffer[next]
    if (byte !== 0x20 && byte !== 0x09) return next
  }
}

/** Position of the colon if a field name (RFC 5322 §3.6.8, blanks before the colon tolerated) stands at `at`, else -1. */
function nameEnd(buffer: Buffer, at: number, end: number): number {
  const bound = Math.min(end, at + 1000)
  let index = at
  while (index < bound && (buffer[index] as number) > 0x20 && (buffer[index] as number) < 0x7f && buffer[index] !== 0x3a) index++
  if (index === at) return -1
  while (index < bound && (buffer[index] === 0x20 || buffer[index] === 0x09)) index++
  return index < bound && buffer[index] === 0x3a ? index : -1
}

function skipBeforeFields(buffer: Buffer, start: number, end: number, problems: ProblemCode[]): number {
  let at = start
  if (end - at >= 3 && buffer[at] === 0xef && buffer[at + 1] === 0xbb && buffer[at + 2] === 0xbf) at += 3
  const quoted = buffer[at] === 0x3e ? 1 : 0
  if (buffer.toString('latin1', at + quoted, Math.min(end, at + quoted + 5)) === 'From ') {
    const feed = buffer.indexOf(lineFeed, at)
    if (feed >= 0 && feed < end) at = feed + 1
  }
  let blank = at
  while (blank < end && (buffer[blank] === lineFeed || buffer[blank] === 13)) blank++
  if (blank > at) {
    // Empty lines before the header: by RFC 5322 an empty header. Where well-known fields follow, everybody else reads them.
    const colon = nameEnd(buffer, blank, end)
    if (colon < 0 || !known.test(buffer.toString('latin1', blank, colon).trimEnd().toLowerCase())) return at
    problems.push('ambiguous-structure')
    return blank
  }
  return at
}
