import type { ByteSource } from '../model/index.ts'
import { type ByteStream, DecodeError } from './byte-stream.ts'

/**
 * LZ4: frames (lz4_Frame_format 1.6.4; several of them, skippable ones in between), and the blocks that Dovecot writes behind its own
 * head `Dovecot-LZ4\r*\x9b\xc5` (lib-compression/iostream-lz4.h). Small enough that no library is worth its risk. Checksums of frames are not verified.
 */
const dovecotMagic = Buffer.from('Dovecot-LZ4\x0d\x2a\x9b\xc5', 'latin1')
const frameMagic = 0x184d2204
const historyBytes = 65_536
/** The largest block that the format allows; Dovecot's own are 64 kB. */
const maximumBlock = 4 * 1024 * 1024

/** Whether a head is that of LZ4 data. */
export function isLz4(head: Uint8Array): boolean {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
  return isDovecotLz4(bytes) || (bytes.byteLength >= 7 && bytes.readUInt32LE(0) === frameMagic)
}

function isDovecotLz4(bytes: Buffer): boolean {
  return bytes.subarray(0, dovecotMagic.byteLength).equals(dovecotMagic)
}

/** @throws DecodeError */
export function* decodeLz4(source: ByteSource): ByteStream {
  const read = (offset: number, length: number): Buffer => {
    const bytes = source.read(offset, length)
    if (bytes.byteLength < length) throw new DecodeError('damaged-archive', offset)
    return Buffer.from(bytes)
  }
  if (source.size >= dovecotMagic.byteLength && isDovecotLz4(read(0, dovecotMagic.byteLength))) {
    let at = dovecotMagic.byteLength + 4
    while (at < source.size) {
      const length = read(at, 4).readUInt32BE(0)
      if (length === 0 || length > maximumBlock) throw new DecodeError('damaged-archive', at)
      yield decodeBlock(read(at + 4, length), Buffer.alloc(0), maximumBlock, at)
      at += 4 + length
    }
    return
  }
  for (let at = 0; at < source.size; ) at = yield* decodeFrame(read, at)
}

function* decodeFrame(read: (offset: number, length: number) => Buffer, start: number): Generator<Uint8Array, number, undefined> {
  const magic = read(start, 4).readUInt32LE(0)
  if (magic >>> 4 === 0x184d2a5) return start + 8 + read(start + 4, 4).readUInt32LE(0)
  if (magic !== frameMagic) throw new DecodeError('damaged-archive', start)
  const [flags = 0, sizes = 0] = read(start + 4, 2)
  if (flags >> 6 !== 1) throw new DecodeError('unsupported-archive', start + 4)
  const independent = (flags & 0x20) !== 0
  const blockMaximum = 1 << (8 + 2 * ((sizes >> 4) & 7))
  let at = start + 6 + (flags & 0x08 ? 8 : 0) + (flags & 0x01 ? 4 : 0) + 1
  let history: Buffer = Buffer.alloc(0)
  for (;;) {
    const word = read(at, 4).readUInt32LE(0)
    at += 4
    if (word === 0) break
    const length = word & 0x7fffffff
    if (length > maximumBlock) throw new DecodeError('damaged-archive', at)
    const data = read(at, length)
    const bytes = word >>> 31 === 1 ? data : decodeBlock(data, independent ? Buffer.alloc(0) : history, blockMaximum, at)
    yield bytes
    if (!independent) history = Buffer.concat([history, bytes]).subarray(-historyBytes)
    at += length + (flags & 0x10 ? 4 : 0)
  }
  return at + (flags & 0x04 ? 4 : 0)
}

/** One block (lz4_Block_format): literals and copies out of the last 64 kB. */
function decodeBlock(input: Buffer, history: Buffer, maximumBytes: number, position: number): Buffer {
  const room = Math.min(Math.max(maximumBytes, 65_536), maximumBlock)
  const output = Buffer.allocUnsafe(history.byteLength + room)
  history.copy(output)
  let to = history.byteLength
  let from = 0
  const damaged = (): DecodeError => new DecodeError('damaged-archive', position + from)
  const extended = (base: number): number => {
    let length = base
    if (base < 15) return length
    for (;;) {
      const byte = input[from++]
      if (byte === undefined) throw damaged()
      length += byte
      if (byte !== 255) return length
    }
  }
  while (from < input.byteLength) {
    const token = input[from++] ?? 0
    const literals = extended(token >> 4)
    if (from + literals > input.byteLength || to + literals > output.byteLength) throw damaged()
    input.copy(output, to, from, from + literals)
    from += literals
    to += literals
    if (from >= input.byteLength) break
    const distance = (input[from] ?? 0) | ((input[from + 1] ?? 0) << 8)
    from += 2
    const length = extended(token & 15) + 4
    if (distance === 0 || distance > to || to + length > output.byteLength) throw damaged()
    for (let end = to + length; to < end; to++) output[to] = output[to - distance] as number
  }
  return output.subarray(history.byteLength, to)
}
