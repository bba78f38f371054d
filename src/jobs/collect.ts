import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { DocumentId, JobControl, Matter } from '../model/index.ts'
import { AppError } from '../model/index.ts'
import { anyOf, asQuery, documentIds, type Query, resolveQuery } from '../search/index.ts'
import type { DocumentRecord, InstanceRecord, NewFamily, ReadableDatabase, WritableDatabase } from '../store/index.ts'
import {
  findDocument,
  hasFamily,
  insertCollection,
  insertFamily,
  insertInstance,
  insertProvenance,
  listFamily,
  listInstances,
  readMatter,
  readRefused,
  setPlaces,
  transact,
  writeMuch,
} from '../store/index.ts'
import { freezeFamily, storedInstance } from './freeze.ts'
import { placeOf } from './instance-place.ts'
import { matterFacts } from './matter-facts.ts'
import { noteRefused } from './namesakes.ts'
import { ReadAhead } from './read-ahead.ts'
import { type Reading, stillReading } from './reading.ts'
import { termPlaces } from './term-places.ts'
import { queryOf, runTerms, type TermResult, termsOfMatter } from './terms.ts'
import { readPlace } from './worker-extract.ts'

export interface Collected {
  /** Documents that are new in the review set. */
  readonly collected: number
  /** Families that are new. */
  readonly families: number
  /** Families that were found and stand in the review set already; their decisions are as they were. */
  readonly already: number
  /** Further copies of the new documents, covered by the same decision. */
  readonly duplicates: number
  readonly byTerm: readonly { readonly term: string; readonly documents: number }[]
  /** Families left out because they are somebody else's of the name; what is in the review set already stays there. */
  readonly refused: number
  /** What was still to be read of the sources in scope when the search ran; null when that was everything. */
  readonly incomplete: Reading | null
}

/** Families of the first transaction, so that something is there soon; each further takes twice as many: the more of them together, the fewer pages are written anew. */
const firstBatch = 25
const largestBatch = 400
/** Bytes of raw messages after which a batch is written in any case: they are held in memory until then. */
const batchBytes = 8 * 1024 * 1024

/**
 * Puts what the accepted forms (or a query) find within the scope into the review set, families complete, surfaces frozen. One transaction a batch, in
 * order of date: cut anywhere and run again, it goes on with the same control numbers. What is there already keeps its decisions and its
 * surfaces, and only learns of new copies and terms.
 *
 * @throws search/syntax, search/empty-query, matter/nothing-collected without any term, jobs/source-vanished
 */
export async function collect(
  database: WritableDatabase,
  index: ReadableDatabase,
  options: { readonly query?: string | undefined; readonly timeZone: string; readonly now: () => number; readonly control: JobControl },
): Promise<Collected> {
  const { control, timeZone } = options
  const matter = readMatter(database)
  // Asked before the search: what is read meanwhile may or may not have been found.
  const incomplete = stillReading(index, matter.scope)
  const { results, queries } = find(database, index, matter, options, timeZone)
  const terms = new Map<DocumentId, string[]>()
  for (const { term, found } of results) {
    for (const { document } of found) terms.set(document, [...(terms.get(document) ?? []), term])
  }
  const roots = [...new Set(results.flatMap(({ found }) => found.map(({ family }) => family)))]
  const records = roots.flatMap((id) => findDocument(index, id) ?? []).sort(byDate)
  const places = new Map([...queries].map(([term, query]) => [term, termPlaces(index, query, timeZone)]))
  const ahead = new ReadAhead(records.length, (at) => {
    const record = records[at]
    return record === undefined || hasFamily(database, record.id) ? [] : listInstances(index, record)
  })
  let [collected, families, duplicates, already] = [0, 0, 0, 0]
  let batchSize = firstBatch
  for (let at = 0; at < records.length; batchSize = Math.min(batchSize * 2, largestBatch)) {
    control.signal.throwIfAborted()
    const batch: (() => void)[] = []
    const until = Math.min(records.length, at + batchSize)
    for (let bytes = 0; at < until && bytes < batchBytes; at++) {
      const record = records[at]
      if (record === undefined) continue
      const family = listFamily(index, record.number)
      const instances = listInstances(index, record)
      if (hasFamily(database, record.id)) {
        batch.push(() => learn(database, family, instances, terms))
        batch.push(() => notePlaces(database, family, terms, places))
        already++
        continue
      }
      const raw = ahead.take(at) ?? readFamily(record, instances)
      bytes += raw.byteLength
      const frozen = await freezeFamily(family, instances, raw, terms, timeZone)
      batch.push(() => insertFamily(database, frozen, options.now()))
      batch.push(() => notePlaces(database, family, terms, places))
      collected += frozen.documents.length
      families++
      duplicates += copies(frozen)
    }
    writeMuch(database, () => {
      for (const write of batch) write()
    })
    control.checkpoint('collect/batch-committed')
    control.report({ step: 'Collecting', done: at, total: records.length, unit: 'messages' })
    // Whoever else asks something of the core meanwhile gets a turn.
    await setImmediate()
  }
  transact(database, () => insertCollection(database, { atMs: options.now(), partly: incomplete?.sources.length ?? 0 }))
  // A query takes what it finds: nobody is left out by it.
  const refused = options.query !== undefined ? 0 : readRefused(database).filter(({ readmittedBy }) => readmittedBy === null).length
  return {
    collected,
    families,
    already,
    duplicates,
    refused,
    incomplete,
    byTerm: results.map(({ term, found }) => ({ term, documents: found.length })),
  }
}

