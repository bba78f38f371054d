import type { ByteSource } from '../model/index.ts'
import { type CfbEntry, isWhole, openCompoundFile } from './cfb.ts'
import {
  type MapiAttachment,
  type MapiItem,
  type MapiProperty,
  mapiType,
  maximumItemDepth,
  type Properties,
  severalTypes,
  severalValues,
} from './mapi-item.ts'
import { objectFile } from './mapi-object.ts'

/** Whether a compound file is an Outlook message: only those have a stream of top-level properties. */
export function isMsg(root: CfbEntry): boolean {
  return root.children.some((entry) => entry.name === '__properties_version1.0')
}

/** The item of a .msg file (MS-OXMSG), or null where it is none. */
export function readMsg(source: ByteSource): MapiItem | null {
  const root = openCompoundFile(source)
  return root === null || !isMsg(root) ? null : itemOf(root, 32, namesOf(root), 0)
}

function itemOf(storage: CfbEntry, headerBytes: number, names: PropertyNames, depth: number): MapiItem {
  const parts = (prefix: string): CfbEntry[] =>
    storage.children.filter((entry) => entry.kind === 'storage' && entry.name.startsWith(prefix))
  const own = propertiesOf(storage, headerBytes)
  const recipients = parts('__recip_version1.0_').map((entry) => propertiesOf(entry, 8))
  const isNamed = names.whole || [...own.properties.keys()].every((id) => id < firstNamed)
  return {
    properties: own.properties,
    recipients: recipients.map(({ properties }) => properties),
    attachments: parts('__attach_version1.0_').map((entry) => attachmentOf(entry, names, depth)),
    names: names.byId,
    whole: own.whole && isNamed && recipients.every(({ whole }) => whole),
  }
}

function attachmentOf(storage: CfbEntry, names: PropertyNames, depth: number): MapiAttachment {
  const { properties, whole } = propertiesOf(storage, 8)
  const inner = storage.children.find((entry) => entry.kind === 'storage' && entry.name === '__substg1.0_3701000D')
  const data = properties.get(0x3701)?.value
  if (inner?.children.some((entry) => entry.name === '__properties_version1.0') === true)
    return { properties, data: null, objectName: '', item: depth < maximumItemDepth ? itemOf(inner, 24, names, depth + 1) : null, whole }
  const object = inner === undefined ? null : objectFile(inner)
  return {
    properties,
    data: object?.bytes ?? (data instanceof Uint8Array ? data : null),
    objectName: object?.name ?? '',
    item: null,
    whole: whole && (inner === undefined || isWhole(inner)),
  }
}

const fixedTypes: ReadonlySet<number> = new Set([
  mapiType.int16,
  mapiType.int32,
  mapiType.boolean,
  mapiType.int64,
  mapiType.time,
  0x04,
  0x05,
  0x06,
  0x07,
  0x0a,
])

interface StoredProperties {
  readonly properties: Properties
  readonly whole: boolean
}

function propertiesOf(storage: CfbEntry, headerBytes: number): StoredProperties {
  const properties = new Map<number, MapiProperty>()
  const table = storage.children.find((entry) => entry.name === '__properties_version1.0')
  const bytes = Buffer.from(table?.read() ?? [])
  const present = new Set(storage.children.map(({ name }) => name.toLowerCase()))
  let whole = storage.whole && table !== undefined && bytes.byteLength === table.sizeBytes
  const contentOf = (entry: CfbEntry): Uint8Array => {
    const content = entry.read()
    whole &&= content.byteLength === entry.sizeBytes
    return content
  }
  for (let at = headerBytes; at + 16 <= bytes.byteLength; at += 16) {
    const type = bytes.readUInt16LE(at)
    // What is empty needs no stream.
    if (type === mapiType.binary && bytes.readUInt32LE(at + 8) === 0)
      properties.set(bytes.readUInt16LE(at + 2), { type, value: new Uint8Array(0) })
    if (!fixedTypes.has(type)) {
      // MS-OXMSG 2.4.2.2: the size, in which a text's end mark counts.
      if (bytes.readUInt32LE(at + 8) > 2 && !present.has(streamName(bytes.readUInt16LE(at + 2), type))) whole = false
      continue
    }
    const value =
      type === mapiType.int64 || type === mapiType.time
        ? bytes.readBigUInt64LE(at + 8)
        : type === mapiType.int16 || type === mapiType.boolean
          ? bytes.readUInt16LE(at + 8)
          : bytes.readInt32LE(at + 8)
    properties.set(bytes.readUInt16LE(at + 2), { type, value })
  }
  const several = new Map<number, { type: number; parts: Map<number, Uint8Array> }>()
  for (const entry of storage.children) {
    const match = /^__substg1\.0_([0-9A-F]{4})([0-9A-F]{4})(?:-([0-9A-F]{8}))?$/iu.exec(entry.name)
    if (match === null || entry.kind === 'storage') continue
    const id = Number.parseInt(match[1] ?? '', 16)
    const type = Number.parseInt(match[2] ?? '', 16)
    if (match[3] !== undefined) {
      const values = several.get(id) ?? { type, parts: new Map() }
      values.parts.set(Number.parseInt(match[3], 16), contentOf(entry))
      several.set(id, values)
    } else if ((type & 0x1000) === 0) properties.set(id, { type, value: contentOf(entry) })
  }
  // Several values, such as categories.
  for (const [id, { type, parts }] of several) {
    const single = type & 0xfff
    if (severalTypes.has(single))
      properties.set(
        id,
        severalValues(
          single,
          [...parts].sort(([left], [right]) => left - right).map(([, value]) => value),
        ),
      )
  }
  return { properties, whole }
}

