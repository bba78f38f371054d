import { type ReadableDatabase, statement } from '../store/index.ts'
import { carriersOf, factsOf, hasFacts, lastOf, originsOf } from './columns.ts'
import { compileLeaf, headerSet, isWhole, type Settings, settingsOf, spanOf } from './compile-query.ts'
import { isWidened } from './header-words.ts'
import type { Condition } from './matching.ts'
import { asJson, fromJson, joined, type Numbers, those } from './numbers.ts'
import type { Query } from './query.ts'
import { headExpression, ownTextExpression, quotedOf, textExpression, writtenAddress } from './text-expression.ts'
import { matched, type Rows, rowsOf } from './text-rows.ts'

/** Throws when nobody waits for the answer any more; asked between the parts of a question. */
export type Stop = () => void

/** Something that speaks for a document, and which documents have it. */
export type Evidence = Numbers

/** What a query finds, by number of document, each once and in no particular order. */
export interface Sought {
  readonly found: Numbers
  /** What ranks them; empty unless it was asked for. */
  readonly evidence: readonly Evidence[]
}

interface Search {
  readonly index: ReadableDatabase
  readonly settings: Settings
  readonly rows: Rows | null
  /** Documents after this one came while the query ran. */
  readonly last: number
  readonly stop: Stop
  /** Null where the order doesn't matter. */
  readonly evidence: Evidence[] | null
}

/**
 * Runs a resolved query: each part gives a set of numbers, from the engine or from facts in memory, and sets are joined here. So a word in half of all mail, or a condition that
 * nearly everything meets, costs what reading it costs, and never a look into each document.
 *
 * @throws what `stop` throws
 */
export function findDocuments(
  index: ReadableDatabase,
  query: Query,
  options: { readonly timeZone: string; readonly stop?: Stop | undefined; readonly ranked?: boolean },
): Sought {
  const rows = rowsOf(index)
  const search: Search = {
    index,
    settings: settingsOf(query, options.timeZone),
    rows,
    last: rows?.documents ?? lastOf(index, 'document'),
    stop: options.stop ?? (() => {}),
    evidence: options.ranked === true ? [] : null,
  }
  const found = find(query, search, null)
  return { found: isWhole(query, search.settings) ? found : withHeader(found, search), evidence: search.evidence ?? [] }
}

function withHeader(found: Numbers, search: Search): Numbers {
  if (areFew(found, search)) return selected(search, { sql: 'd.has_header = 1', values: [] }, found)
  const { headless } = factsOf(search.index)
  return those(found, (number) => headless[number] === 0)
}

/** From a share of all documents on, reading them one after the other is cheaper than looking each up. */
const fewOf = 8

/** Whether looking up these is cheaper than reading the facts of all documents, which this connection hasn't done. */
function areFew(numbers: Numbers | null, { index, last }: Search): boolean {
  return numbers !== null && !hasFacts(index) && numbers.length * fewOf < last
}

/** Whether a document is of a time, by its own date or that of a message that carries it: as the condition on documents says. */
function inTime(query: Extract<Query, { kind: 'date' }>, { index, settings }: Search): (number: number) => boolean {
  const { date, family, headless } = factsOf(index)
  const { from, before } = spanOf(query, settings.timeZone)
  const isThen = (number: number): boolean => {
    const atMs = date[number] ?? Number.NaN
    return Number.isNaN(atMs) ? query.undated === true : atMs >= (from ?? atMs) && atMs < (before ?? Number.POSITIVE_INFINITY)
  }
  const carriers = carriersOf(index)
  return (number) =>
    isThen(number) || carriers.get(number)?.some(isThen) === true || (headless[number] === 0 && isThen(family[number] ?? 0))
}

/** What a query finds; with `among`, at least what it finds of these and nothing else. */
function find(query: Query, search: Search, among: Numbers | null): Numbers {
  search.stop()
  const { settings } = search
  switch (query.kind) {
    case 'or':
      return findAny(query.children, search, among)
    case 'and':
      return findAll(query.children, search, among)
    case 'not': {
      const { family } = factsOf(search.index)
      const inside = marked(find(query.child, unranked(search), among), search)
      return those(among ?? everything(search), (number) => inside[number] === 0 && family[number] !== 0)
    }
    case 'text':
    case 'near': {
      const expression = textExpression(query, settings.quoted)
      if (expression === null) return new Int32Array()
      const numbers = matched(search.index, expression, search)
      if (says(numbers, search)) noteHead(headExpression(query, settings.quoted), search)
      if (ownTextExpression(query, settings) !== null) return among === null ? numbers : kept(numbers, among, search)
      if (query.field !== 'attachment') return ofFamilies(numbers, search, among)
      return selected(search, { sql: "d.kind = 'attachment'", values: [] }, kept(numbers, among, search))
    }
    case 'address':
      return findAddress(query, search, among)
    case 'date': {
      if (areFew(among, search)) return selected(search, compileLeaf(query, settings), among)
      return where(search, among, inTime(query, search))
    }
    case 'undated': {
      if (areFew(among, search)) return selected(search, compileLeaf(query, settings), among)
      const { date } = factsOf(search.index)
      return where(search, among, (number) => Number.isNaN(date[number]))
    }
    case 'source':
      return fromSources([query.number], search, among)
    case 'custodian':
      return fromSources(sourcesOf(search.index, query.name), search, among)
    case 'quoted':
      return among ?? everything(search)
    default:
      return selected(search, compileLeaf(query, settings), among)
  }
}

