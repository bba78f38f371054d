import type { FurtherHeader, FurtherHeaderName, MailAddress, MessagePart, ParsedMessage } from '../model/index.ts'
import { parseAddresses } from './addresses.ts'
import { decodeHeaderText } from './encoded-word.ts'
import type { RawField } from './header-block.ts'
import { openPgpWords } from './openpgp-words.ts'
import { parseParameters } from './parameters.ts'

/** How each is written (RFC 5322 §3.6.5, §3.6.6; RFC 3798 §2.1, RFC 9228; the others by custom of mail servers) and what it holds. */
const fields: Readonly<Record<FurtherHeaderName, readonly [label: string, holds: 'people' | 'text']>> = {
  'resent-from': ['Resent-From', 'people'],
  'resent-sender': ['Resent-Sender', 'people'],
  'resent-to': ['Resent-To', 'people'],
  'resent-cc': ['Resent-Cc', 'people'],
  'resent-bcc': ['Resent-Bcc', 'people'],
  // Whom a list or a service sends for, in whose own name DMARC lets it send no more.
  'x-original-from': ['X-Original-From', 'people'],
  'x-original-sender': ['X-Original-Sender', 'people'],
  'x-google-original-from': ['X-Google-Original-From', 'people'],
  'delivered-to': ['Delivered-To', 'people'],
  'x-original-to': ['X-Original-To', 'people'],
  'envelope-to': ['Envelope-To', 'people'],
  'x-envelope-to': ['X-Envelope-To', 'people'],
  'apparently-to': ['Apparently-To', 'people'],
  'x-apparently-to': ['X-Apparently-To', 'people'],
  'x-delivered-to': ['X-Delivered-To', 'people'],
  'x-rcpt-to': ['X-Rcpt-To', 'people'],
  'original-recipient': ['Original-Recipient', 'people'],
  'x-original-recipient': ['X-Original-Recipient', 'people'],
  received: ['Received', 'people'],
  'x-forwarded-to': ['X-Forwarded-To', 'people'],
  'x-forwarded-for': ['X-Forwarded-For', 'people'],
  'return-path': ['Return-Path', 'people'],
  'envelope-from': ['Envelope-From', 'people'],
  'x-envelope-from': ['X-Envelope-From', 'people'],
  'x-return-path': ['X-Return-Path', 'people'],
  'x-sender': ['X-Sender', 'people'],
  'x-authenticated-sender': ['X-Authenticated-Sender', 'people'],
  'errors-to': ['Errors-To', 'people'],
  'mail-reply-to': ['Mail-Reply-To', 'people'],
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
  organization: ['Organization', 'text'],
  organisation: ['Organisation', 'text'],
  'x-organization': ['X-Organization', 'text'],
  'x-organisation': ['X-Organisation', 'text'],
  // What whoever kept the mail filed it under.
  'x-gmail-labels': ['X-Gmail-Labels', 'text'],
  'x-keywords': ['X-Keywords', 'text'],
  'x-mozilla-keys': ['X-Mozilla-Keys', 'text'],
  'x-label': ['X-Label', 'text'],
  subject: ['Subject', 'text'],
  date: ['Date', 'text'],
  'content-description': ['Content-Description', 'text'],
  // Where Thunderbird put an attachment that it took out.
  'x-mozilla-external-attachment-url': ['X-Mozilla-External-Attachment-URL', 'text'],
  'part-from': ['From', 'people'],
  'part-to': ['To', 'people'],
  'part-cc': ['Cc', 'people'],
  'part-bcc': ['Bcc', 'people'],
  'part-sender': ['Sender', 'people'],
  'part-reply-to': ['Reply-To', 'people'],
  'part-content-type': ['Content-Type', 'text'],
  'part-content-disposition': ['Content-Disposition', 'text'],
  // RFC 2557 §4.2: where the content of a page that was sent, or saved, is from: often somebody's folder.
  'content-location': ['Content-Location', 'text'],
  'content-base': ['Content-Base', 'text'],
  // A key of the sender's, or of somebody else who got the message, whom its user ids name.
  autocrypt: ['Autocrypt', 'people'],
  'autocrypt-gossip': ['Autocrypt-Gossip', 'people'],
  // Of whatever any program writes into a header: addresses, and words beyond ASCII.
  'other-field': ['Another field', 'people'],
  // RFC 9788 §2.2: what stood outside when it was sent.
  'hp-outer': ['HP-Outer', 'text'],
}
/** Fields of the header of a part (RFC 2045 §8; protected headers, RFC 9788 §2, which mail programs show in place of the message's own). */
const ofParts: ReadonlyMap<string, FurtherHeaderName> = new Map([
  ['subject', 'subject'],
  ['from', 'part-from'],
  ['to', 'part-to'],
  ['cc', 'part-cc'],
  ['bcc', 'part-bcc'],
  ['sender', 'part-sender'],
  ['reply-to', 'part-reply-to'],
  ['keywords', 'keywords'],
  ['comments', 'comments'],
  ['organization', 'organization'],
  ['hp-outer', 'hp-outer'],
  ['content-description', 'content-description'],
  ['x-mozilla-external-attachment-url', 'x-mozilla-external-attachment-url'],
  ['content-location', 'content-location'],
  ['content-base', 'content-base'],
  ['autocrypt-gossip', 'autocrypt-gossip'],
])
/** A file that is kept elsewhere: where, and what to ask for it there (RFC 2046 §5.2.3, RFC 2017), stands in the type. */
const keptElsewhere = /;\s*(?:url|site|directory|server|subject)\*?[\d*]*\s*=/iu
/** Parameters of a part's type and disposition that say how it is to be read, and name nobody; the file's name stands elsewhere. */
const technical =
  /^(?:charset|boundary|format|delsp|type|start|start-info|protocol|micalg|report-type|reply-type|smime-type|method|component|profile|level|version|header|hp|hp-legacy-display|protected-headers|id|number|total|size|mode|handling|preview-type|conversions|encoding|level|differences|q|(?:creation|modification|read)-date|x-(?:unix-mode|mac-type|mac-creator|mac-hide-extension|apple-part-url|apple-content-length|action))$/
