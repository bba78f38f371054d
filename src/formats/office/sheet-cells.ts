import { officeLimits } from '../limits.ts'
import type { OfficeWriter } from './writer.ts'

/** What was read of one sheet of a binary workbook, whose cells come in records, until it is written. */
export interface SheetCells {
  readonly rows: Map<number, Map<number, string>>
  cells: number
  readonly hiddenRows: Set<number>
  readonly hiddenColumns: { readonly from: number; readonly to: number }[]
  /** Lines that stand in the sheet but in no cell: text boxes, words of charts. */
  readonly beside: string[]
  readonly comments: { readonly row: number; readonly column: number; readonly author: string; readonly object: number; text: string }[]
  /** Texts by the number of their object. */
  readonly boxes: Map<number, string>
  readonly pages: Set<string>
  readonly links: string[]
}

/** Attack: records of a few bytes, each a cell to be kept until the sheet's end. Cells of a sheet. */
const maximumCells = 2_000_000
/** Columns that a sheet may have, of Excel 2007 and later. */
const maximumColumns = 16_384

/** What a cell shows for an error (MS-XLS 2.5.10, MS-XLSB 2.5.97.2). */
export const cellErrors: Readonly<Record<number, string>> = {
  0: '#NULL!',
  7: '#DIV/0!',
  15: '#VALUE!',
  23: '#REF!',
  29: '#NAME?',
  36: '#NUM!',
  42: '#N/A',
  43: '#GETTING_DATA',
}

export function emptySheet(): SheetCells {
  return {
    rows: new Map(),
    cells: 0,
    hiddenRows: new Set(),
    hiddenColumns: [],
    beside: [],
    comments: [],
    boxes: new Map(),
    pages: new Set(),
    links: [],
  }
}

export function put(sheet: SheetCells, row: number, column: number, text: string, out: OfficeWriter): void {
  if (text === '') return
  if (++sheet.cells > maximumCells) {
    out.problem('too-large')
    return
  }
  const known = sheet.rows.get(row)
  if (known) known.set(column, text)
  else sheet.rows.set(row, new Map([[column, text]]))
}

/** MS-XLS 2.5.217, MS-XLSB 2.5.122: 30 bits of a double or of a whole number, perhaps of its hundredfold. */
export function rkNumber(rk: number): number {
  let value: number
  if ((rk & 2) !== 0) value = rk >> 2
  else {
    const bytes = Buffer.alloc(8)
    bytes.writeUInt32LE((rk & 0xfffffffc) >>> 0, 4)
    value = bytes.readDoubleLE(0)
  }
  return (rk & 1) !== 0 ? value / 100 : value
}

/** `A` for 0, `AA` for 26. */
export function columnName(column: number): string {
  const letter = String.fromCharCode(65 + (column % 26))
  return column < 26 ? letter : columnName(Math.floor(column / 26) - 1) + letter
}

/** Whether a column is hidden. Attack: ranges without number, asked for each cell; so each column is looked up once, and none that no sheet can have. */
function hiddenColumnsOf(sheet: SheetCells): (column: number) => boolean {
  const ranges = sheet.hiddenColumns.slice(0, maximumColumns)
  const known = new Map<number, boolean>()
  return (column) => {
    if (column >= maximumColumns) return false
    const hidden = known.get(column) ?? ranges.some(({ from, to }) => column >= from && column <= to)
    known.set(column, hidden)
    return hidden
  }
}

/** Writes the cells as a table, then page headers, text boxes and comments. */
export function writeSheet(sheet: SheetCells, out: OfficeWriter): void {
  const rows = [...sheet.rows].sort(([left], [right]) => left - right)
  const isHidden = hiddenColumnsOf(sheet)
  if (rows.length > 0) out.table()
  for (const [row, cells] of rows) {
    const hidden = sheet.hiddenRows.has(row)
    if (hidden) out.hide('hidden row')
    out.row()
    let next = 0
    for (const [column, text] of [...cells].sort(([left], [right]) => left - right)) {
      // Empty cells before this one, so that columns stand below each other; a far column is not worth thousands of them.
      for (let gap = Math.min(column - next, officeLimits.gap); gap > 0; gap--) {
        out.cell()
        out.endCell()
      }
      next = column
      if (isHidden(column)) {
        out.hide(`hidden column ${columnName(column)}${row + 1}`)
        out.text(text)
        out.show()
        continue
      }
      next++
      out.cell()
      out.text(text)
      out.endCell()
    }
    out.endRow()
    if (hidden) out.show()
  }
  if (rows.length > 0) out.endTable()
  const comments = sheet.comments.map((each) => ({ ...each, text: sheet.boxes.get(each.object) ?? each.text }))
  const noted = new Set(sheet.comments.map(({ object }) => object))
  for (const line of sheet.pages) paragraph(out, line)
  for (const [object, text] of sheet.boxes) if (!noted.has(object)) paragraph(out, text)
  for (const line of sheet.beside) paragraph(out, line)
  if (comments.some(({ text }) => text !== '')) out.heading(3, 'Comments')
  for (const { row, column, author, text } of comments)
    if (text !== '') paragraph(out, `${columnName(column)}${row + 1}${author === '' ? '' : `, ${author}`}: ${text}`)
  for (const link of sheet.links) out.note('link', link)
}

function paragraph(out: OfficeWriter, text: string): void {
  for (const line of text.split(/\r\n?|\n/)) {
    if (line.trim() === '') continue
    out.paragraph()
    out.text(line)
    out.endParagraph()
  }
}
