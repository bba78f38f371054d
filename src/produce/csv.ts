/** A cell of a log: spreadsheets run a cell that starts with `= + - @`, TAB, CR or NUL as a formula (CWE-1236). */
function cell(value: string): string {
  const text = value.replaceAll('\0', '\ufffd')
  const guarded = /^[=+\-@\t\r\n\ufffd\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text
  return `"${guarded.replaceAll('"', '""')}"`
}

/** Rows as CSV (RFC 4180): every cell quoted, CRLF, UTF-8 with a mark so that spreadsheets read it as such. */
export function writeCsv(columns: readonly string[], rows: readonly Readonly<Record<string, string>>[]): Uint8Array {
  const lines = [columns.map(cell), ...rows.map((row) => columns.map((column) => cell(row[column] ?? '')))]
  return Buffer.from(`\ufeff${lines.map((line) => line.join(',')).join('\r\n')}\r\n`, 'utf8')
}
