import { crc32 } from 'node:zlib'
import {
  type ArchiveEntry,
  type Compression,
  compressions,
  DecodeError,
  type InnerStep,
  measure,
  readablePieces,
} from '../formats/mail-side.ts'
import type { ByteSource, ExceptionCode } from '../model/index.ts'

/** What can be read of an entry that isn't as its archive says. */
export interface ReadableEntry {
  readonly steps: readonly InnerStep[]
  readonly sizeBytes: number
  /** `not-as-declared`: all of it is there, but its size or checksum is another. */
  readonly code: Extract<ExceptionCode, 'damaged-archive' | 'not-as-declared' | 'expands-too-much'>
}

/** Opens steps from an archive's bytes; null where that would be too much to read. */
export type OpenSteps = (steps: readonly InnerStep[]) => ByteSource | null

/** A packer writes two bytes for nothing at all. */
const emptyPackedBytes = 2

/** Whether an entry that was opened, and perhaps read in part, is to its end what the archive says. Goes on from where it was read to. */
export function holds(source: ByteSource, { sum = null }: Pick<ArchiveEntry, 'sum'>, steps: readonly InnerStep[]): boolean {
  if (steps.every(([step]) => step === 'at')) return sum === null || readThrough(source).sum === sum
  const [first] = steps
  if (source.size === 0) return first?.[0] !== 'at' || first[2] <= emptyPackedBytes || steps.at(-1)?.[0] === 'part'
  try {
    return source.read(source.size - 1, 1).byteLength === 1
  } catch (error) {
    if (error instanceof DecodeError) return false
    throw error
  }
}

/** What stands before the damage of an entry that doesn't hold; null where that is nothing. */
export function readableOf(steps: readonly InnerStep[], open: OpenSteps, allow: (bytes: number) => boolean): ReadableEntry | null {
  const last = steps.at(-1)
  const before = steps.slice(0, -1)
  if (last === undefined) return null
  if (last[0] === 'at' || last[0] === 'part') {
    const { length } = readThrough(open([...before, ['at', last[1], last[2]]]))
    return readable([...before, ['at', last[1], length]], length, length < last[2] ? 'damaged-archive' : 'not-as-declared')
  }
  const kind = [...compressions, 'deflate' as const].find((each) => each === last[0])
  const packed = kind === undefined ? null : open(before)
  if (kind === undefined || packed === null) return null
  const { size, fault } = measure(packed, kind, 0, allow)
  const code = fault === null ? 'not-as-declared' : fault.code === 'expands-too-much' ? fault.code : 'damaged-archive'
  return readable([...before, cutAt(kind, size)], size, code)
}

function cutAt(kind: Compression | 'deflate', size: number): InnerStep {
  return [kind, size, 'cut'] as InnerStep
}

function readable(steps: readonly InnerStep[], sizeBytes: number, code: ReadableEntry['code']): ReadableEntry | null {
  return sizeBytes === 0 ? null : { steps, sizeBytes, code }
}

/** Length and CRC-32 of what can be read from the beginning on. */
function readThrough(source: ByteSource | null): { readonly length: number; readonly sum: number } {
  let [length, sum] = [0, 0]
  try {
    for (const bytes of source === null ? [] : readablePieces(source)) {
      sum = crc32(bytes, sum)
      length += bytes.byteLength
    }
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error
  }
  return { length, sum }
}
