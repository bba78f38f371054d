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
import { objectFileOf } from './mapi-object.ts'
import { namedSets } from './read-msg.ts'

/** Attack: attributes or properties by the million, each an object; recipients and attachments likewise. */
const maxAttributes = 20_000
const maxProperties = 20_000
const maxValues = 20_000

const signature = 0x223e9f78
/** NUL, tab, line feed, carriage return, blank. */
const padding: ReadonlySet<number> = new Set([0, 9, 10, 13, 32])

const attribute = {
  from: 0x8000,
  subject: 0x8004,
  sent: 0x8005,
  messageId: 0x8009,
  body: 0x800c,
  attachData: 0x800f,
  attachTitle: 0x8010,
  attachBegin: 0x9002,
  messageProperties: 0x9003,
  recipients: 0x9004,
  attachProperties: 0x9005,
  codePage: 0x9007,
} as const

/** Whether bytes begin as a TNEF stream does (MS-OXTNEF 2.1.3.1). */
export function isTnef(bytes: Uint8Array): boolean {
  return bytes.byteLength >= 6 && Buffer.from(bytes.buffer, bytes.byteOffset, 4).readUInt32LE(0) === signature
}

interface OpenAttachment {
  readonly properties: Map<number, MapiProperty>
  data: Uint8Array | null
  objectName: string
  item: MapiItem | null
  whole: boolean
}

/**
 * The item inside a TNEF stream, Outlook's `winmail.dat` (MS-OXTNEF 2.1): its text, people and attachments as MAPI properties. Null where the bytes
 * are none; a damaged stream gives what comes before the damage, and is not whole.
 */
export function readTnef(bytes: Uint8Array, depth = 0): MapiItem | null {
  if (!isTnef(bytes) || depth > maximumItemDepth) return null
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const properties = new Map<number, MapiProperty>()
  const names = new Map<number, string>()
  const attachments: OpenAttachment[] = []
  let recipients: readonly Properties[] = []
  let whole = true
  let count = 0
  let at = 6
  for (; at + 11 <= buffer.length && count < maxAttributes; count++) {
    const id = buffer.readUInt32LE(at + 1) & 0xffff
    const length = buffer.readUInt32LE(at + 5)
    const value = buffer.subarray(at + 9, at + 9 + length)
    at += 9 + length + 2
    // The checksum alone may be cut off.
    if (at > buffer.length + 2) whole = false
    switch (id) {
      case attribute.attachBegin:
        attachments.push({ properties: new Map(), data: null, objectName: '', item: null, whole: true })
        break
      case attribute.messageProperties:
        if (readProperties(value, properties, names) < 0) whole = false
        break
      case attribute.attachProperties:
        attachmentProperties(value, attachments.at(-1), depth)
        break
      case attribute.attachData: {
        const attachment = attachments.at(-1)
        if (attachment !== undefined) attachment.data ??= value
        break
      }
      case attribute.attachTitle:
        fallback(attachments.at(-1)?.properties, 0x3704, { type: mapiType.string8, value })
        break
      case attribute.recipients: {
        const read = readRecipients(value)
        recipients = read.rows
        whole &&= read.whole
        break
      }
      case attribute.codePage:
        if (value.length >= 4) fallback(properties, 0x3ffd, { type: mapiType.int32, value: value.readUInt32LE(0) })
        break
      default:
        older(id, value, properties)
    }
  }
  // Some mailers end the stream with blanks or zeros.
  if (count >= maxAttributes || !buffer.subarray(at).every((byte) => padding.has(byte))) whole = false
  return {
    properties,
    recipients,
    names,
    whole,
    attachments: attachments.map((attachment): MapiAttachment => attachment),
  }
}

/** What is also said in properties, which go first. */
function fallback(properties: Map<number, MapiProperty> | undefined, id: number, property: MapiProperty): void {
  if (properties !== undefined && !properties.has(id)) properties.set(id, property)
}

/** Attributes of TNEF's own, from before it held properties (MS-OXTNEF 2.1.3.3). */
function older(id: number, value: Buffer, properties: Map<number, MapiProperty>): void {
  if (id === attribute.subject) fallback(properties, 0x0037, { type: mapiType.string8, value })
  else if (id === attribute.body) fallback(properties, 0x1000, { type: mapiType.string8, value })
  else if (id === attribute.messageId) return
  else if (id === attribute.from && value.length > 8) {
    // TRP structure: id, size, then lengths of name and address, each text with its own NUL.
    const nameBytes = value.readUInt16LE(4)
    const addressBytes = value.readUInt16LE(6)
    const name = value.subarray(8, 8 + nameBytes)
    const address = value.subarray(8 + nameBytes, 8 + nameBytes + addressBytes)
    const plain = Buffer.from(address.toString('latin1').replace(/^SMTP:/i, ''), 'latin1')
    fallback(properties, 0x0c1a, { type: mapiType.string8, value: name })
    fallback(properties, 0x0c1f, { type: mapiType.string8, value: plain })
  } else if (id === attribute.sent && value.length >= 12) {
    const part = (index: number): number => value.readUInt16LE(index * 2)
    const ms = Date.UTC(part(0), part(1) - 1, part(2), part(3), part(4), part(5))
    if (Number.isFinite(ms)) fallback(properties, 0x0039, { type: mapiType.time, value: BigInt(ms + 11_644_473_600_000) * 10_000n })
  }
}

