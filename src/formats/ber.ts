/** An element of ASN.1 in BER (X.690 §8.1); DER, in which certificates are written, is a part of it. */
export interface Element {
  readonly tag: number
  /** What the tag counts in: `universal` ones mean the same everywhere. */
  readonly universal: boolean
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

/** The BER element (X.690 §8.1) that begins at a place; null for damage. */
export function elementAt(bytes: Uint8Array, at: number, limit: number): Element | null {
  if (at + 2 > limit) return null
  const first = bytes[at] as number
  const tag = first & 0x1f
  // Tags above 30 take more bytes; CMS has none.
  if (tag === 0x1f) return null
  const constructed = (first & 0x20) !== 0
  const universal = first < 0x40
  const length = bytes[at + 1] as number
  if (length === 0x80) return constructed ? { tag, universal, constructed, start: at + 2, end: limit, indefinite: true, cut: false } : null
  const count = length < 0x80 ? 0 : length & 0x7f
  const start = at + 2 + count
  if (count > 6 || start > limit) return null
  let size = count === 0 ? length : 0
  for (let index = 0; index < count; index++) size = size * 256 + (bytes[at + 2 + index] as number)
  return { tag, universal, constructed, start, end: Math.min(limit, start + size), indefinite: false, cut: start + size > limit }
}

const isEndMark = (bytes: Uint8Array, at: number, limit: number): boolean => at + 2 <= limit && bytes[at] === 0 && bytes[at + 1] === 0

/** Where what follows an element begins; null for damage. */
export function afterOf(bytes: Uint8Array, element: Element, depth = 0): number | null {
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
export function child(bytes: Uint8Array, parent: Element, index: number): Element | null {
  if (!parent.constructed) return null
  let at: number | null = parent.start
  for (let before = 0; ; before++) {
    if (at === null || (parent.indefinite && isEndMark(bytes, at, parent.end))) return null
    const element = elementAt(bytes, at, parent.end)
    if (element === null || before === index) return element
    at = afterOf(bytes, element)
  }
}

/** What an element holds, in order; null last where it can't be made out any further. */
export function* childrenOf(bytes: Uint8Array, parent: Element): Generator<Element | null> {
  let at = parent.start
  while (parent.indefinite ? !isEndMark(bytes, at, parent.end) : at < parent.end) {
    const element = elementAt(bytes, at, parent.end)
    const after = element === null || element.cut ? null : afterOf(bytes, element)
    if (element === null || after === null) {
      yield null
      return
    }
    // Where it ends is known now, also of one that has an end mark.
    yield { ...element, end: after }
    at = after
  }
}

/** The bytes of an octet string, which BER may cut into pieces (X.690 §8.7), in one pass over them. */
export function contentOf(bytes: Uint8Array, octets: Element): { readonly content: Uint8Array; readonly whole: boolean } {
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
