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

/** Every collection in order of time. */
export function readCollections(database: ReadableDatabase): readonly StoredCollection[] {
  return statement(database, 'SELECT at_ms AS atMs, partly FROM collection ORDER BY number').all() as StoredCollection[]
}
