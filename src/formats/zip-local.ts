import type { ByteSource } from '../model/index.ts'
import { type ArchiveItem, innerName } from './archive-entry.ts'
import { sliceSource } from './byte-stream.ts'
import { allowedBytes, containerLimits } from './container-limits.ts'
import { namesInUtf8 } from './old-names.ts'
import { measure } from './place.ts'
import type { Compression, InnerStep } from './place-step.ts'
import { directoryMark, dosTime, isFolder, isProtected, largeSizes, localMark, stepsOf, unicodeName } from './zip-record.ts'

const scanBytes = 1024 * 1024
const headerBytes = 30
/** What may follow an entry: another, the directory, or its end records. */
const nextMarks: ReadonlySet<number> = new Set([localMark, directoryMark, 0x08064b50, 0x06064b50, 0x06054b50])
const descriptorMark = 0x08074b50

/**
 * Entries of a zip by the headers that stand before their data, as far as one follows the other (APPNOTE 6.3.10 §4.3.7): what is left where the directory
 * at the end is lost, or doesn't list them. Of a last entry that was cut off what is there is given. Links can't be told: only the directory knows them.
 * @param from where the first header stands
 * @returns the byte at which no further header stands
 */
export function* readLocalHeaders(source: ByteSource, from: number): Generator<ArchiveItem, number> {
  let at = from
  while (at + headerBytes <= source.size) {
    const header = Buffer.from(source.read(at, headerBytes))
    if (header.byteLength < headerBytes || header.readUInt32LE(0) !== localMark) return at
    const flags = header.readUInt16LE(6)
    const method = header.readUInt16LE(8)
    const nameLength = header.readUInt16LE(26)
    const names = Buffer.from(source.read(at + headerBytes, nameLength + header.readUInt16LE(28)))
    const nameBytes = names.subarray(0, nameLength)
    const extra = names.subarray(nameLength)
    const start = at + headerBytes + nameLength + header.readUInt16LE(28)
    const declared = largeSizes(extra, header.readUInt32LE(22), header.readUInt32LE(18), 0)
    // Bit 3: written as a stream, sizes and checksum follow the data.
    const follows = (flags & 8) !== 0
    const data = follows
      ? describedData(source, start)
      : { packed: declared.packed, size: declared.size, crc: header.readUInt32LE(14), next: start + declared.packed }
    const cut = data === null || start + data.packed > source.size
    const folder = isFolder(nameBytes, 0, data ?? { size: 1, packed: 0 })
    // Those that follow aren't known yet, so that each is read by itself.
    const [written = nameBytes] = namesInUtf8([unicodeName(extra) ?? nameBytes], 'dos')
    const name = innerName(written, true)
    const base = {
      name: name === null ? null : Buffer.from(name),
      shown: written.toString('utf8'),
      kind: folder ? 'folder' : 'file',
      modifiedMs: dosTime(header.readUInt16LE(10), header.readUInt16LE(12)),
    } as const
    if (folder) yield { entry: { ...base, sizeBytes: 0, steps: null, fault: null } }
    else if (isProtected(flags, method)) yield { entry: { ...base, sizeBytes: declared.size, steps: null, fault: 'protected-archive' } }
    else {
      const steps = cut ? cutSteps(source, method, start) : stepsOf(method, start, data.packed, data.size, data.crc)
      const sizeBytes = cut ? 0 : data.size
      yield { entry: { ...base, sizeBytes, steps, fault: steps === null ? 'unsupported-archive' : null } }
    }
    if (cut) return source.size
    at = data.next
  }
  return at
}

interface EntryData {
  readonly packed: number
  readonly size: number
  readonly crc: number
  /** Where the next record begins. */
  readonly next: number
}

/** Data whose sizes stand behind it (§4.3.9): it ends where a record follows a descriptor that holds; null where none does. */
function describedData(source: ByteSource, start: number): EntryData | null {
  for (let at = start; at < source.size; at += scanBytes) {
    const bytes = Buffer.from(source.read(at, Math.min(scanBytes + 3, source.size - at)))
    for (let found = bytes.indexOf('PK'); found >= 0 && found + 4 <= bytes.byteLength; found = bytes.indexOf('PK', found + 1)) {
      if (!nextMarks.has(bytes.readUInt32LE(found))) continue
      const data = descriptorBefore(source, start, at + found)
      if (data !== null) return data
    }
  }
  return descriptorBefore(source, start, source.size)
}

/** Descriptors are written with and without a mark, with sizes of four bytes or eight. */
function descriptorBefore(source: ByteSource, start: number, next: number): EntryData | null {
  for (const wide of [false, true]) {
    for (const marked of [true, false]) {
      const length = (marked ? 4 : 0) + 4 + (wide ? 16 : 8)
      const end = next - length
      if (end < start) continue
      const record = Buffer.from(source.read(end, length))
      if (record.byteLength < length || (marked && record.readUInt32LE(0) !== descriptorMark)) continue
      const at = marked ? 4 : 0
      const packed = wide ? Number(record.readBigUInt64LE(at + 4)) : record.readUInt32LE(at + 4)
      if (packed !== end - start) continue
      return {
        packed,
        size: wide ? Number(record.readBigUInt64LE(at + 12)) : record.readUInt32LE(at + 8),
        crc: record.readUInt32LE(at),
        next,
      }
    }
  }
  return null
}

/** Steps to what is there of data that was cut off. */
function cutSteps(source: ByteSource, method: number, start: number): readonly InnerStep[] | null {
  const length = Math.max(0, source.size - start)
  const [at, decoder] = stepsOf(method, start, length, 0, 0) ?? []
  if (at === undefined || decoder === undefined) return at === undefined ? null : [at]
  const kind = decoder[0] as Compression | 'deflate'
  let left = allowedBytes(source.size, containerLimits)
  const { size } = measure(sliceSource(source, start, length), kind, 0, (bytes) => {
    left -= bytes
    return left >= 0
  })
  return [at, [kind, size, 'cut']]
}
