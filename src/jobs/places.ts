import { isShownDate } from '../formats/index.ts'
import { readName, withEachExtension } from '../identity/index.ts'
import type { DocumentId, Span, Surface } from '../model/index.ts'
import { foldText, parseKnownName, SpanIndex } from '../model/index.ts'
import { writtenAlso } from '../produce/index.ts'
import { findLetters, findPlaces } from '../redact/index.ts'
import type { ReadableDatabase } from '../store/index.ts'
import { documentsHolding, readDocument, readDocuments, readForms, readMatter } from '../store/index.ts'
import { squash, surfacesOf } from './surface-cache.ts'
import { formsOfMatter } from './terms.ts'

/** A place where a text stands, in the words around it. */
export interface FoundPlace extends Span {
  readonly document: DocumentId
  readonly surface: Surface
  /** Whether it lies in the data subject's own name, address or number. */
  readonly subjectOwn: boolean
}

/** The forms that are the subject's own: those given and their variants unless refused, and what was accepted. Longest first, each once. */
export function subjectForms(database: ReadableDatabase): readonly string[] {
  const forms = formsOfMatter(readMatter(database), readForms(database)).filter(({ accepted }) => accepted === true)
  const written = forms.flatMap(({ form, kind }) => (kind === 'phone' ? withEachExtension(form) : [form]))
  return [...new Set(written.map((form) => form.trim()).filter((form) => form !== ''))].sort((left, right) => right.length - left.length)
}

/** A protected span; `word` when it is one bare word, which another person's name may contain. */
export interface ProtectedSpan extends Span {
  readonly word: boolean
}

/**
 * Where the subject's own identifiers stand in a surface, and the single words of their names (the Katherine of "Dear Katherine"), save where
 * such a word is part of another person's name ("Tom Brennan").
 */
export function protectedSpans(surface: Surface, forms: readonly string[], squashed = squash(surface.text)): readonly ProtectedSpan[] {
  const own = formSpans(surface, forms, squashed)
  const within = new SpanIndex(own)
  const words = nameWords(forms)
  const bare = [...words].flatMap(([word, part]) => {
    if (!squashed.includes(squash(word))) return []
    return findPlaces(surface, word).filter((place) => !within.some(place) && !isOfAnotherName(surface.text, place, part, words))
  })
  return [...own, ...bare.map(({ start, end }) => ({ start, end, word: true }))]
}

/** Where the forms themselves stand. */
export function formSpans(surface: Surface, forms: readonly string[], squashed = squash(surface.text)): readonly ProtectedSpan[] {
  return forms.flatMap((form) => {
    if (!squashed.includes(squash(form))) return []
    const word = /^\p{L}+$/u.test(form)
    return findPlaces(surface, form).map(({ start, end }) => ({ start, end, word }))
  })
}

type NamePart = 'given' | 'family'

const wordsOf = new WeakMap<readonly string[], ReadonlyMap<string, NamePart>>()
/** A shorter word (an initial, a particle) names nobody by itself. */
const shortestName = 3

