import { comparableAddress } from '../model/index.ts'
import type { ReadableDatabase } from './database.ts'
import { statement } from './index-statements.ts'
import { threadOf } from './index-threads.ts'

/**
 * Who stands in the headers. Everything here reads the tables of people, never a text: on a million messages the longest is one pass over the participants.
 */

/** A display name of the archive. */
export interface DisplayName {
  readonly number: number
  readonly name: string
}

/** Every display name, in order of number. */
export function displayNames(index: ReadableDatabase): readonly DisplayName[] {
  return statement(index, 'SELECT number, name FROM display_name WHERE number > 0 ORDER BY number').all() as DisplayName[]
}

/** An address of the archive, as it is compared. */
export interface KnownAddress {
  readonly number: number
  readonly address: string
}

/** Every address, in order of number. */
export function knownAddresses(index: ReadableDatabase): readonly KnownAddress[] {
  return statement(index, 'SELECT number, address FROM address ORDER BY number').all() as KnownAddress[]
}

/** Addresses with which one of these display names was seen. */
export function addressesOfNames(index: ReadableDatabase, names: readonly number[]): readonly number[] {
  if (names.length === 0) return []
  return statement(index, 'SELECT DISTINCT address FROM participant WHERE name IN (SELECT value FROM json_each(?)) ORDER BY address')
    .pluck()
    .all(JSON.stringify(names)) as number[]
}

/** So many of these addresses that stand in the most headers, most first. */
export function frequentAddresses(index: ReadableDatabase, addresses: readonly number[], most: number): readonly number[] {
  return statement(
    index,
    `SELECT participant.address FROM json_each(?) AS wanted JOIN participant ON participant.address = wanted.value
       GROUP BY participant.address ORDER BY count(*) DESC, participant.address LIMIT ?`,
  )
    .pluck()
    .all(JSON.stringify(addresses), most) as number[]
}

/** The numbers of those addresses that the archive knows; lower case. */
export function addressNumbers(index: ReadableDatabase, addresses: readonly string[]): readonly number[] {
  return statement(
    index,
    'SELECT address.number FROM json_each(?) AS wanted JOIN address ON address.address = wanted.value ORDER BY address.number',
  )
    .pluck()
    .all(JSON.stringify(addresses.map(comparableAddress))) as number[]
}

/** Every display name seen with each of these addresses and in how many documents; the empty one where it stood alone. */
export function namesOfAddresses(
  index: ReadableDatabase,
  addresses: readonly number[],
): readonly { readonly address: string; readonly name: string; readonly documents: number }[] {
  return statement(
    index,
    `SELECT address.address, display_name.name, count(DISTINCT participant.document) AS documents
       FROM json_each(?) AS wanted JOIN address ON address.number = wanted.value
         JOIN participant ON participant.address = address.number JOIN display_name ON display_name.number = participant.name
       GROUP BY address.number, display_name.number ORDER BY documents DESC, address.address, display_name.name`,
  ).all(JSON.stringify(addresses)) as { address: string; name: string; documents: number }[]
}

/** Documents in whose headers one of these addresses stands, in the given roles or in any; in order of ingest. */
export function documentsOfAddresses(
  index: ReadableDatabase,
  addresses: readonly string[],
  roles: readonly string[] | null = null,
): readonly number[] {
  return statement(
    index,
    `SELECT DISTINCT participant.document FROM json_each(@addresses) AS wanted JOIN address ON address.address = wanted.value
       JOIN participant ON participant.address = address.number
       WHERE @roles IS NULL OR participant.role IN (SELECT value FROM json_each(@roles)) ORDER BY participant.document`,
  )
    .pluck()
    .all({
      addresses: JSON.stringify(addresses.map(comparableAddress)),
      roles: roles === null ? null : JSON.stringify(roles),
    }) as number[]
}

/** Who sent each of these documents, in order of document; one that has several is there with each. */
export function sendersOf(
  index: ReadableDatabase,
  documents: readonly number[],
): readonly { readonly document: number; readonly address: string }[] {
  return statement(
    index,
    `SELECT DISTINCT participant.document, address.address FROM json_each(?) AS wanted JOIN participant ON participant.document = wanted.value
       JOIN address ON address.number = participant.address WHERE participant.role = 'from' ORDER BY participant.document`,
  ).all(JSON.stringify(documents)) as { document: number; address: string }[]
}

/** Who else stands in the headers of these documents, by number of documents; most frequent first. */
export function correspondentsIn(index: ReadableDatabase, documents: readonly number[], most: number): readonly string[] {
  return statement(
    index,
    `SELECT address.address FROM json_each(?) AS wanted JOIN participant ON participant.document = wanted.value
       JOIN address ON address.number = participant.address
       GROUP BY address.number ORDER BY count(DISTINCT participant.document) DESC, address.address LIMIT ?`,
  )
    .pluck()
    .all(JSON.stringify(documents), most) as string[]
}

/** Documents with one of these addresses in whose headers more than so many people stand, in order of ingest. */
export function crowdedDocuments(index: ReadableDatabase, addresses: readonly string[], most: number): readonly number[] {
  return statement(
    index,
    `SELECT participant.document FROM participant WHERE participant.document IN (SELECT one.document FROM json_each(?) AS wanted
         JOIN address ON address.address = wanted.value JOIN participant AS one ON one.address = address.number)
       GROUP BY participant.document HAVING count(*) > ? ORDER BY participant.document`,
  )
    .pluck()
    .all(JSON.stringify(addresses), most) as number[]
}

/** The addresses of a domain that the archive knows, in order. */
export function addressesAt(index: ReadableDatabase, domain: string): readonly string[] {
  return statement(index, 'SELECT address FROM address WHERE domain = ? ORDER BY address').pluck().all(domain) as string[]
}

