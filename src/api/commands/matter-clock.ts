import { civilDateOf } from '../../law/index.ts'
import type { CivilDate, ClockEvent, ClockEventId, ClockEventKind, MatterId, RecordedEvent } from '../../model/index.ts'
import { AppError, dateInWords } from '../../model/index.ts'
import {
  correctClockEvent,
  insertClockEvent,
  readClockCorrections,
  readMatter,
  transact,
  type WritableDatabase,
} from '../../store/index.ts'
import type { Context } from '../context.ts'
import type { MatterView } from '../views.ts'
import { deadlineOf, matterView } from './matter-views.ts'
import { signedIn } from './reviewer.ts'

/** Adds a clock event. One that the reckoning refuses is not kept. @throws law/bad-date */
export function addClockEvent(context: Context, id: MatterId, event: ClockEvent): MatterView {
  const { user } = signedIn(context)
  const { received } = readMatter(context.workspace().matter(id))
  if (event.kind === 'received' && event.on < received) {
    const message = `The clock starts with the latest receipt, that of ${dateInWords(received)}: an earlier one beside it would change nothing. Correct that day if it is wrong.`
    throw new AppError('law/bad-date', message, { on: event.on, received, field: 'on' })
  }
  return reckoned(context, id, (database) => void insertClockEvent(database, event, user, context.services.now()))
}

/** What is asked of an event that was entered by mistake. */
export interface Correction {
  readonly event: ClockEventId
  readonly reason: string
  /** What happened in truth, as far as it differs; null where nothing did. */
  readonly instead: { readonly kind?: ClockEventKind | undefined; readonly on?: CivilDate | undefined } | null
}

/** A correction with what stood before it, for the log. */
export interface CorrectedView extends MatterView {
  readonly corrected: { readonly was: ClockEvent; readonly is: ClockEvent | null }
}

/**
 * Puts another event in the place of one that stands, or takes it back. Both stay in the record with the reason; the deadline is reckoned from what stands.
 *
 * @throws matter/unknown-event, law/bad-date, api/bad-input
 */
export function correctEvent(context: Context, id: MatterId, { event, reason, instead }: Correction): CorrectedView {
  const { user } = signedIn(context)
  const database = context.workspace().matter(id)
  const before = standing(database, event)
  const { events } = readMatter(database)
  const isOnlyReceipt = before.kind === 'received' && events.filter(({ kind }) => kind === 'received').length === 1
  if (isOnlyReceipt && (instead === null || (instead.kind ?? 'received') !== 'received')) {
    throw new AppError('api/bad-input', 'The clock starts with the receipt: its day can be corrected, but it can’t be taken back.', {
      event,
    })
  }
  const after = instead === null ? null : { kind: instead.kind ?? before.kind, on: instead.on ?? before.on }
  if (after !== null && after.kind === before.kind && after.on === before.on) {
    throw new AppError('api/bad-input', 'This is what the event says already. Give the day, or what happened, as it was in truth.', {
      field: 'on',
    })
  }
  const view = reckoned(context, id, (written) => {
    const atMs = context.services.now()
    const put = after === null ? null : insertClockEvent(written, after, user, atMs)
    correctClockEvent(written, event, { instead: put, reason: reason.trim(), user, atMs })
  })
  return { ...view, corrected: { was: { kind: before.kind, on: before.on }, is: after } }
}

function standing(database: WritableDatabase, event: ClockEventId): RecordedEvent {
  const found = readMatter(database).events.find(({ id }) => id === event)
  if (found !== undefined) return found
  const gone = readClockCorrections(database).find((each) => each.event.id === event)
  if (gone === undefined)
    throw new AppError('matter/unknown-event', 'There is no such event. `matter show M` lists those there are.', { event })
  const what =
    gone.instead === null
      ? 'was taken back already. Record what happened as an event of its own.'
      : `was corrected already: ${gone.instead.id} stands in its place.`
  throw new AppError('matter/unknown-event', `This event ${what}`, { event })
}

/** Writes to the clock and gives the request as it then stands; nothing is kept where what stands can't be. */
function reckoned(context: Context, id: MatterId, write: (database: WritableDatabase) => void): MatterView {
  const database = context.workspace().matter(id)
  transact(database, () => {
    const before = new Set(readMatter(database).events.map((event) => event.id))
    write(database)
    const matter = readMatter(database)
    const today = civilDateOf(context.services.now(), context.services.timeZone)
    for (const { id: event, kind, on } of matter.events) {
      const isNew = !before.has(event)
      if (isNew && on > today) {
        throw new AppError('law/bad-date', `${dateInWords(on)} is yet to come. Give the day on which it happened.`, {
          on,
          today,
          field: 'on',
        })
      }
      if (on >= matter.received || kind === 'received') continue
      const { received } = matter
      const message = isNew
        ? `${dateInWords(on)} is before ${dateInWords(received)}, when the request was received. Give the day on which it happened.`
        : `An event of ${dateInWords(on)} (${event}) would stand before the receipt of ${dateInWords(received)}. Correct that event first, or give an earlier day.`
      throw new AppError('law/bad-date', message, { on, received, field: 'on' })
    }
    deadlineOf(matter)
  })
  return matterView(context, id)
}
