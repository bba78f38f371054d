import { crc32 } from 'node:zlib'
import type { ByteSource, ProblemCode } from '../model/index.ts'
import { sliceSource } from './byte-stream.ts'
import { decodeText, validUtf8 } from './charset.ts'
import { type ZipLimits, zipLimits } from './limits.ts'
import { type OldName, oldNames } from './old-names.ts'
import { isFolder, unicodeName } from './zip-record.ts'
import { findLocalHeader, type UnlistedStretch, unlistedStretches } from './zip-unlisted.ts'
import { unpack, type ZipContent } from './zip-unpack.ts'

/** One entry of a zip archive, as its directory tells. */
export interface ZipEntry {
  /** With `/` between folders, as stored: it may lead out (`../`), so it is never used as a path. */
  readonly name: string
  /** What else a name may be that doesn't say in what it is written. */
  readonly otherNames: readonly string[]
  readonly directory: boolean
  readonly encrypted: boolean
  /** APPNOTE 4.4.5: 0 stored, 8 deflated, 12 bzip2, 93 zstd; others aren't read. */
  readonly method: number
  readonly compressedBytes: number
  /** As declared; what is really in it may differ. */
  readonly sizeBytes: number
  readonly crc: number
  /** Of the local header. */
  readonly offset: number
}

/** As it stands in the archive; `old`: bytes of a name in a code page that nothing names. */
interface StoredEntry extends Omit<ZipEntry, 'otherNames'> {
  readonly old: Buffer | null
}

interface StoredDirectory extends Omit<ZipDirectory, 'entries' | 'comments'> {
  readonly entries: readonly StoredEntry[]
}

export interface ZipDirectory {
  /** In the directory's order, then those that it doesn't list. Empty where the file is no zip. */
  readonly entries: readonly ZipEntry[]
  /** What somebody noted on the archive, and on files in it (APPNOTE 4.4.18, 4.4.26). */
  readonly comments: readonly string[]
  readonly problems: readonly ProblemCode[]
}

/** Allowance for all that is unpacked of an archive and what is inside it. */
export interface ZipBudget {
  bytes: number
}

const localHeader = 0x04034b50
const directoryHeader = 0x02014b50
const directoryEnd = 0x06054b50
const directoryEnd64 = 0x06064b50
const locator64 = 0x07064b50

/**
 * The entries of a zip archive (APPNOTE 6.3.10 §4.3), from its central directory; where that is missing or damaged, from the local
 * headers, as far as they go. Bytes before the archive are allowed, as in self-extracting files. Another archive before it in the same bytes, and entries that the
 * directory leaves out, are read as well.
 */
export function readZipDirectory(source: ByteSource, limits: ZipLimits = zipLimits): ZipDirectory {
  const entries: StoredEntry[] = []
  const comments: string[] = []
  const problems = new Set<ProblemCode>()
  let before: ByteSource | null = source
  // More zips than these one after the other are an attack.
  for (let joined = 0; before !== null; joined++) {
    if (joined === maximumJoined) problems.add('too-many-parts')
    before = joined === maximumJoined ? null : readOne(before, limits, entries, comments, problems)
  }
  return { entries: named(entries), comments, problems: [...problems] }
}

const maximumJoined = 200

/** Adds what one zip holds. Gives what stands before it where that is another. */
function readOne(
  source: ByteSource,
  limits: ZipLimits,
  entries: StoredEntry[],
  comments: string[],
  problems: Set<ProblemCode>,
): ByteSource | null {
  const end = findEnd(source)
  const listed = end === null ? null : fromDirectory(source, end, limits, comments)
  const found = listed ?? fromLocalHeaders(source, 0, limits)
  const add = (more: StoredDirectory): void => {
    for (const problem of more.problems) problems.add(problem)
    const room = limits.entries - entries.length
    if (more.entries.length > room) problems.add('too-many-parts')
    entries.push(...more.entries.slice(0, room))
  }
  add(found)
  if (end !== null) addComment(view(source, end.endsAt - end.commentBytes, end.commentBytes), comments)
  if (end === null || listed === null || problems.has('too-many-parts') || problems.has('too-large')) return null
  let before: ByteSource | null = null
  for (const stretch of unlisted(source, end, listed.entries)) {
    if (stretch.kind === 'zip') before = sliceSource(source, 0, stretch.end)
    else add(fromStretch(source, stretch, limits))
  }
  return before
}

