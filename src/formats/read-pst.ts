import type { ByteSource } from '../model/index.ts'
import { type MapiAttachment, type MapiItem, maximumItemDepth, reader } from './mapi-item.ts'
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
  /** Pages of the file's trees, and folders, that can't be read: messages, or where they stood, may be missing. */
  readonly damagedPlaces: number
}

/** Attack: items that share what they hold, each twice what the one in it is. Items within a message; beyond, an attachment is told as missing. */
const maximumItems = 10_000

interface Context {
  readonly names: PropertyNames
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
/** Properties from here on are known by the file's list of names. */
const firstNamed = 0x8000

/** Messages of a PST or OST in order of their number; null where the file can't be opened. Associated items (views, rules) are no mail. */
export function listPst(source: ByteSource): PstContents | null {
  const file = opened(source)
  if (file === null) return null
  const names = new Map<number, readonly string[]>()
  let damagedFolders = 0
  const folderOf = (nid: number, depth: number): readonly string[] => {
    const known = names.get(nid)
    if (known) return known
    const node = file.nodes.get(nid)
    if (!node || typeOf(nid) !== normalFolder || depth > 100) return []
    const own = propertiesOf(file, node)
    if (own?.whole !== true) damagedFolders++
    const name = own === null ? '' : reader(own.properties, 'windows-1252').text(0x3001)
    const path = [...(node.parent === nid ? [] : folderOf(node.parent, depth + 1)), ...(name === '' ? [] : [name])]
    names.set(nid, path)
    return path
  }
  const messages = [...file.nodes.values()]
    .filter((node) => typeOf(node.nid) === normalMessage && node.data !== 0)
    .sort((left, right) => left.nid - right.nid)
    .map((node) => ({ nid: node.nid, folder: folderOf(node.parent, 0), sizeBytes: 0 }))
  return { messages, damagedPlaces: file.damagedPages + damagedFolders }
}

/** One message's item; null where its node isn't there or can't be read. */
export function readPst(source: ByteSource, nid: number): MapiItem | null {
  const file = opened(source)
  const node = file?.nodes.get(nid)
  return file && node ? itemOf(file, node, { names: namesOf(file), left: maximumItems }, 0) : null
}

interface PropertyNames {
  readonly byId: ReadonlyMap<number, string>
  readonly whole: boolean
}

const knownNames = new WeakMap<PstFile, PropertyNames>()

function namesOf(file: PstFile): PropertyNames {
  let names = knownNames.get(file)
  if (!names) {
    const node = file.nodes.get(nameMap)
    const own = node ? propertiesOf(file, node) : null
    const stream = (id: number): Buffer => {
      const value = own?.properties.get(id)?.value
      return value instanceof Uint8Array ? Buffer.from(value) : Buffer.alloc(0)
    }
    names = { byId: readNames(stream(2), stream(3), stream(4)), whole: own?.whole ?? false }
    knownNames.set(file, names)
  }
  return names
}

function itemOf(file: PstFile, node: PstNode, context: Context, depth: number): MapiItem | null {
  const own = propertiesOf(file, node)
  if (own === null) return null
  const { nodes, whole } = subnodesOf(file, node.subnodes)
  const table = nodes.get(recipientTable)
  const recipients = table ? rowsOf(file, table) : null
  const attachments = [...nodes.values()].filter((each) => typeOf(each.nid) === attachment).sort((left, right) => left.nid - right.nid)
  const { names } = context
  const isNamed = names.whole || [...own.properties.keys()].every((id) => id < firstNamed)
  return {
    properties: own.properties,
    recipients: recipients?.rows.map((row) => row.properties) ?? [],
    attachments: attachments.map((each) => attachmentOf(file, each, context, depth)),
    names: names.byId,
    whole: own.whole && whole && isNamed && recipients?.whole !== false,
  }
}

function attachmentOf(file: PstFile, node: PstNode, context: Context, depth: number): MapiAttachment {
  const own = propertiesOf(file, node)
  const data = own?.properties.get(0x3701)?.value
  const inner = own?.objects.get(0x3701)
  const properties = own?.properties ?? new Map()
  const whole = own?.whole ?? false
  const method = properties.get(0x3705)?.value
  const value = data instanceof Uint8Array ? data : null
  if (method === attachMethod.message) {
    const read = inner !== undefined && depth < maximumItemDepth && context.left-- > 0
    const item = read ? itemOf(file, inner, context, depth + 1) : null
    return { properties, data: value, objectName: '', item, whole: whole && (item !== null || !read) }
  }
  if (method !== attachMethod.ole) return { properties, data: value, objectName: '', item: null, whole }
  const stored = value === null && inner ? dataOf(file, inner) : null
  const object = objectFileOf(value ?? stored?.bytes ?? new Uint8Array(0))
  return { properties, data: object?.bytes ?? value, objectName: object?.name ?? '', item: null, whole: whole && stored?.whole !== false }
}
