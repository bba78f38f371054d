import { createHash } from 'node:crypto'
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { DocumentId, FrozenHeader, Instance, Problem, ProblemCode, Surface, SurfaceId } from '../model/index.ts'
import { AppError, asId } from '../model/index.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { statement } from './index-statements.ts'

/** A collected document, without its surfaces. */
export interface StoredDocument {
  readonly id: DocumentId
  readonly controlNumber: string
  readonly kind: 'message' | 'attachment'
  /** The message that opens the family. */
  readonly family: DocumentId
  readonly parent: DocumentId | null
  /** MIME path within the family's message; `2/1` inside an attached message; empty for the message itself. */
  readonly part: string
  readonly type: string
  readonly filename: string | null
  readonly sizeBytes: number
  /** Of the raw message, or of the decoded attachment. */
  readonly sha256: string
  readonly dateMs: number | null
  readonly sender: string
  readonly subject: string
  /** Null for an attachment that is no message. */
  readonly header: FrozenHeader | null
  readonly thread: string
  readonly problems: readonly Problem[]
}

/** A document about to be collected. */
export interface NewDocument extends Omit<StoredDocument, 'controlNumber' | 'family'> {
  readonly surfaces: readonly Surface[]
  /** Letters and digits of all its surfaces, folded: a quick test whether a text can stand here at all. */
  readonly squashed: string
  readonly instances: readonly Instance[]
}

/** A message with everything attached to it, parents before children. */
export interface NewFamily {
  readonly id: DocumentId
  readonly raw: Uint8Array
  readonly documents: readonly NewDocument[]
}

/** A family as its rows hold it: hashed and compressed, which is most of the work and needs no database. */
export interface PackedFamily {
  readonly id: DocumentId
  readonly rawBytes: number
  readonly rawSha256: string
  readonly raw: Uint8Array
  readonly documents: readonly PackedDocument[]
}

export interface PackedDocument extends Omit<NewDocument, 'surfaces' | 'squashed'> {
  /** JSON of the surfaces' rows: `[id, kind, producible, hash]` each, in order. */
  readonly surfaceRows: string
  readonly surfaces: Uint8Array
  readonly squashed: Uint8Array
}

/** Makes a family ready to be written, in whichever thread has the time. */
export function packFamily({ id, raw, documents }: NewFamily): PackedFamily {
  return {
    id,
    rawBytes: raw.byteLength,
    rawSha256: createHash('sha256').update(raw).digest('hex'),
    raw: packed(raw),
    documents: documents.map((document) => ({
      ...document,
      surfaceRows: JSON.stringify(
        document.surfaces.map(({ id: surface, kind, producible, hash }) => [surface, kind, Number(producible), hash]),
      ),
      surfaces: packed(JSON.stringify(document.surfaces)),
      squashed: packed(document.squashed),
    })),
  }
}

const quickly = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }

/**
 * Most are a few kilobytes, for which a higher level costs several times the time and saves next to nothing. Copied, since what the compressor gives is a view
 * into a larger buffer, which would go along whole to another thread.
 */
function packed(content: string | Uint8Array): Uint8Array {
  return new Uint8Array(zstdCompressSync(content, quickly))
}

/** `CTRL-000001`: six digits, more where a request outgrows them. */
export function controlNumber(number: number): string {
  return `CTRL-${String(number).padStart(6, '0')}`
}

/** Attachments that were collected. */
export function collectedAttachments(database: ReadableDatabase): readonly DocumentId[] {
  return statement(database, "SELECT id FROM document WHERE kind = 'attachment'").pluck().all() as DocumentId[]
}

/** Takes a family in with the next control numbers. Run it in a transaction with the rest of its batch. */
export function insertFamily(database: WritableDatabase, family: PackedFamily, atMs: number): void {
  const { id, rawSha256, rawBytes, raw } = family
  statement(database, 'INSERT INTO family (id, raw_sha256, raw_bytes, raw) VALUES (?, ?, ?, ?)').run(id, rawSha256, rawBytes, raw)
  const last = statement(database, 'SELECT coalesce(max(number), 0) FROM document').pluck().get() as number
  for (const [at, document] of family.documents.entries()) insertDocument(database, id, document, last + 1 + at, atMs)
}

