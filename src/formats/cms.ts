import { inflateSync } from 'node:zlib'
import { wordsOf } from './asn1-words.ts'
import { child, childrenOf, contentOf, elementAt } from './ber.ts'
import type { FoundWords } from './found-words.ts'
import { zipLimits } from './limits.ts'

/** What a CMS structure (RFC 5652) holds: S/MIME's `smime.p7m`. */
export type CmsContent =
  /** `whole`: whether the content is all there; one that is damaged or cut is given as far as it goes. */
  | { readonly kind: 'signed' | 'compressed'; readonly content: Uint8Array; readonly whole: boolean }
  /** A signature alone, certificates alone. */
  | { readonly kind: 'without-content' }
  | { readonly kind: 'encrypted' }
  | { readonly kind: 'unreadable' }

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

/** Whom its signature and its certificates name, which stand behind the content (RFC 5652 §5.1). What is encrypted, or only compressed, names nobody outside. */
export function cmsWords(bytes: Uint8Array): FoundWords {
  const root = elementAt(bytes, 0, bytes.length)
  const type = root === null ? null : child(bytes, root, 0)
  if (root === null || type === null) return unreadable
  if (oids[Buffer.from(bytes.subarray(type.start, type.end)).toString('hex')] !== 'signed') return { lines: [], problems: [] }
  const wrapped = child(bytes, root, 1)
  const signed = wrapped === null ? null : child(bytes, wrapped, 0)
  if (signed === null) return unreadable
  const behindContent = [...childrenOf(bytes, signed)].filter((element, index) => index > 2 || element === null)
  return wordsOf(bytes, behindContent)
}

const unreadable: FoundWords = { lines: [], problems: ['unreadable-attachment'] }
