import { createHash, hash } from 'node:crypto'
import {
  allowedBytes,
  type ContainerLimits,
  compressionOf,
  containerLimits,
  DecodeError,
  decoded,
  recogniseBytes,
} from '../formats/mail-side.ts'
import { canonicalHash } from '../group/index.ts'
import { type ByteSource, bytesSource, type ParsedMessage } from '../model/index.ts'
import { stillWorking } from './worker-loop.ts'

/** So much of a message is read into memory, in bytes. Of a larger one the beginning is taken in; the rest only passes by, to be counted and hashed. */
export const maximumMessageBytes = 300 * 1024 * 1024

/** A message as it stands in its container. */
export interface RawMessage {
  /** All of it, or the beginning of one that is too large. Valid until the next read of what it was read from. */
  readonly bytes: Uint8Array
  /** Of the whole. */
  readonly sizeBytes: number
  /** Of the whole, in hexadecimal: its evidence. */
  readonly sha256: string
}

/** A message held in memory. */
export function wholeRaw(bytes: Uint8Array): RawMessage {
  return { bytes, sizeBytes: bytes.byteLength, sha256: hash('sha256', bytes, 'hex') }
}

/** Whether only the beginning of a message was read. */
export function isCutShort({ bytes, sizeBytes }: RawMessage): boolean {
  return bytes.byteLength < sizeBytes
}

/** What copies of a message share (`canonicalHash`). Of what is larger than was read, no copies but the same bytes are known as such. */
export function canonicalOf(parsed: ParsedMessage, bytes: Uint8Array, raw: RawMessage): string {
  return canonicalHash(parsed, bytes, isCutShort(raw) ? raw.sha256 : null)
}

/** Larger reads are made in pieces: a stream would hold them twice. In bytes. */
const atOnceBytes = 16 * 1024 * 1024
const pieceBytes = 4 * 1024 * 1024

/** The message that stands in a stretch of a source. `sizeBytes` is less than `length` where the source ends before. */
export function readStretch(source: ByteSource, offset: number, length: number, maximumBytes: number): RawMessage {
  if (length <= Math.min(maximumBytes, atOnceBytes)) return wholeRaw(source.read(offset, length))
  return gathered(pieces(source, offset, length), length, maximumBytes)
}

/**
 * All of a message's own file or part. Mail servers compress single messages (Dovecot's zlib plugin), without a word in the name: one that begins as
 * compressed data does is decompressed, and that counts as its bytes.
 *
 * @throws DecodeError
 */
export function readWhole(source: ByteSource, maximumBytes: number, limits: ContainerLimits = containerLimits): RawMessage {
  const large = source.size > Math.min(maximumBytes, atOnceBytes)
  const first = large ? source.read(0, Math.min(recogniseBytes, source.size)) : source.read(0, source.size)
  const kind = compressionOf(first)
  if (kind !== null) {
    const allowed = allowedBytes(source.size, limits)
    return gathered(bounded(decoded(large ? source : bytesSource(first), kind), allowed), 0, maximumBytes)
  }
  const raw = large ? gathered(pieces(source, 0, source.size), source.size, maximumBytes) : wholeRaw(first)
  if (raw.sizeBytes < source.size) throw new DecodeError('damaged-archive', raw.sizeBytes)
  return raw
}

function* pieces(source: ByteSource, offset: number, length: number): Generator<Uint8Array> {
  for (let at = 0; at < length; ) {
    const piece = source.read(offset + at, Math.min(pieceBytes, length - at))
    if (piece.byteLength === 0) return
    yield piece
    at += piece.byteLength
  }
}

/** Attack: a message that is a decompression bomb. */
function* bounded(stream: Iterable<Uint8Array>, allowed: number): Generator<Uint8Array> {
  let made = 0
  for (const piece of stream) {
    made += piece.byteLength
    if (made > allowed) throw new DecodeError('expands-too-much', 0)
    yield piece
  }
}

/** Keeps the first bytes of a stream, and counts and hashes all. `expected`: how many there may be, so that they get their memory at once. */
function gathered(stream: Iterable<Uint8Array>, expected: number, maximumBytes: number): RawMessage {
  const sha256 = createHash('sha256')
  let kept: Buffer<ArrayBuffer> = Buffer.allocUnsafeSlow(Math.min(expected, maximumBytes))
  let length = 0
  let sizeBytes = 0
  for (const piece of stream) {
    stillWorking()
    sha256.update(piece)
    sizeBytes += piece.byteLength
    const wanted = Math.min(length + piece.byteLength, maximumBytes)
    if (wanted > kept.byteLength) kept = grown(kept, length, Math.min(maximumBytes, Math.max(wanted, kept.byteLength * 2, pieceBytes)))
    kept.set(piece.subarray(0, wanted - length), length)
    length = wanted
  }
  return { bytes: kept.subarray(0, length), sizeBytes, sha256: sha256.digest('hex') }
}

function grown(kept: Buffer<ArrayBuffer>, length: number, size: number): Buffer<ArrayBuffer> {
  const larger = Buffer.allocUnsafeSlow(size)
  larger.set(kept.subarray(0, length))
  return larger
}
