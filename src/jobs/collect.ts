import { setImmediate } from 'node:timers/promises'
import type { DocumentId, JobControl, Matter, TermCount } from '../model/index.ts'
import { AppError } from '../model/index.ts'
import { asQuery, type Query, resolveQuery } from '../search/index.ts'
import type { DocumentHead, GoneMessage, ReadableDatabase, WritableDatabase } from '../store/index.ts'
import {
  documentHeads,
  familyIds,
  indexSeat,
  insertCollection,
  insertFamily,
  insertInstance,
  instancesOf,
  isStanding,
  joinFrozenThreads,
  messagesInside,
  readCutShort,
  readMatter,
  readRefused,
  replaceGone,
  threadOf,
  transact,
  writeMuch,
  writeProvenance,
} from '../store/index.ts'
import type { ReadFamily, WantedFamily } from './collect-task.ts'
import { type Collectors, collectorsOf } from './collect-threads.ts'
import { matterFacts } from './matter-facts.ts'
import { noteRefused } from './namesakes.ts'
import { ReadAhead } from './read-ahead.ts'
import { type Reading, stillReading } from './reading.ts'
import { familiesOf, type Term, type TermResult, termsOfForms, toldTerms } from './term-search.ts'
import { termsOfMatter } from './terms.ts'

export interface Collected {
  /** Documents that are new in the review set. */
  readonly collected: number
  /** Families that are new. */
  readonly families: number
  /** Families that were found and stand in the review set already; their decisions are as they were. */
  readonly already: number
  /** Further copies of the new documents, covered by the same decision. */
  readonly duplicates: number
  /** As in the search-term report, without what is left out. */
  readonly byTerm: readonly (Pick<TermCount, 'term' | 'alike'> & { readonly documents: number })[]
  /** Families left out because they are somebody else's of the name, of what a query found those that it would have brought in; what is in the review set already stays there. */
  readonly refused: number
  /** Messages that were found and left out, since no copy of them can be read from its source any more: deleted, moved or changed there. */
  readonly gone: readonly GoneMessage[]
  /** Documents of the review set of which only the beginning was read, since their message is too large. */
  readonly cutShort: number
  /** What was still to be read of the sources in scope when the search ran; null when that was everything. */
  readonly incomplete: Reading | null
}

/** Families of the first portion, so that something is there soon; each further is twice as large. */
const firstPortion = 25
const largestPortion = 100
/** Bytes of messages after which a portion ends in any case. */
const portionBytes = 4 * 1024 * 1024
/** Families of a transaction: the more of them together, the fewer pages are written anew. */
const largestBatch = 500
/** Bytes that a transaction holds in memory. */
const batchBytes = 8 * 1024 * 1024

/**
 * Puts what the accepted forms (or a query) find within the scope into the review set, families complete, surfaces frozen. Threads of their own search, read,
 * freeze and compress; what they made is written here, one transaction a batch, in order of date: cut anywhere and run again, it goes on with the same control
 * numbers. What is there already keeps its decisions and its surfaces, and only learns of new copies and terms. A message that is gone from its source keeps none of
 * the others back: it is left out, listed, and told by the gate until a collection finds it there again.
 *
 * @throws search/syntax, search/empty-query, matter/nothing-collected without any term, api/cancelled
 */
export async function collect(
  database: WritableDatabase,
  index: ReadableDatabase,
  options: { readonly query?: string | undefined; readonly timeZone: string; readonly now: () => number; readonly control: JobControl },
): Promise<Collected> {
  const matter = readMatter(database)
  const terms = termsOf(database, index, matter, options.query)
  const threads = collectorsOf(index, indexSeat(index), options.control)
  try {
    return await collectWith(threads, database, index, matter, terms, options)
  } finally {
    await threads.end()
  }
}

