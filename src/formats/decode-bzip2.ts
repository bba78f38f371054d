import type { ByteSource } from '../model/index.ts'
import { type ByteStream, DecodeError, isZeroFrom } from './byte-stream.ts'

/**
 * bzip2 (its format is written down in bzip2-1.0.8/decompress.c and Joe Tsai's "BZip2: Format Specification"), several streams after each other, each
 * block's CRC verified. Ours, since the packages found read a whole file into memory or want an event stream; a block at a time is all that it takes.
 */
const blockMagic = 0x314159265359
const endMagic = 0x177245385090
const readBytes = 256 * 1024

class BitReader {
  private readonly source: ByteSource
  private chunk: Uint8Array = new Uint8Array(0)
  private chunkAt = 0
  private at = 0
  private held = 0
  private bits = 0

  constructor(source: ByteSource) {
    this.source = source
  }

  /** Byte of the source that is read next. */
  get position(): number {
    return this.chunkAt + this.at
  }

  /** Byte of the source that the next bit is in. */
  get offset(): number {
    return this.position - Math.ceil(this.bits / 8)
  }

  /** Up to 24 bits. */
  read(count: number): number {
    while (this.bits < count) {
      this.held = ((this.held << 8) | this.nextByte()) & 0xffffffff
      this.bits += 8
    }
    this.bits -= count
    return (this.held >>> this.bits) & ((1 << count) - 1)
  }

  long(count: number): number {
    let value = 0
    for (let left = count; left > 0; left -= 16) value = value * 2 ** Math.min(16, left) + this.read(Math.min(16, left))
    return value
  }

  align(): void {
    this.bits -= this.bits % 8
  }

  atEnd(): boolean {
    return this.bits < 8 && this.position >= this.source.size
  }

  private nextByte(): number {
    if (this.at >= this.chunk.byteLength) {
      this.chunkAt += this.chunk.byteLength
      this.at = 0
      this.chunk = Uint8Array.from(this.source.read(this.chunkAt, Math.min(readBytes, this.source.size - this.chunkAt)))
      if (this.chunk.byteLength === 0) throw new DecodeError('damaged-archive', this.chunkAt)
    }
    return this.chunk[this.at++] as number
  }
}

/** @throws DecodeError */
export function* decodeBzip2(source: ByteSource): ByteStream {
  const bits = new BitReader(source)
  let first = true
  while (first || !bits.atEnd()) {
    // Padded with zeros it is whole, as for `bzip2 -d`; what else follows is told.
    if (!first && isZeroFrom(source, bits.offset)) return
    const magic = bits.read(24)
    const level = bits.read(8) - 0x30
    if (magic !== 0x425a68 || level < 1 || level > 9) throw new DecodeError('damaged-archive', bits.position)
    first = false
    let combined = 0
    for (;;) {
      const mark = bits.long(48)
      if (mark === endMagic) {
        if (bits.long(32) !== combined) throw new DecodeError('damaged-archive', bits.position)
        bits.align()
        break
      }
      if (mark !== blockMagic) throw new DecodeError('damaged-archive', bits.position)
      const declared = bits.long(32)
      const bytes = decodeBlock(bits, level * 100_000)
      const sum = crcOf(bytes)
      if (sum !== declared) throw new DecodeError('damaged-archive', bits.position)
      combined = (((combined << 1) | (combined >>> 31)) ^ sum) >>> 0
      yield bytes
    }
  }
}

interface Code {
  readonly limit: Int32Array
  readonly base: Int32Array
  readonly symbols: Uint16Array
  readonly shortest: number
  readonly longest: number
}

function decodeBlock(bits: BitReader, room: number): Uint8Array {
  const damaged = (): DecodeError => new DecodeError('damaged-archive', bits.position)
  // A "randomised" block: no encoder has written one since 1997.
  if (bits.read(1) === 1) throw new DecodeError('unsupported-archive', bits.position)
  const origin = bits.read(24)
  const used: number[] = []
  const rows = bits.read(16)
  for (let row = 0; row < 16; row++) {
    if (!(rows & (0x8000 >> row))) continue
    const columns = bits.read(16)
    for (let column = 0; column < 16; column++) if (columns & (0x8000 >> column)) used.push(row * 16 + column)
  }
  const groups = bits.read(3)
  const count = bits.read(15)
  if (used.length === 0 || groups < 2 || groups > 6 || count === 0) throw damaged()
  const selectors = selectorsOf(bits, groups, count)
  const codes = Array.from({ length: groups }, () => codeOf(bits, used.length + 2))
  const endOfBlock = used.length + 1
  const table = new Uint32Array(room)
  const counts = new Int32Array(256)
  const front = Uint8Array.from(used)
  let length = 0
  let run = 0
  let weight = 1
  const flush = (): void => {
    if (run === 0) return
    const byte = front[0] as number
    if (length + run > room) throw damaged()
    table.fill(byte, length, length + run)
    counts[byte] = (counts[byte] as number) + run
    length += run
    run = 0
    weight = 1
  }
  for (let symbolAt = 0; ; symbolAt++) {
    const code = codes[selectors[Math.floor(symbolAt / 50)] ?? -1]
    if (!code) throw damaged()
    const symbol = symbolOf(bits, code)
    if (symbol <= 1) {
      run += weight << symbol
      weight <<= 1
      if (run > room) throw damaged()
      continue
    }
    flush()
    if (symbol === endOfBlock) break
    const at = symbol - 1
    const byte = front[at] as number
    front.copyWithin(1, 0, at)
    front[0] = byte
    if (length >= room) throw damaged()
    table[length++] = byte
    counts[byte] = (counts[byte] as number) + 1
  }
  if (origin >= length) throw damaged()
  return untransformed(table, counts, length, origin)
}

