import type { ReviewDocumentView } from '../../../src/api/index.ts'
import type { Disposition, DocumentId } from '../../../src/model/index.ts'

/** Documents that get the same disposition. */
export interface DisposePart {
  readonly disposition: Disposition
  readonly documents: readonly DocumentId[]
}

/** Whether releasing or redacting a family takes a ground: something in it is marked, or it is asked for expressly. */
export const needsGround = (
  view: Pick<ReviewDocumentView, 'document' | 'familyRows' | 'marks'>,
  members: readonly DocumentId[],
  wanted: Disposition,
): boolean => wanted !== 'release' || markedOf(view, members).size > 0

/** The members that hold marks, whichever way they were asked to leave. */
export function markedOf(
  view: Pick<ReviewDocumentView, 'document' | 'familyRows' | 'marks'>,
  members: readonly DocumentId[],
): ReadonlySet<DocumentId> {
  const marked = new Set(view.familyRows.filter((row) => row.marks > 0).map((row) => row.document))
  if (view.marks > 0) marked.add(view.document)
  return new Set(members.filter((member) => marked.has(member)))
}

/**
 * One decision for a family, as its members can bear it: what holds marks is redacted, what holds none is released, since a marked
 * document cannot leave whole and an unmarked one has nothing to redact. Withholding is for all of it.
 */
export function disposeParts(
  view: Pick<ReviewDocumentView, 'document' | 'familyRows' | 'marks'>,
  members: readonly DocumentId[],
  wanted: Disposition,
): readonly DisposePart[] {
  if (wanted === 'withhold') return [{ disposition: 'withhold', documents: members }]
  const marked = markedOf(view, members)
  // Redaction asked for a single unmarked document is left as asked: the marks may come after the decision.
  if (wanted === 'redact' && marked.size === 0) return [{ disposition: 'redact', documents: members }]
  const parts: readonly DisposePart[] = [
    { disposition: 'redact', documents: members.filter((member) => marked.has(member)) },
    { disposition: 'release', documents: members.filter((member) => !marked.has(member)) },
  ]
  return parts.filter((part) => part.documents.length > 0)
}
