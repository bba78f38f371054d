import type { PersonName } from '../model/index.ts'
import { fold, foldText, parseKnownName, parsePersonName, unfoldSpan } from '../model/index.ts'
import type { Candidate, Recognizer } from './recognizer.ts'

/** Names as written in headers. */
export interface Person {
  readonly names: readonly string[]
  readonly emails: readonly string[]
  /** Names that only an address of theirs spells (`susan.scott@`): looked for in full or with the initial, and scored lower. */
  readonly spelled?: readonly string[]
}

/**
 * Names in full of everybody who writes in a review set, for texts in which they are no correspondents: lists, quotations. Built once for all of them.
 */
export function namesElsewhere(names: readonly string[], protect: readonly string[]): Recognizer {
  const patterns = names.flatMap((name) => parsePersonName(name) ?? []).flatMap(patternsOfElsewhere)
  return { ...recognizerOf('correspondents-elsewhere', patterns, [], protect), version: 1 }
}

interface Pattern {
  readonly tokens: readonly string[]
  /** What may stand between its tokens. */
  readonly gap: 'order' | 'comma'
  /** Null for the subject's own: matched to be skipped. */
  readonly score: number | null
  readonly why: string
  /** A bare name counts only where it is written as a name: with a capital. */
  readonly capital: boolean
}

