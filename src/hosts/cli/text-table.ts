/** Rows as an aligned table; columns of which every cell is a number stand right. Control characters of a mail never reach the terminal. */
export function textTable(head: readonly string[], rows: readonly (readonly (string | number | null | undefined)[])[]): string {
  if (rows.length === 0) return ''
  const cells = rows.map((row) => row.map((cell) => printable(cell === null || cell === undefined ? '' : String(cell))))
  const widths = head.map((title, column) => Math.max(title.length, ...cells.map((row) => width(row[column] ?? ''))))
  const numeric = head.map((_, column) => cells.every((row) => /^-?[\d.,]*$/.test(row[column] ?? '')))
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => {
        const pad = ' '.repeat(Math.max(0, (widths[column] ?? 0) - width(cell)))
        return numeric[column] ? pad + cell : cell + pad
      })
      .join('  ')
      .trimEnd()
  return [line(head), ...cells.map(line)].map((text) => `${text}\n`).join('')
}

/** Name and value, one a line. */
export function textList(pairs: readonly (readonly [string, string | number | boolean | null | undefined])[]): string {
  const longest = Math.max(0, ...pairs.map(([name]) => name.length))
  return pairs
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => `${name.padEnd(longest)}  ${printable(String(value))}\n`)
    .join('')
}

/** Text of a mail on a terminal: escape sequences and direction overrides are shown as a mark, not obeyed. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, (run) => (/^[\r\n\t ]+$/.test(run) ? ' ' : '\ufffd'))
}

/** As `printable`, but lines stay lines. */
export function printableLines(text: string): string {
  return text
    .split(/\r\n|\n|\r/)
    .map((line) => printable(line))
    .join('\n')
}

/** At most so many characters. */
export function short(text: string, most: number): string {
  const characters = [...text]
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`
}

function width(text: string): number {
  let columns = 0
  for (const character of text) {
    if (/\p{M}|\u200d|\ufe0f/u.test(character)) continue
    columns += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(character) ? 2 : 1
  }
  return columns
}
