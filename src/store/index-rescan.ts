import type { ExceptionCode } from '../model/index.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { insertException } from './index-ledger.ts'
import { statement } from './index-statements.ts'

/** Keys of the files of a folder container that are indexed already. */
export function knownFileKeys(database: ReadableDatabase, container: number): Set<string> {
  return new Set(statement(database, 'SELECT file_key FROM instance WHERE container = ?').pluck().all(container) as string[])
}

/** The same of the Maildir of this name (its path below the source's), for whoever looks for new files there. */
export function knownMaildirKeys(database: ReadableDatabase, sourcePath: string, name: string): Set<string> {
  const keys = statement(
    database,
    `SELECT instance.file_key FROM source JOIN container ON container.source = source.number JOIN instance ON instance.container = container.number
       WHERE source.path = ? AND source.kind = 'maildir' AND container.name = ?`,
  )
  return new Set(keys.pluck().all(sourcePath, name) as string[])
}

/** Messages of a container that are indexed already: the key of each, and the SHA-256 of its bytes in hexadecimal. */
export function knownVersions(database: ReadableDatabase, container: number): readonly { readonly key: string; readonly sha256: string }[] {
  return statement(database, 'SELECT file_key AS key, lower(hex(sha256)) AS sha256 FROM instance WHERE container = ?').all(container) as {
    key: string
    sha256: string
  }[]
}

/** Where a container's messages were found and not taken in. */
export function failedLocators(database: ReadableDatabase, container: number): readonly string[] {
  return statement(database, 'SELECT locator FROM exception WHERE container = ? AND counted = 1').pluck().all(container) as string[]
}

/**
 * Takes back what a container's earlier pass failed at, from exceptions and counters, so that it is tried again. `place` limits it: of an mbox
 * the unread rest (`rest`) comes again by itself; its position is past the other failures, which are taken back one by one.
 */
export function takeBackFailures(database: WritableDatabase, container: number, place: 'any' | 'rest'): void {
  const where = `container = ? AND counted = 1${place === 'rest' ? " AND place = 'rest'" : ''}`
  const sums = statement(database, `SELECT count(*) AS count, coalesce(sum(length), 0) AS bytes FROM exception WHERE ${where}`).get(
    container,
  ) as { count: number; bytes: number }
  if (sums.count === 0) return
  statement(database, `DELETE FROM exception WHERE ${where}`).run(container)
  uncount(database, container, sums.count, sums.bytes)
}

/** Messages of an mbox that an earlier pass failed at, with the place of each as its locator ends, in order. */
export function failedInMbox(database: ReadableDatabase, container: number): { readonly locator: string; readonly length: number }[] {
  return statement(
    database,
    "SELECT locator, length FROM exception WHERE container = ? AND counted = 1 AND place = '' ORDER BY number",
  ).all(container) as { locator: string; length: number }[]
}

/** Takes back one failure, so that what became of the message now can be stored in the same transaction. */
export function takeBackMessage(database: WritableDatabase, source: number, container: number, locator: string): void {
  const { count, bytes } = statement(
    database,
    "SELECT count(*) AS count, coalesce(sum(length), 0) AS bytes FROM exception WHERE source = ? AND locator = ? AND container = ? AND counted = 1 AND place = ''",
  ).get(source, locator, container) as { count: number; bytes: number }
  statement(database, "DELETE FROM exception WHERE source = ? AND locator = ? AND container = ? AND counted = 1 AND place = ''").run(
    source,
    locator,
    container,
  )
  uncount(database, container, count, bytes)
}

function uncount(database: WritableDatabase, container: number, count: number, bytes: number): void {
  statement(
    database,
    'UPDATE container SET listed = listed - @count, exceptions = exceptions - @count, exception_bytes = exception_bytes - @bytes WHERE number = @container',
  ).run({ count, bytes, container })
}

/** A message of an mbox by place and hash. */
export interface MessageFingerprint {
  readonly offset: number
  readonly length: number
  readonly sha256: Uint8Array
}

/** Messages of an mbox that are indexed, in order of place, from an offset on. */
export function listFingerprints(database: ReadableDatabase, container: number, from: number, limit: number): MessageFingerprint[] {
  return statement(
    database,
    "SELECT offset, length, sha256 FROM instance WHERE container = ? AND file_key = '' AND offset >= ? ORDER BY offset LIMIT ?",
  ).all(container, from, limit) as MessageFingerprint[]
}

/** Replaces a source's exceptions that belong to no container: what lies beside the mail is looked at anew in each pass. */
export function replaceLooseExceptions(
  database: WritableDatabase,
  source: number,
  exceptions: readonly {
    readonly locator: string
    readonly code: ExceptionCode
    readonly counted: boolean
    readonly bytesAt: string | null
    /** Bytes of the file, where nothing of it was taken in. */
    readonly length: number
  }[],
): void {
  statement(database, 'DELETE FROM exception WHERE source = ? AND container IS NULL').run(source)
  for (const exception of exceptions) insertException(database, { ...exception, source, container: null, place: '' })
}

/** Removes a note that no longer holds, whichever generation of the container it was told of; true where there was one. */
export function dropNote(database: WritableDatabase, container: number, code: ExceptionCode): boolean {
  const { changes } = statement(
    database,
    `DELETE FROM exception WHERE counted = 0 AND code = @code AND (place = '' OR place LIKE 'container:%') AND container IN (SELECT other.number FROM container
       JOIN container other ON other.source = container.source AND other.name = container.name WHERE container.number = @container)`,
  ).run({ container, code })
  return changes > 0
}

/** Whether a note of that kind is told of a container. */
export function hasNote(database: ReadableDatabase, container: number, code: ExceptionCode): boolean {
  const found = statement(database, "SELECT 1 FROM exception WHERE container = ? AND counted = 0 AND code = ? AND place = '' LIMIT 1")
  return found.get(container, code) !== undefined
}

/** Notes where a known message of a folder stands now: an archive that was written anew has its members elsewhere. */
export function setInstancePlace(database: WritableDatabase, container: number, fileKey: string, place: string): void {
  statement(database, 'UPDATE instance SET place = ? WHERE container = ? AND file_key = ? AND place IS NOT ?').run(
    place,
    container,
    fileKey,
    place,
  )
}
