import { constants, createGunzip, createInflateRaw, createZstdDecompress } from 'node:zlib'
import type { ByteSource } from '../model/index.ts'
import { type ByteStream, DecodeError, piecesOf } from './byte-stream.ts'

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
    for (const { bytes, offset } of piecesOf(source, inputBytes)) {
      const used = yield* pour(bytes, kind === 'zstd' ? constants.ZSTD_e_continue : constants.Z_NO_FLUSH)
      at = offset + used
      if (failed) {
        // A file that was padded with zeros to the size of a tape's block is whole.
        if (kind === 'zstd' && restIsZero(source, at)) return
        throw new DecodeError('damaged-archive', at)
      }
      if (used < bytes.byteLength) return
    }
    yield* pour(new Uint8Array(0), kind === 'zstd' ? constants.ZSTD_e_end : constants.Z_FINISH)
    if (failed) throw new DecodeError('damaged-archive', at)
  } finally {
    decoder.close()
  }
}

function restIsZero(source: ByteSource, from: number): boolean {
  const bytes = source.read(from, Math.min(inputBytes, source.size - from))
  return bytes.byteLength > 0 && bytes.every((byte) => byte === 0)
}
