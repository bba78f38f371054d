import { fullNames, isMailProvider, loginsOf, organisationDomain, sameWord, surnames } from '../identity/index.ts'
import { isDirectoryEntry } from '../model/index.ts'
import { anyOf, countWords, documentNumbers, indexWords, phrase } from '../search/index.ts'
import { documentsFromDomain, documentText, familiesOfDomain, namesOfDomain, type ReadableDatabase } from '../store/index.ts'

/** Somebody's organisation, by the ways in which a text may name it. */
export interface Organisation {
  /** The address that told of it. */
  readonly address: string
  /** Its label, the part of the domain before the public suffix, as `sameWord` gives it. */
  readonly label: string
  /** Whether one word that begins with the label is one of its own: `Acmeworks’`, `Acmeworksrechnung`. */
  readonly isLonger: (word: string) => boolean
  /** Whether words that give the label together are its name and not an accident (`over time`). */
  readonly isName: (run: readonly Word[]) => boolean
}

/** A shorter label is too often an abbreviation of something else: of the refused, where a mistake loses mail, and of the subject, where it costs a look. */
const shortest = { refused: 6, subject: 3 } as const
/** Endings of a genitive or a plural, with which the label is still the same word. */
const longestEnding = 2
/** From so many letters on, any longer word that begins with the label is taken for one made of it; below, it may be another word (`othercorp`, `othercorporation`). */
const shortestStem = 10
/** Documents that may hold a label without anything of the organisation before it counts as an everyday word: colleagues do speak of it. */
const fewDocuments = 5
/** Mail of the organisation in which its name is looked for as it writes it itself, in signatures mostly. */
const ownDocuments = 200

/**
 * The organisations by which refused people and the subject can be told from each other: not a mail provider, none where both are (`others`), none that bears their name
 * itself (`names`), and none whose label is an everyday word of the archive.
 */
export function organisationsOf(
  index: ReadableDatabase,
  whose: keyof typeof shortest,
  addresses: readonly string[],
  others: readonly string[],
  names: readonly string[],
): readonly Organisation[] {
  const own = ownWords(names)
  const shared = new Set(others.map(organisationOf))
  const once = new Map(addresses.toReversed().map((address) => [organisationOf(address), address]))
  return [...once].flatMap(([domain, address]): readonly Organisation[] => {
    const written = domain.split('.')[0] ?? ''
    const label = sameWord(written)
    const host = address.slice(address.lastIndexOf('@') + 1)
    if (isMailProvider(host) || shared.has(domain) || label.length < shortest[whose] || own.has(label)) return []
    const theirs = new Set(familiesOfDomain(index, domain))
    if (isEverydayWord(index, written, theirs)) return []
    const texts = documentsFromDomain(index, domain, ownDocuments).map((document) => documentText(index, document))
    const shown = [...namesOfDomain(index, domain), ...texts].flatMap((text) => runsOf(wordsOf(text), label))
    const spellings = new Set([written.split('-').map(sameWord).join(' '), ...shown.map(spellingOf)])
    return [
      {
        address,
        label,
        isLonger: remembered((word) => !isEverydayWord(index, word, theirs)),
        isName: (run) => isName(index, run, spellings.has(spellingOf(run)), theirs),
      },
    ]
  })
}

/**
 * The organisation that a text names: in one word, hyphened, in words that are its name, or at the start of a longer word.
 */
export function organisationIn(text: string, organisations: readonly Organisation[]): Organisation | null {
  const words = wordsOf(text)
  return (
    organisations.find(
      ({ label, isLonger, isName }) =>
        runsOf(words, label).some((run) => run.slice(1).every(({ joined }) => joined) || isName(run)) ||
        words.some(({ word, written }) => isMadeOf(label, word) && isLonger(written)),
    ) ?? null
  )
}

/** Whether a word is the label with an ending, or a compound that begins with it. */
function isMadeOf(label: string, word: string): boolean {
  const more = word.length - label.length
  return more > 0 && word.startsWith(label) && (more <= longestEnding || label.length >= shortestStem)
}

/** The part of an address that its organisation registers; empty for an entry of Exchange's directory, which tells of none. */
export function organisationOf(address: string): string {
  return isDirectoryEntry(address) ? '' : organisationDomain(address.slice(address.lastIndexOf('@') + 1))
}

/** Names and logins of the subject: a firm called so is told by nothing from the person. */
function ownWords(names: readonly string[]): ReadonlySet<string> {
  return new Set(
    fullNames(names).flatMap((name) => [
      ...surnames(name),
      sameWord(name.family),
      ...name.given.map(sameWord),
      ...loginsOf(name).map(sameWord),
    ]),
  )
}

export interface Word {
  readonly word: string
  readonly written: string
  /** Whether a hyphen joins it to the word before. */
  readonly joined: boolean
}

function wordsOf(text: string): readonly Word[] {
  return [...text.matchAll(/((?<=[\p{L}\p{N}])[-\u2010\u2011])?([\p{L}\p{M}\p{N}]+)/gu)].flatMap(([, hyphen, written = '']) => {
    const word = sameWord(written)
    return word === '' ? [] : [{ word, written, joined: hyphen !== undefined }]
  })
}

function spellingOf(run: readonly Word[]): string {
  return run.map(({ word }) => word).join(' ')
}

/** The runs of words that, written together, are `whole`. */
function runsOf(words: readonly Word[], whole: string): readonly (readonly Word[])[] {
  const runs: (readonly Word[])[] = []
  for (let start = 0; start < words.length; start++) {
    let length = 0
    for (let at = start; at < words.length && length < whole.length; at++) {
      const { word } = words[at] as Word
      if (!whole.startsWith(word, length)) break
      length += word.length
      if (length === whole.length) runs.push(words.slice(start, at + 1))
    }
  }
  return runs
}

/**
 * Words of names are written with capitals, but for the smallest. In small letters, a name is told by being parted as the organisation's own mail has it (`shown`), or
 * by a word that stands hardly anywhere without the others.
 */
function isName(index: ReadableDatabase, run: readonly Word[], shown: boolean, theirs: ReadonlySet<number>): boolean {
  const written = run.map((each) => each.written).join(' ')
  const capitals = run.every(({ written: each }) => /^[\p{Lu}\p{Lt}\p{N}]/u.test(each) || each.length < 4) && /^\p{Lu}/u.test(written)
  const together = documentNumbers(index, anyOf([phrase(written)]), null, 'UTC').length
  const counts = countWords(index, indexWords(written))
  const coined = [...counts].some(([word, documents]) => word.length > 3 && documents < 2 * together)
  return (shown || capitals || coined) && !isEverydayWord(index, written, theirs)
}

/** Whether most of what holds the words has nothing to do with the organisation: nobody of it writes or is written to there. */
function isEverydayWord(index: ReadableDatabase, written: string, theirs: ReadonlySet<number>): boolean {
  const holding = documentNumbers(index, anyOf([phrase(written)]), null, 'UTC')
  const apart = holding.filter(([, family]) => !theirs.has(family)).length
  return apart > Math.max(fewDocuments, holding.length - apart)
}

function remembered<Value>(judge: (word: string) => Value): (word: string) => Value {
  const known = new Map<string, Value>()
  return (word) => {
    const before = known.get(word)
    if (before !== undefined) return before
    const value = judge(word)
    known.set(word, value)
    return value
  }
}
