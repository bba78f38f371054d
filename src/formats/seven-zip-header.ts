import { crc32 } from 'node:zlib'
import type { ByteSource } from '../model/index.ts'
import { DecodeError } from './byte-stream.ts'

/** What a 7z says of its files (7zFormat.txt of the LZMA SDK): packed streams, the blocks they unpack to, and what lies in each. */
export interface SevenZipFiles {
  readonly blocks: readonly SevenZipBlock[]
  readonly files: readonly SevenZipFile[]
}

/** One block (the format's "folder"): coders, the packed data's own first. `packed` null where coders branch. */
export interface SevenZipBlock {
  readonly packed: { readonly offset: number; readonly length: number } | null
  readonly coders: readonly SevenZipCoder[]
  readonly crc: number | null
}

export interface SevenZipCoder {
  /** The method's id in hexadecimal, as 030101. */
  readonly method: string
  readonly properties: Buffer
  /** Of what it makes, in bytes. */
  readonly sizeBytes: number
}

/** One file; `block` null for what has no bytes. Offsets count in what its block unpacks to. */
export interface SevenZipFile {
  /** UTF-8. */
  readonly name: Buffer
  readonly folder: boolean
  /** A Unix mode, 0 where none is said. */
  readonly mode: number
  readonly modifiedMs: number
  readonly block: number | null
  readonly offset: number
  readonly sizeBytes: number
  readonly crc: number | null
}

/** Attack: a header that says it holds millions of files, or gigabytes. Bytes of the header, unpacked. */
export const maximumHeaderBytes = 128 * 1024 * 1024

const signatureBytes = 32
const id = {
  end: 0,
  header: 1,
  archiveProperties: 2,
  mainStreams: 4,
  files: 5,
  pack: 6,
  unpack: 7,
  subStreams: 8,
  size: 9,
  crc: 10,
  folder: 11,
  codersSize: 12,
  numUnpack: 13,
  emptyStream: 14,
  emptyFile: 15,
  names: 17,
  modified: 20,
  attributes: 21,
  encodedHeader: 23,
}

/** The bytes of the header, which stands at the end. @throws DecodeError */
export function sevenZipHeader(source: ByteSource): Buffer {
  const start = Buffer.from(source.read(0, signatureBytes))
  if (start.byteLength < signatureBytes || crc32(start.subarray(12, 32)) !== start.readUInt32LE(8))
    throw new DecodeError('damaged-archive', 0)
  const offset = signatureBytes + Number(start.readBigUInt64LE(12))
  const size = Number(start.readBigUInt64LE(20))
  if (size === 0) return Buffer.from([id.header, id.end])
  if (size > maximumHeaderBytes) throw new DecodeError('expands-too-much', offset)
  const header = Buffer.from(source.read(offset, size))
  if (header.byteLength < size || crc32(header) !== start.readUInt32LE(28)) throw new DecodeError('damaged-archive', offset)
  return header
}

/** The block that an encoded header is in; null where the header is plain. @throws DecodeError */
export function encodedHeader(header: Buffer): SevenZipBlock | null {
  const cursor = new Cursor(header)
  if (cursor.byte() !== id.encodedHeader) return null
  const block = streams(cursor).blocks[0]
  if (block === undefined) throw new DecodeError('damaged-archive', 0)
  return block
}

/** Reads a plain header. @throws DecodeError */
export function sevenZipFiles(header: Buffer): SevenZipFiles {
  const cursor = new Cursor(header)
  if (cursor.byte() !== id.header) throw new DecodeError('damaged-archive', 0)
  let found: Streams = { blocks: [], parts: [] }
  for (;;) {
    const kind = cursor.byte()
    if (kind === id.end) return { blocks: found.blocks, files: [] }
    if (kind === id.archiveProperties) {
      while (cursor.byte() !== id.end) cursor.bytes(cursor.number())
    } else if (kind === id.mainStreams) found = streams(cursor)
    else if (kind === id.files) return { blocks: found.blocks, files: files(cursor, found.parts) }
    else throw new DecodeError('unsupported-archive', cursor.at)
  }
}

/** A part of a block: one file's bytes. */
interface Part {
  readonly block: number
  readonly offset: number
  readonly sizeBytes: number
  readonly crc: number | null
}

interface Streams {
  readonly blocks: readonly SevenZipBlock[]
  readonly parts: readonly Part[]
}

function streams(cursor: Cursor): Streams {
  const packs: { offset: number; length: number }[] = []
  let shapes: Shape[] = []
  let parts: readonly Part[] | null = null
  for (;;) {
    const kind = cursor.byte()
    if (kind === id.end) break
    if (kind === id.pack) packInfo(cursor, packs)
    else if (kind === id.unpack) shapes = unpackInfo(cursor)
    else if (kind === id.subStreams) parts = subStreams(cursor, shapes)
    else throw new DecodeError('damaged-archive', cursor.at)
  }
  let next = 0
  const blocks = shapes.map(({ coders, chain, crc, packedStreams }): SevenZipBlock => {
    const packed = chain ? (packs[next] ?? null) : null
    next += packedStreams
    return { packed, coders, crc }
  })
  return { blocks, parts: parts ?? blocks.map((_, block) => whole(shapes, block)) }
}

