import { crc32 } from 'node:zlib'
import { type ByteSource, bytesSource } from '../model/index.ts'
import { type ByteStream, DecodeError, type DecodeFault, piecesOf, StreamSource, sliceSource } from './byte-stream.ts'
import { decodeBzip2 } from './decode-bzip2.ts'
import { undoBcj, undoDelta } from './decode-filter.ts'
import { decodeLz4 } from './decode-lz4.ts'
import { decodeLzma, decodeLzma2, ForwardInput } from './decode-lzma.ts'
import { decodeNative } from './decode-native.ts'
import { decodeXz } from './decode-xz.ts'
import { type RebuiltMessage, rebuildMessage } from './mapi-mime.ts'
import type { Compression, InnerStep, PlaceStep } from './place-step.ts'
import { readMsg } from './read-msg.ts'
import { readPst } from './read-pst.ts'

/** A stream of what a source decodes to. @throws DecodeError while it is read */
export function decoded(source: ByteSource, kind: Compression | 'deflate'): ByteStream {
  switch (kind) {
    case 'gzip':
    case 'zstd':
    case 'deflate':
      return decodeNative(source, kind)
    case 'lz4':
      return decodeLz4(source)
    case 'bzip2':
      return decodeBzip2(source)
    case 'xz':
      return decodeXz(source)
  }
}

/** Whether a step's source is a stream: reading backwards in it costs decoding from its start. */
export function isStreamed(step: PlaceStep): boolean {
  return !['at', 'hold', 'msg', 'pst', 'apart'].includes(step[0])
}

/** The item that a last step names, rebuilt as a message; null where the step names none, or there is none. */
export function takeItem(source: ByteSource, step: InnerStep): RebuiltMessage | null {
  const item = step[0] === 'msg' ? readMsg(source) : step[0] === 'pst' ? readPst(source, step[1]) : null
  return item === null ? null : rebuildMessage(item)
}

/** The bytes behind a step. An item that can't be read is empty. @throws DecodeError */
export function takeStep(source: ByteSource, step: InnerStep): ByteSource {
  switch (step[0]) {
    case 'at':
      return sliceSource(source, step[1], step[2])
    case 'hold':
      return bytesSource(Uint8Array.from(source.read(0, source.size)))
    case 'msg':
    case 'pst':
      return bytesSource(takeItem(source, step)?.bytes ?? new Uint8Array(0))
  }
  if (step[0] === 'part') {
    const [, offset, length, crc] = step
    return new StreamSource(length, () => checked(streamOf(sliceSource(source, offset, length)), length, crc))
  }
  const check = step[0] === 'lzma' || step[0] === 'lzma2' || step[0] === 'delta' || step[0] === 'bcj' ? undefined : step[2]
  return new StreamSource(step[1], () => checked(decodedStep(source, step), step[1], check))
}

const pieceBytes = 256 * 1024

function* streamOf(source: ByteSource): ByteStream {
  for (const { bytes } of piecesOf(source, pieceBytes)) yield bytes
}

function decodedStep(
  source: ByteSource,
  step: Exclude<InnerStep, readonly ['at' | 'hold' | 'msg' | 'pst' | 'part', ...unknown[]]>,
): ByteStream {
  switch (step[0]) {
    case 'lzma':
      return decodeLzma(source, Buffer.from(step[2], 'hex'), step[1])
    case 'lzma2':
      return decodeLzma2(new ForwardInput(source), step[2], step[1])
    case 'delta':
      return undoDelta(streamOf(source), step[2])
    case 'bcj':
      return undoBcj(streamOf(source), step[2], step[3])
    default:
      return decoded(source, step[0])
  }
}

/** Holds a stream to the size, and the checksum, that it is said to have. The last piece waits for that: whoever has read all knows that it held. */
function* checked(stream: ByteStream, size: number, check: number | 'cut' | undefined): ByteStream {
  let length = 0
  let sum = 0
  let held: Uint8Array | null = null
  try {
    for (const piece of stream) {
      if (held !== null) yield held
      length += piece.byteLength
      if (check === 'cut' && length >= size) {
        yield piece
        return
      }
      if (length > size) throw new DecodeError('damaged-archive', length)
      if (typeof check === 'number') sum = crc32(piece, sum)
      // A copy, since the decoder goes on while it waits.
      held = Uint8Array.from(piece)
    }
  } catch (error) {
    // What was decoded before the damage stands, as long as more should follow.
    if (held !== null && length < size) yield held
    throw error
  }
  if (held !== null && length < size) yield held
  if (length !== size || (typeof check === 'number' && sum !== check)) throw new DecodeError('damaged-archive', length)
  if (held !== null) yield held
}

/** What a stream decodes to in all, by running through it once. */
export interface Measured {
  /** The first bytes, for recognition. */
  readonly head: Uint8Array
  readonly size: number
  /** Why it ended before its end, and at which byte of its input; what came before is in `size`. */
  readonly fault: { readonly code: DecodeFault; readonly position: number } | null
}

/**
 * Decodes a stream without keeping it. `allow` is asked with each piece's length and ends the reading of a bomb by saying no.
 */
export function measure(source: ByteSource, kind: Compression | 'deflate', headBytes: number, allow: (bytes: number) => boolean): Measured {
  const head = new Uint8Array(headBytes)
  let size = 0
  const stream = decoded(source, kind)
  const done = (fault: Measured['fault']): Measured => ({ head: head.subarray(0, Math.min(size, headBytes)), size, fault })
  try {
    for (const piece of stream) {
      if (!allow(piece.byteLength)) return done({ code: 'expands-too-much', position: size })
      if (size < headBytes) head.set(piece.subarray(0, headBytes - size), size)
      size += piece.byteLength
    }
    return done(null)
  } catch (error) {
    if (error instanceof DecodeError) return done(error)
    throw error
  } finally {
    stream.return()
  }
}
