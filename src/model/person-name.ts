/** A person's name in its parts, as far as a display name tells. */
export interface PersonName {
  /** At least one, as written. */
  readonly given: readonly string[]
  /** With its particles ("van der Berg"); empty for a single name. */
  readonly family: string
}

const titles = new Set(
  'mr mrs ms miss mx dr prof professor sir dame lord lady frau herr fr hr dipl ing mag m mme mlle monsieur madame sr sra dott pan pani rev'.split(
    ' ',
  ),
)
const suffixes = new Set('jr sr ii iii iv phd md msc bsc mba llm esq cpa pmp ma ba beng dphil solicitor'.split(' '))
const particles = new Set(
  'van von vom zu zur de der den del della dei da di do dos das du la le el al bin ibn ter ten af av mac mc ó ní'.split(' '),
)
const companies =
  /\b(ltd|limited|gmbh|ag|inc|llc|plc|sarl|sa|bv|oy|ab|aps|kg|corp|company|team|support|newsletter|news|service|services|info|sales|office|helpdesk|desk|admin|administrator|noreply|no-reply|notifications?|alerts?|accounts?|payroll|billing|marketing|customer|bank|daemon|system|group|list|subscriptions?|hr|it|department|abteilung|reception|bookings?|digest|weekly|press|events?)\b/iu
const eastAsian = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u
const maximumLength = 80

/** Whether a display name is a company's, a desk's or a list's by its words. */
export function isOrganisationName(display: string): boolean {
  return companies.test(display)
}

/** Reads a display name; null where it isn't a person's name (an address, a company, a desk, a list). */
export function parsePersonName(display: string): PersonName | null {
  if (display.length > maximumLength * 2 || display.includes('@')) return null
  const plain = display
    .normalize('NFC')
    .replace(/\([^)]*\)|\[[^\]]*\]/gu, ' ')
    .replace(/ via .*| \| .*| [-–/] .*/iu, '')
    .replace(/["“”„«»<>]|^'|'$/gu, '')
    .trim()
  if (plain === '' || plain.length > maximumLength || /\d/u.test(plain) || isOrganisationName(plain)) return null
  const [before = '', after, more] = plain.split(',')
  if (more !== undefined) return null
  const first = words(before)
  if (after === undefined || words(after).length === 0) return fromOrder(first)
  const given = words(after)
  if (first.length === 0) return null
  return { given, family: first.join(' ') }
}

function words(text: string): string[] {
  const parts = text.split(/[\s_]+/u).filter((word) => /\p{L}/u.test(word))
  const bare = (word: string): string => word.replaceAll('.', '').toLowerCase()
  while (parts.length > 1 && titles.has(bare(parts[0] ?? ''))) parts.shift()
  while (parts.length > 1 && suffixes.has(bare(parts.at(-1) ?? ''))) parts.pop()
  return parts
}

function fromOrder(parts: readonly string[]): PersonName | null {
  const [first] = parts
  if (first === undefined || parts.length > 6) return null
  if (parts.length === 1) return { given: [first], family: '' }
  if (eastAsian.test(first)) return { given: parts.slice(1), family: first }
  const particle = parts.findIndex((word, index) => index > 0 && index < parts.length - 1 && particles.has(word.toLowerCase()))
  const split = particle > 0 ? particle : parts.length - 1
  return { given: parts.slice(0, split), family: parts.slice(split).join(' ') }
}

const roles =
  /^(info|office|contact|hello|sales|support|help|helpdesk|service|admin|administrator|root|postmaster|webmaster|abuse|hostmaster|noreply|no-reply|donotreply|do-not-reply|newsletter|news|marketing|hr|people|jobs|careers|recruitment|accounts?|accounting|billing|invoices?|finance|payroll|reception|front-?desk|orders?|shop|team|all|staff|everyone|board|legal|privacy|dpo|gdpr|security|it|press|media|events?|bookings?|reservations|notifications?|alerts?|mailer-daemon|bounces?|list|feedback|enquiries|enquiry|warehouse|dispatch|kontakt|buero|buchhaltung|personal|kundenservice|bestellung|biuro|compta|contact-?us)([.+_-].*)?$/iu

/** An address that stands for a desk, a list or a machine rather than for one person. */
export function isSharedAddress(address: string): boolean {
  return roles.test(address.slice(0, address.lastIndexOf('@')))
}
