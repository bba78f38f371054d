import type { ByteSource } from '../model/index.ts'
import { type MapiAttachment, type MapiItem, maximumItemDepth, type Properties, reader } from './mapi-item.ts'
import { attachMethod, objectFileOf } from './mapi-object.ts'
import { openPstFile, type PstFile, type PstNode, subnodesOf } from './pst-blocks.ts'
import { dataOf, propertiesOf, rowsOf } from './pst-tables.ts'
import { readNames } from './read-msg.ts'

/** A message of a PST: found in the tree of nodes itself, so that a damaged folder table hides none. */
export interface PstMessage {
  readonly nid: number
  /** Names of the folders from the top of the mailbox down. */
  readonly folder: readonly string[]
  /** As the file says; what is rebuilt is larger or smaller. */
  readonly sizeBytes: number
}

export interface PstContents {
  readonly messages: readonly PstMessage[]
  /** Pages of the file's trees that can't be read: messages may be missing. */
  readonly damagedPages: number
}

/** Attack: items that share what they hold, each twice what the one in it is. Items within a message; beyond, an attachment is told as missing. */
const maximumItems = 10_000

interface Context {
  readonly names: ReadonlyMap<number, string>
  left: number
}

const open = new WeakMap<ByteSource, PstFile | null>()

/** The file's trees, read once a source. */
function opened(source: ByteSource): PstFile | null {
  let file = open.get(source)
  if (file === undefined) {
    file = openPstFile(source)
    open.set(source, file)
  }
  return file
}

const typeOf = (nid: number): number => nid & 0x1f
const normalFolder = 0x02
const normalMessage = 0x04
const attachment = 0x05
const recipientTable = 0x692
const nameMap = 0x61

/** Messages of a PST or OST in order of their number; null where the file can't be opened. Associated items (views, rules) are no mail. */
export function listPst(source: ByteSource): PstContents | null {
  const file = opened(source)
  if (file === null) return null
  const names = new Map<number, readonly string[]>()
  const folderOf = (nid: number, depth: number): readonly string[] => {
    const known = names.get(nid)
    if (known) return known
    const node = file.nodes.get(nid)
    if (!node || typeOf(nid) !== normalFolder || depth > 100) return []
    const properties = propertiesOf(file, node)?.properties
    const name = properties ? reader(properties, 'windows-1252').text(0x3001) : ''
    const path = [...(node.parent === nid ? [] : folderOf(node.parent, depth + 1)), ...(name === '' ? [] : [name])]
    names.set(nid, path)
    return path
  }
  const messages = [...file.nodes.values()]
    .filter((node) => typeOf(node.nid) === normalMessage && node.data !== 0)
    .sort((left, right) => left.nid - right.nid)
    .map((node) => ({ nid: node.nid, folder: folderOf(node.parent, 0), sizeBytes: 0 }))
  return { messages, damagedPages: file.damagedPages }
}

/** One message's item; null where its node isn't there or can't be read. */
export function readPst(source: ByteSource, nid: number): MapiItem | null {
  const file = opened(source)
  const node = file?.nodes.get(nid)
  return file && node ? itemOf(file, node, { names: namesOf(file), left: maximumItems }, 0) : null
}

const knownNames = new WeakMap<PstFile, ReadonlyMap<number, string>>()

function namesOf(file: PstFile): ReadonlyMap<number, string> {
  let names = knownNames.get(file)
  if (!names) {
    const node = file.nodes.get(nameMap)
    const properties: Properties = (node ? propertiesOf(file, node)?.properties : null) ?? new Map()
    const stream = (id: number): Buffer => {
      const value = properties.get(id)?.value
      return value instanceof Uint8Array ? Buffer.from(value) : Buffer.alloc(0)
    }
    names = readNames(stream(2), stream(3), stream(4))
    knownNames.set(file, names)
  }
  return names
}

function itemOf(file: PstFile, node: PstNode, context: Context, depth: number): MapiItem | null {
  const own = propertiesOf(file, node)
  if (own === null) return null
  const subnodes = subnodesOf(file, node.subnodes)
  const table = subnodes.get(recipientTable)
  const attachments = [...subnodes.values()].filter((each) => typeOf(each.nid) === attachment).sort((left, right) => left.nid - right.nid)
  return {
    properties: own.properties,
    recipients: table ? rowsOf(file, table).map((row) => row.properties) : [],
    attachments: attachments.map((each) => attachmentOf(file, each, context, depth)),
    names: context.names,
  }
}

function attachmentOf(file: PstFile, node: PstNode, context: Context, depth: number): MapiAttachment {
  const own = propertiesOf(file, node)
  const data = own?.properties.get(0x3701)?.value
  const inner = own?.objects.get(0x3701)
  const properties = own?.properties ?? new Map()
  const method = properties.get(0x3705)?.value
  const value = data instanceof Uint8Array ? data : null
  if (method === attachMethod.message) {
    const read = inner !== undefined && depth < maximumItemDepth && context.left-- > 0
    return { properties, data: value, objectName: '', item: read ? itemOf(file, inner, context, depth + 1) : null }
  }
  const object = method === attachMethod.ole ? objectFileOf(value ?? (inner ? dataOf(file, inner) : new Uint8Array(0))) : null
  return { properties, data: object?.bytes ?? value, objectName: object?.name ?? '', item: null }
}
