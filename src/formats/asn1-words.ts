import { childrenOf, contentOf, type Element, elementAt } from './ber.ts'
import type { FoundWords } from './found-words.ts'

/** Attack: elements nested by the thousand. A certificate within a signature has about fifteen levels. */
const maxDepth = 40

/** What attributes of a name are called (RFC 4519, RFC 5280 appendix A), by the bytes of their object identifiers; others stand without. */
const attributes: Readonly<Record<string, string>> = {
  '550403': 'CN',
  '550404': 'SN',
  '550405': 'serialNumber',
  '550406': 'C',
  '550407': 'L',
  '550408': 'ST',
  '550409': 'street',
  '55040a': 'O',
  '55040b': 'OU',
  '55040c': 'title',
  '55042a': 'GN',
  '550441': 'pseudonym',
  '2a864886f70d010901': 'emailAddress',
  '0992268993f22c640101': 'UID',
  '0992268993f22c640119': 'DC',
}

/** Of the universal tags those of strings (X.680 §8.4), with how many bytes a letter has. */
const strings: ReadonlyMap<number, 1 | 2 | 4> = new Map([
  ...[0x0c, 0x12, 0x13, 0x14, 0x15, 0x16, 0x19, 0x1a, 0x1b].map((tag) => [tag, 1] as const),
  [0x1c, 4],
  [0x1e, 2],
])
const tags = { bits: 3, octets: 4, identifier: 6, sequence: 0x10, set: 0x11 } as const

/** Whether bytes are a certificate, a request for one, or a list of those revoked (RFC 5280 §4.1, §5.1; RFC 2986): what is signed, how, and the signature. */
export function isCertificate(bytes: Uint8Array): boolean {
  const root = bytes[0] === 0x30 ? elementAt(bytes, 0, bytes.length) : null
  if (root === null || root.cut) return false
  const [signed, algorithm, signature, more] = childrenOf(bytes, root)
  if (signed?.tag !== tags.sequence || algorithm?.tag !== tags.sequence || signature?.tag !== tags.bits || more !== undefined) return false
  return [...childrenOf(bytes, algorithm)][0]?.tag === tags.identifier
}

/** Everything that a structure of ASN.1 says in words: names, each on one line, and what stands beside them, such as the addresses of who has a certificate. */
export function asn1Words(bytes: Uint8Array): FoundWords {
  const root = elementAt(bytes, 0, bytes.length)
  return root === null ? wordsOf(bytes, [null]) : wordsOf(bytes, [root])
}

/** The words of elements that stand beside each other; null for what can't be made out. */
export function wordsOf(bytes: Uint8Array, elements: Iterable<Element | null>): FoundWords {
  const lines: string[] = []
  const whole = gather(bytes, elements, lines, 0)
  return { lines, problems: whole ? [] : ['unreadable-attachment'] }
}

function gather(bytes: Uint8Array, elements: Iterable<Element | null>, lines: string[], depth: number): boolean {
  let whole = true
  for (const element of elements) {
    if (element === null || element.cut || depth > maxDepth) whole = false
    else if (!addWords(bytes, element, lines, depth)) whole = false
  }
  return whole
}

function addWords(bytes: Uint8Array, element: Element, lines: string[], depth: number): boolean {
  const { universal, tag, constructed } = element
  const width = universal ? strings.get(tag) : undefined
  if (width !== undefined) add(lines, textOf(contentOf(bytes, element).content, width))
  else if (universal && tag === tags.octets) addOctets(contentOf(bytes, element).content, lines, depth)
  else if (constructed) {
    const name = universal && tag === tags.sequence ? nameOf(bytes, element) : null
    if (name === null) return gather(bytes, childrenOf(bytes, element), lines, depth + 1)
    add(lines, name)
  }
  // What kind of text it is only the structure tells (RFC 5280 §4.2.1.6): an address, a domain; or no text at all.
  else if (!universal) add(lines, plain(bytes.subarray(element.start, element.end)))
  return true
}

/** An extension of a certificate is a structure of its own (RFC 5280 §4.1); keys and their marks are none. */
function addOctets(content: Uint8Array, lines: string[], depth: number): void {
  const inner = elementAt(content, 0, content.length)
  const within: string[] = []
  const isStructure = inner?.universal === true && !inner.cut && inner.end === content.length && gather(content, [inner], within, depth + 1)
  if (isStructure) for (const line of within) lines.push(line)
  else add(lines, plain(content))
}

/** A name in order of its attributes (RFC 5280 §4.1.2.4); null for what isn't one. */
function nameOf(bytes: Uint8Array, sequence: Element): string | null {
  const said: string[] = []
  for (const set of childrenOf(bytes, sequence)) {
    if (set === null || !set.universal || set.tag !== tags.set || !set.constructed) return null
    for (const pair of childrenOf(bytes, set)) {
      if (pair === null || pair.tag !== tags.sequence || !pair.constructed) return null
      const [type, value, more] = childrenOf(bytes, pair)
      const width = value?.universal === true ? strings.get(value.tag) : undefined
      if (type?.tag !== tags.identifier || !value || width === undefined || more !== undefined) return null
      const text = textOf(contentOf(bytes, value).content, width)
      const label = attributes[Buffer.from(bytes.subarray(type.start, type.end)).toString('hex')]
      said.push(label === undefined ? text : `${label}=${text}`)
    }
  }
  return said.length === 0 ? null : said.join(', ')
}

function add(lines: string[], text: string): void {
  if (/[\p{L}\p{N}]/u.test(text)) lines.push(text)
}

function textOf(content: Uint8Array, width: 1 | 2 | 4): string {
  if (width === 1) return utf8(content) ?? Buffer.from(content).toString('latin1')
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength)
  let text = ''
  for (let at = 0; at + width <= content.byteLength; at += width) {
    const code = width === 2 ? view.getUint16(at) : view.getUint32(at)
    text += width === 2 ? String.fromCharCode(code) : code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code)
  }
  return text
}

/** Bytes that are text and nothing else; of others nothing. */
function plain(content: Uint8Array): string {
  const text = content.byteLength < 2 ? null : utf8(content)
  return text === null || /[\p{Cc}\ufffd]/u.test(text) ? '' : text
}

const strict = new TextDecoder('utf-8', { fatal: true })

function utf8(content: Uint8Array): string | null {
  try {
    return strict.decode(content)
  } catch {
    return null
  }
}
