import type { ClockEvent, Matter, MatterId, Scope, Subject } from '../model/index.ts'
import { AppError, asId } from '../model/index.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { statement } from './index-statements.ts'

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

/** Writes the header of a new request; once. */
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
}

/** The request's header with its clock events in order of entry. @throws matter/unknown when the database holds none */
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
  return {
    id: asId<MatterId>(row.id),
    reference: row.reference,
    subject: JSON.parse(row.subject) as Subject,
    scope: JSON.parse(row.scope) as Scope,
    regime: row.regime,
    received: row.received,
    events: readClockEvents(database),
    createdAtMs: row.created_at_ms,
    createdBy: row.created_by,
  }
}

/** Clock events are added, never taken back: a correction is a further event. */
export function insertClockEvent(database: WritableDatabase, event: ClockEvent, user: string, atMs: number): void {
  statement(database, 'INSERT INTO clock_event (kind, day, user, at_ms) VALUES (?, ?, ?, ?)').run(event.kind, event.on, user, atMs)
}

function readClockEvents(database: ReadableDatabase): readonly ClockEvent[] {
  return statement(database, 'SELECT kind, day AS "on" FROM clock_event ORDER BY seq').all() as ClockEvent[]
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
