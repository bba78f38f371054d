import type { CountryCode } from 'libphonenumber-js'
import { findPhoneNumbersInText, isSupportedCountry } from 'libphonenumber-js'
import type { Candidate, Recognizer } from './recognizer.ts'

const context =
  /(?:tel|phone|telephone|mobile|mob|cell|call|ring|text|sms|whatsapp|fax|direct|dial|handy|mobil|telefon|rufnummer|durchwahl|t[ée]l[ée]phone|portable|appel\w*|tel[ée]fono|m[óo]vil|cellulare|telefono|kom[óo]rka|numer|тел|телефон|моб|電話|携帯|number|no|nr)[.:)]?\s{0,3}(?:is|ist|est|on|me|us|at|at:|unter|auf|au|:)?\s{0,3}[(+]?$/iu
const contextLength = 32
/** A number written as one, for where a context word says that it is a phone's: 7 to 15 digits in groups, an extension after it. */
const shape = /(?<![\p{L}\p{N}.,/-])[+(]?\d(?:[ .()/\u00a0-]{0,2}\d){6,14}(?: ?(?:x|ext\.?|dw) ?\d{1,6})?(?![\p{L}\p{N}])(?![.,/-]\d)/giu
/** Dates and IPv4 addresses, which numbering plans take for national numbers. */
const otherNumber = /^(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}|\d{1,3}(?:\.\d{1,3}){3})(?!\d)/u
const hasDigits = /\d(?:\D{0,3}\d){5}/u

const hasContext = (text: string, start: number): boolean => context.test(text.slice(Math.max(0, start - contextLength), start))

function numbering(text: string, region: CountryCode | null): Candidate[] {
  const numbers = region === null ? findPhoneNumbersInText(text) : findPhoneNumbersInText(text, region)
  return numbers.flatMap(({ number, startsAt, endsAt }) => {
    if (otherNumber.test(text.slice(startsAt, endsAt))) return []
    const international = /^\(?\s?(?:\+|00)/u.test(text.slice(startsAt, endsAt))
    const near = hasContext(text, startsAt)
    const plan = `numbering plan of ${number.country ?? `+${number.countryCallingCode}`}, ${international ? 'with' : 'without'} country code`
    const base = international ? 0.9 : 0.6
    return {
      start: startsAt,
      end: endsAt,
      score: near ? Math.min(0.95, base + 0.25) : base,
      why: near ? `${plan}; a word for phone before it` : plan,
    }
  })
}

function shaped(text: string): Candidate[] {
  const found: Candidate[] = []
  for (const match of text.matchAll(shape)) {
    const end = match.index + match[0].length
    if (otherNumber.test(match[0])) continue
    if (hasContext(text, match.index))
      found.push({ start: match.index, end, score: 0.55, why: 'digits in groups; a word for phone before it' })
    else if (/^(?:\+|\(\d{2,4}\)|\d{3}[-.]\d{3}[-.]\d{4}(?!\d))/u.test(match[0])) {
      found.push({ start: match.index, end, score: 0.5, why: 'digits grouped as in a phone number, of no plan that was asked for' })
    }
  }
  return found
}

/** Phone numbers: by the numbering plans, national ones for `region` (ISO 3166-1 alpha-2); else by shape where a word says so. */
export function phoneNumber(region: string | null): Recognizer {
  const country = region === null ? null : region.toUpperCase()
  const known = country !== null && isSupportedCountry(country) ? country : null
  return {
    id: 'phone-number',
    version: 1,
    type: 'phone',
    source: 'ITU-T E.164, numbering plans by libphonenumber',
    find: (text) => (hasDigits.test(text) ? [...numbering(text, known), ...shaped(text)] : []),
  }
}
