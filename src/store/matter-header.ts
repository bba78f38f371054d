import type { Matter, MatterId, Scope, Subject } from '../model/index.ts'
import { AppError, asId } from '../model/index.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { statement } from './index-statements.ts'
import { insertClockEvent, readClockEvents } from './matter-clock.ts'

/** A form in which the subject is written, as the officer decided about it. */
export interface StoredForm {
  readonly form: string
  readonly kind: 'email' | 'name' | 'phone' | 'identifier'
  /** Null while undecided. */
  readonly accepted: boolean | null
  readonly why: string
  /** Of an address: refused as another person's of the name, rather than as a form to look for. */
  readonly another?: true
}

/** Writes the header of a new request; once. Its receipt is the first event of its clock. */
export function insertMatter(database: WritableDatabase, matter: Matter): void {
  statement(
    database,
    'INSERT INTO matter (one, id, reference, subject, scope, regime, received, created_at_ms, created_by) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)',
  ).run(
    matter.id,
    matter.reference,
    JSON.stringify(matter.subject),
    JSON.stringify(matter.scope),
    matter.regime,
    matter.received,
    matter.createdAtMs,
    matter.createdBy,
  )
  insertClockEvent(database, { kind: 'received', on: matter.received }, matter.createdBy, matter.createdAtMs)
}

/** The request's header with the clock events that stand, in order of entry. @throws matter/unknown when the database holds none */
export function readMatter(database: ReadableDatabase): Matter {
  const row = statement(database, 'SELECT * FROM matter WHERE one = 1').get() as
    | {
        id: string
        reference: string
        subject: string
        scope: string
        regime: string
        received: string
        created_at_ms: number
        created_by: string
      }
    | undefined
  if (row === undefined) throw new AppError('matter/unknown', 'There is no such request in this workspace.')
  const events = readClockEvents(database)
  const receipts = events.flatMap(({ kind, on }) => (kind === 'received' ? [on] : [])).sort()
  return {
    id: asId<MatterId>(row.id),
    reference: row.reference,
    subject: JSON.parse(row.subject) as Subject,
    scope: JSON.parse(row.scope) as Scope,
    regime: row.regime,
    received: receipts.at(-1) ?? row.received,
    events,
    createdAtMs: row.created_at_ms,
    createdBy: row.created_by,
  }
}

/** The forms decided about so far, by kind and form. */
export function readForms(database: ReadableDatabase): readonly StoredForm[] {
  const rows = statement(database, 'SELECT form, kind, accepted, why, another FROM form ORDER BY kind, form').all() as {
    form: string
    kind: StoredForm['kind']
    accepted: number | null
    why: string
    another: number
  }[]
  return rows.map(({ another, ...row }) => ({
    ...row,
    accepted: row.accepted === null ? null : row.accepted === 1,
    ...(another === 1 ? { another: true } : {}),
  }))
}

/** Records a decision about a form; the audit chain keeps the earlier ones. */
export function writeForm(database: WritableDatabase, form: StoredForm, user: string, atMs: number): void {
  statement(
    database,
    `INSERT INTO form (form, kind, accepted, why, another, user, at_ms) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (kind, form) DO UPDATE SET accepted = excluded.accepted, why = excluded.why, another = excluded.another, user = excluded.user, at_ms = excluded.at_ms`,
  ).run(form.form, form.kind, form.accepted === null ? null : Number(form.accepted), form.why, Number(form.another === true), user, atMs)
}
