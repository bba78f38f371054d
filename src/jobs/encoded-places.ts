import type { DocumentId, Span, Surface } from '../model/index.ts'
import { type OtherReadings, otherReadings, readsAs, writtenAlso } from '../produce/index.ts'
import { liveStates, type ReadableDatabase, readDocuments, readMarks } from '../store/index.ts'
import { squash, surfacesOf } from './surface-cache.ts'

/**
 * Where a text stands so that no search by words finds it, and no mark hides it: encoded (a link, undecoded quoted-printable, JSON), misread, or in letters that
 * look alike. Documents with the number of their surfaces that hold it; a surface where it also stands plainly is told of that anyway.
 */
export function writtenOtherwise(database: ReadableDatabase, text: string): ReadonlyMap<DocumentId, number> {
  const found = new Map<DocumentId, number>()
  const letters = squash(text)
  if (letters === '') return found
  const texts = [text, ...writtenAlso(text)]
  const marks = Map.groupBy(readMarks(database, { states: liveStates }), ({ document }) => document)
  for (const { id } of readDocuments(database)) {
    const own = Map.groupBy(marks.get(id) ?? [], ({ surface }) => surface)
    const spansOf = (surface: Surface['id']): readonly Span[] => (own.get(surface) ?? []).flatMap(({ span }) => span ?? [])
    const holding = encodedOf(database, id, spansOf).filter(({ readings }) => readsAs(readings, texts))
    const count = holding.filter(({ surface }) => {
      const shown = surfacesOf(database, id).find((one) => one.id === surface)
      return shown !== undefined && !squash(openText(shown, spansOf(surface))).includes(letters)
    }).length
    if (count > 0) found.set(id, count)
  }
  return found
}

interface Encoded {
  readonly surface: Surface['id']
  /** Which marks were there. */
  readonly hidden: string
  readonly readings: OtherReadings
}

/** What each open request's documents say only once decoded, which is little: surfaces never change, so each is decoded once for the same marks. */
const known = new WeakMap<object, Map<DocumentId, readonly Encoded[]>>()

function encodedOf(
  database: ReadableDatabase,
  document: DocumentId,
  spansOf: (surface: Surface['id']) => readonly Span[],
): readonly Encoded[] {
  const all = known.get(database) ?? new Map<DocumentId, readonly Encoded[]>()
  known.set(database, all)
  const before = all.get(document)
  if (before?.every(({ surface, hidden }) => hidden === keyOf(spansOf(surface))) === true) return before
  const made = surfacesOf(database, document).flatMap((surface): Encoded[] => {
    if (!surface.producible || surface.text === '') return []
    const spans = spansOf(surface.id)
    const hidden = keyOf(spans)
    const same = before?.find((one) => one.surface === surface.id && one.hidden === hidden)
    return [same ?? { surface: surface.id, hidden, readings: otherReadings(openText(surface, spans)) }]
  })
  all.set(document, made)
  return made
}

function keyOf(spans: readonly Span[]): string {
  return spans.map(({ start, end }) => `${start}-${end}`).join()
}

/** What no mark hides of a surface's text. */
export function openText({ text }: Surface, spans: readonly Span[]): string {
  let shown = ''
  let at = 0
  for (const { start, end } of spans.toSorted((left, right) => left.start - right.start)) {
    shown += `${text.slice(at, Math.max(at, start))} \u0001 `
    at = Math.max(at, end)
  }
  return shown + text.slice(at)
}
