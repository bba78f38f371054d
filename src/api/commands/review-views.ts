import {
  approvalGroups,
  changedSinceApproval,
  lapsedApprover,
  type People,
  placesOf,
  proposersOf,
  protectedSpans,
  type Reviewer,
  refusalFor,
  relatedForms,
  rememberingPeople,
  reviewRows,
  rowsOf,
  standingIn,
  subjectForms,
  surfacesOf,
} from '../../jobs/index.ts'
import type { DocumentId, Role, UserName } from '../../model/index.ts'
import {
  type ReadableDatabase,
  readDecision,
  readDecisions,
  readDeclineComment,
  readDocument,
  readDocuments,
  readHistory,
  readInstances,
  readMarks,
  readProvenance,
  readRefusedDocuments,
  surfacesNotViewed,
} from '../../store/index.ts'
import type { ApprovalView, PlacesView, ReviewDocumentView } from '../views.ts'
import { problemViews } from './problem-views.ts'

/** One document with everything that its three panes show. @throws matter/unknown-document */
export function reviewDocument({ database, user }: Reviewer, id: DocumentId): ReviewDocumentView {
  const document = readDocument(database, id)
  const familyRows = rowsOf(database, user, readDocuments(database, document.family))
  const row = familyRows.find((one) => one.document === id)
  const decision = readDecision(database, id)
  if (row === undefined || decision === null) throw new Error('a document without a decision row')
  const surfaces = surfacesOf(database, id)
  const forms = subjectForms(database)
  return {
    ...row,
    type: document.type,
    sizeBytes: document.sizeBytes,
    filename: document.filename,
    surfaces,
    marksList: readMarks(database, { document: id }).filter(({ state }) => state !== 'superseded' && state !== 'dismissed'),
    familyRows,
    instances: readInstances(database, id),
    problems: problemViews(document.problems),
    notShown: surfacesNotViewed(database, user, id),
    protectedSpans: surfaces.flatMap((surface) =>
      protectedSpans(surface, forms).map(({ start, end }) => ({ surface: surface.id, start, end })),
    ),
    standing: standingIn(database, id),
    note: decision.note.value,
    provenance: readProvenance(database, id),
    refused: refusalOf(database, id),
    declineComment: decision.review.decline === null ? null : readDeclineComment(database, decision.review.decline),
    changedSinceApproval: changedSinceApproval(database, id),
    history: readHistory(database, id).map(({ atMs, user: by, kind, words }) => ({
      atMs,
      user: by,
      what: kind === 'redo' ? `Redid: ${words}` : words,
    })),
    nativeRelease: decision.disposition.native,
  }
}

function refusalOf(database: Reviewer['database'], id: DocumentId): ReviewDocumentView['refused'] {
  const [refused] = readRefusedDocuments(database, id)
  return refused === undefined ? null : { twin: refused.twin, evidence: refused.evidence }
}

const around = 60

/** The places that `mark.text` would mark. */
export function places({ database }: Reviewer, text: string, document: DocumentId | undefined): PlacesView {
  const numbers = new Map(readDocuments(database).map(({ id, controlNumber }) => [id, controlNumber]))
  const found = placesOf(database, text, { document }).map(({ document: id, surface, start, end, subjectOwn }) => ({
    document: id,
    controlNumber: numbers.get(id) ?? '',
    surface: surface.id,
    start,
    end,
    before: surface.text.slice(Math.max(0, start - around), start),
    text: surface.text.slice(start, end),
    after: surface.text.slice(end, end + around),
    subjectOwn,
  }))
  const related = document === undefined ? relatedForms(database, text, subjectForms(database)) : []
  return { places: found, documents: new Set(found.map((place) => place.document)).size, related }
}

/** What waits for the signed-in person: others' proposals by text, by document, and what is to be withheld. */
export function approvalQueue(who: Reviewer, workspace: People, users: readonly Person[] = []): ApprovalView {
  const { database, user } = who
  const people = rememberingPeople(workspace)
  const lapsed = lapsedIn(database, people)
  const waiting = reviewRows(database, user).filter(({ document, state }) => state === 'submitted' || lapsed.has(document))
  const theirs = waiting.filter(({ document }) => mayApprove(who, database, people, document))
  const taken = new Set(theirs)
  const own = waiting.filter((row) => !taken.has(row))
  const shared = own.filter(({ document, state }) => state === 'submitted' && areSharedBy(user, proposers(who, document)))
  const others = users.filter((person) => person.user !== user && person.ended === null && person.role !== 'auditor')
  return {
    byText: approvalGroups(who),
    documents: theirs.filter(({ disposition }) => disposition !== 'withhold'),
    withheld: theirs.filter(({ disposition }) => disposition === 'withhold'),
    changed: theirs.flatMap(({ document }) => ((changedSinceApproval(database, document)?.changes.length ?? 0) > 0 ? [document] : [])),
    lapsed: waiting.flatMap(({ document }) => lapsed.get(document) ?? []),
    own: own.length,
    ownFor: others
      .filter((person) => own.some(({ document }) => mayApprove(person, database, people, document)))
      .map((person) => person.user),
    ownShared: shared.length,
    takeOver: shared.filter(({ document }) => readDecision(database, document)?.review.submittedBy !== user),
  }
}

function areSharedBy(user: UserName, people: readonly UserName[]): boolean {
  return people.includes(user) && people.length > 1
}

function proposers({ database }: Reviewer, document: DocumentId): readonly UserName[] {
  const decision = readDecision(database, document)
  return decision === null ? [] : [...proposersOf(decision, readMarks(database, { document }))]
}

/** A user as far as it matters who can approve. */
interface Person {
  readonly user: UserName
  readonly role: Role
  readonly ended: object | null
}

/** Documents whose approval counts no longer, each with who gave it. */
function lapsedIn(database: ReadableDatabase, people: People): ReadonlyMap<DocumentId, UserName> {
  const found = new Map<DocumentId, UserName>()
  for (const decision of readDecisions(database).values()) {
    const approver = lapsedApprover(database, people, decision)
    if (approver !== null) found.set(decision.document, approver)
  }
  return found
}

function mayApprove(who: Pick<Person, 'user' | 'role'>, database: ReadableDatabase, people: People, document: DocumentId): boolean {
  const decision = readDecision(database, document)
  if (decision === null) return false
  return refusalFor(who, proposersOf(decision, readMarks(database, { document })), people) === null
}
