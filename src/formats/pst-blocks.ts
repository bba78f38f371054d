import { crc32, inflateSync } from 'node:zlib'
import type { ByteSource } from '../model/index.ts'
import { decodeBlock } from './pst-crypt.ts'

/**
 * The lower layer of a PST or OST (MS-PST 2.2): pages of two B-trees, blocks, trees of data and of subnodes. Variants: ANSI (to 2002), Unicode, and OST
 * with pages of 4 kB and compressed blocks (2013). Whatever isn't there, or is damaged, is absent; nothing throws.
 */
export interface PstNode {
  readonly nid: number
  readonly data: number
  readonly subnodes: number
  readonly parent: number
}

interface Variant {
  readonly wide: boolean
  readonly pageBytes: number
  readonly compressed: boolean
}

export interface PstFile {
  readonly source: ByteSource
  readonly variant: Variant
  readonly crypt: number
  readonly blocks: ReadonlyMap<number, { readonly at: number; readonly bytes: number; readonly inflated: number }>
  readonly nodes: ReadonlyMap<number, PstNode>
  /** Pages of the trees that could not be read: what they lead to is missing. */
  readonly damagedPages: number
}

/** Attack: trees that are rings. Levels that MS-PST allows are far fewer. */
const maximumLevels = 10
const maximumPages = 4_000_000
/** Attack: a tree of data that repeats a block without end. Bytes of one property or table. */
const maximumDataBytes = 512 * 1024 * 1024

/** Whether a head is that of a PST, OST or PAB. */
export function isPst(head: Uint8Array): boolean {
  return head.byteLength >= 12 && Buffer.from(head.buffer, head.byteOffset, 4).toString('latin1') === '!BDN'
}

/** Reads both trees; null where the file's version isn't known or its header is cut. */
export function openPstFile(source: ByteSource): PstFile | null {
  const header = Buffer.from(source.read(0, 564))
  if (header.byteLength < 564 || !isPst(header)) return null
  const version = header.readUInt16LE(10)
  if (version !== 14 && version !== 15 && version < 20) return null
  const wide = version >= 20
  const large = version >= 36
  const variant: Variant = { wide, pageBytes: large ? 4096 : 512, compressed: large }
  const number = (at: number): number => (wide ? Number(header.readBigUInt64LE(at)) : header.readUInt32LE(at))
  const blocks = new Map<number, { at: number; bytes: number; inflated: number }>()
  const nodes = new Map<number, PstNode>()
  // The checksum covers where the trees start (MS-PST 2.2.2.6).
  let damagedPages = checksum(header.subarray(8, 479)) === header.readUInt32LE(4) ? 0 : 1
  const walk = (at: number, leaf: (entry: Buffer) => void): void => {
    damagedPages += walkTree(source, variant, at, leaf)
  }
  walk(number(wide ? 240 : 196), (entry) => {
    const id = idAt(entry, 0, wide)
    const bytes = entry.readUInt16LE(wide ? 16 : 8)
    const inflated = large ? entry.readUInt16LE(18) : bytes
    blocks.set(plainId(id), { at: idAt(entry, wide ? 8 : 4, wide), bytes, inflated })
  })
  walk(number(wide ? 224 : 188), (entry) => {
    const nid = entry.readUInt32LE(0)
    const step = wide ? 8 : 4
    nodes.set(nid, { nid, data: idAt(entry, step, wide), subnodes: idAt(entry, step * 2, wide), parent: entry.readUInt32LE(step * 3) })
  })
  return { source, variant, crypt: header[wide ? 513 : 461] ?? 0, blocks, nodes, damagedPages }
}

function idAt(bytes: Buffer, at: number, wide: boolean): number {
  return wide ? Number(bytes.readBigUInt64LE(at)) : bytes.readUInt32LE(at)
}

/** CRC-32 without inversion (MS-PST 5.3). */
function checksum(bytes: Uint8Array): number {
  return ~crc32(bytes, 0xffffffff) >>> 0
}

/** The lowest bit of a block's id is no part of it. */
function plainId(id: number): number {
  return id - (id % 2)
}

