/**
 * jobs: resumable pipelines over the rooms below. Ingest and its ledger; a request from collecting to the gate: collect, suggest, review, approve,
 * produce. Every step that decides is one transaction; every long one goes on where it was cut.
 */
export * from './approval-groups.ts'
export { type Approved, approve, decline, type Signer } from './approve.ts'
export { type Collected, collect } from './collect.ts'
export { conflicts, type Gate, type GateLine, gate } from './gate.ts'
export { addMarks, decideMarks, type Marked, type MarkRequest, markText } from './marks.ts'
export { type FoundPlace, placesOf, protectedSpans, subjectForms } from './places.ts'
export * from './review.ts'
export type { Reviewer } from './review-commit.ts'
export { type Row, type RowFilter, reviewRows, rowsOf } from './review-rows.ts'
export { redo, type UndoState, undo, undoState } from './review-undo.ts'
export { approvalHolds, type Verifier } from './signatures.ts'
export { type Submitted, submit } from './submit.ts'
export { type Suggested, suggest } from './suggest.ts'
export { surfacesOf } from './surface-cache.ts'
export { countTerms, formsOfMatter, type MatterForm, queryOf, runTerms, type TermCount, termsOfMatter } from './terms.ts'
export { proposersOf, refusalFor } from './two-people.ts'
export { type AddRequest, addSources, type IngestEnvironment, isIngesting, rescanSources } from './ingest.ts'
export { type ContainerCount, containerCounts, type Ledger, readLedger, type SourceSummary, sourceSummaries } from './ledger.ts'
export { type Family, type FamilyAttachment, readFamily } from './read-family.ts'
