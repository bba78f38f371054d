import type { ReadableDatabase } from '../store/index.ts'
import { sourceIdOf, sourceLabels, statement } from '../store/index.ts'
import { civilDateAt, startOfDay } from './civil-time.ts'
import { carriersOf, factsOf, originsOf } from './columns.ts'
import { compileQuery, settingsOf } from './compile-query.ts'
import { findDocuments } from './find-documents.ts'
import { rolesAsSql } from './header-words.ts'
import { asQuery, type MatterFacts, type QueryInput, resolveQuery } from './resolve-query.ts'
import { lookFor, type Stop, wanted } from './stoppable.ts'

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
/** Between so many documents it is asked whether anybody still waits: whoever types on has asked for other facets by then. */
const askedAfter = 10_000

/**
 * How a query's documents spread over sources, senders, years and months (in the controller's zone), each with as many documents as the query narrowed to it finds: what
 * `in:`, `from:` and `date:` say. So a document with copies in two sources counts in both, one with two senders for both; an attached mail in the years of its own date
 * and of the mail that carries it, and where text is looked for also for the sender of that; one without a date in no year.
 *
 * @throws search/syntax, search/empty-query
 */
export function facetsOf(
  index: ReadableDatabase,
  query: QueryInput,
  timeZone: string,
  { matter = null, stop = () => {} }: { readonly matter?: MatterFacts | null; readonly stop?: Stop } = {},
): Facets {
  const { query: resolved } = resolveQuery(index, asQuery(index, query, matter), matter)
  const { found } = findDocuments(index, resolved, { timeZone, stop })
  const { inherit } = settingsOf(resolved, timeZone)
  const { date, family, headless } = factsOf(index)
  const carriers = carriersOf(index)
  const { sender, source, several, moreSenders, moreSources } = originsOf(index)
  const [senders, sources, months] = [new Counts(), new Counts(), new Months(timeZone)]
  const sendersOf = (writer: number): readonly number[] => [sender[writer] ?? 0, ...(moreSenders.get(writer) ?? [])]
  for (let at = 0; at < found.length; at++) {
    if (at % askedAfter === 0) stop()
    const number = found[at] ?? 0
    const message = family[number] ?? 0
    sources.add(source[message] ?? 0)
    if (several[message] === 1) for (const other of moreSources.get(message) ?? []) sources.add(other)
    if (number === message) {
      senders.add(sender[number] ?? 0)
      if (several[number] === 1) for (const other of moreSenders.get(number) ?? []) senders.add(other)
      months.add(date[number] ?? Number.NaN)
      continue
    }
    const own = headless[number] === 0 ? sendersOf(number) : []
    for (const address of new Set([...own, ...(inherit ? sendersOf(message) : [])])) senders.add(address)
    const above = carriers.get(number)
    if (headless[number] === 1 && above === undefined) months.add(date[number] ?? Number.NaN)
    else {
      const carrying = [...(above ?? []), ...(headless[number] === 0 ? [message] : [])]
      months.addAny([number, ...carrying].map((each) => date[each] ?? Number.NaN))
    }
  }
  stop()
  return {
    sources: sourceValues(index, sources.list()),
    senders: senderValues(index, senders.list()),
    years: months.years(),
    months: months.list(),
  }
}

/** How often each small number was met; 0 stands for none. */
class Counts {
  private counts = new Int32Array(1024)
  add(value: number): void {
    if (value >= this.counts.length) {
      const larger = new Int32Array(value * 2)
      larger.set(this.counts)
      this.counts = larger
    }
    this.counts[value] = (this.counts[value] ?? 0) + 1
  }
  /** Most first. */
  list(): readonly { readonly number: number; readonly documents: number }[] {
    const met: { number: number; documents: number }[] = []
    this.counts.forEach((documents, number) => {
      if (documents > 0 && number > 0) met.push({ number, documents })
    })
    return met.sort((left, right) => right.documents - left.documents || left.number - right.number)
  }
}

