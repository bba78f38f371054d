import type { ByteSource } from '../model/index.ts'
import { type ArchiveEntry, type ArchiveItem, innerName } from './archive-entry.ts'
import { piecesOf, sliceSource } from './byte-stream.ts'
import { containerLimits } from './container-limits.ts'

/**
 * tar: v7, ustar and pax (POSIX.1-2017 pax, "ustar Interchange Format"), GNU long names and base-256 sizes. Reads the headers alone, in order, so that
 * over a compressed tar it is one pass. A hard link stands for the bytes of the entry it names; symbolic links, devices, sparse files and files that began in another
 * volume are told.
 */
const block = 512
const blocksTogether = block * 128

interface Extended {
  path?: Buffer
  linkPath?: Buffer
  size?: number
  modifiedMs?: number
  sparse?: boolean
}

/** Entries of a tar in order. Damage ends it with a fault; what came before stands. Archives one behind the other are read as one. */
export function* readTar(source: ByteSource): Generator<ArchiveItem> {
  const places = new Map<string, ArchiveEntry>()
  let extended: Extended = {}
  let globals: Extended = {}
  let at = 0
  while (at + block <= source.size) {
    const header = Buffer.from(source.read(at, block))
    if (header.byteLength < block) break
    if (header.every((byte) => byte === 0)) {
      // Two blocks of zeros end an archive, and zeros fill it up to a tape's block; another may have been written behind them.
      at = afterZeros(source, at + block)
      continue
    }
    if (!isTarHeader(header)) {
      yield { fault: 'damaged-archive', position: at }
      // How long the file of a damaged header is isn't known: reading goes on at the next that holds.
      extended = {}
      at = nextHeader(source, at + block)
      continue
    }
    const type = String.fromCharCode(header[156] ?? 0)
    const data = at + block
    const declared = extended.size ?? number(header, 124, 12)
    // A size may be written for what has no data: then the next header follows at once.
    const size = hasData(type) || !isHeaderOrZeros(source, data) ? declared : 0
    const next = data + Math.ceil(size / block) * block
    const cut = data + size > source.size
    if (size < 0 || (cut && (data === source.size || !isContent(type)))) {
      yield { fault: 'damaged-archive', position: at }
      return
    }
    if ('xgLK'.includes(type)) {
      if (size > containerLimits.nameBytes * 64) yield { fault: 'damaged-archive', position: at }
      else if (type === 'x') extended = { ...globals, ...paxFields(source.read(data, size)) }
      else if (type === 'g') globals = { ...globals, ...paxFields(source.read(data, size)) }
      else extended = { ...extended, [type === 'L' ? 'path' : 'linkPath']: withoutNul(source.read(data, size)) }
      at = next
      continue
    }
    // The volume's label: a name and no file.
    if (type !== 'V') {
      const entry = entryOf(header, { ...globals, ...extended }, { type, data, size: Math.min(size, source.size - data) }, places)
      if (entry.name !== null && entry.kind === 'file') places.set(entry.name.toString('latin1'), entry)
      yield { entry }
      if (type === 'M' || laterPart.test(entry.shown)) yield { fault: 'unsupported-archive', position: at }
    }
    extended = {}
    // Of a last file that was cut off what is there is given, and told.
    if (cut) yield { fault: 'damaged-archive', position: at }
    at = next
  }
  if (at < source.size && Buffer.from(source.read(at, source.size - at)).some((byte) => byte !== 0))
    yield { fault: 'damaged-archive', position: at }
}

interface EntryData {
  readonly type: string
  /** Where its data begins. */
  readonly data: number
  /** Of what is there of it. */
  readonly size: number
}

function entryOf(
  header: Buffer,
  facts: Extended,
  { type, data, size }: EntryData,
  places: ReadonlyMap<string, ArchiveEntry>,
): ArchiveEntry {
  const written = facts.path ?? ownName(header)
  const base = {
    name: innerName(written),
    shown: written.toString('utf8'),
    modifiedMs: facts.modifiedMs ?? number(header, 136, 12) * 1000,
    fault: null,
  }
  const file = { ...base, kind: 'file', sizeBytes: size, steps: [['at', data, size]] } as const
  const sparse = type === 'S' || (isPlain(type) && facts.sparse === true)
  if (sparse) return { ...file, steps: null, fault: 'unsupported-archive' }
  const target = type === '1' ? innerName(facts.linkPath ?? text(header, 157, 100)) : null
  const linked = target === null ? undefined : places.get(target.toString('latin1'))
  if (linked) return { ...file, sizeBytes: linked.sizeBytes, steps: linked.steps }
  if (type === '1' && size === 0) return { ...base, kind: 'link', sizeBytes: 0, steps: null }
  // `D` holds the names of what a folder held when an incremental backup was made.
  if (type === 'D' || (size === 0 && (type === '5' || (isPlain(type) && written.at(-1) === 0x2f))))
    return { ...base, kind: 'folder', sizeBytes: 0, steps: null }
  if (isContent(type) || ((type === '1' || type === '5') && size > 0)) return file
  return { ...base, kind: type === '2' ? 'link' : 'special', sizeBytes: 0, steps: null }
}

