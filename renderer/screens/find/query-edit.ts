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

/** First day of the month after a `YYYY-MM`. */
function nextMonth(month: string): string {
  const [year = 1970, number = 1] = month.split('-').map(Number)
  return number === 12 ? `${year + 1}-01-01` : `${year}-${String(number + 1).padStart(2, '0')}-01`
}

/** The last day before a civil date. */
function dayBefore(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
}

/** Narrows a query to months `from` to `to` (both in), in place of any earlier range. `after:` and `before:` take the days outside. */
export function narrowToMonths(query: string, from: string, to: string): string {
  const bare = query.replace(/\s*\b(?:after|before):\S+/g, '').trim()
  return addTerm(bare, `after:${dayBefore(`${from}-01`)} before:${nextMonth(to)}`)
}

/** Puts a completion in place of the word at the end of the query. */
export function complete(query: string, completion: string): string {
  const match = /\S*$/.exec(query)
  const head = query.slice(0, match?.index ?? query.length)
  return `${head}${completion}${/[:*"]$/.test(completion) ? '' : ' '}`
}
