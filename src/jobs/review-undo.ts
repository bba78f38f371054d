import { asId, canonicalJson, type DocumentId, type MarkId } from '../model/index.ts'
import type { Change, FieldValues } from '../store/index.ts'
import { changesOf, moveOnStack, readDecision, readMark, recordAct, topOfStack, transact } from '../store/index.ts'
import { forgetWhatChanged, markValue, type Reviewer, reopening, touchesApproval } from './review-commit.ts'

/** What undo and redo are about, in words; null where there is nothing. */
export interface UndoState {
  readonly undone: string | null
  readonly canUndo: string | null
  readonly canRedo: string | null
}

/** What the signed-in person could undo and redo. */
export function undoState(reviewer: Reviewer, undone: string | null = null): UndoState {
  return {
    undone,
    canUndo: topOfStack(reviewer.database, reviewer.user, 'done')?.words ?? null,
    canRedo: topOfStack(reviewer.database, reviewer.user, 'undone')?.words ?? null,
  }
}

/**
 * Takes back the signed-in person's last act by inverse events. What somebody else has changed since stays as they left it. An approval
 * never comes back this way: voided is voided, so a document that was approved before the act waits for approval again.
 */
export function undo(reviewer: Reviewer): UndoState {
  return transact(reviewer.database, () => {
    const act = topOfStack(reviewer.database, reviewer.user, 'done')
    if (act === null) return undoState(reviewer)
    const inverse = [...changesOf(reviewer.database, act.id)].reverse().map(inverted)
    replay(reviewer, 'undo', act, inverse)
    moveOnStack(reviewer.database, act.id, act.redoable ? 'undone' : 'gone')
    return undoState(reviewer, act.words)
  })
}

/** Does the act undone last once more. */
export function redo(reviewer: Reviewer): UndoState {
  return transact(reviewer.database, () => {
    const act = topOfStack(reviewer.database, reviewer.user, 'undone')
    if (act === null) return undoState(reviewer)
    replay(reviewer, 'redo', act, changesOf(reviewer.database, act.id))
    moveOnStack(reviewer.database, act.id, 'done')
    return undoState(reviewer, act.words)
  })
}

function inverted(change: Change): Change {
  const words = `Undid: ${change.words}`
  switch (change.field) {
    case 'coding':
      return { ...change, before: change.after, after: change.before ?? { value: 'undecided', by: null }, words }
    case 'privilege':
      return { ...change, before: change.after, after: change.before ?? { value: 'none', by: null }, words }
    case 'disposition':
      return { ...change, before: change.after, after: change.before ?? { value: null, ground: null, native: false, by: null }, words }
    case 'note':
      return { ...change, before: change.after, after: change.before ?? { value: '', by: null }, words }
    case 'review':
      return { ...change, before: change.after, after: withoutApproval(change.before), words }
    case 'mark':
      return {
        ...change,
        before: change.after,
        after: change.before === null ? { ...change.after, state: 'superseded' } : { ...change.before, ...unapproved(change.before) },
        words,
      }
  }
}

function withoutApproval(value: FieldValues['review'] | null): FieldValues['review'] {
  if (value === null) return { state: 'open', submittedBy: null, approval: null, decline: null }
  return value.state === 'approved' ? { ...value, state: 'submitted', approval: null } : value
}

function unapproved(value: FieldValues['mark']): Partial<FieldValues['mark']> {
  return value.state === 'approved' ? { state: 'proposed', approver: null } : {}
}

/** Applies changes whose `before` still holds; the rest somebody else has changed since. */
function replay(
  reviewer: Reviewer,
  kind: 'undo' | 'redo',
  act: { readonly id: number; readonly words: string },
  wanted: readonly Change[],
) {
  const applied: Change[] = []
  const review = new Map<DocumentId, Extract<Change, { field: 'review' }>>()
  const disturbed = new Set<DocumentId>()
  for (const change of wanted) {
    if (change.field === 'review') {
      review.set(change.document, change)
      continue
    }
    const now = current(reviewer, change)
    if (!alike(now, change.before)) {
      disturbed.add(change.document)
      continue
    }
    applied.push({ ...change, before: now } as Change)
  }
  const touched = new Set(
    applied.filter((change) => touchesApproval(change) || unacceptsSigned(reviewer, change)).map(({ document }) => document),
  )
  const marked = new Set(applied.filter((change) => change.field === 'mark').map((change) => change.target))
  for (const document of new Set([...touched, ...review.keys()])) {
    const change = review.get(document)
    const now = readDecision(reviewer.database, document)?.review
    // The state before comes back only when nothing happened in between; otherwise `open` is the safe one.
    if (change !== undefined && now !== undefined && !disturbed.has(document) && canonicalJson(now) === canonicalJson(change.before)) {
      applied.push(change)
    } else {
      applied.push(...reopening(reviewer, document, marked))
    }
  }
  forgetWhatChanged(reviewer, applied)
  recordAct(
    reviewer.database,
    { user: reviewer.user, atMs: reviewer.nowMs, kind, words: act.words, of: act.id, undoable: false, redoable: false },
    applied,
  )
}

/** Whether a mark that one person accepted is so no more in a document that another has approved since: what was signed stands no longer. */
function unacceptsSigned({ database }: Reviewer, { document, field, before, after }: Change): boolean {
  if (field !== 'mark' || before?.state !== 'approved' || after.state === 'approved') return false
  return readDecision(database, document)?.review.state === 'approved'
}

function current(reviewer: Reviewer, change: Change): Change['before'] {
  if (change.field === 'mark') return markValue(readMark(reviewer.database, asId<MarkId>(change.target)))
  const decision = readDecision(reviewer.database, change.document)
  return decision === null ? null : decision[change.field]
}

/** Equal, not counting that a reviewer accepted a mark in between. A mark not there yet equals one superseded. */
function alike(now: Change['before'], expected: Change['before']): boolean {
  const bare = (value: Change['before']) =>
    value !== null && 'proposer' in value ? { ...value, ...unapproved(value), changedBy: null } : value
  if (expected === null) return now !== null && 'proposer' in now && now.state === 'superseded'
  return canonicalJson(bare(now)) === canonicalJson(bare(expected))
}
