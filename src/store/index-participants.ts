import { comparableAddress, type FurtherHeaderName } from '../model/index.ts'
import type { WritableDatabase } from './database.ts'
import { statement } from './index-statements.ts'

/** `shown-…`: whose address stands within a name, or beside other signs, in the fields that `from:`, `to:`, `cc:` and `bcc:` mean; `shown`: in any other. */
export type ShownRole = 'shown-from' | 'shown-to' | 'shown-cc' | 'shown-bcc' | 'shown'
export type ParticipantRole = 'from' | 'sender' | 'reply-to' | 'to' | 'cc' | 'bcc' | FurtherHeaderName | ShownRole

/** Somebody in a field of a header. Flat: they are most of what crosses from the workers. */
export type HeaderPerson = readonly [role: ParticipantRole, address: string, name: string]

/** A row of `participant`: address, role, document, name. */
export type Participant = readonly [address: number, role: ParticipantRole, document: number, name: number]

export function gatherParticipants(
  database: WritableDatabase,
  rows: Participant[],
  document: number,
  people: readonly HeaderPerson[],
): void {
  for (const [role, address, name] of people) {
    if (address === '') continue
    rows.push([addressNumber(database, comparableAddress(address)), role, document, name === '' ? 0 : nameNumber(database, name)])
  }
}

/** Rows a statement: fewer crossings into the database, at which most of a small row's time goes. */
const rowsTogether = 32
const insertParticipants = (count: number): string =>
  `INSERT OR IGNORE INTO participant (address, role, document, name) VALUES (?, ?, ?, ?)${', (?, ?, ?, ?)'.repeat(count - 1)}`
const insertMany = insertParticipants(rowsTogether)
const insertOne = insertParticipants(1)

/** In the order of the table, so that rows that belong beside each other are written into one page in one go. */
export function writeParticipants(database: WritableDatabase, rows: Participant[]): void {
  rows.sort((left, right) => left[0] - right[0])
  const together: (number | string)[] = new Array(4 * rowsTogether)
  let filled = 0
  for (const [address, role, document, name] of rows) {
    together[filled++] = address
    together[filled++] = role
    together[filled++] = document
    together[filled++] = name
    if (filled < together.length) continue
    statement(database, insertMany).run(together)
    filled = 0
  }
  for (const row of rows.slice(rows.length - filled / 4)) statement(database, insertOne).run(row)
}

interface Interned {
  readonly addresses: Map<string, number>
  readonly names: Map<string, number>
}
const interned = new WeakMap<WritableDatabase, Interned>()
const maximumInterned = 200_000

/**
 * Forgets the numbers of addresses and names kept in memory; to be called when a transaction that may have given new ones was rolled back.
 */
export function forgetInterned(database: WritableDatabase): void {
  interned.delete(database)
}

function cacheOf(database: WritableDatabase): Interned {
  let cache = interned.get(database)
  if (!cache || cache.addresses.size > maximumInterned || cache.names.size > maximumInterned) {
    cache = { addresses: new Map(), names: new Map() }
    interned.set(database, cache)
  }
  return cache
}

function addressNumber(database: WritableDatabase, address: string): number {
  const { addresses } = cacheOf(database)
  let number = addresses.get(address)
  if (number === undefined) {
    const domain = address.slice(address.lastIndexOf('@') + 1)
    statement(database, 'INSERT OR IGNORE INTO address (address, domain) VALUES (?, ?)').run(address, domain)
    number = (statement(database, 'SELECT number FROM address WHERE address = ?').get(address) as { number: number }).number
    addresses.set(address, number)
  }
  return number
}

function nameNumber(database: WritableDatabase, name: string): number {
  const { names } = cacheOf(database)
  let number = names.get(name)
  if (number === undefined) {
    statement(database, 'INSERT OR IGNORE INTO display_name (name) VALUES (?)').run(name)
    number = (statement(database, 'SELECT number FROM display_name WHERE name = ?').get(name) as { number: number }).number
    names.set(name, number)
  }
  return number
}