function packInfo(cursor: Cursor, packs: { offset: number; length: number }[]): void {
  let offset = signatureBytes + cursor.number()
  const count = cursor.count()
  for (;;) {
    const kind = cursor.byte()
    if (kind === id.end) return
    if (kind === id.size) {
      for (let index = 0; index < count; index++) {
        const length = cursor.number()
        packs.push({ offset, length })
        offset += length
      }
    } else if (kind === id.crc) cursor.digests(count)
    else throw new DecodeError('damaged-archive', cursor.at)
  }
}

/** A block as it is written. `chain`: each coder has one input and one output, so that they stand behind each other. */
interface Shape {
  coders: SevenZipCoder[]
  readonly order: readonly number[]
  readonly chain: boolean
  readonly packedStreams: number
  readonly outputs: number
  crc: number | null
}

function unpackInfo(cursor: Cursor): Shape[] {
  cursor.expect(id.folder)
  const count = cursor.count()
  cursor.expect(0)
  const shapes: Shape[] = []
  for (let index = 0; index < count; index++) shapes.push(shape(cursor))
  cursor.expect(id.codersSize)
  for (const each of shapes) {
    const sizes = Array.from({ length: each.outputs }, () => cursor.number())
    if (each.chain) {
      // From the packed data outwards.
      each.coders = each.order.flatMap((index) => {
        const coder = each.coders[index]
        return coder === undefined ? [] : [{ ...coder, sizeBytes: sizes[index] ?? 0 }]
      })
    } else each.coders = each.coders.map((coder) => ({ ...coder, sizeBytes: Math.max(...sizes) }))
  }
  for (;;) {
    const kind = cursor.byte()
    if (kind === id.end) return shapes
    if (kind !== id.crc) throw new DecodeError('damaged-archive', cursor.at)
    for (const [index, crc] of cursor.digests(count).entries()) {
      const each = shapes[index]
      if (each !== undefined) each.crc = crc
    }
  }
}

/** More coders in a row than this serve nothing. */
const maximumCoders = 8

function shape(cursor: Cursor): Shape {
  const count = cursor.number()
  if (count === 0 || count > maximumCoders) throw new DecodeError('unsupported-archive', cursor.at)
  const coders: SevenZipCoder[] = []
  let inputs = 0
  let outputs = 0
  for (let index = 0; index < count; index++) {
    const flags = cursor.byte()
    const method = cursor.bytes(flags & 15).toString('hex')
    const complex = (flags & 0x10) !== 0
    inputs += complex ? cursor.number() : 1
    outputs += complex ? cursor.number() : 1
    const properties = (flags & 0x20) !== 0 ? Buffer.from(cursor.bytes(cursor.number())) : Buffer.alloc(0)
    coders.push({ method, properties, sizeBytes: 0 })
  }
  if (inputs > maximumCoders * 4 || outputs > maximumCoders * 4) throw new DecodeError('unsupported-archive', cursor.at)
  const bound = new Map<number, number>()
  for (let index = 0; index < outputs - 1; index++) {
    const input = cursor.number()
    bound.set(input, cursor.number())
  }
  const packedStreams = inputs - (outputs - 1)
  if (packedStreams > 1) for (let index = 0; index < packedStreams; index++) cursor.number()
  const chain = inputs === count && outputs === count && packedStreams === 1
  // The last coder's output is bound to no input; each input's coder comes before it.
  const order: number[] = []
  const taken = new Set(bound.values())
  for (let at = chain ? coders.findIndex((_, index) => !taken.has(index)) : -1; at >= 0 && order.length <= count; at = bound.get(at) ?? -1)
    order.unshift(at)
  if (chain && order.length !== count) throw new DecodeError('damaged-archive', cursor.at)
  return { coders, order, chain, packedStreams, outputs, crc: null }
}

function sizeOf(shapes: readonly Shape[], block: number): number {
  return shapes[block]?.coders.at(-1)?.sizeBytes ?? 0
}

function whole(shapes: readonly Shape[], block: number): Part {
  return { block, offset: 0, sizeBytes: sizeOf(shapes, block), crc: shapes[block]?.crc ?? null }
}

function subStreams(cursor: Cursor, shapes: readonly Shape[]): Part[] {
  let counts = shapes.map(() => 1)
  let kind = cursor.byte()
  if (kind === id.numUnpack) {
    counts = shapes.map(() => cursor.count())
    kind = cursor.byte()
  }
  const sized = kind === id.size
  const parts = shapes.flatMap((_, block): Part[] => {
    const count = counts[block] ?? 0
    if (count === 1) return [whole(shapes, block)]
    let offset = 0
    return Array.from({ length: count }, (_, index): Part => {
      const rest = sizeOf(shapes, block) - offset
      const sizeBytes = index === count - 1 ? rest : sized ? cursor.number() : 0
      if (sizeBytes < 0 || sizeBytes > rest) throw new DecodeError('damaged-archive', cursor.at)
      const part = { block, offset, sizeBytes, crc: null }
      offset += sizeBytes
      return part
    })
  })
  if (sized) kind = cursor.byte()
  let known: readonly Part[] = parts
  while (kind !== id.end) {
    if (kind !== id.crc) throw new DecodeError('damaged-archive', cursor.at)
    const digests = cursor.digests(parts.filter(({ crc }) => crc === null).length)
    let next = 0
    known = parts.map((part) => (part.crc === null ? { ...part, crc: digests[next++] ?? null } : part))
    kind = cursor.byte()
  }
  return [...known]
}

