import type { ByteSource } from '../model/index.ts'
import { type ByteStream, DecodeError } from './byte-stream.ts'
import { LzmaDecoder, LzmaFault } from './lzma.ts'

const chunkBytes = 256 * 1024
const outputBytes = 256 * 1024

/** A source read forwards, a byte or a few at a time. */
export class ForwardInput {
  private readonly source: ByteSource
  private chunk: Buffer = Buffer.alloc(0)
  private chunkAt = 0
  private at = 0

  constructor(source: ByteSource) {
    this.source = source
  }

  get position(): number {
    return this.chunkAt + this.at
  }

  atEnd(): boolean {
    return this.position >= this.source.size
  }

  /** The next byte, which stays; -1 at the end. */
  peek(): number {
    if (this.at >= this.chunk.byteLength) this.load()
    return this.chunk[this.at] ?? -1
  }

  readonly next = (): number => {
    if (this.at >= this.chunk.byteLength) this.load()
    return this.chunk[this.at++] ?? -1
  }

  skip(count: number): void {
    for (let index = 0; index < count; index++) this.next()
  }

  /** @throws DecodeError where there are fewer bytes left */
  take(count: number): Buffer {
    const bytes = this.takeUpTo(count)
    if (bytes.byteLength < count) throw new DecodeError('damaged-archive', this.position)
    return bytes
  }

  /** As many as there are. */
  takeUpTo(count: number): Buffer {
    const bytes = Buffer.alloc(count)
    for (let index = 0; index < count; index++) {
      const byte = this.next()
      if (byte < 0) return bytes.subarray(0, index)
      bytes[index] = byte
    }
    return bytes
  }

  private load(): void {
    this.chunkAt += this.chunk.byteLength
    this.at = 0
    this.chunk = Buffer.from(this.source.read(this.chunkAt, Math.min(chunkBytes, Math.max(0, this.source.size - this.chunkAt))))
  }
}

/** LZMA2: chunks of LZMA or of stored bytes, until a zero. A dictionary is never larger than what is made, where that is known. @throws DecodeError */
export function* decodeLzma2(input: ForwardInput, dictionaryByte: number, size = Number.POSITIVE_INFINITY): ByteStream {
  const lzma = guarded(input, () => new LzmaDecoder(Math.min(dictionarySize(dictionaryByte, input.position), Math.max(4096, size))))
  let fresh = true
  for (;;) {
    const control = input.take(1)[0] ?? 0
    if (control === 0) return
    if (control < 0x80) {
      if (control > 2 || (fresh && control !== 1)) throw new DecodeError('damaged-archive', input.position)
      if (control === 1) lzma.resetDictionary()
      fresh = false
      const size = input.take(2).readUInt16BE(0) + 1
      const bytes = input.takeUpTo(size)
      lzma.store(bytes)
      yield bytes
      if (bytes.byteLength < size) throw new DecodeError('damaged-archive', input.position)
      continue
    }
    const sizes = input.take(4)
    const unpacked = ((control & 0x1f) << 16) + sizes.readUInt16BE(0) + 1
    const end = sizes.readUInt16BE(2) + 1
    const reset = (control >> 5) & 3
    if (fresh && reset !== 3) throw new DecodeError('damaged-archive', input.position)
    fresh = false
    if (reset === 3) lzma.resetDictionary()
    if (reset >= 2) guarded(input, () => lzma.setProperties(input.take(1)[0] ?? 255))
    if (reset >= 1) lzma.resetState()
    const stop = input.position + end
    guarded(input, () => lzma.startRange(input.next))
    yield* decodeRange(input, lzma, unpacked)
    if (input.position !== stop) throw new DecodeError('damaged-archive', input.position)
  }
}

/** LZMA of a known size, with its five bytes of properties, as 7z writes it. @throws DecodeError */
export function* decodeLzma(source: ByteSource, properties: Uint8Array, size: number): ByteStream {
  const input = new ForwardInput(source)
  const [first = 255, ...rest] = properties
  const dictionary = Buffer.from(rest).readUInt32LE(0)
  const lzma = guarded(input, () => {
    const decoder = new LzmaDecoder(Math.min(dictionary, Math.max(4096, size)))
    decoder.setProperties(first)
    decoder.startRange(input.next)
    return decoder
  })
  yield* decodeRange(input, lzma, size)
}

/** So many bytes; of damaged ones those before the damage. @throws DecodeError */
function* decodeRange(input: ForwardInput, lzma: LzmaDecoder, size: number): ByteStream {
  for (let left = size; left > 0; left -= lzma.made) {
    const output = new Uint8Array(Math.min(left, outputBytes))
    let fault: DecodeError | null = null
    try {
      guarded(input, () => lzma.decode(output))
      if (lzma.made < output.byteLength) fault = new DecodeError('damaged-archive', input.position)
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error
      fault = error
    }
    if (lzma.made > 0) yield output.subarray(0, lzma.made)
    if (fault !== null) throw fault
  }
}

function dictionarySize(byte: number, position: number): number {
  if (byte > 39) throw new DecodeError('unsupported-archive', position)
  return (2 | (byte & 1)) * 2 ** (Math.floor(byte / 2) + 11)
}

function guarded<Result>(input: ForwardInput, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    if (error instanceof LzmaFault)
      throw new DecodeError(error.message === 'dictionary' ? 'unsupported-archive' : 'damaged-archive', input.position)
    throw error
  }
}
