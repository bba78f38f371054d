import { AppError } from '../model/index.ts'
import { writeCsv } from './csv.ts'
import type { ProductionInput, ProductionTools } from './input.ts'
import { internalColumns, internalRows, privilegeColumns, privilegeRows } from './internal-log.ts'
import { recordsHtml, tableHtml } from './page-html.ts'
import { fromPrint } from './pdf.ts'
import { print } from './print-readable.ts'
import { refuseExisting, writeNewFile } from './release-file.ts'
import { releaseAll } from './released.ts'
import { type PageMap, type Row, scheduleColumns, scheduleRows } from './schedule.ts'

export type LogEdition = 'internal' | 'requester' | 'privilege'

export interface LogRequest {
  readonly edition: LogEdition
  readonly format: 'csv' | 'json' | 'pdf'
  readonly out: string
  /** Page numbers of the production that the log belongs to, as `produce` gave them; none where it is not produced yet. */
  readonly pageMap?: readonly { readonly number: string; readonly first: string; readonly last: string; readonly pages: number }[]
}

/** Rows of a log, and its columns in order. */
export function logRows(
  input: ProductionInput,
  edition: LogEdition,
  pages: PageMap = new Map(),
): { columns: readonly string[]; rows: readonly Row[] } {
  if (edition === 'internal') return { columns: internalColumns, rows: internalRows(input) }
  if (edition === 'privilege') return { columns: privilegeColumns, rows: privilegeRows(input) }
  return { columns: scheduleColumns, rows: scheduleRows(input, releaseAll(input), pages) }
}

const titles: Readonly<Record<LogEdition, string>> = {
  internal: 'Redaction log (internal)',
  requester: 'Schedule of documents',
  privilege: 'Privilege log',
}

/** The bytes of a log. @throws `produce/no-print-engine` */
export async function renderLog(
  input: ProductionInput,
  request: Omit<LogRequest, 'out'>,
  tools: Pick<ProductionTools, 'printEngine' | 'printEngineHint' | 'control'>,
): Promise<{ bytes: Uint8Array; rows: number }> {
  const pages = new Map((request.pageMap ?? []).map((page) => [page.number, page]))
  const { columns, rows } = logRows(input, request.edition, pages)
  const title = `${titles[request.edition]}, ${input.reference}`
  if (request.format === 'csv') return { bytes: writeCsv(columns, rows), rows: rows.length }
  if (request.format === 'json')
    return {
      bytes: Buffer.from(`${JSON.stringify({ title, reference: input.reference, producedOn: input.producedOn, rows }, null, 1)}\n`),
      rows: rows.length,
    }
  const html = request.edition === 'internal' ? recordsHtml : tableHtml
  const printed = await print(tools, html(title, columns, rows))
  return { bytes: await fromPrint(printed, input.seed, `log:${request.edition}`, null), rows: rows.length }
}

/** Writes a log to a new file. @throws `hosts/output-exists`, `hosts/cannot-write`, `produce/no-print-engine` */
export async function writeLog(
  input: ProductionInput,
  request: LogRequest,
  tools: Pick<ProductionTools, 'printEngine' | 'printEngineHint' | 'control'>,
): Promise<{ rows: number; out: string }> {
  refuseExisting(request.out)
  if (request.format === 'pdf' && tools.printEngine === null) throw new AppError('produce/no-print-engine', tools.printEngineHint)
  const { bytes, rows } = await renderLog(input, request, tools)
  writeNewFile(request.out, bytes)
  return { rows, out: request.out }
}
