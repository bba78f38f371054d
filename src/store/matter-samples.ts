import { createHash } from 'node:crypto'
import type { DocumentId, DrawnSample, SampledDocument, UserName } from '../model/index.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { statement } from './index-statements.ts'

type SampleRow = Omit<DrawnSample, 'atMs'> & { at_ms: number }

/** Stores a sample in the order drawn, with what it was drawn from, and gives its number. Run it in a transaction. */
export function insertSample(
  database: WritableDatabase,
  sample: Omit<DrawnSample, 'number' | 'population'>,
  { documents, population }: { readonly documents: readonly DocumentId[]; readonly population: readonly DocumentId[] },
): number {
  const { lastInsertRowid } = statement(
    database,
    'INSERT INTO sample (seed, confidence, margin, population, size, user, at_ms) VALUES (?, ?, ?, ?, ?, ?, ?)',
  ).run(sample.seed, sample.confidence, sample.margin, population.length, sample.size, sample.user, sample.atMs)
  const number = Number(lastInsertRowid)
  const insert = statement(database, 'INSERT INTO sampled (sample, ordinal, document) VALUES (?, ?, ?)')
  for (const [ordinal, document] of documents.entries()) insert.run(number, ordinal, document)
  const messages = BigUint64Array.from(population, keyOf).sort()
  statement(database, 'INSERT INTO sampled_from (sample, messages) VALUES (?, ?)').run(number, Buffer.from(messages.buffer))
  return number
}

/** Eight bytes of a hash tell a million messages apart: that two of them meet has a chance of one in tens of millions. */
function keyOf(id: DocumentId): bigint {
  return createHash('sha256').update(id).digest().readBigUInt64LE()
}

/** Those of `ids` that a sample was drawn from; null of a sample from before that was noted. */
export function sampledFrom(database: ReadableDatabase, sample: number, ids: readonly DocumentId[]): readonly DocumentId[] | null {
  const bytes = statement(database, 'SELECT messages FROM sampled_from WHERE sample = ?').pluck().get(sample) as Uint8Array | undefined
  if (bytes === undefined) return null
  const messages = new BigUint64Array(bytes.slice().buffer)
  return ids.filter((id) => {
    const key = keyOf(id)
    let [low, high] = [0, messages.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((messages[middle] ?? 0n) < key) low = middle + 1
      else high = middle
    }
    return messages[low] === key
  })
}

/** Every sample, newest first. */
export function readSamples(database: ReadableDatabase): readonly DrawnSample[] {
  const rows = statement(database, 'SELECT * FROM sample ORDER BY number DESC').all() as SampleRow[]
  return rows.map(({ at_ms: atMs, ...row }) => ({ ...row, atMs }))
}

/** A sample's documents in the order drawn. */
export function readSampled(database: ReadableDatabase, sample: number): readonly SampledDocument[] {
  const rows = statement(database, 'SELECT document, relevant, user FROM sampled WHERE sample = ? ORDER BY ordinal').all(sample) as {
    document: DocumentId
    relevant: number | null
    user: UserName | null
  }[]
  return rows.map((row) => ({ ...row, relevant: row.relevant === null ? null : row.relevant === 1 }))
}

/** What a reader says of a document of a sample; null takes it back. */
export interface SampledMark {
  readonly sample: number
  readonly document: DocumentId
  readonly relevant: boolean | null
  readonly user: UserName
  readonly atMs: number
}

/** Notes what a reader says of a sampled document; false where it isn't in the sample. */
export function markSampled(database: WritableDatabase, mark: SampledMark): boolean {
  const { relevant } = mark
  return (
    statement(database, 'UPDATE sampled SET relevant = ?, user = ?, at_ms = ? WHERE sample = ? AND document = ?').run(
      relevant === null ? null : Number(relevant),
      mark.user,
      mark.atMs,
      mark.sample,
      mark.document,
    ).changes > 0
  )
}
