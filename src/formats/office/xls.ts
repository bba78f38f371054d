import { BiffCursor, type BiffRecord, biffRecords } from './biff.ts'
import { type NumberShape, numberShape } from './cell-format.ts'
import type { OfficeWriter } from './writer.ts'
import { readXlsSheet, type XlsContext } from './xls-sheet.ts'

/** Types of records (MS-XLS 2.3.1). */
const record = {
  eof: 0x0a,
  dateMode: 0x22,
  filePass: 0x2f,
  codePage: 0x42,
  boundSheet: 0x85,
  xf: 0xe0,
  sst: 0xfc,
  format: 0x41e,
  bof: 0x809,
}

interface Sheet {
  readonly at: number
  readonly name: string
  readonly hidden: boolean
}

/**
 * A workbook of Excel 5 to 2003 (BIFF5 to BIFF8, MS-XLS): each sheet's shown cells as a table, then its comments, text boxes, charts' words and page headers;
 * hidden sheets, rows and columns go to what is hidden. Formulas are given by their results.
 */
export function readXls(stream: Buffer, out: OfficeWriter): void {
  let wide = true
  let charset = 'windows-1252'
  let from1904 = false
  const sheets: Sheet[] = []
  let strings: readonly string[] = []
  const formats = new Map<number, string>()
  const styles: number[] = []
  for (const each of biffRecords(stream, 0)) {
    const { type, data } = each
    if (type === record.eof) break
    const cursor = new BiffCursor(each)
    if (type === record.bof) wide = cursor.word() >= 0x600
    else if (type === record.filePass) {
      out.problem('password-protected')
      return
    } else if (type === record.codePage) charset = charsetOf(cursor.word(), charset)
    else if (type === record.dateMode) from1904 = cursor.word() === 1
    else if (type === record.boundSheet) {
      const at = cursor.long()
      const hidden = (cursor.byte() & 3) !== 0
      cursor.byte()
      const length = cursor.byte()
      sheets.push({ at, hidden, name: wide ? cursor.characters(length) : cursor.bytes(length, charset) })
    } else if (type === record.sst) strings = sharedStrings(each)
    else if (type === record.format) {
      const id = cursor.word()
      formats.set(id, wide ? cursor.characters(cursor.word()) : cursor.bytes(cursor.byte(), charset))
    } else if (type === record.xf && data.byteLength >= 4) styles.push(data.readUInt16LE(2))
  }
  if (sheets.length === 0) out.problem('unreadable-attachment')
  const shapes = styles.map((id): NumberShape => numberShape(id, formats.get(id)))
  const context: XlsContext = { stream, wide, charset, from1904, strings, shapes }
  for (const { at, name, hidden } of sheets) {
    if (hidden) out.hide(`hidden sheet “${name}”`)
    out.heading(2, name)
    readXlsSheet(context, at, out)
    if (hidden) out.show()
  }
}

function charsetOf(page: number, known: string): string {
  if (page === 1200) return known
  if (page === 10_000 || page === 0x8000) return 'macintosh'
  if (page === 932) return 'shift_jis'
  if (page === 936) return 'gbk'
  if (page === 949) return 'euc-kr'
  if (page === 950) return 'big5'
  return page >= 1250 && page <= 1258 ? `windows-${page}` : page === 0x8001 ? 'windows-1252' : known
}

/** Strings that cells share (MS-XLS 2.4.265). Their number is what the record holds, not what it says. */
function sharedStrings(each: BiffRecord): string[] {
  const cursor = new BiffCursor(each, 8)
  const strings: string[] = []
  while (!cursor.ended) strings.push(cursor.characters(cursor.word()))
  return strings
}
