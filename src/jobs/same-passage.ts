import { isShownDate } from '../formats/index.ts'
import type { Span, Surface } from '../model/index.ts'
import { alignQuote } from '../redact/index.ts'
import type { ReadableDatabase } from '../store/index.ts'
import { documentsHolding, readDocument } from '../store/index.ts'
import type { Suggestion } from './mark-making.ts'
import { isSubjectOwn, protectedSpans } from './places.ts'
import { squash, surfacesOf } from './surface-cache.ts'

/** The name that these suggestions bear as their origin. */
export const samePassageRule = 'same-passage'
/** Below this many letters and digits a passage says nothing by standing again. */
const shortestPassage = 5
/** One act doesn't flood the list: the rest is said by `unmarkedElsewhere`. */
const mostSuggestions = 500

/** Suggestions for the places where a passage that was just marked stands again: in quotes, rewrapped, forwarded or copied. */
export function samePassage(
  database: ReadableDatabase,
  marked: Surface,
  span: Span,
  ground: string,
  forms: readonly string[],
): readonly Suggestion[] {
  const passage = marked.text.slice(span.start, span.end)
  const wanted = squash(passage)
  if (wanted.length < shortestPassage) return []
  const why = `the same passage is marked in ${readDocument(database, marked.document).controlNumber}`
  const suggestions: Suggestion[] = []
  for (const document of documentsHolding(database, wanted)) {
    for (const surface of surfacesOf(database, document)) {
      if (!surface.producible || surface.text === '' || (isShownDate(surface) && surface.text !== passage)) continue
      const squashed = squash(surface.text)
      if (!squashed.includes(wanted)) continue
      const own = protectedSpans(surface, forms, squashed)
      for (const found of alignQuote(passage, surface)) {
        const itself = document === marked.document && surface.id === marked.id && found.start < span.end && span.start < found.end
        if (itself || isSubjectOwn(found, own)) continue
        const origin = { kind: 'rule' as const, by: samePassageRule, score: null, why }
        suggestions.push({ surface, span: { start: found.start, end: found.end }, ground, origin })
        if (suggestions.length === mostSuggestions) return suggestions
      }
    }
  }
  return suggestions
}