function unlisted(source: ByteSource, end: End, entries: readonly StoredEntry[]): Iterable<UnlistedStretch> {
  const stretches = entries.map((entry) => ({ at: entry.offset, end: dataStart(source, entry.offset) + entry.compressedBytes }))
  const byPlace = stretches.sort((left, right) => left.at - right.at)
  return unlistedStretches(source, byPlace, { at: end.start, end: end.endsAt }, (before) => findEnd(before) !== null)
}

/** What the directory says nothing of: entries by their own headers. Other bytes are told as damage. */
function fromStretch(source: ByteSource, { kind, at, end }: UnlistedStretch, limits: ZipLimits): StoredDirectory {
  const stretch = sliceSource(source, 0, end)
  const entries: StoredEntry[] = []
  for (let from: number | null = at; kind === 'entries' && from !== null && entries.length < limits.entries; ) {
    const more = fromLocalHeaders(stretch, from, limits)
    entries.push(...more.entries)
    const last = more.entries.at(-1)
    const next: number = last === undefined ? end : Math.max(from + 1, dataStart(stretch, last.offset) + last.compressedBytes)
    from = findLocalHeader(stretch, next, end)
  }
  return { entries, problems: ['unreadable-attachment'] }
}

/** Where an entry's data begins, behind its own header. */
function dataStart(source: ByteSource, offset: number): number {
  const head = Buffer.from(view(source, offset, 30))
  return head.length < 30 ? offset : offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28)
}

function view(source: ByteSource, offset: number, length: number): Buffer {
  const bytes = offset < 0 || offset >= source.size ? new Uint8Array() : source.read(offset, length)
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

interface End {
  readonly count: number
  readonly size: number
  /** Where the directory really begins. */
  readonly start: number
  /** Bytes before the archive, to be added to each offset. */
  readonly shift: number
  /** Behind the end record and the archive's comment. */
  readonly endsAt: number
  readonly commentBytes: number
}

/** The end record stands in the last 64 KiB, before the archive's comment; zip64's before it. */
function findEnd(source: ByteSource): End | null {
  const tailStart = Math.max(0, source.size - 65_557)
  const tail = Buffer.from(view(source, tailStart, source.size - tailStart))
  for (let at = tail.length - 22; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== directoryEnd) continue
    let count = tail.readUInt16LE(at + 10)
    let size = tail.readUInt32LE(at + 12)
    let offset = tail.readUInt32LE(at + 16)
    let recordAt = tailStart + at
    if (at >= 20 && tail.readUInt32LE(at - 20) === locator64) {
      const wide = view(source, Number(tail.readBigUInt64LE(at - 12)), 56)
      if (wide.length === 56 && wide.readUInt32LE(0) === directoryEnd64) {
        recordAt = Number(tail.readBigUInt64LE(at - 12))
        count = Number(wide.readBigUInt64LE(32))
        size = Number(wide.readBigUInt64LE(40))
        offset = Number(wide.readBigUInt64LE(48))
      }
    }
    const start = recordAt - size
    if (start < 0 || offset > start || (size === 0 && count > 0)) continue
    const commentBytes = tail.readUInt16LE(at + 20)
    return { count, size, start, shift: start - offset, endsAt: tailStart + at + 22 + commentBytes, commentBytes }
  }
  return null
}

