import type { DocumentId, SurfaceId, UserName } from '../model/index.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { statement } from './index-statements.ts'

/** A signature over exactly what was shown. */
export interface Approval {
  readonly id: number
  readonly document: DocumentId
  /** SHA-256 (hex) of the canonical JSON that was signed. */
  readonly hash: string
  readonly approver: UserName
  readonly signature: string
  /** Whether the approver had opened every surface. */
  readonly viewed: boolean
  readonly atMs: number
}

export function insertApproval(database: WritableDatabase, approval: Omit<Approval, 'id'>): number {
  return Number(
    statement(database, 'INSERT INTO approval (document, hash, approver, signature, viewed, at_ms) VALUES (?, ?, ?, ?, ?, ?)').run(
      approval.document,
      approval.hash,
      approval.approver,
      approval.signature,
      Number(approval.viewed),
      approval.atMs,
    ).lastInsertRowid,
  )
}

/** Null when the row is missing, which the gate reports. */
export function readApproval(database: ReadableDatabase, id: number): Approval | null {
  const row = statement(database, 'SELECT id, document, hash, approver, signature, viewed, at_ms AS atMs FROM approval WHERE id = ?').get(
    id,
  ) as (Omit<Approval, 'viewed'> & { viewed: number }) | undefined
  return row === undefined ? null : { ...row, viewed: row.viewed === 1 }
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

/** Whether a person opened every surface of a document. */
export function hasViewed(database: ReadableDatabase, user: UserName, document: DocumentId): boolean {
  return (
    statement(
      database,
      `SELECT 1 FROM surface WHERE document = ? AND NOT EXISTS (
           SELECT 1 FROM viewed WHERE viewed.user = ? AND viewed.document = surface.document AND viewed.surface = surface.id) LIMIT 1`,
    ).get(document, user) === undefined
  )
}

/** The surfaces of a document that a person has not been shown yet, in the document's order. */
export function surfacesNotViewed(database: ReadableDatabase, user: UserName, document: DocumentId): readonly SurfaceId[] {
  return statement(
    database,
    `SELECT id FROM surface WHERE document = ? AND NOT EXISTS (
       SELECT 1 FROM viewed WHERE viewed.user = ? AND viewed.document = surface.document AND viewed.surface = surface.id) ORDER BY ordinal`,
  )
    .all(document, user)
    .map((row) => (row as { id: SurfaceId }).id)
}

/** The documents that a person has opened in whole. */
export function viewedDocuments(database: ReadableDatabase, user: UserName): ReadonlySet<DocumentId> {
  return new Set(
    statement(
      database,
      `SELECT id FROM document WHERE NOT EXISTS (SELECT 1 FROM surface WHERE surface.document = document.id AND NOT EXISTS (
           SELECT 1 FROM viewed WHERE viewed.user = ? AND viewed.document = surface.document AND viewed.surface = surface.id))`,
    )
      .pluck()
      .all(user) as DocumentId[],
  )
}
