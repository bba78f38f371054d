import { bytesSource } from '../model/index.ts'
import { type CfbEntry, isCompoundFile, openCompoundFile } from './cfb.ts'
import { type StorageTree, writeCompoundFile } from './cfb-write.ts'
import { oleFile } from './office/ole-object.ts'

/** How an attachment is kept (PidTagAttachMethod, MS-OXCMSG 2.2.2.9). */
export const attachMethod = {
  none: 0,
  byReference: 2,
  byReferenceResolved: 3,
  byReferenceOnly: 4,
  message: 5,
  ole: 6,
  byWebReference: 7,
} as const

/** What an attached object holds, as a file. */
export interface ObjectFile {
  /** As the object names it; empty where it doesn't. */
  readonly name: string
  readonly bytes: Uint8Array
}

/**
 * The file in the storage of an OLE object (a worksheet pasted into a mail, a packaged file). Where it is none by itself (a Word document whose streams stand in the
 * storage), all of the storage as a compound file, which the reader of such files takes on, or tells. Null where the storage is empty.
 */
export function objectFile(storage: CfbEntry): ObjectFile | null {
  const file = oleFile({ ...storage, name: '' })
  if (file !== null && file.bytes !== null) return { name: file.name, bytes: file.bytes }
  return storage.children.length === 0 ? null : { name: '', bytes: writeCompoundFile(treeOf(storage)) }
}

/** The same of an object that is stored as the bytes of a compound file; as it is where it is none. */
export function objectFileOf(bytes: Uint8Array): ObjectFile | null {
  if (bytes.byteLength === 0) return null
  const storage = isCompoundFile(bytes.subarray(0, 8)) ? openCompoundFile(bytesSource(bytes)) : null
  const file = storage === null ? null : oleFile({ ...storage, name: '' })
  return file !== null && file.bytes !== null ? { name: file.name, bytes: file.bytes } : { name: '', bytes }
}

function treeOf(storage: CfbEntry): StorageTree {
  return Object.fromEntries(storage.children.map((entry) => [entry.name, entry.kind === 'storage' ? treeOf(entry) : entry.read()]))
}
