import { type MapiProperty, mapiType, type Properties, severalTypes, severalValues } from './mapi-item.ts'
import { dataBlocks, type PstFile, type PstNode, subnodesOf } from './pst-blocks.ts'

/** The middle layer of a PST (MS-PST 2.3): heaps on nodes, the trees in them, property contexts and table contexts. */

interface Heap {
  readonly file: PstFile
  readonly blocks: readonly (Buffer | null)[]
  readonly root: number
  readonly client: number
  subnodes(): ReadonlyMap<number, PstNode>
}

const clientProperties = 0xbc
const clientTable = 0x7c
/** Attack: a table that declares millions of rows. */
const maximumRows = 200_000

function openHeap(file: PstFile, node: PstNode): Heap | null {
  const blocks = dataBlocks(file, node.data)
  const first = blocks[0]
  if (!first || first.byteLength < 12 || first[2] !== 0xec) return null
  let known: ReadonlyMap<number, PstNode> | null = null
  return {
    file,
    blocks,
    root: first.readUInt32LE(4),
    client: first[3] ?? 0,
    subnodes: () => {
      known ??= subnodesOf(file, node.subnodes)
      return known
    },
  }
}

/** An allocation of a heap by its id (MS-PST 2.3.1.1). */
function allocation(heap: Heap, hid: number): Buffer | null {
  const large = heap.file.variant.pageBytes === 4096
  const index = large ? (hid >>> 5) & 0x3fff : (hid >>> 5) & 0x7ff
  const block = heap.blocks[large ? hid >>> 19 : hid >>> 16]
  if (!block || index === 0 || block.byteLength < 2) return null
  const map = block.readUInt16LE(0)
  const at = map + 4 + (index - 1) * 2
  if (at + 4 > block.byteLength || index > block.readUInt16LE(map)) return null
  const start = block.readUInt16LE(at)
  const end = block.readUInt16LE(at + 2)
  return start <= end && end <= block.byteLength ? block.subarray(start, end) : null
}

/** What an id of a heap or of a subnode stands for. */
function contentOf(heap: Heap, hnid: number): Buffer | null {
  // What is empty has no place.
  if (hnid === 0) return Buffer.alloc(0)
  if ((hnid & 0x1f) === 0) return allocation(heap, hnid)
  const node = heap.subnodes().get(hnid)
  if (!node) return null
  return dataOf(heap.file, node)
}

/** All bytes of a node. */
export function dataOf(file: PstFile, node: PstNode): Buffer {
  return Buffer.concat(dataBlocks(file, node.data).map((block) => block ?? Buffer.alloc(0)))
}

function* treeRecords(heap: Heap, header: number): Generator<{ readonly key: Buffer; readonly data: Buffer }> {
  const facts = allocation(heap, header)
  if (facts === null || facts.byteLength < 8 || facts[0] !== 0xb5) return
  const keyBytes = facts[1] ?? 0
  const dataBytes = facts[2] ?? 0
  const visit = function* (hid: number, level: number): Generator<{ readonly key: Buffer; readonly data: Buffer }> {
    const bytes = hid === 0 ? null : allocation(heap, hid)
    if (bytes === null) return
    const step = keyBytes + (level === 0 ? dataBytes : 4)
    for (let at = 0; step > 0 && at + step <= bytes.byteLength; at += step) {
      const key = bytes.subarray(at, at + keyBytes)
      if (level === 0) yield { key, data: bytes.subarray(at + keyBytes, at + step) }
      else yield* visit(bytes.readUInt32LE(at + keyBytes), level - 1)
    }
  }
  yield* visit(facts.readUInt32LE(4), Math.min(facts[3] ?? 0, 8))
}

const inlineTypes: ReadonlySet<number> = new Set([mapiType.int16, mapiType.int32, mapiType.boolean, 0x04, 0x0a])

