import type { ByteSource } from '../model/index.ts'

/** Bytes in order, in pieces of any size. A piece may be reused by the producer once the next is asked for. */
export type ByteStream = Generator<Uint8Array, void, undefined>

/** Why a decoder stops before the end of its data. */
export type DecodeFault = 'damaged-archive' | 'unsupported-archive' | 'protected-archive' | 'expands-too-much'

/** Thrown by decoders, caught where a container is listed: damage becomes an exception there. Holds no content. */
export class DecodeError extends Error {
  readonly code: DecodeFault
  /** Byte of the decoder's input at which it stopped. */
  readonly position: number

  constructor(code: DecodeFault, position: number) {
    super(code)
    this.code = code
    this.position = position
  }
}

/** Pieces of a source's bytes, in order. */
export function* piecesOf(source: ByteSource, pieceBytes: number): Generator<{ readonly bytes: Uint8Array; readonly offset: number }> {
  for (let at = 0; at < source.size; ) {
    const bytes = source.read(at, Math.min(pieceBytes, source.size - at))
    if (bytes.byteLength === 0) return
    yield { bytes, offset: at }
    at += bytes.byteLength
  }
}

/** A part of another source. */
export function sliceSource(source: ByteSource, offset: number, length: number): ByteSource {
  const size = Math.max(0, Math.min(length, source.size - offset))
  return { size, read: (at, wanted) => source.read(offset + at, Math.max(0, Math.min(wanted, size - at))) }
}

const zeroBytes = 64 * 1024

/** Whether nothing but zeros stands from an offset on. */
export function isZeroFrom(source: ByteSource, from: number): boolean {
  for (const { bytes } of piecesOf(sliceSource(source, from, source.size - from), zeroBytes))
    if (bytes.some((byte) => byte !== 0)) return false
  return true
}

/** Bytes kept behind the furthest position read, so that looking back a little costs nothing. */
const keptBytes = 8 * 1024 * 1024

/**
 * A stream as a ByteSource: cheap where it is read forwards (with looks back of up to eight megabytes), right everywhere, since it starts the stream
 * again when asked for something further back. `size` is known from an earlier pass over the stream.
 */
export class StreamSource implements ByteSource {
  readonly size: number
  private readonly start: () => ByteStream
  private stream: ByteStream | null = null
  private pieces: { readonly offset: number; readonly bytes: Uint8Array }[] = []
  private end = 0

  constructor(size: number, start: () => ByteStream) {
    this.size = size
    this.start = start
  }

  /** A copy. Fewer bytes than asked for only at the end, or where the stream ends earlier than it did. */
  read(offset: number, length: number): Uint8Array {
    const wanted = Math.max(0, Math.min(length, this.size - offset))
    if (wanted === 0) return new Uint8Array(0)
    const first = this.pieces[0]?.offset ?? this.end
    if (offset < first || this.stream === null) this.restart()
    const until = offset + wanted
    while (this.end < until) {
      this.forget(offset)
      const next = this.stream?.next()
      if (next === undefined || next.done) break
      if (next.value.byteLength === 0) continue
      this.pieces.push({ offset: this.end, bytes: Uint8Array.from(next.value) })
      this.end += next.value.byteLength
    }
    return this.copy(offset, Math.min(until, this.end))
  }

  /** Ends the stream; a later read starts it again. */
  close(): void {
    this.stream?.return()
    this.stream = null
    this.pieces = []
    this.end = 0
  }

  private restart(): void {
    this.close()
    this.stream = this.start()
  }

  private forget(wantedFrom: number): void {
    const keep = Math.min(wantedFrom, this.end - keptBytes)
    let count = 0
    for (const piece of this.pieces) {
      if (piece.offset + piece.bytes.byteLength > keep) break
      count++
    }
    if (count > 0) this.pieces.splice(0, count)
  }

  private copy(from: number, to: number): Uint8Array {
    const bytes = new Uint8Array(Math.max(0, to - from))
    for (let index = this.pieces.length - 1; index >= 0; index--) {
      const piece = this.pieces[index]
      if (!piece || piece.offset + piece.bytes.byteLength <= from) break
      const start = Math.max(from, piece.offset)
      const stop = Math.min(to, piece.offset + piece.bytes.byteLength)
      if (stop > start) bytes.set(piece.bytes.subarray(start - piece.offset, stop - piece.offset), start - from)
    }
    return bytes
  }
}
