import type { DocumentId } from '../model/index.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { statement } from './index-statements.ts'

/** When mail was collected into a request, and from how many sources that were not read to their end then. */
export interface StoredCollection {
  readonly atMs: number
  readonly partly: number
}

/** Notes a collection. Run it in a transaction. */
export function insertCollection(database: WritableDatabase, { atMs, partly }: StoredCollection): void {
  statement(database, 'INSERT INTO collection (at_ms, partly) VALUES (?, ?)').run(atMs, partly)
}

/** Documents that the last collection added, as a condition on `document`: none while there was one only, to which all is new. */
export const addedLast = 'document.collected_at_ms > (SELECT at_ms FROM collection ORDER BY number DESC LIMIT 1 OFFSET 1)'

/** The documents that the last collection added to what was there. */
export function documentsAddedLast(database: ReadableDatabase): ReadonlySet<DocumentId> {
  return new Set(statement(database, `SELECT id FROM document WHERE ${addedLast}`).pluck().all() as DocumentId[])
}

/** Every collection in order of time. */
export function readCollections(database: ReadableDatabase): readonly StoredCollection[] {
  return statement(database, 'SELECT at_ms AS atMs, partly FROM collection ORDER BY number').all() as StoredCollection[]
}
