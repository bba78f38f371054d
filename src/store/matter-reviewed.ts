import type { DocumentId, UserName } from '../model/index.ts'
import type { ReadableDatabase } from './database.ts'
import { statement } from './index-statements.ts'
import { asChange, type Change, type ChangeRow } from './matter-acts.ts'

/** The act by which a reviewer last approved or declined a document. */
export interface Reviewed {
  readonly act: number
  readonly decision: 'approved' | 'declined'
  readonly by: UserName
  readonly atMs: number
  /** Whether the document was before the reviewer then: not when it was approved unopened, or came back with a declined group of marks. */
  readonly seen: boolean
}

/**
 * The last state of a document that a reviewer saw and decided about; only where there is none, one that was decided unseen. What the reviewer
 * took back doesn't count. Null when nobody has approved or declined it.
 */
export function lastReviewed(database: ReadableDatabase, document: DocumentId): Reviewed | null {
  const row = statement(
    database,
    `SELECT act.id AS act, json_extract(change.after, '$.state') AS decision, act.user AS by, act.at_ms AS atMs,
         coalesce(approval.viewed, NOT EXISTS (
           SELECT 1 FROM change AS marked WHERE marked.act = act.id AND marked.document = change.document AND marked.field = 'mark'
             AND json_extract(marked.after, '$.state') = 'declined')) AS seen
       FROM change JOIN act ON act.id = change.act JOIN act AS original ON original.id = coalesce(act.of, act.id)
         LEFT JOIN approval ON approval.id = json_extract(change.after, '$.approval')
       WHERE change.document = ? AND change.field = 'review' AND act.kind <> 'undo' AND original.stack NOT IN ('undone', 'gone')
         AND json_extract(change.after, '$.state') IN ('approved', 'declined')
       ORDER BY seen DESC, change.seq DESC LIMIT 1`,
  ).get(document) as (Omit<Reviewed, 'seen'> & { seen: number }) | undefined
  return row === undefined ? null : { ...row, seen: row.seen === 1 }
}

/** A change with whoever made it, and when. */
export type MadeChange = Change & { readonly by: UserName; readonly atMs: number }

/** What was changed about a document by an act and by those after it, oldest first. */
export function changesFrom(database: ReadableDatabase, document: DocumentId, act: number): readonly MadeChange[] {
  const rows = statement(
    database,
    `SELECT change.document, change.field, change.target, change.before, change.after, change.words, act.user AS by, act.at_ms AS atMs
       FROM change JOIN act ON act.id = change.act WHERE change.document = ? AND change.act >= ? ORDER BY change.seq`,
  ).all(document, act)
  return (rows as (ChangeRow & { readonly by: UserName; readonly atMs: number })[]).map(asChange)
}