function fromDirectory(source: ByteSource, end: End, limits: ZipLimits, comments: string[]): StoredDirectory | null {
  if (end.size > limits.directoryBytes) return { entries: [], problems: ['too-large'] }
  const bytes = Buffer.from(view(source, end.start, end.size))
  const entries: StoredEntry[] = []
  let at = 0
  while (at + 46 <= bytes.length && bytes.readUInt32LE(at) === directoryHeader) {
    if (entries.length >= limits.entries) return { entries, problems: ['too-many-parts'] }
    const flags = bytes.readUInt16LE(at + 8)
    const nameLength = bytes.readUInt16LE(at + 28)
    const extraLength = bytes.readUInt16LE(at + 30)
    const extra = bytes.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength)
    const wide = wideSizes(extra, bytes.readUInt32LE(at + 24), bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 42))
    const { name, old } = entryName(bytes.subarray(at + 46, at + 46 + nameLength), extra, (flags & 0x800) !== 0)
    entries.push({
      name,
      old,
      directory: isFolder(old ?? Buffer.from(name), 0, { size: wide.size, packed: wide.compressed }),
      encrypted: (flags & 1) !== 0,
      method: bytes.readUInt16LE(at + 10),
      compressedBytes: wide.compressed,
      sizeBytes: wide.size,
      crc: bytes.readUInt32LE(at + 16),
      offset: wide.offset + end.shift,
    })
    const comment = at + 46 + nameLength + extraLength
    const next = comment + bytes.readUInt16LE(at + 32)
    addComment(bytes.subarray(comment, next), comments)
    at = next
  }
  if (entries.length === 0 && end.count > 0) return null
  return { entries, problems: entries.length < end.count ? ['unreadable-attachment'] : [] }
}

function addComment(written: Buffer, comments: string[]): void {
  const { text } = decodeText(written, null)
  if (/[\p{L}\p{N}]/u.test(text)) comments.push(text)
}

/** APPNOTE 4.5.3: the fields that don't fit into 32 bits, in this order, only those that are needed. */
function wideSizes(extra: Buffer, size: number, compressed: number, offset: number) {
  let at = 0
  while (at + 4 <= extra.length) {
    const length = extra.readUInt16LE(at + 2)
    if (extra.readUInt16LE(at) === 1) {
      let field = at + 4
      const next = (value: number): number => {
        if (value !== 0xffffffff || field + 8 > extra.length) return value
        field += 8
        return Number(extra.readBigUInt64LE(field - 8))
      }
      const wideSize = next(size)
      const wideCompressed = next(compressed)
      return { size: wideSize, compressed: wideCompressed, offset: next(offset) }
    }
    at += 4 + length
  }
  return { size, compressed, offset }
}

/** Without a directory: one local header after the other. A size that only follows its data is found by the next signature. */
function fromLocalHeaders(source: ByteSource, from: number, limits: ZipLimits): StoredDirectory {
  const entries: StoredEntry[] = []
  let at = from
  while (at + 30 <= source.size) {
    const head = Buffer.from(view(source, at, 30))
    if (head.length < 30 || head.readUInt32LE(0) !== localHeader) break
    if (entries.length >= limits.entries) return { entries, problems: ['too-many-parts'] }
    const flags = head.readUInt16LE(6)
    const nameLength = head.readUInt16LE(26)
    const start = at + 30 + nameLength + head.readUInt16LE(28)
    const names = Buffer.from(view(source, at + 30, start - at - 30))
    const { name, old } = entryName(names.subarray(0, nameLength), names.subarray(nameLength), (flags & 0x800) !== 0)
    const known = (flags & 8) === 0
    const dataEnd = known ? Math.min(source.size, start + head.readUInt32LE(18)) : nextSignature(source, start)
    entries.push({
      name,
      old,
      directory: isFolder(old ?? Buffer.from(name), 0, { size: known ? head.readUInt32LE(22) : 0, packed: dataEnd - start }),
      encrypted: (flags & 1) !== 0,
      method: head.readUInt16LE(8),
      compressedBytes: Math.max(0, dataEnd - start),
      sizeBytes: known ? head.readUInt32LE(22) : 0,
      // Not known where it only follows: then it isn't compared.
      crc: known ? head.readUInt32LE(14) : 0,
      offset: at,
    })
    if (dataEnd <= at) break
    at = known ? dataEnd : afterDescriptor(source, dataEnd)
  }
  return { entries, problems: ['unreadable-attachment'] }
}

