import { type MapiProperty, mapiType, type Properties, severalTypes, severalValues } from './mapi-item.ts'
import { dataBlocks, type NodeData, type PstFile, type PstNode, type Subnodes, subnodesOf } from './pst-blocks.ts'

/**
 * The middle layer of a PST (MS-PST 2.3): heaps on nodes, the trees in them, property contexts and table contexts. What is damaged is left out, and `whole` is false
 * wherever it would stand.
 */

interface Heap extends NodeData {
  readonly file: PstFile
  readonly root: number
  readonly client: number
  subnodes(): Subnodes
}

const clientProperties = 0xbc
const clientTable = 0x7c
/** Attack: a table that declares millions of rows. */
const maximumRows = 200_000

function openHeap(file: PstFile, node: PstNode): Heap | null {
  const { blocks, whole } = dataBlocks(file, node.data)
  const first = blocks[0]
  if (!first || first.byteLength < 12 || first[2] !== 0xec) return null
  let known: Subnodes | null = null
  return {
    file,
    blocks,
    whole,
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

/** Bytes as far as they can be read. */
export interface StoredBytes {
  /** Null where there are none to be had. */
  readonly bytes: Buffer | null
  readonly whole: boolean
}

/** What an id of a heap or of a subnode stands for. */
function contentOf(heap: Heap, hnid: number): StoredBytes {
  // What is empty has no place.
  if (hnid === 0) return { bytes: Buffer.alloc(0), whole: true }
  if ((hnid & 0x1f) === 0) {
    const bytes = allocation(heap, hnid)
    return { bytes, whole: bytes !== null }
  }
  const { nodes, whole } = heap.subnodes()
  const node = nodes.get(hnid)
  if (!node) return { bytes: null, whole: false }
  const content = dataOf(heap.file, node)
  return { bytes: content.bytes, whole: content.whole && whole }
}

/** All bytes of a node. */
export function dataOf(file: PstFile, node: PstNode): { readonly bytes: Buffer; readonly whole: boolean } {
  const { blocks, whole } = dataBlocks(file, node.data)
  return { bytes: Buffer.concat(blocks.map((block) => block ?? Buffer.alloc(0))), whole }
}

interface TreeRecords {
  readonly records: readonly { readonly key: Buffer; readonly data: Buffer }[]
  readonly whole: boolean
}

/** MS-PST 2.3.2 allows far fewer. */
const maximumTreeLevels = 8

function treeRecords(heap: Heap, header: number): TreeRecords {
  const records: { key: Buffer; data: Buffer }[] = []
  const facts = allocation(heap, header)
  if (facts === null || facts.byteLength < 8 || facts[0] !== 0xb5) return { records, whole: false }
  const keyBytes = facts[1] ?? 0
  const dataBytes = facts[2] ?? 0
  const levels = facts[3] ?? 0
  let whole = true
  const visit = (hid: number, level: number): void => {
    const bytes = allocation(heap, hid)
    const step = keyBytes + (level === 0 ? dataBytes : 4)
    if (bytes === null || step === 0) {
      whole = false
      return
    }
    for (let at = 0; at + step <= bytes.byteLength; at += step) {
      const key = bytes.subarray(at, at + keyBytes)
      if (level === 0) records.push({ key, data: bytes.subarray(at + keyBytes, at + step) })
      else visit(bytes.readUInt32LE(at + keyBytes), level - 1)
    }
  }
  const root = facts.readUInt32LE(4)
  if (levels > maximumTreeLevels) whole = false
  // One without records has no root.
  else if (root !== 0) visit(root, levels)
  return { records, whole }
}

const inlineTypes: ReadonlySet<number> = new Set([mapiType.int16, mapiType.int32, mapiType.boolean, 0x04, 0x0a])

export interface NodeProperties {
  readonly properties: Properties
  /** What properties that are objects point to. */
  readonly objects: ReadonlyMap<number, PstNode>
  readonly whole: boolean
}

/** A node's properties; null where it holds none. */
export function propertiesOf(file: PstFile, node: PstNode): NodeProperties | null {
  const heap = openHeap(file, node)
  if (heap === null || heap.client !== clientProperties) return null
  const properties = new Map<number, MapiProperty>()
  const objects = new Map<number, PstNode>()
  const tree = treeRecords(heap, heap.root)
  let whole = heap.whole && tree.whole
  for (const { key, data } of tree.records) {
    if (key.byteLength < 2 || data.byteLength < 6) {
      whole = false
      continue
    }
    const id = key.readUInt16LE(0)
    const type = data.readUInt16LE(0)
    if (inlineTypes.has(type)) {
      properties.set(id, { type, value: type === mapiType.boolean ? (data[2] ?? 0) : data.readInt32LE(2) })
      continue
    }
    const content = contentOf(heap, data.readUInt32LE(2))
    whole &&= content.whole
    if (content.bytes === null) continue
    if (type === mapiType.object) {
      const inner = content.bytes.byteLength >= 4 ? heap.subnodes().nodes.get(content.bytes.readUInt32LE(0)) : undefined
      if (inner) objects.set(id, inner)
      else whole = false
    } else if (!set(properties, id, type, content.bytes)) whole = false
  }
  return { properties, objects, whole }
}

/** Whether the value is one of its type. Those of types that hold no text, nor what is asked for, are not kept. */
function set(properties: Map<number, MapiProperty>, id: number, type: number, value: Buffer): boolean {
  if (type === mapiType.time || type === mapiType.int64) {
    // Outlook leaves a time that isn't known empty.
    if (value.byteLength < 8) return value.byteLength === 0
    properties.set(id, { type, value: value.readBigUInt64LE(0) })
  } else if (type === mapiType.unicode || type === mapiType.string8 || type === mapiType.binary)
    properties.set(id, { type, value: Buffer.from(value) })
  else if ((type & 0x1000) !== 0 && severalTypes.has(type & 0xfff)) {
    const { parts, whole } = severalParts(value)
    properties.set(id, severalValues(type & 0xfff, parts))
    return whole
  }
  return true
}

/** Several values of variable size (MS-PST 2.3.3.4.2): a count, offsets, values. */
function severalParts(value: Buffer): { readonly parts: readonly Buffer[]; readonly whole: boolean } {
  const declared = value.byteLength < 4 ? 0 : value.readUInt32LE(0)
  const count = Math.min(declared, Math.max(0, Math.floor((value.byteLength - 4) / 4)))
  const parts: Buffer[] = []
  for (let index = 0; index < count; index++) {
    const start = value.readUInt32LE(4 + index * 4)
    const end = index + 1 < count ? value.readUInt32LE(8 + index * 4) : value.byteLength
    if (start <= end && end <= value.byteLength) parts.push(value.subarray(start, end))
  }
  return { parts, whole: parts.length === declared }
}

export interface TableRows {
  readonly rows: readonly { readonly id: number; readonly properties: Properties }[]
  readonly whole: boolean
}

const noRows: TableRows = { rows: [], whole: false }

/** Rows of a table, each with its id and its properties (MS-PST 2.3.4). */
export function rowsOf(file: PstFile, node: PstNode): TableRows {
  const heap = openHeap(file, node)
  const facts = heap === null || heap.client !== clientTable ? null : allocation(heap, heap.root)
  if (heap === null || facts === null || facts.byteLength < 22) return noRows
  const columns = facts[1] ?? 0
  const rowBytes = facts.readUInt16LE(8)
  const rowsId = facts.readUInt32LE(14)
  if (rowsId === 0) return { rows: [], whole: heap.whole }
  if (rowBytes < 4 || 22 + columns * 8 > facts.byteLength) return noRows
  const matrix = rowBlocks(heap, rowsId)
  let whole = heap.whole && matrix.whole
  const rows: { id: number; properties: Properties }[] = []
  for (const block of matrix.blocks) {
    // A row never stands in two blocks.
    for (let at = 0; block !== null && at + rowBytes <= block.byteLength; at += rowBytes) {
      if (rows.length >= maximumRows) return { rows, whole: false }
      const row = block.subarray(at, at + rowBytes)
      const read = rowProperties(heap, facts, columns, row)
      whole &&= read.whole
      rows.push({ id: row.readUInt32LE(0), properties: read.properties })
    }
  }
  return { rows, whole }
}

/** The blocks in which the rows of a table stand. */
function rowBlocks(heap: Heap, rowsId: number): NodeData {
  if ((rowsId & 0x1f) === 0) {
    const block = allocation(heap, rowsId)
    return { blocks: [block], whole: block !== null }
  }
  const { nodes, whole } = heap.subnodes()
  const node = nodes.get(rowsId)
  if (!node) return { blocks: [], whole: false }
  const data = dataBlocks(heap.file, node.data)
  return { blocks: data.blocks, whole: data.whole && whole }
}

function rowProperties(
  heap: Heap,
  facts: Buffer,
  columns: number,
  row: Buffer,
): { readonly properties: Properties; readonly whole: boolean } {
  const properties = new Map<number, MapiProperty>()
  const bitsAt = facts.readUInt16LE(6)
  let whole = true
  for (let index = 0; index < columns; index++) {
    const at = 22 + index * 8
    const type = facts.readUInt16LE(at)
    const id = facts.readUInt16LE(at + 2)
    const offset = facts.readUInt16LE(at + 4)
    const bytes = facts[at + 6] ?? 0
    const bit = facts[at + 7] ?? 0
    if (((row[bitsAt + (bit >> 3)] ?? 0) & (0x80 >> (bit & 7))) === 0) continue
    if (offset + bytes > row.byteLength) whole = false
    else if (inlineTypes.has(type) && (bytes === 1 || bytes === 2 || bytes === 4))
      properties.set(id, { type, value: bytes === 4 ? row.readInt32LE(offset) : row.readUIntLE(offset, bytes) })
    else if (bytes === 8) properties.set(id, { type, value: row.readBigUInt64LE(offset) })
    else if (bytes === 4) {
      const content = contentOf(heap, row.readUInt32LE(offset))
      const isSet = content.bytes !== null && set(properties, id, type, content.bytes)
      whole &&= content.whole && isSet
    }
  }
  return { properties, whole }
}
