import type { DocumentId, MarkId, Role, UserName } from '../model/index.ts'
import { asId } from '../model/index.ts'
import type { Change, FieldValues, WritableDatabase } from '../store/index.ts'
import { forgetViews, liveStates, readDecision, readMark, readMarks, recordAct } from '../store/index.ts'
import { markInWords } from './mark-text.ts'

/** Who decides, when, in which request. */
export interface Reviewer {
  readonly database: WritableDatabase
  readonly user: UserName
  readonly role: Role
  readonly nowMs: number
  readonly regime: string
}

/** Whether a mark with this value hides something. */
export function isLive(value: FieldValues['mark'] | null): boolean {
  return value !== null && (liveStates as readonly string[]).includes(value.state)
}

/** Whether a mark with this value lets a place of redacted text stand. */
export function isCleared(value: Pick<FieldValues['mark'], 'state'> | null): boolean {
  return value?.state === 'cleared'
}

/**
 * Whether a change touches what an approval is about: what leaves, why, or who proposed it. A suggestion and the approver's own
 * acceptance of a mark don't.
 */
export function touchesApproval(change: Change): boolean {
  if (change.field === 'review') return false
  if (change.field !== 'mark') return true
  const [before, after] = [change.before, change.after]
  if (isLive(before) !== isLive(after) || isCleared(before) !== isCleared(after)) return true
  return (isLive(after) || isCleared(after)) && before !== null && (before.ground !== after.ground || before.proposer !== after.proposer)
}

/**
 * Records one act with its changes and brings every document it touches back to `open`: any change voids an approval (invariant 5).
 * Run in a transaction. Tells the act's number, or null when nothing changed.
 */
export function commit(
  reviewer: Reviewer,
  words: string,
  changes: readonly Change[],
  options: { readonly undoable?: boolean; readonly redoable?: boolean } = {},
): number | null {
  if (changes.length === 0) return null
  forgetWhatChanged(reviewer, changes)
  const undoable = options.undoable ?? true
  return recordAct(
    reviewer.database,
    { user: reviewer.user, atMs: reviewer.nowMs, kind: 'do', words, of: null, undoable, redoable: undoable && (options.redoable ?? true) },
    [...changes, ...voidingChanges(reviewer, changes)],
  )
}

/**
 * An approver signs what they were shown: a surface whose marks somebody else has changed since, and a whole document whose decision was, counts as not
 * opened (invariant 1).
 */
export function forgetWhatChanged(reviewer: Reviewer, changes: readonly Change[]): void {
  for (const change of changes) {
    if (!touchesApproval(change)) continue
    const surface = change.field === 'mark' ? readMark(reviewer.database, asId<MarkId>(change.target)).surface : null
    forgetViews(reviewer.database, reviewer.user, change.document, surface)
  }
}

/** What brings the touched documents back to `open`, with marks that a reviewer had accepted back to proposed. */
export function voidingChanges(reviewer: Reviewer, changes: readonly Change[]): readonly Change[] {
  const decided = new Set(changes.filter((change) => change.field === 'review').map((change) => change.document))
  const marked = new Set(changes.filter((change) => change.field === 'mark').map((change) => change.target))
  const touched = new Set(changes.filter(touchesApproval).map((change) => change.document))
  const voiding: Change[] = []
  for (const document of touched) {
    if (decided.has(document)) continue
    voiding.push(...reopening(reviewer, document, marked))
  }
  return voiding
}

/** Brings one document back to `open`, if it is not. */
export function reopening(reviewer: Reviewer, document: DocumentId, except: ReadonlySet<string> = new Set()): readonly Change[] {
  const review = readDecision(reviewer.database, document)?.review
  const changes: Change[] = unapproving(reviewer, document, except)
  if (review === undefined || review.state === 'open') return changes
  const words = review.state === 'approved' ? 'Approval void: the document was changed' : 'Back to review: the document was changed'
  changes.push({ document, field: 'review', target: '', before: review, after: { ...review, state: 'open', approval: null }, words })
  return changes
}

function unapproving(reviewer: Reviewer, document: DocumentId, except: ReadonlySet<string>): Change[] {
  return readMarks(reviewer.database, { document, states: ['approved'] })
    .filter((mark) => !except.has(mark.id))
    .map((mark) => {
      const before = markValue(mark)
      const after = { ...before, state: 'proposed' as const, approver: null }
      return {
        document,
        field: 'mark' as const,
        target: mark.id,
        before,
        after,
        words: `${markInWords(reviewer.database, mark)}: waits for approval again`,
      }
    })
}

/** A mark's changeable part. */
export function markValue(mark: ReturnType<typeof readMarks>[number]): FieldValues['mark'] {
  return {
    state: mark.state,
    ground: mark.ground,
    group: mark.group,
    proposer: mark.proposer,
    approver: mark.approver,
    changedBy: mark.changedBy,
  }
}
