/** Narrowing a query by a click: what a facet, a month or a completion adds to the line. */

/** A value as the query language takes it: quoted where it holds anything but plain characters. */
export const quoted = (value: string): string => (/^[\p{L}\p{N}@._+-]+$/u.test(value) ? value : `"${value.replaceAll('"', '')}"`)

/** Adds a term with AND, unless it stands there already. */
export function addTerm(query: string, term: string): string {
  const line = query.trim()
  if (line === '') return term
  if (line.includes(term)) return line
  return /\bOR\b/.test(line) ? `(${line}) ${term}` : `${line} ${term}`
}

/** Narrows a query to the time `from` to `to` (both in; years or months), in place of any earlier range. */
export function narrowToTime(query: string, from: string, to: string): string {
  const bare = query.replace(/\s*\b(?:after|before|date):\S+/g, '').trim()
  return addTerm(bare, from === to ? `date:${from}` : `date:${from}..${to}`)
}

/** Puts a completion in place of what stands from `from` to the end of the query. */
export function complete(query: string, completion: string, from: number): string {
  return `${query.slice(0, from)}${completion}${/[:*]$/.test(completion) ? '' : ' '}`
}
