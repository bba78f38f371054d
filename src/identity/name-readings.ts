import type { PersonName } from '../model/index.ts'
import { isOrganisationName, parseKnownName, parsePersonName } from '../model/index.ts'
import { nicknameRelation } from './nicknames/index.ts'
import { sameWord } from './same-word.ts'

/** Words before a surname of birth, or one from before a marriage; those that are short stand in brackets alone. */
const born =
  'née|nee|né|born|geb\\.?|geborene?[rn]?|z domu|rozená|født|född|nacida|nata|урожд[её]нная|урожд\\.|в девичестве|уроджена|дівоче прізвище'
const bornInBrackets = `${born}|b\\.|z d\\.|roz\\.|ur\\.|f\\.|formerly|previously|prev\\.?|vormals|früher|ehem\\.?|ehemals|anciennement|dawniej`
const surname = String.raw`(?:(?:van|von|vom|zu|de|der|den|del|di|da|du|la|le)\s+){0,3}\p{Lu}[\p{L}\p{M}’'-]+(?:\s\p{Lu}[\p{L}\p{M}’'-]+)?`
const bracketed = new RegExp(String.raw`[([]\s*(?:${bornInBrackets})\s*:?\s+(${surname})\s*[)\]]`, 'iu')
const unbracketed = new RegExp(String.raw`(?:,\s*|\s)(?:${born})\s+(${surname})\s*$`, 'iu')
/** `Jane Roe (Smith)`: the surname of birth, or a firm, a place, a desk. */
const bare = /\(\s*(\p{Lu}[\p{L}\p{M}’']*\p{Ll}[\p{L}\p{M}’'-]*)\s*\)\s*$/u
const separator = /\s[-–—|]\s|\s?[|:]\s/u

/** What a mail shows beyond this is no name; its patterns look for the end of a name from every place in it. */
const longestDisplay = 500

/** A display name as far as it is read. */
export function readable(display: string): string {
  return display.slice(0, longestDisplay)
}

/** Reads a display name as mail programs write it, with what directories append and without a name of birth: `Jane Roe@CORP`, `Jane Roe/HR/CORP`, `Roe, Jane (HR)`. */
export function readName(display: string): PersonName | null {
  return parsePersonName(
    readable(display)
      .replace(unbracketed, '')
      .replace(/(?<=\p{L})\s*@\s*[\p{L}\p{N}_.-]*$/u, '')
      .replace(/(?<=\p{L})(?:\/[\p{L}\p{N}_ ]+)+$/u, '')
      .replace(/^['"]+|['"]+$/gu, ''),
  )
}

/** Reads a name of the subject, which is a person's whatever firms are called by. */
export function readKnownName(name: string): PersonName | null {
  return readName(name) ?? parseKnownName(name)
}

/** A name that somebody bore before a marriage, as a display name gives it. */
export interface FormerName {
  readonly name: PersonName
  /** Whether a word says so (`née`); without one, the name in brackets may be anything. */
  readonly said: boolean
}

/** The former name that a display name or a text gives of somebody with a first name: `Jane Roe (née Smith)`, `Jane Roe geb. Smith`, `Jane Roe (Smith)`. */
export function formerName(shown: string): FormerName | null {
  const display = readable(shown)
  const name = readName(display)
  const [given = ''] = name?.given ?? []
  if (name === null || name.family === '') return null
  const said = bracketed.exec(display)?.[1] ?? unbracketed.exec(display)?.[1]
  if (said !== undefined) return { name: { given: name.given, family: said }, said: true }
  const other = bare.exec(display)?.[1]
  if (other === undefined || isOrganisationName(other) || sameWord(other) === sameWord(name.family)) return null
  const isGiven = name.given.some((word) => sameWord(word) === sameWord(other)) || nicknameRelation(given, other) !== null
  return isGiven ? null : { name: { given: name.given, family: other }, said: false }
}

/** Parts of a display name that may be a person beside a firm: `FIRM - Jane Roe`, `Jane Roe, FIRM`, `FIRM | Jane Roe`. Each as written. */
export function partsBesideFirm(display: string): readonly string[] {
  const parts = display.split(separator).map((part) => part.trim())
  const [, before = '', behind = ''] = /^([^,]+),([^,]+)$/u.exec(display) ?? []
  const found = [...(parts.length > 1 ? parts : []), ...(mayBeFirm(behind.trim()) ? [before.trim()] : [])]
  return found.filter((part) => part.split(/\s+/u).length > 1)
}

/** Whether what stands behind a comma may be a firm; two words with small letters may be another person (`Jane Roe, Bo Lind`). */
function mayBeFirm(behind: string): boolean {
  return isOrganisationName(behind) || /^\p{Lu}[\p{L}\p{N}&.-]+$/u.test(behind) || (behind !== '' && !/\p{Ll}/u.test(behind))
}

/** Whether a display name says that a list or a service sends for the person: `Jane Roe via Announcements`. */
export function isSentVia(display: string): boolean {
  return /\S\s+\(?via\s+\S/iu.test(display)
}
