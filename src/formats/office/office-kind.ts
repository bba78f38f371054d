import { type OfficePackage, openPackage } from './package.ts'

export type OfficeKind = 'docx' | 'xlsx' | 'xlsb' | 'pptx' | 'odf'

/**
 * What a zip archive is, if it is an Office file: by its parts, never by its name. Null for other archives, `unread` for an Office file of a
 * kind that isn't read (a drawing).
 */
export function officeKind(pack: OfficePackage): OfficeKind | 'unread' | null {
  if (isOdf(pack)) return 'odf'
  if (!pack.has('[Content_Types].xml') && !pack.has('_rels/.rels')) return null
  return mainPart(pack)?.kind ?? 'unread'
}

/** Whether a zip archive is an Office file, of a kind that is read or not: a document, not an archive of files. */
export function isOffice(bytes: Uint8Array): boolean {
  return officeKind(openPackage(bytes)) !== null
}

/** What the package says its document is: the first of its parts that may be it and is of a kind that is read. */
export function mainPart(pack: OfficePackage): { readonly kind: OfficeKind; readonly part: string } | null {
  const main = pack.relations('').find((relation) => relation.type === 'officeDocument')?.target
  const candidates = [main, 'word/document.xml', 'xl/workbook.xml', 'xl/workbook.bin', 'ppt/presentation.xml'].filter(
    (part): part is string => part !== undefined && pack.has(part),
  )
  for (const part of candidates) {
    const type = pack.contentType(part)
    const name = part.toLowerCase()
    if (type.includes('ms-excel.sheet.binary') || name === 'xl/workbook.bin') return { kind: 'xlsb', part }
    if (name.endsWith('.bin')) return null
    if (/wordprocessingml|ms-word/.test(type) || (type === '' && name.startsWith('word/'))) return { kind: 'docx', part }
    if (/spreadsheetml|ms-excel/.test(type) || (type === '' && name.startsWith('xl/'))) return { kind: 'xlsx', part }
    if (/presentationml|ms-powerpoint/.test(type) || (type === '' && name.startsWith('ppt/'))) return { kind: 'pptx', part }
    // A content type of XML alone, from careless writers: then its folder tells.
    if (name.startsWith('word/')) return { kind: 'docx', part }
    if (name.startsWith('xl/')) return { kind: 'xlsx', part }
    if (name.startsWith('ppt/')) return { kind: 'pptx', part }
  }
  return null
}

/** Whether a package is OpenDocument: it says so in `mimetype`, or has the manifest and content of one. */
function isOdf(pack: OfficePackage): boolean {
  const type = pack.bytes('mimetype')
  if (
    type !== null &&
    /^application\/(vnd\.oasis\.opendocument|x-vnd\.oasis|vnd\.sun\.xml)/.test(Buffer.from(type.subarray(0, 200)).toString('latin1'))
  )
    return true
  return pack.has('content.xml') && pack.has('META-INF/manifest.xml')
}
