import type { CountryCode, PhoneNumber } from 'libphonenumber-js'
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js'
import { withExtension } from '../model/index.ts'
import type { Form } from './form.ts'

/** What stands before an extension in texts. One form finds them all; where its letters are looked for as they stand, each has a form of its own. */
const beforeExtension = ['ext ', 'extn ', 'extension ', 'x', '#', '-', 'Durchwahl ', 'DW ', 'App ', 'poste ', 'int ', 'tst '] as const

/**
 * A telephone number in the ways in which it is dialled and printed. One with an extension is its owner's only with it: the number alone is the
 * switchboard's, a guess. `region`: ISO 3166-1 alpha-2, for numbers without the country's code.
 */
export function phoneForms(written: string, region: string | null): Form[] {
  const phone = written.normalize('NFKC')
  const given: Form = { form: phone.trim(), kind: 'phone', group: 'number', why: 'a number that was given', certainty: 'given' }
  const known = parsed(phone, region)
  if (known === null) return [given]
  const form = (form: string, why: string, certainty: Form['certainty']): Form => ({ form, kind: 'phone', group: 'number', why, certainty })
  const { ext } = known
  const local = localOf(known)
  const near =
    local === null ? [] : [form(ext === undefined ? local : `${local} ext ${ext}`, 'without its area code, as within the town', 'guess')]
  if (ext === undefined) return [given, ...dialled(known).map(([number, why]) => form(number, why, 'variant')), ...near]
  return [
    given,
    ...dialled(known).map(([number, why]) => form(`${number} ext ${ext}`, why, 'variant')),
    ...near,
    ...dialled(known).map(([number]) => form(number, 'the number without its extension: whoever answers there', 'guess')),
  ]
}

/** By calling code, the plans in which a number is dialled without its area code within the town, and their mobile numbers, which have none. */
const withAreaCodes: Readonly<Record<string, RegExp>> = {
  1: /^$/u,
  7: /^9/u,
  31: /^6/u,
  36: /^(?:20|30|31|50|70)/u,
  43: /^6[5-9]/u,
  44: /^7/u,
  46: /^7/u,
  49: /^1[5-7]/u,
  61: /^4/u,
  64: /^2/u,
  353: /^8/u,
  358: /^(?:4|50)/u,
  385: /^9/u,
}
/** Fewer digits stand in any text. */
const shortestLocal = 6

/** A number without its area code; null where its plan has none, or too little is left. */
function localOf(known: PhoneNumber): string | null {
  if (withAreaCodes[known.countryCallingCode]?.test(known.nationalNumber) !== false) return null
  const number = parsePhoneNumberFromString(known.number) ?? known
  const local = /^\(?\d+\)?[\s/-]+(\d.*)$/u.exec(number.formatNational())?.[1] ?? ''
  return local.replace(/\D/gu, '').length < shortestLocal ? null : local
}

/** Whether a form is one of `phones` without its area code: in another town it is somebody else's. */
export function isLocalPart(form: string, phones: readonly string[], region: string | null): boolean {
  const digits = form.replace(/\D/gu, '')
  return phones.some((phone) => {
    const known = parsed(phone, region)
    const local = known === null ? null : localOf(known)
    return local !== null && [local, `${local}${known?.ext ?? ''}`].some((one) => one.replace(/\D/gu, '') === digits)
  })
}

/** A form of a number with its extension as it stands in texts; the form itself for any other. */
export function withEachExtension(form: string): readonly string[] {
  const known = withExtension(form)
  return known === null ? [form] : [form, ...beforeExtension.map((before) => `${known.number} ${before}${known.extension}`)]
}

/** Whether a form is one of `phones` without the extension that makes it the subject's. */
export function isSwitchboard(form: string, phones: readonly string[], region: string | null): boolean {
  const number = parsed(form, region)
  if (number === null || number.ext !== undefined) return false
  const same = phones.map((phone) => parsed(phone, region)).filter((phone) => phone?.number === number.number)
  return same.length > 0 && same.every((phone) => phone?.ext !== undefined)
}

function dialled(known: PhoneNumber): readonly (readonly [number: string, why: string])[] {
  // Formatted, it would say its extension.
  const number = parsePhoneNumberFromString(known.number) ?? known
  const national = number.formatNational()
  return [
    [number.number, 'in international form, unspaced'],
    [number.formatInternational(), 'in international form'],
    [national, 'as dialled within the country'],
    [national.replace(/\D/gu, ''), 'as dialled within the country, unspaced'],
    [`00${number.number.slice(1)}`, 'with 00 for the plus sign'],
  ]
}

/** A number with its extension; null for what can't be one. */
function parsed(written: string, region: string | null): PhoneNumber | null {
  const phone = written.normalize('NFKC')
  const extended = withExtension(phone)
  if (extended === null) return possible(phone, region) ?? parted(phone, region)
  return withExt(possible(extended.number, region), extended.extension)
}

/** What is too long for one number, but is one with a few digits behind a dash, a slash or a comma: `020 7946 0100-12`. */
function parted(phone: string, region: string | null): PhoneNumber | null {
  const [, head = '', extension = ''] = /^(.*\d)\s*[-\u2010-\u2015/,]\s*(\d{1,6})$/u.exec(phone.trim()) ?? []
  const known = head === '' ? null : possible(head, region)
  return known?.isValid() === true ? withExt(known, extension) : null
}

function withExt(known: PhoneNumber | null, extension: string): PhoneNumber | null {
  known?.setExt(extension)
  return known
}

/** A number with the code for calls abroad that most countries share, where the country is not known or has another; null for what can't be one. */
function possible(phone: string, region: string | null): PhoneNumber | null {
  const country = region?.toUpperCase() ?? ''
  const known = parsePhoneNumberFromString(phone, isSupportedCountry(country) ? (country as CountryCode) : undefined)
  if (known?.isPossible() === true) return known
  const abroad = parsePhoneNumberFromString(phone.replace(/^[^\p{N}+]*00/u, '+'))
  return abroad?.isPossible() === true ? abroad : null
}
