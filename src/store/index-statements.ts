import type Sqlite from 'better-sqlite3'
import type { ReadableDatabase } from './database.ts'

const cache = new WeakMap<ReadableDatabase, Map<string, Sqlite.Statement>>()

/** The prepared statement for `sql` on this connection, prepared once. Values are always bound, never written into `sql`. */
export function statement(database: ReadableDatabase, sql: string): Sqlite.Statement {
  let statements = cache.get(database)
  if (!statements) {
    statements = new Map()
    cache.set(database, statements)
  }
  let prepared = statements.get(sql)
  if (!prepared) {
    prepared = database.prepare(sql)
    statements.set(sql, prepared)
  }
  return prepared
}