function selectorsOf(bits: BitReader, groups: number, count: number): Uint8Array {
  const order = Uint8Array.from({ length: groups }, (_, index) => index)
  const selectors = new Uint8Array(count)
  for (let index = 0; index < count; index++) {
    let at = 0
    while (bits.read(1) === 1) if (++at >= groups) throw new DecodeError('damaged-archive', bits.position)
    const group = order[at] as number
    order.copyWithin(1, 0, at)
    order[0] = group
    selectors[index] = group
  }
  return selectors
}

/** A canonical Huffman code of up to 20 bits. */
function codeOf(bits: BitReader, symbols: number): Code {
  const lengths = new Uint8Array(symbols)
  let length = bits.read(5)
  for (let symbol = 0; symbol < symbols; symbol++) {
    for (;;) {
      if (length < 1 || length > 20) throw new DecodeError('damaged-archive', bits.position)
      if (bits.read(1) === 0) break
      length += bits.read(1) === 0 ? 1 : -1
    }
    lengths[symbol] = length
  }
  const shortest = lengths.reduce((least, value) => Math.min(least, value), 20)
  const longest = lengths.reduce((most, value) => Math.max(most, value), 1)
  const sorted = new Uint16Array(symbols)
  const limit = new Int32Array(22).fill(-1)
  const base = new Int32Array(22)
  let at = 0
  let code = 0
  for (let width = shortest; width <= longest; width++) {
    base[width] = at - code
    for (let symbol = 0; symbol < symbols; symbol++) {
      if (lengths[symbol] !== width) continue
      sorted[at++] = symbol
      code++
    }
    limit[width] = code - 1
    code <<= 1
  }
  return { limit, base, symbols: sorted, shortest, longest }
}

function symbolOf(bits: BitReader, code: Code): number {
  let value = bits.read(code.shortest)
  for (let width = code.shortest; ; width++) {
    if (value <= (code.limit[width] as number)) {
      const symbol = code.symbols[value + (code.base[width] as number)]
      if (symbol === undefined) throw new DecodeError('damaged-archive', bits.position)
      return symbol
    }
    if (width >= code.longest) throw new DecodeError('damaged-archive', bits.position)
    value = (value << 1) | bits.read(1)
  }
}

/** Undoes the Burrows-Wheeler transform, then the first run-length coding: four equal bytes are followed by how many more there are. */
function untransformed(table: Uint32Array, counts: Int32Array, length: number, origin: number): Uint8Array {
  const starts = new Int32Array(256)
  for (let byte = 1; byte < 256; byte++) starts[byte] = (starts[byte - 1] as number) + (counts[byte - 1] as number)
  for (let index = 0; index < length; index++) {
    const byte = (table[index] as number) & 0xff
    const to = starts[byte] as number
    starts[byte] = to + 1
    table[to] = (table[to] as number) | (index << 8)
  }
  let output = new Uint8Array(Math.ceil(length * 1.25) + 256)
  let size = 0
  let same = 0
  let previous = -1
  let position = (table[origin] as number) >>> 8
  for (let index = 0; index < length; index++) {
    const cell = table[position] as number
    const byte = cell & 0xff
    position = cell >>> 8
    if (size + 256 > output.byteLength) {
      const larger = new Uint8Array(output.byteLength * 2)
      larger.set(output)
      output = larger
    }
    if (same === 4) {
      output.fill(previous, size, size + byte)
      size += byte
      same = 0
      previous = -1
      continue
    }
    same = byte === previous ? same + 1 : 1
    previous = byte
    output[size++] = byte
  }
  return output.subarray(0, size)
}

const crcTable = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index << 24
  for (let bit = 0; bit < 8; bit++) value = value & 0x80000000 ? (value << 1) ^ 0x04c11db7 : value << 1
  return value
})

/** CRC-32 with the bits in the other order than zlib's. */
function crcOf(bytes: Uint8Array): number {
  let sum = 0xffffffff
  for (let index = 0; index < bytes.byteLength; index++) {
    sum = (sum << 8) ^ (crcTable[((sum >>> 24) ^ (bytes[index] as number)) & 0xff] as number)
  }
  return ~sum >>> 0
}
