import type { DocumentId, ReviewRow, UserName } from '../model/index.ts'
import { foldText } from '../model/index.ts'
import type { Decision, ReadableDatabase, StoredDocument } from '../store/index.ts'
import { documentsAddedLast, documentsHolding, readDecisions, readDocuments, viewedDocuments } from '../store/index.ts'
import { squash } from './surface-cache.ts'

export type RowFilter =
  | 'all'
  | 'undecided'
  | 'responsive'
  | 'not-responsive'
  | 'privileged'
  | 'marked'
  | 'suggested'
  | 'unviewed'
  | 'added'
  | 'submitted'
  | 'approved'
  | 'declined'

const tests: Readonly<Record<Exclude<RowFilter, 'added'>, (row: ReviewRow) => boolean>> = {
  all: () => true,
  undecided: (row) => row.coding === 'undecided',
  responsive: (row) => row.coding === 'responsive',
  'not-responsive': (row) => row.coding === 'not-responsive',
  privileged: (row) => row.privilege !== 'none',
  marked: (row) => row.marks > 0,
  suggested: (row) => row.suggestions > 0,
  unviewed: (row) => !row.viewed,
  submitted: (row) => row.state === 'submitted',
  approved: (row) => row.state === 'approved',
  declined: (row) => row.state === 'declined',
}

/** The review set in order of control number, filtered (`added`: by the last collection, to what was there); `text` is looked for in the row and in everything the document says. */
export function reviewRows(database: ReadableDatabase, user: UserName, filter: RowFilter = 'all', text = ''): readonly ReviewRow[] {
  const documents = readDocuments(database)
  const rows =
    filter === 'added'
      ? rowsOf(database, user, ofLastCollection(database, documents))
      : rowsOf(database, user, documents).filter(tests[filter])
  const wanted = foldText(text).trim()
  if (wanted === '') return rows
  const squashed = squash(text)
  const holding = new Set(squashed === '' ? [] : documentsHolding(database, squashed))
  return rows.filter((row) => holding.has(row.document) || foldText(`${row.controlNumber} ${row.from} ${row.subject}`).includes(wanted))
}

function ofLastCollection(database: ReadableDatabase, documents: readonly StoredDocument[]): readonly StoredDocument[] {
  const added = documentsAddedLast(database)
  return documents.filter(({ id }) => added.has(id))
}

/** Rows for some documents, in their order. */
export function rowsOf(database: ReadableDatabase, user: UserName, documents: readonly StoredDocument[]): readonly ReviewRow[] {
  const decisions = readDecisions(database)
  const viewed = viewedDocuments(database, user)
  const marks = counts(database, "SELECT document, count(*) AS n FROM mark WHERE state IN ('proposed', 'approved') GROUP BY document")
  const suggestions = counts(database, "SELECT document, count(*) AS n FROM mark WHERE state = 'suggested' GROUP BY document")
  const instances = counts(database, 'SELECT document, count(*) AS n FROM instance GROUP BY document')
  const terms = Map.groupBy(
    database.prepare('SELECT document, term FROM provenance ORDER BY document, term').all() as { document: DocumentId; term: string }[],
    ({ document }) => document,
  )
  return documents.flatMap((document) => {
    const decision = decisions.get(document.id)
    if (decision === undefined) return []
    return {
      ...ofDocument(document),
      ...ofDecision(decision),
      marks: marks.get(document.id) ?? 0,
      suggestions: suggestions.get(document.id) ?? 0,
      copies: Math.max(0, (instances.get(document.id) ?? 1) - 1),
      viewed: viewed.has(document.id),
      terms: (terms.get(document.id) ?? []).map(({ term }) => term),
    }
  })
}

function ofDocument(document: StoredDocument) {
  return {
    document: document.id,
    controlNumber: document.controlNumber,
    kind: document.kind,
    family: document.family,
    thread: document.thread,
    date: document.dateMs === null ? null : new Date(document.dateMs).toISOString(),
    from: document.sender,
    subject: document.kind === 'attachment' ? (document.filename ?? document.subject) : document.subject,
  }
}

function ofDecision({ coding, privilege, disposition, review }: Decision) {
  return {
    coding: coding.value,
    privilege: privilege.value,
    disposition: disposition.value,
    ground: disposition.ground,
    state: review.state,
  }
}

function counts(database: ReadableDatabase, sql: string): ReadonlyMap<DocumentId, number> {
  const rows = database.prepare(sql).all() as { document: DocumentId; n: number }[]
  return new Map(rows.map(({ document, n }) => [document, n]))
}
