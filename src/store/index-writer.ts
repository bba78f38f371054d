import type { DocumentId, ExceptionCode, MailAddress, Problem } from '../model/index.ts'
import { isOfStore, type WritableDatabase } from './database.ts'
import { notesForCopy } from './index-extraction.ts'
import { type HeaderWords, writeHeaderWords } from './index-header-words.ts'
import { insertException } from './index-ledger.ts'
import { forgetInterned, gatherParticipants, type HeaderPerson, type Participant, writeParticipants } from './index-participants.ts'
import { statement } from './index-statements.ts'
import { noteReplaced } from './index-texts.ts'

/** What a message, or an attachment that is a message, says of itself. */
export interface HeaderFacts {
  readonly dateMs: number | null
  readonly dateRaw: string | null
  /** Addresses for people, as one line. */
  readonly sender: string
  readonly recipients: string
  readonly copied: string
  readonly subject: string
  readonly messageId: string | null
  /** Message-IDs of what it says it answers, the oldest first. */
  readonly references: readonly string[]
  readonly participants: readonly HeaderPerson[]
  /** People of the fields that differ between copies of a message (who it was delivered to): of each copy. */
  readonly further: readonly HeaderPerson[]
  /** Of each copy too: what is found by words and stands in no column of the text. */
  readonly words: readonly HeaderWords[]
}

/** A document as a worker digested it. */
export interface DigestedDocument {
  readonly id: DocumentId
  /** MIME path within the family's message; empty for the message itself. */
  readonly part: string
  /** Index in the family (0 is the message); null for the message itself. */
  readonly parent: number | null
  readonly type: string
  readonly filename: string | null
  readonly sizeBytes: number
  /** In hexadecimal. */
  readonly hash: string
  /** Null for an attachment that is no message. */
  readonly header: HeaderFacts | null
  readonly extraction: 'done' | 'pending' | 'failed' | 'none'
  readonly problems: readonly Problem[]
  /** Row of its words and text in the shards, committed there already. */
  readonly text: number
}

/** What is told of a message that was taken in. */
export interface InstanceNote {
  readonly code: ExceptionCode
  /** Path of a part, or name of a header field; empty for the message as a whole. */
  readonly place: string
  /** The same for people; null for the message as a whole. */
  readonly part: string | null
}

/**
 * One occurrence of a message with what it holds: the message first, then its attachments, parents before children. Plain data without bytes, as it crosses
 * from the workers as JSON.
 */
export interface DigestedInstance {
  readonly fileKey: string
  readonly offset: number
  readonly length: number
  readonly name: string
  /** The name's bytes, one character a byte, where they aren't UTF-8. */
  readonly nameBytes: string | null
  /** How to get to the message where the container doesn't say it. */
  readonly place: string | null
  readonly locator: string
  /** In hexadecimal. */
  readonly sha256: string
  readonly flags: string
  readonly bcc: readonly MailAddress[]
  readonly thread: string
  readonly problems: readonly Problem[]
  /** Codes among `problems` (and of the attachments) by which it counts as partly read; empty when it was read in whole. */
  readonly partial: readonly InstanceNote[]
  /** Codes that stand in the ledger though all was read: a picture holds no text that searches find. */
  readonly noted: readonly InstanceNote[]
  readonly family: readonly DigestedDocument[]
}

/** A message that was found and could not be taken in. */
export interface FailedMessage {
  readonly locator: string
  readonly code: ExceptionCode
  readonly length: number
  /** Place of its bytes, where they are inside an archive. */
  readonly bytesAt?: string | null
  /** `rest`: not one message but all that follows of an mbox that could not be read on. */
  readonly place?: string
}

/** What one transaction adds to a container. */
export interface IngestBatch {
  readonly source: number
  readonly container: number
  /** Bytes of the container accounted for after this batch; for folders the same as before. */
  readonly position: number
  /** Messages that the reader counted in this batch; 0 for folders, whose files were counted when listed. */
  readonly listed: number
  /** By how much the container turned out larger (or smaller) than when it was listed: files that changed meanwhile. */
  readonly sizeDelta: number
  readonly separatorBytes: number
  /** Stray bytes that are neither message nor separator. */
  readonly exceptionBytes: number
  readonly instances: readonly DigestedInstance[]
  readonly failed: readonly FailedMessage[]
  readonly notes: readonly { readonly locator: string; readonly code: ExceptionCode; readonly place: string }[]
}

