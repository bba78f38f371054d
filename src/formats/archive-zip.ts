import type { ByteSource } from '../model/index.ts'
import { type ArchiveEntry, type ArchiveItem, innerName } from './archive-entry.ts'
import { sliceSource } from './byte-stream.ts'
import { namesInUtf8 } from './old-names.ts'
import { readLocalHeaders } from './zip-local.ts'
import { directoryMark, dosTime, isFolder, isProtected, largeSizes, localMark, stepsOf, unicodeName } from './zip-record.ts'
import { findLocalHeader, type UnlistedStretch, unlistedStretches, type ZipStretch } from './zip-unlisted.ts'

/**
 * zip (APPNOTE.TXT 6.3.10, with zip64): the central directory, by which every reader goes; where it is missing, since the end was cut off, the local
 * headers. Entries come in the order of their data, so that over a compressed outer stream they are one pass.
 *
 * To read a zip that is in memory: `for (const item of readZip(bytesSource(bytes)))`, each either `{ entry }` or, last of all, `{ fault }`; then
 * `readEntry(bytesSource(bytes), entry, maximumBytes)` of `read-entry.ts` gives an entry's bytes, or the fault that keeps them (a password, damage, more
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
  /** Behind the end record and its comment. */
  readonly end: number
  readonly entries: number
  /** Bytes before the zip's own start (a program that unpacks itself). */
  readonly shift: number
}

/** An entry, and all that belongs to it before the directory. */
interface Listed extends ZipStretch {
  readonly entry: ArchiveEntry
}

/**
 * Entries of a zip, those that its directory doesn't list too: of a zip that stands before it in the same file, and what was left out. Damage is a fault; what came
 * before stands.
 */
export function* readZip(source: ByteSource): Generator<ArchiveItem> {
  yield* readJoined(source, 0)
}

/** More zips than these in one file are an attack. */
const maximumJoined = 200

/** @param joined how many zips of the file end behind `source` */
function* readJoined(source: ByteSource, joined: number): Generator<ArchiveItem> {
  const directory = findDirectory(source)
  if (directory === null) {
    yield* readLocalHeaders(source, 0)
    yield { fault: 'damaged-archive', position: source.size }
    return
  }
  const { listed, stoppedAt } = readDirectory(source, directory)
  listed.sort((left, right) => left.at - right.at)
  let next = 0
  for (const stretch of unlistedStretches(source, listed, { at: directory.offset, end: directory.end }, endsAsZip)) {
    for (let item = listed[next]; item !== undefined && item.at < stretch.at; item = listed[++next]) yield { entry: item.entry }
    yield* readUnlisted(source, stretch, joined)
  }
  for (const { entry } of listed.slice(next)) yield { entry }
  if (stoppedAt !== null) yield { fault: 'damaged-archive', position: stoppedAt }
}

function* readUnlisted(source: ByteSource, { kind, at, end }: UnlistedStretch, joined: number): Generator<ArchiveItem> {
  const stretch = sliceSource(source, 0, end)
  if (kind === 'zip' && joined < maximumJoined) {
    yield* readJoined(stretch, joined + 1)
    return
  }
  for (let from: number | null = at; kind === 'entries' && from !== null && from < end; from = findLocalHeader(stretch, from, end))
    from = yield* readLocalHeaders(stretch, from)
  yield { fault: 'outside-directory', position: at }
}

/** All records of the directory; `stoppedAt`: where it is damaged, or has not as many as it says. */
function readDirectory(source: ByteSource, directory: Directory): { listed: Listed[]; stoppedAt: number | null } {
  const records: Buffer[] = []
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
    records.push(record)
    at += length
  }
  // Counts above 65,535 stand modulo that in zips without zip64.
  const whole = at >= end && (records.length - directory.entries) % 65_536 === 0
  // One code page holds for all of them.
  const names = namesInUtf8(records.map(writtenName), 'dos')
  const listed = records.map((record, index) => entryOf(source, record, names[index] ?? writtenName(record), directory))
  return { listed, stoppedAt: whole ? null : at }
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
    const end = own + 22 + tail.readUInt16LE(at + 20)
    const large = at >= 20 && tail.readUInt32LE(at - 20) === end64Locator ? zip64(source, Number(tail.readBigUInt64LE(at - 12)), own) : null
    if (large !== null) return { ...large, end }
    const shift = own - size - offset
    if (shift < 0 || !isDirectory(source, own - size, size, entries)) continue
    return { offset: own - size, size, end, entries, shift }
  }
  return null
}

