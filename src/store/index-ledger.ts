import type { ByteLedger, ExceptionCode, LedgerCounts } from '../model/index.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { sourceIdOf } from './index-sources.ts'
import { statement } from './index-statements.ts'

/** The ledger by count and by byte, of one source or of all. */
export interface LedgerSums {
  readonly counts: LedgerCounts
  readonly bytes: ByteLedger
}

/** A processing exception as stored. */
export interface ExceptionRecord {
  readonly source: ReturnType<typeof sourceIdOf>
  readonly locator: string
  readonly code: ExceptionCode
  /** Part path, header name or empty. */
  readonly place: string
  /** Which attachment, inner part or header field it is about, for people; null for the message or file as a whole. */
  readonly part: string | null
  /** Whether a message was found here and not taken in; else a note about one that was taken in, or about a file that isn't mail. */
  readonly counted: boolean
}

export interface NewException {
  readonly source: number
  readonly container: number | null
  readonly locator: string
  readonly code: ExceptionCode
  readonly place: string
  readonly counted: boolean
  readonly length: number
  /** Place of its bytes, where they are inside an archive. */
  readonly bytesAt?: string | null
  /** As of an ExceptionRecord. */
  readonly part?: string | null
}

/** Adds an exception once; true when it is new. */
export function insertException(database: WritableDatabase, exception: NewException): boolean {
  return (
    statement(
      database,
      `INSERT INTO exception (source, container, locator, code, place, counted, length, bytes_at, part) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (source, locator, code, place) DO NOTHING`,
    ).run(
      exception.source,
      exception.container,
      exception.locator,
      exception.code,
      exception.place,
      exception.counted ? 1 : 0,
      exception.length,
      exception.bytesAt ?? null,
      exception.part ?? null,
    ).changes === 1
  )
}

/**
 * Sums of the containers' counters, plus exceptions that belong to no container (a symbolic link, a folder that can't be read). Found is what
 * the reader counted and what became of it is what the writer counted; only a container still being read has a remainder that is pending.
 * So a message lost in between makes the ledger fail to reconcile. What is counted is all that was ever found; the bytes are those that stand in the sources now.
 */
export function ledgerSums(database: ReadableDatabase, source: number | null): LedgerSums {
  const row = statement(
    database,
    `SELECT coalesce(sum(listed), 0) AS found, coalesce(sum(indexed), 0) AS indexed,
       coalesce(sum(partial), 0) AS partial, coalesce(sum(exceptions), 0) AS exceptions, coalesce(sum(duplicates), 0) AS duplicates,
       coalesce(sum(CASE WHEN state IN ('pending', 'reading') THEN listed - indexed - partial - exceptions ELSE 0 END), 0) AS pending,
       coalesce(sum(size_bytes) FILTER (WHERE state <> 'vanished'), 0) AS total,
       coalesce(sum(message_bytes) FILTER (WHERE state <> 'vanished'), 0) AS messages,
       coalesce(sum(separator_bytes) FILTER (WHERE state <> 'vanished'), 0) AS separators,
       coalesce(sum(exception_bytes) FILTER (WHERE state <> 'vanished'), 0) AS exceptionBytes,
       coalesce(sum(CASE WHEN state IN ('pending', 'reading') THEN size_bytes - message_bytes - separator_bytes - exception_bytes ELSE 0 END), 0)
         AS pendingBytes
     FROM container WHERE @source IS NULL OR source = @source`,
  ).get({ source }) as Record<string, number>
  const loose = statement(
    database,
    'SELECT coalesce(sum(counted), 0) AS count, coalesce(sum(length), 0) AS bytes FROM exception WHERE container IS NULL AND (@source IS NULL OR source = @source)',
  ).get({ source }) as { count: number; bytes: number }
  const gone = statement(
    database,
    `SELECT coalesce(sum(instance.length), 0) FROM instance JOIN container ON container.number = instance.container
       WHERE instance.standing > 0 AND instance.standing = 1 AND container.state <> 'vanished' AND (@source IS NULL OR container.source = @source)`,
  )
    .pluck()
    .get({ source }) as number
  const at = (name: string): number => row[name] ?? 0
  return {
    counts: {
      found: at('found') + loose.count,
      indexed: at('indexed'),
      partial: at('partial'),
      pending: at('pending'),
      exceptions: at('exceptions') + loose.count,
      duplicates: at('duplicates'),
    },
    bytes: {
      total: at('total') - gone + loose.bytes,
      messages: at('messages') - gone,
      separators: at('separators'),
      exceptions: at('exceptionBytes'),
      pending: at('pendingBytes'),
      unread: loose.bytes,
    },
  }
}