interface Counters {
  failed: FailedMessage[]
  indexed: number
  partial: number
  duplicates: number
  messageBytes: number
}

/** What the batches of a transaction share. */
interface Transaction {
  /** Number of the next document. */
  next: number
  /** Written at the end: the more at a time, the more of them stand beside each other in the table. */
  readonly participants: Participant[]
  /** By which a message counts as read in part. */
  readonly partialCodes: ReadonlySet<ExceptionCode>
}

/**
 * Stores batches, one after the other. The caller holds the transaction, so that the containers' positions and counters change with the messages they count.
 * @param apart each message can be undone by itself: one that can't be written is listed as not taken in, and costs no other. That takes a little longer.
 * @param partialCodes those by which a message counts as read in part
 */
export function writeBatches(
  database: WritableDatabase,
  batches: readonly IngestBatch[],
  { apart = false, partialCodes = [] }: { readonly apart?: boolean; readonly partialCodes?: readonly ExceptionCode[] } = {},
): void {
  const last = statement(database, 'SELECT max(number) FROM document').pluck().get() as number | null
  const transaction: Transaction = { next: (last ?? 0) + 1, participants: [], partialCodes: new Set(partialCodes) }
  for (const batch of batches) writeBatch(database, batch, transaction, apart ? writeApart : writeInstance)
  writeParticipants(database, transaction.participants)
}

function writeBatch(database: WritableDatabase, batch: IngestBatch, transaction: Transaction, write: typeof writeInstance): void {
  const counters: Counters = { failed: [...batch.failed], indexed: 0, partial: 0, duplicates: 0, messageBytes: 0 }
  for (const instance of batch.instances) write(database, batch, instance, counters, transaction)
  let failedBytes = 0
  for (const failure of counters.failed) {
    failedBytes += failure.length
    insertException(database, { ...batch, ...failure, place: failure.place ?? '', counted: true })
  }
  for (const note of batch.notes) insertException(database, { ...batch, ...note, counted: false, length: 0 })
  statement(
    database,
    `UPDATE container SET position = ?, listed = listed + ?, indexed = indexed + ?, partial = partial + ?, exceptions = exceptions + ?,
       duplicates = duplicates + ?, message_bytes = message_bytes + ?, separator_bytes = separator_bytes + ?, exception_bytes = exception_bytes + ?,
       size_bytes = size_bytes + ?
     WHERE number = ?`,
  ).run(
    batch.position,
    batch.listed,
    counters.indexed,
    counters.partial,
    counters.failed.length,
    counters.duplicates,
    counters.messageBytes,
    batch.separatorBytes,
    batch.exceptionBytes + failedBytes,
    batch.sizeDelta,
    batch.container,
  )
}

function writeApart(...[database, batch, instance, counters, transaction]: Parameters<typeof writeInstance>): void {
  const before = { ...counters }
  const { next, participants } = transaction
  const kept = participants.length
  statement(database, 'SAVEPOINT message').run()
  try {
    writeInstance(database, batch, instance, counters, transaction)
  } catch (error) {
    if (isOfStore(error)) throw error
    statement(database, 'ROLLBACK TO message').run()
    forgetInterned(database)
    Object.assign(counters, before)
    transaction.next = next
    participants.length = kept
    const { locator, length, place } = instance
    counters.failed.push({ locator, length, code: 'parser-failed', bytesAt: place })
  }
  statement(database, 'RELEASE message').run()
}

