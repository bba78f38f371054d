import type { ProblemCode } from '../model/index.ts'
import { decodeText } from './charset.ts'
import type { FoundWords } from './found-words.ts'

/** Kinds of packets (RFC 9580 §5). */
const packets = { session: 1, signature: 2, symmetric: 3, compressed: 8, encrypted: 9, literal: 11, userId: 13, picture: 17 } as const
/** Those whose content only a key opens. */
const locked: ReadonlySet<number> = new Set([packets.session, packets.symmetric, packets.encrypted, 18, 20])
/** A signature, a secret key, a key. */
const beginnings: ReadonlySet<number> = new Set([packets.signature, 5, 6])
/** Of what signatures say of themselves (RFC 9580 §5.2.3.7) the words: notes, servers, policies, who signed, why a key was given up. */
const notes = { notation: 20, words: new Set([24, 26, 28]), reason: 29, embedded: 32 } as const

/** Attack: a signature in a signature in a signature; one of a subkey holds one (§5.2.3.34), in which none stands. */
const maxDepth = 2

interface Packet {
  readonly tag: number
  readonly body: Uint8Array
}

/** Whether bytes begin with a key, or with a signature, of a version that there is. */
export function beginsAsOpenPgp(bytes: Uint8Array): boolean {
  const first = (bytes[0] ?? 0) < 0x80 ? null : (packetsOf(bytes).next().value ?? null)
  const version = first?.body[0] ?? 0
  return first !== null && beginnings.has(first.tag) && version >= 2 && version <= 6
}

/** The user ids of keys, and the words of signatures. A picture of somebody in a key has no text; what is no key and no signature is a problem. */
export function openPgpWords(bytes: Uint8Array): FoundWords {
  const lines: string[] = []
  const problems = new Set<ProblemCode>()
  for (const packet of packetsOf(bytes)) {
    if (packet === null || packet.tag === packets.compressed || packet.tag === packets.literal) problems.add('unreadable-attachment')
    else if (locked.has(packet.tag)) problems.add('encrypted')
    else if (packet.tag === packets.picture) problems.add('no-text')
    else if (packet.tag === packets.userId) lines.push(words(packet.body))
    else if (packet.tag === packets.signature) lines.push(...signatureWords(packet.body))
  }
  return { lines: lines.filter((line) => /[\p{L}\p{N}]/u.test(line)), problems: [...problems] }
}

const words = (bytes: Uint8Array): string => decodeText(bytes, null).text

/** RFC 9580 §4.2, with the older form of headers. Null last for what is no packet, or cut. */
function* packetsOf(bytes: Uint8Array): Generator<Packet | null> {
  let at = 0
  if (bytes.length === 0) yield null
  while (at < bytes.length) {
    const header = bytes[at] as number
    const isNew = (header & 0x40) !== 0
    const tag = isNew ? header & 0x3f : (header >> 2) & 0x0f
    const found = header < 0x80 || tag === 0 ? null : isNew ? newBody(bytes, at + 1) : oldBody(bytes, at + 1, header & 3)
    if (found === null) {
      yield null
      return
    }
    yield { tag, body: found.body }
    at = found.end
  }
}

type Body = { readonly body: Uint8Array; readonly end: number } | null

function stretch(bytes: Uint8Array, start: number, length: number): Body {
  const end = start + length
  return end > bytes.length ? null : { body: bytes.subarray(start, end), end }
}

function oldBody(bytes: Uint8Array, at: number, kind: number): Body {
  if (kind === 3) return stretch(bytes, at, bytes.length - at)
  const size = 1 << kind
  return at + size > bytes.length ? null : stretch(bytes, at + size, number(bytes, at, size))
}

/** Of several pieces (§4.2.1.4), which only data has, they are one after the other. */
function newBody(bytes: Uint8Array, start: number): Body {
  const pieces: Uint8Array[] = []
  let at = start
  for (;;) {
    const first = bytes[at]
    if (first === undefined) return null
    const isPiece = first >= 224 && first < 255
    const length = isPiece ? { value: 2 ** (first & 0x1f), end: at + 1 } : lengthAt(bytes, at)
    const found = length === null ? null : stretch(bytes, length.end, length.value)
    if (found === null || (isPiece && found.end === at)) return null
    if (!isPiece && pieces.length === 0) return found
    pieces.push(found.body)
    if (!isPiece) return { body: Buffer.concat(pieces), end: found.end }
    at = found.end
  }
}

function lengthAt(bytes: Uint8Array, at: number): { readonly value: number; readonly end: number } | null {
  const first = bytes[at] ?? 0
  const size = first < 192 ? 1 : first < 255 ? 2 : 5
  if (at + size > bytes.length) return null
  if (size === 1) return { value: first, end: at + 1 }
  return { value: size === 2 ? ((first - 192) << 8) + (bytes[at + 1] as number) + 192 : number(bytes, at + 1, 4), end: at + size }
}

function number(bytes: Uint8Array, at: number, size: number): number {
  let value = 0
  for (let index = at; index < at + size; index++) value = value * 256 + (bytes[index] ?? 0)
  return value
}

/** RFC 9580 §5.2.3: those before version 4 say nothing of themselves. */
function signatureWords(body: Uint8Array, depth = 0): string[] {
  const version = body[0] ?? 0
  if (version < 4) return []
  const size = version === 6 ? 4 : 2
  const found: string[] = []
  let at = 4
  for (let area = 0; area < 2; area++) {
    const end = Math.min(body.length, at + size + number(body, at, size))
    at += size
    while (at < end) {
      const length = lengthAt(body, at)
      if (length === null || length.value < 1) break
      found.push(...noteWords(body.subarray(length.end, Math.min(end, length.end + length.value)), depth))
      at = length.end + length.value
    }
    at = end
  }
  return found
}

function noteWords(note: Uint8Array, depth: number): string[] {
  const kind = (note[0] ?? 0) & 0x7f
  const data = note.subarray(1)
  if (notes.words.has(kind)) return [words(data)]
  if (kind === notes.reason) return [words(data.subarray(1))]
  if (kind === notes.embedded) return depth >= maxDepth ? [] : signatureWords(data, depth + 1)
  if (kind !== notes.notation) return []
  const name = 8 + number(data, 4, 2)
  const isText = ((data[0] ?? 0) & 0x80) !== 0
  return [words(data.subarray(8, name)), ...(isText ? [words(data.subarray(name, name + number(data, 6, 2)))] : [])]
}
