import { type ReadableDatabase, statement } from '../store/index.ts'
import type { Compiled } from './compile-query.ts'
import { type Condition, matching, ranked } from './matching.ts'

/** Everything that a query finds, each document once: the engine is asked once, and total, page and facets are taken from this. */
export interface Found {
  readonly numbers: readonly number[]
  /** The less, the better, in the order of `numbers`; null where no rank was asked for, or nothing can be ranked by. */
  readonly ranks: readonly number[] | null
}

/** Throws when nobody waits for the answer any more; asked every few hundred rows. */
export type Stop = () => void

const rowsBetweenLooks = 512

/** Finds everything, in no particular order. @throws what `stop` throws */
export function findAll(index: ReadableDatabase, compiled: Compiled, withRank: boolean, stop: Stop = () => {}): Found {
  const isRanked = withRank && compiled.rankBy !== null
  const { sql, values } = foundSelect(compiled, isRanked)
  // Several selects may give the same document.
  const seen = (compiled.set?.others.length ?? 0) === 0 ? null : new Uint8Array(lastDocument(index) + 1)
  const numbers: number[] = []
  const ranks: number[] = []
  let untilLook = 1
  const take = (number: number, rank: number): void => {
    if (--untilLook === 0) {
      stop()
      untilLook = rowsBetweenLooks
    }
    if (seen !== null) {
      if (seen[number] === 1) return
      seen[number] = 1
    }
    numbers.push(number)
    if (isRanked) ranks.push(rank)
  }
  const select = index.prepare(sql)
  if (isRanked) for (const [number, rank] of select.raw().iterate(...values) as Iterable<readonly [number, number]>) take(number, rank)
  else for (const number of select.pluck().iterate(...values) as Iterable<number>) take(number, 0)
  return { numbers, ranks: isRanked ? ranks : null }
}

function lastDocument(index: ReadableDatabase): number {
  return (statement(index, 'SELECT max(number) FROM document').pluck().get() as number | null) ?? 0
}

/** What is found as a select of number (and rank). What is ranked comes first, so that of a number met twice the rank stays. */
export function foundSelect({ where, set, rankBy }: Compiled, withRank: boolean): Condition {
  const plainly = (part: Condition): Condition => (withRank ? unranked(part) : part)
  if (set !== null) {
    const first = set.expression === null ? [] : [withRank ? ranked(set.expression) : matching(set.expression)]
    return union([...first, ...set.others.map(plainly)])
  }
  const plain = { sql: `SELECT d.number FROM document AS d WHERE ${where.sql}`, values: where.values }
  if (!withRank || rankBy === null) return plainly(plain)
  // Materialised: joined as it stands, the search would be run again for each document.
  const { sql, values } = ranked(rankBy)
  return {
    sql: `SELECT hit.number, coalesce(ranked.rank, 0) FROM (${plain.sql}) AS hit LEFT JOIN (SELECT * FROM (${sql}) LIMIT -1) AS ranked ON ranked.found = hit.number`,
    values: [...plain.values, ...values],
  }
}

function unranked({ sql, values }: Condition): Condition {
  return { sql: `SELECT *, 0 FROM (${sql})`, values }
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
