import { constants, createGunzip, createInflateRaw, createZstdDecompress } from 'node:zlib'
import type { ByteSource } from '../model/index.ts'
import { type ByteStream, DecodeError, isZeroFrom, piecesOf, sliceSource } from './byte-stream.ts'

/**
 * gzip (RFC 1952, several members), raw deflate (RFC 1951) and zstd (RFC 8878) by Node's own decompressors, synchronously and with bounded output.
 *
 * Node offers them either as event streams or for a whole buffer at once. The reader here is a generator that workers, the walk and a
 * single look at a message share, and it must not hold a whole archive; so it drives the decompressor behind Node's stream object, as
 * npm's own `minizlib` and `pngjs` do. `test/formats/decode.test.ts` fails on a Node where that is no longer possible.
 */
interface NativeDecoder {
  readonly _handle: {
    onerror: (message: string, errno: number, code: string) => void
    writeSync(flush: number, input: Uint8Array, from: number, length: number, output: Uint8Array, to: number, room: number): void
  }
  /** What is left: room in the output, bytes of the input. */
  readonly _writeState: Uint32Array
  close(): void
}

type NativeKind = 'gzip' | 'deflate' | 'zstd'

const inputBytes = 64 * 1024
const outputBytes = 256 * 1024
/** RFC 8878 §3.1.1.1.2: larger windows need as much memory, which a hostile frame may ask for. 128 MB, the limit of `zstd -d` itself. */
const zstdWindowLog = 27

function create(kind: NativeKind): NativeDecoder {
  const stream =
    kind === 'gzip'
      ? createGunzip()
      : kind === 'deflate'
        ? createInflateRaw()
        : createZstdDecompress({ params: { [constants.ZSTD_d_windowLogMax]: zstdWindowLog } })
  return stream as unknown as NativeDecoder
}

/** @throws DecodeError where the data is damaged or ends too early, after all that could be decoded was given */
export function* decodeNative(source: ByteSource, kind: NativeKind): ByteStream {
  let given = 0
  let damagedAt: number
  try {
    for (const piece of decodePieces(source, kind, inputBytes)) {
      given += piece.byteLength
      yield piece
    }
    return
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error
    // Padded with zeros to the size of a tape's block, it is whole.
    const whole = kind === 'zstd' ? wholeFramesEnd(source) : null
    if (whole !== null && isZeroFrom(source, whole)) {
      yield* behind(decodePieces(sliceSource(source, 0, whole), kind, inputBytes), given)
      return
    }
    // Of what just ends too early all was given.
    if (error.position >= source.size) throw error
    damagedAt = error.position
  }
  // A decompressor that fails doesn't say what it made before: it is asked once more, and for the piece it failed at byte by byte.
  const start = Math.floor(damagedAt / inputBytes) * inputBytes
  yield* behind(decodePieces(source, kind, inputBytes, start), given)
}

/** A stream without its first bytes. */
function* behind(stream: ByteStream, skipped: number): ByteStream {
  let left = skipped
  for (const piece of stream) {
    if (piece.byteLength > left) yield piece.subarray(left)
    left = Math.max(0, left - piece.byteLength)
  }
}

/** Decodes in pieces of the input; from an offset on a byte at a time, so that all that stands before damage there is given. */
function* decodePieces(source: ByteSource, kind: NativeKind, pieceBytes: number, singlyFrom = source.size): ByteStream {
  const decoder = create(kind)
  const { _handle: handle, _writeState: state } = decoder
  let failed = false
  handle.onerror = () => {
    failed = true
  }
  const output = new Uint8Array(outputBytes)
  const pour = function* (input: Uint8Array, flush: number): Generator<Uint8Array, number, undefined> {
    let from = 0
    for (;;) {
      handle.writeSync(flush, input, from, input.byteLength - from, output, 0, output.byteLength)
      const [room = 0, left = 0] = state
      if (failed) return from
      const progress = input.byteLength - left - from > 0 || room < output.byteLength
      from = input.byteLength - left
      if (room < output.byteLength) yield output.subarray(0, output.byteLength - room)
      // All input is used; or the data has ended, and what follows isn't part of it. A zstd frame that ended may be followed by another.
      if ((room > 0 && left === 0) || !progress) return from
    }
  }
  try {
    let at = 0
    for (const { bytes, offset } of piecesOf(source, pieceBytes)) {
      const step = offset >= singlyFrom ? 1 : bytes.byteLength
      for (let from = 0; from < bytes.byteLength; from += step) {
        const used = yield* pour(bytes.subarray(from, from + step), kind === 'zstd' ? constants.ZSTD_e_continue : constants.Z_NO_FLUSH)
        at = offset + from + used
        if (failed) throw new DecodeError('damaged-archive', at)
        if (used < step) return
      }
    }
    yield* pour(new Uint8Array(0), kind === 'zstd' ? constants.ZSTD_e_end : constants.Z_FINISH)
    if (failed) throw new DecodeError('damaged-archive', at)
  } finally {
    decoder.close()
  }
}

/** Where whole frames of zstd at the beginning end (RFC 8878 §3.1), by their blocks' sizes; null where one isn't whole. */
function wholeFramesEnd(source: ByteSource): number | null {
  let at = 0
  for (;;) {
    const head = Buffer.from(source.read(at, 8))
    const magic = head.byteLength < 8 ? 0 : head.readUInt32LE(0)
    if (magic >>> 4 === 0x184d2a5) at += 8 + head.readUInt32LE(4)
    else if (magic === 0xfd2fb528) {
      const end = frameEnd(source, at + 4, head[4] ?? 0)
      if (end === null) return null
      at = end
    } else return at > 0 && at <= source.size ? at : null
  }
}

function frameEnd(source: ByteSource, start: number, descriptor: number): number | null {
  const single = (descriptor & 0x20) !== 0
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0
  const content = [single ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0
  let at = start + 1 + (single ? 0 : 1) + dictionary + content
  for (;;) {
    const header = Buffer.from(source.read(at, 3))
    if (header.byteLength < 3) return null
    const block = header.readUIntLE(0, 3)
    // A block of one repeated byte keeps that alone.
    at += 3 + ((block & 6) === 2 ? 1 : block >> 3)
    if (block & 1) return at + (descriptor & 4 ? 4 : 0)
  }
}
