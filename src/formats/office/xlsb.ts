import { officeLimits } from '../limits.ts'
import { type Biff12Budget, Biff12Cursor, readBiff12, wordsWithin } from './biff12.ts'
import { type NumberShape, numberShape } from './cell-format.ts'
import type { OfficePackage, Relation } from './package.ts'
import type { OfficeWriter } from './writer.ts'
import { readXlsbComments, readXlsbSheet, type XlsbContext } from './xlsb-sheet.ts'
import { chartsOf, persons } from './xlsx.ts'
import { besideSheet } from './xlsx-sheet.ts'

/** Types of records (MS-XLSB 2.3.2). */
const record = {
  sharedString: 19,
  name: 39,
  format: 44,
  style: 47,
  fileVersion: 128,
  beginBook: 131,
  bookProperties: 153,
  sheet: 156,
  beginCellStyles: 617,
  endCellStyles: 618,
}

interface SheetEntry {
  readonly name: string
  readonly hidden: boolean
  readonly relation: string
}

/**
 * A workbook in Excel's binary form (.xlsb, MS-XLSB): a package like .xlsx, whose sheets, strings and styles are records. Sheets, hidden ones, hidden rows and
 * columns, comments and page headers are read as those of .xlsx; formulas by their results and the texts in them. Whatever else holds text is hidden text.
 */
export function readXlsb(pack: OfficePackage, main: string, out: OfficeWriter): void {
  const relations = pack.relations(main)
  const part = (type: string): string | undefined => relations.find((relation) => relation.type === type && !relation.external)?.target
  const budget: Biff12Budget = { records: officeLimits.elements }
  const sheets: SheetEntry[] = []
  let from1904 = false
  let begun = false
  const whole = readPart(pack, main, budget, ({ type, data }) => {
    const cursor = new Biff12Cursor(data)
    if (type === record.beginBook) begun = true
    else if (type === record.bookProperties) from1904 = (cursor.byte() & 1) !== 0
    else if (type === record.sheet) sheets.push(sheetEntry(cursor))
    else if (type === record.name) definedName(cursor, out)
    else if (type !== record.fileVersion) kept(main, data, out)
  })
  if (!begun || !whole) out.problem('unreadable-attachment')
  if (!begun) return
  const context: XlsbContext = {
    pack,
    budget,
    strings: sharedStrings(pack, part('sharedStrings'), budget, out),
    shapes: cellStyles(pack, part('styles'), budget, out),
    from1904,
  }
  const people = persons(pack, relations)
  const byId = new Map(relations.map((relation) => [relation.id, relation]))
  const readOne = (sheet: Relation, name: string, hidden: string | null): void => {
    if (hidden !== null) out.hide(hidden)
    out.heading(2, name)
    const own = pack.relations(sheet.target)
    readXlsbSheet(context, sheet.target, own, out)
    if (sheet.type === 'chartsheet') chartsOf(pack, own, out)
    else besideSheet({ ...context, styles: context.shapes, people }, inXml(own), out)
    for (const { type, target, external } of own) if (type === 'comments' && !external) readXlsbComments(context, target, out)
    if (hidden !== null) out.show()
  }
  for (const { name, hidden, relation } of sheets) {
    const sheet = byId.get(relation)
    if (sheet === undefined || sheet.external) out.problem('unreadable-attachment')
    else readOne(sheet, name, hidden ? `hidden sheet “${name}”` : null)
  }
  for (const sheet of relations)
    if (/sheet$/i.test(sheet.type) && !sheet.external && !pack.opened(sheet.target)) readOne(sheet, '', 'sheet that isn’t listed')
}

/** Parts that a binary workbook has as XML, as .xlsx does: drawings, conversations. */
function inXml(relations: readonly Relation[]): readonly Relation[] {
  return relations.filter(({ target }) => !/\.bin$/i.test(target))
}

/** BrtBundleSh (MS-XLSB 2.4.309). */
function sheetEntry(cursor: Biff12Cursor): SheetEntry {
  const hidden = (cursor.long() & 3) !== 0
  cursor.skip(4)
  const relation = cursor.text()
  return { hidden, relation, name: cursor.text() }
}

/** BrtName (MS-XLSB 2.4.711): its name, then a formula and what was noted on it. */
function definedName(cursor: Biff12Cursor, out: OfficeWriter): void {
  cursor.skip(9)
  const name = cursor.text()
  out.note('name', `${name} ${wordsWithin(cursor.rest)}`)
}

/** Strings that cells share; phonetic readings beside them are hidden. */
function sharedStrings(pack: OfficePackage, part: string | undefined, budget: Biff12Budget, out: OfficeWriter): readonly string[] {
  const strings: string[] = []
  if (part === undefined) return strings
  const whole = readPart(pack, part, budget, ({ type, data }) => {
    if (type !== record.sharedString) return kept(part, data, out)
    const { text, reading } = new Biff12Cursor(data).richText()
    strings.push(text)
    out.note('reading aid', reading)
  })
  if (!whole) out.problem('unreadable-attachment')
  return strings
}

/** Shapes of the cell styles, by index. */
function cellStyles(pack: OfficePackage, part: string | undefined, budget: Biff12Budget, out: OfficeWriter): readonly NumberShape[] {
  const codes = new Map<number, string>()
  const shapes: NumberShape[] = []
  let inCells = false
  if (part === undefined) return shapes
  const whole = readPart(pack, part, budget, ({ type, data }) => {
    const cursor = new Biff12Cursor(data)
    if (type === record.format) codes.set(cursor.word(), cursor.text())
    else if (type === record.beginCellStyles) inCells = true
    else if (type === record.endCellStyles) inCells = false
    else if (type === record.style && inCells) {
      cursor.skip(2)
      const id = cursor.word()
      shapes.push(numberShape(id, codes.get(id)))
    }
  })
  if (!whole) out.problem('unreadable-attachment')
  return shapes
}

/** Of a record that no reader knows what it says. */
export function kept(part: string, data: Buffer, out: OfficeWriter): void {
  if (data.length > 4) out.note(`kept in ${part}`, wordsWithin(data))
}

/** Types of records that hold numbers of other data: of a pivot table's, of a linked workbook's (MS-XLSB 2.4.170 and on, 2.4.582). */
const numbers: ReadonlyMap<number, number> = new Map([
  [21, 0],
  [28, 0],
  [368, 4],
])
/** BrtPCRRecord (MS-XLSB 2.4.704): values one behind the other, whose kinds stand elsewhere. */
const packedValues = 33

/** A binary part that nothing else has read: tables, data behind pivot tables, values of other workbooks, connections. What it says is hidden text. */
export function unreadXlsbPart(pack: OfficePackage, part: string, out: OfficeWriter): void {
  const budget: Biff12Budget = { records: officeLimits.elements }
  const label = `kept in ${part}`
  const whole = readPart(pack, part, budget, ({ type, data }) => {
    const at = numbers.get(type)
    if (at !== undefined && data.length >= at + 8) out.note(label, String(data.readDoubleLE(at)))
    else if (type === packedValues && data.length > 0) out.problem('unreadable-attachment')
    kept(part, data, out)
  })
  if (!whole) out.note('part, not read', part)
}

function readPart(pack: OfficePackage, part: string, budget: Biff12Budget, take: Parameters<typeof readBiff12>[2]): boolean {
  const bytes = pack.bytes(part)
  return bytes !== null && readBiff12(bytes, budget, take)
}