/** IID_IMessage: the object is an item, as a TNEF stream of its own. */
const messageObject = '0703020000000000c000000000000046'

function attachmentProperties(value: Buffer, attachment: OpenAttachment | undefined, depth: number): void {
  if (attachment === undefined) return
  if (readProperties(value, attachment.properties, new Map()) < 0) attachment.whole = false
  const data = attachment.properties.get(0x3701)
  if (data === undefined || !(data.value instanceof Uint8Array)) return
  if (data.type !== mapiType.object) {
    attachment.data = data.value
    return
  }
  const body = data.value.subarray(16)
  if (Buffer.from(data.value.subarray(0, 16)).toString('hex') === messageObject) attachment.item = readTnef(body, depth + 1)
  if (attachment.item !== null) return
  const object = objectFileOf(body)
  attachment.data = object?.bytes ?? null
  attachment.objectName = object?.name ?? ''
}

function readRecipients(value: Buffer): { readonly rows: Properties[]; readonly whole: boolean } {
  const rows: Properties[] = []
  if (value.length < 4) return { rows, whole: false }
  const declared = value.readUInt32LE(0)
  let at = 4
  while (rows.length < declared && at >= 0 && at < value.length && rows.length < maxValues) {
    const row = new Map<number, MapiProperty>()
    at = readProperties(value, row, new Map(), at)
    rows.push(row)
  }
  return { rows, whole: at >= 0 && rows.length === declared }
}

const fixedBytes: Readonly<Record<number, number>> = { 2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 4, 20: 8, 64: 8, 72: 16 }

/** Properties in a row (MS-OXTNEF 2.1.3.4); gives where they end, -1 where they are damaged. */
function readProperties(buffer: Buffer, into: Map<number, MapiProperty>, names: Map<number, string>, start = 0): number {
  if (start + 4 > buffer.length) return -1
  let at = start + 4
  const declared = buffer.readUInt32LE(start)
  for (let left = Math.min(maxProperties, declared); left > 0; left--) {
    if (at + 4 > buffer.length) return -1
    const type = buffer.readUInt16LE(at)
    const id = buffer.readUInt16LE(at + 2)
    at += 4
    if (id >= 0x8000) {
      at = readName(buffer, at, id, names)
      if (at < 0) return -1
    }
    const kind = type & 0xfff
    const several = (type & 0x1000) !== 0
    const fixed = fixedBytes[kind]
    let values = 1
    if (several || fixed === undefined) {
      if (at + 4 > buffer.length) return -1
      values = buffer.readUInt32LE(at)
      at += 4
    }
    if (values > maxValues) return -1
    const parts: Buffer[] = []
    let cut = false
    for (let index = 0; index < values && !cut; index++) {
      let length = fixed ?? 0
      if (fixed === undefined) {
        if (at + 4 > buffer.length) return -1
        length = buffer.readUInt32LE(at)
        at += 4
      }
      // Of a text or a file that is cut, or says that it is longer than it can be, what is there.
      cut = at + length > buffer.length
      if (cut && fixed !== undefined) return -1
      parts.push(buffer.subarray(at, at + length))
      at += (length + 3) & ~3
    }
    const [first] = parts
    if (first !== undefined && !into.has(id)) {
      if (parts.length > 1 && severalTypes.has(kind)) into.set(id, severalValues(kind, parts))
      else into.set(id, { type: kind, value: propertyValue(kind, first) })
    }
    if (cut) return -1
  }
  return declared > maxProperties ? -1 : at
}

function propertyValue(kind: number, bytes: Buffer): MapiProperty['value'] {
  if (kind === mapiType.int16) return bytes.readInt16LE(0)
  if (kind === mapiType.int32 || kind === mapiType.boolean || kind === 10) return bytes.readInt32LE(0)
  if (kind === mapiType.int64 || kind === mapiType.time) return bytes.readBigInt64LE(0)
  return bytes
}

/** The name of a property from 0x8000 on: its set, then a number or a word; gives where its value begins. */
function readName(buffer: Buffer, at: number, id: number, names: Map<number, string>): number {
  if (at + 24 > buffer.length) return -1
  const guid = buffer.toString('hex', at, at + 16)
  const set = namedSets[guid] ?? guid
  if (buffer.readUInt32LE(at + 16) === 0) {
    names.set(id, `${set}/${buffer.readUInt32LE(at + 20).toString(16)}`)
    return at + 24
  }
  const length = buffer.readUInt32LE(at + 20)
  if (at + 24 + length > buffer.length) return -1
  names.set(id, `${set}/${buffer.toString('utf16le', at + 24, at + 24 + length).replace(/\0+$/, '')}`)
  return at + 24 + ((length + 3) & ~3)
}
