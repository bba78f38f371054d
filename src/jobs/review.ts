import type { Coding, Disposition, DocumentId, Privilege } from '../model/index.ts'
import { AppError } from '../model/index.ts'
import type { Change, Decision, StoredDocument } from '../store/index.ts'
import {
  documentIdsOf,
  insertOpened,
  insertViewed,
  liveStates,
  readDecision,
  readDocument,
  readMarks,
  readSurfaceHashes,
  transact,
} from '../store/index.ts'
import { checkGround } from './ground.ts'
import { commit, type Reviewer } from './review-commit.ts'
import { count } from './words.ts'

/** Which documents of a request a decision is for. */
export type Selection = { readonly all: true } | { readonly documents: readonly DocumentId[] }

export interface Changed {
  readonly changed: number
  readonly documents: readonly DocumentId[]
}

/** @throws matter/unknown-document, matter/nothing-collected */
export function selected(reviewer: Pick<Reviewer, 'database'>, selection: Selection): readonly Decision[] {
  const ids = 'all' in selection ? documentIdsOf(reviewer.database) : [...new Set(selection.documents)]
  if (ids.length === 0) {
    throw new AppError('matter/nothing-collected', 'Nothing has been collected into this request yet. Collect first.')
  }
  return ids.map((id) => {
    const decision = readDecision(reviewer.database, id)
    if (decision === null) {
      throw new AppError('matter/unknown-document', 'This document is not in the review set of this request.', { document: id })
    }
    return decision
  })
}

/** Whether setting a value anew changes something: another value, or another person takes over an undecided proposal. */
export function differs<Value>(
  before: { readonly value: Value; readonly by: string | null },
  value: Value,
  decision: Decision,
  user: string,
): boolean {
  if (before.value !== value) return true
  return before.by !== user && before.by !== null && (decision.review.state === 'open' || decision.review.state === 'declined')
}

const codingWords: Readonly<Record<Coding, string>> = {
  responsive: 'responsive',
  'not-responsive': 'not responsive',
  undecided: 'undecided',
}
const privilegeWords: Readonly<Record<Privilege, string>> = {
  none: 'no privilege',
  advice: 'legal advice (privilege)',
  litigation: 'litigation (privilege)',
}

/** Codes documents; with a privilege flag or a note where given. */
export function code(
  reviewer: Reviewer,
  selection: Selection,
  value: Coding,
  options: { readonly privilege?: Privilege; readonly note?: string } = {},
): Changed {
  return transact(reviewer.database, () => {
    const changes: Change[] = []
    for (const decision of selected(reviewer, selection)) {
      const { document } = decision
      if (differs(decision.coding, value, decision, reviewer.user)) {
        const after = { value, by: reviewer.user }
        changes.push({ document, field: 'coding', target: '', before: decision.coding, after, words: `Coded ${codingWords[value]}` })
      }
      if (options.privilege !== undefined) changes.push(...privilegeChange(reviewer, decision, options.privilege))
      if (options.note !== undefined) changes.push(...noteChange(reviewer, decision, options.note))
    }
    const changed = changedDocuments(changes)
    commit(reviewer, `code ${count(changed.changed, 'document')} ${codingWords[value]}`, changes)
    return changed
  })
}

/** Sets the privilege flag. It asks for withholding or redacting: `submit` waits until that was decided. */
export function setPrivilege(reviewer: Reviewer, selection: Selection, value: Privilege): Changed {
  return transact(reviewer.database, () => {
    const changes = selected(reviewer, selection).flatMap((decision) => privilegeChange(reviewer, decision, value))
    const changed = changedDocuments(changes)
    commit(reviewer, `flag ${count(changed.changed, 'document')}: ${privilegeWords[value]}`, changes)
    return changed
  })
}

function privilegeChange(reviewer: Reviewer, decision: Decision, value: Privilege): readonly Change[] {
  if (!differs(decision.privilege, value, decision, reviewer.user)) return []
  const after = { value, by: reviewer.user }
  const words = `Flagged: ${privilegeWords[value]}`
  return [{ document: decision.document, field: 'privilege', target: '', before: decision.privilege, after, words }]
}

