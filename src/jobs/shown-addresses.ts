import { comparableAddress, type FurtherHeader, type MailAddress, type ParsedMessage } from '../model/index.ts'
import { addressesIn, carriedIn } from '../search/index.ts'
import type { HeaderPerson, ShownRole } from '../store/index.ts'

/** In which fields of the language people of further fields are found: as `from:`, `to:` and `cc:`; the others by their address alone. */
const roleOf: Readonly<Partial<Record<FurtherHeader['name'], ShownRole>>> = {
  'resent-from': 'shown-from',
  'resent-sender': 'shown-from',
  'resent-to': 'shown-to',
  'resent-cc': 'shown-cc',
  'resent-bcc': 'shown-bcc',
  'x-original-from': 'shown-from',
  'x-original-sender': 'shown-from',
  'x-google-original-from': 'shown-from',
  'delivered-to': 'shown-to',
  'x-original-to': 'shown-to',
  'envelope-to': 'shown-to',
  'x-envelope-to': 'shown-to',
  'apparently-to': 'shown-to',
  'x-apparently-to': 'shown-to',
  'x-delivered-to': 'shown-to',
  'x-rcpt-to': 'shown-to',
  'original-recipient': 'shown-to',
  'x-original-recipient': 'shown-to',
  received: 'shown-to',
  'x-forwarded-to': 'shown-to',
  'x-forwarded-for': 'shown-to',
  'x-outlook-from': 'shown-from',
  'x-outlook-sender': 'shown-from',
  'x-outlook-to': 'shown-to',
  'x-outlook-received-by': 'shown-to',
  'x-outlook-cc': 'shown-cc',
  'x-outlook-bcc': 'shown-bcc',
}

/** Whose addresses the names of a header show: of the fields that all copies of a message share. */
export function shownInHeader(parsed: ParsedMessage): readonly HeaderPerson[] {
  return [
    shown('shown-from', parsed.from),
    shown('shown', [...parsed.sender, ...parsed.replyTo]),
    shown('shown-to', parsed.to),
    shown('shown-cc', parsed.cc),
  ].flat()
}

/** Of the fields that each copy has of its own. */
export function shownInCopy(parsed: ParsedMessage, further: readonly FurtherHeader[]): readonly HeaderPerson[] {
  const returned = further.flatMap(({ name, people }) => (name === 'return-path' ? people : []))
  const shownIn = further.filter(({ name }) => name !== 'return-path')
  const rows = [shown('shown-bcc', parsed.bcc), ...shownIn.map(({ name, people }) => shown(roleOf[name] ?? 'shown', people))].flat()
  const carried = returned.flatMap((one) => carriedRows('shown', one))
  if (carried.length === 0) return rows
  const known = new Set(
    [...parsed.to, ...parsed.cc, ...parsed.bcc, ...parsed.from, ...shownIn.flatMap(({ people }) => people)].map(addressOf),
  )
  // Lists make a return path of its own for every mail, of the address it went to (`list-bounces+roe=x.example@list.example`): mostly it is there already.
  return [...rows, ...carried.filter(([, address]) => !known.has(address))]
}

function addressOf({ address }: MailAddress): string {
  return comparableAddress(address)
}

/** No address is longer (RFC 5321 §4.5.3.1), and what is isn't read. */
const longestAddress = 320

/** The address that one carries: of a forwarder as the field has it, of a list by itself, since the list only writes of them. */
function carriedRows(role: ShownRole, { address }: MailAddress): readonly HeaderPerson[] {
  const at = address.lastIndexOf('@')
  const carried = address.length > longestAddress ? null : carriedIn(address.slice(0, Math.max(0, at)), address.slice(at + 1))
  return carried === null ? [] : [[carried.same ? role : 'shown', comparableAddress(`${carried.local}@${carried.domain}`), '']]
}

/** An address without any sign that may not be its own. */
const isPlain = /^[\w.+-]+@[\w.-]+$/
/** What sticks to an address: signs around it, and the name of a field. Signs within are its own (RFC 5322 §3.2.3): `list+roe=x.example@list.example`. */
const around = /^(?:(?:to|cc|bcc|from|e-?mail|smtp)[=:])?[^\p{L}\p{N}"]*|(?<![^\p{L}\p{N}\]"])[^\p{L}\p{N}\]"]+$/giu

/**
 * Addresses within the names of people (`"ann@x.example via List" <list@x.example>`), and within addresses, beside signs that are none of their own. They stand in no
 * field of their own, and whoever looks for them must find the message all the same.
 */
function shown(role: ShownRole, people: readonly MailAddress[]): readonly HeaderPerson[] {
  const found = new Set<string>()
  const carried = people.flatMap((one) => carriedRows(role, one))
  for (const { group, name, address } of people) {
    if (name.includes('@') && name.toLowerCase() !== address.toLowerCase()) addTo(found, name)
    if (group?.includes('@') === true) addTo(found, group)
    // Exchange's own (X.500) are no mail addresses.
    if (!isPlain.test(address) && !address.startsWith('/')) {
      const bare = address.replace(around, '')
      if (/[^@]@[^@]/.test(bare)) found.add(comparableAddress(bare))
    }
  }
  if (found.size === 0 && carried.length === 0) return []
  const own = new Set(people.map(addressOf))
  const rows = [...[...found].map((address): HeaderPerson => [role, address, '']), ...carried]
  return rows.filter(([, address]) => !own.has(address))
}

function addTo(found: Set<string>, text: string): void {
  const isDotted = text.includes('.')
  for (const { address } of addressesIn(text)) {
    // Where a domain may end earlier, what is left of it without a dot is no domain.
    if (address.includes('.', address.indexOf('@')) || !isDotted) found.add(comparableAddress(address))
  }
}