/** Fields of which readers show one or the other where there are several: all but the first are further ones. */
const once: Readonly<Record<string, FurtherHeaderName>> = { subject: 'subject', date: 'date' }
const known: ReadonlyMap<string, FurtherHeaderName> = new Map(
  (Object.keys(fields) as FurtherHeaderName[])
    .filter((name) => !(name in once) && !name.startsWith('part-') && name !== 'other-field')
    .map((name) => [name, name]),
)

/** Whether the field of that name, in lower case, is one of the further ones. */
export const isFurther = (lower: string): boolean => known.has(lower)

/** Fields that are shown for themselves. */
const own: ReadonlySet<string> = new Set(['from', 'sender', 'reply-to', 'to', 'cc', 'bcc', 'subject', 'date'])
/** Fields with marks that only look like addresses, and names of servers: ids, signatures, where to leave a list. */
const machine =
  /(?:^|-)(?:ids?|msgid|references|in-reply-to|signature|seal|unsubscribe|unsubscribe-post)$|^content-|^dkim-|^arc-|^x-google-smtp-|^x-ms-exchange-/u
/** What follows the mailbox's name in an address (RFC 5321 §4.1.2, RFC 6531). */
const domain = /@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})+/uy
const asciiLocalPart = /[a-z0-9.!#$%&'*+/=?^_`{|}~-]/i
const maxLocal = 64

/** Addresses in a text, from each `@` outwards: to try every beginning cost a fiftieth of all reading. */
function* addressesIn(text: string): Generator<string> {
  let end = 0
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', Math.max(at + 1, end))) {
    let from = at
    while (from > end && at - from < maxLocal && isLocal(text.charCodeAt(from - 1))) from--
    domain.lastIndex = at
    const [host] = (from < at ? domain.exec(text) : null) ?? []
    if (host === undefined) continue
    end = at + host.length
    yield text.slice(from, end)
  }
}

const asciiLocal = Array.from({ length: 128 }, (_, code) => asciiLocalPart.test(String.fromCharCode(code)))

