import type { Coding, Disposition, DocumentId, MarkState, Privilege, ReviewState, UserName } from '../model/index.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { statement } from './index-statements.ts'
import { addedLast } from './matter-collections.ts'

/** The decisions in force about a document: a projection of its changes. `by` is whoever proposed the value in force. */
export interface Decision {
  readonly document: DocumentId
  readonly coding: FieldValues['coding']
  readonly privilege: FieldValues['privilege']
  readonly disposition: FieldValues['disposition']
  readonly note: FieldValues['note']
  readonly review: FieldValues['review']
}

/** What each kind of change sets, as a whole. */
export interface FieldValues {
  readonly coding: { readonly value: Coding; readonly by: UserName | null }
  readonly privilege: { readonly value: Privilege; readonly by: UserName | null }
  readonly disposition: {
    readonly value: Disposition | null
    readonly ground: string | null
    /** The native of an unmarked attachment may leave as it is. */
    readonly native: boolean
    readonly by: UserName | null
  }
  readonly note: { readonly value: string; readonly by: UserName | null }
  readonly review: {
    readonly state: ReviewState
    readonly submittedBy: UserName | null
    /** Row of `approval` in force, else null. */
    readonly approval: number | null
    /** Row of `decline` that brought it back, else null. */
    readonly decline: number | null
  }
  readonly mark: {
    readonly state: MarkState
    readonly ground: string
    readonly group: string | null
    readonly proposer: UserName | null
    readonly approver: UserName | null
    /** Who gave it this state. */
    readonly changedBy: UserName | null
  }
}
export type Field = keyof FieldValues

/** Sets one field of a document's decision, or one mark's changeable columns. Only `recordAct` and undo call it, beside the event. */
export function applyValue<F extends Field>(
  database: WritableDatabase,
  document: DocumentId,
  field: F,
  target: string,
  value: FieldValues[F],
) {
  setters[field](database, document, target, value)
}

const setters: {
  readonly [F in Field]: (database: WritableDatabase, document: DocumentId, target: string, value: FieldValues[F]) => void
} = {
  coding: (database, document, _target, value) => {
    statement(database, 'UPDATE decision SET coding = ?, coding_by = ? WHERE document = ?').run(value.value, value.by, document)
  },
  privilege: (database, document, _target, value) => {
    statement(database, 'UPDATE decision SET privilege = ?, privilege_by = ? WHERE document = ?').run(value.value, value.by, document)
  },
  disposition: (database, document, _target, value) => {
    statement(database, 'UPDATE decision SET disposition = ?, ground = ?, native = ?, disposition_by = ? WHERE document = ?').run(
      value.value,
      value.ground,
      Number(value.native),
      value.by,
      document,
    )
  },
  note: (database, document, _target, value) => {
    statement(database, 'UPDATE decision SET note = ?, note_by = ? WHERE document = ?').run(value.value, value.by, document)
  },
  review: (database, document, _target, value) => {
    statement(database, 'UPDATE decision SET state = ?, submitted_by = ?, approval = ?, decline = ? WHERE document = ?').run(
      value.state,
      value.submittedBy,
      value.approval,
      value.decline,
      document,
    )
  },
  mark: (database, _document, target, value) => {
    statement(database, 'UPDATE mark SET state = ?, ground = ?, grp = ?, proposer = ?, approver = ?, changed_by = ? WHERE number = ?').run(
      value.state,
      value.ground,
      value.group,
      value.proposer,
      value.approver,
      value.changedBy,
      Number(target.slice(1)),
    )
  },
}

interface DecisionRow {
  document: DocumentId
  coding: Coding
  coding_by: UserName | null
  privilege: Privilege
  privilege_by: UserName | null
  disposition: Disposition | null
  disposition_by: UserName | null
  ground: string | null
  native: number
  note: string
  note_by: UserName | null
  state: ReviewState
  submitted_by: UserName | null
  approval: number | null
  decline: number | null
}

function toDecision(row: DecisionRow): Decision {
  return {
    document: row.document,
    coding: { value: row.coding, by: row.coding_by },
    privilege: { value: row.privilege, by: row.privilege_by },
    disposition: { value: row.disposition, ground: row.ground, native: row.native === 1, by: row.disposition_by },
    note: { value: row.note, by: row.note_by },
    review: { state: row.state, submittedBy: row.submitted_by, approval: row.approval, decline: row.decline },
  }
}

/** Null when the document is not in the review set. */
export function readDecision(database: ReadableDatabase, document: DocumentId): Decision | null {
  const row = statement(database, 'SELECT * FROM decision WHERE document = ?').get(document) as DecisionRow | undefined
  return row === undefined ? null : toDecision(row)
}

export function readDecisions(database: ReadableDatabase): ReadonlyMap<DocumentId, Decision> {
  const rows = statement(database, 'SELECT * FROM decision').all() as DecisionRow[]
  return new Map(rows.map((row) => [row.document, toDecision(row)]))
}

/** Counts of the review set, by SQL alone. */
export function readCounts(
  database: ReadableDatabase,
  user: string,
): Readonly<
  Record<
    | 'documents'
    | 'families'
    | 'undecided'
    | 'responsive'
    | 'notResponsive'
    | 'release'
    | 'redact'
    | 'withhold'
    | 'suggestions'
    | 'marks'
    | 'unviewed'
    | 'added'
    | 'submitted'
    | 'approved'
    | 'declined',
    number
  >
> {
  return statement(
    database,
    `SELECT count(*) AS documents, (SELECT count(*) FROM family) AS families,
         count(*) FILTER (WHERE coding = 'undecided') AS undecided, count(*) FILTER (WHERE coding = 'responsive') AS responsive,
         count(*) FILTER (WHERE coding = 'not-responsive') AS notResponsive,
         count(*) FILTER (WHERE disposition = 'release') AS release, count(*) FILTER (WHERE disposition = 'redact') AS redact,
         count(*) FILTER (WHERE disposition = 'withhold') AS withhold,
         (SELECT count(*) FROM mark WHERE mark.state = 'suggested') AS suggestions,
         (SELECT count(*) FROM mark WHERE mark.state IN ('proposed', 'approved')) AS marks,
         count(*) FILTER (WHERE EXISTS (SELECT 1 FROM surface WHERE surface.document = decision.document AND NOT EXISTS (
           SELECT 1 FROM viewed WHERE viewed.user = ? AND viewed.document = surface.document AND viewed.surface = surface.id))) AS unviewed,
         (SELECT count(*) FROM document WHERE ${addedLast}) AS added,
         count(*) FILTER (WHERE state = 'submitted') AS submitted, count(*) FILTER (WHERE state = 'approved') AS approved,
         count(*) FILTER (WHERE state = 'declined') AS declined
       FROM decision`,
  ).get(user) as ReturnType<typeof readCounts>
}
