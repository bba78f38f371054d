import { countrySpecs, isValidIBAN } from 'ibantools'
import type { Candidate, Recognizer } from './recognizer.ts'

const start = /(?<![\p{L}\p{N}])[a-z]{2}\d{2}(?=[a-z0-9 \u00a0\u202f-])/giu
const separator = /^(?:[ \u00a0\u202f-]|\r?\n[ >]*)/u
const letterOrDigit = /^[a-z0-9]/iu
const token = /^[\p{L}\p{N}]/u
const lengths: ReadonlyMap<string, number> = new Map(
  Object.entries(countrySpecs).flatMap(([country, { chars }]) => (typeof chars === 'number' ? [[country, chars] as const] : [])),
)

/** Reads exactly `length` letters and digits from `from`, single separators between; null where they end early. */
function read(text: string, from: number, length: number): { compact: string; end: number } | null {
  let compact = ''
  let at = from
  while (compact.length < length) {
    const rest = text.slice(at, at + 12)
    if (letterOrDigit.test(rest)) {
      compact += rest[0] ?? ''
      at++
      continue
    }
    const gap = separator.exec(rest)
    if (gap === null || compact === '') return null
    at += gap[0].length
    if (!letterOrDigit.test(text.slice(at, at + 1))) return null
  }
  return { compact: compact.toUpperCase(), end: at }
}

/** International bank account numbers: known country, its exact length, and the ISO 7064 mod 97-10 check digits. */
export const iban: Recognizer = {
  id: 'iban',
  version: 1,
  type: 'iban',
  source: 'ISO 13616, SWIFT IBAN registry by ibantools',
  find: (text) => {
    const found: Candidate[] = []
    for (const match of text.matchAll(start)) {
      const country = match[0].slice(0, 2).toUpperCase()
      const length = lengths.get(country)
      const account = length === undefined ? null : read(text, match.index, length)
      if (account === null || token.test(text.slice(account.end, account.end + 1)) || !isValidIBAN(account.compact)) continue
      found.push({ start: match.index, end: account.end, score: 1, why: `IBAN of ${country}: length and check digits are right` })
    }
    return found
  },
}
