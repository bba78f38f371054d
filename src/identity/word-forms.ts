import type { PersonName } from '../model/index.ts'
import { foldText, isParticle } from '../model/index.ts'
import { fullNames } from './compare-names.ts'
import type { Form } from './form.ts'
import { capitalised } from './forms.ts'
import { garbledNames } from './garbled.ts'
import { inflectedSurnames } from './inflected.ts'
import { nicknamesOf } from './nicknames/index.ts'
import { otherParticles } from './particle-forms.ts'
import { sameWord, slipsBetween } from './same-word.ts'
import { rewritten } from './slavic.ts'
import { otherApostrophes, spellingsOf } from './transliterate.ts'

/** Words of an archive in the form in which it indexes them, with the number of documents each stands in. */
export type Vocabulary = ReadonlyMap<string, number>

/** A word of the subject's names for which the archive's vocabulary is asked. */
export interface AskedWord {
  readonly word: string
  /** Whether misspellings are wanted too; of table nicknames only the word itself is. */
  readonly near: boolean
  /** What stands before it within the name, so that its first letter may be mistaken too: the O of O'Rourke. Mostly empty. */
  readonly lead: string
}

const mostNear = 40

/** The words to ask the vocabulary for, folded; each once. */
export function askedWords(names: readonly string[]): readonly AskedWord[] {
  const asked = new Map<string, AskedWord>()
  const add = (word: string, near: boolean, lead = ''): void => {
    const plain = foldText(word).replace(/[^\p{L}\p{N}]+/gu, '')
    const known = asked.get(plain)
    if (plain.length > 1) asked.set(plain, { word: plain, near: near || (known?.near ?? false), lead: lead || (known?.lead ?? '') })
  }
  for (const { given, family, whole } of partsOf(names)) {
    for (const word of [...given, ...family, whole, ...halvesWithMarks(whole)])
      for (const spelling of spellingsOf(word)) add(spelling, true, leadOf(whole, word))
    for (const other of inOtherLetters(given, family)) for (const word of [other.given, other.family]) add(word, true)
    for (const word of given) for (const { name } of nicknamesOf(word)) for (const spelling of spellingsOf(name)) add(spelling, false)
  }
  return [...asked.values()]
}

/** First names and surnames in other letters, or by other rules for Latin ones. */
function inOtherLetters(given: readonly string[], family: readonly string[]): ReturnType<typeof rewritten> {
  const [first = ''] = given
  return family.flatMap((word) => rewritten(first, word))
}

/** Whether a word of the vocabulary is asked for: the word itself, another spelling of it, or a slip or two away. */
export function isNear(asked: string, word: string, lead = ''): boolean {
  return word === asked || sameWord(word) === sameWord(asked) || slipsBetween(`${lead}${asked}`, `${lead}${word}`) !== null
}

