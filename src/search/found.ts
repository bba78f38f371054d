import type { ReadableDatabase } from '../store/index.ts'
import type { Compiled } from './compile-query.ts'
import { type Condition, matching, ranked } from './matching.ts'

/**
 * What a query finds, kept beside the connection for as long as one answer is put together: total, page and facets are taken from it, and the engine is
 * asked once. In memory only (`temp_store`).
 */

const tables = `
CREATE TEMP TABLE IF NOT EXISTS found (number INTEGER PRIMARY KEY, rank REAL NOT NULL);
DELETE FROM temp.found;
`

/** Fills `temp.found` with the numbers of what is found, each once, with its rank where that is asked for (the less, the better; 0 unranked). Tells the total. */
export function keepFound(index: ReadableDatabase, compiled: Compiled, withRank: boolean): number {
  index.exec(tables)
  const { sql, values } = foundSelect(compiled, withRank)
  return index.prepare(`INSERT OR IGNORE INTO temp.found (number, rank) ${sql}`).run(...values).changes
}

/** Removes what was kept. */
export function forgetFound(index: ReadableDatabase): void {
  index.exec('DELETE FROM temp.found')
}

/** What is found as a select of number and rank. What is ranked comes first, so that of a number met twice the rank stays. */
export function foundSelect({ where, set, rankBy }: Compiled, withRank: boolean): Condition {
  if (set !== null) {
    const first = set.expression === null ? [] : [withRank ? ranked(set.expression) : unranked(matching(set.expression))]
    return union([...first, ...set.others.map(unranked)])
  }
  const plain = { sql: `SELECT d.number FROM document AS d WHERE ${where.sql}`, values: where.values }
  if (!withRank || rankBy === null) return unranked(plain)
  // Materialised: joined as it stands, the search would be run again for each document.
  const { sql, values } = ranked(rankBy)
  return {
    sql: `SELECT hit.number, coalesce(ranked.rank, 0) FROM (${plain.sql}) AS hit LEFT JOIN (SELECT * FROM (${sql}) LIMIT -1) AS ranked ON ranked.found = hit.number`,
    values: [...plain.values, ...values],
  }
}

function unranked({ sql, values }: Condition): Condition {
  return { sql: `SELECT *, 0 FROM (${sql})`, values }
}

function union(parts: readonly Condition[]): Condition {
  return { sql: parts.map(({ sql }) => `SELECT * FROM (${sql})`).join(' UNION ALL '), values: parts.flatMap(({ values }) => values) }
}
