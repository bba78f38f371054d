import { type ReadableDatabase, statement } from '../store/index.ts'
import type { Compiled } from './compile-query.ts'
import { type Condition, matching, ranked, rankedRows } from './matching.ts'

/** Throws when nobody waits for the answer any more; asked every few hundred rows. */
export type Stop = () => void

/**
 * Numbers of all documents that a query finds, each once and in no particular order: the engine is asked once, and total, page and facets are taken from this.
 * SQLite hands them over as one text: a million one by one would take longer than finding them.
 *
 * @throws what `stop` throws
 */
export function findAll(index: ReadableDatabase, compiled: Compiled, stop: Stop = () => {}): readonly number[] {
  const { sql, values } = foundSelect(compiled)
  const looking = stoppable(index, stop)
  const all = index.prepare(`WITH hit (number) AS (${sql}) SELECT json_group_array(number) FROM hit WHERE ${looking('number')}`).pluck()
  const numbers = JSON.parse(all.get(...values) as string) as readonly number[]
  return (compiled.set?.others.length ?? 0) === 0 ? numbers : eachOnce(index, numbers)
}

/** Several selects may give the same document. */
function eachOnce(index: ReadableDatabase, numbers: readonly number[]): readonly number[] {
  const seen = new Uint8Array(lastDocument(index) + 1)
  return numbers.filter((number) => {
    const first = seen[number] !== 1
    seen[number] = 1
    return first
  })
}

/** Everything that a query finds, and the first of it by rank. */
export interface Ranked {
  readonly found: readonly number[]
  readonly first: readonly number[]
}

/**
 * Everything that a query finds and the first `count` of it by rank, those that can't be ranked last; of one rank in order of number.
 *
 * One word or phrase is found first and ranked then, unless it stands in more than half of all documents: the engine's ranking gives it no weight there, and
 * would reckon that for each of them. Of several the engine first counts each by itself to weigh it, so they are found and ranked in one go.
 */
export function findRanked(index: ReadableDatabase, compiled: Compiled, isOne: boolean, count: number, stop: Stop = () => {}): Ranked {
  const expression = compiled.set?.expression ?? null
  if (!isOne && expression !== null) {
    const { found, first } = rankedAtOnce(index, expression, count, stop)
    const others = compiled.set?.others ?? []
    const all =
      others.length === 0 ? found : eachOnce(index, [...found, ...findAll(index, { ...compiled, set: { expression: null, others } }, stop)])
    return { found: all, first: filled(first, all, count) }
  }
  const found = findAll(index, compiled, stop)
  const isCommon = isOne && found.length * 2 > lastDocument(index)
  return { found, first: filled(isCommon ? [] : rankedFirst(index, compiled, count, stop), found, count) }
}

function rankedAtOnce(index: ReadableDatabase, expression: string, count: number, stop: Stop): Ranked {
  const { sql, values } = ranked(expression)
  const [found, first] = index
    .prepare(
      `WITH hit AS MATERIALIZED (SELECT * FROM (${sql}) WHERE ${stoppable(index, stop)('found')})
         SELECT (SELECT json_group_array(found) FROM hit), (SELECT json_group_array(found) FROM (SELECT found FROM hit ORDER BY rank, found LIMIT ?))`,
    )
    .raw()
    .get(...values, count) as [string, string]
  return { found: JSON.parse(found), first: JSON.parse(first) }
}

/** What is ranked, and then what isn't in order of number. */
function filled(byRank: readonly number[], found: readonly number[], count: number): readonly number[] {
  if (byRank.length >= Math.min(count, found.length)) return byRank
  const known = new Set(byRank)
  const rest = found.filter((number) => !known.has(number))
  const next = firstOf(rest.length, count - byRank.length, (left, right) => (rest[left] ?? 0) - (rest[right] ?? 0))
  return [...byRank, ...next.map((at) => rest[at] ?? 0)]
}

/** Further rows of the search that are looked at for those of the last one's rank: only these are looked up as documents, instead of all. */
const tieRows = 1000

