import { type StorageTree, writeCompoundFile } from '../../src/formats/cfb-write.ts'

/** Sets of named properties by GUID, as stored. */
export const sets = {
  appointment: '0220060000000000c000000000000046',
  task: '0320060000000000c000000000000046',
  address: '0420060000000000c000000000000046',
  common: '0820060000000000c000000000000046',
  log: '0a20060000000000c000000000000046',
  public: '2903020000000000c000000000000046',
} as const

type Value = string | readonly string[] | number | Uint8Array | readonly Uint8Array[]
type Named = readonly [set: keyof typeof sets | string, identifier: number | string, value: Value]

/** An item of Outlook, its properties by id. */
export interface OutlookItem {
  readonly properties?: Readonly<Record<number, Value>>
  readonly named?: readonly Named[]
  readonly recipients?: readonly Readonly<Record<number, Value>>[]
  readonly attachments?: readonly OutlookAttachment[]
}

export interface OutlookAttachment {
  readonly properties: Readonly<Record<number, Value>>
  /** What stands in the attachment's object: another item, or the storage of an OLE object. */
  readonly object?: OutlookItem | { readonly storage: StorageTree }
}

/** A .msg file (MS-OXMSG). */
export function msgFile(item: OutlookItem): Buffer {
  return writeCompoundFile({ ...itemStorage(item, 32), '__nameid_version1.0': nameStorage(item.named ?? []) })
}

function itemStorage({ properties = {}, named = [], recipients = [], attachments = [] }: OutlookItem, headBytes: number): StorageTree {
  const all: [number, Value][] = Object.entries(properties).map(([id, value]) => [Number(id), value])
  for (const [at, [, , value]] of named.entries()) all.push([0x8000 + at, value])
  const tree: Record<string, Uint8Array | StorageTree> = propertyStreams(all, headBytes)
  for (const [at, row] of recipients.entries())
    tree[`__recip_version1.0_#${hex(at, 8)}`] = propertyStreams(
      Object.entries(row).map(([id, value]) => [Number(id), value]),
      8,
    )
  for (const [at, { properties: own, object }] of attachments.entries()) {
    const streams = propertyStreams(
      Object.entries(own).map(([id, value]) => [Number(id), value]),
      8,
    )
    if (object !== undefined) streams['__substg1.0_3701000D'] = 'storage' in object ? object.storage : itemStorage(object, 24)
    tree[`__attach_version1.0_#${hex(at, 8)}`] = streams
  }
  return tree
}

const hex = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, '0')

function propertyStreams(properties: readonly (readonly [number, Value])[], headBytes: number): Record<string, Uint8Array | StorageTree> {
  const streams: Record<string, Uint8Array | StorageTree> = {}
  const rows: Buffer[] = [Buffer.alloc(headBytes)]
  for (const [id, value] of properties) {
    if (typeof value === 'number') {
      const row = Buffer.alloc(16)
      row.writeUInt16LE(3, 0)
      row.writeUInt16LE(id, 2)
      row.writeInt32LE(value, 8)
      rows.push(row)
    } else if (typeof value === 'string') streams[`__substg1.0_${hex(id, 4)}001F`] = Buffer.from(value, 'utf16le')
    else if (value instanceof Uint8Array) streams[`__substg1.0_${hex(id, 4)}0102`] = value
    else {
      const type = value.every((one) => typeof one === 'string') ? '101F' : '1102'
      streams[`__substg1.0_${hex(id, 4)}${type}`] = Buffer.alloc(value.length * 8)
      for (const [at, one] of value.entries())
        streams[`__substg1.0_${hex(id, 4)}${type}-${hex(at, 8)}`] = typeof one === 'string' ? Buffer.from(`${one}\0`, 'utf16le') : one
    }
  }
  streams['__properties_version1.0'] = Buffer.concat(rows)
  return streams
}

/** The mapping of names (MS-OXMSG 2.2.3): GUIDs, entries, words. */
function nameStorage(named: readonly Named[]): StorageTree {
  const guids: string[] = []
  const entries: Buffer[] = []
  const texts: Buffer[] = []
  for (const [at, [set, identifier]] of named.entries()) {
    const guid = set in sets ? sets[set as keyof typeof sets] : set
    if (!guids.includes(guid)) guids.push(guid)
    const entry = Buffer.alloc(8)
    const words = typeof identifier === 'string'
    entry.writeUInt32LE(words ? texts.reduce((sum, text) => sum + text.byteLength, 0) : identifier, 0)
    entry.writeUInt16LE(((guids.indexOf(guid) + 3) << 1) | (words ? 1 : 0), 4)
    entry.writeUInt16LE(at, 6)
    entries.push(entry)
    if (!words) continue
    const text = Buffer.from(identifier, 'utf16le')
    const length = Buffer.alloc(4)
    length.writeUInt32LE(text.byteLength)
    texts.push(Buffer.concat([length, text, Buffer.alloc((4 - (text.byteLength % 4)) % 4)]))
  }
  return {
    '__substg1.0_00020102': Buffer.from(guids.join(''), 'hex'),
    '__substg1.0_00030102': Buffer.concat(entries),
    '__substg1.0_00040102': Buffer.concat(texts),
  }
}

/** A one-off entry id (MS-OXCDATA 2.2.5.1): a member of a list. */
export function oneOffId(name: string, address: string, type = 'SMTP'): Buffer {
  const head = Buffer.from('00000000812b1fa4bea310199d6e00dd010f540200000190', 'hex')
  return Buffer.concat([head, Buffer.from(`${name}\0${type}\0${address}\0`, 'utf16le')])
}
