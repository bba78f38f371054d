/** `1 document`, `1,204 documents`: counts in the words that history, undo and the gate show. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en-GB')} ${noun}${number === 1 ? '' : 's'}`
}

const quotedCharacters = 60

/** A text in quotation marks, on one line, cut where it is long. For words that stay in the request's database. */
export function quoted(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim()
  return `'${line.length > quotedCharacters ? `${line.slice(0, quotedCharacters)}\u2026` : line}'`
}