type Numbered = ReturnType<Counts['list']>

function sourceValues(index: ReadableDatabase, counted: Numbered): readonly FacetValue[] {
  const labels = new Map(sourceLabels(index).map(({ number, label }) => [number, label]))
  return counted.map(({ number, documents }) => ({ value: sourceIdOf(number), label: labels.get(number) ?? '', documents }))
}

/** Those with as many documents as the last that is shown come by address, so all of them are looked up. */
function senderValues(index: ReadableDatabase, counted: Numbered): readonly FacetValue[] {
  const least = counted[maximumSenders - 1]?.documents ?? 0
  const address = statement(index, 'SELECT address FROM address WHERE number = ?').pluck()
  return counted
    .filter(({ documents }) => documents >= least)
    .map(({ number, documents }) => {
      const value = address.get(number) as string
      return { value, label: value, documents }
    })
    .sort((left, right) => right.documents - left.documents || (left.value < right.value ? -1 : 1))
    .slice(0, maximumSenders)
}

interface Counted {
  readonly value: string
  documents: number
}

interface Month extends Counted {
  readonly year: Counted
  readonly from: number
  readonly until: number
}

/** Some 18 hours, so that few slots lie in two months; and how many of them since 1970 are kept, until 2100. */
const slotMs = 2 ** 26
const slots = 62_000

/** Documents by month of a zone. Where a month begins is reckoned once a month, not once a document. */
class Months {
  private readonly timeZone: string
  private readonly months: Month[] = []
  private readonly byYear = new Map<string, Counted>()
  /** By slot of time, a month that it lies in: mail comes in no order of time, and looking for its month took half of all counting. */
  private readonly bySlot: Month[] = []

  constructor(timeZone: string) {
    this.timeZone = timeZone
  }

  /** A document of one time; NaN for one without. */
  add(atMs: number): void {
    if (Number.isNaN(atMs)) return
    const month = this.at(atMs)
    month.documents++
    month.year.documents++
  }

  /** A document of several times, once in each month and year. */
  addAny(timesMs: readonly number[]): void {
    const months = timesMs.flatMap((atMs) => (Number.isNaN(atMs) ? [] : [this.at(atMs)]))
    for (const { year } of new Map(months.map((month) => [month.year, month])).values()) year.documents++
    for (const month of new Map(months.map((month) => [month.value, month])).values()) month.documents++
  }

  private at(atMs: number): Month {
    const slot = Math.floor(atMs / slotMs)
    const known = slot >= 0 && slot < slots ? this.bySlot[slot] : undefined
    if (known !== undefined && atMs >= known.from && atMs < known.until) return known
    const month = this.find(atMs)
    if (slot >= 0 && slot < slots) this.bySlot[slot] = month
    return month
  }

  private find(atMs: number): Month {
    let [low, high] = [0, this.months.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.months[middle]?.until ?? 0) <= atMs) low = middle + 1
      else high = middle
    }
    const found = this.months[low]
    if (found !== undefined && atMs >= found.from) return found
    const value = civilDateAt(atMs, this.timeZone).slice(0, -3)
    const [year = 0, number = 1] = value.split('-').map(Number)
    // Zones of long ago change by odd amounts: whatever the reckoning gives, an instant lies within its month.
    const from = Math.min(atMs, startOfDay(year, number, 1, this.timeZone))
    const until = Math.max(atMs + 1, startOfDay(year, number + 1, 1, this.timeZone))
    const month = { value, year: this.yearOf(value.slice(0, -3)), from, until, documents: 0 }
    this.months.splice(low, 0, month)
    return month
  }

  private yearOf(value: string): Counted {
    const known = this.byYear.get(value)
    if (known !== undefined) return known
    const year = { value, documents: 0 }
    this.byYear.set(value, year)
    return year
  }

  /** In order of time. */
  years(): readonly FacetValue[] {
    const values = [...new Set(this.months.map(({ year }) => year))]
    return values.map(({ value, documents }) => ({ value, label: value, documents }))
  }

  /** In order of time. */
  list(): readonly FacetValue[] {
    const sums = new Map<string, number>()
    for (const { value, documents } of this.months) sums.set(value, (sums.get(value) ?? 0) + documents)
    return [...sums].map(([value, documents]) => ({ value, label: value, documents }))
  }
}

