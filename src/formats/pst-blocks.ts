import { crc32, inflateSync } from 'node:zlib'
import type { ByteSource } from '../model/index.ts'
import { decodeBlock } from './pst-crypt.ts'

/**
 * The lower layer of a PST or OST (MS-PST 2.2): pages of two B-trees, blocks, trees of data and of subnodes. Variants: ANSI (to 2002), Unicode, and OST
 * with pages of 4 kB and compressed blocks (2013). Nothing throws: what isn't there, or is damaged, is absent or as it stands, and `whole` says so.
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
  const walk = (at: number, leafBytes: number, leaf: (entry: Buffer) => void): void => {
    damagedPages += walkTree(source, variant, at, leafBytes, leaf)
  }
  walk(number(wide ? 240 : 196), wide ? 24 : 12, (entry) => {
    const id = idAt(entry, 0, wide)
    const bytes = entry.readUInt16LE(wide ? 16 : 8)
    const inflated = large ? entry.readUInt16LE(18) : bytes
    blocks.set(plainId(id), { at: idAt(entry, wide ? 8 : 4, wide), bytes, inflated })
  })
  walk(number(wide ? 224 : 188), wide ? 28 : 16, (entry) => {
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

function walkTree(source: ByteSource, variant: Variant, root: number, leafBytes: number, leaf: (entry: Buffer) => void): number {
  const { wide, pageBytes } = variant
  const branchBytes = wide ? 24 : 12
  let damaged = 0
  let pages = 0
  const visit = (at: number, depth: number): void => {
    if (depth > maximumLevels || ++pages > maximumPages) {
      damaged++
      return
    }
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
    if ((type !== 0x80 && type !== 0x81) || size < (level === 0 ? leafBytes : branchBytes) || count * size > facts) {
      damaged++
      return
    }
    for (let index = 0; index < count; index++) {
      const entry = page.subarray(index * size, (index + 1) * size)
      if (level === 0) leaf(entry)
      else visit(idAt(entry, wide ? 16 : 8, wide), depth + 1)
    }
  }
  visit(root, 0)
  return damaged
}

interface Block {
  /** Decoded; null where the block isn't there or is cut. */
  readonly bytes: Buffer | null
  /** It is there, and its trailer says the same of it. */
  readonly whole: boolean
}

const noBlock: Block = { bytes: null, whole: false }

function readBlock(file: PstFile, id: number): Block {
  const found = file.blocks.get(plainId(id))
  if (!found) return noBlock
  const { wide, compressed } = file.variant
  const trailerBytes = compressed ? 24 : wide ? 16 : 12
  const unit = compressed ? 512 : 64
  const space = Math.ceil((found.bytes + trailerBytes) / unit) * unit
  const stored = Buffer.from(file.source.read(found.at, space))
  if (stored.byteLength < found.bytes) return noBlock
  let bytes = stored.subarray(0, found.bytes)
  const said = trailerAt(stored, space - trailerBytes, wide)
  const isOwn = said?.bytes === bytes.byteLength && said.id === plainId(id)
  // What ends a block of 4 kB pages is known from other readers alone (libpff), so that one that looks otherwise is no evidence.
  const whole = isOwn ? said.checksum === checksum(bytes) : compressed
  if (compressed && found.inflated !== found.bytes) {
    try {
      bytes = inflateSync(bytes, { maxOutputLength: 65_536 + 1024 })
    } catch {
      return noBlock
    }
  }
  if (!isInternal(id)) decodeBlock(bytes, file.crypt, Number(BigInt(plainId(id)) & 0xffffffffn))
  return { bytes, whole }
}

/** What the end of a block says of it: its length, its checksum and its id (MS-PST 2.2.2.8.1). Null where it is cut. */
function trailerAt(
  stored: Buffer,
  at: number,
  wide: boolean,
): { readonly bytes: number; readonly checksum: number; readonly id: number } | null {
  if (at + (wide ? 16 : 12) > stored.byteLength) return null
  return {
    bytes: stored.readUInt16LE(at),
    checksum: stored.readUInt32LE(at + (wide ? 4 : 8)),
    id: plainId(idAt(stored, at + (wide ? 8 : 4), wide)),
  }
}

const isInternal = (id: number): boolean => Math.floor(id / 2) % 2 === 1

export interface NodeData {
  /** In order; one that isn't there is null. */
  readonly blocks: readonly (Buffer | null)[]
  readonly whole: boolean
}

/** Blocks of a node's data. */
export function dataBlocks(file: PstFile, id: number): NodeData {
  const blocks: (Buffer | null)[] = []
  let whole = true
  let total = 0
  const visit = (each: number, depth: number): void => {
    const block = total > maximumDataBytes ? noBlock : readBlock(file, each)
    const { bytes } = block
    whole &&= block.whole
    if (bytes === null || !isInternal(each)) {
      total += bytes?.byteLength ?? 1
      if (total <= maximumDataBytes) blocks.push(bytes)
      return
    }
    const step = file.variant.wide ? 8 : 4
    const declared = bytes.byteLength < 8 ? 0 : bytes.readUInt16LE(2)
    const count = Math.min(declared, Math.floor((bytes.byteLength - 8) / step))
    if (bytes[0] !== 1 || depth > 2 || count < declared) whole = false
    if (bytes[0] !== 1 || depth > 2) return
    for (let index = 0; index < count && total <= maximumDataBytes; index++)
      visit(idAt(bytes, 8 + index * step, file.variant.wide), depth + 1)
  }
  if (id !== 0) visit(id, 0)
  return { blocks, whole }
}

export interface Subnodes {
  /** By nid. */
  readonly nodes: ReadonlyMap<number, PstNode>
  readonly whole: boolean
}

const maximumSubnodes = 200_000

export function subnodesOf(file: PstFile, id: number): Subnodes {
  const nodes = new Map<number, PstNode>()
  let whole = true
  const { wide } = file.variant
  const width = wide ? 8 : 4
  const visit = (each: number, depth: number): void => {
    const block = depth > 3 || nodes.size > maximumSubnodes ? noBlock : readBlock(file, each)
    const { bytes } = block
    const isTree = bytes !== null && bytes.byteLength >= width && bytes[0] === 2
    whole &&= block.whole && isTree
    if (!isTree) return
    const leaf = bytes[1] === 0
    const step = width * (leaf ? 3 : 2)
    const declared = bytes.readUInt16LE(2)
    const count = Math.min(declared, Math.floor((bytes.byteLength - width) / step))
    whole &&= count === declared
    for (let index = 0; index < count; index++) {
      const at = width + index * step
      if (!leaf) visit(idAt(bytes, at + width, wide), depth + 1)
      else {
        const nid = bytes.readUInt32LE(at)
        nodes.set(nid, { nid, data: idAt(bytes, at + width, wide), subnodes: idAt(bytes, at + width * 2, wide), parent: 0 })
      }
    }
  }
  if (id !== 0) visit(id, 0)
  return { nodes, whole }
}
