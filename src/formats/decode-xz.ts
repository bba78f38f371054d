import { crc32 } from 'node:zlib'
import type { ByteSource } from '../model/index.ts'
import { type ByteStream, DecodeError } from './byte-stream.ts'
import { bcjKinds, undoBcj, undoDelta } from './decode-filter.ts'
import { decodeLzma2, ForwardInput } from './decode-lzma.ts'
import { xzCheck } from './xz-check.ts'

/**
 * xz (The .xz File Format 1.2.1): streams after each other, blocks packed by LZMA2, with the filters for programs and for sound (BCJ, delta) before it. Each block's
 * check is verified.
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
  const filters = Array.from({ length: (flags & 3) + 1 }, (): Filter => {
    const id = variable()
    const length = variable()
    const properties = header.subarray(at, at + length)
    at += length
    return { id, properties }
  })
  const dataAt = input.position
  const sum = xzCheck(check)
  for (const piece of unfiltered(input, filters)) {
    sum?.update(piece)
    yield piece
  }
  const rest = (input.position - dataAt) % 4
  if (rest !== 0) input.take(4 - rest)
  const stored = input.take(checkBytes[check] ?? 0)
  if (sum !== null && !sum.digest().equals(stored)) throw new DecodeError('damaged-archive', input.position)
}

/** As a block's header names it (§5.3). */
interface Filter {
  readonly id: number
  readonly properties: Buffer
}

const lzma2Id = 0x21
const deltaId = 3
const firstBcjId = 4

/** What a block's filters, the packer last, made of its bytes, undone. */
function unfiltered(input: ForwardInput, filters: readonly Filter[]): ByteStream {
  const unsupported = new DecodeError('unsupported-archive', input.position)
  const packer = filters.at(-1)
  if (packer?.id !== lzma2Id || packer.properties.byteLength !== 1) throw unsupported
  let stream = decodeLzma2(input, packer.properties[0] ?? 0)
  for (const { id, properties } of filters.slice(0, -1).toReversed()) {
    const kind = bcjKinds[id - firstBcjId]
    if (id === deltaId && properties.byteLength === 1) stream = undoDelta(stream, (properties[0] ?? 0) + 1)
    else if (kind !== undefined && properties.byteLength === 0) stream = undoBcj(stream, kind)
    else if (kind !== undefined && properties.byteLength === 4) stream = undoBcj(stream, kind, properties.readUInt32LE(0))
    else throw unsupported
  }
  return stream
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
