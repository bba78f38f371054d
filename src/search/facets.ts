import type { ReadableDatabase } from '../store/index.ts'
import { sourceIdOf } from '../store/index.ts'
import { civilDateAt, startOfDay } from './civil-time.ts'
import type { MatterFacts, QueryInput } from './resolve-query.ts'
import { compiledQuery } from './run-query.ts'

export interface FacetValue {
  /** What narrows the query to it: a source's id, an address, `YYYY`, `YYYY-MM`. */
  readonly value: string
  readonly label: string
  readonly documents: number
}

export interface Facets {
  readonly sources: readonly FacetValue[]
  readonly senders: readonly FacetValue[]
  readonly years: readonly FacetValue[]
  readonly months: readonly FacetValue[]
}

const maximumSenders = 50

/**
 * How a query's documents spread over sources, senders, years and months (in the controller's zone). A document with copies in two sources counts
 * in both; one without a date in no year.
 *
 * @throws search/syntax, search/empty-query
 */
export function facetsOf(index: ReadableDatabase, query: QueryInput, timeZone: string, matter: MatterFacts | null = null): Facets {
  const { where: condition, set } = compiledQuery(index, query, timeZone, matter)
  const where = set === null ? condition : { sql: `d.number IN (${set.sql})`, values: set.values }
  const matched = `WITH matched AS MATERIALIZED (SELECT d.number, d.family, d.date_ms FROM document AS d WHERE ${where.sql})`
  const sources = index
    .prepare(
      `${matched} SELECT source.number AS value, source.label, count(DISTINCT matched.number) AS documents
       FROM matched JOIN instance ON instance.document = matched.family JOIN container ON container.number = instance.container
       JOIN source ON source.number = container.source GROUP BY source.number ORDER BY documents DESC, source.number`,
    )
    .all(...where.values) as { value: number; label: string; documents: number }[]
  const senders = index
    .prepare(
      `${matched} SELECT address.address AS value, address.address AS label, count(DISTINCT matched.number) AS documents
       FROM matched JOIN participant ON participant.document = matched.family AND participant.role = 'from'
       JOIN address ON address.number = participant.address GROUP BY address.number ORDER BY documents DESC, value LIMIT ?`,
    )
    .all(...where.values, maximumSenders) as FacetValue[]
  const quarters = index
    .prepare(
      `${matched} SELECT date_ms / 900000 - (date_ms % 900000 < 0) AS quarter, count(*) AS documents
       FROM matched WHERE date_ms IS NOT NULL GROUP BY quarter ORDER BY quarter`,
    )
    .all(...where.values) as { quarter: number; documents: number }[]
  const months = countMonths(quarters, timeZone)
  const years = new Map<string, number>()
  for (const { value, documents } of months) years.set(value.slice(0, -3), (years.get(value.slice(0, -3)) ?? 0) + documents)
  return {
    sources: sources.map((row) => ({ ...row, value: sourceIdOf(row.value) })),
    senders,
    years: [...years].map(([value, documents]) => ({ value, label: value, documents })),
    months,
  }
}

/** Zones change by quarters of an hour, so a quarter lies in one month; month starts are computed once a month, not once a document. */
function countMonths(quarters: readonly { readonly quarter: number; readonly documents: number }[], timeZone: string): FacetValue[] {
  const months: { value: string; label: string; documents: number }[] = []
  let until = Number.NEGATIVE_INFINITY
  for (const { quarter, documents } of quarters) {
    const at = quarter * 900_000
    const last = months.at(-1)
    if (last && at < until) {
      last.documents += documents
      continue
    }
    const value = civilDateAt(at, timeZone).slice(0, -3)
    const [year = 0, month = 1] = value.split('-').map(Number)
    until = startOfDay(year, month + 1, 1, timeZone)
    months.push({ value, label: value, documents })
  }
  return months
}

/** Who wrote to whom in what was found. */
export interface Correspondence {
  readonly from: string
  readonly to: string
  readonly documents: number
}

/**
 * The pairs of sender and recipient (To and Cc) with the most documents, most first.
 *
 * @throws search/syntax, search/empty-query
 */
export function correspondentsOf(
  index: ReadableDatabase,
  query: QueryInput,
  options: { readonly timeZone: string; readonly limit: number; readonly matter?: MatterFacts | null },
): readonly Correspondence[] {
  const { where } = compiledQuery(index, query, options.timeZone, options.matter ?? null)
  return index
    .prepare(
      `WITH matched AS MATERIALIZED (SELECT DISTINCT d.family FROM document AS d WHERE ${where.sql}),
         pair AS (SELECT DISTINCT sender.address AS sender, receiver.address AS receiver, matched.family FROM matched
           JOIN participant AS sender ON sender.document = matched.family AND sender.role = 'from'
           JOIN participant AS receiver ON receiver.document = matched.family AND receiver.role IN ('to', 'cc')),
         top AS (SELECT sender, receiver, count(*) AS documents FROM pair GROUP BY sender, receiver ORDER BY documents DESC, sender, receiver LIMIT ?)
       SELECT one.address AS "from", other.address AS "to", top.documents FROM top
         JOIN address AS one ON one.number = top.sender JOIN address AS other ON other.number = top.receiver
       ORDER BY top.documents DESC, one.address, other.address`,
    )
    .all(...where.values, options.limit) as Correspondence[]
}