function zip64(source: ByteSource, declaredAt: number, endAt: number): Omit<Directory, 'end'> | null {
  // Where something was put before the zip, the declared offset is short by its length.
  for (const at of [declaredAt, endAt - 20 - 56]) {
    const record = at >= 0 && at + 56 <= source.size ? Buffer.from(source.read(at, 56)) : null
    if (record === null || record.byteLength < 56 || record.readUInt32LE(0) !== end64Mark) continue
    const size = Number(record.readBigUInt64LE(40))
    const offset = Number(record.readBigUInt64LE(48))
    const entries = Number(record.readBigUInt64LE(32))
    const shift = at - size - offset
    if (shift < 0 || !isDirectory(source, at - size, size, entries)) continue
    return { offset: at - size, size, entries, shift }
  }
  return null
}

function isDirectory(source: ByteSource, at: number, size: number, entries: number): boolean {
  if (size === 0) return entries === 0
  const mark = Buffer.from(source.read(at, 4))
  return mark.byteLength === 4 && mark.readUInt32LE(0) === directoryMark
}

/** The name of a directory's record, or the one in UTF-8 that stands beside it. */
function writtenName(record: Buffer): Buffer {
  const nameEnd = 46 + record.readUInt16LE(28)
  return unicodeName(record.subarray(nameEnd, nameEnd + record.readUInt16LE(30))) ?? record.subarray(46, nameEnd)
}

function entryOf(source: ByteSource, record: Buffer, written: Buffer, directory: Directory): Listed {
  const flags = record.readUInt16LE(8)
  const method = record.readUInt16LE(10)
  const nameLength = record.readUInt16LE(28)
  const nameBytes = record.subarray(46, 46 + nameLength)
  const extra = record.subarray(46 + nameLength, 46 + nameLength + record.readUInt16LE(30))
  const sizes = largeSizes(extra, record.readUInt32LE(24), record.readUInt32LE(20), record.readUInt32LE(42))
  const at = sizes.local + directory.shift
  const unix = record.readUInt16LE(4) >> 8 === 3 ? (record.readUInt32LE(38) >>> 16) & 0o170000 : 0
  const name = innerName(written, true)
  const folder = isFolder(nameBytes, unix, sizes)
  const kind = unix === 0o120000 ? 'link' : folder ? 'folder' : [0, 0o100000, 0o040000].includes(unix) ? 'file' : 'special'
  const base = {
    name: name === null ? null : Buffer.from(name),
    shown: written.toString('utf8'),
    kind,
    sizeBytes: sizes.size,
    modifiedMs: dosTime(record.readUInt16LE(12), record.readUInt16LE(14)),
  } as const
  const local = Buffer.from(source.read(at, 30))
  // Where it really ends isn't known then: what follows up to the directory may be its data.
  if (local.byteLength < 30 || local.readUInt32LE(0) !== localMark)
    return { at, end: directory.offset, entry: { ...base, steps: null, fault: kind === 'file' ? 'damaged-archive' : null } }
  const start = at + 30 + local.readUInt16LE(26) + local.readUInt16LE(28)
  const end = start + sizes.packed
  if (kind !== 'file') return { at, end, entry: { ...base, steps: null, fault: null } }
  if (isProtected(flags, method)) return { at, end, entry: { ...base, steps: null, fault: 'protected-archive' } }
  if (end > source.size) return { at, end, entry: { ...base, steps: null, fault: 'damaged-archive' } }
  const steps = stepsOf(method, start, sizes.packed, sizes.size, record.readUInt32LE(16))
  const sum = method === 0 ? record.readUInt32LE(16) : null
  return { at, end, entry: { ...base, steps, fault: steps === null ? 'unsupported-archive' : null, sum } }
}
