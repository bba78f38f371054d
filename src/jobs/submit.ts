import type { DocumentId } from '../model/index.ts'
import type { Change, Decision, StoredMark } from '../store/index.ts'
import { hasViewed, readMarks, transact } from '../store/index.ts'
import { markInWords } from './mark-text.ts'
import { type NotWhole, partOf, readNotWhole } from './not-whole.ts'
import { selected } from './review.ts'
import { commit, isCleared, isLive, markValue, type Reviewer } from './review-commit.ts'
import { proposersOf } from './two-people.ts'
import { count } from './words.ts'

export interface Submitted {
  readonly submitted: number
  /** Everything of the review set that is not submitted or approved, and why. */
  readonly notReady: readonly { readonly document: DocumentId; readonly why: string }[]
}

/**
 * Puts every document that is ready before the second person; says which are not, and why. What another person submitted, and both proposed
 * something in, neither could approve: who submits it anew having opened it takes all of it over as their own proposal, and the other may
 * approve it. With `only`, other documents are left as they are and aren't told.
 */
export function submit(reviewer: Reviewer, only: ReadonlySet<DocumentId> | null = null): Submitted {
  return transact(reviewer.database, () => {
    const marks = Map.groupBy(readMarks(reviewer.database), ({ document }) => document)
    const notWhole = readNotWhole(reviewer.database)
    const changes: Change[] = []
    const notReady: { document: DocumentId; why: string }[] = []
    for (const decision of selected(reviewer, { all: true })) {
      if (decision.review.state === 'approved' || only?.has(decision.document) === false) continue
      const { document, review: before } = decision
      const own = marks.get(document) ?? []
      if (before.state === 'submitted') {
        if (!isShared(reviewer, decision, own)) continue
        if (hasViewed(reviewer.database, reviewer.user, document)) changes.push(...takingOver(reviewer, decision, own))
        else
          notReady.push({
            document,
            why: `you and ${before.submittedBy} both proposed something in it: open all of it in the workstation (desk open), then submit it as yours; or let somebody who proposed nothing in it approve it`,
          })
        continue
      }
      const why = missing(decision, own, notWhole)
      if (why !== null) {
        notReady.push({ document, why })
        continue
      }
      const after = { state: 'submitted' as const, submittedBy: reviewer.user, approval: null, decline: null }
      changes.push({ document, field: 'review', target: '', before, after, words: 'Submitted for approval' })
    }
    const submitted = changes.filter(({ field }) => field === 'review').length
    commit(reviewer, `submit ${count(submitted, 'document')}`, changes)
    return { submitted, notReady }
  })
}

/** Whether this person and whoever submitted the document both proposed something in it. */
function isShared({ user }: Reviewer, decision: Decision, marks: readonly StoredMark[]): boolean {
  const { submittedBy } = decision.review
  if (submittedBy === null || submittedBy === user) return false
  const proposers = proposersOf(decision, marks)
  return proposers.has(user) && proposers.size > 1
}

/** Makes one person the proposer of everything in a document. A mark that was accepted waits again: its approver may be the new proposer. */
function takingOver(reviewer: Reviewer, decision: Decision, marks: readonly StoredMark[]): readonly Change[] {
  const { document, coding, privilege, disposition, note, review } = decision
  const { user } = reviewer
  const isOthers = ({ by }: { readonly by: string | null }): boolean => by !== null && by !== user
  const from = (by: string | null): string => `taken over from ${by}`
  const changes: Change[] = []
  const common = { document, target: '' }
  if (isOthers(coding))
    changes.push({ ...common, field: 'coding', before: coding, after: { ...coding, by: user }, words: `Coding ${from(coding.by)}` })
  if (isOthers(privilege))
    changes.push({
      ...common,
      field: 'privilege',
      before: privilege,
      after: { ...privilege, by: user },
      words: `Privilege ${from(privilege.by)}`,
    })
  if (isOthers(disposition))
    changes.push({
      ...common,
      field: 'disposition',
      before: disposition,
      after: { ...disposition, by: user },
      words: `Disposition ${from(disposition.by)}`,
    })
  if (isOthers(note)) changes.push({ ...common, field: 'note', before: note, after: { ...note, by: user }, words: `Note ${from(note.by)}` })
  for (const mark of marks) {
    const before = markValue(mark)
    if (!(isLive(before) || isCleared(before)) || (mark.proposer === user && mark.state !== 'approved')) continue
    const state = isCleared(before) ? before.state : ('proposed' as const)
    const after = { ...before, state, proposer: user, approver: null, changedBy: user }
    const words = `${markInWords(reviewer.database, mark)}: ${mark.proposer === user ? 'waits for approval again' : from(mark.proposer)}`
    changes.push({ document, field: 'mark', target: mark.id, before, after, words })
  }
  const after = { ...review, submittedBy: user, approval: null, decline: null }
  const words = `Submitted for approval anew, with what ${review.submittedBy} proposed or removed`
  return [...changes, { ...common, field: 'review', before: review, after, words }]
}

/** What a document lacks before somebody can approve it; null when nothing. The gate asks the same of approved ones. */
function missing(decision: Decision, marks: readonly StoredMark[], notWhole: NotWhole): string | null {
  if (decision.review.state === 'declined') return 'declined, and nothing was changed since'
  const lacking = incomplete(decision, marks)
  if (lacking !== null || partOf(decision, marks, notWhole) !== 'part') return lacking
  return notWhole.cutShort.has(decision.document)
    ? 'its message is too large, so that it was not read to the end: withhold it'
    : 'too large, so that it was not read to the end: withhold it, or release an attachment as the original file'
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
