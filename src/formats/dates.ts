import { stripComments } from './parameters.ts'

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** Minutes east of UTC: RFC 5322 §4.3, and the zones that mailers wrote beside them. */
const zones: ReadonlyMap<string, number> = new Map(
  Object.entries({
    ut: 0,
    utc: 0,
    gmt: 0,
    z: 0,
    wet: 0,
    west: 60,
    bst: 60,
    ist: 330,
    cet: 60,
    met: 60,
    mez: 60,
    cest: 120,
    mest: 120,
    mesz: 120,
    eet: 120,
    eest: 180,
    msk: 180,
    msd: 240,
    jst: 540,
    kst: 540,
    hkt: 480,
    sgt: 480,
    aest: 600,
    aedt: 660,
    nzst: 720,
    nzdt: 780,
    nst: -210,
    ndt: -150,
    ast: -240,
    adt: -180,
    est: -300,
    edt: -240,
    cst: -360,
    cdt: -300,
    mst: -420,
    mdt: -360,
    pst: -480,
    pdt: -420,
    akst: -540,
    akdt: -480,
    hst: -600,
  }),
)

/** RFC 5322 §3.3 to the letter, as most mailers write it: what the general reading below comes to as well. */
const usualDate =
  /^(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?(\d{1,2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4}) (\d\d):(\d\d):(\d\d) ([+-]\d{4})(?: \([A-Z]{3,5}\))?$/

/**
 * The instant of a Date field as UTC epoch milliseconds: RFC 5322 §3.3 and §4.3, C's asctime, ISO 8601, and common broken forms
 * (no weekday, day and month exchanged, AM/PM, `GMT+0200`, a missing zone: read as UTC, as §4.3 does for `-0000`).
 * Null where it can't be read for certain; all-digit dates such as 3/4/2001 never are.
 * @param raw unfolded field body
 */
export function parseMailDate(raw: string): number | null {
  const usual = usualDate.exec(raw)
  if (usual !== null) {
    const [, day, month, year, hour, minute, second, zone] = usual
    const at = months.indexOf((month ?? '').toLowerCase())
    return instant(Number(year), at, Number(day), Number(hour), Number(minute), Number(second), 0, zoneMinutes(zone ?? ''))
  }
  const text = stripComments(raw.slice(0, 200)).trim()
  const iso = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d))?(?:[.,](\d+))?\s*(Z|[+-]\d\d:?\d\d)?$/i.exec(text)
  if (iso !== null) {
    const [, year, month, day, hour, minute, second, fraction, zone] = iso
    const offset = zone === undefined ? 0 : zoneMinutes(zone.replace(':', ''))
    return instant(
      Number(year),
      Number(month) - 1,
      Number(day),
      Number(hour),
      Number(minute),
      Number(second ?? 0),
      milliseconds(fraction),
      offset,
    )
  }
  let day: number | null = null
  let month: number | null = null
  let year: number | null = null
  let time: readonly [number, number, number, number] | null = null
  let offset: number | null = null
  let half: 'am' | 'pm' | null = null
  for (const token of tokens(text)) {
    const clock = /^(\d{1,2})[:.](\d{1,2})(?:[:.](\d{1,2})(?:[.,](\d+))?)?$/.exec(token)
    if (clock !== null && time === null) {
      time = [Number(clock[1]), Number(clock[2]), Number(clock[3] ?? 0), milliseconds(clock[4])]
    } else if (/^\d+$/.test(token) && !(time !== null && year !== null)) {
      const value = Number(token)
      if (day === null && token.length <= 2 && (value >= 1 || month === null)) day = value
      else if (year === null && token.length <= 4) year = fullYear(value, token.length)
      else return null
    } else if (/^(?:gmt|utc|ut|z)?[+-]\d{1,2}:?\d{0,2}$/i.test(token) && time !== null) {
      if (offset === null || /^[+-]/.test(token)) offset ??= zoneMinutes(token.replace(/^[a-z]+/i, '').replace(':', ''))
    } else if (/^[a-z.]+$/i.test(token)) {
      const word = token.toLowerCase().replaceAll('.', '')
      const named = months.indexOf(word.slice(0, 3))
      if (word === 'am' || word === 'pm') half = word
      else if (month === null && named >= 0 && word.length >= 3) month = named
      else if (time !== null && offset === null) offset = zones.get(word) ?? (word.length === 1 ? 0 : null)
    }
  }
  if (day === null || month === null || year === null) return null
  let [hour, minute, second, ms] = time ?? [0, 0, 0, 0]
  if (half !== null && (hour < 1 || hour > 12)) half = null
  if (half === 'pm' && hour < 12) hour += 12
  if (half === 'am' && hour === 12) hour = 0
  return instant(year, month, day, hour, minute, second, ms, offset ?? 0)
}

/** Of the digits after the decimal point of seconds. */
function milliseconds(fraction: string | undefined): number {
  return Number((fraction ?? '').padEnd(3, '0').slice(0, 3))
}

/** Words, numbers, times and zones; `02-Jan-2001` and `Jan,2` are taken apart, `-0500` is not. */
function tokens(text: string): string[] {
  return text
    .replace(/(\d)(st|nd|rd|th)\b/gi, '$1')
    .replace(/(\d{1,2})[-/]([a-z]{3,9})[-/](\d{2,4})/gi, '$1 $2 $3')
    .replace(/(:\d{1,2})([+-]\d{4})/g, '$1 $2')
    .replace(/(\d)([ap]\.?m\.?)\b/gi, '$1 $2')
    .replace(/([+-]\d{4})([a-z]+)/gi, '$1 $2')
    .split(/[\s,;"]+/)
    .filter((token) => token !== '')
}

/** RFC 5322 §4.3: two digits 00–49 are 2000–2049, 50–99 and three digits count from 1900. */
function fullYear(value: number, digits: number): number {
  if (digits <= 2) return value < 50 ? 2000 + value : 1900 + value
  return digits === 3 ? 1900 + value : value
}

function zoneMinutes(zone: string): number | null {
  if (zone.toLowerCase() === 'z') return 0
  const match = /^([+-])(\d{1,4})$/.exec(zone)
  if (match === null) return null
  const digits = match[2] as string
  const hours = digits.length <= 2 ? Number(digits) : Number(digits.slice(0, -2))
  const minutes = digits.length <= 2 ? 0 : Number(digits.slice(-2))
  // Beyond any zone there is: the mailer's mistake. Taken as UTC rather than moving the mail by days.
  if (hours > 15 || minutes > 59) return null
  return (match[1] === '-' ? -1 : 1) * (hours * 60 + minutes)
}

function instant(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  ms: number,
  offset: number | null,
): number | null {
  if (month < 0 || month > 11 || day < 1 || hour > 24 || minute > 59 || second > 60 || year < 1900 || year > 9999) return null
  if (day > new Date(Date.UTC(year, month + 1, 0)).getUTCDate()) return null
  return Date.UTC(year, month, day, hour, minute, second, ms) - (offset ?? 0) * 60_000
}
