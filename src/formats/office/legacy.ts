import { bytesSource } from '../../model/index.ts'
import { openCompoundFile } from '../cfb.ts'
import { readDoc } from './doc.ts'
import { createOfficeWriter, type OfficeContent } from './writer.ts'

/**
 * A compound file: a Word document of 97 to 2003 is read; a newer Office file under a password is told as protected; workbooks and
 * presentations of that time, and other files, aren't read.
 */
export function readLegacy(bytes: Uint8Array): OfficeContent {
  const out = createOfficeWriter()
  const root = openCompoundFile(bytesSource(bytes))
  // Names are equal without regard to case (MS-CFB 2.6.4).
  const has = (name: string): boolean => root?.children.some((entry) => entry.name.toLowerCase() === name.toLowerCase()) === true
  const stream = (name: string): Uint8Array | null =>
    root?.children.find((entry) => entry.kind === 'stream' && entry.name.toLowerCase() === name.toLowerCase())?.read() ?? null
  if (root === null) out.problem('unreadable-attachment')
  // MS-OFFCRYPTO 2.3.4.4.
  else if (has('EncryptedPackage')) out.problem('password-protected')
  else if (has('WordDocument')) {
    try {
      readDoc(stream, out)
    } catch (error) {
      // A damaged offset leads out of a stream: what was written so far stands.
      if (!(error instanceof RangeError)) throw error
      out.problem('unreadable-attachment')
    }
    if (has('Macros')) out.note('macro', 'Macros')
    if (has('ObjectPool')) out.note('embedded file, not read', 'ObjectPool')
  } else out.problem('unreadable-attachment')
  return out.finish()
}
