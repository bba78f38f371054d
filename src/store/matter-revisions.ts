import type { DocumentId, Scope, Subject } from '../model/index.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { statement } from './index-statements.ts'

/** A correction of whom a request concerns and where is looked: what stood before, and what stands since. */
export interface Revision {
  readonly before: { readonly subject: Subject; readonly scope: Scope }
  readonly after: { readonly subject: Subject; readonly scope: Scope }
  /** Forms that ceased to be looked for with it. */
  readonly dropped: readonly string[]
  /** Empty where none was given. */
  readonly reason: string
  readonly by: string
  readonly atMs: number
}

/** Writes a revision and what stands since to the request's header. Run it in a transaction. */
export function writeRevision(database: WritableDatabase, { before, after, dropped, reason, by, atMs }: Revision): void {
  const [subject, scope] = [JSON.stringify(after.subject), JSON.stringify(after.scope)]
  statement(
    database,
    `INSERT INTO revision (subject_before, subject, scope_before, scope, dropped, collection, by_forms, reason, user, at_ms)
       SELECT ?, ?, ?, ?, ?, coalesce(max(number), 0), coalesce(max(query = ''), 0), ?, ?, ? FROM collection`,
  ).run(JSON.stringify(before.subject), subject, JSON.stringify(before.scope), scope, JSON.stringify(dropped), reason, by, atMs)
  statement(database, 'UPDATE matter SET subject = ?, scope = ?').run(subject, scope)
}

/** Every revision in order of time. */
export function readRevisions(database: ReadableDatabase): readonly Revision[] {
  const rows = statement(database, 'SELECT * FROM revision ORDER BY number').all() as {
    subject_before: string
    subject: string
    scope_before: string
    scope: string
    dropped: string
    reason: string
    user: string
    at_ms: number
  }[]
  return rows.map((row) => ({
    before: { subject: JSON.parse(row.subject_before) as Subject, scope: JSON.parse(row.scope_before) as Scope },
    after: { subject: JSON.parse(row.subject) as Subject, scope: JSON.parse(row.scope) as Scope },
    dropped: JSON.parse(row.dropped) as string[],
    reason: row.reason,
    by: row.user,
    atMs: row.at_ms,
  }))
}

/** Whether mail was collected before the last revision, and what is looked for since was not. A collection by a query doesn't make up for one by the accepted forms. */
export function isRevisedSince(database: ReadableDatabase): boolean {
  return isAfterLastCollection(database, 'revision')
}

/** Notes that a request's file was found to be an older copy: mail that was collected since it was made may be missing. Run it in a transaction. */
export function writeOlderCopy(database: WritableDatabase, atMs: number): void {
  const sql = `INSERT INTO older_copy (collection, by_forms, at_ms) SELECT coalesce(max(number), 0), coalesce(max(query = ''), 0), ? FROM collection`
  statement(database, sql).run(atMs)
}

/** Whether the file was found to be an older copy, and mail was not collected since as it had been. */
export function isOlderSince(database: ReadableDatabase): boolean {
  return isAfterLastCollection(database, 'older_copy')
}

function isAfterLastCollection(database: ReadableDatabase, what: 'revision' | 'older_copy'): boolean {
  const sql = `SELECT EXISTS (SELECT 1 FROM ${what} AS one WHERE collection > 0 AND NOT EXISTS (
    SELECT 1 FROM collection WHERE collection.number > one.collection AND (collection.query = '' OR one.by_forms = 0)))`
  return statement(database, sql).pluck().get() === 1
}

/** Families that nothing but these terms brought into the review set. */
export function familiesOnlyBy(database: ReadableDatabase, terms: readonly string[]): readonly DocumentId[] {
  return statement(
    database,
    `SELECT document.family FROM provenance JOIN document ON document.id = provenance.document
       GROUP BY document.family HAVING min(provenance.term IN (SELECT value FROM json_each(?))) = 1`,
  )
    .pluck()
    .all(JSON.stringify(terms)) as DocumentId[]
}
