/** Random access to bytes: how files reach the pure rooms. Reading is synchronous, since parsing runs in workers. */
export interface ByteSource {
  readonly size: number
  /** At most `length` bytes from `offset`; fewer only at the end. The view may be reused by the next call unless stated. */
  read(offset: number, length: number): Uint8Array
}

/** A ByteSource over bytes already in memory. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.byteLength,
    read: (offset, length) => bytes.subarray(offset, Math.min(bytes.byteLength, offset + length)),
  }
}
