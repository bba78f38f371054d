/** Narrowing a query by a click: what a facet, a month or a completion adds to the line. What it finds then is never more than it found before. */

/** A value as the query language takes it: quoted where it holds anything but plain characters. */
export const quoted = (value: string): string => (/^[\p{L}\p{N}@._+-]+$/u.test(value) ? value : `"${value.replaceAll('"', '')}"`)

const opening = '"＂“”„«»「」『』'
const typographicClosing = '"“”«»'
const closings: Readonly<Record<string, string>> = { '"': '"', '＂': '＂', '「': '」', '『': '』' }

/** A line cut at its blanks, but for those in quotation marks and in parentheses. */
function pieces(line: string): readonly string[] {
  const found: string[] = []
  let from = 0
  let depth = 0
  let closing: string | null = null
  for (let at = 0; at < line.length; at++) {
    const character = line[at] ?? ''
    if (closing !== null) {
      if (closing.includes(character)) closing = null
    } else if (opening.includes(character)) closing = closings[character] ?? typographicClosing
    else if (character === '(' || character === '（') depth++
    else if (character === ')' || character === '）') depth--
    else if (depth === 0 && /\s/u.test(character)) {
      if (at > from) found.push(line.slice(from, at))
      from = at + 1
    }
  }
  if (from < line.length) found.push(line.slice(from))
  return found
}

interface Conjunct {
  readonly text: string
  readonly negated: boolean
  /** As it stands in the line, with what negates it. */
  readonly source: string
}

/** The terms of a line that must all hold; null where the line is no plain list of terms (an OR, a NEAR). */
function conjuncts(line: string): readonly Conjunct[] | null {
  const all: Conjunct[] = []
  let negations = 0
  let before: string[] = []
  for (const piece of pieces(line)) {
    const text = /^[-\u2010-\u2014\u2212\ufe63\uff0d][^\s()*-]/u.test(piece) ? piece.slice(1) : piece
    if (text !== piece) negations++
    if (text === 'OR' || text === 'NEAR' || text.startsWith('NEAR/')) return null
    if (text === 'AND') continue
    before.push(piece)
    if (text === 'NOT') negations++
    else {
      all.push({ text, negated: negations % 2 === 1, source: before.join(' ') })
      negations = 0
      before = []
    }
  }
  return before.length === 0 ? all : null
}

/** Adds a term with AND, unless it must hold already. */
export function addTerm(query: string, term: string): string {
  const line = query.trim()
  if (line === '') return term
  const terms = conjuncts(line)
  if (terms === null) return `(${line}) ${term}`
  return terms.some(({ text, negated }) => text === term && !negated) ? line : `${line} ${term}`
}

/** The first and the last day of a range, as text that compares; the last of a month may be one that it hasn't. Null for what is no range. */
function spanOf(term: string): { readonly first: string; readonly last: string } | null {
  const [, field = '', from = '', isRange, to = ''] = /^(after|before|date):"?([\d-]*)(\.\.)?([\d-]*)"?$/iu.exec(term) ?? []
  const first = from === '' ? '' : `${from}-01-01`.slice(0, 10)
  const last = (day: string): string =>
    day === '' ? '9999' : `${day}${'-12-31'.slice(day.length === 4 ? 0 : 3).slice(0, 10 - day.length)}`
  switch (field.toLowerCase()) {
    case 'after':
      return { first, last: '9999' }
    // Up to the day before, which comes before it as text too.
    case 'before':
      return { first: '', last: first.slice(0, -1) }
    case 'date':
      return from === '' && to === '' ? null : { first, last: last(isRange === undefined ? from : to) }
    default:
      return null
  }
}

/**
 * Narrows a query to the time `from` to `to` (both in; years or months), in place of a range in which that lies, as a click before put there. Any other range stays, and so
 * does one within a group, behind NOT or beside OR: what it says is asked besides.
 */
export function narrowToTime(query: string, from: string, to: string): string {
  const range = from === to ? `date:${from}` : `date:${from}..${to}`
  const terms = conjuncts(query.trim())
  const wanted = spanOf(range)
  const holds = ({ text, negated }: Conjunct): boolean => {
    const span = negated ? null : spanOf(text)
    return span !== null && wanted !== null && span.first <= wanted.first && wanted.last <= span.last
  }
  if (terms === null || !terms.some(holds)) return addTerm(query, range)
  const kept = terms.filter((term) => !holds(term))
  return addTerm(kept.map(({ source }) => source).join(' '), range)
}

/** Puts a completion in place of what stands from `from` to the end of the query. */
export function complete(query: string, completion: string, from: number): string {
  return `${query.slice(0, from)}${completion}${/[:*]$/.test(completion) ? '' : ' '}`
}
