import { type ReadableDatabase, statement } from '../store/index.ts'
import { rolesAsSql } from './header-words.ts'
import { insertInOrder } from './numbers.ts'

/**
 * Facts of every document in memory: what conditions, dates and facets are reckoned over. Read once a connection (half a second for a million messages) and from
 * then on only what came since: documents, their senders and their instances are added to an index, never changed or removed.
 */
export interface Facts {
  /** The number of the last document that is known here. */
  readonly documents: number
  /** UTC epoch milliseconds by number of document; NaN where there is no readable date. */
  readonly date: Float64Array
  /** Number of the family's message by number of document; 0 where there is no document. */
  readonly family: Int32Array
  /** Numbers of all attachments, in order. */
  readonly attachments: readonly number[]
  /** 1 by number of document for those without a header of their own: attachments but attached messages. */
  readonly headless: Uint8Array
}

/** By number of document, the attached mails that it lies in; only for what lies in one. The family's message is none of them. */
export type Carriers = ReadonlyMap<number, readonly number[]>

/** Who wrote messages, and where they are from. */
export interface Origins {
  /** Number of the address in From by number of message or attached mail; 0 for none. */
  readonly sender: Int32Array
  /** Number of the source by number of message; 0 before it is known. */
  readonly source: Int32Array
  /** 1 by number of message or attached mail for the few that have several senders or sources: so that none of the others is looked up. */
  readonly several: Uint8Array
  /** Further senders and sources of those. */
  readonly moreSenders: ReadonlyMap<number, readonly number[]>
  readonly moreSources: ReadonlyMap<number, readonly number[]>
}

type Growing<Columns> = { -readonly [Name in keyof Columns]: Columns[Name] }

interface GrowingFacts extends Growing<Facts> {
  readonly attachments: number[]
}

interface GrowingOrigins extends Growing<Origins> {
  readonly moreSenders: Map<number, number[]>
  readonly moreSources: Map<number, number[]>
  documents: number
  instances: number
}

const knownCarriers = new WeakMap<ReadableDatabase, { readonly carriers: Map<number, number[]>; documents: number }>()
const knownFacts = new WeakMap<ReadableDatabase, GrowingFacts>()
const knownOrigins = new WeakMap<ReadableDatabase, GrowingOrigins>()

/** Whether {@link factsOf} has read them on this connection, so that it costs nothing. */
export function hasFacts(index: ReadableDatabase): boolean {
  return knownFacts.has(index)
}

/** The facts of all documents that are there now. */
export function factsOf(index: ReadableDatabase): Facts {
  const facts = knownFacts.get(index) ?? noFacts()
  const last = lastOf(index, 'document')
  if (last > facts.documents) {
    facts.date = grown(facts.date, last, (length) => new Float64Array(length).fill(Number.NaN))
    facts.family = grown(facts.family, last, (length) => new Int32Array(length))
    facts.headless = grown(facts.headless, last, (length) => new Uint8Array(length))
    for (const [numbers, families, dates] of lists(index, documentsSql, facts.documents, last)) {
      for (const [at, number] of numbers.entries()) {
        facts.family[number] = families[at] ?? 0
        facts.date[number] = dates[at] ?? Number.NaN
        if (families[at] !== number) facts.attachments.push(number)
      }
    }
    const headless = facts.documents === 0 ? statement(index, allHeadlessSql).pluck().get() : null
    if (headless !== null) for (const number of JSON.parse(headless as string) as number[]) facts.headless[number] = 1
    else for (const [numbers] of lists(index, headlessSql, facts.documents, last)) for (const number of numbers) facts.headless[number] = 1
    facts.documents = last
  }
  knownFacts.set(index, facts)
  return facts
}

function noFacts(): GrowingFacts {
  return { documents: 0, date: new Float64Array(), family: new Int32Array(), attachments: [], headless: new Uint8Array() }
}

/** What lies in attached mails, of all documents that are there now. */
export function carriersOf(index: ReadableDatabase): Carriers {
  const { attachments, headless, documents } = factsOf(index)
  const known = knownCarriers.get(index) ?? { carriers: new Map<number, number[]>(), documents: 0 }
  const fresh = attachments.filter((number) => headless[number] === 0 && number > known.documents)
  if (fresh.length > 0) {
    const [mails, carried] = statement(index, carriedSql).raw().get(JSON.stringify(fresh)) as readonly [string, string]
    const within = JSON.parse(carried) as readonly number[]
    for (const [at, mail] of (JSON.parse(mails) as readonly number[]).entries()) {
      const number = within[at] ?? 0
      const others = known.carriers.get(number)
      if (others === undefined) known.carriers.set(number, [mail])
      else others.push(mail)
    }
  }
  known.documents = documents
  knownCarriers.set(index, known)
  return known.carriers
}

