import { type ReadableDatabase, statement } from '../store/index.ts'
import { factsOf, hasFacts, lastOf } from './columns.ts'
import type { Sought } from './find-documents.ts'

/**
 * The first `count` of what was found, best first.
 *
 * - *Alternatives* (what stands between ORs, the forms of a person): a document counts by how many of them it has, whatever field they stand in and however often; one that
 *   few of the results have counts more than one that most have (ln(1 + (N − n + ½) / (n + ½)) of N results, n of which have it, as in BM25).
 * - *Words that all must be there* are in every result; those count in the same way that have them in the subject, a file name or the sender. Words that more than
 *   half of all documents have say nothing.
 * - Of documents alike in this, the newest comes first, those without a readable date last; of one date, in order of ingest.
 *
 * So the order can be told and checked, doesn't depend on how texts were spread over the parts of the index, and is reckoned from numbers alone.
 */
export function firstByRank(index: ReadableDatabase, { found, evidence }: Sought, count: number): readonly number[] {
  if (evidence.length === 0) return firstByDate(index, found, -1, count)
  return withScores(found, evidence, (scores, having) => {
    const first = contenders(found, scores, having, count)
    const compare = byDate(datesOf(index, first), -1)
    return firstOf(first, count, (one, other) => (scores[other] ?? 0) - (scores[one] ?? 0) || compare(one, other))
  })
}

/** The first `count` of what was found by date: newest first (-1) or oldest first (1). Documents of one date come in order of ingest, those without a date last. */
export function firstByDate(index: ReadableDatabase, found: readonly number[], direction: 1 | -1, count: number): readonly number[] {
  return firstOf(found, count, byDate(datesOf(index, found), direction))
}

function byDate(date: Dates, direction: 1 | -1): (one: number, other: number) => number {
  const key = (number: number): number => {
    const atMs = date.get(number)
    return Number.isNaN(atMs) ? Number.POSITIVE_INFINITY : direction * atMs
  }
  return (one, other) => {
    const [left, right] = [key(one), key(other)]
    return left === right ? one - other : left < right ? -1 : 1
  }
}

/** By number of document, all 0 between two uses: eight bytes for each of a million are not made anew with every letter that somebody types. */
let kept = new Float64Array()

/** Gives the score of each document found, and those that have one above 0. */
function withScores<Result>(
  found: readonly number[],
  evidence: Sought['evidence'],
  work: (scores: Float64Array, having: readonly number[]) => Result,
): Result {
  let last = 0
  for (const number of found) if (number > last) last = number
  if (kept.length <= last) kept = new Float64Array(last + 1 + (last >> 2))
  const inside = new Uint8Array(last + 1)
  for (const number of found) inside[number] = 1
  const scores = kept
  const having: number[] = []
  for (const numbers of evidence) {
    // Words are looked for everywhere; what isn't among the results says nothing.
    const theirs = numbers.filter((number) => inside[number] === 1)
    const weight = Math.log(1 + (found.length - theirs.length + 0.5) / (theirs.length + 0.5))
    for (const number of theirs) {
      if (scores[number] === 0) having.push(number)
      scores[number] = (scores[number] ?? 0) + weight
    }
  }
  try {
    return work(scores, having)
  } finally {
    for (const number of having) scores[number] = 0
  }
}

/** Those of the best scores, as many as it takes for `count`: only their dates are looked at. */
function contenders(found: readonly number[], scores: Float64Array, having: readonly number[], count: number): readonly number[] {
  if (having.length < count) return found
  // As many different scores as there are different sets of evidence: few.
  const levels = new Map<number, number>()
  for (const number of having) {
    const score = scores[number] ?? 0
    levels.set(score, (levels.get(score) ?? 0) + 1)
  }
  let [least, sum] = [Number.POSITIVE_INFINITY, 0]
  for (const [score, documents] of [...levels].sort(([one], [other]) => other - one)) {
    if (sum >= count) break
    sum += documents
    least = score
  }
  return having.filter((number) => (scores[number] ?? 0) >= least)
}

interface Dates {
  /** UTC epoch milliseconds; NaN where there is no readable date. */
  get(number: number): number
}

/** From a share of all documents on, reading all dates is cheaper than looking each up. */
const fewOf = 8

function datesOf(index: ReadableDatabase, numbers: readonly number[]): Dates {
  if (hasFacts(index) || numbers.length * fewOf > lastOf(index, 'document')) {
    const { date } = factsOf(index)
    return { get: (number) => date[number] ?? Number.NaN }
  }
  const [all, dates] = statement(index, datesSql).raw().get(JSON.stringify(numbers)) as readonly [string, string]
  const read = JSON.parse(dates) as readonly (number | null)[]
  const known = new Map((JSON.parse(all) as readonly number[]).map((number, at) => [number, read[at] ?? Number.NaN]))
  return { get: (number) => known.get(number) ?? Number.NaN }
}

export const datesSql = `SELECT json_group_array(document.number), json_group_array(document.date_ms)
  FROM json_each(?) AS wanted CROSS JOIN document INDEXED BY document_facts ON document.number = wanted.value`

/** The first `wanted` in the order of `compare`, sorted; without sorting the rest, which may be a million. */
export function firstOf(numbers: readonly number[], wanted: number, compare: (one: number, other: number) => number): readonly number[] {
  let kept: number[] = []
  let worst: number | null = null
  for (const number of numbers) {
    if (worst !== null && compare(number, worst) >= 0) continue
    kept.push(number)
    if (kept.length < 2 * wanted + 1000) continue
    kept = kept.sort(compare).slice(0, wanted)
    worst = kept.at(-1) ?? null
  }
  return kept.sort(compare).slice(0, wanted)
}