const scanStep = 1_048_576

function nextSignature(source: ByteSource, from: number): number {
  for (let at = from; at < source.size; at += scanStep) {
    const window = view(source, at, scanStep + 3)
    for (let found = window.indexOf('PK'); found >= 0 && found + 4 <= window.length; found = window.indexOf('PK', found + 1)) {
      const signature = window.readUInt32LE(found)
      if (signature === 0x08074b50 || signature === localHeader || signature === directoryHeader) return at + found
    }
  }
  return source.size
}

function afterDescriptor(source: ByteSource, at: number): number {
  const head = view(source, at, 4)
  return head.length === 4 && head.readUInt32LE(0) === 0x08074b50 ? nextSignature(source, at + 4) : at
}

/**
 * A name in UTF-8, as its flag or a field says (APPNOTE appendix D), or as it can be: many writers set no flag. Else its bytes.
 * @param extra fields, of which one may hold the name in UTF-8 beside one in an old code page
 */
function entryName(bytes: Buffer, extra: Buffer, utf8: boolean): { readonly name: string; readonly old: Buffer | null } {
  const text = unicodeName(extra)?.toString('utf8') ?? validUtf8(bytes) ?? (utf8 ? bytes.toString('utf8') : null)
  return text === null ? { name: '', old: bytes } : { name: slashed(text), old: null }
}

const slashed = (name: string): string => name.replaceAll('\\', '/')

/** Names in old code pages, read together, since one page holds for all of an archive. */
function named(entries: readonly StoredEntry[]): ZipEntry[] {
  const found = oldNames(
    entries.flatMap(({ old }) => old ?? []),
    'dos',
  )
  let next = 0
  return entries.map(({ old, ...entry }) => {
    const { name, others } = old === null ? { name: entry.name, others: [] } : (found[next++] as OldName)
    return { ...entry, name: slashed(name), otherNames: others.map(slashed) }
  })
}

/**
 * Unpacks one entry and takes its size off the budget. Never throws: what is encrypted, packed in another way, damaged or larger than
 * the limits is a problem, and what could be read of it comes with it.
 */
export function readZipEntry(source: ByteSource, entry: ZipEntry, budget: ZipBudget, limits: ZipLimits = zipLimits): ZipContent {
  if (entry.encrypted) return { bytes: null, problem: 'password-protected' }
  const head = Buffer.from(view(source, entry.offset, 30))
  if (head.length < 30 || head.readUInt32LE(0) !== localHeader) return { bytes: null, problem: 'unreadable-attachment' }
  const start = entry.offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28)
  const most = Math.min(limits.entryBytes, budget.bytes)
  // Asking for no more than a reader may take also keeps a lying size from being allocated.
  if (entry.compressedBytes > most) return { bytes: null, problem: 'too-large' }
  const packed = view(source, start, entry.compressedBytes)
  const cut = packed.length < entry.compressedBytes
  const bound = Math.min(most, Math.max(limits.ratioFreeBytes, packed.length * limits.ratio))
  const { bytes, problem } = unpack(packed, entry.method, bound)
  if (bytes === null) return { bytes, problem }
  budget.bytes -= bytes.byteLength
  const damaged = cut || (entry.crc !== 0 && crc32(bytes) !== entry.crc)
  return { bytes, problem: damaged ? 'unreadable-attachment' : problem }
}

/** Whether bytes begin as a zip archive does. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && ((bytes[2] === 3 && bytes[3] === 4) || (bytes[2] === 5 && bytes[3] === 6))
}
