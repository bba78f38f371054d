import type { DocumentId, UserName } from '../model/index.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { statement } from './index-statements.ts'
import { applyValue, type Field, type FieldValues } from './matter-decisions.ts'

/** One change that an act made: what stood before (null: a mark that was not there) and what stands after. */
export type Change = {
  readonly [F in Field]: {
    readonly document: DocumentId
    readonly field: F
    /** A mark's id; empty for the other fields. */
    readonly target: string
    readonly before: FieldValues[F] | null
    readonly after: FieldValues[F]
    /** For the document's history: "Disposition set to redact because a mark was added". */
    readonly words: string
  }
}[Field]

/** What a person did, in words: "mark 'Jane Roe' everywhere". The words may hold mail text and stay in this database. */
export interface Act {
  readonly user: UserName
  readonly atMs: number
  readonly kind: 'do' | 'undo' | 'redo'
  readonly words: string
  /** The act undone or redone. */
  readonly of: number | null
  readonly undoable: boolean
  readonly redoable: boolean
}

/** Appends an act with its changes and brings the projection up to date. A new act of a person empties that person's redo stack. */
export function recordAct(database: WritableDatabase, act: Act, changes: readonly Change[]): number {
  if (act.kind === 'do' && act.undoable) {
    statement(database, "UPDATE act SET stack = 'gone' WHERE user = ? AND stack = 'undone'").run(act.user)
  }
  const id = Number(
    statement(database, 'INSERT INTO act (user, at_ms, kind, words, of, stack, redoable) VALUES (?, ?, ?, ?, ?, ?, ?)').run(
      act.user,
      act.atMs,
      act.kind,
      act.words,
      act.of,
      act.kind === 'do' && act.undoable ? 'done' : 'none',
      Number(act.redoable),
    ).lastInsertRowid,
  )
  const insert = statement(database, 'INSERT INTO change (act, document, field, target, before, after, words) VALUES (?, ?, ?, ?, ?, ?, ?)')
  for (const change of changes) {
    insert.run(
      id,
      change.document,
      change.field,
      change.target,
      change.before === null ? null : JSON.stringify(change.before),
      JSON.stringify(change.after),
      change.words,
    )
    applyValue(database, change.document, change.field, change.target, change.after)
  }
  return id
}

/** The number that the next act of this request will have. Acts are never deleted, so none is given twice. */
export function nextActNumber(database: ReadableDatabase): number {
  return statement(database, 'SELECT coalesce(max(id), 0) + 1 FROM act').pluck().get() as number
}

/** The act that this person's next undo (`done`) or redo (`undone`) is about. */
export function topOfStack(
  database: ReadableDatabase,
  user: UserName,
  stack: 'done' | 'undone',
): { readonly id: number; readonly words: string; readonly redoable: boolean } | null {
  // The last done act is undone first; of the undone ones, the one undone last (the earliest) is redone first.
  const order = stack === 'done' ? 'DESC' : 'ASC'
  const row = statement(database, `SELECT id, words, redoable FROM act WHERE user = ? AND stack = ? ORDER BY id ${order} LIMIT 1`).get(
    user,
    stack,
  ) as { id: number; words: string; redoable: number } | undefined
  return row === undefined ? null : { id: row.id, words: row.words, redoable: row.redoable === 1 }
}

/** Moves an act between the stacks; the undo or redo itself is an act of its own. */
export function moveOnStack(database: WritableDatabase, act: number, stack: 'done' | 'undone' | 'gone'): void {
  statement(database, 'UPDATE act SET stack = ? WHERE id = ?').run(stack, act)
}

/** The changes of an act, in the order they were made. */
export function changesOf(database: ReadableDatabase, act: number): readonly Change[] {
  const rows = statement(database, 'SELECT document, field, target, before, after, words FROM change WHERE act = ? ORDER BY seq').all(act)
  return (rows as ChangeRow[]).map(asChange)
}

/** A row of `change`, its values as JSON. */
export interface ChangeRow {
  readonly document: DocumentId
  readonly field: Field
  readonly target: string
  readonly before: string | null
  readonly after: string
  readonly words: string
}

/** The change of a row, with whatever else was read beside it. */
export function asChange<Row extends ChangeRow>(row: Row): Change & Omit<Row, keyof ChangeRow> {
  const before: unknown = row.before === null ? null : JSON.parse(row.before)
  return { ...row, before, after: JSON.parse(row.after) as unknown } as unknown as Change & Omit<Row, keyof ChangeRow>
}

/** What happened to a document, oldest first. */
export function readHistory(
  database: ReadableDatabase,
  document: DocumentId,
): readonly { readonly atMs: number; readonly user: UserName; readonly kind: Act['kind']; readonly words: string }[] {
  return statement(
    database,
    `SELECT act.at_ms AS atMs, act.user, act.kind, change.words FROM change JOIN act ON act.id = change.act WHERE change.document = ?
       ORDER BY change.seq`,
  ).all(document) as { atMs: number; user: UserName; kind: Act['kind']; words: string }[]
}

/** The approval with which a document's history of reviews ends; null where it ends otherwise. The history is append-only. */
export function lastApprovalInHistory(database: ReadableDatabase, document: DocumentId): number | null {
  const after = statement(database, "SELECT after FROM change WHERE document = ? AND field = 'review' ORDER BY seq DESC LIMIT 1")
    .pluck()
    .get(document) as string | undefined
  return after === undefined ? null : (JSON.parse(after) as FieldValues['review']).approval
}