async function collectWith(
  threads: Collectors,
  database: WritableDatabase,
  index: ReadableDatabase,
  matter: Matter,
  terms: readonly Term[],
  options: { readonly query?: string | undefined; readonly timeZone: string; readonly now: () => number; readonly control: JobControl },
): Promise<Collected> {
  const { control, timeZone, now } = options
  // Asked before the search: what is read meanwhile may or may not have been found.
  const incomplete = stillReading(index, matter.scope)
  const found = await threads.find(terms, matter.scope, timeZone)
  const forms = options.query === undefined ? found : await threads.find(formTerms(database, matter), matter.scope, timeZone)
  const kept = noteRefused(database, index, matter, forms.results, now())
  // What was asked for by its id is taken whatever it is; any other query leaves out whom the forms leave out.
  const chosen = terms.every(({ queries }) => queries.every(namesDocuments))
  const results = options.query === undefined ? kept : chosen ? found.results : withoutRefused(database, index, found.results)
  const heads = documentHeads(index, familiesOf(results)).toSorted(byDate)
  const known = new Set(familyIds(database))
  const provenance = provenanceOf(results, found.places)
  let [collected, families, duplicates, already] = [0, 0, 0, 0]
  let batch: ReadFamily[] = []
  const gone: GoneMessage[] = []
  let done = 0

  const write = async (): Promise<void> => {
    if (batch.length === 0) return
    writeMuch(database, () => {
      for (const family of batch) store(database, family, provenance, now())
    })
    done += batch.length
    batch = []
    control.checkpoint('collect/batch-committed')
    control.report({ step: 'Collecting', done, total: heads.length, unit: 'messages' })
    // Whoever else asks something of the core meanwhile gets a turn.
    await setImmediate()
  }
  let bytes = 0
  for await (const portion of threads.read(portions(index, heads, known), timeZone)) {
    for (const family of portion) {
      if (family.vanished) {
        gone.push(goneMessage(index, family))
        done++
        continue
      }
      batch.push(family)
      bytes += family.packed?.rawBytes ?? 0
      if (family.packed === null) already++
      else {
        families++
        collected += family.documents.length
        for (const { instances } of family.documents) duplicates += Math.max(0, instances.length - 1)
      }
    }
    // The first portion is written at once, so that something is there soon.
    if (done > 0 && batch.length < largestBatch && bytes < batchBytes) continue
    await write()
    bytes = 0
  }
  await write()
  transact(database, () => {
    joinFrozenThreads(database, (thread) => threadOf(index, thread))
    insertCollection(database, { atMs: now(), partly: incomplete?.sources.length ?? 0, query: options.query ?? '' })
    replaceGone(database, options.query ?? '', gone)
  })
  return {
    collected,
    families,
    already,
    duplicates,
    gone,
    refused:
      options.query === undefined
        ? readRefused(database).filter(({ readmittedBy }) => readmittedBy === null).length
        : familiesOf(found.results).length - familiesOf(results).length,
    cutShort: readCutShort(database).size,
    incomplete,
    byTerm: toldTerms(results).map(({ result, alike }) => ({ term: result.term, alike, documents: result.found.length })),
  }
}

/** What is looked for: the accepted forms, or a query. @throws search/syntax, search/empty-query, matter/nothing-collected */
function termsOf(database: WritableDatabase, index: ReadableDatabase, matter: Matter, query: string | undefined): readonly Term[] {
  if (query !== undefined) {
    const facts = matterFacts(database)
    return [{ term: query, queries: [resolveQuery(index, asQuery(index, query, facts), facts).query] }]
  }
  const forms = formTerms(database, matter)
  if (forms.length === 0) {
    throw new AppError('matter/nothing-collected', 'No form of the subject is accepted yet. Accept at least one, or collect by a query.')
  }
  return forms
}

function formTerms(database: WritableDatabase, matter: Matter): readonly Term[] {
  return termsOfForms(matter, termsOfMatter(matter, database))
}

/** Whether a query names documents by their ids and nothing else. */
function namesDocuments(query: Query): boolean {
  return query.kind === 'document' || (query.kind === 'or' && query.children.length > 0 && query.children.every(namesDocuments))
}

