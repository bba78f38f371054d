import { comparableAddress, type FurtherHeader, type MailAddress, type ParsedMessage } from '../model/index.ts'
import { addressesIn } from '../search/index.ts'
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
  // Lists make a return path of its own for every mail, of the address it went to (`list-bounces+roe=x.example@list.example`): a row each, that says what Delivered-To says.
  const shownIn = further.filter(({ name }) => name !== 'return-path')
  return [shown('shown-bcc', parsed.bcc), ...shownIn.map(({ name, people }) => shown(roleOf[name] ?? 'shown', people))].flat()
}

/** An address without any sign that may not be its own. */
const isPlain = /^[\w.+-]+@[\w.-]+$/
/** What sticks to an address: signs around it, and the name of a field. Signs within are its own (RFC 5322 §3.2.3): `list+roe=x.example@list.example`. */
const around = /^(?:(?:to|cc|bcc|from|e-?mail|smtp)[=:])?[^\p{L}\p{N}"]*|[^\p{L}\p{N}\]"]+$/giu

/**
 * Addresses within the names of people (`"ann@x.example via List" <list@x.example>`), and within addresses, beside signs that are none of their own. They stand in no
 * field of their own, and whoever looks for them must find the message all the same.
 */
function shown(role: ShownRole, people: readonly MailAddress[]): readonly HeaderPerson[] {
  const found = new Set<string>()
  for (const { group, name, address } of people) {
    if (name.includes('@') && name.toLowerCase() !== address.toLowerCase()) addTo(found, name)
    if (group?.includes('@') === true) addTo(found, group)
    // Exchange's own (X.500) are no mail addresses.
    if (!isPlain.test(address) && !address.startsWith('/')) {
      const bare = address.replace(around, '')
      if (/[^@]@[^@]/.test(bare)) found.add(comparableAddress(bare))
    }
  }
  if (found.size === 0) return []
  for (const { address } of people) found.delete(comparableAddress(address))
  return [...found].map((address) => [role, address, ''])
}

function addTo(found: Set<string>, text: string): void {
  for (const { start, end } of addressesIn(text)) {
    // Lists write whom they returned mail of with another sign: `roe=x.example@list.example`.
    const written = text.slice(start, end).replace(/\s+/gu, '')
    const address = written.includes('@') ? written : written.replace(/[=%](?=[^=%]*$)/u, '@')
    // Where a domain may end earlier, what is left of it without a dot is no domain.
    if (address.includes('.', address.indexOf('@')) || !text.includes('.')) found.add(comparableAddress(address))
  }
}
