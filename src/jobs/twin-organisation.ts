import { isMailProvider, organisationDomain, sameWord } from '../identity/index.ts'
import { anyOf, documentNumbers, phrase } from '../search/index.ts'
import { documentsFromDomain, documentText, familiesOfDomain, namesOfDomain, type ReadableDatabase } from '../store/index.ts'

/** The organisation of a refused person, by the ways in which a text may name it. */
export interface Organisation {
  readonly twin: string
  /** Each a row of words, compared by `sameWord`. */
  readonly spellings: readonly (readonly string[])[]
}

/** A shorter label is too often an abbreviation of something else. */
const shortestLabel = 6
/** Documents that may hold a label without anything of the organisation before it counts as an everyday word: colleagues do speak of it. */
const fewDocuments = 5
/** Mail of the organisation in which its name is looked for as it writes it itself, in signatures mostly. */
const ownDocuments = 200

/**
 * The organisations by which these refused people can be told: not a mail provider, not the subject's own (`mine`), and none whose label is an everyday word of
 * the archive.
 */
export function organisationsOf(index: ReadableDatabase, twins: readonly string[], mine: ReadonlySet<string>): readonly Organisation[] {
  return twins.flatMap((twin): readonly Organisation[] => {
    const domain = organisationOf(twin)
    const label = domain.split('.')[0] ?? ''
    const word = sameWord(label)
    if (isMailProvider(twin.slice(twin.lastIndexOf('@') + 1)) || mine.has(domain) || word.length < shortestLabel) return []
    if (isEverydayWord(index, label, domain)) return []
    const own = documentsFromDomain(index, domain, ownDocuments).map((document) => documentText(index, document))
    const shown = [...namesOfDomain(index, domain), ...own].flatMap((text) => runsOf(wordsOf(text), word))
    const spellings = [[word], label.split('-').map(sameWord), ...shown]
    return [{ twin, spellings: [...new Map(spellings.map((each) => [each.join(' '), each])).values()] }]
  })
}

/** The organisation that a text names in whole words: in one, hyphened, or in the words in which its own mail writes it. */
export function organisationIn(text: string, organisations: readonly Organisation[]): Organisation | null {
  const words = wordsOf(text)
  const held = new Set(words.map(({ word }) => word))
  const named = (spelling: readonly string[]): boolean => {
    const whole = spelling.join('')
    const [first = ''] = spelling
    if (spelling.length === 1) return held.has(whole) || runsOf(words, whole, 'hyphen').length > 0
    return held.has(first) && words.some((_, at) => spelling.every((word, step) => words[at + step]?.word === word))
  }
  return organisations.find(({ spellings }) => spellings.some(named)) ?? null
}

/** The part of an address that its organisation registers. */
export function organisationOf(address: string): string {
  return organisationDomain(address.slice(address.lastIndexOf('@') + 1))
}

interface Word {
  readonly word: string
  /** Whether a hyphen joins it to the word before. */
  readonly joined: boolean
}

function wordsOf(text: string): readonly Word[] {
  return [...text.matchAll(/((?<=[\p{L}\p{N}])[-\u2010\u2011])?([\p{L}\p{M}\p{N}]+)/gu)].flatMap(([, hyphen, written = '']) => {
    const word = sameWord(written)
    return word === '' ? [] : [{ word, joined: hyphen !== undefined }]
  })
}

/** The runs of words that, written together, are `whole`; with `hyphen` only such as hyphens join. */
function runsOf(words: readonly Word[], whole: string, by: 'hyphen' | 'any' = 'any'): readonly (readonly string[])[] {
  return words.flatMap((_, start) => {
    let rest = whole
    for (let at = start; at < words.length && rest !== ''; at++) {
      const { word, joined } = words[at] ?? { word: '', joined: false }
      if (!rest.startsWith(word) || (by === 'hyphen' && at > start && !joined)) return []
      rest = rest.slice(word.length)
      if (rest === '') return [words.slice(start, at + 1).map((each) => each.word)]
    }
    return []
  })
}

/** Whether most of what holds the word has nothing to do with the organisation: nobody of it writes or is written to there. */
function isEverydayWord(index: ReadableDatabase, label: string, domain: string): boolean {
  const theirs = new Set(familiesOfDomain(index, domain))
  const holding = documentNumbers(index, anyOf([phrase(label)]), null, 'UTC')
  const apart = holding.filter(([, family]) => !theirs.has(family)).length
  return apart > Math.max(fewDocuments, holding.length - apart)
}
