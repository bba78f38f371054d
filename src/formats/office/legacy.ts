import { bytesSource } from '../../model/index.ts'
import { openCompoundFile } from '../cfb.ts'
import { readDoc } from './doc.ts'
import { embeddedObjects, oleFile } from './ole-object.ts'
import { readPpt } from './ppt.ts'
import { createOfficeWriter, type OfficeContent } from './writer.ts'
import { readXls } from './xls.ts'

const bufferOf = (bytes: Uint8Array | null): Buffer | null => (bytes === null ? null : Buffer.from(bytes))

/**
 * A compound file: documents, workbooks and presentations of Office up to 2003 are read; a newer Office file under a password is told as protected; other
 * files aren't read.
 */
export function readLegacy(bytes: Uint8Array): OfficeContent {
  const out = createOfficeWriter()
  const root = openCompoundFile(bytesSource(bytes))
  // Names are equal without regard to case (MS-CFB 2.6.4).
  const has = (name: string): boolean => root?.children.some((entry) => entry.name.toLowerCase() === name.toLowerCase()) === true
  const stream = (name: string): Uint8Array | null => {
    const entry = root?.children.find((each) => each.kind === 'stream' && each.name.toLowerCase() === name.toLowerCase())
    if (entry === undefined) return null
    const content = entry.read()
    // A file that is cut, or a damaged chain of sectors.
    if (content.byteLength < entry.sizeBytes) out.problem('unreadable-attachment')
    return content
  }
  if (root === null) out.problem('unreadable-attachment')
  // MS-OFFCRYPTO 2.3.4.4.
  else if (has('EncryptedPackage')) out.problem('password-protected')
  else {
    const workbook = stream('Workbook') ?? stream('Book')
    const slides = stream('PowerPoint Document')
    try {
      if (has('WordDocument')) readDoc(stream, out)
      else if (workbook !== null) readXls(Buffer.from(workbook), out)
      else if (slides !== null) readPpt(Buffer.from(slides), bufferOf(stream('Current User')), out)
      else {
        const file = oleFile(root)
        if (file === null) out.problem('unreadable-attachment')
        else out.file(file.name, file.bytes)
      }
    } catch (error) {
      // A damaged offset leads out of a stream: what was written so far stands.
      if (!(error instanceof RangeError)) throw error
      out.problem('unreadable-attachment')
    }
    if (has('Macros') || has('_VBA_PROJECT_CUR')) out.note('macro', 'Macros')
    if (has('_SX_DB_CUR')) out.note('data behind a pivot table, not read', '_SX_DB_CUR')
    for (const entry of root.children.filter(({ name }) => /^(ObjectPool|MBD[0-9a-f]{8})$/i.test(name)))
      for (const file of embeddedObjects(entry)) out.file(file.name, file.bytes)
  }
  return out.finish()
}
