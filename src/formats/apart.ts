import { allParts } from './body-parts.ts'
import { parseMessage } from './parse-message.ts'

/** A part of a message of Apple Mail whose body lies in a file of its own. */
export interface ApartPart {
  /** As Apple numbers it, which is as IMAP does (RFC 9051 §6.4.5): `2.4`, also inside a message that is a part. */
  readonly number: string
  readonly filename: string | null
}

/** What lies apart: the file as it was attached, or (of an older Mail) the part's body as it was sent. */
export interface ApartBody {
  readonly number: string
  readonly bytes: Uint8Array
  readonly encoded: boolean
}

/** Encodings in which a body's bytes are the part's. */
const identity: ReadonlySet<string> = new Set(['7bit', '8bit', 'binary'])

interface Gap extends ApartPart {
  readonly encoding: string
  /** Of its body in the message. */
  readonly offset: number
  readonly length: number
  readonly boundaries: readonly string[]
}

/** The parts whose bodies a message lacks, in order. */
export function apartParts(message: Uint8Array): readonly ApartPart[] {
  return gapsOf(message).map(({ number, filename }) => ({ number, filename }))
}

/**
 * The message with the bodies put where they were taken from, encoded as each part says, so that it is once more what was sent (but for line lengths). The same
 * bodies give the same bytes. What can't be put there without being read otherwise (an encoding that isn't known, a text that holds the message's own
 * boundary) stays apart.
 */
export function putTogether(message: Uint8Array, bodies: readonly ApartBody[]): Uint8Array {
  const pieces: Uint8Array[] = []
  let from = 0
  for (const gap of gapsOf(message)) {
    const body = bodies.find(({ number }) => number === gap.number)
    const bytes = body === undefined ? null : body.encoded ? body.bytes : encodedBody(body.bytes, gap.encoding)
    if (bytes === null || gap.offset < from || holdsBoundary(bytes, gap.boundaries)) continue
    pieces.push(message.subarray(from, gap.offset), bytes)
    from = gap.offset + gap.length
  }
  pieces.push(message.subarray(from))
  return Buffer.concat(pieces)
}

function gapsOf(message: Uint8Array): Gap[] {
  const parsed = parseMessage(message)
  const apart = new Set(parsed.problems.filter(({ code }) => code === 'attachments-apart').map(({ where }) => where))
  if (apart.size === 0) return []
  const boundaries: string[] = []
  const gaps: Gap[] = []
  for (const { path, part, containers } of allParts(parsed)) {
    const boundary = boundaryOf(part.headers)
    if (boundary !== null) boundaries.push(boundary)
    // Offsets inside a message that is encoded itself count in something else.
    if (!apart.has(path) || containers.some(({ type, encoding }) => type !== 'message/rfc822' || !identity.has(encoding))) continue
    const offset = containers.reduce((sum, container) => sum + container.offset, part.offset)
    const { encoding, length, filename } = part
    gaps.push({ number: path.replaceAll('/', '.'), filename, encoding, offset, length, boundaries })
  }
  return gaps.sort((left, right) => left.offset - right.offset)
}

function boundaryOf(headers: readonly { readonly name: string; readonly value: string }[]): string | null {
  const type = headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value ?? ''
  const [, quoted, bare] = /\bboundary\s*=\s*(?:"([^"]*)"|([^\s;]+))/iu.exec(type) ?? []
  return (quoted ?? bare)?.trimEnd() ?? null
}

function encodedBody(bytes: Uint8Array, encoding: string): Uint8Array | null {
  if (identity.has(encoding)) return bytes
  if (encoding === 'base64') return base64(bytes)
  return encoding === 'quoted-printable' && bytes.byteLength <= maximumText ? quotedPrintable(bytes) : null
}

const lineBytes = 57
/** In pieces, since one string of all of a large file would take several times its memory. */
const pieceBytes = lineBytes * 16_384

/** In lines of 76 (RFC 2045 §6.8), without a line end at the end. */
function base64(bytes: Uint8Array): Uint8Array {
  const pieces: Buffer[] = []
  for (let at = 0; at < bytes.byteLength; at += pieceBytes) {
    const piece = bytes.subarray(at, at + pieceBytes)
    const text = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength).toString('base64')
    const lines = text.replace(/.{76}(?!$)/gu, '$&\n')
    pieces.push(Buffer.from(at === 0 ? lines : `\n${lines}`, 'latin1'))
  }
  return Buffer.concat(pieces)
}

/** No text that was sent as quoted-printable is larger, in bytes. */
const maximumText = 32 * 1024 * 1024
const widest = 72

/** Quoted-printable (RFC 2045 §6.7); a dash at the start of a line is encoded, so that no line can be a boundary. */
function quotedPrintable(bytes: Uint8Array): Uint8Array {
  const lines: string[] = []
  let line = ''
  for (let at = 0; at < bytes.byteLength; at++) {
    const byte = bytes[at] ?? 0
    const next = bytes[at + 1]
    if (byte === 0x0a || (byte === 0x0d && next === 0x0a)) {
      if (byte === 0x0d) at++
      lines.push(`${line}${byte === 0x0d ? '\r\n' : '\n'}`)
      line = ''
      continue
    }
    const lineEnds = next === undefined || next === 0x0a || next === 0x0d
    const blank = (byte === 0x20 || byte === 0x09) && !lineEnds
    const plain = blank || (byte > 0x20 && byte < 0x7f && byte !== 0x3d && !(byte === 0x2d && line === ''))
    line += plain ? String.fromCharCode(byte) : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`
    if (line.length > widest && !lineEnds) {
      lines.push(`${line}=\n`)
      line = ''
    }
  }
  return Buffer.from(`${lines.join('')}${line}`, 'latin1')
}

function holdsBoundary(bytes: Uint8Array, boundaries: readonly string[]): boolean {
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return boundaries.some((boundary) => body.includes(`--${boundary}`, 0, 'latin1'))
}
