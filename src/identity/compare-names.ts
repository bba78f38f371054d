import type { PersonName } from '../model/index.ts'
import { parseKnownName } from '../model/index.ts'
import { withoutAddenda } from './addenda.ts'
import { formerName, partsBesideFirm, readable, readKnownName, readName } from './name-readings.ts'
import { nicknameRelation } from './nicknames/index.ts'
import { sameWord, slipsBetween } from './same-word.ts'
import { cyrillicGiven, sameSlavicGiven, sameSlavicSurname } from './slavic.ts'
import { withTwoSurnames } from './two-surnames.ts'
import { surnameFirst } from './two-syllables.ts'

/** How another name relates to the subject's, from surest to least sure. */
export const relations = ['same', 'middle', 'script', 'short', 'misspelt', 'initial', 'joined'] as const
export type Relation = (typeof relations)[number]

export const relationWhy: Readonly<Record<Relation, string>> = {
  same: 'the same name in another order, script or spelling',
  middle: 'the same name with other middle names',
  script: 'the same name in other letters, or in Latin ones by another rule',
  short: 'a usual short or long form of the first name',
  misspelt: 'a slip or two away from the name',
  initial: 'initial and surname',
  joined: 'shares one of the surnames: perhaps a married or double name',
}

const particles = new Set('van von vom zu zur de der den del della di da do dos du la le el al bin ter ten af av mac mc'.split(' '))

/** The words of a surname without particles; a double name is two. */
export function surnames(name: PersonName): readonly string[] {
  const words = name.family.split(/[\s\u2010-\u2015-]+/u).filter((word) => word !== '' && !particles.has(word.toLowerCase()))
  return words.map(sameWord).filter((word) => word !== '')
}

/** The given names, a double one (Hans-Joachim, Marie-Claire) whole. */
function givens(name: PersonName): readonly string[] {
  return name.given.map(sameWord).filter((word) => word !== '')
}

const initialForm = /^(?:\p{L}\.?)(?:[\s.-]*\p{L}\.?)*$/u

function isInitial(word: string): boolean {
  return (
    [...word.replace(/\./gu, '')].length === 1 || (/\./u.test(word) && initialForm.test(word) && word.replace(/[^\p{L}]/gu, '').length <= 3)
  )
}

type GivenRelation = 'same' | 'script' | 'short' | 'misspelt' | 'initial'

/** Whether the tables relate two given names, also where one is Ukrainian or Russian in Latin letters, as which the tables don't have it. */
function nicknamesMeet(left: string, right: string): boolean {
  const ways = (name: string): readonly string[] => [name, ...cyrillicGiven(name)]
  return ways(left).some((one) => ways(right).some((other) => nicknameRelation(one, other) !== null))
}

/** How two lists of given names relate: by the first of each, or by any later one that somebody goes by. */
export function relateGiven(own: readonly string[], other: readonly string[]): GivenRelation | null {
  const [first = ''] = own
  const [called = ''] = other
  const left = sameWord(first)
  const right = sameWord(called)
  if (left === '' || right === '') return null
  if (left === right || sameWord(own.join('')) === right || left === sameWord(other.join(''))) return 'same'
  if (sameSlavicGiven(first, called)) return 'script'
  if (nicknamesMeet(first, called)) return 'short'
  if (isInitial(called)) return left[0] === right[0] ? 'initial' : null
  if (isInitial(first)) return null
  const laterOwn = own.slice(1).filter((word) => !isInitial(word))
  if (laterOwn.some((word) => sameWord(word) === right || nicknameRelation(word, called) !== null)) return 'short'
  const [firstPart = ''] = first.split('-')
  const [calledPart = ''] = called.split('-')
  if ((firstPart !== first || calledPart !== called) && sameWord(firstPart) === sameWord(calledPart)) return 'short'
  return slipsBetween(left, right) === null ? null : 'misspelt'
}

/** Whether both give a middle name or initial and these can't be the same one. */
export function middleNamesDiffer(own: PersonName, other: PersonName): boolean {
  const [left = '', right = ''] = [givens(own)[1] ?? '', givens(other)[1] ?? '']
  return left !== '' && right !== '' && left[0] !== right[0]
}

/**
 * How a name found in the archive relates to a name of the subject; null where it is somebody else's. Both need a given name and a surname: one word
 * alone says nothing.
 */
