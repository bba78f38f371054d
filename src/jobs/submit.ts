import type { DocumentId } from '../model/index.ts'
import type { Change, Decision, StoredMark } from '../store/index.ts'
import { readMarks, transact } from '../store/index.ts'
import { selected } from './review.ts'
import { commit, isLive, markValue, type Reviewer } from './review-commit.ts'
import { count } from './words.ts'

export interface Submitted {
  readonly submitted: number
  /** Everything of the review set that is not submitted or approved, and why. */
  readonly notReady: readonly { readonly document: DocumentId; readonly why: string }[]
}

/** Puts every document that is ready before the second person; says which are not, and why. */
export function submit(reviewer: Reviewer): Submitted {
  return transact(reviewer.database, () => {
    const marks = Map.groupBy(readMarks(reviewer.database), ({ document }) => document)
    const changes: Change[] = []
    const notReady: { document: DocumentId; why: string }[] = []
    for (const decision of selected(reviewer, { all: true })) {
      if (decision.review.state === 'submitted' || decision.review.state === 'approved') continue
      const { document, review: before } = decision
      const why = missing(decision, marks.get(document) ?? [])
      if (why !== null) {
        notReady.push({ document, why })
        continue
      }
      const after = { state: 'submitted' as const, submittedBy: reviewer.user, approval: null, decline: null }
      changes.push({ document, field: 'review', target: '', before, after, words: 'Submitted for approval' })
    }
    commit(reviewer, `submit ${count(changes.length, 'document')}`, changes)
    return { submitted: changes.length, notReady }
  })
}

/** What a document lacks before somebody can approve it; null when nothing. The gate asks the same of approved ones. */
export function missing(decision: Decision, marks: readonly StoredMark[]): string | null {
  if (decision.review.state === 'declined') return 'declined, and nothing was changed since'
  return incomplete(decision, marks)
}

/** What the decisions themselves lack, whatever the document's state. */
export function incomplete(decision: Decision, marks: readonly StoredMark[]): string | null {
  if (decision.coding.value === 'undecided') return 'not coded yet: responsive or not?'
  if (decision.coding.value === 'not-responsive') return null
  const { value, ground } = decision.disposition
  if (value === null) return 'no disposition yet: release, redact or withhold?'
  if (value !== 'release' && ground === null) return 'the ground is missing'
  const live = marks.filter((mark) => isLive(markValue(mark))).length
  if (marks.some((mark) => mark.state === 'declined')) return 'a mark was declined: propose it again, or remove it'
  if (value === 'redact' && live === 0) return 'to be redacted, but nothing is marked'
  if (value === 'release' && live > 0) return `to be released, but ${count(live, 'place')} in it ${live === 1 ? 'is' : 'are'} marked`
  if (value === 'release' && decision.privilege.value !== 'none')
    return 'flagged as privileged: withhold or redact it, or take the flag away'
  return null
}
