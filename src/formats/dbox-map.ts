/**
 * Which messages of an mdbox are in no mailbox any more: the store's map (`dovecot.map.index` and its log, Dovecot 2.3 lib-index/mail-index.h and
 * mail-transaction-log.h) counts references to each, and a purge removes those with none. Read as far as that needs; what is unclear counts as present.
 */
const extensionIntro = 0x40
const extensionRecords = 0x200
const atomicIncrement = 0x1000
const expunge = 0x1

interface MapRecord {
  file: number
  offset: number
  references: number | null
}

interface MapRecords {
  readonly byNumber: Map<number, MapRecord>
  /** First and last numbers of what the log says is gone. Numbers are given once, so that it can be taken out in the end, all of it together. */
  readonly expunged: [first: number, last: number][]
}

/** `file@offset` of messages with no reference; `offset` is that of the message's header in `m.<file>`. */
export function unreferenced(index: Uint8Array | null, log: Uint8Array | null): ReadonlySet<string> {
  const records: MapRecords = { byNumber: new Map(), expunged: [] }
  try {
    const names: string[] = []
    const start = index === null ? null : readIndex(Buffer.from(index), records, names)
    if (log !== null) readLog(Buffer.from(log), records, names, start)
  } catch (error) {
    // A cut file: what is not known to be gone is taken in.
    if (!(error instanceof RangeError)) throw error
  }
  return new Set(living(records).flatMap(({ file, offset, references }) => (references === 0 ? [`${file}@${offset}`] : [])))
}

function living({ byNumber, expunged }: MapRecords): readonly MapRecord[] {
  const gone = expunged.sort(([left], [right]) => left - right)
  let next = 0
  let goneTo = -1
  const numbered = [...byNumber].sort(([left], [right]) => left - right)
  return numbered.flatMap(([number, record]) => {
    for (; next < gone.length && (gone[next]?.[0] ?? 0) <= number; next++) goneTo = Math.max(goneTo, gone[next]?.[1] ?? 0)
    return number <= goneTo ? [] : [record]
  })
}

/** The base file: a header, headers of extensions, records. Gives the place in the log from which changes follow. */
function readIndex(bytes: Buffer, records: MapRecords, names: string[]): { readonly sequence: number; readonly offset: number } | null {
  if (bytes.byteLength < 76 || bytes[0] !== 7) return null
  const headerBytes = bytes.readUInt32LE(4)
  const recordBytes = bytes.readUInt32LE(8)
  const places = new Map<string, number>()
  for (let at = bytes.readUInt16LE(2); at + 16 < headerBytes; ) {
    const nameBytes = bytes.readUInt16LE(at + 14)
    const name = bytes.toString('latin1', at + 16, at + 16 + nameBytes)
    names.push(name)
    places.set(name, bytes.readUInt16LE(at + 8))
    at = aligned(aligned(at + 16 + nameBytes, 8) + bytes.readUInt32LE(at), 8)
  }
  const map = places.get('map')
  const references = places.get('ref')
  for (let at = headerBytes; map !== undefined && recordBytes > 0 && at + recordBytes <= bytes.byteLength; at += recordBytes) {
    records.byNumber.set(bytes.readUInt32LE(at), {
      file: bytes.readUInt32LE(at + map),
      offset: bytes.readUInt32LE(at + map + 4),
      references: references === undefined ? null : bytes.readUInt16LE(at + references),
    })
  }
  return { sequence: bytes.readUInt32LE(60), offset: bytes.readUInt32LE(68) }
}

function readLog(
  bytes: Buffer,
  records: MapRecords,
  names: string[],
  from: { readonly sequence: number; readonly offset: number } | null,
): void {
  if (bytes.byteLength < 40) return
  const skipTo = from !== null && from.sequence === bytes.readUInt32LE(8) ? from.offset : 0
  let extension = ''
  let recordBytes = 0
  for (let at = bytes.readUInt16LE(2); at + 8 <= bytes.byteLength; ) {
    const size = packedSize(bytes.readUInt32BE(at))
    const type = bytes.readUInt32LE(at + 4) & 0xffff
    const body = bytes.subarray(at + 8, at + size)
    if (size < 8) return
    if (type === extensionIntro) {
      const id = body.readUInt32LE(0)
      const nameBytes = body.readUInt16LE(18)
      extension = id === 0xffffffff ? body.toString('latin1', 20, 20 + nameBytes) : (names[id] ?? '')
      recordBytes = body.readUInt16LE(12)
      if (id === 0xffffffff && !names.includes(extension)) names.push(extension)
    } else if (at >= skipTo) change(records, extension, recordBytes, type, body)
    at += size
  }
}

function change({ byNumber: records, expunged }: MapRecords, extension: string, recordBytes: number, type: number, body: Buffer): void {
  if (type === extensionRecords && (extension === 'map' || extension === 'ref')) {
    const step = 4 + aligned(recordBytes, 4)
    for (let at = 0; at + step <= body.byteLength; at += step) {
      const uid = body.readUInt32LE(at)
      const known = records.get(uid) ?? { file: -1, offset: -1, references: null }
      if (extension === 'map') records.set(uid, { ...known, file: body.readUInt32LE(at + 4), offset: body.readUInt32LE(at + 8) })
      else records.set(uid, { ...known, references: body.readUInt16LE(at + 4) })
    }
  } else if (type === atomicIncrement && extension === 'ref') {
    for (let at = 0; at + 8 <= body.byteLength; at += 8) {
      const known = records.get(body.readUInt32LE(at))
      if (known && known.references !== null) known.references = Math.max(0, known.references + body.readInt32LE(at + 4))
    }
  } else if ((type & 0xf) === expunge && (type & 0x2000) === 0) {
    for (let at = 0; at + 8 <= body.byteLength; at += 8) expunged.push([body.readUInt32LE(at), body.readUInt32LE(at + 4)])
  }
}

const aligned = (value: number, to: number): number => Math.ceil(value / to) * to

/** A size in quarters, seven bits a byte, so that a record half written is seen. */
function packedSize(word: number): number {
  return ((((word >>> 24) & 0x7f) << 21) | (((word >>> 16) & 0x7f) << 14) | (((word >>> 8) & 0x7f) << 7) | (word & 0x7f)) * 4
}
