import type { DocumentId } from '../model/index.ts'
import { type Change, forgetViews, readDecisions, recordAct, transact } from '../store/index.ts'
import { type Reviewer, reopening } from './review-commit.ts'

/**
 * What follows when an older copy of a request's file was put in place of the newer: decisions made since are lost, a mark among them perhaps, so no approval in it
 * counts any more, and no document as opened (invariant 1). Gives the documents whose approval or submission is void.
 */
export function voidOlderCopy(reviewer: Reviewer): readonly DocumentId[] {
  const { database } = reviewer
  return transact(database, () => {
    const voided: DocumentId[] = []
    const changes: Change[] = []
    for (const [document, { review }] of readDecisions(database)) {
      forgetViews(database, null, document, null)
      if (review.state === 'open') continue
      changes.push(...reopening(reviewer, document))
      voided.push(document)
    }
    const words = 'Found an older copy of this request: every approval void'
    recordAct(
      database,
      { user: reviewer.user, atMs: reviewer.nowMs, kind: 'do', words, of: null, undoable: false, redoable: false },
      changes,
    )
    return voided
  })
}
