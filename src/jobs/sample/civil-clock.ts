import type { Correspondent } from './people.ts'

const hourMs = 3_600_000
const winterHours = { dublin: 0, central: 1, eastern: 2, asia: 9 } as const
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const two = (value: number): string => String(value).padStart(2, '0')

/** Start of the last Sunday of a month at 01:00 UTC (Directive 2000/84/EC). */
function lastSunday(year: number, month: number): number {
  const last = new Date(Date.UTC(year, month + 1, 0, 1))
  return last.getTime() - last.getUTCDay() * 24 * hourMs
}

/** Hours ahead of UTC at an instant. */
function offsetHours(zone: Correspondent['zone'], atMs: number): number {
  const year = new Date(atMs).getUTCFullYear()
  const summer = zone !== 'asia' && atMs >= lastSunday(year, 2) && atMs < lastSunday(year, 9)
  return winterHours[zone] + (summer ? 1 : 0)
}

/** The instant (UTC epoch milliseconds) of `YYYY-MM-DDTHH:MM` on a zone's clock. */
export function instantOf(local: string, zone: Correspondent['zone']): number {
  const asUtc = Date.parse(`${local}:00Z`)
  return asUtc - offsetHours(zone, asUtc) * hourMs
}

/** What a zone's clock shows. */
export function clockOf(atMs: number, zone: Correspondent['zone']) {
  const offset = offsetHours(zone, atMs)
  const date = new Date(atMs + offset * hourMs)
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: weekdays[date.getUTCDay()] ?? '',
    monthName: months[date.getUTCMonth()] ?? '',
    hour: date.getUTCHours(),
    time: `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`,
    seconds: two(date.getUTCSeconds()),
    offset: `+${two(offset)}00`,
  }
}

/** RFC 5322 §3.3. */
export function mailDate(atMs: number, zone: Correspondent['zone']): string {
  const at = clockOf(atMs, zone)
  return `${at.weekday}, ${at.day} ${at.monthName} ${at.year} ${at.time}:${at.seconds} ${at.offset}`
}

/** asctime, as mbox separators have it (RFC 4155), in UTC. */
export function separatorDate(atMs: number): string {
  const date = new Date(atMs)
  return `${weekdays[date.getUTCDay()] ?? ''} ${months[date.getUTCMonth()] ?? ''} ${String(date.getUTCDate()).padStart(2)} ${date.toISOString().slice(11, 19)} ${date.getUTCFullYear()}`
}

/** The same instant, or the next morning of a working day where a zone's clock shows night or weekend. */
export function atWork(atMs: number, zone: Correspondent['zone'], minute: number): number {
  let at = atMs
  for (;;) {
    const { hour, weekday } = clockOf(at, zone)
    if (hour >= 8 && hour < 18 && weekday !== 'Sat' && weekday !== 'Sun') return at
    at += hourMs
    if (clockOf(at, zone).hour === 8) at = Math.floor(at / hourMs) * hourMs + minute * 60_000
  }
}