/** The single words of the names among the forms, folded. */
function nameWords(forms: readonly string[]): ReadonlyMap<string, NamePart> {
  const known = wordsOf.get(forms)
  if (known !== undefined) return known
  const words = new Map<string, NamePart>()
  const add = (word: string, part: NamePart): void => {
    const folded = foldText(word)
    if (/^\p{Lu}/u.test(word) && [...folded].length >= shortestName && /^\p{L}+(?:['\u2019-]\p{L}+)*$/u.test(folded))
      words.set(folded, part)
  }
  for (const form of forms) {
    const name = /[\p{N}@_/]/u.test(form) ? null : (readName(form) ?? parseKnownName(form))
    if (name === null || name.family === '') continue
    for (const word of name.given) add(word, 'given')
    for (const word of name.family.split(/\s+/u)) add(word, 'family')
  }
  wordsOf.set(forms, words)
  return words
}

/** The single words of the names among the forms, which are the subject's own with them. */
export function ownWords(forms: readonly string[]): readonly string[] {
  return [...nameWords(forms).keys()]
}

/** Words with a capital before a name that are no name. */
const addressing = new Set(
  [
    'dear hi hello hey thanks thank cheers welcome sorry and for from with to re ms mrs mr miss mx dr prof professor sir madam',
    'hallo liebe lieber frau herr danke ch\u00e8re cher bonjour merci madame monsieur mme mlle',
    'hola querida querido gracias se\u00f1ora se\u00f1or sra sr ciao cara caro beste dag hej pan pani droga drogi',
  ].flatMap((line) => line.split(' ').map(foldText)),
)
const joinedBefore = /[\p{L}\p{N}][@._+'\u2019-]?$/u
const joinedAfter = /^[@._+-]?[\p{L}\p{N}]/u
const wordBefore = /(\p{Lu}[\p{L}'\u2019-]*\.?)[ \t]+$/u
const wordAfter = /^[ \t]+(\p{Lu}(?:\.|[\p{L}'\u2019-]+))/u
const turnedAfter = /^,[ \t]+(\p{Lu}[\p{L}'\u2019-]+)/u

/** Whether the words around one of the subject's make it part of somebody else's name or address: another first name before, another surname behind. */
function isOfAnotherName(text: string, { start, end }: Span, part: NamePart, words: ReadonlyMap<string, NamePart>): boolean {
  const before = text.slice(Math.max(0, start - 60), start)
  const after = text.slice(end, end + 60)
  if (joinedBefore.test(before) || joinedAfter.test(after)) return true
  const isOther = (word: string | undefined): boolean => {
    if (word === undefined) return false
    const folded = foldText(word).replace(/\.$/u, '')
    return !words.has(folded) && !addressing.has(folded)
  }
  if (isOther(wordAfter.exec(after)?.[1])) return true
  return part === 'family' && (isOther(wordBefore.exec(before)?.[1]) || isOther(turnedAfter.exec(after)?.[1]))
}

/**
 * Whether a span is about the subject: it meets one of the subject's identifiers. A form of one bare word (a first name) protects only
 * itself, or "Jane Smith" could not be marked where the subject is a Jane.
 */
export function isSubjectOwn(span: Span, own: readonly ProtectedSpan[]): boolean {
  const index = indexes.get(own) ?? new SpanIndex(own)
  indexes.set(own, index)
  return index.some(span, (each) => !each.word || (each.start <= span.start && span.end <= each.end))
}

const indexes = new WeakMap<readonly ProtectedSpan[], SpanIndex<ProtectedSpan>>()

/**
 * Where a text stands as it is written, and where the leak check takes something else for it: the same letters in an address, the names
 * turned round. In order, disjoint.
 */
function allPlaces(surface: Surface, texts: readonly string[]): readonly Span[] {
  let kept: readonly Span[] = []
  for (const find of [findPlaces, findLetters]) {
    for (const text of texts) {
      const known = new SpanIndex(kept)
      kept = [...kept, ...find(surface, text).filter((span) => !known.some(span))]
    }
  }
  return kept.toSorted((left, right) => left.start - right.start)
}

function holdingAny(database: ReadableDatabase, wanted: readonly string[]): readonly DocumentId[] {
  const [first = '', ...others] = wanted
  const found = documentsHolding(database, first)
  if (others.length === 0) return found
  const held = new Set([...found, ...others.flatMap((one) => documentsHolding(database, one))])
  return readDocuments(database).flatMap(({ id }) => (held.has(id) ? [id] : []))
}

/**
 * Every place of a text on token boundaries, and of what the leak check takes for the same text, in one document or the whole review set, in
 * order; what is never produced is left out, and mail's dates, in which no "May" and no "12" is what the text means, unless it is such a date.
 */
export function placesOf(
  database: ReadableDatabase,
  text: string,
  options: { readonly document?: DocumentId | undefined; readonly forms?: readonly string[] } = {},
): readonly FoundPlace[] {
  const forms = options.forms ?? subjectForms(database)
  const texts = [text, ...writtenAlso(text)]
  const wanted = texts.map(squash)
  const documents = options.document === undefined ? holdingAny(database, wanted) : [readDocument(database, options.document).id]
  return documents.flatMap((document) =>
    surfacesOf(database, document).flatMap((surface) => {
      if (surface.text === '' || !surface.producible || (isShownDate(surface) && surface.text !== text)) return []
      const squashed = squash(surface.text)
      if (!wanted.some((one) => squashed.includes(one))) return []
      const found = allPlaces(surface, texts)
      if (found.length === 0) return []
      const own = protectedSpans(surface, forms, squashed)
      return found.map(({ start, end }) => ({ document, surface, start, end, subjectOwn: isSubjectOwn({ start, end }, own) }))
    }),
  )
}
