import { bytesSource } from '../../model/index.ts'
import { type CfbEntry, isCompoundFile, openCompoundFile } from '../cfb.ts'
import type { FileWithin } from '../file-within.ts'

/**
 * The file in the storage of an OLE object: an Office file (`Package`), a file that was dropped in (`Ole10Native`, MS-OLEDS 2.3.6, in the form that the Object
 * Packager writes), or what another program keeps (`CONTENTS`). Null where the storage holds none of them.
 */
export function oleFile(storage: CfbEntry): FileWithin | null {
  const stream = (name: string): Buffer | null => {
    const entry = storage.children.find((child) => child.kind === 'stream' && child.name.toLowerCase() === name.toLowerCase())
    return entry === undefined ? null : Buffer.from(entry.read())
  }
  const native = stream('\u0001Ole10Native')
  if (native !== null) return packaged(native, storage.name)
  const content = stream('Package') ?? stream('CONTENTS')
  return content === null ? null : { name: storage.name, bytes: content }
}

/** The objects of an Office file up to 2003: of each its file, or its name alone where it holds the streams of a document and no file. */
export function embeddedObjects(entry: CfbEntry): readonly FileWithin[] {
  const objects = /^ObjectPool$/i.test(entry.name) ? entry.children.filter(({ kind }) => kind === 'storage') : [entry]
  return objects.map((object) => oleFile(object) ?? { name: object.name, bytes: null })
}

/**
 * The file in an object as RTF holds one, an OLE 1.0 stream (MS-OLEDS 2.2.4 and 2.2.5) whose data are a compound file of OLE 2.0, what the Object Packager writes, or
 * what another program keeps; `bytes` is null where there is none: it is a link, or damaged.
 */
export function embeddedObject(stream: Buffer): FileWithin {
  let at = 4
  try {
    const number = (): number => {
      at += 4
      return stream.readUInt32LE(at - 4)
    }
    const text = (): string => {
      const length = number()
      at += length
      return stream.toString('latin1', at - length, at).replace(/\0.*$/su, '')
    }
    const isEmbedded = number() === 2
    const name = text()
    const names = [text(), text()]
    // What a link points to is the only thing that it says.
    if (!isEmbedded) return { name: [name, ...names].filter((one) => one !== '').join(' '), bytes: null }
    const size = number()
    const data = stream.subarray(at, at + size)
    if (size === 0 || data.byteLength < size) return { name, bytes: null }
    if (/^package$/i.test(name)) return packaged(Buffer.concat([Buffer.alloc(4), data]), name)
    const root = isCompoundFile(data.subarray(0, 8)) ? openCompoundFile(bytesSource(data)) : null
    const file = root === null ? null : oleFile({ ...root, name })
    return file !== null && file.bytes !== null ? file : { name, bytes: data }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return { name: '', bytes: null }
  }
}

function packaged(native: Buffer, fallback: string): FileWithin {
  try {
    let at = 6
    const zeroEnded = (): string => {
      const end = native.indexOf(0, at)
      if (end < 0) throw new RangeError('no end')
      const text = native.toString('latin1', at, end)
      at = end + 1
      return text
    }
    const label = zeroEnded()
    zeroEnded()
    at += 4
    at += 4 + native.readUInt32LE(at)
    const size = native.readUInt32LE(at)
    const bytes = native.subarray(at + 4, at + 4 + size)
    return { name: label === '' ? fallback : label, bytes: bytes.byteLength === size ? bytes : null }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return { name: fallback, bytes: null }
  }
}
