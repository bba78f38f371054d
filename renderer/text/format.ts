/** Dates and numbers as the surface writes them; the one place where a locale is chosen. */
const locale = 'en-GB'
const thin = '\u202f'
const space = '\u00a0'

const grouped = new Intl.NumberFormat(locale)
const oneDigit = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })
const separate = (format: Intl.NumberFormat, value: number) =>
  format
    .formatToParts(value)
    .map((part) => (part.type === 'group' ? thin : part.value))
    .join('')

/** A count with thin separators: `1 204`. */
export const count = (value: number): string => separate(grouped, value)

/** A size in bytes in decimal steps: `1.4 MB`. */
export function size(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${separate(unit === 0 ? grouped : oneDigit, value)}${space}${units[unit]}`
}

const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' })
const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' })
const civilDay = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
const longDay = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
const minute = new Intl.DateTimeFormat(locale, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
})
const timeOfDay = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' })
const month = new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' })
const clean = (text: string) => text.replace('Sept', 'Sep').replace(',', '')

/** An instant as a day in the machine's zone: `5 Oct 2026`; a dash where there is none. */
export const date = (instant: string | number | null): string => (instant === null ? '–' : clean(day.format(new Date(instant))))
/** An instant with its time: `5 Oct 2026 14:03`. */
export const dateTime = (instant: string | number | null): string => (instant === null ? '–' : clean(minute.format(new Date(instant))))
/** An instant's time of day: `14:03`. */
export const clockTime = (instant: number): string => timeOfDay.format(new Date(instant))
/** A civil date `YYYY-MM-DD` as a day, without any zone: `5 Oct 2026`. */
export const civil = (text: string): string => clean(civilDay.format(new Date(`${text}T00:00:00Z`)))
/** A civil date as a letter writes it: `5 October 2026`. */
export const civilLong = (text: string): string => longDay.format(new Date(`${text}T00:00:00Z`))
/** A civil date short, with its weekday: `Mon 5 Oct`. */
export const civilShort = (text: string): string => clean(weekday.format(new Date(`${text}T00:00:00Z`)))
/** A month `YYYY-MM`: `Oct 2026`. */
export const monthName = (text: string): string => clean(month.format(new Date(`${text}-01T00:00:00Z`)))

/** Today as a civil date in the machine's zone. */
export function today(): string {
  const now = new Date()
  const two = (value: number) => String(value).padStart(2, '0')
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}

/** A duration in words, coarse on purpose: `about 4 min`. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return `${seconds}${thin}s`
  const minutes = Math.round(seconds / 60)
  return minutes < 90 ? `${minutes}${thin}min` : `${oneDigit.format(minutes / 60)}${thin}h`
}

/** Characters that are not read, and turn what stands beside them (Unicode's Bidi_Control). */
const turning = /\p{Bidi_Control}/gu

/** Words of a mail without what would turn them: a mark in place of each such character, as many characters as before. */
export const unturned = (line: string): string => line.replace(turning, '\ufffd')

/**
 * A line of a mail (a subject, a name, a file's name) as it may stand among our own words: nothing in it turns what it or they say, and what is read from the right
 * is kept apart from what stands beside it.
 */
export function line(words: string): string {
  const plain = unturned(words)
  return /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u.test(plain)
    ? `\u2068${plain}\u2069`
    : plain
}

/** The display name of an address line, or the address where there is none: what a list has room for. */
export function sender(from: string): string {
  const name = /^\s*"?([^"<]*?)"?\s*</.exec(from)?.[1]?.trim() ?? ''
  return line(name === '' ? from.replace(/[<>]/g, '').trim() : name)
}

/** `1 document`, `3 documents`. */
export const plural = (value: number, one: string, many: string): string => `${count(value)} ${value === 1 ? one : many}`
