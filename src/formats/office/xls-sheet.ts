import { BiffCursor, type BiffRecord, biffRecords } from './biff.ts'
import { type NumberShape, shownNumber } from './cell-format.ts'
import { cellErrors, emptySheet, put, rkNumber, type SheetCells, writeSheet } from './sheet-cells.ts'
import type { OfficeWriter } from './writer.ts'
import { pageLine } from './xlsx-sheet.ts'

/** What cells need of their workbook. */
export interface XlsContext {
  readonly stream: Buffer
  /** BIFF8: strings are Unicode. */
  readonly wide: boolean
  readonly charset: string
  readonly from1904: boolean
  readonly strings: readonly string[]
  /** By cell style. */
  readonly shapes: readonly NumberShape[]
}

const record = {
  formula: 0x06,
  eof: 0x0a,
  header: 0x14,
  footer: 0x15,
  note: 0x1c,
  object: 0x5d,
  columns: 0x7d,
  mulRk: 0xbd,
  richString: 0xd6,
  labelShared: 0xfd,
  textBox: 0x1b6,
  link: 0x1b8,
  number: 0x203,
  label: 0x204,
  boolean: 0x205,
  string: 0x207,
  row: 0x208,
  rk: 0x27e,
  bof: 0x809,
  seriesText: 0x100d,
}

/** One sheet, from the offset of its BOF to its EOF; charts inside it included. */
export function readXlsSheet(context: XlsContext, from: number, out: OfficeWriter): void {
  const sheet = emptySheet()
  let depth = 0
  let object = -1
  let waiting: { readonly row: number; readonly column: number } | null = null
  for (const each of biffRecords(context.stream, from)) {
    if (each.type === record.bof) depth++
    else if (each.type === record.eof) {
      if (--depth <= 0) break
    } else if (each.type === record.object) {
      object = objectNumber(each.data)
      // MS-XLS 2.5.143: 8 is a picture.
      if (each.data.byteLength >= 6 && each.data.readUInt16LE(4) === 8) sheet.beside.push('[picture]')
    } else if (each.type === record.textBox) {
      const text = boxText(each)
      if (object >= 0) sheet.boxes.set(object, text)
      else if (text !== '') sheet.beside.push(text)
      object = -1
    } else if (each.type === record.string) {
      if (waiting !== null) put(sheet, waiting.row, waiting.column, stringIn(context, new BiffCursor(each), 2), out)
      waiting = null
    } else waiting = readCell(context, sheet, each, out) ?? waiting
  }
  writeSheet(sheet, out)
}

