import type { DocumentId, FamilyCounts } from '../model/index.ts'
import type { ReadableDatabase } from './database.ts'
import { statement } from './index-statements.ts'

/** Families collected up to a moment, and those collected since. */
export function countFamilies(database: ReadableDatabase, atMs: number): { readonly before: FamilyCounts; readonly since: FamilyCounts } {
  const count = statement(
    database,
    `WITH coded AS (
       SELECT max(decision.coding = 'responsive') AS responsive, max(decision.coding = 'undecided') AS undecided
       FROM document JOIN decision ON decision.document = document.id
       GROUP BY document.family HAVING (min(document.collected_at_ms) > :atMs) = :since)
     SELECT count(*) AS families, coalesce(sum(responsive), 0) AS responsive, coalesce(sum(undecided AND NOT responsive), 0) AS undecided FROM coded`,
  )
  return { before: count.get({ atMs, since: 0 }) as FamilyCounts, since: count.get({ atMs, since: 1 }) as FamilyCounts }
}

/** Families collected after a moment, and whether they hold something responsive. */
export function familiesSince(
  database: ReadableDatabase,
  atMs: number,
): readonly { readonly family: DocumentId; readonly responsive: boolean }[] {
  const rows = statement(
    database,
    `SELECT document.family, max(decision.coding = 'responsive') AS responsive FROM document JOIN decision ON decision.document = document.id
     GROUP BY document.family HAVING min(document.collected_at_ms) > ?`,
  ).all(atMs) as { family: DocumentId; responsive: number }[]
  return rows.map(({ family, responsive }) => ({ family, responsive: responsive === 1 }))
}

/** Families of the review set. */
export function familyIds(database: ReadableDatabase): readonly DocumentId[] {
  return statement(database, 'SELECT id FROM family').pluck().all() as DocumentId[]
}