const exceptionRows = 'SELECT source, locator, code, place, part, counted FROM exception'
const inOrder = 'ORDER BY source, coalesce(container, 0), locator, code, place'

interface ExceptionRow {
  readonly source: number
  readonly locator: string
  readonly code: ExceptionCode
  readonly place: string
  readonly part: string | null
  readonly counted: number
}
const toException = (row: ExceptionRow): ExceptionRecord => ({ ...row, source: sourceIdOf(row.source), counted: row.counted === 1 })

/** Every exception of one source or of all, in order of place, which is the same after an interruption. While they are taken nothing else can be asked. */
export function* eachException(database: ReadableDatabase, source: number | null): Generator<ExceptionRecord> {
  const rows = statement(database, `${exceptionRows} WHERE @source IS NULL OR source = @source ${inOrder}`).iterate({ source })
  for (const row of rows) yield toException(row as ExceptionRow)
}

/** The first exceptions of one kind, in order of place. */
export function firstExceptions(database: ReadableDatabase, source: number | null, code: ExceptionCode, limit: number): ExceptionRecord[] {
  const rows = statement(
    database,
    `${exceptionRows} WHERE code = @code AND (@source IS NULL OR source = @source) ${inOrder} LIMIT @limit`,
  ).all({ source, code, limit }) as ExceptionRow[]
  return rows.map(toException)
}

/** Exceptions of one kind in a source. */
export interface ExceptionCount extends Pick<ExceptionRecord, 'source' | 'code' | 'counted'> {
  /** They tell of single messages that are gone (`isGoneMessage`). */
  readonly gone: boolean
  readonly count: number
}

/** How many exceptions there are of each kind, by source. */
export function countExceptions(database: ReadableDatabase): readonly ExceptionCount[] {
  const rows = statement(
    database,
    `SELECT source, code, counted, place LIKE 'message:%' AS gone, count(*) AS count FROM exception
     GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`,
  ).all() as { source: number; code: ExceptionCode; counted: number; gone: number; count: number }[]
  return rows.map((row) => ({ ...row, source: sourceIdOf(row.source), counted: row.counted === 1, gone: row.gone === 1 }))
}

/** One exception, the container it was told in, and the place of its bytes if it has one; null where the ledger has none such. */
export function findException(
  database: ReadableDatabase,
  source: number,
  locator: string,
  code: string,
): { readonly container: number | null; readonly bytesAt: string | null } | null {
  const row = statement(
    database,
    'SELECT container, bytes_at AS bytesAt FROM exception WHERE source = ? AND locator = ? AND code = ? LIMIT 1',
  ).get(source, locator, code)
  return (row as { container: number | null; bytesAt: string | null } | undefined) ?? null
}

/** What was counted while an index had so many instances: every screen asks, and only more of them changes it. */
const countedAttachments = new WeakMap<ReadableDatabase, { readonly instances: number | null; readonly bySource: Map<number, number> }>()

/** How many attachments belong to messages that occur in a source. */
export function countAttachments(database: ReadableDatabase, source: number): number {
  const instances = statement(database, 'SELECT max(number) FROM instance').pluck().get() as number | null
  const before = countedAttachments.get(database)
  const { bySource } = before?.instances === instances ? before : { bySource: new Map<number, number>() }
  countedAttachments.set(database, { instances, bySource })
  const count = bySource.get(source) ?? (statement(database, attachmentsSql).pluck().get(source) as number)
  bySource.set(source, count)
  return count
}

export const attachmentsSql = `SELECT coalesce(sum(attachments), 0) FROM document WHERE attachments > 0 AND EXISTS (SELECT 1 FROM instance
  JOIN container ON container.number = instance.container WHERE instance.document = document.number AND container.source = ?)`
