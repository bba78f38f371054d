import { inflateSync } from 'node:zlib'
import { zipLimits } from './limits.ts'

/** What a CMS structure (RFC 5652) holds: S/MIME's `smime.p7m`. */
export type CmsContent =
  | { readonly kind: 'signed' | 'compressed'; readonly content: Uint8Array }
  /** A signature alone, certificates alone. */
  | { readonly kind: 'without-content' }
  | { readonly kind: 'encrypted' }
  | { readonly kind: 'unreadable' }

interface Element {
  readonly tag: number
  /** Constructed: its content is elements. */
  readonly constructed: boolean
  readonly start: number
  readonly end: number
}

/** Octet strings in octet strings: in use there is one level (RFC 5652 §5.2, BER). */
const maxDepth = 20
const maxElements = 100_000

const oids: Readonly<Record<string, 'signed' | 'encrypted' | 'compressed'>> = {
  '2a864886f70d010702': 'signed',
  '2a864886f70d010703': 'encrypted',
  '2a864886f70d010704': 'encrypted',
  '2a864886f70d010706': 'encrypted',
  '2a864886f70d0109100109': 'compressed',
  '2a864886f70d0109100117': 'encrypted',
}

/** Whether bytes begin as a CMS structure does: a sequence whose first element is one of its object identifiers. */
export function isCms(head: Uint8Array): boolean {
  if (head[0] !== 0x30) return false
  const start = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, 24)).toString('hex')
  return Object.keys(oids).some((oid) => start.includes(`06${(oid.length / 2).toString(16).padStart(2, '0')}${oid}`))
}

/** Reads a CMS structure as far as to its content; signatures are not verified. Damage is `unreadable`. */
export function readCms(bytes: Uint8Array): CmsContent {
  const reader = { bytes, left: maxElements }
  const root = elementAt(reader, 0, bytes.length)
  if (root === null || root.tag !== 0x10) return { kind: 'unreadable' }
  const [type, wrapped] = children(reader, root)
  if (type === undefined || type.tag !== 6) return { kind: 'unreadable' }
  const kind = oids[Buffer.from(bytes.subarray(type.start, type.end)).toString('hex')]
  if (kind === undefined || wrapped === undefined) return { kind: 'unreadable' }
  if (kind === 'encrypted') return { kind }
  const [structure] = children(reader, wrapped)
  if (structure === undefined) return { kind: 'unreadable' }
  // Signed: version, digest algorithms, content. Compressed (RFC 3274): version, algorithm, content.
  const encapsulated = children(reader, structure)[2]
  const inner = encapsulated === undefined ? undefined : children(reader, encapsulated)[1]
  if (encapsulated === undefined) return { kind: 'unreadable' }
  if (inner === undefined) return { kind: 'without-content' }
  const [octets] = children(reader, inner)
  if (octets === undefined) return { kind: 'without-content' }
  const content = Buffer.concat(octetsOf(reader, octets, 0))
  if (kind === 'signed') return { kind, content }
  try {
    return { kind, content: inflateSync(content, { maxOutputLength: zipLimits.entryBytes }) }
  } catch {
    return { kind: 'unreadable' }
  }
}

interface Reader {
  readonly bytes: Uint8Array
  left: number
}

/** One BER element (X.690 §8.1); one of indefinite length ends with its end mark. Null for damage. */
function elementAt(reader: Reader, at: number, limit: number, depth = 0): Element | null {
  const { bytes } = reader
  if (reader.left-- <= 0 || depth > maxDepth || at + 2 > limit) return null
  const first = bytes[at] as number
  const tag = first & 0x1f
  // Tags above 30 take more bytes; CMS has none.
  if (tag === 0x1f) return null
  const constructed = (first & 0x20) !== 0
  const length = bytes[at + 1] as number
  if (length < 0x80) return at + 2 + length > limit ? null : { tag, constructed, start: at + 2, end: at + 2 + length }
  if (length === 0x80) {
    if (!constructed) return null
    let inner = at + 2
    while (inner + 2 <= limit && !(bytes[inner] === 0 && bytes[inner + 1] === 0)) {
      const child = elementAt(reader, inner, limit, depth + 1)
      if (child === null) return null
      inner = afterOf(reader, child)
    }
    return { tag, constructed, start: at + 2, end: inner }
  }
  const count = length & 0x7f
  if (count > 6 || at + 2 + count > limit) return null
  let size = 0
  for (let index = 0; index < count; index++) size = size * 256 + (bytes[at + 2 + index] as number)
  const start = at + 2 + count
  // A file cut short gives what is left of it.
  return { tag, constructed, start, end: Math.min(limit, start + size) }
}

/** Where the next element begins: after the end mark, where there is one. */
function afterOf({ bytes }: Reader, element: Element): number {
  const marked = bytes[element.start - 1] === 0x80 && bytes[element.end] === 0 && bytes[element.end + 1] === 0
  return marked ? element.end + 2 : element.end
}

function children(reader: Reader, parent: Element): Element[] {
  const found: Element[] = []
  if (!parent.constructed) return found
  for (let at = parent.start; at < parent.end && found.length < 16; ) {
    const child = elementAt(reader, at, parent.end)
    if (child === null) break
    found.push(child)
    at = afterOf(reader, child)
  }
  return found
}

/** The bytes of an octet string, which BER may cut into pieces (X.690 §8.7). */
function octetsOf(reader: Reader, element: Element, depth: number): Uint8Array[] {
  if (!element.constructed) return [reader.bytes.subarray(element.start, element.end)]
  const pieces: Uint8Array[] = []
  if (depth > maxDepth) return pieces
  for (let at = element.start; at < element.end; ) {
    const child = elementAt(reader, at, element.end)
    if (child === null) break
    for (const piece of octetsOf(reader, child, depth + 1)) pieces.push(piece)
    at = afterOf(reader, child)
  }
  return pieces
}