function noteChange(reviewer: Reviewer, decision: Decision, value: string): readonly Change[] {
  if (decision.note.value === value) return []
  const after = { value, by: reviewer.user }
  return [{ document: decision.document, field: 'note', target: '', before: decision.note, after, words: 'Note changed' }]
}

export interface Disposed extends Changed {
  /** Documents left at `redact` because they hold marks, when everything was to be released. */
  readonly kept: readonly DocumentId[]
}

/**
 * Says what becomes of documents. Releasing the whole set leaves documents with marks at `redact`; one by one it is done as asked, and
 * `submit` then says that the marks stand against it.
 *
 * @throws matter/ground-needed, law/unknown-ground, api/bad-input for a native that may not leave
 */
export function dispose(
  reviewer: Reviewer,
  selection: Selection,
  value: Disposition,
  options: { readonly ground?: string; readonly native?: boolean } = {},
): Disposed {
  if (value !== 'release' && options.ground === undefined) {
    throw new AppError('matter/ground-needed', 'To redact or withhold, give the ground (for instance EU-15(4)).')
  }
  const ground = value === 'release' ? null : checkGround(reviewer.regime, options.ground ?? '')
  return transact(reviewer.database, () => {
    const changes: Change[] = []
    const kept: DocumentId[] = []
    for (const decision of selected(reviewer, selection)) {
      const { document, disposition: before } = decision
      const marked = readMarks(reviewer.database, { document, states: liveStates }).length > 0
      if ('all' in selection && value === 'release' && marked) {
        kept.push(document)
        continue
      }
      const native = (options.native ?? false) && nativeMay(readDocument(reviewer.database, document), value, marked, 'all' in selection)
      const same = before.ground === ground && before.native === native
      if (same && !differs(before, value, decision, reviewer.user)) continue
      const after = { value, ground, native, by: reviewer.user }
      const words = `${dispositionWords[value]}${ground === null ? '' : ` (${ground})`}${native ? ', as the original file' : ''}`
      changes.push({ document, field: 'disposition', target: '', before, after, words })
    }
    const changed = changedDocuments(changes)
    commit(reviewer, `${value} ${count(changed.changed, 'document')}`, changes)
    return { ...changed, kept }
  })
}

const dispositionWords: Readonly<Record<Disposition, string>> = {
  release: 'To be released',
  redact: 'To be redacted',
  withhold: 'To be withheld',
}

function nativeMay(document: StoredDocument, value: Disposition, marked: boolean, quietly: boolean): boolean {
  if (document.kind === 'attachment' && value === 'release' && !marked) return true
  if (quietly) return false
  throw new AppError('api/bad-input', 'Only an unmarked attachment that is released can leave as the original file.')
}

/**
 * Records that the signed-in person opened these surfaces, or a document that has none. No decision: nothing to undo, and no approval is voided.
 * Holds until somebody else changes what was shown.
 */
export function view(reviewer: Reviewer, document: DocumentId, surfaces: readonly string[]): Changed {
  return transact(reviewer.database, () => {
    const known = readSurfaceHashes(reviewer.database, readDocument(reviewer.database, document).id)
    let changed = known.length === 0 && insertOpened(reviewer.database, reviewer.user, document, reviewer.nowMs) ? 1 : 0
    for (const wanted of surfaces) {
      const surface = known.find(({ id }) => id === wanted)
      if (surface === undefined) {
        throw new AppError('matter/unknown-surface', 'The document has no such surface.', { document })
      }
      if (insertViewed(reviewer.database, reviewer.user, document, surface.id, reviewer.nowMs)) changed++
    }
    return { changed, documents: changed === 0 ? [] : [document] }
  })
}

/** The documents that some changes are about. */
export function changedDocuments(changes: readonly Change[]): Changed {
  const documents = [...new Set(changes.map((change) => change.document))]
  return { changed: documents.length, documents }
}
