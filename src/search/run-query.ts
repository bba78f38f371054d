import type { DocumentId, FoundDocument, Scope } from '../model/index.ts'
import {
  custodiansNamed,
  documentByNumber,
  documentText,
  listInstances,
  locatorOf,
  type ReadableDatabase,
  sourceNumber,
} from '../store/index.ts'
import { compileQuery } from './compile-query.ts'
import { matchesInName } from './file-words.ts'
import { findDocuments } from './find-documents.ts'
import type { Expansion } from './fuzzy.ts'
import type { Condition } from './matching.ts'
import type { Query } from './query.ts'
import { firstByDate, firstByRank } from './ranking.ts'
import { asQuery, type MatterFacts, type QueryInput, resolveQuery } from './resolve-query.ts'
import { matchesIn, snippet, type Wanted, wantedWords } from './snippet.ts'
import type { Stop } from './stoppable.ts'

export type SortOrder = 'relevance' | 'date' | 'date-ascending'

export interface RunOptions {
  readonly limit: number
  readonly offset: number
  readonly sort: SortOrder
  /** IANA zone in which civil dates of the query are meant. */
  readonly timeZone: string
  /** The request in which the query is asked; outside one `coding:`, `has:marks` and `person:` are refused. */
  readonly matter?: MatterFacts | null
  readonly stop?: Stop
}

export interface QueryResult {
  readonly total: number
  readonly hits: readonly FoundDocument[]
  /** What fuzzy terms stand for in this archive. */
  readonly expansions: readonly Expansion[]
}

/**
 * Runs a query: the total of documents and one page of them. The order (`ranking.ts` says what the best match is) leaves no two documents alike, so paging neither
 * repeats nor skips.
 *
 * @throws search/syntax, search/empty-query
 */
export function runQuery(index: ReadableDatabase, query: QueryInput, options: RunOptions): QueryResult {
  const { query: resolved, expansions } = resolveQuery(index, asQuery(index, query, options.matter ?? null), options.matter ?? null)
  const { timeZone, stop, sort, offset } = options
  const sought = findDocuments(index, resolved, { timeZone, stop, ranked: sort === 'relevance' })
  const count = offset + options.limit
  const first = sort === 'relevance' ? firstByRank(index, sought, count) : firstByDate(index, sought.found, sort === 'date' ? -1 : 1, count)
  const wanted = { text: wantedWords(resolved), subject: wantedWords(resolved, 'subject'), filename: wantedWords(resolved, 'filename') }
  const hits = first.slice(offset).map((number) => {
    stop?.()
    return foundDocument(index, number, wanted)
  })
  return { total: sought.found.length, hits, expansions }
}

/** A query read, resolved and turned into a condition. @throws search/syntax, search/empty-query */
export function compiledQuery(index: ReadableDatabase, query: QueryInput, timeZone: string, matter: MatterFacts | null = null): Condition {
  return compileQuery(resolveQuery(index, asQuery(index, query, matter), matter).query, timeZone)
}

function foundDocument(
  index: ReadableDatabase,
  number: number,
  wanted: Readonly<Record<'text' | 'subject' | 'filename', readonly Wanted[]>>,
): FoundDocument {
  const record = documentByNumber(index, number)
  const instances = record ? listInstances(index, record) : []
  const [first] = instances
  if (!record || !first) throw new Error('a document without an instance')
  const { text, hits } = snippet(documentText(index, number), wanted.text)
  const filename = record.kind === 'attachment' && record.filename ? record.filename : null
  return {
    document: record.id,
    kind: record.kind,
    messageId: record.messageId,
    date: record.dateMs === null ? null : new Date(record.dateMs).toISOString(),
    from: record.sender,
    to: record.recipients,
    subject: filename ?? record.subject,
    subjectHits: filename === null ? matchesIn(record.subject, wanted.subject) : matchesInName(filename, wanted.filename),
    snippet: text,
    snippetHits: hits,
    source: first.source,
    locator: locatorOf(first) + (record.part === '' ? '' : `#${record.part}`),
    duplicates: instances.length - 1,
    attachments: record.attachments,
  }
}

