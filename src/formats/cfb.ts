import type { ByteSource } from '../model/index.ts'

/** A storage or stream of a compound file. */
export interface CfbEntry {
  readonly name: string
  readonly kind: 'storage' | 'stream'
  readonly sizeBytes: number
  readonly children: readonly CfbEntry[]
  /** False for a storage whose tree names entries that aren't there, or can't be. */
  readonly whole: boolean
  /** A stream's bytes; fewer than its size where the file is cut, its chains are damaged, or more was read than the file holds. */
  read(): Uint8Array
}

const signature = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
const lastSector = 0xfffffffa
/** Attack: thousands of entries that share one chain of sectors. Bytes of all that is read, by those of the file; some entries are read several times. */
const maximumReading = 8
const noEntry = 0xffffffff
const nothing: Pick<CfbEntry, 'children' | 'whole'> = { children: [], whole: true }
/** Attack: a directory whose tree is a ring, or deeper than any real file's. */
const maximumEntries = 200_000

/** Whether a head is that of a compound file (.msg, and Office before 2007). */
export function isCompoundFile(head: Uint8Array): boolean {
  return Buffer.from(head.buffer, head.byteOffset, head.byteLength).subarray(0, 8).equals(signature)
}

interface Layout {
  readonly source: ByteSource
  readonly sectorBytes: number
  readonly fat: Uint32Array
  /** A chain of sectors can't be longer than the file has sectors: what is, is a ring. */
  readonly sectors: number
}

/**
 * The root storage of a compound file (MS-CFB 2.1–2.6), or null where there is none. Damaged chains give less, never more (`isWhole` tells), and nothing throws.
 */
export function openCompoundFile(source: ByteSource): CfbEntry | null {
  const header = Buffer.from(source.read(0, 512))
  if (header.byteLength < 512 || !isCompoundFile(header)) return null
  const sectorShift = header.readUInt16LE(30)
  const miniShift = header.readUInt16LE(32)
  if ((sectorShift !== 9 && sectorShift !== 12) || miniShift !== 6) return null
  const sectorBytes = 1 << sectorShift
  const sectors = Math.ceil(source.size / sectorBytes)
  const layout: Layout = { source, sectorBytes, fat: readFat(source, header, sectorBytes, sectors), sectors }
  const directory = chain(layout, header.readUInt32LE(48), Number.POSITIVE_INFINITY)
  const miniFatBytes = chain(layout, header.readUInt32LE(60), Number.POSITIVE_INFINITY)
  const miniFat = words(miniFatBytes)
  const cutoff = header.readUInt32LE(56)
  const count = Math.min(maximumEntries, Math.floor(directory.byteLength / 128))
  const rootSize = count > 0 ? directory.readUInt32LE(120) : 0
  let mini: Buffer | null = null
  const miniStream = (): Buffer => {
    mini ??= chain(layout, directory.readUInt32LE(116), rootSize)
    return mini
  }
  const seen = new Uint8Array(count)
  let left = maximumReading * source.size
  const content = (start: number, sizeBytes: number): Uint8Array => {
    left -= Math.min(sizeBytes, source.size)
    if (left < 0) return new Uint8Array(0)
    return sizeBytes < cutoff ? fromMini(miniStream(), miniFat, start, sizeBytes) : chain(layout, start, sizeBytes)
  }
  const entry = (index: number): CfbEntry => {
    const at = index * 128
    const nameBytes = Math.max(0, Math.min(64, directory.readUInt16LE(at + 64)) - 2)
    const storage = directory[at + 66] === 1 || directory[at + 66] === 5
    const start = directory.readUInt32LE(at + 116)
    const sizeBytes = directory.readUInt32LE(at + 120)
    const { children, whole } = storage ? childrenOf(directory.readUInt32LE(at + 76)) : nothing
    return {
      name: directory.toString('utf16le', at, at + nameBytes),
      kind: storage ? 'storage' : 'stream',
      sizeBytes: storage ? 0 : sizeBytes,
      children,
      whole,
      read: () => (storage ? new Uint8Array(0) : content(start, sizeBytes)),
    }
  }
  const childrenOf = (first: number): Pick<CfbEntry, 'children' | 'whole'> => {
    const found: CfbEntry[] = []
    let whole = true
    const waiting = [first]
    for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
      if (index === noEntry) continue
      if (index >= count || seen[index] === 1) {
        whole = false
        continue
      }
      seen[index] = 1
      waiting.push(directory.readUInt32LE(index * 128 + 72), directory.readUInt32LE(index * 128 + 68))
      if (directory[index * 128 + 66] !== 0) found.push(entry(index))
    }
    return { children: found.sort((left, right) => (left.name < right.name ? -1 : left.name > right.name ? 1 : 0)), whole }
  }
  if (count === 0) return null
  seen[0] = 1
  return entry(0)
}

/** Whether an entry, and all that is below it, can be read to its end. */
export function isWhole(entry: CfbEntry): boolean {
  return entry.kind === 'stream' ? entry.read().byteLength === entry.sizeBytes : entry.whole && entry.children.every(isWhole)
}

function readFat(source: ByteSource, header: Buffer, sectorBytes: number, sectors: number): Uint32Array {
  const blocks: number[] = []
  for (let index = 0; index < 109; index++) blocks.push(header.readUInt32LE(76 + index * 4))
  let next = header.readUInt32LE(68)
  for (let count = 0; next < lastSector && count < sectors; count++) {
    const sector = words(Buffer.from(source.read((next + 1) * sectorBytes, sectorBytes)))
    if (sector.length === 0) break
    blocks.push(...sector.subarray(0, -1))
    next = sector[sector.length - 1] ?? lastSector
  }
  const used = blocks.filter((block) => block < lastSector && block < sectors)
  return words(Buffer.concat(used.map((block) => Buffer.from(source.read((block + 1) * sectorBytes, sectorBytes)))))
}

function words(bytes: Buffer): Uint32Array {
  return Uint32Array.from({ length: Math.floor(bytes.byteLength / 4) }, (_, index) => bytes.readUInt32LE(index * 4))
}

function chain(layout: Layout, start: number, maximumBytes: number): Buffer {
  const { source, sectorBytes, fat, sectors } = layout
  const parts: Buffer[] = []
  let length = 0
  let sector = start
  for (let count = 0; sector < lastSector && count <= sectors && length < maximumBytes; count++) {
    // Neighbouring sectors are read at once.
    let run = 1
    while (fat[sector + run - 1] === sector + run && run < 4096 && length + run * sectorBytes < maximumBytes) run++
    const bytes = Buffer.from(source.read((sector + 1) * sectorBytes, run * sectorBytes))
    if (bytes.byteLength === 0) break
    parts.push(bytes)
    length += bytes.byteLength
    count += run - 1
    sector = fat[sector + run - 1] ?? lastSector
  }
  const all = Buffer.concat(parts)
  return all.subarray(0, Math.min(all.byteLength, maximumBytes))
}

function fromMini(stream: Buffer, fat: Uint32Array, start: number, size: number): Uint8Array {
  const parts: Buffer[] = []
  let sector = start
  for (let left = size, count = 0; left > 0 && sector < lastSector && count <= fat.length; count++) {
    const part = stream.subarray(sector * 64, sector * 64 + Math.min(64, left))
    if (part.byteLength === 0) break
    parts.push(part)
    left -= part.byteLength
    sector = fat[sector] ?? lastSector
  }
  return Buffer.concat(parts)
}
