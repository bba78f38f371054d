import type { DocumentId, ErrorCode } from '../model/index.ts'
import { AppError } from '../model/index.ts'
import type { Change, Decision, StoredMark } from '../store/index.ts'
import { hasViewed, insertApproval, insertDecline, readDecision, readDocument, readMarks, transact } from '../store/index.ts'
import { approvalPayload, payloadHash, payloadVersion } from './approval-payload.ts'
import { markInWords } from './mark-text.ts'
import { type Selection, selected } from './review.ts'
import { commit, markValue, type Reviewer } from './review-commit.ts'
import { lapsedApprover } from './signatures.ts'
import { type People, proposersOf, refusalFor, rememberingPeople } from './two-people.ts'
import { count } from './words.ts'

/** The signing side of an open workspace. */
export interface Signer extends People {
  sign(bytes: Uint8Array): string
}

export interface Approved {
  readonly approved: number
  /** Of these, how many the approver had not opened. */
  readonly unviewed: number
  readonly refused: readonly { readonly document: DocumentId; readonly why: string }[]
}

/**
 * Signs each submitted document as it stands, with the signed-in person's own key, and each whose approval counts no longer since one of its two people brought the other back.
 * With `{ all: true }` everything that waits.
 *
 * @throws matter/own-proposal, matter/needs-legal-reviewer, matter/not-viewed, matter/not-submitted when nothing at all could be approved
 */
export function approve(reviewer: Reviewer, signer: Signer, selection: Selection, unviewed = false): Approved {
  return transact(reviewer.database, () => {
    const { database, user } = reviewer
    const decisions = selected(reviewer, selection)
    const people = rememberingPeople(signer)
    const lapsed = (decision: Decision): boolean => lapsedApprover(database, people, decision) !== null
    const waiting =
      'all' in selection ? decisions.filter((decision) => decision.review.state === 'submitted' || lapsed(decision)) : decisions
    const changes: Change[] = []
    const refused: { document: DocumentId; why: string; code: ErrorCode }[] = []
    let notOpened = 0
    for (const decision of waiting) {
      const { document } = decision
      const marks = readMarks(database, { document })
      const viewed = hasViewed(database, user, document)
      const waits = decision.review.state === 'submitted' || lapsed(decision)
      const refusal = refuse(reviewer, people, { decision, marks, waits }, viewed || unviewed)
      if (refusal !== null) {
        refused.push({ document, ...refusal })
        continue
      }
      const approval = { approver: user, viewed, atMs: reviewer.nowMs }
      const payload = approvalPayload(database, document, approval)
      const id = insertApproval(database, {
        ...approval,
        document,
        hash: payloadHash(payload),
        payload: payloadVersion,
        signature: signer.sign(payload),
      })
      changes.push(...acceptMarks(reviewer, marks))
      const after = { ...decision.review, state: 'approved' as const, approval: id }
      const words = viewed ? 'Approved' : 'Approved without having been opened'
      changes.push({ document, field: 'review', target: '', before: decision.review, after, words })
      if (!viewed) notOpened++
    }
    const approved = waiting.length - refused.length
    if (approved === 0)
      throwRefusal(
        refused,
        decisions.every(({ review }) => review.state === 'approved'),
      )
    // A signed statement is taken back, not done again: approving anew takes a new signature.
    commit(reviewer, `approve ${count(approved, 'document')}`, changes, { redoable: false })
    return { approved, unviewed: notOpened, refused: refused.map(({ document, why }) => ({ document, why })) }
  })
}

function refuse(
  reviewer: Reviewer,
  people: People,
  asked: { readonly decision: Decision; readonly marks: readonly StoredMark[]; readonly waits: boolean },
  mayApproveAsSeen: boolean,
): { readonly code: ErrorCode; readonly why: string } | null {
  const { decision, marks, waits } = asked
  if (!waits) {
    const why = decision.review.state === 'approved' ? 'It is approved already.' : 'It has not been submitted.'
    return { code: 'matter/not-submitted', why }
  }
  const refusal = refusalFor(reviewer, proposersOf(decision, marks), people)
  if (refusal !== null) return refusal
  if (mayApproveAsSeen) return null
  return { code: 'matter/not-viewed', why: 'You have not opened all of it. Open it, or say that it is approved unopened.' }
}

function throwRefusal(
  refused: readonly { readonly code: ErrorCode; readonly why: string; readonly document: DocumentId }[],
  done: boolean,
) {
  const [first] = refused
  if (first !== undefined) throw new AppError(first.code, first.why, { documents: refused.map(({ document }) => document).slice(0, 100) })
  if (!done) throw new AppError('matter/not-submitted', 'Nothing waits for approval. Submit the review first.')
}

function acceptMarks(reviewer: Reviewer, marks: ReturnType<typeof readMarks>): readonly Change[] {
  return marks
    .filter((mark) => mark.state === 'proposed')
    .map((mark) => {
      const before = markValue(mark)
      const after = { ...before, state: 'approved' as const, approver: reviewer.user, changedBy: reviewer.user }
      return {
        document: mark.document,
        field: 'mark',
        target: mark.id,
        before,
        after,
        words: `${markInWords(reviewer.database, mark)}: approved`,
      }
    })
}

/** Sends a submitted or approved document back with a comment. @throws matter/comment-needed, matter/not-submitted */
export function decline(reviewer: Reviewer, document: DocumentId, comment: string): { readonly declined: number } {
  if (comment.trim() === '') {
    throw new AppError('matter/comment-needed', 'Say in a comment what has to change.', { document })
  }
  return transact(reviewer.database, () => {
    const { database } = reviewer
    readDocument(database, document)
    const changes = declineChanges(reviewer, document, comment)
    if (changes.length === 0) {
      throw new AppError('matter/not-submitted', 'The document has not been submitted, so there is nothing to decline.', { document })
    }
    commit(reviewer, `decline ${readDocument(database, document).controlNumber}`, changes)
    return { declined: 1 }
  })
}

/** Brings one document back to its proposers. Empty when it is not before the second person. */
export function declineChanges(
  reviewer: Reviewer,
  document: DocumentId,
  comment: string,
  except: ReadonlySet<string> = new Set(),
): readonly Change[] {
  const review = readDecision(reviewer.database, document)?.review
  if (review === undefined || (review.state !== 'submitted' && review.state !== 'approved')) return []
  const id = insertDecline(reviewer.database, document, reviewer.user, comment, reviewer.nowMs)
  const marks = readMarks(reviewer.database, { document, states: ['approved'] }).filter((mark) => !except.has(mark.id))
  return [
    ...marks.map((mark): Change => {
      const before = markValue(mark)
      const after = { ...before, state: 'proposed' as const, approver: null }
      return {
        document,
        field: 'mark',
        target: mark.id,
        before,
        after,
        words: `${markInWords(reviewer.database, mark)}: waits for approval again`,
      }
    }),
    {
      document,
      field: 'review',
      target: '',
      before: review,
      after: { ...review, state: 'declined', approval: null, decline: id },
      words: `Declined: ${comment}`,
    },
  ]
}
