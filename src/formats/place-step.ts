import type { BcjKind } from './decode-filter.ts'

/** What compresses files of mail. */
export const compressions = ['gzip', 'zstd', 'lz4', 'bzip2', 'xz'] as const
export type Compression = (typeof compressions)[number]

/**
 * One step from the bytes of an outer file towards a message. Kept as JSON in the index, so that a message is found again without
 * listing its archives anew.
 *
 * `at`: offset and length of a part; `part`: the same with the CRC-32 of it. A decoder: the decoded size; then, for deflate in a zip, the CRC-32 of it; `cut`
 * where the data is damaged after that size; for the coders of 7z their properties (`lzma`: in hexadecimal, `lzma2`: the dictionary's byte, `delta`: the distance, `bcj`: the machine,
 * and the place of the first byte).
 * `hold`: the whole, read into memory, since what follows jumps about in it. `msg`, `pst`: the message rebuilt from an item of Outlook, of a PST the one
 * with that node number. `apart`: the message with what Apple Mail keeps of it in other files (below).
 */
export type PlaceStep = InnerStep | ApartStep

/** A step that needs no other file. */
export type InnerStep =
  | readonly ['at', number, number]
  | readonly [Compression, number]
  | readonly [Compression, number, 'cut']
  | readonly ['deflate', number]
  | readonly ['deflate', number, number]
  | readonly ['deflate', number, 'cut']
  | readonly ['lzma', number, string]
  | readonly ['lzma2', number, number]
  | readonly ['delta', number, number]
  | readonly ['bcj', number, BcjKind, number]
  | readonly ['part', number, number, number]
  | readonly ['hold']
  | readonly ['msg']
  | readonly ['pst', number]

/** Bodies that are put into the message, each with its place. */
export type ApartStep = readonly ['apart', readonly ApartPlace[]]

/**
 * Part number; file, from the folder of the file that holds the message (one character a byte), empty where it is the same; steps in it; whether the body is
 * encoded as it was sent.
 */
export type ApartPlace = readonly [number: string, file: string, steps: readonly InnerStep[], encoded: boolean]

/** Which of two places comes first in the bytes of the file that both are in: read in that order, a stream is decoded once. */
export function comparePlaces(left: readonly PlaceStep[], right: readonly PlaceStep[]): number {
  for (const [index, one] of left.entries()) {
    const other = right[index]
    if (other === undefined) return 1
    if ((one[0] === 'at' || one[0] === 'part') && (other[0] === 'at' || other[0] === 'part') && one[1] !== other[1])
      return one[1] - other[1]
  }
  return 0
}
