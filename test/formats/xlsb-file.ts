import { ooxml } from './office-file.ts'

/** A record of a binary workbook (MS-XLSB 2.1.4): its type and length in pieces of seven bits. */
export function record(type: number, ...data: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(data)
  const head = type < 0x80 ? [type] : [(type & 0x7f) | 0x80, type >> 7]
  let size = body.byteLength
  for (; size > 0x7f; size >>= 7) head.push((size & 0x7f) | 0x80)
  return Buffer.concat([Buffer.from([...head, size]), body])
}

export const long = (...values: readonly number[]): Buffer => Buffer.from(Uint32Array.from(values).buffer)
export const word = (value: number): Buffer => Buffer.from(Uint16Array.of(value).buffer)
export const double = (value: number): Buffer => Buffer.from(Float64Array.of(value).buffer)
/** XLWideString (MS-XLSB 2.5.168). */
export const wide = (text: string): Buffer => Buffer.concat([long(text.length), Buffer.from(text, 'utf16le')])
export const none = long(0xffffffff)

/** The value of a cell: a number, a text of its own, one that cells share (by index), a truth, or a whole record. */
type Value = number | string | boolean | { readonly shared: number } | Uint8Array

export interface Row {
  readonly hidden?: boolean
  readonly cells: readonly Value[]
  readonly style?: number
}

export interface Sheet {
  readonly name: string
  /** 1: hidden, 2: very hidden. */
  readonly state?: number
  readonly rows?: readonly Row[]
  /** Records before the cells, behind them. */
  readonly before?: readonly Uint8Array[]
  readonly after?: readonly Uint8Array[]
}

function cell(value: Value, column: number, style: number): Uint8Array {
  const at = long(column, style)
  if (value instanceof Uint8Array) return value
  if (typeof value === 'number') return record(5, at, double(value))
  if (typeof value === 'string') return record(6, at, wide(value))
  if (typeof value === 'boolean') return record(4, at, Buffer.from([value ? 1 : 0]))
  return record(7, at, long(value.shared))
}

export function sheetPart({ rows = [], before = [], after = [] }: Sheet): Buffer {
  const written = rows.flatMap(({ hidden, cells, style }, row) => [
    record(0, long(row, 0), word(300), Buffer.from([0, hidden === true ? 0x10 : 0, 0]), long(0)),
    ...cells.map((value, column) => cell(value, column, style ?? 0)),
  ])
  return Buffer.concat([record(129), ...before, record(145), ...written, record(146), ...after, record(130)])
}

type Related = Parameters<typeof ooxml>[3]

/** A binary workbook of these sheets. `globals`: further records of its own; `strings`: those that cells share, as records. */
export function xlsb(
  sheets: readonly Sheet[],
  more: {
    readonly strings?: readonly Uint8Array[]
    readonly formats?: readonly (readonly [id: number, code: string])[]
    readonly globals?: readonly Uint8Array[]
    readonly parts?: Readonly<Record<string, string | Uint8Array>>
    readonly related?: Related
  } = {},
): Buffer {
  const { strings = [], formats = [], globals = [], parts = {}, related = {} } = more
  const book = Buffer.concat([
    record(131),
    ...globals,
    ...sheets.map(({ name, state }, index) => record(156, long(state ?? 0, index + 1), wide(`s${index}`), wide(name))),
    record(132),
  ])
  const styles = Buffer.concat([
    record(278),
    ...formats.map(([id, code]) => record(44, word(id), wide(code))),
    record(617, long(formats.length + 1)),
    record(47, word(0), word(0), long(0, 0, 0)),
    ...formats.map(([id]) => record(47, word(0), word(id), long(0, 0, 0))),
    record(618),
    record(279),
  ])
  const files = sheets.map((sheet, index) => [`xl/worksheets/sheet${index}.bin`, sheetPart(sheet)] as const)
  return ooxml(
    'xl/workbook.bin',
    'ms-excel.sheet.binary.macroEnabled',
    {
      'xl/workbook.bin': book,
      'xl/styles.bin': styles,
      'xl/sharedStrings.bin': Buffer.concat([record(159, long(strings.length, strings.length)), ...strings, record(160)]),
      ...Object.fromEntries(files),
      ...parts,
    },
    {
      'xl/workbook.bin': [
        ...sheets.map((_, index) => [`s${index}`, 'worksheet', `worksheets/sheet${index}.bin`] as const),
        ['w1', 'styles', 'styles.bin'] as const,
        ['w2', 'sharedStrings', 'sharedStrings.bin'] as const,
      ],
      ...related,
    },
  )
}
