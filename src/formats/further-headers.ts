import type { FurtherHeader, FurtherHeaderName, MailAddress, ParsedMessage } from '../model/index.ts'
import { parseAddresses } from './addresses.ts'
import { decodeHeaderText } from './encoded-word.ts'
import type { RawField } from './header-block.ts'

/** How each is written (RFC 5322 §3.6.5, §3.6.6; RFC 3798 §2.1, RFC 9228; the others by custom of mail servers) and what it holds. */
const fields: Readonly<Record<FurtherHeaderName, readonly [label: string, holds: 'people' | 'text']>> = {
  'resent-from': ['Resent-From', 'people'],
  'resent-sender': ['Resent-Sender', 'people'],
  'resent-to': ['Resent-To', 'people'],
  'resent-cc': ['Resent-Cc', 'people'],
  'resent-bcc': ['Resent-Bcc', 'people'],
  'delivered-to': ['Delivered-To', 'people'],
  'x-original-to': ['X-Original-To', 'people'],
  'envelope-to': ['Envelope-To', 'people'],
  'x-envelope-to': ['X-Envelope-To', 'people'],
  'apparently-to': ['Apparently-To', 'people'],
  'x-forwarded-to': ['X-Forwarded-To', 'people'],
  'x-forwarded-for': ['X-Forwarded-For', 'people'],
  'return-path': ['Return-Path', 'people'],
  'x-failed-recipients': ['X-Failed-Recipients', 'people'],
  'disposition-notification-to': ['Disposition-Notification-To', 'people'],
  'return-receipt-to': ['Return-Receipt-To', 'people'],
  'mail-followup-to': ['Mail-Followup-To', 'people'],
  keywords: ['Keywords', 'text'],
  comments: ['Comments', 'text'],
  'thread-topic': ['Thread-Topic', 'text'],
  'x-outlook-from': ['X-Outlook-From', 'people'],
  'x-outlook-sender': ['X-Outlook-Sender', 'people'],
  'x-outlook-to': ['X-Outlook-To', 'people'],
  'x-outlook-cc': ['X-Outlook-Cc', 'people'],
  'x-outlook-bcc': ['X-Outlook-Bcc', 'people'],
  'x-outlook-reply-to': ['X-Outlook-Reply-To', 'people'],
  'x-outlook-received-by': ['X-Outlook-Received-By', 'people'],
  'x-outlook-people': ['X-Outlook-People', 'people'],
  'x-outlook-subject': ['X-Outlook-Subject', 'text'],
  'x-outlook-property': ['X-Outlook-Property', 'text'],
}
const known: ReadonlyMap<string, FurtherHeaderName> = new Map((Object.keys(fields) as FurtherHeaderName[]).map((name) => [name, name]))

/** Whether the field of that name, in lower case, is one of the further ones. */
export const isFurther = (lower: string): boolean => known.has(lower)

/** What the further fields of a header hold, in order. */
export function furtherHeaders(header: readonly RawField[], charset: string | null): FurtherHeader[] {
  const found: FurtherHeader[] = []
  for (const { lower, raw } of header) {
    const name = known.get(lower)
    if (name === undefined || raw === '') continue
    const people = fields[name][1] === 'people' ? parseAddresses(listed(name, raw), charset) : []
    const text = people.length > 0 ? '' : decodeHeaderText(raw, charset)
    // The empty Return-Path of a bounce says nothing.
    if (people.length > 0 || /[\p{L}\p{N}]/u.test(text)) found.push({ name, people, text })
  }
  return found
}

/**
 * Gmail parts the mailbox and where it forwards to by a blank alone.
 * No sign of a domain may be an `@`: from each of a hundred thousand in a row the search would else go on to the end.
 */
function listed(name: FurtherHeaderName, raw: string): string {
  return name === 'x-forwarded-for' ? raw.replace(/(@[^\s,;@]+)\s+(?=[^\s@]+@)/gu, '$1, ') : raw
}

/**
 * Of the further fields what the others don't say already: mail that is delivered to whom it is addressed, and returns to whom it is from, has nothing more to show
 * or to be found by. Equal values once a field.
 */
export function furtherOf(parsed: ParsedMessage): readonly FurtherHeader[] {
  if (parsed.further.length === 0) return []
  const shown = new Set<string>()
  for (const people of [parsed.from, parsed.sender, parsed.replyTo, parsed.to, parsed.cc, parsed.bcc]) {
    for (const person of people) for (const key of keysOf(person)) shown.add(key)
  }
  const found: FurtherHeader[] = []
  for (const { name, people, text } of parsed.further) {
    const seen = new Set<string>()
    const more = people.filter((person) => {
      const key = keyOf(person)
      return !shown.has(key) && !seen.has(key) && seen.add(key)
    })
    if (more.length > 0 || (text !== '' && !parsed.subject.includes(text))) found.push({ name, people: more, text })
  }
  return found
}

/** A person with and without the name. */
const keysOf = (person: MailAddress): readonly string[] => [keyOf(person), keyOf({ ...person, name: '' })]

function keyOf({ name, address }: MailAddress): string {
  return `${name.toLowerCase()} <${address.toLowerCase()}>`
}

/** As it is written in a mail: `Delivered-To`. */
export function furtherLabel(name: FurtherHeaderName): string {
  return fields[name][0]
}
