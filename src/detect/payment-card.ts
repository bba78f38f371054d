import type { Candidate, Recognizer } from './recognizer.ts'

const minimumDigits = 13
const maximumDigits = 19
/** A run of digits with single spaces or hyphens, as long as it goes: a card inside a longer number is none. */
const run = /(?<![\p{L}\p{N}+])(?<!\d[.,-])\d(?:[ \u00a0-]?\d){12,40}(?![\p{L}\p{N}])(?![.,-]\d)/gu

/** Issuers by prefix and length (ISO/IEC 7812 ranges as the schemes publish them). */
const issuers: readonly { readonly name: string; readonly prefix: RegExp; readonly lengths: readonly number[] }[] = [
  { name: 'Visa', prefix: /^4/, lengths: [13, 16, 19] },
  { name: 'Mastercard', prefix: /^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, lengths: [16] },
  { name: 'American Express', prefix: /^3[47]/, lengths: [15] },
  { name: 'Discover', prefix: /^(6011|64[4-9]|65)/, lengths: [16, 19] },
  { name: 'Diners Club', prefix: /^(30[0-5]|3095|36|3[89])/, lengths: [14, 16, 19] },
  { name: 'JCB', prefix: /^(35(2[89]|[3-8])|2131|1800)/, lengths: [15, 16, 17, 18, 19] },
  { name: 'Maestro', prefix: /^(5018|5020|5038|5893|6304|6759|676[1-3])/, lengths: [13, 14, 15, 16, 17, 18, 19] },
  { name: 'UnionPay', prefix: /^62/, lengths: [16, 17, 18, 19] },
]

/** ISO/IEC 7812-1 Annex B. */
export function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits[digits.length - 1 - index])
    const doubled = index % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

/** Payment card numbers: an issuer's prefix and length, and the Luhn digit. */
export const paymentCard: Recognizer = {
  id: 'payment-card',
  version: 1,
  type: 'card',
  source: 'ISO/IEC 7812-1',
  find: (text) => {
    const found: Candidate[] = []
    for (const match of text.matchAll(run)) {
      const digits = match[0].replace(/\D/gu, '')
      if (digits.length < minimumDigits || digits.length > maximumDigits || /^(\d)\1+$/u.test(digits) || !passesLuhn(digits)) continue
      const issuer = issuers.find(({ prefix, lengths }) => prefix.test(digits) && lengths.includes(digits.length))
      if (issuer === undefined) continue
      found.push({
        start: match.index,
        end: match.index + match[0].length,
        score: 0.97,
        why: `${issuer.name} prefix and length, Luhn digit is right`,
      })
    }
    return found
  },
}