/** Where the next header stands that holds, from a block on; the end where there is none. */
function nextHeader(source: ByteSource, from: number): number {
  for (const { bytes, offset } of piecesOf(sliceSource(source, from, source.size - from), blocksTogether))
    for (let at = 0; at + block <= bytes.byteLength; at += block) if (isTarHeader(bytes.subarray(at, at + block))) return from + offset + at
  return source.size
}

function isHeaderOrZeros(source: ByteSource, at: number): boolean {
  const bytes = source.read(at, Math.min(block, Math.max(0, source.size - at)))
  return isTarHeader(bytes) || bytes.every((byte) => byte === 0)
}

/** The first block behind `from` that isn't all zeros. */
function afterZeros(source: ByteSource, from: number): number {
  let at = from
  for (const { bytes } of piecesOf(sliceSource(source, from, source.size - from), blocksTogether)) {
    const other = bytes.findIndex((byte) => byte !== 0)
    if (other >= 0) return at + Math.floor(other / block) * block
    at += bytes.byteLength
  }
  return at
}

const isPlain = (type: string): boolean => type === '0' || type === '\0' || type === '7'
/** `M`: what a file that began in another volume goes on with. */
const isContent = (type: string): boolean => isPlain(type) || type === 'M'
/** As GNU tar names in pax archives what a file that began in another volume goes on with. */
const laterPart = /(?:^|\/)GNUFileParts\/[^/]*\.\d+$/u
/** Links, devices, folders and pipes have none (POSIX.1-2017 pax), but writers differ. */
const hasData = (type: string): boolean => !'123456V'.includes(type)

/** Whether 512 bytes are a tar header: the sum of its bytes is written in it. */
export function isTarHeader(bytes: Uint8Array): boolean {
  if (bytes.byteLength < block) return false
  const header = Buffer.from(bytes.buffer, bytes.byteOffset, block)
  const declared = number(header, 148, 8)
  if (declared <= 0) return false
  let unsigned = 8 * 32
  let signed = 8 * 32
  for (let index = 0; index < block; index++) {
    if (index >= 148 && index < 156) continue
    unsigned += header[index] as number
    signed += header.readInt8(index)
  }
  return (declared === unsigned || declared === signed) && header[0] !== 0
}

/** Octal digits, or GNU's base 256 where the first bit is set; -1 where unreadable. */
function number(header: Buffer, offset: number, length: number): number {
  if ((header[offset] ?? 0) & 0x80) {
    let value = (header[offset] ?? 0) & 0x7f
    for (let index = offset + 1; index < offset + length; index++) value = value * 256 + (header[index] ?? 0)
    return Number.isSafeInteger(value) ? value : -1
  }
  const digits = header
    .toString('latin1', offset, offset + length)
    .replace(/[\0 ]+$/u, '')
    .trim()
  if (digits === '') return 0
  return /^[0-7]+$/u.test(digits) ? Number.parseInt(digits, 8) : -1
}

function withoutNul(bytes: Uint8Array): Buffer {
  const view = Buffer.from(bytes)
  const end = view.indexOf(0)
  return end < 0 ? view : view.subarray(0, end)
}

function text(header: Buffer, offset: number, length: number): Buffer {
  return withoutNul(header.subarray(offset, offset + length))
}

function ownName(header: Buffer): Buffer {
  const name = text(header, 0, 100)
  // GNU tar keeps other things where ustar keeps the prefix, and says so by two blanks.
  const posix = header.toString('latin1', 257, 263) === 'ustar\0'
  const prefix = posix ? text(header, 345, 155) : Buffer.alloc(0)
  return prefix.byteLength === 0 ? name : Buffer.concat([prefix, Buffer.from('/'), name])
}

/** Records `length key=value\n` of a pax header. */
function paxFields(bytes: Uint8Array): Extended {
  const view = Buffer.from(bytes)
  const fields: Extended = {}
  for (let at = 0; at < view.byteLength; ) {
    const blank = view.indexOf(0x20, at)
    const length = blank < 0 ? Number.NaN : Number(view.toString('latin1', at, blank))
    if (!Number.isInteger(length) || length <= blank - at || at + length > view.byteLength) break
    const record = view.subarray(blank + 1, at + length - 1)
    const equals = record.indexOf(0x3d)
    const key = record.toString('latin1', 0, equals)
    const value = record.subarray(equals + 1)
    if (key === 'path') fields.path = Buffer.from(value)
    else if (key === 'linkpath') fields.linkPath = Buffer.from(value)
    else if (key === 'size' && /^\d+$/u.test(value.toString('latin1'))) fields.size = Number(value.toString('latin1'))
    else if (key === 'mtime') fields.modifiedMs = Math.floor(Number(value.toString('latin1')) * 1000) || 0
    else if (key.startsWith('GNU.sparse.')) fields.sparse = true
    at += length
  }
  return fields
}
