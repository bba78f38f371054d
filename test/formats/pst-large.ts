import { crc32, deflateSync } from 'node:zlib'

/** CRC-32 without inversion (MS-PST 5.3). */
const checksum = (bytes: Uint8Array): number => ~crc32(bytes, 0xffffffff) >>> 0

const pageBytes = 4096

/** A page of one of the trees, of entries alone, ended as libpff tells of pages of 4 kB. */
function leafPage(type: 0x80 | 0x81, entries: readonly Buffer[]): Buffer {
  const page = Buffer.alloc(pageBytes)
  Buffer.concat(entries).copy(page)
  page.writeUInt16LE(entries.length, 4056)
  page[4060] = entries[0]?.byteLength ?? 0
  page[4072] = type
  page[4073] = type
  page.writeUInt32LE(checksum(page.subarray(0, 4072)), 4076)
  return page
}

/** Block 4, as it stands in the file: compressed where that is shorter, and behind it what says so. */
function blockOf(content: Uint8Array): { readonly stored: Buffer; readonly space: Buffer } {
  const deflated = deflateSync(content)
  const stored = deflated.byteLength < content.byteLength ? deflated : Buffer.from(content)
  const space = Buffer.alloc(Math.ceil((stored.byteLength + 24) / 512) * 512)
  stored.copy(space)
  const trailer = space.subarray(space.byteLength - 24)
  trailer.writeUInt16LE(stored.byteLength, 0)
  trailer.writeUInt32LE(checksum(stored), 4)
  trailer.writeBigUInt64LE(4n, 8)
  trailer.writeUInt16LE(content.byteLength, 18)
  return { stored, space }
}

/**
 * An OST of 2013, with pages of 4 kB, which holds one block (number 4) and one node.
 * @param blockAt where the block begins
 */
export function largeStore(content: Uint8Array): { readonly bytes: Buffer; readonly blockAt: number; readonly blockBytes: number } {
  const { stored, space } = blockOf(content)
  const blockAt = pageBytes * 3
  const block = Buffer.alloc(24)
  block.writeBigUInt64LE(4n, 0)
  block.writeBigUInt64LE(BigInt(blockAt), 8)
  block.writeUInt16LE(stored.byteLength, 16)
  block.writeUInt16LE(content.byteLength, 18)
  const node = Buffer.alloc(32)
  node.writeUInt32LE(0x21, 0)
  node.writeBigUInt64LE(4n, 8)
  const header = Buffer.alloc(pageBytes)
  header.write('!BDN', 0, 'latin1')
  header.writeUInt16LE(36, 10)
  header.writeBigUInt64LE(BigInt(pageBytes), 240)
  header.writeBigUInt64LE(BigInt(pageBytes * 2), 224)
  header.writeUInt32LE(checksum(header.subarray(8, 479)), 4)
  const bytes = Buffer.concat([header, leafPage(0x80, [block]), leafPage(0x81, [node]), space])
  return { bytes, blockAt, blockBytes: space.byteLength }
}
