import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { ByteSource } from '../model/index.ts'
import { type ByteStream, DecodeError } from './byte-stream.ts'
import { decodeLzma2, ForwardInput } from './decode-lzma.ts'

/**
 * xz (The .xz File Format 1.2.0): streams after each other, blocks with the LZMA2 filter, as `xz` and `tar -J` write them; checks CRC32 and SHA-256 are verified,
 * CRC64 is passed over. Other filters (BCJ, delta) serve programs and sound, not mail, and are told as unsupported.
 */
const magic = Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00])
const checkBytes = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64]

/** @throws DecodeError */
export function* decodeXz(source: ByteSource): ByteStream {
  const input = new ForwardInput(source)
  let first = true
  while (!input.atEnd()) {
    // Streams may be followed by zeros, four at a time.
    if (!first && input.peek() === 0) {
      input.skip(1)
      continue
    }
    const start = input.position
    const head = input.take(12)
    if (!head.subarray(0, 6).equals(magic)) throw new DecodeError('damaged-archive', start)
    first = false
    const check = (head[7] ?? 0) & 15
    while (input.peek() !== 0) yield* decodeBlock(input, check)
    skipIndex(input)
    input.take(12)
  }
}

function* decodeBlock(input: ForwardInput, check: number): ByteStream {
  const start = input.position
  const headerBytes = (input.peek() + 1) * 4
  const header = input.take(headerBytes)
  if (crc32(header.subarray(0, -4)) !== header.readUInt32LE(headerBytes - 4)) throw new DecodeError('damaged-archive', start)
  const flags = header[1] ?? 0
  let at = 2
  const variable = (): number => {
    let value = 0
    for (let shift = 0; shift < 63; shift += 7) {
      const byte = header[at++] ?? 0
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) break
    }
    return value
  }
  if (flags & 0x40) variable()
  if (flags & 0x80) variable()
  if ((flags & 3) !== 0 || variable() !== 0x21 || variable() !== 1) throw new DecodeError('unsupported-archive', start)
  const dataAt = input.position
  let sum = 0
  const hash = check === 10 ? createHash('sha256') : null
  for (const piece of decodeLzma2(input, header[at] ?? 0)) {
    if (check === 1) sum = crc32(piece, sum)
    hash?.update(piece)
    yield piece
  }
  const rest = (input.position - dataAt) % 4
  if (rest !== 0) input.take(4 - rest)
  const stored = input.take(checkBytes[check] ?? 0)
  const holds = check === 1 ? stored.readUInt32LE(0) === sum : hash === null || hash.digest().equals(stored)
  if (!holds) throw new DecodeError('damaged-archive', input.position)
}

/** The index repeats the blocks' sizes; its records are passed over. */
function skipIndex(input: ForwardInput): void {
  const start = input.position
  input.take(1)
  const variable = (): number => {
    let value = 0
    for (let shift = 0; shift < 63; shift += 7) {
      const byte = input.take(1)[0] ?? 0
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) break
    }
    return value
  }
  const records = variable()
  for (let index = 0; index < records * 2; index++) variable()
  const rest = (input.position - start) % 4
  if (rest !== 0) input.take(4 - rest)
  input.take(4)
}
