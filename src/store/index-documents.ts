import { basename } from 'node:path'
import type { DocumentId, MailAddress, MboxDialect, Problem } from '../model/index.ts'
import type { ReadableDatabase } from './database.ts'
import { sourceIdOf } from './index-sources.ts'
import { statement } from './index-statements.ts'
import { threadOf } from './index-threads.ts'

/** A document's stored facts. */
export interface DocumentRecord {
  readonly number: number
  readonly id: DocumentId
  readonly kind: 'message' | 'attachment'
  readonly parent: number | null
  readonly family: number
  readonly part: string
  readonly type: string
  readonly filename: string | null
  readonly sizeBytes: number
  readonly hash: Uint8Array
  readonly hasHeader: boolean
  readonly dateMs: number | null
  readonly dateRaw: string | null
  readonly sender: string
  readonly recipients: string
  readonly copied: string
  readonly subject: string
  readonly messageId: string | null
  readonly references: readonly string[]
  /** As of all that was taken in so far. */
  readonly thread: string
  readonly attachments: number
  readonly extraction: 'done' | 'pending' | 'failed' | 'none'
  readonly problems: readonly Problem[]
}

/** One occurrence of a document, with what is needed to read it again. */
export interface InstanceRecord {
  readonly container: number
  readonly source: ReturnType<typeof sourceIdOf>
  readonly sourcePath: string
  readonly sourceLabel: string
  readonly sourceKind: string
  readonly custodian: string | null
  readonly containerName: string
  readonly containerNameBytes: Uint8Array | null
  readonly folder: string
  /** How to get to the container inside a file; null where it is just there. */
  readonly containerPlace: string | null
  readonly dialect: MboxDialect | null
  readonly name: string
  readonly nameBytes: Uint8Array | null
  /** How to get to the message where the container doesn't say it. */
  readonly place: string | null
  readonly fileKey: string
  readonly offset: number
  readonly length: number
  readonly sha256: Uint8Array
  readonly duplicate: boolean
  readonly flags: readonly string[]
  readonly bcc: readonly MailAddress[]
}

const columns = `number, id, kind, parent, family, part, type, filename, size_bytes AS sizeBytes, hash, has_header AS hasHeader,
  date_ms AS dateMs, date_raw AS dateRaw, sender, recipients, copied, subject, message_id AS messageId, refs, thread, attachments,
  extraction, problems`

type DocumentRow = Omit<DocumentRecord, 'hasHeader' | 'references' | 'problems'> & { hasHeader: number; refs: string; problems: string }

function toDocument(database: ReadableDatabase, row: unknown): DocumentRecord {
  const { refs, problems, hasHeader, thread, ...rest } = row as DocumentRow
  return {
    ...rest,
    hasHeader: hasHeader === 1,
    references: jsonList<string>(refs),
    thread: threadOf(database, thread),
    problems: jsonList<Problem>(problems),
  }
}

function jsonList<Item>(text: string): readonly Item[] {
  return text === '' ? [] : (JSON.parse(text) as Item[])
}

/** A document by id, or null. */
export function findDocument(database: ReadableDatabase, id: DocumentId): DocumentRecord | null {
  const row = statement(database, `SELECT ${columns} FROM document WHERE id = ?`).get(id)
  return row === undefined ? null : toDocument(database, row)
}

/** A document by its number in this index, or null. */
export function documentByNumber(database: ReadableDatabase, number: number): DocumentRecord | null {
  const row = statement(database, `SELECT ${columns} FROM document WHERE number = ?`).get(number)
  return row === undefined ? null : toDocument(database, row)
}

/** A family in order: the message, then its attachments as they stand in it. */
export function listFamily(database: ReadableDatabase, family: number): DocumentRecord[] {
  return statement(database, `SELECT ${columns} FROM document WHERE family = ? ORDER BY number`)
    .all(family)
    .map((row) => toDocument(database, row))
}

/** Families as {@link listFamily} gives them, by number of their message: one look-up for many. */
export function listFamilies(database: ReadableDatabase, families: readonly number[]): ReadonlyMap<number, readonly DocumentRecord[]> {
  const rows = statement(
    database,
    `SELECT ${columns} FROM document WHERE family IN (SELECT value FROM json_each(?)) ORDER BY family, number`,
  ).all(JSON.stringify(families))
  return Map.groupBy(
    rows.map((row) => toDocument(database, row)),
    ({ family }) => family,
  )
}

/** What is needed to take messages in order and in portions, of those that there are. */
export interface DocumentHead {
  readonly number: number
  readonly id: DocumentId
  readonly dateMs: number | null
  readonly sizeBytes: number
}

