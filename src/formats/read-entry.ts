import type { ByteSource } from '../model/index.ts'
import type { ArchiveEntry } from './archive-entry.ts'
import { DecodeError, type DecodeFault } from './byte-stream.ts'
import { takeStep } from './place.ts'
import type { InnerStep } from './place-step.ts'

/** What reading an entry gave: all of it, or what stands before damage (or is there with another checksum) and the fault, or only the fault. */
export interface EntryBytes {
  readonly bytes: Uint8Array | null
  readonly fault: DecodeFault | null
}

/** The bytes of an archive's entry, if they are no more than `maximumBytes`; a fault where they can't be read, or not in whole. */
export function readEntry(archive: ByteSource, entry: ArchiveEntry, maximumBytes: number): EntryBytes {
  const { steps } = entry
  if (steps === null) return { bytes: null, fault: entry.fault ?? 'unsupported-archive' }
  try {
    const source = steps.reduce(takeStep, archive)
    if (source.size > maximumBytes) return { bytes: null, fault: 'expands-too-much' }
    const bytes = source.read(0, source.size)
    if (bytes.byteLength === source.size) return { bytes, fault: null }
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error
    if (error.code !== 'damaged-archive') return { bytes: null, fault: error.code }
  }
  const { bytes } = readableBytes(steps.map(unchecked).reduce(takeStep, archive), maximumBytes)
  return { bytes: bytes.byteLength === 0 ? null : bytes, fault: 'damaged-archive' }
}

function unchecked(step: InnerStep): InnerStep {
  return step[0] === 'part' ? ['at', step[1], step[2]] : step
}

/** What can be read of a source from its beginning on, up to `maximumBytes`, and what ended it before its end. */
export function readableBytes(
  source: ByteSource,
  maximumBytes: number,
): { readonly bytes: Uint8Array; readonly fault: DecodeFault | null } {
  const pieces: Uint8Array[] = []
  let room = maximumBytes
  try {
    for (const piece of readablePieces(source)) {
      pieces.push(piece.subarray(0, room))
      room -= piece.byteLength
      if (room < 0) return { bytes: Buffer.concat(pieces), fault: 'expands-too-much' }
    }
  } catch (error) {
    if (error instanceof DecodeError) return { bytes: Buffer.concat(pieces), fault: error.code }
    throw error
  }
  return { bytes: Buffer.concat(pieces), fault: null }
}

const pieceBytes = 256 * 1024

/** A source from its beginning on, in pieces. @throws DecodeError where it is damaged, after all that stands before */
export function* readablePieces(source: ByteSource): Generator<Uint8Array> {
  let damage: DecodeError | null = null
  for (let at = 0; at < source.size; ) {
    let bytes: Uint8Array
    try {
      bytes = source.read(at, Math.min(pieceBytes, source.size - at))
    } catch (error) {
      if (damage !== null || !(error instanceof DecodeError)) throw error
      // A stream that failed gives what it made before, if asked once more.
      damage = error
      continue
    }
    if (bytes.byteLength === 0) break
    at += bytes.byteLength
    yield bytes
  }
  if (damage !== null) throw damage
}
