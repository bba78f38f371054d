import type { CivilDate, ClockEvent, Deadline, DeadlineBasis, RegimeId } from '../model/index.ts'
import { addDays, addMonths, dayNumber, daysBetween, inWords } from './civil-date.ts'
import { restDay, roll, rulesOf } from './holidays.ts'
import type { Pause } from './pauses.ts'
import { checkPauses, pausedDays } from './pauses.ts'

/** What the clock is computed from. Dates are civil dates in the controller's time zone; the deadline is the end of its day there. */
export interface DeadlineInput {
  readonly received: CivilDate
  readonly regime: RegimeId
  /** Identity or authority: when it was asked for (null where not known) and given (null while it is awaited). */
  readonly identity?: readonly Question[]
  /** Questions about the scope of the request; questions about its format don't pause. `asked` is null of an answer whose question isn't known. */
  readonly clarify?: readonly Question[]
  /** The day on which the requester was told of an extension, if they were. */
  readonly extended?: CivilDate | null
}

interface Question {
  readonly asked: CivilDate | null
  readonly answered: CivilDate | null
}

const eu = {
  start: 'GDPR Art. 12(3); Reg. 1182/71 Art. 3(1): the day of the event is not counted',
  month: 'Reg. 1182/71 Art. 3(2)(c): same date, or the month’s last day',
  roll: 'Reg. 1182/71 Art. 3(4)',
  extend: 'GDPR Art. 12(3): two further months, counted from the receipt',
  pause: 'EDPB Guidelines 01/2022 §5.3 accept a suspension; no formula is published, the counting is ours',
}
const uk = {
  start: 'UK GDPR Art. 12A; ICO: latest of request, identity or authority information, and fee',
  month: 'ICO: the end of the same date, or the month’s last day',
  roll: 'ICO, right of access: weekends and public holidays move to the next working day',
  extend: 'UK GDPR Art. 12A; ICO: two further months, counted from the same start',
  pause: 'UK GDPR Art. 12A; DPA 2018 s.54(3C): from the day asked through the day answered; adding the days is our reading',
}

/**
 * The deadline of a request, with every step and its source. EU: `strictDue` leads, since pauses rest on guidance only; UK: `due` leads.
 * `due` is null while a question is open (UK: or while identity is awaited).
 * @throws law/unknown-regime, law/bad-date
 */
export function computeDeadline(input: DeadlineInput): Deadline {
  dayNumber(input.received)
  if (input.extended != null) dayNumber(input.extended)
  checkPauses(dated(input.clarify))
  return rulesOf(input.regime) === 'uk' ? ukDeadline(input) : euDeadline(input)
}

/** Questions whose day is known: the others can't pause anything. */
function dated(questions: readonly Question[] = []): readonly Pause[] {
  return questions.flatMap(({ asked, answered }) => (asked === null ? [] : [{ asked, answered }]))
}

function euDeadline({ received, regime, identity = [], clarify = [], extended = null }: DeadlineInput): Deadline {
  const basis: DeadlineBasis[] = [
    { step: `Received on ${inWords(received)}; counting starts the day after`, date: received, source: eu.start },
  ]
  const noticeBy = addMonths(received, 1)
  const strictDue = period(basis, regime, received, 1, 0, eu, 'One month')
  const checks = dated(identity)
  checkPauses(checks)
  const paused = pausedDays(regime, received, noticeBy, [...dated(clarify), ...checks], false)
  if (checks.length < identity.length) {
    basis.push({ step: 'The day when identity was asked for is not known, so nothing is added for it', date: null, source: eu.pause })
  }
  tellOfLostQuestions(basis, clarify, eu.pause)
  tellOfSharedAnswers(basis, dated(clarify), eu.pause)
  if (paused.open) {
    basis.push({ step: 'A question to the requester is open; alerts follow the date without pauses', date: null, source: eu.pause })
  }
  const due = paused.open ? null : paused.days === 0 ? strictDue : period(basis, regime, received, 1, paused.days, eu, 'With the pause')
  const extendedDue = period(basis, regime, received, 3, 0, eu, 'If extended, three months')
  basis.push({ step: `An extension must be told, with reasons, by ${inWords(noticeBy)}`, date: noticeBy, source: 'GDPR Art. 12(3)' })
  return { regime, due, strictDue, extendedDue, noticeBy, extended: isExtended(basis, regime, extended, noticeBy, eu.extend), basis }
}

