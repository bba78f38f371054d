/** Civil dates in an IANA time zone and the instants (UTC epoch milliseconds) at which they start. */

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
      timeZone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      hourCycle: 'h23',
      era: 'short',
    })
    formats.set(timeZone, format)
  }
  return format
}

/** What a clock in the zone shows at an instant, as if it were UTC. */
function localAsUtc(atMs: number, timeZone: string): number {
  const fields = new Map(
    formatOf(timeZone)
      .formatToParts(atMs)
      .map((part) => [part.type, part.value]),
  )
  const field = (type: Intl.DateTimeFormatPartTypes): number => Number(fields.get(type) ?? 0)
  const year = fields.get('era') === 'B' ? 1 - field('year') : field('year')
  return utc(year, field('month'), field('day')) + (field('hour') * 3600 + field('minute') * 60 + field('second')) * 1000
}

/** Date.UTC without its rule for years below 100. `month` from 1; values beyond the end roll over. */
function utc(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month - 1, day)
}

/** The instant at which the civil day starts in the zone: the first moment after any gap that a change of clocks makes at midnight. */
export function startOfDay(year: number, month: number, day: number, timeZone: string): number {
  const wanted = utc(year, month, day)
  let at = wanted
  for (let round = 0; round < 3; round++) {
    const off = localAsUtc(at, timeZone) - at
    if (wanted - off === at) return at
    at = wanted - off
  }
  return at
}

/** The half-open interval of instants that a civil date `YYYY`, `YYYY-MM` or `YYYY-MM-DD` covers in the zone. */
export function instantsOf(date: string, timeZone: string): { readonly start: number; readonly end: number } {
  const [year = 0, month, day] = date.split('-').map(Number)
  const start = startOfDay(year, month ?? 1, day ?? 1, timeZone)
  if (month === undefined) return { start, end: startOfDay(year + 1, 1, 1, timeZone) }
  if (day === undefined) return { start, end: startOfDay(year, month + 1, 1, timeZone) }
  return { start, end: startOfDay(year, month, day + 1, timeZone) }
}

/** The civil date `YYYY-MM-DD` at an instant in the zone. */
export function civilDateAt(atMs: number, timeZone: string): string {
  return new Date(localAsUtc(atMs, timeZone)).toISOString().slice(0, 10)
}