/** Results without the families that are noted as refused and that nobody took in. */
function withoutRefused(database: WritableDatabase, index: ReadableDatabase, results: readonly TermResult[]): readonly TermResult[] {
  const refused = new Set(readRefused(database).flatMap(({ family, readmittedBy }) => (readmittedBy === null ? [family] : [])))
  const out = new Set(documentHeads(index, familiesOf(results)).flatMap(({ id, number }) => (refused.has(id) ? [number] : [])))
  return results.map(({ found, ...term }) => ({ ...term, found: found.filter(([, family]) => !out.has(family)) }))
}

interface Provenance {
  readonly term: string
  /** Where in the document it stands. */
  readonly places: string
}

/** By number of document, what found it: the terms of the search-term report. */
function provenanceOf(
  results: readonly TermResult[],
  places: readonly ReadonlyMap<number, string>[],
): ReadonlyMap<number, readonly Provenance[]> {
  const all = new Map<number, Provenance[]>()
  const told = new Set(toldTerms(results).map(({ result }) => result))
  for (const [at, result] of results.entries()) {
    const { term, found } = result
    if (!told.has(result)) continue
    for (const [document] of found) {
      const one = { term, places: places[at]?.get(document) ?? '' }
      const known = all.get(document)
      if (known === undefined) all.set(document, [one])
      else known.push(one)
    }
  }
  return all
}

/** Families in order, in portions that are read together. What stands in compressed streams is read here, in order of place. */
function* portions(
  index: ReadableDatabase,
  heads: readonly DocumentHead[],
  known: ReadonlySet<DocumentId>,
): Generator<readonly WantedFamily[]> {
  const unread = heads.flatMap(({ id, number }) => (known.has(id) ? [] : [number]))
  const inside = messagesInside(index, unread)
  const ahead = new ReadAhead(heads.length, (at) => {
    const head = heads[at]
    return head === undefined || known.has(head.id) || !inside.has(head.number)
      ? []
      : (instancesOf(index, [head.number]).get(head.number) ?? [])
  })
  let size = firstPortion
  let portion: WantedFamily[] = []
  let bytes = 0
  for (const [at, { id, number, sizeBytes }] of heads.entries()) {
    portion.push({ number, known: known.has(id), bytes: inside.has(number) ? ahead.take(at) : null })
    bytes += sizeBytes
    if (portion.length < size && bytes < portionBytes) continue
    yield portion
    portion = []
    bytes = 0
    size = Math.min(size * 2, largestPortion)
  }
  if (portion.length > 0) yield portion
}

/** Writes a family, or what is new of one that is there already: copies and terms. */
function store(
  database: WritableDatabase,
  { packed, documents }: ReadFamily,
  provenance: ReadonlyMap<number, readonly Provenance[]>,
  atMs: number,
): void {
  if (packed !== null) insertFamily(database, packed, atMs)
  for (const { number, id, instances } of documents) {
    if (packed === null) for (const instance of instances) insertInstance(database, id, instance)
    for (const { term, places } of provenance.get(number) ?? []) writeProvenance(database, id, term, places)
  }
}

/** By its first copy, which is the one that was read first. */
function goneMessage(index: ReadableDatabase, { documents }: ReadFamily): GoneMessage {
  const [message] = documents
  const [first] = message?.instances ?? []
  if (message === undefined || first === undefined) throw new Error('a family without its message')
  return { document: message.id, source: first.source, locator: first.locator, confirmed: !isStanding(index, message.id) }
}

/** By date, those without one last; the id decides between equals, so that every run has the same order. */
function byDate(left: DocumentHead, right: DocumentHead): number {
  const [first, second] = [left.dateMs ?? Number.POSITIVE_INFINITY, right.dateMs ?? Number.POSITIVE_INFINITY]
  if (first !== second) return first < second ? -1 : 1
  return left.id < right.id ? -1 : 1
}
