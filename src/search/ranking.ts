import { type ReadableDatabase, statement } from '../store/index.ts'
import { factsOf, hasFacts, lastOf } from './columns.ts'
import type { Sought } from './find-documents.ts'
import { asJson, type Numbers, those } from './numbers.ts'

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
    const first: number[] = []
    for (const level of levels(scores, having)) {
      if (first.length >= count) return first
      const alike = those(having, (number) => scores[number] === level)
      first.push(...firstByDate(index, alike, -1, count - first.length))
    }
    if (first.length >= count) return first
    const others = those(found, (number) => scores[number] === 0)
    return [...first, ...firstByDate(index, others, -1, count - first.length)]
  })
}

/** The scores that documents have, best first: as many as there are different sets of evidence, which are few. */
function levels(scores: Float64Array, having: Numbers): readonly number[] {
  const met = new Set<number>()
  for (const number of having) met.add(scores[number] ?? 0)
  return [...met].sort((one, other) => other - one)
}

/** The first `count` of what was found by date: newest first (-1) or oldest first (1). Documents of one date come in order of ingest, those without a date last. */
export function firstByDate(index: ReadableDatabase, found: Numbers, direction: 1 | -1, count: number): readonly number[] {
  const date = datesOf(index, found)
  return firstOf(found, count, (number) => {
    const atMs = date(number)
    return Number.isNaN(atMs) ? Number.POSITIVE_INFINITY : direction * atMs
  })
}

/** By number of document, all 0 between two uses: eight bytes for each of a million are not made anew with every letter that somebody types. */
let kept = new Float64Array()

/** Gives the score of each document found, and those that have one above 0. */
function withScores<Result>(found: Numbers, evidence: Sought['evidence'], work: (scores: Float64Array, having: Numbers) => Result): Result {
  let last = 0
  for (const number of found) if (number > last) last = number
  if (kept.length <= last) kept = new Float64Array(last + 1 + (last >> 2))
  const inside = new Uint8Array(last + 1)
  for (const number of found) inside[number] = 1
  const scores = kept
  const having = new Int32Array(found.length)
  let length = 0
  for (const numbers of evidence) {
    // Words are looked for everywhere; what isn't among the results says nothing.
    const theirs = those(numbers, (number) => inside[number] === 1)
    const weight = Math.log(1 + (found.length - theirs.length + 0.5) / (theirs.length + 0.5))
    for (const number of theirs) {
      if (scores[number] === 0) having[length++] = number
      scores[number] = (scores[number] ?? 0) + weight
    }
  }
  try {
    return work(scores, having.subarray(0, length))
  } finally {
    for (const number of having.subarray(0, length)) scores[number] = 0
  }
}

/** From a share of all documents on, reading all dates is cheaper than looking each up. */
const fewOf = 8

/** UTC epoch milliseconds by number of document; NaN where there is no readable date. */
function datesOf(index: ReadableDatabase, numbers: Numbers): (number: number) => number {
  if (hasFacts(index) || numbers.length * fewOf > lastOf(index, 'document')) {
    const { date } = factsOf(index)
    return (number) => date[number] ?? Number.NaN
  }
  const [all, dates] = statement(index, datesSql).raw().get(asJson(numbers)) as readonly [string, string]
  const read = JSON.parse(dates) as readonly (number | null)[]
  const known = new Map((JSON.parse(all) as readonly number[]).map((number, at) => [number, read[at] ?? Number.NaN]))
  return (number) => known.get(number) ?? Number.NaN
}

export const datesSql = `SELECT json_group_array(document.number), json_group_array(document.date_ms)
  FROM json_each(?) AS wanted CROSS JOIN document INDEXED BY document_facts ON document.number = wanted.value`

/** Of so many, one is looked at before the rest. */
const lookedAtBefore = 64

/**
 * The first `wanted` by a key, least first, and of one key by number; without sorting the rest, which may be a million. A few from everywhere go first: mail is mostly taken in
 * by date, and where each is better than all before it, each would be kept and sorted.
 */
export function firstOf(numbers: Numbers, wanted: number, keyOf: (number: number) => number): readonly number[] {
  const best = new Best(wanted)
  for (let at = 0; at < numbers.length; at += lookedAtBefore) best.offer(numbers[at] ?? 0, keyOf(numbers[at] ?? 0))
  for (let at = 0; at < numbers.length; at++) if (at % lookedAtBefore !== 0) best.offer(numbers[at] ?? 0, keyOf(numbers[at] ?? 0))
  return best.list()
}

class Best {
  private readonly wanted: number
  private kept: { readonly key: number; readonly number: number }[] = []
  /** What comes behind these is none of the best. */
  private worstKey = Number.POSITIVE_INFINITY
  private worstNumber = Number.POSITIVE_INFINITY

  constructor(wanted: number) {
    this.wanted = wanted
  }

  offer(number: number, key: number): void {
    if (key > this.worstKey || (key === this.worstKey && number > this.worstNumber)) return
    this.kept.push({ key, number })
    if (this.kept.length < 2 * this.wanted + 1000) return
    this.sort()
    const worst = this.kept.at(-1)
    this.worstKey = worst?.key ?? Number.NEGATIVE_INFINITY
    this.worstNumber = worst?.number ?? 0
  }

  list(): readonly number[] {
    this.sort()
    return this.kept.map(({ number }) => number)
  }

  private sort(): void {
    this.kept.sort((one, other) => (one.key === other.key ? one.number - other.number : one.key < other.key ? -1 : 1))
    this.kept.length = Math.min(this.kept.length, this.wanted)
  }
}