/** Who wrote to whom in what was found. */
export interface Correspondence {
  readonly from: string
  readonly to: string
  readonly documents: number
}

/** Somebody of the pairs, with all of their documents: a mail to many counts once. */
export interface Correspondent {
  readonly address: string
  readonly documents: number
}

export interface Correspondents {
  readonly pairs: readonly Correspondence[]
  readonly senders: readonly Correspondent[]
  readonly recipients: readonly Correspondent[]
}

/**
 * The pairs of sender and recipient (To and Cc) of one message with the most documents, most first; of each of these people, how many documents narrowing the query to
 * them finds: as with facets, an attachment is also that of the people of its message where text is looked for.
 *
 * @throws search/syntax, search/empty-query
 */
export function correspondentsOf(
  index: ReadableDatabase,
  query: QueryInput,
  options: { readonly timeZone: string; readonly limit: number; readonly matter?: MatterFacts | null; readonly stop?: Stop },
): Correspondents {
  lookFor(index, options.stop ?? (() => {}))
  const { query: resolved } = resolveQuery(index, asQuery(index, query, options.matter ?? null), options.matter ?? null)
  const where = compileQuery(resolved, options.timeZone)
  const messages = settingsOf(resolved, options.timeZone).inherit
    ? 'SELECT number, number AS message FROM matched UNION SELECT number, family FROM matched'
    : 'SELECT number, number AS message FROM matched'
  const rows = index
    .prepare(
      `WITH matched AS MATERIALIZED (SELECT d.number, d.family FROM document AS d WHERE ${where.sql} AND ${wanted('d.number')}),
         found AS MATERIALIZED (${messages}),
         pair AS (SELECT DISTINCT sender.address AS sender, receiver.address AS receiver, found.number FROM found
           JOIN participant AS sender ON sender.document = found.message AND sender.role = 'from'
           JOIN participant AS receiver ON receiver.document = found.message AND receiver.role IN ('to', 'cc')
           WHERE ${wanted('found.number')}),
         top AS MATERIALIZED (SELECT sender, receiver, count(*) AS documents FROM pair GROUP BY sender, receiver
           ORDER BY documents DESC, sender, receiver LIMIT ?),
         wrote AS (SELECT DISTINCT found.number, participant.address FROM found JOIN participant ON participant.document = found.message
           WHERE participant.role IN ${rolesAsSql('from')} AND participant.address IN (SELECT sender FROM top)),
         got AS (SELECT DISTINCT found.number, participant.address FROM found JOIN participant ON participant.document = found.message
           WHERE participant.role IN ${rolesAsSql('to', 'cc')} AND participant.address IN (SELECT receiver FROM top)),
         counted AS (SELECT sender, receiver, documents FROM top
           UNION ALL SELECT address, NULL, count(*) FROM wrote GROUP BY address
           UNION ALL SELECT NULL, address, count(*) FROM got GROUP BY address)
       SELECT one.address AS "from", other.address AS "to", counted.documents FROM counted
         LEFT JOIN address AS one ON one.number = counted.sender LEFT JOIN address AS other ON other.number = counted.receiver
       ORDER BY counted.documents DESC, one.address, other.address`,
    )
    .all(...where.values, options.limit) as { from: string | null; to: string | null; documents: number }[]
  return {
    pairs: rows.flatMap(({ from, to, documents }) => (from === null || to === null ? [] : [{ from, to, documents }])),
    senders: rows.flatMap(({ from, to, documents }) => (from === null || to !== null ? [] : [{ address: from, documents }])),
    recipients: rows.flatMap(({ from, to, documents }) => (from !== null || to === null ? [] : [{ address: to, documents }])),
  }
}
