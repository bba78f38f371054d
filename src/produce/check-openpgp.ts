import { inflateRawSync, inflateSync } from 'node:zlib'

const MAX_BYTES = 64 * 2 ** 20
const MAX_DEPTH = 8
/** RFC 9580 §5: signatures, keys, markers, trust, padding. Nothing that anybody wrote is in them. */
const silent: ReadonlySet<number> = new Set([2, 4, 5, 6, 7, 10, 12, 14, 21])

/** What packets of OpenPGP (RFC 9580 §4) say without a key: texts and files that were only signed or packed, who owns a key; null for whatever is encrypted or damaged. */
export function openPgpContents(bytes: Uint8Array, depth = 0): (Uint8Array | null)[] {
  const found: (Uint8Array | null)[] = []
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 0; at < data.length; ) {
    const packet = packetAt(data, at)
    if (packet === null) return [...found, null]
    const { tag, body } = packet
    at = packet.end
    if (silent.has(tag)) continue
    if (tag === 13) found.push(body)
    else if (tag === 17) found.push(portrait(body))
    else if (tag === 11) found.push(body.subarray(2, 2 + (body[1] ?? 0)), body.subarray(6 + (body[1] ?? 0)))
    else {
      const inner = tag === 8 && depth < MAX_DEPTH ? unpacked(body) : null
      if (inner === null) return [...found, null]
      found.push(...openPgpContents(inner, depth + 1))
    }
  }
  return found
}

/** The picture that goes with a key (RFC 9580 §5.12.1): the only such thing there is. */
function portrait(body: Buffer): Uint8Array | null {
  const at = body.indexOf('\xff\xd8\xff', 0, 'latin1')
  return at < 0 || at > 24 ? null : body.subarray(at)
}

interface Packet {
  readonly tag: number
  readonly body: Buffer
  readonly end: number
}

function packetAt(data: Buffer, at: number): Packet | null {
  const first = data[at] ?? 0
  if ((first & 0x80) === 0) return null
  return (first & 0x40) === 0 ? oldPacket(data, at, first) : newPacket(data, at, first)
}

/** Of the format before 1998, in which gpg still writes: a length of one, two or four bytes, or up to the end. */
function oldPacket(data: Buffer, at: number, first: number): Packet | null {
  const [tag, kind] = [(first >> 2) & 15, first & 3]
  const width = kind === 3 ? 0 : 1 << kind
  const from = at + 1 + width
  if (from > data.length) return null
  const end = width === 0 ? data.length : from + data.readUIntBE(at + 1, width)
  return end > data.length ? null : { tag, body: data.subarray(from, end), end }
}

/** A length may be that of a piece, after which another length stands. */
function newPacket(data: Buffer, at: number, first: number): Packet | null {
  const pieces: Buffer[] = []
  for (let from = at + 1; ; ) {
    const [one = -1, two = 0] = [data[from], data[from + 1]]
    const isPiece = one >= 224 && one < 255
    const width = one < 192 || isPiece ? 1 : one < 224 ? 2 : 5
    if (one < 0 || from + width > data.length) return null
    const long = width === 5 ? data.readUInt32BE(from + 1) : ((one - 192) << 8) + two + 192
    const length = isPiece ? 2 ** (one & 31) : width === 1 ? one : long
    const end = from + width + length
    if (end > data.length) return null
    pieces.push(data.subarray(from + width, end))
    if (!isPiece) return { tag: first & 63, body: Buffer.concat(pieces), end }
    from = end
  }
}

/** Null for bzip2, and for what doesn't unpack. */
function unpacked(body: Buffer): Uint8Array | null {
  const [way, packed] = [body[0], body.subarray(1)]
  try {
    if (way === 0) return packed
    if (way === 1) return inflateRawSync(packed, { maxOutputLength: MAX_BYTES })
    return way === 2 ? inflateSync(packed, { maxOutputLength: MAX_BYTES }) : null
  } catch {
    return null
  }
}