/**
 * Whether an extension that was told counts: one that the requester heard of after the first period had ended lengthens nothing, and the first date stays in force. The last
 * day moves as every last day does; who tells of it only then is told so.
 */
function isExtended(basis: DeadlineBasis[], regime: RegimeId, told: CivilDate | null, noticeBy: CivilDate, source: string): boolean {
  if (told === null) return false
  const last = roll(regime, noticeBy)
  const isInTime = daysBetween(told, last) >= 0
  if (!isInTime) {
    const step = `The extension was told on ${inWords(told)}, after ${inWords(last)}: too late, so the first date stays in force`
    basis.push({ step, date: told, source })
  } else if (daysBetween(told, noticeBy) < 0) {
    const step = `The extension was told on ${inWords(told)}, in time only because ${inWords(noticeBy)} is ${restDay(regime, noticeBy) ?? ''}`
    basis.push({ step, date: told, source })
  }
  return isInTime
}

/** Whoever recorded one answer and waits for another learns that the clock doesn't. */
function tellOfSharedAnswers(basis: DeadlineBasis[], questions: readonly Pause[], source: string): void {
  for (const [answered, own] of Map.groupBy(questions, (question) => question.answered)) {
    if (answered === null || own.length === 1) continue
    const step = `${own.length} questions count as answered on ${inWords(answered)}; if one was answered later, record that answer, too`
    basis.push({ step, date: answered, source })
  }
}

function tellOfLostQuestions(basis: DeadlineBasis[], clarify: readonly Question[], source: string): void {
  if (clarify.every(({ asked }) => asked !== null)) return
  basis.push({ step: 'There is an answer about the scope, but no question before it: nothing is added for it', date: null, source })
}

function ukDeadline({ received, regime, identity = [], clarify = [], extended = null }: DeadlineInput): Deadline {
  const basis: DeadlineBasis[] = [{ step: `Received on ${inWords(received)}`, date: received, source: uk.start }]
  const strictDue = roll(regime, addMonths(received, 1))
  if (identity.some((one) => one.answered === null)) {
    basis.push({ step: 'Identity or authority is awaited: the clock has not started', date: null, source: uk.start })
    return { regime, due: null, strictDue, extendedDue: null, noticeBy: null, extended: extended !== null, basis }
  }
  const start = identity.reduce(
    (latest, { answered }) => (answered !== null && dayNumber(answered) > dayNumber(latest) ? answered : latest),
    received,
  )
  if (start !== received) {
    basis.push({ step: `Identity or authority given on ${inWords(start)}: the clock starts then`, date: start, source: uk.start })
  }
  const month = addMonths(start, 1)
  const questions = dated(clarify)
  const first = pausedDays(regime, start, month, questions, true)
  const later = pausedDays(regime, start, addMonths(start, 3), questions, true)
  tellOfLostQuestions(basis, clarify, uk.pause)
  tellOfSharedAnswers(basis, questions, uk.pause)
  if (first.open) {
    basis.push({ step: 'A question about the scope is open: the clock stands still', date: null, source: uk.pause })
    return { regime, due: null, strictDue, extendedDue: null, noticeBy: null, extended: extended !== null, basis }
  }
  const due = period(basis, regime, start, 1, first.days, uk, 'One month')
  const noticeBy = addDays(month, first.days)
  const extendedDue = later.open ? null : period(basis, regime, start, 3, later.days, uk, 'If extended, three months')
  if (later.open) basis.push({ step: 'A question about the scope is open within the extension', date: null, source: uk.pause })
  const alert = addDays(start, 28 + first.days)
  basis.push(
    { step: `An extension must be told, with reasons, by ${inWords(noticeBy)}`, date: noticeBy, source: uk.extend },
    {
      step: `Aim for day 28, ${inWords(alert)}: “beginning with” in the statute can imply an earlier day`,
      date: alert,
      source: 'DPA 2018 s.54, twin text of Art. 12A',
    },
  )
  return { regime, due, strictDue, extendedDue, noticeBy, extended: isExtended(basis, regime, extended, noticeBy, uk.extend), basis }
}

