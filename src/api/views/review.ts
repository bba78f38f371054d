import type {
  ApprovalGroup,
  ChangedSince,
  DocumentId,
  GatePlace,
  Instance,
  Mark,
  MarkId,
  Place,
  ReviewRow,
  Surface,
  SurfaceId,
  UserName,
} from '../../model/index.ts'
import type { ProblemView } from './find.ts'

export type { ApprovalGroup, ChangedSince, DocumentChange, MarkedPlace, Place, ReviewRow } from '../../model/index.ts'

/** What commands return about review and approval. */

export interface ReviewListView {
  readonly total: number
  readonly rows: readonly ReviewRow[]
}
export interface HistoryEntry {
  readonly atMs: number
  readonly user: UserName
  readonly what: string
}
export interface ReviewDocumentView extends ReviewRow {
  readonly type: string
  readonly sizeBytes: number
  readonly filename: string | null
  readonly surfaces: readonly Surface[]
  readonly marksList: readonly Mark[]
  readonly familyRows: readonly ReviewRow[]
  readonly instances: readonly Instance[]
  readonly problems: readonly ProblemView[]
  /** Surfaces that the signed-in person has not been shown yet; `viewed` when there is none. */
  readonly notShown: readonly SurfaceId[]
  /** Spans in surfaces where the subject's own identifiers stand: protected from marks. */
  readonly protectedSpans: readonly { readonly surface: SurfaceId; readonly start: number; readonly end: number }[]
  /** Where a text that is marked in this document stands unmarked in it. */
  readonly standing: readonly GatePlace[]
  readonly note: string
  /** Which terms brought it here, and in which parts they stand: `from to cc bcc subject text filename`. */
  readonly provenance: readonly { readonly term: string; readonly places: readonly string[] }[]
  /** It was collected before the person whose mail it is was refused as another of the name, and nobody took it in since. */
  readonly refused: { readonly twin: string; readonly evidence: 'headers' | 'text' | 'thread' | 'organisation' } | null
  readonly declineComment: string | null
  /** How it differs from what a reviewer last approved or declined; null where nobody has. */
  readonly changedSinceApproval: ChangedSince | null
  readonly history: readonly HistoryEntry[]
  /** The native of this attachment may be released as it is only after the reviewer asked for it. */
  readonly nativeRelease: boolean
}
export interface ChangedView {
  readonly changed: number
  readonly documents: readonly DocumentId[]
}
export interface SuggestedView {
  readonly proposed: number
  readonly byDetector: readonly { readonly detector: string; readonly marks: number }[]
}
export interface PlacesView {
  readonly places: readonly Place[]
  readonly documents: number
  /** How else the person behind the text is written, unmarked so far; empty where one document was asked about. */
  readonly related: readonly RelatedForm[]
}
export interface MarkedView {
  readonly marks: readonly MarkId[]
  readonly documents: number
  readonly unmarkedElsewhere: readonly { readonly document: DocumentId; readonly places: number; readonly why: string }[]
  /** How else the person behind the one marked text is written, unmarked so far. */
  readonly related: readonly RelatedForm[]
}
/** Another form in which the same person is written in the review set. */
export interface RelatedForm {
  readonly form: string
  readonly why: string
  readonly places: number
  readonly documents: number
}
export interface MarksView {
  /** With the text that each covers: of a box that under it; null on a picture. */
  readonly marks: readonly (Mark & { readonly text: string | null })[]
}
export interface UndoView {
  readonly undone: string | null
  readonly canUndo: string | null
  readonly canRedo: string | null
}
/** Places that stay as they are, as marks in the state `cleared`. */
export interface ClearedView {
  readonly marks: readonly MarkId[]
  readonly documents: number
}
/** Redacted text that stands unmarked beside its redaction. */
export interface StandingView {
  readonly total: number
  readonly documents: readonly DocumentId[]
  /** Original files that hold it in a part that can't be marked. */
  readonly originals: number
  /** The first 500 of them. */
  readonly places: readonly GatePlace[]
}
export interface SubmittedView {
  readonly submitted: number
  readonly notReady: readonly { readonly document: DocumentId; readonly why: string }[]
}
export interface ApprovalView {
  readonly byText: readonly ApprovalGroup[]
  readonly documents: readonly ReviewRow[]
  readonly withheld: readonly ReviewRow[]
  /** Of these documents, those that differ from what a reviewer last approved or declined. */
  readonly changed: readonly DocumentId[]
  /** Who gave approvals that count no longer, since they or a proposer brought the other back; once for each document. These wait to be approved anew. */
  readonly lapsed: readonly UserName[]
  /** Documents that the signed-in person may not approve: they proposed something in them, or brought in who did, or were brought in by them. */
  readonly own: number
  /** Who of the others can approve something of these. */
  readonly ownFor: readonly UserName[]
  /** Of these, documents in which another person proposed something too: nobody of the two can approve before one submits it as theirs. */
  readonly ownShared: number
  /** Of these, those that somebody else submitted: the signed-in person can submit them as their own, once they opened all of them. */
  readonly takeOver: readonly ReviewRow[]
}
export interface ApprovedView {
  readonly approved: number
  readonly unviewed: number
  /** Who gave the passphrase under which the signed-in person signed; null for one of their own choice. */
  readonly passphraseFrom: UserName | null
  readonly refused: readonly { readonly document: DocumentId; readonly why: string }[]
}
export interface DeclinedView {
  readonly declined: number
}
