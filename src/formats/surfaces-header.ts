import type { MailAddress, MailDate, ParsedMessage, Surface } from '../model/index.ts'
import { furtherLabel, furtherOf } from './further-headers.ts'
import type { SurfaceDraft } from './surfaces-hash.ts'
import { cleanControls } from './surfaces-text.ts'

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Header values on one line: white space collapsed, controls visible. */
function oneLine(text: string): string {
  return cleanControls(otherBlank.test(text) ? text.replace(/\s+/g, ' ').trim() : text.trim())
}

/** White space that isn't one blank. */
const otherBlank = /[^\S ]|\s\s/

/** `Jane Roe <jane@x.example>`, or the address alone. */
export function addressText(address: MailAddress): string {
  const name = oneLine(address.name)
  const spec = oneLine(address.address)
  return name === '' ? spec : spec === '' ? name : `${name} <${spec}>`
}

/** Addresses as shown, groups as `Name: a, b;` (RFC 5322 §3.4). */
export function addressListText(addresses: readonly MailAddress[]): string {
  const parts: string[] = []
  let group: string | null = null
  let members: string[] = []
  const close = (): void => {
    if (group !== null) parts.push(`${oneLine(group)}: ${members.join(', ')};`)
    // One by one: several fields hold more of them than a call takes arguments.
    else for (const member of members) parts.push(member)
    members = []
  }
  for (const address of addresses) {
    if (address.group !== group) {
      close()
      group = address.group
    }
    const text = addressText(address)
    if (text !== '') members.push(text)
  }
  close()
  return parts.join(', ')
}

const formats = new Map<string, Intl.DateTimeFormat>()

/**
 * `Mon, 5 Oct 2026, 14:03:22 (UTC+02:00)` in the zone given; the header as written where it can't be read; empty where missing. The names are ours, since
 * those of `Intl` change with its data and would change the hash of a surface.
 * @param zone IANA name; an unknown one counts as UTC
 */
export function dateText(date: MailDate, zone: string): string {
  if (date.atMs === null) return oneLine(date.raw ?? '')
  let format = formats.get(zone)
  if (format === undefined) {
    format = zonedFormat(zone)
    formats.set(zone, format)
  }
  const parts: Record<string, string> = {}
  for (const { type, value } of format.formatToParts(date.atMs)) parts[type] = value
  const number = (name: string): number => Number(parts[name])
  const year = number('year')
  const weekday = days[new Date(Date.UTC(2000 + (year % 400), number('month') - 1, number('day'))).getUTCDay()] ?? ''
  const offset = (parts['timeZoneName'] ?? 'GMT').replace(/^GMT$/, 'GMT+00:00').replace('GMT', 'UTC')
  const clock = `${parts['hour'] ?? ''}:${parts['minute'] ?? ''}:${parts['second'] ?? ''}`
  return `${weekday}, ${number('day')} ${months[number('month') - 1] ?? ''} ${year}, ${clock} (${offset})`
}

const shownDate = new RegExp(
  `^(?:${days.join('|')}), \\d{1,2} (?:${months.join('|')}) \\d{1,6}, \\d\\d:\\d\\d:\\d\\d \\(UTC[+-]\\d\\d:\\d\\d(?::\\d\\d)?\\)$`,
)

/**
 * Whether a surface is a mail's date as `dateText` writes it: names and figures of ours, in which nobody of the mail stands. Somebody called Jan or May is
 * not there; what a field says that is no date may name anybody.
 */
export function isShownDate({ id, text }: Pick<Surface, 'text'> & { readonly id: string }): boolean {
  return id === 'h:date' && shownDate.test(text)
}

function zonedFormat(zone: string): Intl.DateTimeFormat {
  const options = {
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'longOffset',
  } as const
  try {
    return new Intl.DateTimeFormat('en-US', { ...options, timeZone: zone })
  } catch {
    return new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' })
  }
}

/**
 * The header values that a reviewer sees, in the order of a mail's head; behind them, as hidden text, whom the further fields name. The subject is always
 * there, so that no message is without a surface.
 */
export function headerDrafts(parsed: ParsedMessage, zone: string): SurfaceDraft[] {
  const values: readonly (readonly [string, string])[] = [
    ['subject', oneLine(parsed.subject)],
    ['date', dateText(parsed.date, zone)],
    ['from', addressListText(parsed.from)],
    ['to', addressListText(parsed.to)],
    ['cc', addressListText(parsed.cc)],
    ['bcc', addressListText(parsed.bcc)],
    ['reply-to', addressListText(parsed.replyTo)],
  ]
  const shown = values
    .filter(([name, text]) => text !== '' || name === 'subject')
    .map(([name, text]): SurfaceDraft => ({ id: `h:${name}`, kind: 'header', part: '', text }))
  const further = furtherOf(parsed).map(({ name, people, text }) => `${furtherLabel(name)}: ${addressListText(people) || oneLine(text)}`)
  return further.length === 0
    ? shown
    : [...shown, { id: 'x:header', kind: 'hidden', part: '', text: further.join('\n'), producible: false }]
}
