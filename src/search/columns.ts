import { type ReadableDatabase, statement } from '../store/index.ts'

/**
 * A few facts of every document in memory, 28 bytes each: what facets count and dates sort over. Read once a connection (a second for a million messages) and from then on
 * only what came since: documents, their senders and their instances are added to an index, never changed or removed.
 */
export interface Columns {
  /** UTC epoch milliseconds by number of document; NaN where there is no readable date. */
  readonly date: Float64Array
  /** Number of the family's message by number of document. */
  readonly family: Int32Array
  /** Number of the address in From by number of message; 0 for none. */
  readonly sender: Int32Array
  /** Number of the source by number of message; 0 before it is known. */
  readonly source: Int32Array
  /** Further senders and sources of the few messages that have several. */
  readonly moreSenders: ReadonlyMap<number, readonly number[]>
  readonly moreSources: ReadonlyMap<number, readonly number[]>
}

interface Growing extends Columns {
  date: Float64Array
  family: Int32Array
  sender: Int32Array
  source: Int32Array
  readonly moreSenders: Map<number, number[]>
  readonly moreSources: Map<number, number[]>
  documents: number
  instances: number
}

const known = new WeakMap<ReadableDatabase, Growing>()

/** The facts of all documents that are there now. */
export function columnsOf(index: ReadableDatabase): Columns {
  const columns = known.get(index) ?? empty()
  known.set(index, columns)
  const last = statement(
    index,
    'SELECT (SELECT max(number) FROM document) AS documents, (SELECT max(number) FROM instance) AS instances',
  ).get() as {
    documents: number | null
    instances: number | null
  }
  const [documents, instances] = [last.documents ?? 0, last.instances ?? 0]
  if (documents > columns.documents) readDocuments(index, columns, documents)
  if (instances > columns.instances) readSources(index, columns, instances)
  return columns
}

function empty(): Growing {
  return {
    date: new Float64Array(),
    family: new Int32Array(),
    sender: new Int32Array(),
    source: new Int32Array(),
    moreSenders: new Map(),
    moreSources: new Map(),
    documents: 0,
    instances: 0,
  }
}

export const documentsSql = 'SELECT number, family, date_ms FROM document INDEXED BY document_facts WHERE number > ? AND number <= ?'
export const sendersSql =
  "SELECT DISTINCT document, address FROM participant INDEXED BY participant_document WHERE document > ? AND document <= ? AND role = 'from'"
export const sourcesSql = `SELECT instance.document, container.source FROM instance JOIN container ON container.number = instance.container
  WHERE instance.number > ? AND instance.number <= ?`

function readDocuments(index: ReadableDatabase, columns: Growing, last: number): void {
  columns.date = grown(columns.date, last, (length) => new Float64Array(length).fill(Number.NaN))
  columns.family = grown(columns.family, last, (length) => new Int32Array(length))
  columns.sender = grown(columns.sender, last, (length) => new Int32Array(length))
  columns.source = grown(columns.source, last, (length) => new Int32Array(length))
  for (const [number, family, date] of rows(index, documentsSql, columns.documents, last)) {
    columns.family[number as number] = family as number
    columns.date[number as number] = date ?? Number.NaN
  }
  for (const [document, address] of rows(index, sendersSql, columns.documents, last)) {
    note(columns.sender, columns.moreSenders, document as number, address as number)
  }
  columns.documents = last
}

function readSources(index: ReadableDatabase, columns: Growing, last: number): void {
  for (const [document, source] of rows(index, sourcesSql, columns.instances, last)) {
    note(columns.source, columns.moreSources, document as number, source as number)
  }
  columns.instances = last
}

const rowsAtATime = 50_000

function* rows(index: ReadableDatabase, sql: string, after: number, last: number): Generator<readonly (number | null)[]> {
  for (let from = after; from < last; from += rowsAtATime) {
    yield* statement(index, sql)
      .raw()
      .all(from, Math.min(last, from + rowsAtATime)) as (readonly (number | null)[])[]
  }
}

function note(first: Int32Array, more: Map<number, number[]>, document: number, value: number): void {
  if (first[document] === 0) {
    first[document] = value
    return
  }
  if (first[document] === value) return
  const others = more.get(document)
  if (others === undefined) more.set(document, [value])
  else if (!others.includes(value)) others.push(value)
}

/** Room for `last` and a quarter more, so that what comes while mail is taken in isn't copied each time. */
function grown<Values extends Float64Array | Int32Array>(values: Values, last: number, make: (length: number) => Values): Values {
  if (values.length > last) return values
  const larger = make(last + 1 + (last >> 2))
  larger.set(values)
  return larger
}
