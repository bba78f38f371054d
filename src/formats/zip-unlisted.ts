import type { ByteSource } from '../model/index.ts'
import { isZeroFrom, sliceSource } from './byte-stream.ts'
import { localMark } from './zip-record.ts'

/** Bytes of a zip from `at` up to `end`. */
export interface ZipStretch {
  readonly at: number
  readonly end: number
}

/**
 * What stands in a zip and its directory doesn't know of. `zip`: the beginning of the file is another one, as where two were written one after the other;
 * `entries`: entries that were left out, by the header at `at`; `bytes`: something else.
 */
export interface UnlistedStretch extends ZipStretch {
  readonly kind: 'zip' | 'entries' | 'bytes'
}

const headerBytes = 30
const scanBytes = 1024 * 1024

/**
 * The stretches that no record of the directory covers. What is shorter than an entry's header is none: behind an entry its size may follow, and padding.
 * A program before the zip, which unpacks it, is none either.
 * @param listed in order of `at`
 * @param directory of it, its end record included
 * @param endsAsZip whether a zip ends where the first bytes of the source do
 */
export function* unlistedStretches(
  source: ByteSource,
  listed: readonly ZipStretch[],
  directory: ZipStretch,
  endsAsZip: (before: ByteSource) => boolean,
): Generator<UnlistedStretch> {
  const first = listed[0]?.at ?? directory.at
  if (first >= headerBytes) {
    const before = sliceSource(source, 0, first)
    if (isLocalHeader(source, 0, first) || endsAsZip(before)) yield { kind: 'zip', at: 0, end: first }
  }
  let from = first
  for (const { at, end } of [...listed, directory]) {
    yield* between(source, from, Math.min(at, source.size))
    from = Math.max(from, end)
  }
  yield* between(source, from, source.size)
}

function* between(source: ByteSource, from: number, to: number): Generator<UnlistedStretch> {
  if (to - from < headerBytes) return
  const at = findLocalHeader(source, from, to)
  if (at !== null) yield { kind: 'entries', at, end: to }
  else if (!isZeroFrom(sliceSource(source, 0, to), from)) yield { kind: 'bytes', at: from, end: to }
}

/** Where the first header of an entry stands from `from` on. */
export function findLocalHeader(source: ByteSource, from: number, to: number): number | null {
  for (let at = from; at < to; at += scanBytes) {
    const bytes = Buffer.from(source.read(at, Math.min(scanBytes + 3, to - at)))
    for (let found = bytes.indexOf('PK\x03\x04'); found >= 0; found = bytes.indexOf('PK\x03\x04', found + 1))
      if (isLocalHeader(source, at + found, to)) return at + found
  }
  return null
}

/** Whether what stands there is an entry's header (APPNOTE 6.3.10 §4.3.7) and not by chance the four bytes that it begins with. */
function isLocalHeader(source: ByteSource, at: number, to: number): boolean {
  const header = Buffer.from(source.read(at, headerBytes))
  if (header.byteLength < headerBytes || header.readUInt32LE(0) !== localMark) return false
  const nameLength = header.readUInt16LE(26)
  // Versions up to 6.3 are defined, methods up to 99.
  return (header[4] ?? 0) <= 63 && header.readUInt16LE(8) <= 99 && nameLength > 0 && at + headerBytes + nameLength <= to
}