const streamName = (id: number, type: number): string => `__substg1.0_${hexadecimal(id)}${hexadecimal(type)}`
const hexadecimal = (value: number): string => value.toString(16).padStart(4, '0')

/** Sets of named properties (MS-OXPROPS 1.3.2), by their GUID in hex as stored. */
export const namedSets: Readonly<Record<string, string>> = {
  '2903020000000000c000000000000046': 'public',
  '0220060000000000c000000000000046': 'appointment',
  '0420060000000000c000000000000046': 'address',
  '0320060000000000c000000000000046': 'task',
  '0820060000000000c000000000000046': 'common',
  '0a20060000000000c000000000000046': 'log',
  '8603020000000000c000000000000046': 'headers',
  '90dad86e0b451b1098da00aa003f1305': 'meeting',
  '070e00111bb5d640af21caa85edab1d0': 'calendar-assistant',
}

interface PropertyNames {
  readonly byId: ReadonlyMap<number, string>
  readonly whole: boolean
}

/** Properties from here on are known by the file's list of names. */
const firstNamed = 0x8000

/** The mapping of named properties (MS-OXMSG 2.2.3). */
function namesOf(root: CfbEntry): PropertyNames {
  const storage = root.children.find((entry) => entry.name === '__nameid_version1.0')
  const stream = (name: string): CfbEntry | undefined => storage?.children.find((entry) => entry.name === name)
  const streams = [stream('__substg1.0_00020102'), stream('__substg1.0_00030102'), stream('__substg1.0_00040102')]
  const [guids, entries, strings] = streams.map((entry) => Buffer.from(entry?.read() ?? []))
  const none = Buffer.alloc(0)
  return {
    byId: readNames(guids ?? none, entries ?? none, strings ?? none),
    whole: storage?.whole !== false && streams.every((entry) => entry === undefined || isWhole(entry)),
  }
}

/** Entries of a name mapping, the same in .msg and PST: GUIDs, entries of eight bytes, names. */
export function readNames(guids: Buffer, entries: Buffer, strings: Buffer): ReadonlyMap<number, string> {
  const names = new Map<number, string>()
  for (let at = 0; at + 8 <= entries.byteLength; at += 8) {
    const identifier = entries.readUInt32LE(at)
    const flags = entries.readUInt16LE(at + 4)
    const id = 0x8000 + entries.readUInt16LE(at + 6)
    const guid = flags >> 1
    const own = guid < 3 ? '' : guids.toString('hex', (guid - 3) * 16, (guid - 2) * 16)
    const set = guid === 2 ? 'public' : guid < 3 ? 'mapi' : (namedSets[own] ?? own)
    if ((flags & 1) === 0) names.set(id, `${set}/${identifier.toString(16)}`)
    else if (identifier + 4 <= strings.byteLength) {
      const length = strings.readUInt32LE(identifier)
      names.set(id, `${set}/${strings.toString('utf16le', identifier + 4, identifier + 4 + length)}`)
    }
  }
  return names
}
