import { constants, inflateRawSync, zstdDecompressSync } from 'node:zlib'
import { bytesSource, type ProblemCode } from '../model/index.ts'
import { DecodeError } from './byte-stream.ts'
import { decodeBzip2 } from './decode-bzip2.ts'
import { decodeNative } from './decode-native.ts'

export interface ZipContent {
  /** Null where nothing can be read. */
  readonly bytes: Uint8Array | null
  readonly problem: ProblemCode | null
}

const tooLarge: ZipContent = { bytes: null, problem: 'too-large' }

/** Unpacks the bytes of a zip's entry by its method (APPNOTE 4.4.5), into no more than `most`. What stands before damage comes with the problem. */
export function unpack(packed: Buffer, method: number, most: number): ZipContent {
  try {
    if (method === 0) return packed.length > most ? tooLarge : { bytes: Uint8Array.from(packed), problem: null }
    // With a sync flush at the end, a cut stream gives what was in it.
    if (method === 8)
      return { bytes: inflateRawSync(packed, { maxOutputLength: Math.max(1, most), finishFlush: constants.Z_SYNC_FLUSH }), problem: null }
    if (method === 93) return { bytes: zstdDecompressSync(packed, { maxOutputLength: Math.max(1, most) }), problem: null }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') return tooLarge
  }
  return unpackForwards(packed, method, most)
}

/** Piece by piece, so that what stands before damage is given. */
function unpackForwards(packed: Buffer, method: number, most: number): ZipContent {
  const source = bytesSource(packed)
  const stream =
    method === 12 ? decodeBzip2(source) : method === 8 || method === 93 ? decodeNative(source, method === 8 ? 'deflate' : 'zstd') : null
  if (stream === null) return { bytes: null, problem: 'unreadable-attachment' }
  const pieces: Uint8Array[] = []
  let [length, problem]: [number, ProblemCode | null] = [0, null]
  try {
    for (const piece of stream) {
      length += piece.byteLength
      if (length > most) return tooLarge
      pieces.push(Uint8Array.from(piece))
    }
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error
    problem = 'unreadable-attachment'
  }
  return { bytes: length === 0 && problem !== null ? null : Buffer.concat(pieces), problem }
}
