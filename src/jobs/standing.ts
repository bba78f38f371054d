import { type DocumentId, type GatePlace, type Span, SpanIndex, type Surface } from '../model/index.ts'
import type { ReadableDatabase } from '../store/index.ts'
import { liveStates, readDocument, readMarks } from '../store/index.ts'
import { foreseen } from './foreseen.ts'
import { textKey, textOfMark } from './mark-text.ts'
import { placesOf, subjectForms } from './places.ts'
import { surfacesOf } from './surface-cache.ts'

const around = 60
const mostPlaces = 500

/** Redacted text that stands unmarked beside its redaction: no bundle could be made so. */
export interface Standing {
  /** All of them; of those that are listed there are 500 at most. */
  readonly total: number
  readonly documents: readonly DocumentId[]
  /** Original files that hold it in a part that can't be marked. */
  readonly originals: number
  readonly places: readonly GatePlace[]
}

/** Every place of the decided review set, or of one document of it, that the leak check would refuse. */
export function standing(database: ReadableDatabase, only?: DocumentId): Standing {
  const all = foreseen(database).places
  const found = only === undefined ? all : all.filter(({ document }) => document === only)
  const places = found.slice(0, mostPlaces).map((one): GatePlace => {
    const { start, end } = one.span ?? { start: 0, end: 0 }
    const surface = one.span === null ? undefined : surfacesOf(database, one.document).find(({ id }) => id === one.surface)
    const { document, number: controlNumber, text, ground } = one
    const place = { document, controlNumber, surface: one.surface, start, end, ...wordsAround(surface, { start, end }), text, ground }
    return one.isEncoded ? { ...place, encoded: true } : place
  })
  return {
    total: found.length,
    documents: [...new Set(found.map(({ document }) => document))],
    originals: new Set(found.filter(({ inOriginal }) => inOriginal).map(({ document }) => document)).size,
    places,
  }
}

/** The same of one document, decided or not, as far as it shows in plain text: what is marked once and stands again, for whoever is marking it. */
export function standingIn(database: ReadableDatabase, document: DocumentId): readonly GatePlace[] {
  const marks = readMarks(database, { document, states: liveStates }).filter(({ span }) => span !== null)
  const stays = readMarks(database, { document, states: ['cleared'] })
  const grounds = new Map<string, { readonly text: string; readonly ground: string }>()
  for (const mark of marks) {
    const text = textOfMark(database, mark)
    if (text !== null) grounds.set(textKey(text), { text, ground: mark.ground })
  }
  if (grounds.size === 0) return []
  const { controlNumber } = readDocument(database, document)
  const hidden = new Map<string, SpanIndex<Span>>()
  for (const [surface, own] of Map.groupBy(marks, ({ surface: id }) => id))
    hidden.set(surface, new SpanIndex(own.flatMap(({ span }) => span ?? [])))
  const forms = subjectForms(database)
  const found = new Map<string, GatePlace>()
  for (const { text, ground } of grounds.values()) {
    for (const { surface, start, end } of placesOf(database, text, { document, forms })) {
      if (hidden.get(surface.id)?.some({ start, end }) === true) continue
      if (stays.some(({ surface: id, span }) => id === surface.id && span !== null && span.start <= start && end <= span.end)) continue
      const words = { ...wordsAround(surface, { start, end }), text: surface.text.slice(start, end) }
      found.set(`${surface.id} ${start} ${end}`, { document, controlNumber, surface: surface.id, start, end, ...words, ground })
    }
  }
  return outermost([...found.values()]).slice(0, mostPlaces)
}

/** Without those that lie within a longer one: who decides of a first name decides nothing of the whole name that it is part of. */
function outermost(places: readonly GatePlace[]): readonly GatePlace[] {
  const on = new Map([...Map.groupBy(places, ({ surface }) => surface)].map(([surface, own]) => [surface, new SpanIndex(own)]))
  const isLonger = (one: Span, { start, end }: Span): boolean => one.start <= start && end <= one.end && one.end - one.start > end - start
  return places.filter((place) => on.get(place.surface)?.some(place, (other) => isLonger(other, place)) !== true)
}

function wordsAround(surface: Surface | undefined, { start, end }: Span): { readonly before: string; readonly after: string } {
  const text = surface?.text ?? ''
  return { before: text.slice(Math.max(0, start - around), start), after: text.slice(end, end + around) }
}