/** Takes a record of a cell, a row or a column; gives the cell whose text follows in a record of its own. */
function readCell(
  context: XlsContext,
  sheet: SheetCells,
  each: BiffRecord,
  out: OfficeWriter,
): { readonly row: number; readonly column: number } | null {
  const { type, data } = each
  const cursor = new BiffCursor(each)
  const shown = (value: number, style: number): string => shownNumber(String(value), context.shapes[style] ?? 'plain', context.from1904)
  switch (type) {
    case record.row: {
      const row = cursor.word()
      if (data.byteLength >= 16 && ((data[12] ?? 0) & 0x20) !== 0) sheet.hiddenRows.add(row)
      return null
    }
    case record.columns:
      if (data.byteLength >= 10 && ((data[8] ?? 0) & 1) !== 0)
        sheet.hiddenColumns.push({ from: data.readUInt16LE(0), to: data.readUInt16LE(2) })
      return null
    case record.header:
    case record.footer: {
      const line = data.byteLength === 0 ? '' : pageLine(context.wide ? cursor.characters(cursor.word()) : stringIn(context, cursor, 1))
      if (line !== '') sheet.pages.add(line)
      return null
    }
    case record.note:
      readNote(context, sheet, cursor)
      return null
    case record.seriesText: {
      cursor.word()
      const text = stringIn(context, cursor, 1)
      if (text !== '') sheet.beside.push(text)
      return null
    }
    case record.link: {
      const target = linkTarget(data)
      if (target !== '') sheet.links.push(target)
      return null
    }
  }
  const row = cursor.word()
  const column = cursor.word()
  const style = type === record.mulRk ? 0 : cursor.word()
  switch (type) {
    case record.labelShared:
      put(sheet, row, column, context.strings[cursor.long()] ?? '', out)
      break
    case record.label:
    case record.richString:
      put(sheet, row, column, stringIn(context, cursor, 2), out)
      break
    case record.number:
      if (data.byteLength >= 14) put(sheet, row, column, shown(data.readDoubleLE(6), style), out)
      break
    case record.rk:
      if (data.byteLength >= 10) put(sheet, row, column, shown(rkNumber(data.readUInt32LE(6)), style), out)
      break
    case record.mulRk:
      for (let at = 4, next = column; at + 6 <= data.byteLength - 2; at += 6, next++)
        put(sheet, row, next, shown(rkNumber(data.readUInt32LE(at + 2)), data.readUInt16LE(at)), out)
      break
    case record.boolean:
      put(
        sheet,
        row,
        column,
        (data[7] ?? 0) === 0 ? ((data[6] ?? 0) === 0 ? 'FALSE' : 'TRUE') : (cellErrors[data[6] ?? 0] ?? '#ERROR'),
        out,
      )
      break
    case record.formula:
      if (data.byteLength < 14) break
      if (data.readUInt16LE(12) !== 0xffff) put(sheet, row, column, shown(data.readDoubleLE(6), style), out)
      else if (data[6] === 0) return { row, column }
      else if (data[6] === 1) put(sheet, row, column, data[8] === 0 ? 'FALSE' : 'TRUE', out)
      else if (data[6] === 2) put(sheet, row, column, cellErrors[data[8] ?? 0] ?? '#ERROR', out)
      break
  }
  return null
}

/** A string whose length is one or two bytes. */
function stringIn(context: XlsContext, cursor: BiffCursor, lengthBytes: 1 | 2): string {
  const length = lengthBytes === 1 ? cursor.byte() : cursor.word()
  return context.wide ? cursor.characters(length) : cursor.bytes(length, context.charset)
}

/** MS-XLS 2.5.143 (ftCmo): the object's number. */
function objectNumber(data: Buffer): number {
  return data.byteLength >= 8 && data.readUInt16LE(0) === 0x15 ? data.readUInt16LE(6) : -1
}

/** MS-XLS 2.4.329: the text stands in the records that continue it. */
function boxText({ data, more }: BiffRecord): string {
  const length = data.byteLength >= 12 ? data.readUInt16LE(10) : 0
  const [first, ...rest] = more
  if (length === 0 || first === undefined) return ''
  return new BiffCursor({ data: first, more: rest }).characters(length)
}

function readNote(context: XlsContext, sheet: SheetCells, cursor: BiffCursor): void {
  const row = cursor.word()
  const column = cursor.word()
  if (context.wide) {
    cursor.word()
    const object = cursor.word()
    sheet.comments.push({ row, column, object, author: cursor.characters(cursor.word()), text: '' })
    return
  }
  // Before Excel 97 the text is here; row 0xffff goes on with the one before.
  const text = cursor.bytes(cursor.word(), context.charset)
  const before = sheet.comments.at(-1)
  if (row === 0xffff && before !== undefined) before.text += text
  else sheet.comments.push({ row, column, object: -1, author: '', text })
}

const urlMoniker = Buffer.from('e0c9ea79f9bace118c8200aa004ba90b', 'hex')

/** MS-OSHARED 2.3.7.6: the address that a link leads to. */
function linkTarget(data: Buffer): string {
  const at = data.indexOf(urlMoniker)
  if (at < 0 || at + 20 > data.byteLength) return ''
  const length = Math.min(data.readUInt32LE(at + 16), data.byteLength - at - 20)
  return data.toString('utf16le', at + 20, at + 20 + (length & ~1)).replace(/\0.*$/s, '')
}