/** How many addresses of a domain the archive knows. */
export function addressesOfDomain(index: ReadableDatabase, domain: string): number {
  return statement(index, 'SELECT count(*) FROM address WHERE domain = ?').pluck().get(domain) as number
}

const ofDomain = `FROM address JOIN participant ON participant.address = address.number
  WHERE address.number IN (SELECT number FROM address WHERE domain = @domain OR domain LIKE '%.' || @domain)`

/** Families in whose headers an address of a domain, or of one below it, stands. */
export function familiesOfDomain(index: ReadableDatabase, domain: string): readonly number[] {
  return statement(
    index,
    `SELECT DISTINCT document.family FROM document WHERE document.number IN (SELECT participant.document ${ofDomain}) ORDER BY document.family`,
  )
    .pluck()
    .all({ domain }) as number[]
}

/** Documents that were sent from a domain, or from one below it; the first of them. */
export function documentsFromDomain(index: ReadableDatabase, domain: string, most: number): readonly number[] {
  return statement(index, `SELECT DISTINCT participant.document ${ofDomain} AND participant.role = 'from' ORDER BY 1 LIMIT @most`)
    .pluck()
    .all({ domain, most }) as number[]
}

/** Every display name seen with an address of a domain, or of one below it. */
export function namesOfDomain(index: ReadableDatabase, domain: string): readonly string[] {
  return statement(
    index,
    `SELECT display_name.name FROM display_name WHERE display_name.number IN (SELECT participant.name ${ofDomain}) AND display_name.name <> '' ORDER BY 1`,
  )
    .pluck()
    .all({ domain }) as string[]
}

/** Every address of a domain, or of one below it, with each name it was seen with; the empty one where it stood alone. */
export function peopleOfDomain(index: ReadableDatabase, domain: string): readonly { readonly address: string; readonly name: string }[] {
  return statement(
    index,
    `SELECT DISTINCT address.address, display_name.name FROM address JOIN participant ON participant.address = address.number
       JOIN display_name ON display_name.number = participant.name WHERE address.domain = @domain OR address.domain LIKE '%.' || @domain ORDER BY 1, 2`,
  ).all({ domain }) as { address: string; name: string }[]
}

/** How many documents have both among those written to: one person is seldom written to twice in one mail. */
export function writtenToTogether(index: ReadableDatabase, one: readonly string[], other: readonly string[]): number {
  return statement(
    index,
    `WITH recipient AS (SELECT participant.document, address.address FROM participant JOIN address ON address.number = participant.address
         WHERE participant.role IN ('to', 'cc', 'bcc') AND address.address IN (SELECT value FROM json_each(@one) UNION ALL SELECT value FROM json_each(@other)))
       SELECT count(*) FROM (SELECT document FROM recipient WHERE address IN (SELECT value FROM json_each(@one))
         INTERSECT SELECT document FROM recipient WHERE address IN (SELECT value FROM json_each(@other)))`,
  )
    .pluck()
    .get({ one: JSON.stringify(one), other: JSON.stringify(other) }) as number
}

/** What is known of a document where forms and evidence are weighed. */
export interface DocumentFacts {
  readonly number: number
  readonly id: string
  readonly family: number
  readonly thread: string
  readonly dateMs: number | null
  readonly sender: string
  readonly recipients: string
  readonly copied: string
  readonly subject: string
  readonly filename: string | null
}

/** Facts of documents by number, in order of ingest. */
export function documentFacts(index: ReadableDatabase, numbers: readonly number[]): readonly DocumentFacts[] {
  const rows = statement(
    index,
    `SELECT document.number, document.id, document.family, message.thread, document.date_ms AS dateMs, document.sender, document.recipients, document.copied,
         document.subject, document.filename
       FROM json_each(?) AS wanted JOIN document ON document.number = wanted.value JOIN document AS message ON message.number = document.family
       ORDER BY document.number`,
  ).all(JSON.stringify(numbers)) as DocumentFacts[]
  return rows.map((row) => ({ ...row, thread: threadOf(index, row.thread) }))
}

/** The dates of these documents that have a readable one, in UTC epoch milliseconds, earliest first. */
export function datesOf(index: ReadableDatabase, numbers: readonly number[]): readonly number[] {
  return statement(
    index,
    'SELECT date_ms FROM json_each(?) AS wanted JOIN document ON document.number = wanted.value WHERE date_ms IS NOT NULL ORDER BY date_ms',
  )
    .pluck()
    .all(JSON.stringify(numbers)) as number[]
}

/** Families in whose headers one of these addresses stands, attached messages included. */
export function familiesOfAddresses(index: ReadableDatabase, addresses: readonly string[]): readonly number[] {
  return statement(
    index,
    `SELECT DISTINCT document.family FROM json_each(?) AS wanted JOIN address ON address.address = wanted.value
       JOIN participant ON participant.address = address.number JOIN document ON document.number = participant.document ORDER BY document.family`,
  )
    .pluck()
    .all(JSON.stringify(addresses.map(comparableAddress))) as number[]
}

/** Changes whenever something was taken in or read since: for whoever keeps what was computed from an index. */
export function indexState(index: ReadableDatabase): string {
  const row = statement(
    index,
    `SELECT (SELECT max(number) FROM instance) AS instances, (SELECT max(number) FROM document) AS documents,
       (SELECT count(*) FROM document WHERE extraction = 'pending') AS owed`,
  ).get() as { instances: number | null; documents: number | null; owed: number }
  return `${row.instances} ${row.documents} ${row.owed}`
}
