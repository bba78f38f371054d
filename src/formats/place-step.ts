/** What compresses files of mail. */
export const compressions = ['gzip', 'zstd', 'lz4', 'bzip2', 'xz'] as const
export type Compression = (typeof compressions)[number]

/**
 * One step from the bytes of an outer file towards a message. Kept as JSON in the index, so that a message is found again without
 * listing its archives anew.
 *
 * `at`: offset and length of a part. A decoder: the decoded size; then, for deflate, the CRC-32 of it; `cut` where the data is damaged after that size.
 * `hold`: the whole, read into memory, since what follows jumps about in it. `msg`, `pst`: the message rebuilt from an item of Outlook, of a PST the one
 * with that node number.
 */
export type PlaceStep =
  | readonly ['at', number, number]
  | readonly [Compression, number]
  | readonly [Compression, number, 'cut']
  | readonly ['deflate', number, number]
  | readonly ['hold']
  | readonly ['msg']
  | readonly ['pst', number]
