import { createHash } from 'node:crypto'
import type { DocumentId, DrawnSample, Interval, SampledDocument, SampleVerdict, UserName } from '../model/index.ts'
import { AppError } from '../model/index.ts'
import { messagesWithin } from '../search/index.ts'
import type { ReadableDatabase, WritableDatabase } from '../store/index.ts'
import {
  countFamilies,
  familiesSince,
  familyIds,
  insertSample,
  markSampled,
  readMatter,
  readSampled,
  readSamples,
  type SampledMark,
  sampledFrom,
  transact,
} from '../store/index.ts'
import { recallOf, relevantAmong, sampleSize } from './recall.ts'

/**
 * Draws a sample of the messages in scope that are not in the review set. Which ones depends on the seed and the messages' ids alone: whoever has both draws
 * the same.
 *
 * @throws jobs/nothing-to-sample
 */
export function drawSample(
  database: WritableDatabase,
  index: ReadableDatabase,
  given: {
    readonly confidence: number
    readonly margin: number
    readonly seed: string
    readonly timeZone: string
    readonly user: UserName
    readonly atMs: number
  },
): SampleVerdict {
  const matter = readMatter(database)
  const inScope = messagesWithin(index, matter.scope, given.timeZone)
  if (inScope.length === 0) {
    throw new AppError(
      'jobs/nothing-to-sample',
      'There is no message in the scope of this request. Check its dates, sources and custodians.',
    )
  }
  const collected = new Set(familyIds(database))
  const population = inScope.filter((id) => !collected.has(id))
  if (population.length === 0) {
    throw new AppError('jobs/nothing-to-sample', 'Every message in scope is in the review set; there is nothing left out to look at.')
  }
  const { confidence, margin, seed, user, atMs } = given
  const size = sampleSize(population.length, confidence, margin)
  const documents = pick(population, size, seed)
  const number = transact(database, () => insertSample(database, { seed, confidence, margin, size, user, atMs }, { documents, population }))
  return verdict(database, sampleOf(database, number))
}

/** The `size` ids with the smallest SHA-256 of seed and id, in that order. */
export function pick(ids: readonly DocumentId[], size: number, seed: string): readonly DocumentId[] {
  let kept: { readonly id: DocumentId; readonly key: string }[] = []
  const settle = (): void => {
    kept = kept.sort((one, other) => (one.key < other.key ? -1 : 1)).slice(0, size)
  }
  for (const id of ids) {
    kept.push({ id, key: createHash('sha256').update(`${seed} ${id}`).digest('hex') })
    if (kept.length >= 4 * size + 1000) settle()
  }
  settle()
  return kept.map(({ id }) => id)
}

/** @throws jobs/unknown-sample */
function sampleOf(database: ReadableDatabase, number: number): DrawnSample {
  const sample = readSamples(database).find((one) => one.number === number)
  if (sample === undefined) throw new AppError('jobs/unknown-sample', 'This request has no such sample.')
  return sample
}

/** Notes whether a sampled message is relevant, or takes that back. @throws jobs/unknown-sample */
export function judgeSampled(database: WritableDatabase, mark: SampledMark): SampleVerdict {
  if (!markSampled(database, mark)) throw new AppError('jobs/unknown-sample', 'This message is not in that sample.')
  return verdict(database, sampleOf(database, mark.sample))
}

/** Every sample of a request with what it says, newest first. */
export function sampleVerdicts(database: ReadableDatabase): readonly SampleVerdict[] {
  return readSamples(database).map((sample) => verdict(database, sample))
}

/** A sample's messages in the order drawn. @throws jobs/unknown-sample */
export function sampledDocuments(database: ReadableDatabase, number: number): readonly SampledDocument[] {
  return readSampled(database, sampleOf(database, number).number)
}

function verdict(database: ReadableDatabase, sample: DrawnSample): SampleVerdict {
  const documents = readSampled(database, sample.number)
  const read = documents.filter(({ relevant }) => relevant !== null).length
  const relevant = documents.filter((one) => one.relevant === true)
  const { before, since } = countFamilies(database, sample.atMs)
  const { responsive: collected, undecided } = before
  const missed = read === sample.size ? relevantAmong(sample.population, sample.size, relevant.length, sample.confidence) : null
  // Nothing responsive among mail that nobody has read yet is no recall of none.
  const known = missed !== null && (collected > 0 || undecided === 0)
  return {
    ...sample,
    read,
    relevant: relevant.length,
    missed,
    collected,
    undecided,
    recall: known && sample.size > 0 ? recallOf(collected, (relevant.length / sample.size) * sample.population) : null,
    recallInterval: known ? recallBetween(collected, missed) : null,
    since,
    nowInterval: known && since.families > 0 ? recallNow(database, sample, { collected, missed }) : null,
  }
}

/**
 * With what was collected since of the mail that the sample was drawn from. Mail that came later counts on neither side: of it nobody knows how much is relevant. Null
 * where none of that mail was collected, or a sample from before doesn't tell.
 */
function recallNow(
  database: ReadableDatabase,
  { number, atMs }: DrawnSample,
  { collected, missed }: { readonly collected: number; readonly missed: Interval },
): Interval | null {
  const since = familiesSince(database, atMs)
  const there = sampledFrom(
    database,
    number,
    since.map(({ family }) => family),
  )
  if (there === null || there.length === 0) return null
  const responsive = new Set(since.flatMap((one) => (one.responsive ? [one.family] : [])))
  const found = there.filter((id) => responsive.has(id)).length
  return recallBetween(collected + found, { low: Math.max(0, missed.low - found), high: Math.max(0, missed.high - found) })
}

/** Null where nothing relevant is known anywhere. */
function recallBetween(collected: number, missed: Interval): Interval | null {
  const worst = recallOf(collected, missed.high)
  return worst === null ? null : { low: worst, high: recallOf(collected, missed.low) ?? 1 }
}