/** Whether a unit of a text may stand in a mailbox's name: letters, digits, atoms (RFC 5322 §3.2.3), halves of letters beyond the first plane. */
const isLocal = (code: number): boolean =>
  code < 128 ? asciiLocal[code] === true : (code >= 0xd800 && code < 0xe000) || beyondAscii.test(String.fromCharCode(code))
const beyondAscii = /[\p{L}\p{N}]/u

const isAscii = (raw: string): boolean => !/[^\0-\x7f]/.test(raw)

/** Whom fields that nothing here knows name by an address, and what they say in encoded words, as people write. */
function otherFields(header: readonly RawField[], charset: string | null): FurtherHeader[] {
  const people = new Map<string, MailAddress>()
  const texts: FurtherHeader[] = []
  for (const { lower, name, raw } of header) {
    const mayName = raw.includes('@')
    if ((!mayName && !raw.includes('=?')) || own.has(lower) || known.has(lower) || machine.test(lower)) continue
    const value = decodeHeaderText(raw, charset)
    const said = !raw.includes('=?') && isAscii(raw) ? [] : furtherTexts('other-field', `${name}: ${value}`)
    texts.push(...said)
    // A parameter's name may stand before an address: `smtp.mailfrom=`.
    for (const match of said.length === 0 && mayName ? addressesIn(value) : []) {
      const address = match.replace(/^.*=/u, '')
      if (!address.startsWith('@')) people.set(address.toLowerCase(), { name: '', address, group: null })
    }
  }
  return people.size === 0 ? texts : [{ name: 'other-field', people: [...people.values()], text: '' }, ...texts]
}

/** What the further fields of a header hold, in order; behind them what others do. */
export function furtherHeaders(header: readonly RawField[], charset: string | null): FurtherHeader[] {
  const found: FurtherHeader[] = []
  const seen = new Set<string>()
  for (const { lower, raw } of header) {
    const name = known.get(lower) ?? (seen.has(lower) ? once[lower] : undefined)
    seen.add(lower)
    const holds = name === undefined ? null : held(name, raw, charset)
    if (holds !== null) found.push(holds)
  }
  return [...found, ...otherFields(header, charset)]
}

const repeatsName: ReadonlySet<FurtherHeaderName> = new Set<FurtherHeaderName>(['content-description', 'content-location'])

/** An entity below a message, as far as its header goes. */
interface Headed {
  readonly fields: readonly RawField[]
  readonly children: readonly Headed[]
}

/**
 * What the headers of a message's parts say of it, each value once; those of attached messages are theirs.
 * @param part read from the entity; a description that only repeats the file's name says nothing more
 */
export function headersOfParts(entity: Headed, part: MessagePart, charset: string | null): FurtherHeader[] {
  const found = new Map<string, FurtherHeader>()
  const place = (of: Headed, its: MessagePart): void => {
    const type = its.type === 'message/external-body' ? of.fields.find(({ lower }) => lower === 'content-type') : undefined
    const holds = type !== undefined && keptElsewhere.test(type.raw) ? held('part-content-type', type.raw, charset) : null
    if (holds !== null) found.set(`${holds.name} ${holds.text}`, holds)
  }
  const parameters = (of: Headed, its: MessagePart): void => {
    for (const { lower, raw } of of.fields) {
      if (lower !== 'content-type' && lower !== 'content-disposition') continue
      if (its.type === 'message/external-body') continue
      for (const [parameter, value] of parseParameters(raw).parameters) {
        if (technical.test(parameter) || value.trim() === its.filename) continue
        for (const holds of furtherTexts(`part-${lower}`, value))
          found.set(`${lower} ${parameter}`, { ...holds, text: `${parameter}=${value}` })
      }
    }
  }
  const gather = (of: Headed, its: MessagePart): void => {
    for (const [index, child] of of.children.entries()) {
      const inner = its.children[index]
      if (inner === undefined) continue
      place(child, inner)
      parameters(child, inner)
      for (const { lower, raw } of child.fields) {
        const name = ofParts.get(lower)
        const holds = name === undefined ? null : held(name, raw, charset)
        if (holds === null || (repeatsName.has(holds.name) && holds.text === inner.filename)) continue
        found.set(`${holds.name} ${raw}`, holds)
      }
      gather(child, inner)
    }
  }
  place(entity, part)
  parameters(entity, part)
  gather(entity, part)
  return [...found.values()]
}