function rankedFirst(index: ReadableDatabase, compiled: Compiled, count: number, stop: Stop): readonly number[] {
  const looking = stoppable(index, stop)
  const { set, rankBy } = compiled
  if (rankBy === null) return []
  if (set === null) return inOrder(index, foundWithRank(compiled, rankBy), looking('number'), count)
  if (set.expression === null) return []
  const rows = rankedRows(set.expression)
  const top = index
    .prepare(
      `SELECT document.number, top.rank FROM (SELECT row, rank FROM (${rows.sql}) WHERE ${looking('row')} ORDER BY rank LIMIT ?) AS top
         CROSS JOIN document ON document.text = top.row ORDER BY top.rank, document.number`,
    )
    .raw()
    .all(...rows.values, count + tieRows) as (readonly [number, number])[]
  // Which of one rank comes first is only known once all of that rank are there.
  const [last, beyond] = [top[count - 1], top.at(-1)]
  if (last !== undefined && beyond !== undefined && last[1] < beyond[1]) return top.slice(0, count).map(([number]) => number)
  return inOrder(index, ranked(set.expression), looking('number'), count)
}

function inOrder(index: ReadableDatabase, { sql, values }: Condition, looking: string, count: number): readonly number[] {
  return index
    .prepare(`WITH hit (number, rank) AS (${sql}) SELECT number FROM hit WHERE ${looking} ORDER BY rank, number LIMIT ?`)
    .pluck()
    .all(...values, count) as number[]
}

const stops = new WeakMap<ReadableDatabase, { stop: Stop }>()

/** A condition that is always met and looks every few hundred numbers of a column whether anybody still waits. */
export function stoppable(index: ReadableDatabase, stop: Stop): (column: string) => string {
  const known = stops.get(index) ?? { stop }
  if (!stops.has(index)) {
    stops.set(index, known)
    index.function('still_wanted', { directOnly: true }, () => {
      known.stop()
      return 1
    })
  }
  known.stop = stop
  return (column) => `(${column} & 511 <> 0 OR still_wanted())`
}

/** The greatest number of a document; 0 where there is none. */
function lastDocument(index: ReadableDatabase): number {
  return (statement(index, 'SELECT max(number) FROM document').pluck().get() as number | null) ?? 0
}

/** What is found, as a select of numbers. */
function foundSelect({ where, set }: Compiled): Condition {
  if (set !== null) return union([...(set.expression === null ? [] : [matching(set.expression)]), ...set.others])
  return { sql: `SELECT d.number FROM document AS d WHERE ${where.sql}`, values: where.values }
}

/** What is found, as a select of number and rank. Materialised: joined as it stands, the search would be run again for each document. */
function foundWithRank(compiled: Compiled, rankBy: string): Condition {
  const found = foundSelect(compiled)
  const { sql, values } = ranked(rankBy)
  return {
    sql: `SELECT hit.number, coalesce(ranked.rank, 0) FROM (${found.sql}) AS hit LEFT JOIN (SELECT * FROM (${sql}) LIMIT -1) AS ranked ON ranked.found = hit.number`,
    values: [...found.values, ...values],
  }
}

function union(parts: readonly Condition[]): Condition {
  return { sql: parts.map(({ sql }) => `SELECT * FROM (${sql})`).join(' UNION ALL '), values: parts.flatMap(({ values }) => values) }
}

/** The first `wanted` of 0 … `count` - 1 in the order of `compare`, sorted; without sorting the rest, which may be a million. */
export function firstOf(count: number, wanted: number, compare: (left: number, right: number) => number): readonly number[] {
  let kept: number[] = []
  let worst: number | null = null
  for (let at = 0; at < count; at++) {
    if (worst !== null && compare(at, worst) >= 0) continue
    kept.push(at)
    if (kept.length < 2 * wanted + 1000) continue
    kept = kept.sort(compare).slice(0, wanted)
    worst = kept.at(-1) ?? null
  }
  return kept.sort(compare).slice(0, wanted)
}