/** Each of some attached mails with whatever lies in it, one column of mails and one of what lies in them. */
const carriedSql = `WITH RECURSIVE carried (mail, number, family) AS (
  SELECT number, number, family FROM document WHERE number IN (SELECT value FROM json_each(?))
  UNION ALL SELECT carried.mail, child.number, child.family FROM carried
    CROSS JOIN document AS child INDEXED BY document_family ON child.family = carried.family AND child.parent = carried.number)
  SELECT json_group_array(mail), json_group_array(number) FROM carried WHERE mail <> number`

/** Senders and sources of all messages that are there now. */
export function originsOf(index: ReadableDatabase): Origins {
  const origins = knownOrigins.get(index) ?? {
    sender: new Int32Array(),
    source: new Int32Array(),
    several: new Uint8Array(),
    moreSenders: new Map(),
    moreSources: new Map(),
    documents: 0,
    instances: 0,
  }
  // In this order, so that each instance is one of a document that there is room for, whatever comes meanwhile.
  const instances = lastOf(index, 'instance')
  const documents = lastOf(index, 'document')
  if (documents > origins.documents) {
    origins.sender = grown(origins.sender, documents, (length) => new Int32Array(length))
    origins.source = grown(origins.source, documents, (length) => new Int32Array(length))
    origins.several = grown(origins.several, documents, (length) => new Uint8Array(length))
    for (const [messages, addresses] of lists(index, sendersSql, origins.documents, documents)) {
      for (const [at, message] of messages.entries()) note(origins, 'sender', message, addresses[at] ?? 0)
    }
    origins.documents = documents
  }
  if (instances > origins.instances) {
    for (const [messages, sources] of lists(index, sourcesSql, origins.instances, instances)) {
      for (const [at, message] of messages.entries()) note(origins, 'source', message, sources[at] ?? 0)
    }
    origins.instances = instances
  }
  knownOrigins.set(index, origins)
  return origins
}

/** The greatest number of a document or an instance; 0 where there is none. */
export function lastOf(index: ReadableDatabase, table: 'document' | 'instance'): number {
  return (statement(index, `SELECT max(number) FROM ${table}`).pluck().get() as number | null) ?? 0
}

export const documentsSql = `SELECT json_group_array(number), json_group_array(family), json_group_array(date_ms)
  FROM document INDEXED BY document_facts WHERE number > ? AND number <= ?`
const headlessSql = 'SELECT json_group_array(number) FROM document WHERE number > ? AND number <= ? AND has_header = 0'
export const allHeadlessSql = 'SELECT json_group_array(number) FROM document INDEXED BY document_date WHERE has_header = 0'
export const sendersSql = `SELECT json_group_array(document), json_group_array(address) FROM (SELECT DISTINCT document, address
  FROM participant INDEXED BY participant_document WHERE document > ? AND document <= ? AND role IN ${rolesAsSql('from')})`
export const sourcesSql = `SELECT json_group_array(instance.document), json_group_array(container.source) FROM instance
  JOIN container ON container.number = instance.container WHERE instance.number > ? AND instance.number <= ?`

const rowsAtATime = 50_000

/** Up to three columns of numbers; null where there is none. */
type Lists = readonly [readonly number[], readonly (number | null)[], readonly (number | null)[]]

/** Columns of what a statement gives for numbers after one and up to another, some thousand at a time. Handed over as text: rows one by one take several times as long. */
export function* lists(index: ReadableDatabase, sql: string, after: number, last: number): Generator<Lists> {
  for (let from = after; from < last; from += rowsAtATime) {
    const columns = statement(index, sql)
      .raw()
      .get(from, Math.min(last, from + rowsAtATime)) as readonly string[]
    yield columns.map((column) => JSON.parse(column) as unknown) as unknown as Lists
  }
}

function note(origins: GrowingOrigins, what: 'sender' | 'source', document: number, value: number): void {
  const first = origins[what]
  if (first[document] === 0) first[document] = value
  if (first[document] === value) return
  origins.several[document] = 1
  const more = what === 'sender' ? origins.moreSenders : origins.moreSources
  const others = more.get(document)
  if (others === undefined) more.set(document, [value])
  else insertInOrder(others, value)
}

/** Room for `last` and a quarter more, so that what comes while mail is taken in isn't copied each time. */
export function grown<Values extends Float64Array | Int32Array | Uint8Array>(
  values: Values,
  last: number,
  make: (length: number) => Values,
): Values {
  if (values.length > last) return values
  const larger = make(last + 1 + (last >> 2))
  larger.set(values)
  return larger
}