/** Documents by number, in order of number. */
export function documentHeads(database: ReadableDatabase, numbers: readonly number[]): readonly DocumentHead[] {
  return statement(
    database,
    `SELECT number, id, date_ms AS dateMs, size_bytes AS sizeBytes FROM document WHERE number IN (SELECT value FROM json_each(?)) ORDER BY number`,
  ).all(JSON.stringify(numbers)) as DocumentHead[]
}

const instanceColumns = `instance.container, source.number AS source, source.path AS sourcePath, source.label AS sourceLabel, source.kind AS sourceKind,
  source.custodian, container.name AS containerName, container.name_bytes AS containerNameBytes, container.folder, container.place AS containerPlace,
  container.dialect,
  instance.name, instance.name_bytes AS nameBytes, instance.place, instance.file_key AS fileKey, instance.offset, instance.length, instance.sha256,
  instance.duplicate, instance.flags, instance.bcc
  FROM instance JOIN container ON container.number = instance.container JOIN source ON source.number = container.source`

type InstanceRow = Omit<InstanceRecord, 'source' | 'duplicate' | 'flags' | 'bcc'> & {
  source: number
  duplicate: number
  flags: string
  bcc: string
}

function toInstance(row: InstanceRow): InstanceRecord {
  return {
    ...row,
    source: sourceIdOf(row.source),
    duplicate: row.duplicate === 1,
    flags: row.flags === '' ? [] : row.flags.split(' '),
    bcc: jsonList<MailAddress>(row.bcc),
  }
}

/** Every occurrence of a document (of its family's message, for an attachment), or the first ones, in order of ingest. */
export function listInstances(database: ReadableDatabase, document: Pick<DocumentRecord, 'family'>, most = -1): InstanceRecord[] {
  const rows = statement(database, `SELECT ${instanceColumns} WHERE instance.document = ? ORDER BY instance.number LIMIT ?`).all(
    document.family,
    most,
  )
  return (rows as InstanceRow[]).map(toInstance)
}

/** Occurrences of messages by their number, as {@link listInstances} gives them: one look-up for many. */
export function instancesOf(database: ReadableDatabase, messages: readonly number[]): ReadonlyMap<number, readonly InstanceRecord[]> {
  const rows = statement(
    database,
    `SELECT instance.document, ${instanceColumns} WHERE instance.document IN (SELECT value FROM json_each(?)) ORDER BY instance.number`,
  ).all(JSON.stringify(messages)) as (InstanceRow & { document: number })[]
  const found = new Map<number, InstanceRecord[]>()
  for (const { document, ...row } of rows) {
    const known = found.get(document)
    if (known === undefined) found.set(document, [toInstance(row)])
    else known.push(toInstance(row))
  }
  return found
}

/** Which of these messages stand inside a file (an archive, a compressed one) rather than in one of their own or an mbox. */
export function messagesInside(database: ReadableDatabase, messages: readonly number[]): ReadonlySet<number> {
  const rows = statement(
    database,
    `SELECT DISTINCT instance.document FROM json_each(?) AS wanted JOIN instance ON instance.document = wanted.value
       JOIN container ON container.number = instance.container WHERE coalesce(instance.place, container.place) IS NOT NULL`,
  )
  return new Set(rows.pluck().all(JSON.stringify(messages)) as number[])
}

/**
 * The messages that were taken in at a place: those of that name in a folder (several, where a store had other versions of it), or the one at that offset of a
 * mailbox.
 */
export function instancesAt(
  database: ReadableDatabase,
  container: number,
  at: { readonly name: string } | { readonly offset: number },
): InstanceRecord[] {
  const rows =
    'name' in at
      ? statement(database, `SELECT ${instanceColumns} WHERE instance.container = ? AND instance.name = ?`).all(container, at.name)
      : statement(
          database,
          `SELECT ${instanceColumns} WHERE instance.container = ? AND instance.file_key = '' AND instance.offset = ?`,
        ).all(container, at.offset)
  return (rows as InstanceRow[]).map(toInstance)
}

/** Where an instance stands, for people and logs: path in the source, with the byte offset inside an mbox. */
export function locatorOf(place: {
  readonly sourcePath: string
  readonly sourceKind: string
  readonly containerName: string
  readonly name: string
  readonly offset: number
}): string {
  const container =
    place.containerName === '' && (place.sourceKind === 'mbox' || place.name === '') ? basename(place.sourcePath) : place.containerName
  if (place.sourceKind === 'mbox') return `${container}@${place.offset}`
  return container === '' || place.name === '' ? container + place.name : `${container}/${place.name}`
}
