import { type ReadableDatabase, statement } from '../store/index.ts'
import { factsOf, hasFacts, lastOf } from './columns.ts'
import type { Sought } from './find-documents.ts'

/**
 * The first `count` of what was found, best first.
 *
 * - *Alternatives* (what stands between ORs, the forms of a person): a document counts by how many of them it has, whatever field they stand in and however often; one that
 *   few of the results have counts more than one that most have (ln(1 + (N − n + ½) / (n + ½)) of N results, n of which have it, as in BM25).
 * - *Words that all must be there* are in every result; those count in the same way that have them in the subject, a file name or the sender.
 * - Of documents alike in this, the newest comes first, those without a readable date last; of one date, in order of ingest.
 *
 * So the order can be told and checked, doesn't depend on how texts were spread over the parts of the index, and is reckoned from numbers alone.
 */
export function firstByRank(index: ReadableDatabase, { found, evidence }: Sought, count: number): readonly number[] {
  const scores = scoresOf(found, evidence)
  const first = scores === null ? found : contenders(found, scores, count)
  const date = datesOf(index, first)
  return firstOf(
    first,
    count,
    (one, other) => (scores === null ? 0 : (scores[other] ?? 0) - (scores[one] ?? 0)) || byDate(date, -1)(one, other),
  )
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

function scoresOf(found: readonly number[], evidence: Sought['evidence']): Float64Array | null {
  if (evidence.length === 0) return null
  let last = 0
  for (const number of found) if (number > last) last = number
  // What isn't among the results has no score, and none after anything was added to it.
  const scores = new Float64Array(last + 1).fill(Number.NaN)
  for (const number of found) scores[number] = 0
  for (const numbers of evidence) {
    let having = 0
    for (const number of numbers) if ((scores[number] ?? Number.NaN) >= 0) having++
    const weight = Math.log(1 + (found.length - having + 0.5) / (having + 0.5))
    for (const number of numbers) if (number <= last) scores[number] = (scores[number] ?? 0) + weight
  }
  return scores
}

/** Those of the best scores, as many as it takes for `count`: only their dates are looked at. */
function contenders(found: readonly number[], scores: Float64Array, count: number): readonly number[] {
  // As many different scores as there are different sets of evidence: few.
  const having = new Map<number, number>()
  for (const number of found) {
    const score = scores[number] ?? 0
    having.set(score, (having.get(score) ?? 0) + 1)
  }
  let [least, sum] = [Number.POSITIVE_INFINITY, 0]
  for (const [score, documents] of [...having].sort(([one], [other]) => other - one)) {
    if (sum >= count) break
    sum += documents
    least = score
  }
  return found.filter((number) => (scores[number] ?? 0) >= least)
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