/** Alternatives: the more of them a document has, the better; each counts as one, whatever it is made of. */
function findAny(children: readonly Query[], given: Search, among: Numbers | null): Numbers {
  const search = within(given, children)
  // One term, whose order is that of its text: what a header says besides is no alternative.
  if (isWidened(children)) {
    const [term, headers] = children.map((child, at) => find(child, at === 0 ? search : unranked(search), among))
    return union([term ?? new Int32Array(), headers ?? new Int32Array()], search)
  }
  const alternatives = flat(children)
  const [only] = alternatives
  if (alternatives.length === 1 && only !== undefined) return find(only, search, among)
  const found = alternatives.map((alternative) => find(alternative, unranked(search), among))
  search.evidence?.push(...found)
  return union(found, search)
}

/** What is in any of some sets, each once. */
function union(sets: readonly Numbers[], search: Search): Numbers {
  const seen = new Uint8Array(search.last + 1)
  return those(joined(sets), (number) => {
    const isNew = seen[number] === 0
    seen[number] = 1
    return isNew
  })
}

function flat(children: readonly Query[]): readonly Query[] {
  return children.flatMap((child) =>
    child.kind === 'quoted'
      ? []
      : child.kind === 'or' && quotedOf(child.children) === null && !isWidened(child.children)
        ? flat(child.children)
        : [child],
  )
}

/** Words that must all be there are one question to the engine; what is looked up in documents comes last, of what is left by then. */
function findAll(children: readonly Query[], given: Search, among: Numbers | null): Numbers {
  const search = within(given, children)
  const rest = children.filter((child) => child.kind !== 'quoted')
  const words = rest.filter((child) => isPlain(child) && ownTextExpression(child, search.settings) !== null)
  let left = among
  if (words.length > 0) {
    const numbers = matchedAll(
      words.flatMap((child) => ownTextExpression(child, search.settings) ?? []),
      search,
    )
    if (says(numbers, search)) for (const word of words) noteHeads(word, search)
    left = left === null ? numbers : kept(numbers, left, search)
  }
  const others = rest.filter((child) => !words.includes(child))
  for (const child of others.toSorted((one, other) => order(one) - order(other))) left = find(child, search, left)
  return left ?? everything(search)
}

/** What all of some expressions match. The engine is quick where one of them is rare; of one that many documents match, reading what is known takes a small part of its time. */
function matchedAll(expressions: readonly string[], search: Search): Numbers {
  const frequent = new Map<string, Numbers>()
  if (expressions.length > 1) {
    for (const expression of expressions) {
      const numbers = search.rows?.answers.get(expression) ?? null
      if (numbers !== null && numbers.length * fewOf > search.last) frequent.set(expression, numbers)
    }
  }
  const rest = expressions.filter((expression) => !frequent.has(expression))
  let left = rest.length > 0 ? matched(search.index, rest.join(' AND '), search) : null
  for (const set of frequent.values()) left = left === null ? set : kept(left, set, search)
  return left ?? new Int32Array()
}

/** The engine is asked before facts in memory, and those before documents. */
function order(query: Query): number {
  switch (query.kind) {
    case 'text':
    case 'near':
    case 'address':
      return 0
    case 'or':
    case 'and':
      return 1 + Math.max(0, ...query.children.map(order))
    case 'date':
    case 'undated':
    case 'source':
    case 'custodian':
      return 2
    case 'not':
      return 3 + order(query.child)
    default:
      return 8
  }
}

/** Text without alternatives. */
function isPlain(query: Query): boolean {
  return query.kind === 'and' ? query.children.every(isPlain) : query.kind === 'text' || query.kind === 'near' || query.kind === 'quoted'
}

/** Words that more than half of all documents have say nothing of one, wherever they stand. */
function says(numbers: Numbers, { evidence, last }: Search): boolean {
  return evidence !== null && numbers.length * 2 <= last
}

