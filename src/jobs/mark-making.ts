import type { DocumentId, MarkId, MarkOrigin, Region, Span, Surface } from '../model/index.ts'
import { AppError } from '../model/index.ts'
import type { Change, FieldValues, StoredMark } from '../store/index.ts'
import { insertMark, readDecision, readMarks } from '../store/index.ts'
import { markInWords } from './mark-text.ts'
import { commit, isLive, markValue, type Reviewer } from './review-commit.ts'

/** A proposal of ours for a mark, before anybody decided about it. */
export interface Suggestion {
  readonly surface: Surface
  readonly span: Span
  readonly ground: string
  readonly origin: MarkOrigin
}

/** Collects what one act does to marks, and records it as one act. Run in a transaction. */
export interface Marking {
  propose(surface: Surface, span: Span | null, region: Region | null, ground: string, note: string): void
  /** Leaves out what is marked, suggested or was dismissed there already; tells whether it was new. */
  suggest(suggestion: Suggestion): boolean
  /** Lets a place of redacted text stand; leaves out what was let stand there already. */
  clear(surface: Surface, span: Span, note: string): void
  accept(mark: StoredMark, ground: string | undefined): void
  end(mark: StoredMark, state: 'dismissed' | 'superseded'): void
  /** Ids of marks that now hide something because of this act. */
  proposed(): readonly MarkId[]
  /** Ids of places that stay because of this act. */
  cleared(): readonly MarkId[]
  /** Ids of marks and suggestions that this act ended. */
  ended(): readonly MarkId[]
  documents(): readonly DocumentId[]
  commit(words: string, options?: { readonly undoable: boolean }): void
}

/** Starts an act; `group` joins the marks made in it. */
export function startMarking(reviewer: Reviewer, group: string | null): Marking {
  const changes: Change[] = []
  const proposed: MarkId[] = []
  const cleared: MarkId[] = []
  const ended: MarkId[] = []
  const grounds = new Map<DocumentId, string>()
  const known = new Map<DocumentId, StoredMark[]>()

  const marksIn = (document: DocumentId): StoredMark[] => {
    const marks = known.get(document) ?? [...readMarks(reviewer.database, { document })]
    known.set(document, marks)
    return marks
  }
  const inWords = (mark: StoredMark, what: string): string => `${markInWords(reviewer.database, mark)}: ${what}`
  const add = (surface: Surface, mark: Parameters<typeof insertMark>[1], words: string): MarkId => {
    const id = insertMark(reviewer.database, mark, reviewer.nowMs)
    const stored: StoredMark = { ...mark, id, approver: null, createdAtMs: reviewer.nowMs, changedBy: mark.proposer }
    marksIn(surface.document).push(stored)
    const after = markValue(stored)
    changes.push({ document: surface.document, field: 'mark', target: id, before: null, after, words: inWords(stored, words) })
    return id
  }
  const change = (mark: StoredMark, after: FieldValues['mark'], words: string): void => {
    const before = markValue(mark)
    changes.push({ document: mark.document, field: 'mark', target: mark.id, before, after, words: inWords(mark, words) })
    const marks = marksIn(mark.document)
    const at = marks.findIndex(({ id }) => id === mark.id)
    if (at >= 0) marks[at] = { ...mark, ...after }
    if (isLive(after)) {
      proposed.push(mark.id)
      grounds.set(mark.document, grounds.get(mark.document) ?? after.ground)
    }
  }
  const accept = (mark: StoredMark, wanted: string | undefined): void => {
    const ground = wanted ?? mark.ground
    if (ground === '') throw new AppError('matter/ground-needed', 'Give the ground on which this is redacted.', { mark: mark.id })
    if (isLive(markValue(mark)) && mark.proposer === reviewer.user && mark.ground === ground) return
    if (mark.state === 'superseded') {
      throw new AppError('matter/unknown-mark', 'This mark was removed. Mark the passage anew, or undo the removal.', { mark: mark.id })
    }
    const after = {
      ...markValue(mark),
      state: 'proposed' as const,
      ground,
      proposer: reviewer.user,
      approver: null,
      changedBy: reviewer.user,
    }
    change(mark, group === null ? after : { ...after, group }, `marked (${ground})`)
  }

  return {
    propose: (surface, span, region, ground, note) => {
      const same = marksIn(surface.document).filter((mark) => mark.surface === surface.id)
      if (span !== null) {
        if (same.some((mark) => isLive(markValue(mark)) && mark.span !== null && covers(mark.span, span))) return
        const suggested = same.find((mark) => mark.state === 'suggested' && mark.span !== null && sameSpan(mark.span, span))
        if (suggested !== undefined) return accept(suggested, ground)
      }
      const origin: MarkOrigin = { kind: 'person', by: reviewer.user, score: null, why: null }
      const { document, id } = surface
      const mark = { document, surface: id, span, region, ground, note, origin, group, state: 'proposed', proposer: reviewer.user } as const
      proposed.push(add(surface, mark, `marked (${ground})`))
      grounds.set(document, grounds.get(document) ?? ground)
    },
    suggest: ({ surface, span, ground, origin }) => {
      const same = marksIn(surface.document).filter((mark) => mark.surface === surface.id && mark.state !== 'superseded')
      if (same.some((mark) => mark.span !== null && (covers(mark.span, span) || covers(span, mark.span)))) return false
      const { document, id } = surface
      add(
        surface,
        { document, surface: id, span, region: null, ground, note: '', origin, group, state: 'suggested', proposer: null },
        'marking suggested',
      )
      return true
    },
    clear: (surface, span, note) => {
      const same = marksIn(surface.document).filter((mark) => mark.surface === surface.id && mark.state === 'cleared')
      if (same.some((mark) => mark.span !== null && covers(mark.span, span))) return
      const origin: MarkOrigin = { kind: 'person', by: reviewer.user, score: null, why: null }
      const { document, id } = surface
      const value = { ground: '', note, origin, group, state: 'cleared', proposer: reviewer.user } as const
      cleared.push(add(surface, { document, surface: id, span, region: null, ...value }, 'means something else, and stays'))
    },
    accept,
    end: (mark, state) => {
      const live = isLive(markValue(mark))
      if (mark.state === state || (state === 'dismissed' && mark.state !== 'suggested') || mark.state === 'superseded') return
      const after = { ...markValue(mark), state, approver: null, changedBy: reviewer.user }
      ended.push(mark.id)
      const words = mark.state === 'cleared' ? 'no longer stays as it is' : live ? 'mark removed' : 'suggestion taken away'
      change(mark, after, state === 'dismissed' ? 'suggestion dismissed' : words)
    },
    proposed: () => proposed,
    cleared: () => cleared,
    ended: () => ended,
    documents: () => [...new Set(changes.map(({ document }) => document))],
    commit: (words, options = { undoable: true }) => {
      for (const [document, ground] of grounds) {
        const disposition = readDecision(reviewer.database, document)?.disposition
        if (disposition === undefined || (disposition.value !== null && disposition.value !== 'release')) continue
        const after = { value: 'redact' as const, ground, native: false, by: reviewer.user }
        const words = 'To be redacted, because a mark was added'
        changes.push({ document, field: 'disposition', target: '', before: disposition, after, words })
      }
      commit(reviewer, words, changes, options)
    },
  }
}

function covers(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end
}

function sameSpan(left: Span, right: Span): boolean {
  return left.start === right.start && left.end === right.end
}