/** The letter that an apostrophe joins to a word of a surname, folded; empty where none does. */
function leadOf(whole: string, word: string): string {
  const at = whole.indexOf(word)
  return at > 1 && /['’]/u.test(whole[at - 1] ?? '') ? foldText(whole[at - 2] ?? '') : ''
}

/**
 * Where in a sorted vocabulary the words near one can stand, as prefixes: a slip seldom takes the first letter, and where it takes the second, the
 * third still stands.
 */
export function nearPrefixes(word: string, lead = ''): readonly string[] {
  const [first = '', second = '', third = ''] = [...word]
  if (word.length < 4) return [word]
  const letters = /^[a-z]+$/u.test(word) ? [...'abcdefghijklmnopqrstuvwxyz'] : [...new Set(word)]
  return [
    ...new Set([
      `${first}${second}`,
      `${second}${first}`,
      `${first}${third}`,
      ...letters.flatMap((each) => [`${first}${each}${third}`, `${first}${each}${second}`]),
      ...(lead === '' ? [] : letters.flatMap((each) => [`${each}${second}`, `${each}${first}`])),
    ]),
  ]
}

interface Parts {
  readonly given: readonly string[]
  readonly family: readonly string[]
  readonly whole: string
}

function partsOf(names: readonly string[]): readonly Parts[] {
  return fullNames(names).map((name) => ({
    given: name.given.map((word) => word.replace(/\.$/u, '')).filter((word) => word.length > 1),
    // As the index cuts it: O'Rourke is two words there, Müller-Weiß too.
    family: withoutParticles(name.family.split(/[\s'’-]+/u).filter((word) => word.length > 1 && /^\p{L}/u.test(word))),
    whole: name.family,
  }))
}

/** `van`, `de` and `la` stand in every mail of their languages, and say nothing alone; a surname of nothing else stays. */
function withoutParticles(words: readonly string[]): readonly string[] {
  const telling = words.filter((word) => !isParticle(word))
  return telling.length === 0 ? words : telling
}

type Source = 'own' | 'nickname' | 'misspelt'
interface Candidate {
  readonly word: string
  readonly source: Source
}

function candidates(words: readonly string[], vocabulary: Vocabulary, nicknames: boolean, lead = ''): readonly Candidate[] {
  const found = new Map<string, Candidate>()
  const add = (word: string, source: Source): void => {
    if (!found.has(word)) found.set(word, { word, source })
  }
  const plain = (word: string): string => foldText(word).replace(/[^\p{L}\p{N}]+/gu, '')
  for (const word of words) add(plain(word), 'own')
  if (nicknames)
    for (const word of words) for (const { name } of nicknamesOf(word)) if (vocabulary.has(plain(name))) add(plain(name), 'nickname')
  const near = [...vocabulary].filter(([other]) => words.some((word) => isNear(plain(word), other, lead)))
  // Rare words first: a slip is rare, and a frequent neighbour is mostly a word of its own.
  for (const [word] of near.sort((left, right) => left[1] - right[1] || (left[0] < right[0] ? -1 : 1)).slice(0, mostNear))
    add(word, 'misspelt')
  return [...found.values()]
}

/** Full names of words that stand in the archive: misspelt first names and surnames with each other and with the right ones, in both orders. */
export function wordForms(names: readonly string[], vocabulary: Vocabulary): readonly Form[] {
  return partsOf(names).flatMap(({ given, family, whole }) => {
    const [first] = given
    if (first === undefined || family.length === 0) return []
    const firsts = candidates([first], vocabulary, true)
    return firsts.flatMap((one) => {
      const left = capitalised(one.word)
      return surnamesNear(whole, family, vocabulary).flatMap(({ written, source }): Form[] => {
        if (one.source !== 'misspelt' && source === 'own') return []
        const base = { kind: 'name', group: 'misspelling', certainty: 'guess', why: 'a slip or two away from the name' } as const
        return [
          { ...base, form: `${left} ${written}` },
          { ...base, form: `${written}, ${left}`, why: `${base.why}, surname first` },
          // One initial and a misspelt surname: "K. Brenan".
          ...(one.source === 'own'
            ? [{ ...base, form: `${left.slice(0, 1)}. ${written}`, why: 'initial and a surname a slip or two away' }]
            : []),
        ]
      })
    })
  })
}

/** The surname, and with one of its words misspelt; joined-up where it is more than one word. */
function surnamesNear(
  whole: string,
  family: readonly string[],
  vocabulary: Vocabulary,
): readonly { readonly written: string; readonly source: Source }[] {
  const near = family.flatMap((word) =>
    candidates([word], vocabulary, false, leadOf(whole, word)).flatMap(({ word: other, source }) =>
      source === 'misspelt' ? [{ written: whole.replace(word, capitalised(other)), source }] : [],
    ),
  )
  const joined = whole.replace(/[\s'’-]+/gu, '')
  const joinedNear = joined === whole ? [] : candidates([joined], vocabulary, false).filter(({ word }) => vocabulary.has(word))
  return [
    { written: whole, source: 'own' as const },
    ...near,
    ...joinedNear.map(({ word }) => ({ written: capitalised(word), source: 'misspelt' as const })),
  ]
}

/** Of a surname of several, those with an apostrophe: the O'Connor of O'Connor-Smith, which the index cuts in two. */
function halvesWithMarks(whole: string): readonly string[] {
  return whole.split(/[\s-]+/u).filter((half) => half !== whole && /['’]/u.test(half))
}

/** The whole of a surname that the index cuts into words, and its halves that it cuts too; also joined up where the archive has them so. */
function wholeSurnames(whole: string, vocabulary: Vocabulary): readonly string[] {
  if (!/[\s'’-]/u.test(whole)) return []
  const parts = [whole, ...halvesWithMarks(whole)]
  const joined = parts.map((part) => part.replace(/[\s'’-]+/gu, '')).filter((word) => vocabulary.has(foldText(word)))
  return [...parts, ...joined].flatMap(spellingsOf)
}

/** The surname alone as broken mail shows it, with another apostrophe, or with what stands before it written otherwise. */
function otherSurnames(name: PersonName): readonly { readonly family: string; readonly why: string }[] {
  return [
    ...otherParticles(name).map(({ family, why }) => ({ family, why: `the surname alone, ${why}` })),
    ...garbledNames(name)
      // What is left of a short one is a word of its own: `?se`.
      .filter(({ family }) => family !== name.family && family.replace(/\P{L}/gu, '').length > 4)
      .map(({ family }) => ({ family, why: 'the surname alone, as mail in a mistaken charset shows it' })),
    ...otherApostrophes(name.family).map((family) => ({ family, why: 'the surname alone, with another apostrophe' })),
  ]
}

/** One word alone: first name, short form, surname, and slips of these. How far it is the subject's is for a person to judge from where it stands. */
export function bareForms(names: readonly string[], vocabulary: Vocabulary): readonly Form[] {
  const bare = (word: string, group: Form['group'], why: string): Form => ({ form: word, kind: 'name', group, why, certainty: 'guess' })
  return partsOf(names).flatMap(({ given, family, whole }) => [
    ...wholeSurnames(whole, vocabulary).map((each) => bare(each, 'name', 'the whole surname alone')),
    ...inflectedSurnames({ given, family: whole }).map((each) => bare(each, 'name', 'the surname alone, as within a sentence')),
    ...given.flatMap((word) => spellingsOf(word).map((each) => bare(each, 'name', 'the first name alone'))),
    ...family.flatMap((word) => spellingsOf(word).map((each) => bare(each, 'name', 'the surname alone'))),
    ...otherSurnames({ given, family: whole }).map(({ family: each, why }) => bare(each, 'name', why)),
    ...family.flatMap((word) =>
      word.includes('-') ? word.split('-').map((half) => bare(half, 'name', 'one half of the surname alone')) : [],
    ),
    ...inOtherLetters(given, family).flatMap((other) => [
      bare(other.given, 'name', `the first name alone, ${other.rule}`),
      bare(other.family, 'name', `the surname alone, ${other.rule}`),
    ]),
    ...given.flatMap((word) =>
      nicknamesOf(word).flatMap(({ name }) =>
        spellingsOf(name).map((each) => bare(capitalised(each), 'nickname', 'a usual short or long form of the first name, alone')),
      ),
    ),
    ...candidates(given, vocabulary, false)
      .filter(({ source, word }) => source === 'misspelt' && word.length > 3)
      .map(({ word }) => bare(capitalised(word), 'misspelling', 'a slip or two away from the first name, alone')),
    ...candidates(family, vocabulary, false)
      .filter(({ source, word }) => source === 'misspelt' && word.length > 3)
      .map(({ word }) => bare(capitalised(word), 'misspelling', 'a slip or two away from the surname, alone')),
  ])
}
