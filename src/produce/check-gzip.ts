import { crc32, inflateRawSync } from 'node:zlib'

/** One member of a gzip file (RFC 1952 §2.3). */
export interface GzipMember {
  /** Its extra field, file name and comment, each on a line. */
  readonly names: Buffer
  readonly buffer: Buffer
  /** Bytes that it takes of what it stands in. */
  readonly length: number
}

/** Attack: headers by the thousand, each with a name that never ends, so that all that follows is looked through for each. No file is called so much. */
const longestName = 65_536

/** The member that begins here, whatever stands behind it: the platform's reader takes what follows for another, and fails. Null for none, or a damaged one. */
export function gzipMember(data: Buffer, maxOutputLength: number): GzipMember | null {
  if (data[0] !== 0x1f || data[1] !== 0x8b || data[2] !== 8) return null
  try {
    const flags = data[3] ?? 0
    const names: Buffer[] = []
    let at = 10
    if ((flags & 4) !== 0) {
      const end = at + 2 + data.readUInt16LE(at)
      names.push(data.subarray(at + 2, end), Buffer.from('\n'))
      at = end
    }
    for (const flag of [8, 16]) {
      if ((flags & flag) === 0) continue
      const length = data.subarray(at, at + longestName).indexOf(0)
      if (length < 0) return null
      names.push(data.subarray(at, at + length), Buffer.from('\n'))
      at += length + 1
    }
    if ((flags & 2) !== 0) at += 2
    const { buffer, engine } = inflateRawSync(data.subarray(at), { maxOutputLength, info: true }) as unknown as {
      buffer: Buffer
      engine: { bytesWritten: number }
    }
    const end = at + engine.bytesWritten
    return end + 8 <= data.length && crc32(buffer) === data.readUInt32LE(end)
      ? { names: Buffer.concat(names), buffer, length: end + 8 }
      : null
  } catch {
    return null
  }
}