/** Of the Windows attributes: a folder; the high half is a Unix mode. */
const folderAttribute = 0x10
const unixAttribute = 0x8000

function files(cursor: Cursor, parts: readonly Part[]): SevenZipFile[] {
  const count = cursor.count()
  let names: Buffer[] = []
  let empty: readonly boolean[] = []
  let emptyFile: readonly boolean[] = []
  let modified: readonly (number | null)[] = []
  let attributes: readonly (number | null)[] = []
  for (;;) {
    const kind = cursor.byte()
    if (kind === id.end) break
    const property = new Cursor(cursor.bytes(cursor.number()))
    if (kind === id.emptyStream) empty = property.bits(count)
    else if (kind === id.emptyFile) emptyFile = property.bits(empty.filter((each) => each).length)
    else if (kind === id.names) names = property.names(count)
    else if (kind === id.modified) modified = property.values(count, (each) => fileTime(each.bytes(8).readBigUInt64LE(0)))
    else if (kind === id.attributes) attributes = property.values(count, (each) => each.bytes(4).readUInt32LE(0))
  }
  let next = 0
  let nextEmpty = 0
  return Array.from({ length: count }, (_, index): SevenZipFile => {
    const flags = attributes[index] ?? 0
    const base = {
      name: names[index] ?? Buffer.alloc(0),
      mode: (flags & unixAttribute) !== 0 ? flags >>> 16 : 0,
      modifiedMs: modified[index] ?? 0,
    }
    if (empty[index] === true) {
      const folder = emptyFile[nextEmpty++] !== true
      return { ...base, folder, block: null, offset: 0, sizeBytes: 0, crc: null }
    }
    const part = parts[next++]
    if (part === undefined) throw new DecodeError('damaged-archive', cursor.at)
    return { ...base, ...part, folder: (flags & folderAttribute) !== 0 }
  })
}

/** 100 ns since 1601 as UTC epoch milliseconds. */
function fileTime(ticks: bigint): number {
  return Number(ticks / 10_000n) - 11_644_473_600_000
}

/** Reads the header's fields in order. Nothing is allocated for a count that the bytes left can't hold. */
class Cursor {
  at = 0
  private readonly buffer: Buffer

  constructor(buffer: Buffer) {
    this.buffer = buffer
  }

  byte(): number {
    return this.bytes(1)[0] ?? 0
  }

  expect(value: number): void {
    if (this.byte() !== value) throw new DecodeError('damaged-archive', this.at)
  }

  bytes(length: number): Buffer {
    if (this.at + length > this.buffer.byteLength) throw new DecodeError('damaged-archive', this.at)
    this.at += length
    return this.buffer.subarray(this.at - length, this.at)
  }

  /** One to nine bytes: the ones that lead the first byte say how many follow. */
  number(): number {
    const first = this.byte()
    let value = 0
    let mask = 0x80
    for (let index = 0; index < 8; index++) {
      if ((first & mask) === 0) return value + (first & (mask - 1)) * 2 ** (8 * index)
      value += this.byte() * 2 ** (8 * index)
      mask >>= 1
    }
    return value
  }

  /** A number of things that each take at least a bit of what is left. */
  count(): number {
    const value = this.number()
    if (value > (this.buffer.byteLength - this.at + 1) * 8) throw new DecodeError('damaged-archive', this.at)
    return value
  }

  bits(count: number): boolean[] {
    const bytes = this.bytes(Math.ceil(count / 8))
    return Array.from({ length: count }, (_, index) => ((bytes[index >> 3] ?? 0) & (0x80 >> (index & 7))) !== 0)
  }

  private defined(count: number): boolean[] {
    return this.byte() === 0 ? this.bits(count) : Array.from({ length: count }, () => true)
  }

  digests(count: number): (number | null)[] {
    return this.defined(count).map((there) => (there ? this.bytes(4).readUInt32LE(0) : null))
  }

  /** Values that some files have; none may stand elsewhere ("external"). */
  values<Value>(count: number, read: (cursor: Cursor) => Value): (Value | null)[] {
    const there = this.defined(count)
    this.expect(0)
    return there.map((each) => (each ? read(this) : null))
  }

  names(count: number): Buffer[] {
    this.expect(0)
    return Array.from({ length: count }, () => {
      let end = this.at
      while (end + 1 < this.buffer.byteLength && this.buffer.readUInt16LE(end) !== 0) end += 2
      const name = Buffer.from(this.bytes(end - this.at).toString('utf16le'))
      this.bytes(2)
      return name
    })
  }
}
