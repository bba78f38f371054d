import { isShownDate } from '../formats/index.ts'
import type { DocumentId } from '../model/index.ts'
import type { ReadableDatabase } from '../store/index.ts'
import { documentsHolding, liveStates, readDecision, readMarks } from '../store/index.ts'
import { writtenOtherwise } from './encoded-places.ts'
import { type FoundPlace, placesOf } from './places.ts'
import { squash, surfacesOf } from './surface-cache.ts'
import { count } from './words.ts'

/** A document in which a text that was just marked stands unmarked. */
export interface Unmarked {
  readonly document: DocumentId
  readonly places: number
  readonly why: string
}

/** Where the same texts are not marked, and why: the person decides whether that is meant. */
export function unmarkedElsewhere(database: ReadableDatabase, texts: readonly string[], forms: readonly string[]): readonly Unmarked[] {
  const found: Unmarked[] = []
  for (const text of texts) {
    const byDocument = Map.groupBy(placesOf(database, text, { forms }), ({ document }) => document)
    const wanted = squash(text)
    for (const document of documentsHolding(database, wanted)) {
      const places = byDocument.get(document) ?? []
      const open = unmarked(database, document, places)
      const own = open.filter(({ subjectOwn }) => subjectOwn).length
      if (own > 0) found.push({ document, places: own, why: 'the data subject\u2019s own data' })
      if (open.length > own) found.push({ document, places: open.length - own, why: whyOpen(database, document) })
      const inside = insideWords(database, document, wanted) - places.length
      if (inside > 0) found.push({ document, places: inside, why: `${count(inside, 'place')} inside a longer word or number` })
    }
    for (const [document, places] of writtenOtherwise(database, text))
      found.push({ document, places, why: `${whyOpen(database, document)}; written encoded, or in other letters: mark it by hand` })
  }
  return found
}

function whyOpen(database: ReadableDatabase, document: DocumentId): string {
  const decision = readDecision(database, document)
  if (decision?.coding.value === 'not-responsive') return 'not marked; the document is not responsive'
  if (decision?.disposition.value === 'withhold') return 'not marked; the document is withheld'
  return 'not marked'
}

function unmarked(database: ReadableDatabase, document: DocumentId, places: readonly FoundPlace[]): readonly FoundPlace[] {
  if (places.length === 0) return []
  const marks = readMarks(database, { document, states: liveStates })
  return places.filter(
    (place) =>
      !marks.some(
        (mark) => mark.surface === place.surface.id && mark.span !== null && mark.span.start <= place.start && place.end <= mark.span.end,
      ),
  )
}

/** How often the squashed text stands in what may be produced, token boundaries or not. */
function insideWords(database: ReadableDatabase, document: DocumentId, wanted: string): number {
  if (wanted === '') return 0
  return surfacesOf(database, document)
    .filter((surface) => surface.producible && !isShownDate(surface))
    .reduce((sum, surface) => sum + squash(surface.text).split(wanted).length - 1, 0)
}
