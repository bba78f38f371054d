import { createHash } from 'node:crypto'
import type { ApprovalGroup, MarkedPlace } from '../model/index.ts'
import { AppError } from '../model/index.ts'
import type { Change, ReadableDatabase, StoredMark } from '../store/index.ts'
import { liveStates, readDecisions, readDocument, readMarks, transact } from '../store/index.ts'
import { declineChanges } from './approve.ts'
import { markInWords, textKey, textOfMark } from './mark-text.ts'
import { isSubjectOwn, protectedSpans, subjectForms } from './places.ts'
import { type Changed, changedDocuments } from './review.ts'
import { commit, markValue, type Reviewer } from './review-commit.ts'
import { surfacesOf } from './surface-cache.ts'
import { type People, refusalFor } from './two-people.ts'
import { count, quoted } from './words.ts'

const around = 60

/** What waits for this person, by text: marks in submitted documents that others proposed. Most places first. */
export function approvalGroups(reviewer: Pick<Reviewer, 'database' | 'user'>): readonly ApprovalGroup[] {
  const { database } = reviewer
  const forms = subjectForms(database)
  const groups = Map.groupBy(waitingMarks(reviewer), (mark) => groupOf(database, mark))
  return [...groups]
    .flatMap(([group, marks]) => {
      const [first] = marks
      if (first === undefined || first.proposer === null) return []
      return {
        group,
        text: textOfMark(database, first) ?? '',
        ground: first.ground,
        proposer: first.proposer,
        places: marks.map((mark) => placeOfMark(database, mark, forms)),
        documents: new Set(marks.map(({ document }) => document)).size,
        decided: marks.filter(({ state }) => state === 'approved').length,
      }
    })
    .sort((left, right) => right.places.length - left.places.length || (left.group < right.group ? -1 : 1))
}

function waitingMarks({ database, user }: Pick<Reviewer, 'database' | 'user'>): readonly StoredMark[] {
  const decisions = readDecisions(database)
  return readMarks(database, { states: liveStates }).filter(
    (mark) => mark.proposer !== user && decisions.get(mark.document)?.review.state === 'submitted',
  )
}

/** Stable while text, ground and proposer are; a box without text is a group of its own. */
function groupOf(database: ReadableDatabase, mark: StoredMark): string {
  const text = textOfMark(database, mark)
  const key = JSON.stringify([text === null ? mark.id : textKey(text), mark.ground, mark.proposer])
  return `g${createHash('sha256').update(key).digest('hex').slice(0, 16)}`
}

function placeOfMark(database: ReadableDatabase, mark: StoredMark, forms: readonly string[]): MarkedPlace {
  const surface = surfacesOf(database, mark.document).find(({ id }) => id === mark.surface)
  const text = surface?.text ?? ''
  const span = mark.span ?? { start: 0, end: 0 }
  return {
    mark: mark.id,
    document: mark.document,
    controlNumber: readDocument(database, mark.document).controlNumber,
    surface: mark.surface,
    ...span,
    before: mark.span === null ? '' : text.slice(Math.max(0, span.start - around), span.start),
    text: textOfMark(database, mark) ?? '',
    after: mark.span === null ? '' : text.slice(span.end, span.end + around),
    subjectOwn: surface !== undefined && mark.span !== null && isSubjectOwn(mark.span, protectedSpans(surface, forms)),
  }
}

/**
 * Approves or declines every mark of a group. Approving covers the marks alone: their documents still wait. Declining brings the documents
 * back with the comment, and the marks no longer count.
 *
 * @throws matter/unknown-mark, matter/own-proposal, matter/needs-legal-reviewer, matter/comment-needed
 */
export function decideGroup(reviewer: Reviewer, people: People, group: string, decision: 'approve' | 'decline', comment = ''): Changed {
  if (decision === 'decline' && comment.trim() === '') {
    throw new AppError('matter/comment-needed', 'Say in a comment why these marks are declined.')
  }
  return transact(reviewer.database, () => {
    const { database, user } = reviewer
    const decisions = readDecisions(database)
    const marks = readMarks(database, { states: liveStates }).filter(
      (mark) => decisions.get(mark.document)?.review.state === 'submitted' && groupOf(database, mark) === group,
    )
    const [first] = marks
    if (first === undefined) throw new AppError('matter/unknown-mark', 'These marks no longer wait for approval. Load the list again.')
    const refusal = refusalFor(reviewer, new Set(first.proposer === null ? [] : [first.proposer]), people)
    if (refusal !== null) throw new AppError(refusal.code, refusal.why)
    const approving = decision === 'approve'
    const changes: Change[] = marks
      .filter((mark) => !approving || mark.state === 'proposed')
      .map((mark) => {
        const before = markValue(mark)
        const after = {
          ...before,
          state: approving ? ('approved' as const) : ('declined' as const),
          approver: approving ? user : null,
          changedBy: user,
        }
        const words = `${markInWords(database, mark)}: ${approving ? 'approved' : `declined: ${comment}`}`
        return { document: mark.document, field: 'mark', target: mark.id, before, after, words }
      })
    if (!approving) {
      const ids = new Set<string>(marks.map(({ id }) => id))
      for (const document of new Set(marks.map((mark) => mark.document))) changes.push(...declineChanges(reviewer, document, comment, ids))
    }
    const text = textOfMark(database, first)
    commit(
      reviewer,
      `${decision} ${text === null ? count(marks.length, 'mark') : `${quoted(text)}, ${count(marks.length, 'place')}`}`,
      changes,
    )
    return changedDocuments(changes)
  })
}
