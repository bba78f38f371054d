import { AppError, plainAddress, type Subject, withExtension } from '../../model/index.ts'
import { addressNumbers, custodiansNamed, listSources, type ReadableDatabase } from '../../store/index.ts'
import type { SeedFault } from '../views.ts'

/** What a request is opened with, as far as it is looked for. What could find nothing must not stand among the forms as if it had been searched. */
export interface Seeds {
  readonly subject: string
  readonly emails: readonly string[]
  readonly names: readonly string[]
  readonly phones: readonly string[]
  readonly identifiers: readonly string[]
}

const called = { subject: 'The name of the person', emails: 'Address', names: 'Name', phones: 'Number', identifiers: 'Identifier' } as const

/** Everything that a request could not be opened with: a name with something beside it, two of anything in one field, no mail address. */
export function seedFaults(index: ReadableDatabase, { subject, emails, names, phones, identifiers }: Seeds): readonly SeedFault[] {
  const among = (field: SeedFault['field'], values: readonly string[], whyNot: (value: string) => string | null): readonly SeedFault[] =>
    values.flatMap((value, at) => {
      const why = whyNot(value)
      return why === null ? [] : [{ field, at, why }]
    })
  return [
    ...among('emails', emails, (email) => unreadableAddress(index, email)),
    ...among('subject', subject === '' ? [] : [subject], unreadableName),
    ...among('names', names, unreadableName),
    ...among('phones', phones, unreadablePhone),
    ...among('identifiers', identifiers, (identifier) => (several(identifier, /;|,\s|\n/u, /\d/u) ? each : null)),
  ]
}

/**
 * Refuses what {@link seedFaults} finds and a request didn't say `before`, telling the first of it by its place: what was typed may be in no error's text.
 *
 * @throws api/bad-input
 */
export function refuseUnreadableSeeds(index: ReadableDatabase, seeds: Seeds, before: Subject | null): void {
  const fault = seedFaults(index, seeds).find(({ field, at }) =>
    field === 'subject' ? seeds.subject !== before?.name : before?.[field].includes(seeds[field][at] ?? '') !== true,
  )
  if (fault === undefined) return
  const { field, at, why } = fault
  const which = field === 'subject' ? called.subject : `${called[field]} ${at + 1}`
  throw new AppError('api/bad-input', `${which} ${why}`, field === 'subject' ? { field } : { field, at })
}

const each = 'holds more than one. Give each by itself.'
const eachName = 'holds more than one name. Give each by itself; a firm’s name that joins two is an identifier.'
/** A person's name stands with no number in mail; a firm's may. Where a name could be looked for with one, what stands beside it by mistake would hide everything without it. */
const numbered =
  'has a number or a date beside it. What tells the request, as a year, goes into its reference; what tells the person, and a firm’s name that holds a number, is an identifier.'

function unreadableName(name: string): string | null {
  if (!/\p{L}/u.test(name)) return /\d/u.test(name) ? numbered : 'has no letter.'
  if (name.includes('@')) return 'has a mail address beside it. Give the address by itself, among the addresses.'
  // Only words that join names in no language: `José Ortega y Gasset` is one.
  if (/\p{L}\s*;\s*\p{L}|\s\/\s|\s(?:alias|a\.?k\.?a\.?|also known as|genannt|dit|detto)\s/iu.test(name)) return eachName
  if (/\p{L}\s+\S*\p{L}\S*\s+(?:and|und|et|&)\s+\S*\p{L}\S*\s+\S*\p{L}/iu.test(name)) return eachName
  return /(?:^|[\s,(])\d[\d./-]*(?=$|[\s,)])/u.test(name) ? numbered : null
}

function unreadablePhone(given: string): string | null {
  if (!/\d/u.test(given)) return 'has no digit.'
  const phone = withExtension(given)?.number ?? given
  const isSeveral = several(phone, /[,;\n]|\s(?:or|oder|ou|and|und|et)\s/iu, /(?:\d\D*){5}/u) || isTwoByStroke(phone)
  return isSeveral ? each : null
}

/** A stroke parts an area's code from the number behind it (`06131 / 123456`, `+49 (0)6131/1234567`, DIN 5008 of old) as well as two numbers: two are those that are each as long as one, or alike. */
function isTwoByStroke(phone: string): boolean {
  const parts = phone.split('/').map((part) =>
    part
      .trim()
      .replace(/^(?:\+|00)\d{1,3}\b/u, '')
      .replace(/\D/gu, ''),
  )
  const [first = '', second = ''] = parts
  return (
    parts.filter((part) => part.length >= 7).length > 1 ||
    (first.length >= 6 && !phone.trim().startsWith('0') && first.length === second.length)
  )
}

/** Whether a value falls into two or more that are whole. */
function several(value: string, separator: RegExp, whole: RegExp): boolean {
  return value.split(separator).filter((part) => whole.test(part)).length > 1
}

function unreadableAddress(index: ReadableDatabase, given: string): string | null {
  const address = plainAddress(given)
  if (address === null) return 'is not one mail address. Give each by itself, as name@organisation.example.'
  return isCutDomain(index, address) ? cutDomain : null
}

const cutDomain = 'has a domain without a dot, and no mail of this archive has it. Give the whole domain, as name@organisation.example.'

/** A domain without a dot is one that was not written to its end, but for those within an organisation. */
function isCutDomain(index: ReadableDatabase, address: string): boolean {
  return !address.includes('.', address.lastIndexOf('@')) && addressNumbers(index, [address]).length === 0
}

/** @throws api/bad-input */
export function refuseCutDomain(index: ReadableDatabase, address: string, which: string, details: AppError['details']): void {
  if (isCutDomain(index, address)) throw new AppError('api/bad-input', `${which} ${cutDomain}`, details)
}

/** Before anything is taken in, nobody knows whose mail there will be. */
export function refuseUnknownCustodian(index: ReadableDatabase, name: string, at: number): void {
  if (listSources(index).length === 0 || custodiansNamed(index, name).length > 0) return
  throw new AppError('api/bad-input', `Custodian ${at + 1} of the scope has no source; the list of sources shows whose each is.`, {
    field: 'custodians',
    at,
  })
}
