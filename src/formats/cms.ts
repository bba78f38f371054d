import { inflateSync } from 'node:zlib'
import { zipLimits } from './limits.ts'

/** What a CMS structure (RFC 5652) holds: S/MIME's `smime.p7m`. */
export type CmsContent =
  /** `whole`: whether the content is all there; one that is damaged or cut is given as far as it goes. */
  | { readonly kind: 'signed' | 'compressed'; readonly content: Uint8Array; readonly whole: boolean }
  /** A signature alone, certificates alone. */
  | { readonly kind: 'without-content' }
  | { readonly kind: 'encrypted' }
  | { readonly kind: 'unreadable' }

interface Element {
  readonly tag: number
  /** Constructed: its content is elements. */
  readonly constructed: boolean
  readonly start: number
  /** Where its content must end; of one of indefinite length, an end mark ends it before. */
  readonly end: number
  readonly indefinite: boolean
  /** It says that it is longer than what it stands in. */
  readonly cut: boolean
}

/** Attack: octet strings in octet strings, by the thousand; in use there is one level (RFC 5652 §5.2, BER). How many stand beside each other is bounded by the bytes. */
const maxDepth = 20

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
  const root = elementAt(bytes, 0, bytes.length)
  if (root === null || root.tag !== 0x10) return { kind: 'unreadable' }
  const type = child(bytes, root, 0)
  const wrapped = child(bytes, root, 1)
  if (type === null || type.tag !== 6 || wrapped === null) return { kind: 'unreadable' }
  const kind = oids[Buffer.from(bytes.subarray(type.start, type.end)).toString('hex')]
  if (kind === undefined) return { kind: 'unreadable' }
  if (kind === 'encrypted') return { kind }
  const structure = child(bytes, wrapped, 0)
  // Signed: version, digest algorithms, content. Compressed (RFC 3274): version, algorithm, content.
  const encapsulated = structure === null ? null : child(bytes, structure, 2)
  if (encapsulated === null) return { kind: 'unreadable' }
  const inner = child(bytes, encapsulated, 1)
  const octets = inner === null ? null : child(bytes, inner, 0)
  if (octets === null) return { kind: 'without-content' }
  const { content, whole } = contentOf(bytes, octets)
  if (kind === 'signed') return { kind, content, whole }
  try {
    return { kind, content: inflateSync(content, { maxOutputLength: zipLimits.entryBytes }), whole }
  } catch {
    return { kind: 'unreadable' }
  }
}

/** The BER element (X.690 §8.1) that begins at a place; null for damage. */
function elementAt(bytes: Uint8Array, at: number, limit: number): Element | null {
  if (at + 2 > limit) return null
  const first = bytes[at] as number
  const tag = first & 0x1f
  // Tags above 30 take more bytes; CMS has none.
  if (tag === 0x1f) return null
  const constructed = (first & 0x20) !== 0
  const length = bytes[at + 1] as number
  if (length === 0x80) return constructed ? { tag, constructed, start: at + 2, end: limit, indefinite: true, cut: false } : null
  const count = length < 0x80 ? 0 : length & 0x7f
  const start = at + 2 + count
  if (count > 6 || start > limit) return null
  let size = count === 0 ? length : 0
  for (let index = 0; index < count; index++) size = size * 256 + (bytes[at + 2 + index] as number)
  return { tag, constructed, start, end: Math.min(limit, start + size), indefinite: false, cut: start + size > limit }
}

const isEndMark = (bytes: Uint8Array, at: number, limit: number): boolean => at + 2 <= limit && bytes[at] === 0 && bytes[at + 1] === 0

/** Where what follows an element begins; null for damage. */
function afterOf(bytes: Uint8Array, element: Element, depth: number): number | null {
  if (!element.indefinite) return element.end
  if (depth > maxDepth) return null
  let at = element.start
  while (!isEndMark(bytes, at, element.end)) {
    const inner = elementAt(bytes, at, element.end)
    const after = inner === null ? null : afterOf(bytes, inner, depth + 1)
    if (after === null) return null
    at = after
  }
  return at + 2
}

/** The element at an index of what an element holds, all of which are few and small but the last. */
function child(bytes: Uint8Array, parent: Element, index: number): Element | null {
  if (!parent.constructed) return null
  let at: number | null = parent.start
  for (let before = 0; ; before++) {
    if (at === null || (parent.indefinite && isEndMark(bytes, at, parent.end))) return null
    const element = elementAt(bytes, at, parent.end)
    if (element === null || before === index) return element
    at = afterOf(bytes, element, 0)
  }
}

/** The bytes of an octet string, which BER may cut into pieces (X.690 §8.7), in one pass over them. */
function contentOf(bytes: Uint8Array, octets: Element): { readonly content: Uint8Array; readonly whole: boolean } {
  if (!octets.constructed) return { content: bytes.subarray(octets.start, octets.end), whole: !octets.cut }
  const content = Buffer.allocUnsafe(octets.end - octets.start)
  let length = 0
  let whole = true
  /** Gives where what follows begins; null where nothing more can be made out. */
  const gather = (element: Element, depth: number): number | null => {
    if (element.cut) whole = false
    if (!element.constructed) {
      content.set(bytes.subarray(element.start, element.end), length)
      length += element.end - element.start
      return element.end
    }
    let at = element.start
    while (element.indefinite ? !isEndMark(bytes, at, element.end) : at < element.end) {
      const inner = depth > maxDepth ? null : elementAt(bytes, at, element.end)
      const after = inner === null ? null : gather(inner, depth + 1)
      if (after === null) {
        whole = false
        return null
      }
      at = after
    }
    return element.indefinite ? at + 2 : element.end
  }
  gather(octets, 0)
  return { content: content.subarray(0, length), whole }
}
