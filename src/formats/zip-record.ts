import type { InnerStep } from './place-step.ts'

/** What a zip's central directory and its local headers (APPNOTE 6.3.10 §4.3) have in common. */
export const directoryMark = 0x02014b50
export const localMark = 0x04034b50

/** Whether flags say that the data is encrypted: bit 0 is ZipCrypto or AES, bit 13 an encrypted directory; method 99 is AES. */
export function isProtected(flags: number, method: number): boolean {
  return (flags & 0x2001) !== 0 || method === 99
}

/** Packers write two bytes for a folder that they compress, twelve for one that they encrypt; with more it is a file, whatever its name says. */
const emptyPackedBytes = 14

/** Whether an entry is a folder and nothing else. `unix`: the kind of file in the mode that a packer of Unix wrote, else 0. */
export function isFolder(name: Buffer, unix: number, { size, packed }: { readonly size: number; readonly packed: number }): boolean {
  const named = name.at(-1) === 0x2f || name.at(-1) === 0x5c || unix === 0o040000
  return named && size === 0 && packed <= emptyPackedBytes
}

/** Methods of APPNOTE 4.4.5 that are read: stored, deflate, bzip2, zstd, xz. */
export function stepsOf(method: number, start: number, packed: number, size: number, crc: number): InnerStep[] | null {
  const at: InnerStep = ['at', start, packed]
  if (method === 0) return [at]
  if (method === 8) return [at, ['deflate', size, crc]]
  if (method === 12) return [at, ['bzip2', size]]
  if (method === 93) return [at, ['zstd', size]]
  return method === 95 ? [at, ['xz', size]] : null
}

/** Extra field 1 (zip64): 64-bit values, in order, of what stands as 0xffffffff. */
export function largeSizes(extra: Buffer, size: number, packed: number, local: number): { size: number; packed: number; local: number } {
  const values = [size, packed, local]
  const field = extraField(extra, 1)
  let at = 0
  for (const [index, value] of values.entries()) {
    if (value !== 0xffffffff || field === null || at + 8 > field.byteLength) continue
    values[index] = Number(field.readBigUInt64LE(at))
    at += 8
  }
  return { size: values[0] ?? 0, packed: values[1] ?? 0, local: values[2] ?? 0 }
}

function extraField(extra: Buffer, id: number): Buffer | null {
  for (let at = 0; at + 4 <= extra.byteLength; ) {
    const length = extra.readUInt16LE(at + 2)
    if (extra.readUInt16LE(at) === id) return extra.subarray(at + 4, at + 4 + length)
    at += 4 + length
  }
  return null
}

/** Extra field 0x7075: the name in UTF-8 beside one in an old code page. */
export function unicodeName(extra: Buffer): Buffer | null {
  const field = extraField(extra, 0x7075)
  return field !== null && field.byteLength > 5 && field[0] === 1 ? field.subarray(5) : null
}

/** Local time of the packer, whose zone isn't written: taken as UTC. */
export function dosTime(time: number, date: number): number {
  if (date === 0) return 0
  return Date.UTC(1980 + (date >> 9), ((date >> 5) & 15) - 1, date & 31, time >> 11, (time >> 5) & 63, (time & 31) * 2)
}
