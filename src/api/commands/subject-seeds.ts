import { AppError, plainAddress, withExtension } from '../../model/index.ts'
import { addressNumbers, custodiansNamed, listSources, type ReadableDatabase } from '../../store/index.ts'

/** What a request is opened with, as far as it is looked for. What could find nothing must not stand among the forms as if it had been searched. */
interface Seeds {
  readonly subject: string
  readonly names: readonly string[]
  readonly phones: readonly string[]
  readonly identifiers: readonly string[]
}

/**
 * Refuses a name with something beside it, and two of anything in one field: as one phrase they stand in no mail.
 *
 * @throws api/bad-input
 */
export function refuseUnreadableSeeds({ subject, names, phones, identifiers }: Seeds): void {
  refuse(unreadableName(subject), 'The name of the person', { field: 'subject' })
  for (const [at, name] of names.entries()) refuse(unreadableName(name), `Name ${at + 1}`, { field: 'names', at })
  for (const [at, phone] of phones.entries()) refuse(unreadablePhone(phone), `Number ${at + 1}`, { field: 'phones', at })
  for (const [at, identifier] of identifiers.entries()) {
    refuse(several(identifier, /;|,\s|\n/u, /\d/u) ? each : null, `Identifier ${at + 1}`, { field: 'identifiers', at })
  }
}

const each = 'holds more than one. Give each by itself.'
const eachName = 'holds more than one name. Give each by itself; a firm’s name that joins two is an identifier.'
/** A person's name stands with no number in mail; a firm's may. Where a name could be looked for with one, what stands beside it by mistake would hide everything without it. */
const numbered =
  'has a number or a date beside it. What tells the request, as a year, goes into its reference; what tells the person, and a firm’s name that holds a number, is an identifier.'

function refuse(why: string | null, which: string, details: AppError['details']): void {
  if (why !== null) throw new AppError('api/bad-input', `${which} ${why}`, details)
}

function unreadableName(name: string): string | null {
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

/** An address as it is looked for. One that could find nothing must not stand among the forms as if it had been searched. */
export function seedAddress(index: ReadableDatabase, given: string, at: number): string {
  const address = plainAddress(given)
  if (address === null) {
    throw new AppError('api/bad-input', `Address ${at + 1} is not one mail address. Give each by itself, as name@organisation.example.`, {
      field: 'emails',
      at,
    })
  }
  refuseCutDomain(index, address, `Address ${at + 1}`, { field: 'emails', at })
  return address
}

/**
 * A domain without a dot is one that was not written to its end, but for those within an organisation.
 *
 * @throws api/bad-input
 */
export function refuseCutDomain(index: ReadableDatabase, address: string, which: string, details: AppError['details']): void {
  if (address.includes('.', address.lastIndexOf('@')) || addressNumbers(index, [address]).length > 0) return
  throw new AppError(
    'api/bad-input',
    `${which} has a domain without a dot, and no mail of this archive has it. Give the whole domain, as name@organisation.example.`,
    details,
  )
}

/** Before anything is taken in, nobody knows whose mail there will be. */
export function refuseUnknownCustodian(index: ReadableDatabase, name: string, at: number): void {
  if (listSources(index).length === 0 || custodiansNamed(index, name).length > 0) return
  throw new AppError('api/bad-input', `Custodian ${at + 1} of the scope has no source; the list of sources shows whose each is.`, {
    field: 'custodians',
    at,
  })
}
