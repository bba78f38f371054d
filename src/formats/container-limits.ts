/**
 * Bounds of the container readers. At a bound what was read stands and the rest is an exception in the ledger; nothing throws out of the reader.
 * What counts is output actually made, never the size that a header declares.
 */
export interface ContainerLimits {
  /** Attack: archives in archives without end (a quine such as droste.zip holds itself). Decoders and archives around a message. */
  readonly depth: number
  /** Attack: a few megabytes of directory naming millions of empty files, each to become an entry in memory. Entries of one outer file, all levels. */
  readonly entries: number
  /** Attack: a decompression bomb. Bytes made by all decoders of one outer file for each byte of it; deflate alone can reach 1,032. */
  readonly ratio: number
  /** What a small outer file may expand to whatever its ratio, in bytes: a text of blanks is no bomb. */
  readonly freeBytes: number
  /** Attack: a bomb of many terabytes behind a large outer file. Bytes made from one outer file. */
  readonly bytes: number
  /** An archive inside an archive up to this size is read into memory once, in bytes; a larger one is read by decompressing again. */
  readonly heldBytes: number
  /** Attack: a name of megabytes. Bytes of one entry's name. */
  readonly nameBytes: number
}

export const containerLimits: ContainerLimits = {
  depth: 8,
  entries: 2_000_000,
  ratio: 200,
  freeBytes: 1_073_741_824,
  bytes: 8_796_093_022_208,
  heldBytes: 67_108_864,
  nameBytes: 16_384,
}

/** Bytes that may be made from an outer file of this size. */
export function allowedBytes(outerBytes: number, limits: ContainerLimits): number {
  return Math.min(limits.bytes, limits.freeBytes + outerBytes * limits.ratio)
}
