import type { DocumentId, MarkId, Span, SurfaceId } from '../model/index.ts'
import { AppError } from '../model/index.ts'
import { transact } from '../store/index.ts'
import { foreseen } from './foreseen.ts'
import { startMarking } from './mark-making.ts'
import { nextGroup } from './marks.ts'
import type { Reviewer } from './review-commit.ts'
import { standingIn } from './standing.ts'
import { surfacesOf } from './surface-cache.ts'
import { count, quoted } from './words.ts'

/** A place where redacted text stands unmarked. */
export interface PlaceToClear {
  readonly document: DocumentId
  readonly surface: SurfaceId
  readonly span: Span
}

export interface Cleared {
  readonly marks: readonly MarkId[]
  readonly documents: number
}

/**
 * Decides of places where redacted text stands unmarked that they mean something else ("I will come", where Will is redacted) and stay: these places and no
 * others, as an act that can be undone, is signed with the approval and makes whoever decides one of the document's proposers. `alike`: also wherever the
 * same text stands written just so, unmarked, in the same document.
 *
 * @throws matter/nothing-stands where the leak check would find nothing at a place, or something that can't be told from the person
 */
export function clearPlaces(reviewer: Reviewer, wanted: readonly PlaceToClear[], note: string, alike: boolean): Cleared {
  return transact(reviewer.database, () => {
    const { database } = reviewer
    // Of a document that nobody decided yet the leak check foresees nothing, though whoever marks it is told.
    const listed = [...new Set(wanted.map(({ document }) => document))].flatMap((document) => standingIn(database, document))
    const plain = listed.map(({ document, surface, start, end }) => ({
      document,
      surface,
      span: { start, end },
      inOriginal: false,
      isEncoded: false,
    }))
    const open = [...foreseen(database).places, ...plain].flatMap(({ document, surface: id, span, inOriginal, isEncoded }) => {
      const surface = id === null || inOriginal || isEncoded ? undefined : surfacesOf(database, document).find((one) => one.id === id)
      return surface === undefined || span === null ? [] : [{ surface, span, text: surface.text.slice(span.start, span.end) }]
    })
    const chosen = wanted.flatMap(({ document, surface, span }) => {
      const found = open.find(
        (one) =>
          one.surface.document === document && one.surface.id === surface && one.span.start === span.start && one.span.end === span.end,
      )
      if (found === undefined) {
        throw new AppError(
          'matter/nothing-stands',
          'No redacted text stands unmarked at this place, so there is nothing to decide. Take places as the gate lists them.',
          { document, surface },
        )
      }
      return alike ? open.filter((one) => one.surface.document === document && one.text === found.text) : [found]
    })
    const places = [
      ...new Map(chosen.map((one) => [`${one.surface.document} ${one.surface.id} ${one.span.start} ${one.span.end}`, one])).values(),
    ]
    const marking = startMarking(reviewer, places.length > 1 ? nextGroup(reviewer) : null)
    for (const { surface, span } of places) marking.clear(surface, span, note)
    const [only, ...others] = new Set(places.map(({ text }) => text))
    marking.commit(`let ${only === undefined || others.length > 0 ? count(places.length, 'place') : quoted(only)} stand`)
    return { marks: marking.cleared(), documents: marking.documents().length }
  })
}
