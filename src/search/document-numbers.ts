import type { Scope } from '../model/index.ts'
import type { ReadableDatabase } from '../store/index.ts'
import { compileQuery } from './compile-query.ts'
import type { Query } from './query.ts'
import { withHeaders } from './resolve-query.ts'
import { scopeCondition } from './run-query.ts'

/** A document by its number, with that of its family's message. */
export type NumberAndFamily = readonly [number: number, family: number]

/** What a query finds within a scope, by number and in order of ingest: for counting many forms against each other. @throws search/empty-query */
export function documentNumbers(index: ReadableDatabase, query: Query, scope: Scope | null, timeZone: string): readonly NumberAndFamily[] {
  const where = compileQuery(withHeaders(index, query), timeZone)
  const within = scope === null ? null : scopeCondition(index, scope, timeZone)
  return index
    .prepare(
      `SELECT d.number, d.family FROM document AS d WHERE ${where.sql}${within === null ? '' : ` AND ${within.sql}`} ORDER BY d.number`,
    )
    .raw()
    .all(...where.values, ...(within?.values ?? [])) as NumberAndFamily[]
}