function insertDocument(database: WritableDatabase, family: DocumentId, document: PackedDocument, number: number, atMs: number): void {
  statement(
    database,
    `INSERT INTO document (number, id, kind, family, parent, part, type, filename, size_bytes, sha256, date_ms, sender, subject, header, thread,
         problems, surfaces, squashed, collected_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    number,
    document.id,
    document.kind,
    family,
    document.parent,
    document.part,
    document.type,
    document.filename,
    document.sizeBytes,
    document.sha256,
    document.dateMs,
    document.sender,
    document.subject,
    document.header === null ? null : JSON.stringify(document.header),
    document.thread,
    JSON.stringify(document.problems),
    document.surfaces,
    document.squashed,
    atMs,
  )
  statement(
    database,
    `INSERT INTO surface (document, id, ordinal, kind, producible, hash)
       SELECT ?, value ->> 0, key, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?)`,
  ).run(document.id, document.surfaceRows)
  statement(database, 'INSERT INTO decision (document) VALUES (?)').run(document.id)
  for (const instance of document.instances) insertInstance(database, document.id, instance)
}

/** Notes a copy that this document's decision covers; known ones are left as they are. */
export function insertInstance(database: WritableDatabase, document: DocumentId, instance: Instance): boolean {
  return (
    statement(
      database,
      `INSERT INTO instance (document, source, source_label, custodian, locator, folder, flags, sha256) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT DO NOTHING`,
    ).run(
      document,
      instance.source,
      instance.sourceLabel,
      instance.custodian,
      instance.locator,
      instance.folder,
      JSON.stringify(instance.flags),
      instance.sha256,
    ).changes > 0
  )
}

/** Notes that one of the subject's forms brought a document here, and in which of its parts it stands: `subject text from …`, in that order. */
export function writeProvenance(database: WritableDatabase, document: DocumentId, term: string, places: string): void {
  statement(
    database,
    `INSERT INTO provenance (document, term, places) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET places = excluded.places WHERE excluded.places NOT IN ('', places)`,
  ).run(document, term, places)
}

interface DocumentRow {
  number: number
  id: string
  kind: 'message' | 'attachment'
  family: string
  parent: string | null
  part: string
  type: string
  filename: string | null
  size_bytes: number
  sha256: string
  date_ms: number | null
  sender: string
  subject: string
  header: string | null
  thread: string
  problems: string
}
const columns =
  'number, id, kind, family, parent, part, type, filename, size_bytes, sha256, date_ms, sender, subject, header, thread, problems'

function toDocument(row: DocumentRow): StoredDocument {
  return {
    id: asId<DocumentId>(row.id),
    controlNumber: controlNumber(row.number),
    kind: row.kind,
    family: asId<DocumentId>(row.family),
    parent: row.parent === null ? null : asId<DocumentId>(row.parent),
    part: row.part,
    type: row.type,
    filename: row.filename,
    sizeBytes: row.size_bytes,
    sha256: row.sha256,
    dateMs: row.date_ms,
    sender: row.sender,
    subject: row.subject,
    header: row.header === null ? null : (JSON.parse(row.header) as FrozenHeader),
    thread: row.thread,
    problems: JSON.parse(row.problems) as Problem[],
  }
}

/** @throws matter/unknown-document */
export function readDocument(database: ReadableDatabase, id: DocumentId): StoredDocument {
  const row = statement(database, `SELECT ${columns} FROM document WHERE id = ?`).get(id) as DocumentRow | undefined
  if (row === undefined) throw new AppError('matter/unknown-document', 'This document is not in the review set of this request.')
  return toDocument(row)
}

/** The whole review set in order of control number; one family only where `family` is given. */
export function readDocuments(database: ReadableDatabase, family: DocumentId | null = null): readonly StoredDocument[] {
  const rows =
    family === null
      ? statement(database, `SELECT ${columns} FROM document ORDER BY number`).all()
      : statement(database, `SELECT ${columns} FROM document WHERE family = ? ORDER BY number`).all(family)
  return (rows as DocumentRow[]).map(toDocument)
}

const withProblem = "problems LIKE '%\"' || ? || '\"%'"

/** Documents of which only the beginning was read, since their message is too large. */
export function readCutShort(database: ReadableDatabase): ReadonlySet<DocumentId> {
  const code: ProblemCode = 'cut-short'
  const ids = statement(database, `SELECT id FROM document WHERE ${withProblem}`).pluck().all(code)
  return new Set(ids as DocumentId[])
}

/** Documents that are larger than what is read of one of their kind. A message tells it of its parts, too: those are the attachments that they became. */
export function readTooLarge(database: ReadableDatabase): ReadonlySet<DocumentId> {
  const code: ProblemCode = 'too-large'
  const rows = statement(database, `SELECT ${columns} FROM document WHERE ${withProblem}`).all(code) as DocumentRow[]
  const found = new Set<DocumentId>()
  for (const { id, family, problems } of rows.map(toDocument)) {
    const attachments = readDocuments(database, family).filter(({ part }) => part !== '')
    for (const { where } of problems.filter((problem) => problem.code === code)) {
      const holding = attachments.filter(({ part }) => where === part || where?.startsWith(`${part}/`) === true)
      found.add(holding.sort((one, other) => other.part.length - one.part.length)[0]?.id ?? id)
    }
  }
  return found
}

/** Control numbers of those of the documents that are in the review set. */
export function controlNumbersOf(database: ReadableDatabase, documents: readonly DocumentId[]): ReadonlyMap<DocumentId, string> {
  const number = statement(database, 'SELECT number FROM document WHERE id = ?')
  const found = new Map<DocumentId, string>()
  for (const id of documents) {
    const row = number.get(id) as { number: number } | undefined
    if (row !== undefined) found.set(id, controlNumber(row.number))
  }
  return found
}

/** Puts documents whose thread turned out to be part of another one there. Run it in a transaction. */
export function joinFrozenThreads(database: WritableDatabase, threadOf: (frozen: string) => string): void {
  const frozen = statement(database, 'SELECT DISTINCT thread FROM document').pluck().all() as string[]
  for (const thread of frozen) {
    const now = threadOf(thread)
    if (now !== thread) statement(database, 'UPDATE document SET thread = ? WHERE thread = ?').run(now, thread)
  }
}

/** The documents of a thread, attachments among them, in order of control number. */
export function documentsOfThread(database: ReadableDatabase, thread: string): readonly StoredDocument[] {
  return (statement(database, `SELECT ${columns} FROM document WHERE thread = ? ORDER BY number`).all(thread) as DocumentRow[]).map(
    toDocument,
  )
}

export function documentIdsOf(database: ReadableDatabase): readonly DocumentId[] {
  return statement(database, 'SELECT id FROM document ORDER BY number').pluck().all() as DocumentId[]
}

/** The raw message of a family, checked against the hash it was collected with. @throws store/corrupt */
export function readRaw(database: ReadableDatabase, family: DocumentId): Uint8Array {
  const row = statement(database, 'SELECT raw, raw_sha256 FROM family WHERE id = ?').get(family) as
    | { raw: Uint8Array; raw_sha256: string }
    | undefined
  if (row === undefined) throw new AppError('matter/unknown-document', 'This document is not in the review set of this request.')
  const raw = zstdDecompressSync(row.raw)
  if (createHash('sha256').update(raw).digest('hex') !== row.raw_sha256) {
    throw new AppError(
      'store/corrupt',
      'A collected message no longer has the content it was collected with. Restore the workspace from a backup.',
    )
  }
  return raw
}

/** The frozen surfaces of a document, in the order they were frozen. */
export function readSurfaces(database: ReadableDatabase, document: DocumentId): readonly Surface[] {
  const row = statement(database, 'SELECT surfaces FROM document WHERE id = ?').get(document) as { surfaces: Uint8Array } | undefined
  if (row === undefined) throw new AppError('matter/unknown-document', 'This document is not in the review set of this request.')
  return JSON.parse(zstdDecompressSync(row.surfaces).toString('utf8')) as Surface[]
}

/** The documents in which a squashed text (see `NewDocument.squashed`) occurs, in order of control number. */
export function documentsHolding(database: ReadableDatabase, squashed: string): readonly DocumentId[] {
  const found: DocumentId[] = []
  const rows = database.prepare('SELECT id, squashed FROM document ORDER BY number').iterate() as IterableIterator<{
    id: DocumentId
    squashed: Uint8Array
  }>
  const needle = Buffer.from(squashed)
  for (const row of rows) {
    if (needle.byteLength === 0 || zstdDecompressSync(row.squashed).includes(needle)) found.push(row.id)
  }
  return found
}

/** Hashes of a document's surfaces as frozen, without reading their content. */
export function readSurfaceHashes(
  database: ReadableDatabase,
  document: DocumentId,
): readonly { readonly id: SurfaceId; readonly hash: string }[] {
  return statement(database, 'SELECT id, hash FROM surface WHERE document = ? ORDER BY ordinal').all(document) as {
    id: SurfaceId
    hash: string
  }[]
}

export function readInstances(database: ReadableDatabase, document: DocumentId): readonly Instance[] {
  const rows = statement(
    database,
    `SELECT source, source_label AS sourceLabel, custodian, locator, folder, flags, sha256 FROM instance WHERE document = ?
       ORDER BY source, locator`,
  ).all(document) as (Omit<Instance, 'flags'> & { flags: string })[]
  return rows.map((row) => ({ ...row, flags: JSON.parse(row.flags) as string[] }))
}

export function readTerms(database: ReadableDatabase, document: DocumentId): readonly string[] {
  return statement(database, 'SELECT term FROM provenance WHERE document = ? ORDER BY term').pluck().all(document) as string[]
}

/**
 * How many documents that were collected are not in the review set any more, as far as the rest of the database tells: control numbers are given
 * without gaps, and a family begins with its message. The program removes none.
 */
export function countMissingDocuments(database: ReadableDatabase): number {
  return statement(
    database,
    `SELECT (SELECT coalesce(max(number), 0) - count(*) FROM document)
          + (SELECT count(*) FROM family WHERE id NOT IN (SELECT id FROM document))`,
  )
    .pluck()
    .get() as number
}
