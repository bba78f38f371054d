import type { ClockCorrection, ClockEvent, ClockEventId, RecordedEvent } from '../model/index.ts'
import { asId } from '../model/index.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { statement } from './index-statements.ts'

/** Adds an event. None is ever changed or removed: what was entered by mistake is corrected by a further one, or taken back (`correctClockEvent`). */
export function insertClockEvent(database: WritableDatabase, event: ClockEvent, user: string, atMs: number): ClockEventId {
  const { lastInsertRowid } = statement(database, 'INSERT INTO clock_event (kind, day, user, at_ms) VALUES (?, ?, ?, ?)').run(
    event.kind,
    event.on,
    user,
    atMs,
  )
  return asId<ClockEventId>(`E${lastInsertRowid}`)
}

/** Notes that an event no longer stands, and what does in its place (null: nothing does). Once for each event. */
export function correctClockEvent(
  database: WritableDatabase,
  event: ClockEventId,
  {
    instead,
    reason,
    user,
    atMs,
  }: { readonly instead: ClockEventId | null; readonly reason: string; readonly user: string; readonly atMs: number },
): void {
  statement(database, 'INSERT INTO clock_correction (event, instead, reason, user, at_ms) VALUES (?, ?, ?, ?, ?)').run(
    numberOf(event),
    instead === null ? null : numberOf(instead),
    reason,
    user,
    atMs,
  )
}

const numberOf = (id: ClockEventId): number => Number(id.slice(1))

/** The events that stand, in order of entry. */
export function readClockEvents(database: ReadableDatabase): readonly RecordedEvent[] {
  const corrected = new Set(readClockCorrections(database).map(({ event }) => event.id))
  return allEvents(database).filter(({ id }) => !corrected.has(id))
}

/** What no longer stands and why, in order of the corrections. */
export function readClockCorrections(database: ReadableDatabase): readonly ClockCorrection[] {
  const events = new Map(allEvents(database).map((event) => [event.id, event]))
  const rows = statement(
    database,
    "SELECT 'E' || event AS event, 'E' || instead AS instead, reason, user AS by, at_ms AS atMs FROM clock_correction ORDER BY number",
  ).all() as { event: ClockEventId; instead: ClockEventId | null; reason: string; by: string; atMs: number }[]
  return rows.flatMap(({ event, instead, ...row }) => {
    const known = events.get(event)
    return known === undefined ? [] : [{ ...row, event: known, instead: instead === null ? null : (events.get(instead) ?? null) }]
  })
}

function allEvents(database: ReadableDatabase): readonly RecordedEvent[] {
  return statement(
    database,
    'SELECT \'E\' || seq AS id, kind, day AS "on", user AS by, at_ms AS atMs FROM clock_event ORDER BY seq',
  ).all() as RecordedEvent[]
}