/** A node's properties and what its objects point to; null where it holds none. */
export function propertiesOf(
  file: PstFile,
  node: PstNode,
): { readonly properties: Properties; readonly objects: ReadonlyMap<number, PstNode> } | null {
  const heap = openHeap(file, node)
  if (heap === null || heap.client !== clientProperties) return null
  const properties = new Map<number, MapiProperty>()
  const objects = new Map<number, PstNode>()
  for (const { key, data } of treeRecords(heap, heap.root)) {
    if (key.byteLength < 2 || data.byteLength < 6) continue
    const id = key.readUInt16LE(0)
    const type = data.readUInt16LE(0)
    if (inlineTypes.has(type)) {
      properties.set(id, { type, value: type === mapiType.boolean ? (data[2] ?? 0) : data.readInt32LE(2) })
      continue
    }
    const value = contentOf(heap, data.readUInt32LE(2))
    if (value === null) continue
    if (type === mapiType.object) {
      const inner = value.byteLength >= 4 ? heap.subnodes().get(value.readUInt32LE(0)) : undefined
      if (inner) objects.set(id, inner)
    } else set(properties, id, type, value)
  }
  return { properties, objects }
}

function set(properties: Map<number, MapiProperty>, id: number, type: number, value: Buffer): void {
  if (type === mapiType.time || type === mapiType.int64) {
    if (value.byteLength >= 8) properties.set(id, { type, value: value.readBigUInt64LE(0) })
  } else if (type === mapiType.unicode || type === mapiType.string8 || type === mapiType.binary)
    properties.set(id, { type, value: Buffer.from(value) })
  else if ((type & 0x1000) !== 0 && severalTypes.has(type & 0xfff)) properties.set(id, severalValues(type & 0xfff, severalParts(value)))
}

/** Several values of variable size (MS-PST 2.3.3.4.2): a count, offsets, values. */
function severalParts(value: Buffer): Buffer[] {
  const count = value.byteLength < 4 ? 0 : Math.min(value.readUInt32LE(0), Math.floor((value.byteLength - 4) / 4))
  const parts: Buffer[] = []
  for (let index = 0; index < count; index++) {
    const start = value.readUInt32LE(4 + index * 4)
    const end = index + 1 < count ? value.readUInt32LE(8 + index * 4) : value.byteLength
    if (start <= end && end <= value.byteLength) parts.push(value.subarray(start, end))
  }
  return parts
}

/** Rows of a table, each with its id and its properties (MS-PST 2.3.4). */
export function rowsOf(file: PstFile, node: PstNode): { readonly id: number; readonly properties: Properties }[] {
  const heap = openHeap(file, node)
  const facts = heap === null || heap.client !== clientTable ? null : allocation(heap, heap.root)
  if (heap === null || facts === null || facts.byteLength < 22) return []
  const columns = facts[1] ?? 0
  const bitsAt = facts.readUInt16LE(6)
  const rowBytes = facts.readUInt16LE(8)
  const rowsId = facts.readUInt32LE(14)
  if (rowBytes === 0 || rowsId === 0 || 22 + columns * 8 > facts.byteLength) return []
  const blocks = (rowsId & 0x1f) === 0 ? [allocation(heap, rowsId)] : dataBlocks(file, heap.subnodes().get(rowsId)?.data ?? 0)
  const rows: { id: number; properties: Properties }[] = []
  for (const block of blocks) {
    // A row never stands in two blocks.
    for (let at = 0; block !== null && at + rowBytes <= block.byteLength && rows.length < maximumRows; at += rowBytes) {
      const row = block.subarray(at, at + rowBytes)
      rows.push({ id: row.readUInt32LE(0), properties: rowProperties(heap, facts, columns, row, bitsAt) })
    }
  }
  return rows
}

function rowProperties(heap: Heap, facts: Buffer, columns: number, row: Buffer, bitsAt: number): Properties {
  const properties = new Map<number, MapiProperty>()
  for (let index = 0; index < columns; index++) {
    const at = 22 + index * 8
    const type = facts.readUInt16LE(at)
    const id = facts.readUInt16LE(at + 2)
    const offset = facts.readUInt16LE(at + 4)
    const bytes = facts[at + 6] ?? 0
    const bit = facts[at + 7] ?? 0
    if (((row[bitsAt + (bit >> 3)] ?? 0) & (0x80 >> (bit & 7))) === 0 || offset + bytes > row.byteLength) continue
    if (inlineTypes.has(type))
      properties.set(id, {
        type,
        value: bytes === 1 ? (row[offset] ?? 0) : bytes === 2 ? row.readUInt16LE(offset) : row.readInt32LE(offset),
      })
    else if (bytes === 8) properties.set(id, { type, value: row.readBigUInt64LE(offset) })
    else if (bytes === 4) {
      const value = contentOf(heap, row.readUInt32LE(offset))
      if (value !== null) set(properties, id, type, value)
    }
  }
  return properties
}