/** No name is longer, and no stack holds a match of millions of letters. */
const token = /[\p{L}\p{N}]{1,1000}/gu
const gaps = { order: /^[\s>.'’‘-]{0,6}$/u, comma: /^[\s>]{0,3},[\s>]{0,4}$/u }
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u
/** Given names and surnames that are everyday words where they stand alone; too many false alarms. */
const everyday = new Set(
  'will mark may june april august rose grace hope faith joy bill frank grant chase drew art bob pat sue ray jack max summer king young long white black brown green gray grey hill wood woods field fields west north price rich best love day page cook baker park parks little good case bush stone banks ford church bell wise sharp swift small major may blank klein lange gross braun schwarz weiss berg roman nova mai an so do van de le la'.split(
    ' ',
  ),
)

const tokensOf = (text: string): string[] => foldText(text).match(token) ?? []

function patternsOf(name: PersonName): Pattern[] {
  const given = name.given.flatMap(tokensOf)
  const family = tokensOf(name.family)
  const [first] = given
  if (first === undefined) return []
  const full = (tokens: readonly string[], gap: Pattern['gap'], score: number, why: string): Pattern => ({
    tokens,
    gap,
    score,
    why,
    capital: false,
  })
  const bare = (tokens: readonly string[], score: number, why: string): Pattern[] =>
    tokens.join('').length < 3 || (tokens.length === 1 && everyday.has(tokens[0] ?? ''))
      ? []
      : [{ tokens, gap: 'order', score, why, capital: true }]
  if (family.length === 0) return given.join('').length > 3 ? bare(given, 0.5, 'a correspondent’s only name') : []
  const initial = [...first][0] ?? ''
  return [
    full([...given, ...family], 'order', 0.95, 'a correspondent’s name in full'),
    full([first, ...family], 'order', 0.93, 'a correspondent’s first name and surname'),
    full([...family, ...given], 'comma', 0.93, 'a correspondent’s surname, then first name'),
    full([...family, first], 'comma', 0.93, 'a correspondent’s surname, then first name'),
    { ...full([initial, ...family], 'order', 0.8, 'a correspondent’s initial and surname'), capital: true },
    ...bare(family, 0.6, 'a correspondent’s surname alone'),
    ...bare([first], 0.45, 'a correspondent’s first name alone'),
  ]
}

/** Of a name that an address spells: no bare first name or surname, since half of such a guess (`outlook.team@`) is any word. */
function patternsOfSpelled(name: PersonName): Pattern[] {
  const why = 'a name as a correspondent’s address spells it'
  return patternsOf(name)
    .filter(({ tokens }) => tokens.length > 1)
    .map((pattern) => ({ ...pattern, score: (pattern.score ?? 0) - 0.25, why }))
}

/** Of somebody who writes elsewhere in the review set: in full alone, since half a name is anybody's where they are no party. */
function patternsOfElsewhere(name: PersonName): Pattern[] {
  const why = 'the name of a correspondent elsewhere in the request'
  return patternsOf(name)
    .filter(({ tokens }) => tokens.length > 1 && tokens.every((one) => one.length > 1))
    .map((pattern) => ({ ...pattern, score: (pattern.score ?? 0) - 0.1, why, capital: true }))
}

/** The longest pattern at each token wins; the subject's own wins over others of the same length. */
function index(patterns: readonly Pattern[]): Map<string, Pattern[]> {
  const byFirst = new Map<string, Pattern[]>()
  for (const pattern of patterns) {
    const [first] = pattern.tokens
    if (first === undefined) continue
    const list = byFirst.get(first)
    if (list === undefined) byFirst.set(first, [pattern])
    else if (!list.some((other) => other.gap === pattern.gap && other.tokens.join(' ') === pattern.tokens.join(' '))) list.push(pattern)
  }
  for (const list of byFirst.values())
    list.sort((left, right) => right.tokens.length - left.tokens.length || Number(left.score !== null) - Number(right.score !== null))
  return byFirst
}

interface Token {
  readonly text: string
  readonly start: number
  readonly end: number
}

function matches(pattern: Pattern, tokens: readonly Token[], at: number, text: string): boolean {
  for (let step = 1; step < pattern.tokens.length; step++) {
    const previous = tokens[at + step - 1]
    const next = tokens[at + step]
    if (previous === undefined || next === undefined || next.text !== pattern.tokens[step]) return false
    // The comma stands once: after the surname, which may itself be of several words.
    const between = text.slice(previous.end, next.start)
    if (!gaps.order.test(between) && !(pattern.gap === 'comma' && gaps.comma.test(between))) return false
  }
  return true
}

/**
 * Names of known people in a text, in the orders and short forms in which they are written. `protect` are the subject's own names: where one
 * stands, nothing is suggested, and a bare name that the subject shares is never suggested.
 */
export function personNames(people: readonly Person[], protect: readonly string[]): Recognizer {
  const names = people.flatMap(({ names: written }) => written.flatMap((name) => parsePersonName(name) ?? []))
  const spelled = people.flatMap((person) => (person.spelled ?? []).flatMap((name) => parsePersonName(name) ?? []))
  return recognizerOf('correspondents', [...names.flatMap(patternsOf), ...spelled.flatMap(patternsOfSpelled)], names, protect)
}

function recognizerOf(
  id: string,
  patterns: readonly Pattern[],
  unspacedNames: readonly PersonName[],
  protect: readonly string[],
): Recognizer {
  const protectedNames = protect.flatMap((form) => parseKnownName(form) ?? [])
  const own = [
    ...protect.map(tokensOf).filter((tokens) => tokens.length > 0),
    ...protectedNames.flatMap((name) => patternsOf(name).map(({ tokens }) => tokens)),
  ]
  const shared = new Set(
    [...own, ...protectedNames.flatMap((name) => name.given.map((one) => tokensOf(one)))].map((tokens) => tokens.join(' ')),
  )
  const ownPatterns = [...new Map(own.map((tokens) => [tokens.join(' '), tokens])).values()].flatMap((tokens): Pattern[] => [
    { tokens, gap: 'order', score: null, why: '', capital: false },
    { tokens, gap: 'comma', score: null, why: '', capital: false },
  ])
  const byFirst = index([...ownPatterns, ...patterns.filter(({ tokens }) => !shared.has(tokens.join(' ')))])
  const substrings = [
    ...new Set(
      unspacedNames.flatMap((name) => [name.family, `${name.family}${name.given.join('')}`, `${name.family} ${name.given.join(' ')}`]),
    ),
  ]
    .filter((form) => unspaced.test(form) && [...form].length >= 2)
    .map(foldText)
    .filter((form) => !shared.has(form))
    .sort((left, right) => right.length - left.length)
  return {
    id,
    version: 2,
    type: 'person',
    source: 'names in the headers of the review set',
    find: (text) => find(text, byFirst, substrings),
  }
}

function find(text: string, byFirst: ReadonlyMap<string, readonly Pattern[]>, substrings: readonly string[]): Candidate[] {
  const folded = fold(text)
  const tokens = [...folded.text.matchAll(token)].map(
    (match): Token => ({ text: match[0], start: match.index, end: match.index + match[0].length }),
  )
  const found: Candidate[] = []
  const add = (start: number, end: number, score: number, why: string): void => {
    found.push({ ...unfoldSpan(folded, start, end), score, why })
  }
  for (let at = 0; at < tokens.length; at++) {
    const first = tokens[at]
    if (first === undefined) continue
    const pattern = byFirst
      .get(first.text)
      ?.find((one) => matches(one, tokens, at, folded.text) && (!one.capital || isCapital(text, folded.map[first.start])))
    if (pattern === undefined) continue
    const last = tokens[at + pattern.tokens.length - 1] ?? first
    if (pattern.score !== null) add(first.start, last.end, pattern.score, pattern.why)
    at += pattern.tokens.length - 1
  }
  for (const form of substrings) {
    for (let at = folded.text.indexOf(form); at >= 0; at = folded.text.indexOf(form, at + form.length)) {
      add(at, at + form.length, 0.7, 'a correspondent’s name, in a script without spaces')
    }
  }
  return found
}

function isCapital(text: string, offset: number | undefined): boolean {
  return /^\p{Lu}|^\p{Lo}|^\p{Lt}/u.test(String.fromCodePoint(text.codePointAt(offset ?? 0) ?? 0))
}
