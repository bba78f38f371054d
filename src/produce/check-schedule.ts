import { pagePrefix } from './bundle-files.ts'
import { textsOf } from './check-decode.ts'
import type { Findings } from './check-types.ts'
import type { Expectation } from './expectation.ts'
import { shownDate } from './released.ts'
import { contentColumns, type PageMap, type Row, scheduleColumns } from './schedule.ts'

/** Reads CSV (RFC 4180) with every cell quoted; null where it is anything else. */
function readCsv(text: string): string[][] | null {
  const rows: string[][] = []
  let row: string[] = []
  let at = text.startsWith('\ufeff') ? 1 : 0
  while (at < text.length) {
    const cell = /"((?:[^"]|"")*)"(,|\r\n)/y
    cell.lastIndex = at
    const match = cell.exec(text)
    if (match === null) return null
    row.push((match[1] ?? '').replaceAll('""', '"'))
    at = cell.lastIndex
    if (match[2] !== ',') {
      rows.push(row)
      row = []
    }
  }
  return rows
}

/** Searches the cells of a row that hold words of a document, as a page of it; a mail's date as it must be is ours. */
export function rowSearch(expectation: Expectation, findings: Findings): (file: string, row: Row) => void {
  const byNumber = new Map([...expectation.byId.values()].map((released) => [released.number, released]))
  return (file, row) => {
    const released = byNumber.get(row['number'] ?? '')
    for (const column of contentColumns) {
      const text = row[column] ?? ''
      if (column === 'date' && released !== undefined && text === shownDate(released)) continue
      const owners = released === undefined ? null : [released.source.id]
      findings.layer({ path: `${file} › row ${row['number'] ?? ''} › ${column}`, layer: 'schedule', owners, text, noisy: false })
    }
  }
}

/** Each row of the schedule is searched as a page of its own document; gives the page map that the schedule states. */
export function scheduleLayers(json: Buffer | undefined, csv: Buffer | undefined, expectation: Expectation, findings: Findings): PageMap {
  const pages = new Map<string, { first: string; last: string; pages: number }>()
  const show = rowSearch(expectation, findings)
  if (csv !== undefined) {
    const rows = readCsv(csv.toString('utf8'))
    if (rows === null || rows[0]?.join() !== scheduleColumns.join()) {
      findings.problem('schedule', 'schedule.csv', 'The schedule cannot be read.')
      for (const text of textsOf(csv)) findings.layer({ path: 'schedule.csv', layer: 'text', owners: null, text, noisy: false })
    } else
      for (const row of rows.slice(1))
        show('schedule.csv', Object.fromEntries(scheduleColumns.map((column, index) => [column, row[index] ?? ''])))
  }
  const prefix = `${pagePrefix(expectation.input.reference)}-`
  const isPageNumber = (text: string): boolean => text.startsWith(prefix) && /^\d{6,}$/.test(text.slice(prefix.length))
  if (json === undefined) return pages
  try {
    const { documents } = JSON.parse(json.toString('utf8')) as { documents: Record<string, string>[] }
    for (const row of documents) {
      show('schedule.json', row)
      const [first, last] = [row['first page'] ?? '', row['last page'] ?? '']
      const number = (name: string) => Number(/(\d+)$/.exec(name)?.[1] ?? Number.NaN)
      // The map is the only thing that the check takes from the bundle, so nothing else than a page number gets into it.
      for (const text of [first, last]) {
        if (text === '' || isPageNumber(text)) continue
        findings.problem('schedule', 'schedule.json', 'A page number of the schedule has another form than is ever written.')
        findings.layer({ path: 'schedule.json', layer: 'schedule', owners: null, text, noisy: false })
      }
      if (first !== '') pages.set(row['number'] ?? '', { first, last, pages: number(last) - number(first) + 1 })
    }
  } catch {
    findings.problem('schedule', 'schedule.json', 'The schedule cannot be read.')
    for (const text of textsOf(json)) findings.layer({ path: 'schedule.json', layer: 'text', owners: null, text, noisy: false })
  }
  return pages
}
