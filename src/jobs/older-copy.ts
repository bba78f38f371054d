import type { DocumentId } from '../model/index.ts'
import { type Change, forgetViews, readDecisions, readEarlierApproved, recordAct, transact, writeOlderCopy } from '../store/index.ts'
import { payloadVersion } from './approval-payload.ts'
import { type Reviewer, reopening } from './review-commit.ts'

/**
 * What follows when an older copy of a request's file was put in place of the newer: decisions made since are lost, a mark among them perhaps, so no approval in it
 * counts any more, and no document as opened (invariant 1); nor is the mail there that was collected since, so the gate is shut until it is collected again. Gives the documents whose approval or submission is void.
 */
export function voidOlderCopy(reviewer: Reviewer): readonly DocumentId[] {
  const { database } = reviewer
  return transact(database, () => {
    const voided: DocumentId[] = []
    const changes: Change[] = []
    writeOlderCopy(database, reviewer.nowMs)
    for (const [document, { review }] of readDecisions(database)) {
      forgetViews(database, null, document, null)
      if (review.state === 'open') continue
      changes.push(...reopening(reviewer, document))
      voided.push(document)
    }
    note(reviewer, 'Found an older copy of this request: every approval void', changes)
    return voided
  })
}

/**
 * Approvals that an earlier version of the program signed say less than is asked of one now, so they don't hold: their documents are to be submitted and approved again. Gives
 * these documents, none most of the time.
 */
export function voidEarlierApprovals(reviewer: Reviewer): readonly DocumentId[] {
  const { database } = reviewer
  if (readEarlierApproved(database, payloadVersion).length === 0) return []
  return transact(database, () => {
    const documents = readEarlierApproved(database, payloadVersion)
    const changes = documents.flatMap((document) => reopening(reviewer, document))
    note(reviewer, 'Approvals of an earlier version of the program void: to be given again', changes)
    return documents
  })
}

function note(reviewer: Reviewer, words: string, changes: readonly Change[]): void {
  const { database, user, nowMs } = reviewer
  recordAct(database, { user, atMs: nowMs, kind: 'do', words, of: null, undoable: false, redoable: false }, changes)
}
