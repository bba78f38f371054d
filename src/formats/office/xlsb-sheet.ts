import { type Biff12Budget, Biff12Cursor, type Biff12Record, readBiff12, wordsWithin } from './biff12.ts'
import { type NumberShape, shownNumber } from './cell-format.ts'
import type { OfficePackage, Relation } from './package.ts'
import { cellErrors, columnName, emptySheet, put, rkNumber, type SheetCells, writeSheet } from './sheet-cells.ts'
import type { OfficeWriter } from './writer.ts'
import { pageLine } from './xlsx-sheet.ts'

/** What sheets need of their workbook. */
export interface XlsbContext {
  readonly pack: OfficePackage
  readonly budget: Biff12Budget
  readonly strings: readonly string[]
  /** By cell style. */
  readonly shapes: readonly NumberShape[]
  readonly from1904: boolean
}

/** Types of records (MS-XLSB 2.3.2). */
const record = {
  row: 0,
  blank: 1,
  rk: 2,
  error: 3,
  boolean: 4,
  real: 5,
  string: 6,
  shared: 7,
  formulaString: 8,
  formulaNumber: 9,
  formulaBoolean: 10,
  formulaError: 11,
  column: 60,
  richString: 62,
  validation: 64,
  endSheet: 130,
  properties: 147,
  pages: 479,
  link: 494,
  author: 632,
  comment: 635,
  commentText: 637,
}

/** What records that are read only for their texts are to a reviewer. */
const labels: ReadonlyMap<number, string> = new Map([[record.validation, 'input hint']])
/** Texts of a page's header and footer: of odd pages, even ones, the first. */
const pageTexts = 6

/** One sheet: cells, then page headers; links, formulas and what else holds text go to what is hidden. */
export function readXlsbSheet(context: XlsbContext, part: string, relations: readonly Relation[], out: OfficeWriter): void {
  const targets = new Map(relations.map(({ id, target }) => [id, target]))
  const sheet = emptySheet()
  let row = 0
  let ended = false
  const bytes = context.pack.bytes(part)
  const whole =
    bytes !== null &&
    readBiff12(bytes, context.budget, (each) => {
      const { type, data } = each
      const cursor = new Biff12Cursor(data)
      if (type === record.row) {
        row = cursor.long()
        // BrtRowHdr (MS-XLSB 2.4.734): fDyZero.
        if (((data[11] ?? 0) & 0x10) !== 0) sheet.hiddenRows.add(row)
      } else if (type <= record.formulaError || type === record.richString) readCell(context, sheet, row, each, out)
      else if (type === record.column) {
        const from = cursor.long()
        const to = cursor.long()
        cursor.skip(8)
        if ((cursor.byte() & 1) !== 0) sheet.hiddenColumns.push({ from, to })
      } else if (type === record.pages) readPages(sheet, cursor)
      else if (type === record.link) readLink(sheet, targets, cursor, out)
      else if (type === record.endSheet) ended = true
      else if (type !== record.properties) out.note(labels.get(type) ?? `kept in ${part}`, wordsWithin(data))
    })
  if (!whole || !ended) out.problem('unreadable-attachment')
  writeSheet(sheet, out)
}

/** A cell (MS-XLSB 2.5.9): its column and style, then its value; of a formula the result, then the formula. */
function readCell(context: XlsbContext, sheet: SheetCells, row: number, { type, data }: Biff12Record, out: OfficeWriter): void {
  const cursor = new Biff12Cursor(data)
  const column = cursor.long()
  const style = cursor.long() % 0x1000000
  const shown = (value: number): string => shownNumber(String(value), context.shapes[style] ?? 'plain', context.from1904)
  let text = ''
  switch (type) {
    case record.rk:
      text = shown(rkNumber(cursor.long()))
      break
    case record.real:
    case record.formulaNumber:
      text = shown(cursor.double())
      break
    case record.boolean:
    case record.formulaBoolean:
      text = cursor.byte() === 0 ? 'FALSE' : 'TRUE'
      break
    case record.error:
    case record.formulaError:
      text = cellErrors[cursor.byte()] ?? '#ERROR'
      break
    case record.string:
    case record.formulaString:
      text = cursor.text()
      break
    case record.shared:
      text = context.strings[cursor.long()] ?? ''
      break
    case record.richString: {
      const rich = cursor.richText()
      text = rich.text
      out.note('reading aid', rich.reading)
      break
    }
  }
  put(sheet, row, column, text, out)
  if (type < record.formulaString || type > record.formulaError) return
  const words = wordsWithin(cursor.rest)
  if (words !== '') out.note('text in a formula', `${columnName(column % 16_384)}${row + 1} ${words}`)
}

/** BrtBeginHeaderFooter (MS-XLSB 2.4.87). */
function readPages(sheet: SheetCells, cursor: Biff12Cursor): void {
  cursor.skip(2)
  for (let count = pageTexts; count > 0; count--) {
    const line = pageLine(cursor.text())
    if (line !== '') sheet.pages.add(line)
  }
}

/** BrtHLink (MS-XLSB 2.4.664): cells, the relation that has the address, a place in it, and what is shown of it. */
function readLink(sheet: SheetCells, targets: ReadonlyMap<string, string>, cursor: Biff12Cursor, out: OfficeWriter): void {
  cursor.skip(16)
  const target = targets.get(cursor.text()) ?? ''
  const place = cursor.text()
  const link = place === '' ? target : `${target}#${place}`
  if (link !== '') sheet.links.push(link)
  for (let count = 2; count > 0; count--) out.note('title', cursor.text())
}

/** Comments of a sheet, which have a part of their own. */
export function readXlsbComments({ pack, budget }: XlsbContext, part: string, out: OfficeWriter): void {
  const authors: string[] = []
  const sheet = emptySheet()
  let at = { row: 0, column: 0, author: '' }
  const bytes = pack.bytes(part)
  const whole =
    bytes !== null &&
    readBiff12(bytes, budget, ({ type, data }) => {
      const cursor = new Biff12Cursor(data)
      if (type === record.author) authors.push(cursor.text())
      else if (type === record.comment) {
        const author = authors[cursor.long()] ?? ''
        const row = cursor.long()
        cursor.skip(4)
        at = { row, column: cursor.long() % 16_384, author }
      } else if (type === record.commentText) sheet.comments.push({ ...at, object: -1, text: cursor.richText().text })
      else out.note(`kept in ${part}`, wordsWithin(data))
    })
  if (!whole) out.problem('unreadable-attachment')
  writeSheet(sheet, out)
}
