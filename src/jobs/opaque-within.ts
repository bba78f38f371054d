import type { DocumentId } from '../model/index.ts'
import { holdsOpaqueFile } from '../produce/index.ts'
import type { Decision, ReadableDatabase, StoredMark } from '../store/index.ts'
import { openText } from './encoded-places.ts'
import { leaves, leavesAsOriginal } from './not-whole.ts'
import { isLive, markValue } from './review-commit.ts'
import { surfacesOf } from './surface-cache.ts'

/**
 * Documents whose text would leave with a file in it that nobody can look into: base64 of a file that a mail server cut off in a bounce. The leak check refuses them, after
 * everything was rendered. Marking the passage is enough.
 */
export function opaqueWithin(
  database: ReadableDatabase,
  set: readonly Decision[],
  of: (document: DocumentId) => readonly StoredMark[],
): readonly DocumentId[] {
  return set.flatMap((decision) => {
    const { document } = decision
    if (!leaves(decision) || leavesAsOriginal(decision, of(document))) return []
    return holds(
      database,
      document,
      of(document).filter((mark) => isLive(markValue(mark))),
    )
      ? [document]
      : []
  })
}

/** The last answer for each document of an open request, with the marks that it was given for: surfaces never change. */
const known = new WeakMap<object, Map<DocumentId, { readonly marks: string; readonly holds: boolean }>>()

function holds(database: ReadableDatabase, document: DocumentId, marks: readonly StoredMark[]): boolean {
  const all = known.get(database) ?? new Map<DocumentId, { readonly marks: string; readonly holds: boolean }>()
  known.set(database, all)
  const key = JSON.stringify(marks.map(({ surface, span }) => [surface, span]))
  const before = all.get(document)
  if (before?.marks === key) return before.holds
  const found = surfacesOf(database, document).some((surface) => {
    if (!surface.producible || (surface.kind !== 'text' && surface.kind !== 'html')) return false
    const spans = marks.flatMap((mark) => (mark.surface === surface.id && mark.span !== null ? [mark.span] : []))
    return holdsOpaqueFile(openText(surface, spans))
  })
  all.set(document, { marks: key, holds: found })
  return found
}
