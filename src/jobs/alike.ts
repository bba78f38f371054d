import { baseSubject } from '../group/index.ts'
import { AppError, type DocumentId, foldText } from '../model/index.ts'
import {
  type Change,
  documentsHolding,
  documentsOfThread,
  liveStates,
  type ReadableDatabase,
  readDocument,
  readMarks,
  type StoredDocument,
  transact,
} from '../store/index.ts'
import { changedDocuments, type Disposed, differs, selected } from './review.ts'
import { commit, type Reviewer } from './review-commit.ts'
import { squash, surfacesOf } from './surface-cache.ts'
import { count } from './words.ts'

/** What may be decided together with a document: its thread with everything attached, or what says the same. */
export type AlikeBy = 'thread' | 'copies'

/** A text shorter than this many letters and digits says too little to be a copy by itself: `Thanks!` answers anything. */
const shortestCopy = 12

/**
 * The documents that a decision about `document` may be taken for at once, itself among them, in order of control number. Near-copies say the same,
 * letter for letter and figure for figure, once quoted lines, white space, case and the punctuation between words are left out, and messages have the same
 * subject (without `Re:`). What says nothing of its own has no copies.
 *
 * @throws matter/unknown-document
 */
export function alike(database: ReadableDatabase, document: DocumentId, by: AlikeBy): readonly StoredDocument[] {
  const of = readDocument(database, document)
  if (by === 'thread') return documentsOfThread(database, of.thread)
  const own = ownText(database, document)
  const key = copyKey(of, own)
  if (key === null) return [of]
  // A copy holds each of its lines: the longest leaves few documents to be read.
  const line = own.split('\n').reduce((longest, each) => (squash(each).length > longest.length ? squash(each) : longest), '')
  const candidates = documentsHolding(database, line).map((id) => readDocument(database, id))
  return candidates.filter((each) => each.id === document || copyKey(each, ownText(database, each.id)) === key)
}

function copyKey(document: StoredDocument, own: string): string | null {
  if (squash(own).length < shortestCopy) return null
  return JSON.stringify([document.kind, document.kind === 'message' ? foldText(baseSubject(document.subject)).trim() : '', said(own)])
}

/** Letters, or a figure with the signs that make it another one: `1.000`, `10.00`, `-1000`, `€1000`, `1000 %` are five. */
const letterOrFigure = /\p{L}+|[-−+<>€$£¥]?\p{N}+(?:[.,:/'’–-]\p{N}+)*(?:\s?[%‰€$£¥])?/gu

/** The letters and figures of a text, folded; each figure by itself. */
function said(text: string): string {
  const found = foldText(text).match(letterOrFigure) ?? []
  return found.map((each) => (/\p{N}/u.test(each) ? ` ${each} ` : each)).join('')
}

/**
 * What a document itself says: its texts as they may be produced, without header, file name and the lines that begin with `>`. Below an earlier message that is quoted in
 * another way somebody may have answered, so it counts.
 */
function ownText(database: ReadableDatabase, document: DocumentId): string {
  return surfacesOf(database, document)
    .filter(({ kind, producible }) => producible && kind !== 'header' && kind !== 'filename')
    .map(({ text }) => withoutQuoted(text))
    .join('\n')
}

/**
 * Decides of `documents` as was decided of `from` (coding, privilege, and what becomes of it), in one act. Marks are not carried over. Where the
 * disposition doesn't suit the marks (release with some, redact without any), it is left as it was, and the document named in `kept`.
 *
 * @throws matter/unknown-document, matter/undecided where nothing was decided of `from`
 */
export function decideAlike(reviewer: Reviewer, from: DocumentId, documents: readonly DocumentId[]): Disposed {
  return transact(reviewer.database, () => {
    const [model] = selected(reviewer, { documents: [from] })
    if (model === undefined || model.coding.value === 'undecided') {
      throw new AppError('matter/undecided', 'Nothing was decided of this document yet. Code it first.', { document: from })
    }
    const by = reviewer.user
    const changes: Change[] = []
    const kept: DocumentId[] = []
    const like = `like ${readDocument(reviewer.database, from).controlNumber}`
    for (const decision of selected(reviewer, { documents: documents.filter((id) => id !== from) })) {
      const { document } = decision
      const change = { document, target: '' }
      if (differs(decision.coding, model.coding.value, decision, by)) {
        const after = { value: model.coding.value, by }
        changes.push({ ...change, field: 'coding', before: decision.coding, after, words: `Coded ${like}` })
      }
      if (differs(decision.privilege, model.privilege.value, decision, by)) {
        const after = { value: model.privilege.value, by }
        changes.push({ ...change, field: 'privilege', before: decision.privilege, after, words: `Privilege ${like}` })
      }
      const { value, ground } = model.disposition
      const { disposition: before } = decision
      const marked = readMarks(reviewer.database, { document, states: liveStates }).length > 0
      if (value === null) continue
      if ((value === 'release' && marked) || (value === 'redact' && !marked)) {
        if (before.value !== value) kept.push(document)
        continue
      }
      if (before.ground === ground && !before.native && !differs(before, value, decision, by)) continue
      changes.push({ ...change, field: 'disposition', before, after: { value, ground, native: false, by }, words: `Outcome ${like}` })
    }
    const changed = changedDocuments(changes)
    commit(reviewer, `decide ${count(changed.changed, 'document')} ${like}`, changes)
    return { ...changed, kept }
  })
}

/** Without quoted lines and those that introduce them (`On 3 May, Ann wrote:`, a line with a number and a colon): the mail program writes them. */
function withoutQuoted(text: string): string {
  const isQuoted = (line: string | undefined): boolean => /^\s{0,3}>/u.test(line ?? '')
  const lines = text.split('\n')
  return lines.filter((line, at) => !isQuoted(line) && !(/\d/u.test(line) && /:\s*$/u.test(line) && isQuoted(lines[at + 1]))).join('\n')
}