function find(
  database: WritableDatabase,
  index: ReadableDatabase,
  matter: Matter,
  options: { readonly query?: string | undefined; readonly now: () => number },
  timeZone: string,
): { readonly results: readonly TermResult[]; readonly queries: ReadonlyMap<string, Query> } {
  const { query } = options
  if (query !== undefined) {
    const facts = matterFacts(database)
    const read = resolveQuery(index, asQuery(query, facts), facts).query
    return { results: [{ term: query, found: documentIds(index, read, matter.scope, timeZone) }], queries: new Map([[query, read]]) }
  }
  const terms = termsOfMatter(matter, database)
  if (terms.length === 0) {
    throw new AppError('matter/nothing-collected', 'No form of the subject is accepted yet. Accept at least one, or collect by a query.')
  }
  const queries = new Map<string, Query>()
  for (const term of terms)
    queries.set(term.form, anyOf([...(queries.has(term.form) ? [queries.get(term.form) as Query] : []), queryOf(term)]))
  const results = runTerms(index, matter, terms, timeZone)
  return { results: noteRefused(database, index, matter, results, options.now()), queries }
}

/** Notes where in each document of a family the terms stand that found it. */
function notePlaces(
  database: WritableDatabase,
  family: readonly DocumentRecord[],
  terms: ReadonlyMap<DocumentId, readonly string[]>,
  places: ReadonlyMap<string, ReadonlyMap<DocumentId, readonly string[]>>,
): void {
  for (const { id } of family) {
    for (const term of terms.get(id) ?? []) {
      const standing = places.get(term)?.get(id)
      if (standing !== undefined) setPlaces(database, id, term, standing)
    }
  }
}

/** By date, those without one last; the id decides between equals, so that every run has the same order. */
function byDate(left: DocumentRecord, right: DocumentRecord): number {
  const [first, second] = [left.dateMs ?? Number.POSITIVE_INFINITY, right.dateMs ?? Number.POSITIVE_INFINITY]
  if (first !== second) return first < second ? -1 : 1
  return left.id < right.id ? -1 : 1
}

/** New copies and terms of a family that is in the review set already. */
function learn(
  database: WritableDatabase,
  family: readonly DocumentRecord[],
  instances: readonly InstanceRecord[],
  terms: ReadonlyMap<DocumentId, readonly string[]>,
): void {
  for (const record of family) {
    for (const instance of instances) insertInstance(database, record.id, storedInstance(instance, record))
    for (const term of terms.get(record.id) ?? []) insertProvenance(database, record.id, term)
  }
}

/** The raw message from the first instance that still has the content that was indexed. @throws jobs/source-vanished */
function readFamily(record: DocumentRecord, instances: readonly InstanceRecord[]): Uint8Array {
  for (const instance of instances) {
    try {
      const { raw, bytes } = readPlace(placeOf(instance))
      if (createHash('sha256').update(raw).digest().equals(Buffer.from(instance.sha256))) return bytes
    } catch {
      // The next copy may still be reachable.
    }
  }
  throw new AppError(
    'jobs/source-vanished',
    'A message could not be read from its source any more, or has changed there. Connect the source again and collect once more; what was collected so far is kept.',
    { document: record.id },
  )
}

function copies(family: NewFamily): number {
  return family.documents.reduce((sum, document) => sum + Math.max(0, document.instances.length - 1), 0)
}
