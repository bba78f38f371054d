import type { PersonName } from '../model/index.ts'
import { parsePersonName } from '../model/index.ts'
import { nicknameRelation } from './nicknames/index.ts'
import { sameWord, slipsBetween } from './same-word.ts'

/** How another name relates to the subject's, from surest to least sure. */
export const relations = ['same', 'middle', 'short', 'misspelt', 'initial', 'joined'] as const
export type Relation = (typeof relations)[number]

export const relationWhy: Readonly<Record<Relation, string>> = {
  same: 'the same name in another order, script or spelling',
  middle: 'the same name with other middle names',
  short: 'a usual short or long form of the first name',
  misspelt: 'a slip or two away from the name',
  initial: 'initial and surname',
  joined: 'shares one of the surnames: perhaps a married or double name',
}

/** Reads a display name as mail programs write it, with what directories append: `Jane Roe@CORP`, `Jane Roe/HR/CORP`, `Roe, Jane (HR)`. */
export function readName(display: string): PersonName | null {
  const bare = display
    .replace(/(?<=\p{L})\s*@\s*[\p{L}\p{N}_.-]*$/u, '')
    .replace(/(?<=\p{L})(?:\/[\p{L}\p{N}_ ]+)+$/u, '')
    .replace(/^['"]+|['"]+$/gu, '')
  return parsePersonName(bare)
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

type GivenRelation = 'same' | 'short' | 'misspelt' | 'initial'

/** How two lists of given names relate: by the first of each, or by any later one that somebody goes by. */
export function relateGiven(own: readonly string[], other: readonly string[]): GivenRelation | null {
  const [first = ''] = own
  const [called = ''] = other
  const left = sameWord(first)
  const right = sameWord(called)
  if (left === '' || right === '') return null
  if (left === right || sameWord(own.join('')) === right || left === sameWord(other.join(''))) return 'same'
  if (nicknameRelation(first, called) !== null) return 'short'
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
    if (name === null || name.family === '' || relateToAny(own, name) !== null) return false
    return !surnames(name).some((word) => family.has(word)) && !name.given.some((word) => given.has(sameWord(word)))
  })
}

/**
 * The surest relation to any of the names. Many write the surname first without a comma (`LEFEBVRE Hélène`, `Li Xin`): read so, a name counts where its words are
 * the same ones or a short form, since with a slip or an initial besides it would be too much of a guess.
 */
export function relateToAny(own: readonly PersonName[], other: PersonName): Relation | null {
  const turned = turnedName(other)
  const found = own.map((name) => {
    const relation = relateNames(name, other)
    const read = relation === null && turned !== null ? relateNames(name, turned) : null
    return relation ?? (read === 'same' || read === 'middle' || read === 'short' ? read : null)
  })
  return relations.find((relation) => found.includes(relation)) ?? null
}

/** A name read with its first words as the surname; null where there are no two parts. */
function turnedName({ given, family }: PersonName): PersonName | null {
  return family === '' || given.length === 0 ? null : { given: [family], family: given.join(' ') }
}

/** The full names among texts; what has no surname is left out. */
export function fullNames(texts: readonly string[]): readonly PersonName[] {
  return texts.flatMap((text) => {
    const name = readName(text)
    return name === null || surnames(name).length === 0 ? [] : [name]
  })
}
