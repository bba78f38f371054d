import type { ReadableDatabase } from '../store/index.ts'
import { sourceIdOf, statement } from '../store/index.ts'
import { civilDateAt, startOfDay } from './civil-time.ts'
import { forgetFound, keepFound } from './found.ts'
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

/** Facts of what is found; `CROSS JOIN` keeps the order, from what is found to its facts, in an index that holds them all. */
const matched = 'temp.found CROSS JOIN document INDEXED BY document_facts ON document.number = found.number'

/** Of several copies in one source the first counts; to look whether there is an earlier one costs less than to remember every document. */
export const sourcesSql = `
SELECT source.number AS value, source.label, sum(each.documents) AS documents FROM (
  SELECT instance.container, count(*) AS documents
  FROM ${matched} CROSS JOIN instance INDEXED BY instance_place ON instance.document = document.family
  WHERE NOT EXISTS (
    SELECT 1 FROM instance AS earlier JOIN container AS its ON its.number = earlier.container
    WHERE earlier.document = instance.document AND earlier.number < instance.number
      AND its.source = (SELECT source FROM container WHERE number = instance.container)
  ) GROUP BY instance.container
) AS each JOIN container ON container.number = each.container JOIN source ON source.number = container.source
GROUP BY source.number ORDER BY documents DESC, source.number`

/** An address that stands twice in one From, with two names, counts once: with the first of them. */
export const sendersSql = `
SELECT address.address AS value, address.address AS label, top.documents FROM (
  SELECT participant.address, count(*) AS documents
  FROM ${matched} CROSS JOIN participant INDEXED BY participant_document ON participant.document = document.family
  WHERE participant.role = 'from' AND NOT EXISTS (
    SELECT 1 FROM participant AS earlier WHERE earlier.address = participant.address AND earlier.role = 'from'
      AND earlier.document = participant.document AND earlier.name < participant.name
  ) GROUP BY participant.address
) AS top JOIN address ON address.number = top.address ORDER BY top.documents DESC, value LIMIT ?`

export const quartersSql = `
SELECT document.date_ms / 900000 - (document.date_ms % 900000 < 0) AS quarter, count(*) AS documents
FROM ${matched} WHERE document.date_ms IS NOT NULL GROUP BY quarter ORDER BY quarter`

/**
 * How a query's documents spread over sources, senders, years and months (in the controller's zone). A document with copies in two sources counts
 * in both; one without a date in no year.
 *
 * @throws search/syntax, search/empty-query
 */
export function facetsOf(index: ReadableDatabase, query: QueryInput, timeZone: string, matter: MatterFacts | null = null): Facets {
  keepFound(index, compiledQuery(index, query, timeZone, matter), false)
  const sources = statement(index, sourcesSql).all() as { value: number; label: string; documents: number }[]
  const senders = statement(index, sendersSql).all(maximumSenders) as FacetValue[]
  const quarters = statement(index, quartersSql).all() as { quarter: number; documents: number }[]
  forgetFound(index)
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
