import { createHash } from 'node:crypto'
import { AppError } from '../model/index.ts'
import { csvPieces, writeCsv } from './csv.ts'
import type { ProductionTools } from './input.ts'
import { isTooWide, recordsHtml, tableHtml, tablesHtml } from './page-html.ts'
import { fromPrint } from './pdf.ts'
import { print } from './print-readable.ts'
import { refuseExisting, writeNewFile } from './release-file.ts'

/** A table for the file of a request: no part of what leaves, but made with the same care for spreadsheets and pages. */
export interface Report {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly Readonly<Record<string, string>>[]
  /** What a page holds beside each other where all columns are too wide for it: tables below each other, each of them with every row. */
  readonly tables?: readonly ReportTable[]
  /** What has to be known beside the table: a list over the whole width of a page; in a CSV, rows of its first two columns. */
  readonly notes: readonly ReportNote[]
}

/** Some columns of a report under a heading of their own, the first one beside them. */
export interface ReportTable {
  readonly heading: string
  /** Each column with what its head says here. */
  readonly columns: readonly (readonly [column: string, head: string])[]
}

/** One thing to know of a report. */
export interface ReportNote {
  readonly name: string
  readonly value: string
}

/** A report of any length, whose rows are taken as they are written. */
export interface LongReport {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: () => Iterable<Readonly<Record<string, string>>>
}

/** Writes a report of any length to a new file, as JSON in the form of `renderReport`. @throws `hosts/output-exists`, `hosts/cannot-write`, and those of its rows */
export function writeLongReport(
  { title, columns, rows }: LongReport,
  request: { readonly format: 'csv' | 'json'; readonly out: string },
): { readonly rows: number; readonly out: string } {
  let count = 0
  const counted = function* () {
    for (const row of rows()) {
      count++
      yield row
    }
  }
  writeNewFile(request.out, request.format === 'csv' ? csvPieces(columns, counted()) : jsonPieces(title, columns, counted()))
  return { rows: count, out: request.out }
}

function* jsonPieces(title: string, columns: readonly string[], rows: Iterable<unknown>): Generator<Uint8Array> {
  yield Buffer.from(`{"title":${JSON.stringify(title)},"columns":${JSON.stringify(columns)},"rows":[`)
  let before = '\n'
  for (const row of rows) {
    yield Buffer.from(before + JSON.stringify(row))
    before = ',\n'
  }
  yield Buffer.from('\n],"notes":[]}\n')
}

/** The bytes of a report. @throws `produce/no-print-engine` */
export async function renderReport(
  report: Report,
  format: 'csv' | 'json' | 'pdf',
  tools: Pick<ProductionTools, 'printEngine' | 'printEngineHint' | 'control'>,
): Promise<Uint8Array> {
  const { title, columns, rows, notes } = report
  if (format === 'csv') return writeCsv(columns, [...rows, ...notes.map(({ name, value }) => noteRow(columns, name, value))])
  if (format === 'json') return Buffer.from(`${JSON.stringify({ title, columns, rows, notes }, null, 1)}\n`)
  const seed = createHash('sha256').update(JSON.stringify(report)).digest()
  const html = pageOf(report)
  return await fromPrint(await print(tools, html), seed, 'report', null)
}

function pageOf({ title, columns, rows, tables, notes }: Report): string {
  if (!isTooWide(columns)) return tableHtml(title, columns, rows, notes)
  return tables === undefined ? recordsHtml(title, columns, rows, notes) : tablesHtml(title, columns[0] ?? '', tables, rows, notes)
}

function noteRow(columns: readonly string[], name: string, value: string): Readonly<Record<string, string>> {
  const [first = '', second = ''] = columns
  return { [first]: name, [second]: value }
}

/** Writes a report to a new file. @throws `hosts/output-exists`, `hosts/cannot-write`, `produce/no-print-engine` */
export async function writeReport(
  report: Report,
  request: { readonly format: 'csv' | 'json' | 'pdf'; readonly out: string },
  tools: Pick<ProductionTools, 'printEngine' | 'printEngineHint' | 'control'>,
): Promise<{ readonly rows: number; readonly out: string }> {
  refuseExisting(request.out)
  if (request.format === 'pdf' && tools.printEngine === null) throw new AppError('produce/no-print-engine', tools.printEngineHint)
  const bytes = await renderReport(report, request.format, tools)
  writeNewFile(request.out, bytes)
  return { rows: report.rows.length, out: request.out }
}