/** A document found, with the message of its family. */
export interface FoundId {
  readonly document: DocumentId
  readonly family: DocumentId
}

/**
 * Everything that matches within a request's scope, in order of ingest. A document without a readable date is in scope whatever the dates say: it
 * can't be said to lie outside; and so is whatever is attached to a message in scope.
 *
 * @throws search/syntax, search/empty-query
 */
export function documentIds(
  index: ReadableDatabase,
  query: QueryInput,
  scope: Scope | null,
  timeZone: string,
  matter: MatterFacts | null = null,
): FoundId[] {
  const where = compiledQuery(index, query, timeZone, matter)
  const within = scope === null ? null : scopeCondition(index, scope, timeZone)
  return index
    .prepare(
      `SELECT d.id AS document, message.id AS family FROM document AS d JOIN document AS message ON message.number = d.family
       WHERE ${where.sql}${within === null ? '' : ` AND ${within.sql}`} ORDER BY d.number`,
    )
    .all(...where.values, ...(within?.values ?? [])) as FoundId[]
}

/** Every message within a scope, in order of ingest. */
export function messagesWithin(index: ReadableDatabase, scope: Scope, timeZone: string): readonly DocumentId[] {
  const within = scopeCondition(index, scope, timeZone)
  return index
    .prepare(`SELECT d.id FROM document AS d WHERE d.kind = 'message' AND ${within.sql} ORDER BY d.number`)
    .pluck()
    .all(...within.values) as DocumentId[]
}

/** Those of these messages that lie within a scope. */
export function withinScope(
  index: ReadableDatabase,
  messages: readonly DocumentId[],
  scope: Scope,
  timeZone: string,
): ReadonlySet<DocumentId> {
  const within = scopeCondition(index, scope, timeZone)
  const sql = `SELECT d.id FROM document AS d WHERE d.id IN (SELECT value FROM json_each(?)) AND ${within.sql}`
  return new Set(
    index
      .prepare(sql)
      .pluck()
      .all(JSON.stringify(messages), ...within.values) as DocumentId[],
  )
}

/** How many documents and families match within a scope. */
export function countMatches(
  index: ReadableDatabase,
  query: QueryInput,
  scope: Scope | null,
  timeZone: string,
  matter: MatterFacts | null = null,
): { readonly documents: number; readonly families: number } {
  const where = compiledQuery(index, query, timeZone, matter)
  const within = scope === null ? null : scopeCondition(index, scope, timeZone)
  return index
    .prepare(
      `SELECT count(*) AS documents, count(DISTINCT d.family) AS families FROM document AS d
       WHERE ${where.sql}${within === null ? '' : ` AND ${within.sql}`}`,
    )
    .get(...where.values, ...(within?.values ?? [])) as { documents: number; families: number }
}

/**
 * The scope of a request as a condition; a document without a date is in scope whatever the dates say, and what a message in scope carries is in scope with it, however
 * old it is.
 */
export function scopeCondition(index: ReadableDatabase, scope: Scope, timeZone: string): Condition {
  const parts: Condition[] = []
  const dates: Query = { kind: 'date', from: scope.from, to: scope.to, before: null, undated: true }
  if (scope.from !== null || scope.to !== null) {
    const inside = compileQuery({ kind: 'or', children: [dates, never] }, timeZone)
    parts.push(inside)
  }
  const places: Query[] = [...scope.sources.map((id): Query => ({ kind: 'source', number: sourceNumber(id) }))]
  if (places.length > 0) parts.push(compileQuery({ kind: 'or', children: [...places, never] }, timeZone))
  if (scope.custodians.length > 0) {
    const custodians = scope.custodians.flatMap((name) => custodiansNamed(index, name)).map((name): Query => ({ kind: 'custodian', name }))
    parts.push(compileQuery({ kind: 'or', children: [...custodians, never] }, timeZone))
  }
  return {
    sql: parts.length === 0 ? '1' : parts.map((part) => `(${part.sql})`).join(' AND '),
    values: parts.flatMap((part) => part.values),
  }
}

/** Matches nothing; as a term on the document itself it keeps a scope from being narrowed to messages. */
const never: Query = { kind: 'document', id: '' }
