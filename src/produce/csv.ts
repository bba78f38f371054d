import { unturned } from '../model/index.ts'

/** A cell of a log, which no character of a mail turns round: spreadsheets run a cell that starts with `= + - @`, TAB, CR or NUL as a formula (CWE-1236). */
function cell(value: string): string {
  const text = unturned(value.replaceAll('\0', '\ufffd'))
  const guarded = /^[=+\-@\t\r\n\ufffd\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text
  return `"${guarded.replaceAll('"', '""')}"`
}

/** Rows as CSV (RFC 4180): every cell quoted, CRLF, UTF-8 with a mark so that spreadsheets read it as such. */
export function writeCsv(columns: readonly string[], rows: readonly Readonly<Record<string, string>>[]): Uint8Array {
  return Buffer.concat([...csvPieces(columns, rows)])
}

/** Text gathered before it becomes bytes. */
const pieceCharacters = 1024 * 1024

/** The same piece by piece, for more rows than memory should hold. */
export function* csvPieces(columns: readonly string[], rows: Iterable<Readonly<Record<string, string>>>): Generator<Uint8Array> {
  let text = `\ufeff${columns.map(cell).join(',')}\r\n`
  for (const row of rows) {
    text += `${columns.map((column) => cell(row[column] ?? '')).join(',')}\r\n`
    if (text.length < pieceCharacters) continue
    yield Buffer.from(text, 'utf8')
    text = ''
  }
  yield Buffer.from(text, 'utf8')
}