function writeInstance(
  database: WritableDatabase,
  batch: IngestBatch,
  instance: DigestedInstance,
  counters: Counters,
  transaction: Transaction,
): void {
  const { number: document, known } = writeFamily(database, instance, transaction)
  if (known) for (const { text } of instance.family) noteReplaced(database, text)
  // A copy that comes after the second pass shares what that pass could not read, and what it told.
  const { failed, notes } = known && instance.family.length > 1 ? notesForCopy(database, document) : nothingTold
  const partial = instance.partial.length > 0 || failed || notes.some(({ code }) => transaction.partialCodes.has(code))
  statement(
    database,
    `INSERT INTO instance (container, file_key, offset, length, name, name_bytes, place, document, sha256, duplicate, partial, flags, bcc, problems)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, unhex(?), ?, ?, ?, ?, ?)`,
  ).run(
    batch.container,
    instance.fileKey,
    instance.offset,
    instance.length,
    instance.name,
    instance.nameBytes === null ? null : Buffer.from(instance.nameBytes, 'latin1'),
    instance.place,
    document,
    instance.sha256,
    known ? 1 : 0,
    partial ? 1 : 0,
    instance.flags,
    instance.bcc.length === 0 ? '' : JSON.stringify(instance.bcc),
    instance.problems.length === 0 ? '' : JSON.stringify(instance.problems),
  )
  // Bcc is an envelope fact: only the sender's copy holds it. Whoever looks for that address must still find the document.
  gatherParticipants(
    database,
    transaction.participants,
    document,
    instance.bcc.map(({ address, name }) => ['bcc', address, name]),
  )
  gatherFurther(database, transaction, document, instance.family[0]?.header ?? null)
  counters.messageBytes += instance.length
  if (known) counters.duplicates++
  if (partial) counters.partial++
  else counters.indexed++
  for (const reason of [...instance.partial, ...instance.noted, ...notes]) {
    insertException(database, { ...batch, locator: instance.locator, ...reason, counted: false, length: 0 })
  }
}

const nothingTold: ReturnType<typeof notesForCopy> = { failed: false, notes: [] }

/** The number of an instance's message, whose family is written unless it is known. */
function writeFamily(
  database: WritableDatabase,
  instance: DigestedInstance,
  transaction: Transaction,
): { readonly number: number; readonly known: boolean } {
  const family = transaction.next
  const [message] = instance.family
  if (!message?.header) throw new Error('an instance without its message')
  for (const [at, document] of instance.family.entries()) {
    const number = family + at
    const header = document.header ?? message.header
    const { changes } = statement(
      database,
      `INSERT INTO document (number, id, kind, parent, family, part, type, filename, size_bytes, hash, has_header, date_ms, date_raw,
         sender, recipients, copied, subject, message_id, refs, thread, attachments, extraction, problems, text)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, unhex(?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
    ).run(
      number,
      document.id,
      document.parent === null ? 'message' : 'attachment',
      document.parent === null ? null : family + document.parent,
      family,
      document.part,
      document.type,
      document.filename,
      document.sizeBytes,
      document.hash,
      document.header ? 1 : 0,
      header.dateMs,
      header.dateRaw,
      header.sender,
      header.recipients,
      header.copied,
      header.subject,
      document.header?.messageId ?? null,
      header.references.length === 0 || !document.header ? '' : JSON.stringify(header.references),
      instance.thread,
      document.parent === null ? instance.family.length - 1 : 0,
      document.extraction,
      document.problems.length === 0 ? '' : JSON.stringify(document.problems),
      document.text,
    )
    if (changes === 0) {
      if (at > 0) throw new Error('an attachment that another message has')
      const known = statement(database, 'SELECT number FROM document WHERE id = ?').pluck().get(document.id) as number
      return { number: known, known: true }
    }
    transaction.next++
    gatherParticipants(database, transaction.participants, number, document.header?.participants ?? [])
    if (at > 0) gatherFurther(database, transaction, number, document.header)
  }
  return { number: family, known: false }
}

function gatherFurther(database: WritableDatabase, transaction: Transaction, document: number, header: HeaderFacts | null): void {
  gatherParticipants(database, transaction.participants, document, header?.further ?? [])
  writeHeaderWords(database, document, header?.words ?? [])
}