function walkTree(source: ByteSource, variant: Variant, root: number, leaf: (entry: Buffer) => void): number {
  const { wide, pageBytes } = variant
  let damaged = 0
  let pages = 0
  const visit = (at: number, depth: number): void => {
    if (depth > maximumLevels || ++pages > maximumPages) return
    const page = Buffer.from(source.read(at, pageBytes))
    if (page.byteLength < pageBytes) {
      damaged++
      return
    }
    const trailer = pageBytes === 4096 ? 4072 : wide ? 496 : 500
    if (checksum(page.subarray(0, trailer)) !== page.readUInt32LE(wide ? trailer + 4 : trailer + 8)) damaged++
    const facts = pageBytes === 4096 ? 4056 : wide ? 488 : 496
    const count = pageBytes === 4096 ? page.readUInt16LE(facts) : (page[facts] ?? 0)
    const size = page[facts + (pageBytes === 4096 ? 4 : 2)] ?? 0
    const level = page[facts + (pageBytes === 4096 ? 5 : 3)] ?? 0
    const type = page[trailer] ?? 0
    if ((type !== 0x80 && type !== 0x81) || size === 0 || count * size > facts) {
      damaged++
      return
    }
    for (let index = 0; index < count; index++) {
      const entry = page.subarray(index * size, (index + 1) * size)
      if (level === 0) {
        if (size >= (wide ? 24 : 12)) leaf(entry)
      } else visit(idAt(entry, wide ? 16 : 8, wide), depth + 1)
    }
  }
  visit(root, 0)
  return damaged
}

/** A block's bytes, decoded; null where it isn't there or is cut. */
function blockBytes(file: PstFile, id: number): Buffer | null {
  const found = file.blocks.get(plainId(id))
  if (!found) return null
  let bytes = Buffer.from(file.source.read(found.at, found.bytes))
  if (bytes.byteLength < found.bytes) return null
  if (file.variant.compressed && found.inflated !== found.bytes) {
    try {
      bytes = inflateSync(bytes, { maxOutputLength: 65_536 + 1024 })
    } catch {
      return null
    }
  }
  if (!isInternal(id)) decodeBlock(bytes, file.crypt, Number(BigInt(plainId(id)) & 0xffffffffn))
  return bytes
}

const isInternal = (id: number): boolean => Math.floor(id / 2) % 2 === 1

/** Blocks of a node's data, in order; a missing one is null. */
export function dataBlocks(file: PstFile, id: number): (Buffer | null)[] {
  const found: (Buffer | null)[] = []
  let total = 0
  const visit = (each: number, depth: number): void => {
    if (each === 0 || total > maximumDataBytes) return
    const bytes = blockBytes(file, each)
    if (bytes === null || !isInternal(each)) {
      total += bytes?.byteLength ?? 1
      found.push(bytes)
      return
    }
    if (bytes[0] !== 1 || depth > 2) return
    const step = file.variant.wide ? 8 : 4
    const count = Math.min(bytes.readUInt16LE(2), Math.floor((bytes.byteLength - 8) / step))
    for (let index = 0; index < count; index++) visit(idAt(bytes, 8 + index * step, file.variant.wide), depth + 1)
  }
  visit(id, 0)
  return found
}

/** Subnodes by nid. */
export function subnodesOf(file: PstFile, id: number): ReadonlyMap<number, PstNode> {
  const found = new Map<number, PstNode>()
  const { wide } = file.variant
  const visit = (each: number, depth: number): void => {
    const bytes = each === 0 || depth > 3 ? null : blockBytes(file, each)
    if (bytes === null || bytes[0] !== 2 || found.size > 200_000) return
    const leaf = bytes[1] === 0
    const step = (wide ? 8 : 4) * (leaf ? 3 : 2)
    const start = wide ? 8 : 4
    for (let index = 0; index < bytes.readUInt16LE(2) && start + (index + 1) * step <= bytes.byteLength; index++) {
      const at = start + index * step
      const width = wide ? 8 : 4
      if (!leaf) visit(idAt(bytes, at + width, wide), depth + 1)
      else {
        const nid = bytes.readUInt32LE(at)
        found.set(nid, { nid, data: idAt(bytes, at + width, wide), subnodes: idAt(bytes, at + width * 2, wide), parent: 0 })
      }
    }
  }
  visit(id, 0)
  return found
}
