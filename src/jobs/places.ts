import type { DocumentId, Span, Surface } from '../model/index.ts'
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
  return [...new Set(forms.map(({ form }) => form.trim()).filter((form) => form !== ''))].sort((left, right) => right.length - left.length)
}

/** A protected span; `word` when the form is one bare word, which another person's name may contain. */
export interface ProtectedSpan extends Span {
  readonly word: boolean
}

/** Where the subject's own identifiers stand in a surface. */
export function protectedSpans(surface: Surface, forms: readonly string[], squashed = squash(surface.text)): readonly ProtectedSpan[] {
  return forms.flatMap((form) => {
    if (!squashed.includes(squash(form))) return []
    const word = /^\p{L}+$/u.test(form)
    return findPlaces(surface, form).map(({ start, end }) => ({ start, end, word }))
  })
}

/**
 * Whether a span is about the subject: it meets one of the subject's identifiers. A form of one bare word (a first name) protects only
 * itself, or "Jane Smith" could not be marked where the subject is a Jane.
 */
export function isSubjectOwn(span: Span, own: readonly ProtectedSpan[]): boolean {
  return own.some((each) => (each.word ? each.start <= span.start && span.end <= each.end : each.start < span.end && span.start < each.end))
}

/**
 * Where a text stands as it is written, and where the leak check takes something else for it: the same letters in an address, the names
 * turned round. In order, disjoint.
 */
function allPlaces(surface: Surface, texts: readonly string[]): readonly Span[] {
  const kept: Span[] = []
  for (const find of [findPlaces, findLetters]) {
    for (const span of texts.flatMap((text) => find(surface, text))) {
      if (!kept.some((place) => place.start < span.end && span.start < place.end)) kept.push(span)
    }
  }
  return kept.sort((left, right) => left.start - right.start)
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
 * order; what is never produced is left out.
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
      if (surface.text === '' || !surface.producible) return []
      const squashed = squash(surface.text)
      if (!wanted.some((one) => squashed.includes(one))) return []
      const found = allPlaces(surface, texts)
      if (found.length === 0) return []
      const own = protectedSpans(surface, forms, squashed)
      return found.map(({ start, end }) => ({ document, surface, start, end, subjectOwn: isSubjectOwn({ start, end }, own) }))
    }),
  )
}
