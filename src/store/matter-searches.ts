import type { UserName } from '../model/index.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { statement } from './index-statements.ts'

/** A query kept under a name. */
export interface SavedSearch {
  readonly name: string
  readonly query: string
  readonly user: UserName
}

export function readSavedSearches(database: ReadableDatabase): readonly SavedSearch[] {
  return statement(database, 'SELECT name, query, user FROM saved_search ORDER BY name').all() as SavedSearch[]
}

/** Keeps a query under a name, in place of the one that had it. */
export function saveSearch(database: WritableDatabase, search: SavedSearch, atMs: number): void {
  statement(
    database,
    `INSERT INTO saved_search (name, query, user, at_ms) VALUES (?, ?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET query = excluded.query, user = excluded.user, at_ms = excluded.at_ms`,
  ).run(search.name, search.query, search.user, atMs)
}

/** Whether there was one. */
export function forgetSearch(database: WritableDatabase, name: string): boolean {
  return statement(database, 'DELETE FROM saved_search WHERE name = ?').run(name).changes > 0
}
