import type { DocumentId, SourceId } from '../model/index.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { statement } from './index-statements.ts'

/** When mail was collected into a request, and from how many sources that were not read to their end then. */
export interface StoredCollection {
  readonly atMs: number
  readonly partly: number
  /** Empty where the accepted forms were collected. */
  readonly query: string
}

/** Notes a collection. Run it in a transaction. */
export function insertCollection(database: WritableDatabase, { atMs, partly, query }: StoredCollection): void {
  statement(database, 'INSERT INTO collection (at_ms, partly, query) VALUES (?, ?, ?)').run(atMs, partly, query)
}

/** Documents that the last collection added, as a condition on `document`: none while there was one only, to which all is new. */
export const addedLast = 'document.collected_at_ms > (SELECT at_ms FROM collection ORDER BY number DESC LIMIT 1 OFFSET 1)'

/** The documents that the last collection added to what was there. */
export function documentsAddedLast(database: ReadableDatabase): ReadonlySet<DocumentId> {
  return new Set(statement(database, `SELECT id FROM document WHERE ${addedLast}`).pluck().all() as DocumentId[])
}

/** Every collection in order of time. */
export function readCollections(database: ReadableDatabase): readonly StoredCollection[] {
  return statement(database, 'SELECT at_ms AS atMs, partly, query FROM collection ORDER BY number').all() as StoredCollection[]
}

/** A message that a collection found and that could not be read from its source any more. */
export interface GoneMessage {
  readonly document: DocumentId
  readonly source: SourceId
  /** Where it stood when it was indexed. */
  readonly locator: string
  /** Whether a pass over the source has found it gone; else a rescan may find it elsewhere in its mailbox. */
  readonly confirmed: boolean
}

/** Puts what a collection found gone in place of what the last one of that query (empty: by the accepted forms) did. Run it in a transaction. */
export function replaceGone(database: WritableDatabase, query: string, gone: readonly GoneMessage[]): void {
  statement(database, 'DELETE FROM gone WHERE query = ?').run(query)
  const insert = statement(database, 'INSERT INTO gone (document, query, source, locator, confirmed) VALUES (?, ?, ?, ?, ?)')
  for (const { document, source, locator, confirmed } of gone) insert.run(document, query, source, locator, confirmed ? 1 : 0)
}

/** Messages that some collection found gone and that none has collected since, in order of place. */
export function readGone(database: ReadableDatabase): readonly GoneMessage[] {
  const rows = statement(
    database,
    `SELECT document, source, locator, min(confirmed) AS confirmed FROM gone WHERE document NOT IN (SELECT id FROM document)
     GROUP BY document, source, locator ORDER BY source, locator, document`,
  ).all() as (Omit<GoneMessage, 'confirmed'> & { readonly confirmed: number })[]
  return rows.map((row) => ({ ...row, confirmed: row.confirmed === 1 }))
}

/** Which terms brought a document here, and where in it they stand. */
export function readProvenance(
  database: ReadableDatabase,
  document: DocumentId,
): readonly { readonly term: string; readonly places: readonly string[] }[] {
  const rows = statement(database, 'SELECT term, places FROM provenance WHERE document = ? ORDER BY term').all(document) as {
    term: string
    places: string
  }[]
  return rows.map(({ term, places }) => ({ term, places: places === '' ? [] : places.split(' ') }))
}
