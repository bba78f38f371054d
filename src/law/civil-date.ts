import type { CivilDate } from '../model/index.ts'
import { AppError } from '../model/index.ts'

const dayMs = 86_400_000
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

/** Days since 1970-01-01 of a civil date. @throws law/bad-date where the calendar has no such day. */
export function dayNumber(date: CivilDate): number {
  const atMs = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN
  if (Number.isNaN(atMs) || new Date(atMs).toISOString().slice(0, 10) !== date) {
    throw new AppError('law/bad-date', `There is no day ${date.slice(0, 20)}: write dates as YYYY-MM-DD.`)
  }
  return atMs / dayMs
}

/** The civil date of a day number. */
export function fromDayNumber(day: number): CivilDate {
  return new Date(day * dayMs).toISOString().slice(0, 10)
}

/** `days` later (earlier where negative). @throws law/bad-date */
export function addDays(date: CivilDate, days: number): CivilDate {
  return fromDayNumber(dayNumber(date) + days)
}

/** The same day-number `count` months later, else that month's last day (Reg. 1182/71 Art. 3(2)(c)). @throws law/bad-date */
export function addMonths(date: CivilDate, count: number): CivilDate {
  const start = new Date(dayNumber(date) * dayMs)
  const month = start.getUTCMonth() + count
  const last = new Date(Date.UTC(start.getUTCFullYear(), month + 1, 0)).getUTCDate()
  return new Date(Date.UTC(start.getUTCFullYear(), month, Math.min(start.getUTCDate(), last))).toISOString().slice(0, 10)
}

/** 0 for Sunday to 6 for Saturday. @throws law/bad-date */
export function weekday(date: CivilDate): number {
  return new Date(dayNumber(date) * dayMs).getUTCDay()
}

/** "Mon 2 Mar 2026". @throws law/bad-date */
export function inWords(date: CivilDate): string {
  const day = new Date(dayNumber(date) * dayMs)
  return `${weekdays[day.getUTCDay()] ?? ''} ${day.getUTCDate()} ${months[day.getUTCMonth()] ?? ''} ${day.getUTCFullYear()}`
}

/** The civil date of an instant (UTC epoch milliseconds) in the controller's IANA zone. @throws law/bad-date for an unknown zone. */
export function civilDateOf(atMs: number, zone: string): CivilDate {
  let parts: Intl.DateTimeFormatPart[]
  try {
    parts = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(atMs)
  } catch (cause) {
    throw new AppError('law/bad-date', 'This time or time zone is not known: write a zone such as Europe/Dublin.', {}, cause)
  }
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? ''
  return `${part('year')}-${part('month')}-${part('day')}`
}

/** Civil days from `today` to `date`; negative when it has passed. @throws law/bad-date */
export function daysBetween(today: CivilDate, date: CivilDate): number {
  return dayNumber(date) - dayNumber(today)
}