export function relateNames(own: PersonName, other: PersonName): Relation | null {
  const [left, right] = [surnames(own), surnames(other)]
  if (left.length === 0 || right.length === 0) return null
  const given = relateGiven(own.given, other.given)
  if (given === null) return null
  const whole = left.join('') === right.join('')
  if (!whole && sameSlavicSurname(own.family, other.family)) return given === 'same' ? 'script' : given
  if (whole) {
    if (given !== 'same') return given
    const [mine, theirs] = [givens(own), givens(other)]
    return mine.length === theirs.length && mine.every((word, at) => word === theirs[at]) ? 'same' : 'middle'
  }
  if (left.some((word) => right.includes(word)) && (left.length > 1 || right.length > 1)) return given === 'initial' ? null : 'joined'
  const slips = slipsBetween(left.join(''), right.join(''))
  // Two doubts at once are one too many, but for a first name that is only written shorter.
  return slips === null || given === 'initial' ? null : 'misspelt'
}

/** Display names of others among these: full names neither related to the subject's nor sharing surname or first name with them. */
export function strangersAmong(shown: readonly string[], own: readonly PersonName[]): readonly string[] {
  const family = new Set(own.flatMap(surnames))
  const given = new Set(own.flatMap((name) => name.given.map(sameWord)))
  return [...new Set(shown)].filter((display) => {
    const name = readName(display)
    if (name === null || name.family === '' || relateDisplay(own, display) !== null) return false
    return !surnames(name).some((word) => family.has(word)) && !name.given.some((word) => given.has(sameWord(word)))
  })
}

/**
 * The surest relation to any of the names. Many write the surname first without a comma (`LEFEBVRE Hélène`, `Li Xin`): read so, a name counts where its words are
 * the same ones or a short form, since with a slip or an initial besides it would be too much of a guess.
 */
export function relateToAny(own: readonly PersonName[], other: PersonName): Relation | null {
  const [turned, two] = [turnedName(other), withTwoSurnames(other)]
  const inSyllables = surnameFirst(other)
  const found = own.flatMap((name) => {
    const relation = relateNames(name, other)
    const read = relation === null && turned !== null ? relateNames(name, turned) : null
    // Known by both surnames, the subject may be written with them behind the first name too: `A. Pérez del Río`.
    const both = isSure(relation) || two === null ? null : relateNames(name, two)
    // `Wang Xiao Ming`, of whom no order of two parts is right.
    const isJoined = inSyllables !== null && sameWord(inSyllables.given.join('')) === sameWord(name.given.join(''))
    const joined = isJoined ? relateNames(name, inSyllables) : null
    return [relation, ...[read].filter(isSure), ...[both].filter((one) => one === 'initial' || isSure(one)), joined]
  })
  return relations.find((relation) => found.includes(relation)) ?? null
}

/** Whether the words are the same ones or a short form: what is read in a second way must not be doubtful besides. */
function isSure(relation: Relation | null): boolean {
  return relation === 'same' || relation === 'middle' || relation === 'script' || relation === 'short'
}

/** How a display name relates to the subject's names, and by what of it. */
export interface Related {
  readonly relation: Relation
  /** `former`: by the name before a marriage that it gives. `firm`: by the part that stands beside a firm's name. */
  readonly by: 'name' | 'former' | 'firm'
  /** The part of it that is the person's name. */
  readonly person: string
}

/** The surest relation of a display name to any of the names, read whole first, then by a former name in it, then without a firm before or behind, then without departments, numbers and the like; null where none. */
export function relateDisplay(own: readonly PersonName[], shown: string): Related | null {
  const display = readable(shown)
  const whole = readName(display)
  const relation = whole === null ? null : relateToAny(own, whole)
  if (relation !== null && isSure(relation)) return { relation, by: 'name', person: display }
  const former = formerName(display)
  const before = former?.said === true ? relateToAny(own, former.name) : null
  if (before !== null && isSure(before)) return { relation: before, by: 'former', person: display }
  for (const person of partsBesideFirm(display)) {
    const name = readName(person)
    const found = name === null ? null : relateToAny(own, name)
    if (found !== null && isSure(found)) return { relation: found, by: 'firm', person }
  }
  // The subject may be called as firms are (Thomas Bank), and others stand with their department.
  for (const person of withoutAddenda(display)) {
    const name = parseKnownName(person)
    const found = name === null ? null : relateToAny(own, name)
    if (found !== null && isSure(found)) return { relation: found, by: 'name', person }
  }
  return relation === null ? null : { relation, by: 'name', person: display }
}

/** A name read with its first words as the surname; null where there are no two parts. */
function turnedName({ given, family }: PersonName): PersonName | null {
  return family === '' || given.length === 0 ? null : { given: [family], family: given.join(' ') }
}

/** The full names among the subject’s, with former ones that they give; what has no surname is left out. */
export function fullNames(texts: readonly string[]): readonly PersonName[] {
  return texts.flatMap((text) => {
    const name = readKnownName(text)
    const former = formerName(text)
    if (name === null || surnames(name).length === 0) return []
    return [
      name,
      ...(former?.said === true ? [former.name] : []),
      ...[withTwoSurnames(name), surnameFirst(name)].filter((other) => other !== null),
    ]
  })
}