function noteHeads(query: Query, given: Search): void {
  if (query.kind === 'and') for (const child of query.children) noteHeads(child, within(given, query.children))
  else if (query.kind === 'text' || query.kind === 'near') noteHead(headExpression(query, given.settings.quoted), given)
}

/** A word that everything found has tells documents apart by whether it stands where one looks first. */
function noteHead(expression: string | null, search: Search): void {
  if (expression !== null) search.evidence?.push(matched(search.index, expression, search))
}

/** Documents with the address in their header, attachments of such, and documents in whose text it is written. */
function findAddress(query: Extract<Query, { kind: 'address' }>, search: Search, among: Numbers | null): Numbers {
  const { index, settings } = search
  const written = query.field === null ? writtenAddress(query, settings.quoted) : null
  const { sql, values } = headerSet(query)
  const headed = listed(index, sql, values)
  const sets = [headed, ...(settings.inherit ? [ofFamilies(headed, search, null)] : [])]
  if (written !== null) sets.push(matched(index, written, search))
  return kept(union(sets, search), among, search)
}

/** All documents of the families whose messages are among these. */
function ofFamilies(numbers: Numbers, search: Search, among: Numbers | null): Numbers {
  if (areFew(numbers, search)) return kept(listed(search.index, familySql, [asJson(numbers)]), among, search)
  const { family, attachments } = factsOf(search.index)
  const inside = marked(numbers, search)
  const isOfFamily = (number: number): boolean => inside[family[number] ?? 0] === 1
  if (among !== null) return those(among, isOfFamily)
  const messages = those(numbers, (number) => family[number] === number)
  return joined([messages, Int32Array.from(attachments.filter((number) => number <= search.last && isOfFamily(number)))])
}

const familySql = 'SELECT number FROM document WHERE family IN (SELECT value FROM json_each(?))'

function fromSources(numbers: readonly number[], search: Search, among: Numbers | null): Numbers {
  const { family } = factsOf(search.index)
  const { source, several, moreSources } = originsOf(search.index)
  const wanted = new Set(numbers)
  return where(search, among, (number) => {
    const message = family[number] ?? 0
    return (
      wanted.has(source[message] ?? 0) || (several[message] === 1 && moreSources.get(message)?.some((other) => wanted.has(other)) === true)
    )
  })
}

function sourcesOf(index: ReadableDatabase, custodian: string): readonly number[] {
  return statement(index, 'SELECT number FROM source WHERE custodian = ?').pluck().all(custodian) as number[]
}

/** What a condition on documents selects. */
function selected(search: Search, { sql, values }: Condition, among: Numbers | null): Numbers {
  const { index, last } = search
  if (among !== null && among.length * fewOf < last) {
    const one = `SELECT d.number FROM json_each(?) AS among CROSS JOIN document AS d ON d.number = among.value WHERE ${sql}`
    return listed(index, one, [asJson(among), ...values])
  }
  return kept(listed(index, `SELECT d.number FROM document AS d WHERE ${sql}`, values), among, search)
}

/** The numbers that a select of one column gives. */
function listed(index: ReadableDatabase, sql: string, values: readonly (string | number)[]): Numbers {
  const all = statement(index, `WITH hit (number) AS (${sql}) SELECT CAST(json_group_array(number) AS BLOB) FROM hit`).pluck()
  return fromJson(all.get(...values) as Uint8Array)
}

function where(search: Search, among: Numbers | null, test: (number: number) => boolean): Numbers {
  if (among !== null) return those(among, test)
  const { family } = factsOf(search.index)
  const all = new Int32Array(search.last)
  let length = 0
  for (let number = 1; number <= search.last; number++) if (family[number] !== 0 && test(number)) all[length++] = number
  return all.subarray(0, length)
}

function everything(search: Search): Numbers {
  return where(search, null, () => true)
}

/** Those of some numbers that are among others; what came while the query ran is none of them. */
function kept(numbers: Numbers, among: Numbers | null, search: Search): Numbers {
  if (among === null) return those(numbers, (number) => number <= search.last)
  const inside = marked(among, search)
  return those(numbers, (number) => inside[number] === 1)
}

function marked(numbers: Numbers, search: Search): Uint8Array {
  const marks = new Uint8Array(search.last + 1)
  for (const number of numbers) marks[number] = 1
  return marks
}

function within(search: Search, children: readonly Query[]): Search {
  const quoted = quotedOf(children)
  return quoted === null ? search : { ...search, settings: { ...search.settings, quoted } }
}

function unranked(search: Search): Search {
  return search.evidence === null ? search : { ...search, evidence: null }
}
