import type { Span, Surface } from '../model/index.ts'
import type { ReadableDatabase } from '../store/index.ts'
import { readDocument } from '../store/index.ts'
import type { Suggestion } from './mark-making.ts'
import { placesOf } from './places.ts'
import { squash } from './surface-cache.ts'

/** Below this many letters and digits a passage is a word, not a passage: `mark.text` is for words. */
const shortestPassage = 5
/** One act doesn't flood the list: the rest is said by `unmarkedElsewhere`. */
const mostSuggestions = 500

/** Suggestions for the places where a passage that was just marked stands again: in quotes, forwards and copies. */
export function samePassage(
  database: ReadableDatabase,
  surface: Surface,
  span: Span,
  ground: string,
  forms: readonly string[],
): readonly Suggestion[] {
  const text = surface.text.slice(span.start, span.end)
  if (squash(text).length < shortestPassage) return []
  const why = `the same passage is marked in ${readDocument(database, surface.document).controlNumber}`
  return placesOf(database, text, { forms })
    .filter(
      (place) =>
        !place.subjectOwn && !(place.document === surface.document && place.surface.id === surface.id && place.start === span.start),
    )
    .slice(0, mostSuggestions)
    .map((place) => ({
      surface: place.surface,
      span: { start: place.start, end: place.end },
      ground,
      origin: { kind: 'rule', by: 'same-passage', score: null, why },
    }))
}
