import type { PersonName } from '../model/index.ts'
import { foldText } from '../model/index.ts'
import { nicknamesOf } from './nicknames/index.ts'
import { romanised, spelledOut, withoutDiacritics } from './transliterate.ts'
import { withTwoSurnames } from './two-surnames.ts'
import { surnameFirst, twoSyllables } from './two-syllables.ts'

/** Letters alone, as logins have them. */
const plain = (text: string): string => text.toLowerCase().replace(/[^a-z]/gu, '')

/** Login-style names, as in user lists and file paths: `jroe`, `roej`, `jane.roe`; of Müller as `jmuller` and `jmueller`. */
export function loginsOf(name: PersonName): readonly string[] {
  const spellings = [withoutDiacritics, spelledOut].map(
    (spelled) =>
      (text: string): string =>
        plain(withoutDiacritics(spelled(romanised(text)))),
  )
  return [
    ...new Set(
      spellings.flatMap((spell) => madeOf(spell(name.given[0] ?? ''), spell(name.given[1] ?? '').slice(0, 1), spell(name.family))),
    ),
  ]
}

function madeOf(first: string, middle: string, family: string): readonly string[] {
  if (first === '' || family.length < 3) return []
  const initial = first.slice(0, 1)
  return [
    `${first}.${family}`,
    `${first}_${family}`,
    `${first}${family}`,
    `${initial}${family}`,
    `${initial}.${family}`,
    `${initial}_${family}`,
    `${family}.${first}`,
    `${family}_${first}`,
    `${family}${first}`,
    `${family}${initial}`,
    `${family}.${initial}`,
    `${first}${family.slice(0, 1)}`,
    `${first}.${family.slice(0, 1)}`,
    ...(middle === '' ? [] : [`${initial}${middle}${family}`, `${first}.${middle}.${family}`]),
    // Directories of the nineties cut at eight letters: six of the surname, or seven with the initial before it.
    ...(family.length > 6 ? [`${initial}${family.slice(0, 6)}`, `${initial}${family.slice(0, 7)}`, `${family.slice(0, 7)}${initial}`] : []),
  ]
}

/**
 * Those, and logins by what somebody is called besides: by one of two surnames (`jdelacruz`, `mjgarcia`), by both initials of a double first name (`khmueller`), by the
 * order of the West (`xwang`), by a short first name (`lizcarter`). Leads to look at, not fit to tell whose an address is.
 */
export function allLoginsOf(name: PersonName): readonly string[] {
  const [first = ''] = name.given
  const two = withTwoSurnames(name)
  const turned = surnameFirst(name)
  const readings: readonly PersonName[] = [
    name,
    ...(two === null ? [] : [two, { given: two.given, family: two.first }]),
    ...(turned === null ? [] : [turned]),
    ...halvesOf(name.family).map((family) => ({ given: name.given, family })),
  ]
  const doubled = readings.flatMap(({ given, family }) => {
    const [one = ''] = given
    const [left = '', right = ''] = twoSyllables({ given, family }) ?? one.split('-')
    // The initials stand where a first name does; what is made of the first name alone comes with `left`.
    return right === '' ? [] : [{ given: [left, right], family }, ...(left === '' ? [] : [{ given: [left], family }])]
  })
  const short = nicknamesOf(first).flatMap(({ name: nick }) => {
    const called = plain(withoutDiacritics(romanised(nick)))
    return called.length < 3 ? [] : loginsOf({ given: [nick], family: name.family }).filter((login) => login.includes(called))
  })
  const all = [...readings, ...doubled]
  return [...new Set([...all.flatMap(loginsOf), ...all.flatMap(behindSurname), ...short])]
}

/** `wangxm`: the surname with the initials of a double first name behind. */
function behindSurname({ given: [first = '', second = ''], family }: PersonName): readonly string[] {
  const [one, other, last] = [first, second, family].map((word) => plain(withoutDiacritics(romanised(word)))) as [string, string, string]
  return one === '' || other === '' || last.length < 3 ? [] : [`${last}${one.slice(0, 1)}${other.slice(0, 1)}`]
}

/** Both surnames of one with a hyphen. */
function halvesOf(family: string): readonly string[] {
  const halves = family.split(/[-\u2010\u2011]/u).filter((half) => half.replace(/\P{L}/gu, '').length > 3)
  return halves.length > 1 ? halves : []
}

/** The local part of an address without the number behind it (`jane.roe77`), which others of the name made necessary; null where none stands there. */
export function withoutNumber(local: string): string | null {
  const [, rest] = /^(.*\p{L})[._-]?\d{1,4}$/u.exec(foldText(local)) ?? []
  return rest ?? null
}