/** A text that a field of that name could say, where it says anything. */
export function furtherTexts(name: FurtherHeaderName, text: string): FurtherHeader[] {
  return /[\p{L}\p{N}]/u.test(text) ? [{ name, people: [], text }] : []
}

function held(name: FurtherHeaderName, raw: string, charset: string | null): FurtherHeader | null {
  if (raw === '') return null
  const people = fields[name][1] === 'people' ? parseAddresses(listed(name, raw), charset) : []
  const said = people.length > 0 || name === 'received' ? '' : decodeHeaderText(raw, charset)
  const text = name === 'content-location' || name === 'content-base' ? unescaped(said) : said
  // The empty Return-Path of a bounce says nothing.
  return people.length > 0 || /[\p{L}\p{N}]/u.test(text) ? { name, people, text } : null
}

/** As a list of addresses. No sign of a domain may be an `@`: from each of a hundred thousand in a row the search would else go on to the end. */
function listed(name: FurtherHeaderName, raw: string): string {
  switch (name) {
    // Gmail parts the mailbox and where it forwards to by a blank alone.
    case 'x-forwarded-for':
      return raw.replace(/(@[^\s,;@]+)\s+(?=[^\s@]+@)/gu, '$1, ')
    // RFC 3798 §2.3: the kind of address, then the address.
    case 'original-recipient':
    case 'x-original-recipient':
      return raw.replace(/^\s*[\w-]+\s*;/u, '')
    case 'autocrypt':
    case 'autocrypt-gossip':
      return keyHolders(raw)
    // RFC 5321 §4.4: of what a server says of the way, whom it was for: in many mailboxes the one place that names who got a blind copy.
    case 'received':
      return [...raw.matchAll(/\bfor\s+<?([^\s<>()",;@]+@[^\s<>()",;@]+)/giu)].map(([, address]) => address).join(', ')
    default:
      return raw
  }
}

/** Autocrypt 1.1 §2.1: an address, and a key, of which the user ids count. */
function keyHolders(raw: string): string {
  const holders: string[] = []
  for (const attribute of raw.replace(/\s+/gu, '').split(';')) {
    const [, name = '', value = ''] = /^(addr|keydata)=(.*)$/isu.exec(attribute) ?? []
    if (name.toLowerCase() === 'addr') holders.push(value)
    else if (name !== '') holders.push(...openPgpWords(Buffer.from(value, 'base64')).lines.map((id) => Buffer.from(id).toString('latin1')))
  }
  return holders.join(', ')
}

/** An address as people read it; one whose escapes are damaged as it is. */
function unescaped(address: string): string {
  try {
    return decodeURIComponent(address)
  } catch {
    return address
  }
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
  const onItsWay = new Set<string>()
  // What each server on the way says again is said once, and not at all where another field says it.
  for (const { name, people } of parsed.further)
    if (!repeating.has(name)) for (const person of people) for (const key of keysOf(person)) onItsWay.add(key)
  for (const { name, people, text } of parsed.further) {
    const seen = repeating.has(name) ? onItsWay : new Set<string>()
    const more = people.filter((person) => {
      const key = keyOf(person)
      return !shown.has(key) && !seen.has(key) && seen.add(key)
    })
    if (more.length > 0 || (text !== '' && !parsed.subject.includes(text))) found.push({ name, people: more, text })
  }
  return found
}

/** Fields that servers write, of what other fields say. */
const repeating: ReadonlySet<FurtherHeaderName> = new Set<FurtherHeaderName>(['received', 'other-field'])

/** A person with and without the name. */
const keysOf = (person: MailAddress): readonly string[] => [keyOf(person), keyOf({ ...person, name: '' })]

function keyOf({ name, address }: MailAddress): string {
  return `${name.toLowerCase()} <${address.toLowerCase()}>`
}

/** As it is written in a mail: `Delivered-To`. */
export function furtherLabel(name: FurtherHeaderName): string {
  return fields[name][0]
}