/** Appends the steps of one period to `basis` and gives its last day. */
function period(
  basis: DeadlineBasis[],
  regime: RegimeId,
  start: CivilDate,
  months: 1 | 3,
  days: number,
  source: typeof eu,
  what: string,
): CivilDate {
  const month = addMonths(start, months)
  const rule = months === 1 ? source.month : source.extend
  basis.push({ step: `${what} from ${inWords(start)}: ${inWords(month)}`, date: month, source: rule })
  const end = addDays(month, days)
  if (days > 0)
    basis.push({ step: `${days} paused ${days === 1 ? 'day' : 'days'} added: ${inWords(end)}`, date: end, source: source.pause })
  const due = roll(regime, end)
  const why = restDay(regime, end)
  if (why !== null) basis.push({ step: `${inWords(end)} is ${why}: moved to ${inWords(due)}`, date: due, source: source.roll })
  return due
}

/** What `computeDeadline` takes, from a matter's clock events in any order. */
export function deadlineInput(received: CivilDate, regime: RegimeId, events: readonly ClockEvent[]): DeadlineInput {
  const sorted = [...events].sort((left, right) => dayNumber(left.on) - dayNumber(right.on))
  const latest = sorted.filter((event) => event.kind === 'received').at(-1)
  const questions = (asked: ClockEvent['kind'], answered: ClockEvent['kind']) =>
    answeredQuestions(sorted.filter(({ kind }) => kind === asked || kind === answered).sort(byDayThenQuestion(asked)), asked)
  return {
    received: latest?.on ?? received,
    regime,
    identity: questions('identity-asked', 'identity-answered'),
    clarify: questions('clarification-asked', 'clarification-answered'),
    extended: sorted.find((event) => event.kind === 'extended')?.on ?? null,
  }
}

/**
 * Questions with their answers, from events in order. One letter may answer all that is open, and is recorded once: it closes every question before it, or the clock would stand
 * for ever. A further answer with nothing left to answer was that of one of these, which was open until then.
 */
function answeredQuestions(events: readonly ClockEvent[], asked: ClockEvent['kind']): readonly Question[] {
  const all: { asked: CivilDate | null; answered: CivilDate | null }[] = []
  const together: (typeof all)[number][] = []
  for (const { kind, on } of events) {
    const open = all.filter(({ answered }) => answered === null)
    if (kind === asked) all.push({ asked: on, answered: null })
    else if (open.length > 0) {
      for (const question of open) question.answered = on
      together.push(...open.slice(1))
    } else {
      const further = together.pop()
      if (further === undefined) all.push({ asked: null, answered: on })
      else further.answered = on
    }
  }
  return all
}

/** On one day the question comes before its answer, whatever the order of entry. */
function byDayThenQuestion(asked: ClockEvent['kind']): (left: ClockEvent, right: ClockEvent) => number {
  return (left, right) => dayNumber(left.on) - dayNumber(right.on) || Number(right.kind === asked) - Number(left.kind === asked)
}

/** The date that alerts and `daysLeft` follow: in the EU the one without pauses. Null in the UK while the clock stands still. */
export function dueInForce(deadline: Deadline): CivilDate | null {
  if (deadline.extended) return deadline.extendedDue
  return rulesOf(deadline.regime) === 'uk' ? deadline.due : deadline.strictDue
}

/** Civil days from `today` to the deadline in force; negative when overdue, null while there is none. @throws law/bad-date */
export function daysLeft(deadline: Deadline, today: CivilDate): number | null {
  const due = dueInForce(deadline)
  return due === null ? null : daysBetween(today, due)
}

/** Last day to acknowledge a UK complaint (DPA 2018 s.164A): 30 days counted from the day after receipt, rolled. @throws law/bad-date */
export function complaintAcknowledgeBy(received: CivilDate, regime: RegimeId): CivilDate {
  return roll(regime, addDays(received, 30))
}
