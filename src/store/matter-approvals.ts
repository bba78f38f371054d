import type { DocumentId, SurfaceId, UserName } from '../model/index.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { statement } from './index-statements.ts'

/** A signature over exactly what was shown. */
export interface Approval {
  readonly id: number
  readonly document: DocumentId
  /** SHA-256 (hex) of the canonical JSON that was signed. */
  readonly hash: string
  /** Version of what was signed. */
  readonly payload: number
  readonly approver: UserName
  readonly signature: string
  /** Whether the approver had opened every surface. */
  readonly viewed: boolean
  readonly atMs: number
}

export function insertApproval(database: WritableDatabase, approval: Omit<Approval, 'id'>): number {
  return Number(
    statement(
      database,
      'INSERT INTO approval (document, hash, payload, approver, signature, viewed, at_ms) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ).run(approval.document, approval.hash, approval.payload, approval.approver, approval.signature, Number(approval.viewed), approval.atMs)
      .lastInsertRowid,
  )
}

/** Null when the row is missing, which the gate reports. */
export function readApproval(database: ReadableDatabase, id: number): Approval | null {
  const row = statement(
    database,
    'SELECT id, document, hash, payload, approver, signature, viewed, at_ms AS atMs FROM approval WHERE id = ?',
  ).get(id) as (Omit<Approval, 'viewed'> & { viewed: number }) | undefined
  return row === undefined ? null : { ...row, viewed: row.viewed === 1 }
}

/** Documents whose approval signed an earlier version of what one signs now. */
export function readEarlierApproved(database: ReadableDatabase, payload: number): readonly DocumentId[] {
  const sql = "SELECT document FROM decision WHERE state = 'approved' AND approval IN (SELECT id FROM approval WHERE payload < ?)"
  return statement(database, sql).pluck().all(payload) as DocumentId[]
}

export function insertDecline(database: WritableDatabase, document: DocumentId, user: UserName, comment: string, atMs: number): number {
  return Number(
    statement(database, 'INSERT INTO decline (document, user, comment, at_ms) VALUES (?, ?, ?, ?)').run(document, user, comment, atMs)
      .lastInsertRowid,
  )
}

export function readDeclineComment(database: ReadableDatabase, id: number): string | null {
  return (statement(database, 'SELECT comment FROM decline WHERE id = ?').pluck().get(id) as string | undefined) ?? null
}

/** Records that a person opened a surface; the first time counts. Tells whether it was new. */
export function insertViewed(database: WritableDatabase, user: UserName, document: DocumentId, surface: SurfaceId, atMs: number): boolean {
  return (
    statement(database, 'INSERT INTO viewed (user, document, surface, at_ms) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING').run(
      user,
      document,
      surface,
      atMs,
    ).changes > 0
  )
}

/** Records that a person opened a document that has no surface. Tells whether it was new. */
export function insertOpened(database: WritableDatabase, user: UserName, document: DocumentId, atMs: number): boolean {
  return (
    statement(database, 'INSERT INTO opened (user, document, at_ms) VALUES (?, ?, ?) ON CONFLICT DO NOTHING').run(user, document, atMs)
      .changes > 0
  )
}

/**
 * What other people than `user` had been shown of a document is no longer what stands there: they have to be shown it again. A null surface stands
 * for all of it, a null user for everybody.
 */
export function forgetViews(database: WritableDatabase, user: UserName | null, document: DocumentId, surface: SurfaceId | null): void {
  statement(database, 'DELETE FROM viewed WHERE document = ? AND user IS NOT ? AND (? IS NULL OR surface = ?)').run(
    document,
    user,
    surface,
    surface,
  )
  statement(database, 'DELETE FROM opened WHERE document = ? AND user IS NOT ?').run(document, user)
}

const notViewed = `NOT EXISTS (
  SELECT 1 FROM viewed WHERE viewed.user = :user AND viewed.document = surface.document AND viewed.surface = surface.id)`
/** A document with surfaces was opened when all of them were; one without, when it was looked at as it is. */
const opened = `NOT EXISTS (SELECT 1 FROM surface WHERE surface.document = document.id AND ${notViewed})
  AND (EXISTS (SELECT 1 FROM surface WHERE surface.document = document.id)
    OR EXISTS (SELECT 1 FROM opened WHERE opened.user = :user AND opened.document = document.id))`

/** Whether a person opened all of a document, as it stands now. */
export function hasViewed(database: ReadableDatabase, user: UserName, document: DocumentId): boolean {
  return statement(database, `SELECT 1 FROM document WHERE id = :document AND ${opened}`).get({ user, document }) !== undefined
}

/** The surfaces of a document that a person has not been shown as they stand, in the document's order. */
export function surfacesNotViewed(database: ReadableDatabase, user: UserName, document: DocumentId): readonly SurfaceId[] {
  return statement(database, `SELECT id FROM surface WHERE document = :document AND ${notViewed} ORDER BY ordinal`)
    .pluck()
    .all({ user, document }) as SurfaceId[]
}

/** The documents that a person has opened in whole, as they stand now. */
export function viewedDocuments(database: ReadableDatabase, user: UserName): ReadonlySet<DocumentId> {
  return new Set(statement(database, `SELECT id FROM document WHERE ${opened}`).pluck().all({ user }) as DocumentId[])
}
