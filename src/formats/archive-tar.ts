import type { ByteSource } from '../model/index.ts'
import { type ArchiveEntry, type ArchiveItem, innerName } from './archive-entry.ts'
import { piecesOf, sliceSource } from './byte-stream.ts'
import { containerLimits } from './container-limits.ts'

/**
 * tar: v7, ustar and pax (POSIX.1-2017 pax, "ustar Interchange Format"), GNU long names and base-256 sizes. Reads the headers alone, in order, so that
 * over a compressed tar it is one pass. A hard link stands for the bytes of the entry it names; symbolic links, devices and sparse files are told.
 */
const block = 512
const zerosTogether = block * 128

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
    const size = extended.size ?? number(header, 124, 12)
    const data = at + block
    const next = data + Math.ceil(size / block) * block
    const cut = data + size > source.size
    if (size < 0 || (cut && (data === source.size || !isPlain(type)))) {
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
    if (type === 'V') {
      // The volume's label: a name and no file.
      at = next
      continue
    }
    const facts = { ...globals, ...extended }
    extended = {}
    const written = facts.path ?? ownName(header)
    const name = innerName(written)
    const target = type === '1' ? innerName(facts.linkPath ?? text(header, 157, 100)) : null
    const base = {
      name,
      shown: written.toString('utf8'),
      modifiedMs: facts.modifiedMs ?? number(header, 136, 12) * 1000,
      fault: null,
    }
    const linked = target === null ? undefined : places.get(target.toString('latin1'))
    let entry: ArchiveEntry
    if (type === '1')
      entry = linked
        ? { ...base, kind: 'file', sizeBytes: linked.sizeBytes, steps: linked.steps }
        : { ...base, kind: 'link', sizeBytes: 0, steps: null }
    else if (type === '2') entry = { ...base, kind: 'link', sizeBytes: 0, steps: null }
    else if (type === '5' || (isPlain(type) && size === 0 && written.at(-1) === 0x2f))
      entry = { ...base, kind: 'folder', sizeBytes: 0, steps: null }
    else if (isPlain(type) && facts.sparse !== true) {
      const length = Math.min(size, source.size - data)
      entry = { ...base, kind: 'file', sizeBytes: length, steps: [['at', data, length]] }
    } else if (isPlain(type) || type === 'S') entry = { ...base, kind: 'file', sizeBytes: size, steps: null, fault: 'unsupported-archive' }
    else entry = { ...base, kind: 'special', sizeBytes: 0, steps: null }
    if (name !== null && entry.kind === 'file') places.set(name.toString('latin1'), entry)
    yield { entry }
    // Of a last file that was cut off what is there is given, and told.
    if (cut) yield { fault: 'damaged-archive', position: at }
    at = next
  }
  if (at < source.size && Buffer.from(source.read(at, source.size - at)).some((byte) => byte !== 0))
    yield { fault: 'damaged-archive', position: at }
}

function nextHeader(source: ByteSource, from: number): number {
  for (let at = from; at + block <= source.size; at += block) if (isTarHeader(source.read(at, block))) return at
  return source.size
}

/** The first block behind `from` that isn't all zeros. */
function afterZeros(source: ByteSource, from: number): number {
  let at = from
  for (const { bytes } of piecesOf(sliceSource(source, from, source.size - from), zerosTogether)) {
    const other = bytes.findIndex((byte) => byte !== 0)
    if (other >= 0) return at + Math.floor(other / block) * block
    at += bytes.byteLength
  }
  return at
}

const isPlain = (type: string): boolean => type === '0' || type === '\0' || type === '7'

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
