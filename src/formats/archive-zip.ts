import type { ByteSource } from '../model/index.ts'
import { type ArchiveEntry, type ArchiveItem, innerName } from './archive-entry.ts'
import { readLocalHeaders } from './zip-local.ts'
import { directoryMark, dosTime, isProtected, largeSizes, localMark, stepsOf, unicodeName } from './zip-record.ts'

/**
 * zip (APPNOTE.TXT 6.3.10, with zip64): the central directory, by which every reader goes; where it is missing, since the end was cut off, the local
 * headers. Entries come in the order of their data, so that over a compressed outer stream they are one pass.
 *
 * To read a zip that is in memory: `for (const item of readZip(bytesSource(bytes)))`, each either `{ entry }` or, last of all, `{ fault }`; then
 * `readEntry(bytesSource(bytes), entry, maximumBytes)` of `place.ts` gives an entry's bytes, or the fault that keeps them (a password, damage, more
 * than `maximumBytes`). Names are checked: `entry.name` is null where it leads out. Callers count entries and depth against `containerLimits`.
 */
const endMark = 0x06054b50
const end64Locator = 0x07064b50
const end64Mark = 0x06064b50
/** The end record stands behind a comment of at most 64 kB. */
const endBytes = 22 + 65_535
const directoryChunk = 1024 * 1024

interface Directory {
  readonly offset: number
  readonly size: number
  readonly entries: number
  /** Bytes before the zip's own start (a program that unpacks itself). */
  readonly shift: number
}

/** Entries of a zip. Damage ends it with a fault; what came before stands. */
export function* readZip(source: ByteSource): Generator<ArchiveItem> {
  const directory = findDirectory(source)
  if (directory === null) {
    yield* readLocalHeaders(source)
    yield { fault: 'damaged-archive', position: source.size }
    return
  }
  const found: { readonly at: number; readonly item: ArchiveItem }[] = []
  const end = Math.min(source.size, directory.offset + directory.size)
  let chunk: Buffer = Buffer.alloc(0)
  let chunkAt = directory.offset
  const read = (at: number, length: number): Buffer => {
    if (at < chunkAt || at + length > chunkAt + chunk.byteLength) {
      chunk = Buffer.from(source.read(at, Math.min(Math.max(directoryChunk, length), Math.max(0, end - at))))
      chunkAt = at
    }
    return chunk.subarray(at - chunkAt, at - chunkAt + length)
  }
  let at = directory.offset
  while (at + 46 <= end) {
    const header = read(at, 46)
    if (header.byteLength < 46 || header.readUInt32LE(0) !== directoryMark) break
    const length = 46 + header.readUInt16LE(28) + header.readUInt16LE(30) + header.readUInt16LE(32)
    const record = read(at, length)
    if (record.byteLength < length) break
    const { entry, dataAt } = entryOf(source, record, directory.shift)
    found.push({ at: dataAt, item: { entry } })
    at += length
  }
  found.sort((left, right) => left.at - right.at)
  for (const { item } of found) yield item
  // Counts above 65,535 stand modulo that in zips without zip64.
  if (at < end || (found.length - directory.entries) % 65_536 !== 0) yield { fault: 'damaged-archive', position: at }
}

/** Whether a zip ends there, wherever it begins: one that unpacks itself has a program before it. */
export function endsAsZip(source: ByteSource): boolean {
  return findDirectory(source) !== null
}

function findDirectory(source: ByteSource): Directory | null {
  const from = Math.max(0, source.size - endBytes)
  const tail = Buffer.from(source.read(from, source.size - from))
  for (let at = tail.byteLength - 22; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== endMark || at + 22 + tail.readUInt16LE(at + 20) > tail.byteLength) continue
    const own = from + at
    const size = tail.readUInt32LE(at + 12)
    const offset = tail.readUInt32LE(at + 16)
    const entries = tail.readUInt16LE(at + 10)
    const large = at >= 20 && tail.readUInt32LE(at - 20) === end64Locator ? zip64(source, Number(tail.readBigUInt64LE(at - 12)), own) : null
    if (large !== null) return large
    const shift = own - size - offset
    if (shift < 0 || !isDirectory(source, own - size, entries)) continue
    return { offset: own - size, size, entries, shift }
  }
  return null
}

function zip64(source: ByteSource, declaredAt: number, endAt: number): Directory | null {
  // Where something was put before the zip, the declared offset is short by its length.
  for (const at of [declaredAt, endAt - 20 - 56]) {
    const record = at >= 0 && at + 56 <= source.size ? Buffer.from(source.read(at, 56)) : null
    if (record === null || record.byteLength < 56 || record.readUInt32LE(0) !== end64Mark) continue
    const size = Number(record.readBigUInt64LE(40))
    const offset = Number(record.readBigUInt64LE(48))
    const entries = Number(record.readBigUInt64LE(32))
    const shift = at - size - offset
    if (shift < 0 || !isDirectory(source, at - size, entries)) continue
    return { offset: at - size, size, entries, shift }
  }
  return null
}

function isDirectory(source: ByteSource, at: number, entries: number): boolean {
  if (entries === 0) return true
  const mark = Buffer.from(source.read(at, 4))
  return mark.byteLength === 4 && mark.readUInt32LE(0) === directoryMark
}

function entryOf(source: ByteSource, record: Buffer, shift: number): { readonly entry: ArchiveEntry; readonly dataAt: number } {
  const flags = record.readUInt16LE(8)
  const method = record.readUInt16LE(10)
  const nameLength = record.readUInt16LE(28)
  const nameBytes = record.subarray(46, 46 + nameLength)
  const extra = record.subarray(46 + nameLength, 46 + nameLength + record.readUInt16LE(30))
  const sizes = largeSizes(extra, record.readUInt32LE(24), record.readUInt32LE(20), record.readUInt32LE(42))
  const dataAt = sizes.local + shift
  const unix = record.readUInt16LE(4) >> 8 === 3 ? (record.readUInt32LE(38) >>> 16) & 0o170000 : 0
  const name = innerName(unicodeName(extra) ?? nameBytes, true)
  const folder = nameBytes.at(-1) === 0x2f || nameBytes.at(-1) === 0x5c || unix === 0o040000
  const kind = unix === 0o120000 ? 'link' : folder ? 'folder' : unix === 0 || unix === 0o100000 ? 'file' : 'special'
  const base = {
    name: name === null ? null : Buffer.from(name),
    shown: nameBytes.toString('utf8'),
    kind,
    sizeBytes: sizes.size,
    modifiedMs: dosTime(record.readUInt16LE(12), record.readUInt16LE(14)),
  } as const
  if (kind !== 'file') return { dataAt, entry: { ...base, steps: null, fault: null } }
  if (isProtected(flags, method)) return { dataAt, entry: { ...base, steps: null, fault: 'protected-archive' } }
  const local = Buffer.from(source.read(dataAt, 30))
  if (local.byteLength < 30 || local.readUInt32LE(0) !== localMark)
    return { dataAt, entry: { ...base, steps: null, fault: 'damaged-archive' } }
  const start = dataAt + 30 + local.readUInt16LE(26) + local.readUInt16LE(28)
  if (start + sizes.packed > source.size) return { dataAt, entry: { ...base, steps: null, fault: 'damaged-archive' } }
  const steps = stepsOf(method, start, sizes.packed, sizes.size, record.readUInt32LE(16))
  return { dataAt, entry: { ...base, steps, fault: steps === null ? 'unsupported-archive' : null } }
}
