import { baseSubject } from '../group/index.ts'
import { AppError, type DocumentId, type Surface } from '../model/index.ts'
import {
  type Change,
  documentsHolding,
  documentsOfThread,
  liveStates,
  type ReadableDatabase,
  readDocument,
  readDocuments,
  readMarks,
  type StoredDocument,
  transact,
} from '../store/index.ts'
import { changedDocuments, type Disposed, differs, selected } from './review.ts'
import { commit, type Reviewer } from './review-commit.ts'
import { said, setOff, verbatim } from './said.ts'
import { squash, surfacesOf } from './surface-cache.ts'
import { count } from './words.ts'

/** What may be decided together with a document: its thread with everything attached, or what says the same. */
export type AlikeBy = 'thread' | 'copies'

/** A text shorter than this many letters and digits says too little to be a copy by itself: `Thanks!` answers anything. */
const shortestCopy = 12

/**
 * The documents that a decision about `document` may be taken for at once, itself among them, in order of control number. Near-copies say the same, word for word,
 * sign for sign and figure for figure, quotations included, each in the same column where there are columns, once white space, wrapping, case and the punctuation around
 * words are left out; messages have the same
 * subject (without `Re:`) and the same files attached. What says nothing of its own has no copies.
 *
 * @throws matter/unknown-document
 */
export function alike(database: ReadableDatabase, document: DocumentId, by: AlikeBy): readonly StoredDocument[] {
  const of = readDocument(database, document)
  if (by === 'thread') return documentsOfThread(database, of.thread)
  const key = copyKey(database, of)
  if (key === null) return [of]
  // A copy holds each of its lines, wrapped elsewhere perhaps: the longest leaves few documents to be read.
  const lines = released(database, document).flatMap(({ text }) => text.split('\n').map(squash))
  const line = lines.reduce((longest, each) => (each.length > longest.length ? each : longest), '')
  const candidates = documentsHolding(database, line).map((id) => readDocument(database, id))
  return candidates.filter((each) => each.id === document || copyKey(database, each) === key)
}

/** Two documents with the same key are near-copies; null where there is too little to go by. */
function copyKey(database: ReadableDatabase, document: StoredDocument): string | null {
  const surfaces = released(database, document.id)
  const texts = surfaces.map(({ text }) => text)
  if (squash(texts.join('\n')).length < shortestCopy) return null
  // A form's boxes may be drawn on the page, or ticked in the picture.
  const drawn = surfaces.flatMap(({ page, image }) => page?.sha256 ?? image?.sha256 ?? [])
  const shown = surfaces.flatMap(({ tree, text }) => (tree === null ? [] : setOff(tree, text)))
  const textOf = isTable(document) ? verbatim : said
  const attached = readDocuments(database, document.family).filter(({ parent }) => parent === document.id)
  const files = attached.map(({ sha256 }) => sha256).sort()
  const subject = document.kind === 'message' ? said(baseSubject(document.subject)) : ''
  return JSON.stringify([document.kind, subject, texts.map(textOf).filter((each) => each !== ''), shown, drawn, files])
}

/** Whether an attached text is a table, in which each separator says where its figures belong. */
function isTable({ kind, type, filename }: StoredDocument): boolean {
  return kind === 'attachment' && (/^text\/(?:csv|tab-separated-values)$/u.test(type) || /\.(?:csv|tsv|tab)$/iu.test(filename ?? ''))
}

/** What of a document a decision lets out, without header and file name. */
function released(database: ReadableDatabase, document: DocumentId): readonly Surface[] {
  return surfacesOf(database, document).filter(({ kind, producible }) => producible && kind !== 'header' && kind !== 'filename')
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
