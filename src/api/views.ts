import type {
  ByteLedger,
  Coding,
  Deadline,
  Disposition,
  DocumentId,
  Ground,
  Hit,
  LedgerCounts,
  MailAddress,
  MailDate,
  Mark,
  MarkId,
  Matter,
  MatterId,
  MatterStep,
  Privilege,
  Problem,
  ProductionId,
  Region,
  ReviewState,
  Role,
  SourceId,
  SourceKind,
  Span,
  Surface,
  SurfaceId,
  UserName,
} from '../model/index.ts'

/** What commands return: plain data, the same over every transport. Names that `cli.md` promises are kept here. */

// ---- workspace, users -------------------------------------------------------------------------------------------
export interface WorkspaceStatus {
  /** Path of the workspace this core was started for; null when none was chosen yet. */
  readonly workspace: string | null
  readonly state: 'none' | 'locked' | 'open'
  readonly user: UserName | null
  readonly role: Role | null
  /** Names that can sign in, for the sign-in screen. */
  readonly users: readonly UserName[]
  readonly mustChangePassphrase: boolean
  readonly printEngine: { readonly available: boolean; readonly hint: string }
  readonly version: string
}
export interface WorkspaceCreated {
  readonly workspace: string
  readonly user: UserName
  readonly role: Role
}
export interface UserView {
  readonly user: UserName
  readonly role: Role
  readonly mustChangePassphrase: boolean
  readonly publicKey: string
}

// ---- sources, ledger --------------------------------------------------------------------------------------------
export interface SourceView extends LedgerCounts {
  readonly id: SourceId
  readonly kind: SourceKind
  readonly path: string
  readonly label: string
  readonly custodian: string | null
  readonly attachments: number
  readonly bytes: number
  /** Wall time of the last pass. */
  readonly seconds: number
  readonly state: 'indexing' | 'complete' | 'interrupted' | 'unreachable'
  readonly addedAtMs: number
}
export interface SourcesView {
  readonly sources: readonly SourceView[]
}
export interface LedgerException {
  readonly source: SourceId
  readonly locator: string
  readonly code: string
  readonly reason: string
  readonly whatToDo: string
}
export interface LedgerView {
  readonly reconciles: boolean
  readonly totals: LedgerCounts
  readonly bytes: ByteLedger
  readonly sources: readonly (SourceView & { readonly byteLedger: ByteLedger })[]
  readonly exceptions: readonly LedgerException[]
}

// ---- search, documents ------------------------------------------------------------------------------------------
export interface SearchHit {
  readonly document: DocumentId
  readonly kind: 'message' | 'attachment'
  readonly messageId: string | null
  /** ISO 8601 in UTC; null where the mail has no readable date. */
  readonly date: string | null
  readonly from: string
  readonly to: string
  readonly subject: string
  /** Plain text; matches are `[start, end)` in `snippetHits`. */
  readonly snippet: string
  readonly snippetHits: readonly Span[]
  readonly source: SourceId
  readonly locator: string
  /** Further instances of the same document. */
  readonly duplicates: number
  readonly attachments: number
}
export interface SearchView {
  readonly total: number
  readonly tookMs: number
  readonly hits: readonly SearchHit[]
  /** What `word~` stands for in this archive; `cut` where more words were near than are looked for. */
  readonly expansions: readonly { readonly term: string; readonly words: readonly string[]; readonly cut: boolean }[]
}
export interface Facet {
  readonly value: string
  readonly label: string
  readonly documents: number
}
/** What a search looked through, and what it could not look into. */
export interface CoverageView {
  readonly sources: number
  readonly indexed: number
  readonly partial: number
  readonly pending: number
  readonly pendingAttachments: number
  readonly failed: number
  readonly encrypted: number
  /** Labels of sources that are out of reach or were not read to the end. */
  readonly unfinished: readonly string[]
  readonly reasons: readonly { readonly code: string; readonly reason: string; readonly count: number }[]
}
export interface SavedSearchesView {
  readonly searches: readonly { readonly name: string; readonly query: string; readonly user: UserName }[]
}
export interface SampleView {
  readonly number: number
  readonly seed: string
  readonly confidence: number
  readonly margin: number
  readonly population: number
  readonly size: number
  readonly user: UserName
  readonly atMs: number
  readonly read: number
  readonly relevant: number
  readonly missed: { readonly low: number; readonly high: number } | null
  readonly collected: number
  readonly undecided: number
  readonly recall: number | null
  readonly recallInterval: { readonly low: number; readonly high: number } | null
}
export interface SamplesView {
  readonly samples: readonly SampleView[]
}
export interface SampledView {
  readonly documents: readonly {
    readonly document: DocumentId
    readonly date: string | null
    readonly from: string
    readonly subject: string
    readonly relevant: boolean | null
    readonly user: UserName | null
  }[]
}
export interface ReportWritten {
  readonly rows: number
  readonly out: string
}
/** Who wrote to whom, most first; recipients of To and Cc. */
export interface CorrespondentsView {
  readonly pairs: readonly { readonly from: string; readonly to: string; readonly documents: number }[]
}
export interface FacetsView {
  readonly sources: readonly Facet[]
  readonly senders: readonly Facet[]
  readonly years: readonly Facet[]
  readonly months: readonly Facet[]
}
export interface QueryCheck {
  readonly ok: boolean
  /** Located error: `[start, end)` in the query. */
  readonly error: { readonly message: string; readonly start: number; readonly end: number } | null
  /** What may stand at the caret, in place of what stands from `completeFrom` on. */
  readonly completions: readonly string[]
  readonly completeFrom: number
}
export interface InstanceView {
  readonly source: SourceId
  readonly sourceLabel: string
  readonly custodian: string | null
  readonly locator: string
  readonly folder: string
  readonly flags: readonly string[]
  readonly sha256: string
}
export interface FamilyMember {
  readonly document: DocumentId
  readonly kind: 'message' | 'attachment'
  readonly label: string
  readonly type: string
  readonly sizeBytes: number
  readonly parent: DocumentId | null
}
export interface DocumentHeader {
  readonly from: readonly MailAddress[]
  readonly to: readonly MailAddress[]
  readonly cc: readonly MailAddress[]
  readonly bcc: readonly MailAddress[]
  readonly date: MailDate
  readonly subject: string
  readonly messageId: string | null
}
export interface DocumentView {
  readonly document: DocumentId
  readonly kind: 'message' | 'attachment'
  readonly header: DocumentHeader | null
  readonly filename: string | null
  readonly type: string
  readonly sizeBytes: number
  readonly surfaces: readonly Surface[]
  /** Message first, attachments in order. */
  readonly family: readonly FamilyMember[]
  readonly instances: readonly InstanceView[]
  readonly problems: readonly Problem[]
}
export interface ParsedView {
  readonly headers: readonly { readonly name: string; readonly value: string }[]
  readonly from: readonly MailAddress[]
  readonly to: readonly MailAddress[]
  readonly cc: readonly MailAddress[]
  readonly date: string | null
  readonly subject: string
  readonly messageId: string | null
  readonly parts: readonly {
    readonly path: string
    readonly type: string
    readonly charset: string | null
    readonly disposition: string | null
    readonly filename: string | null
    readonly bytes: number
    readonly text: string | null
  }[]
  readonly problems: readonly Problem[]
}
/** Bytes for an iframe, an image or a page; the host sends `csp` as the Content-Security-Policy header. */
export interface FrameView {
  readonly bytes: Uint8Array
  readonly contentType: string
  readonly csp: string
}

// ---- law, detect ------------------------------------------------------------------------------------------------
export interface DetectView {
  readonly hits: readonly Hit[]
}
export interface RegimeView {
  readonly id: string
  readonly label: string
}
export interface GroundsView {
  readonly version: string
  readonly grounds: readonly Ground[]
}

// ---- matters ----------------------------------------------------------------------------------------------------
export interface MatterCounts {
  readonly documents: number
  readonly families: number
  readonly undecided: number
  readonly responsive: number
  readonly notResponsive: number
  readonly release: number
  readonly redact: number
  readonly withhold: number
  readonly suggestions: number
  readonly marks: number
  readonly unviewed: number
  readonly submitted: number
  readonly approved: number
  readonly declined: number
}
export interface MatterView {
  readonly matter: Matter
  readonly state: MatterStep
  readonly deadline: Deadline
  /** Civil days from today to the deadline in force; negative when overdue; null while paused. */
  readonly daysLeft: number | null
  readonly counts: MatterCounts
}
export interface MatterCreated {
  readonly matter: MatterId
  readonly reference: string
  readonly deadline: Deadline
}
export interface MattersView {
  readonly matters: readonly MatterView[]
}
export interface FormExampleView {
  readonly document: DocumentId
  /** ISO 8601 in UTC; null where the mail has no readable date. */
  readonly date: string | null
  readonly from: string
  /** The words around the form, or the header line that holds it. */
  readonly line: string
}
export interface FormView {
  readonly form: string
  readonly kind: 'email' | 'name' | 'phone' | 'identifier'
  readonly group: 'address' | 'name' | 'nickname' | 'misspelling' | 'number' | 'login'
  readonly documents: number
  /** Of these, found by no other accepted form. */
  readonly unique: number
  /** Of these, in families that an accepted address, number or full name finds too. */
  readonly together: number
  readonly accepted: boolean | null
  readonly why: string
  /** `shared`: others use it too. `common`: other people of the archive are called so. */
  readonly flagged: 'shared' | 'common' | null
  /** An address shown with the subject's name that may be a namesake's. */
  readonly namesake: boolean
  /** Others who bear the name or use the address. */
  readonly others: readonly string[]
  readonly examples: readonly FormExampleView[]
}
/** One bearer of the name with what tells them apart from another. */
export interface IdentityCardView {
  readonly addresses: readonly string[]
  readonly names: readonly string[]
  readonly documents: number
  readonly first: string | null
  readonly last: string | null
  readonly organisation: { readonly domain: string; readonly others: number } | null
  readonly correspondents: readonly string[]
  /** Of the twenty most frequent correspondents, how many are the subject's too. */
  readonly shared: number
  /** Mails between them and the subject. */
  readonly between: number
  /** Mails written to both at once. */
  readonly both: number
  readonly signature: readonly string[]
  readonly phones: readonly string[]
  readonly decision: 'same' | 'refused' | null
}
export interface FormsView {
  readonly forms: readonly FormView[]
  readonly person: IdentityCardView
  readonly twins: readonly IdentityCardView[]
}
export interface RefusedView {
  readonly families: readonly {
    readonly document: DocumentId
    readonly date: string | null
    readonly from: string
    readonly subject: string
    /** The forms that found it. */
    readonly terms: readonly string[]
    /** The refused address to which it belongs, and by what. */
    readonly twin: string
    readonly evidence: 'headers' | 'text' | 'thread' | 'organisation'
    readonly readmittedBy: string | null
  }[]
}
export interface TermsView {
  readonly terms: readonly {
    readonly term: string
    readonly documents: number
    readonly families: number
    readonly unique: number
    readonly byCustodian: readonly { readonly custodian: string; readonly documents: number }[]
    readonly bySource: readonly { readonly source: SourceId; readonly label: string; readonly documents: number }[]
  }[]
}
export interface CollectedView {
  readonly collected: number
  readonly families: number
  /** Families that were found and stood in the review set already. */
  readonly already: number
  readonly duplicates: number
  readonly byTerm: readonly { readonly term: string; readonly documents: number }[]
  /** Families left out because they are somebody else's of the name. */
  readonly refused: number
  /** What was still to be read when the search ran: then what was collected is not all. Null when everything was read. */
  readonly incomplete: ReadingView | null
}
/** Mail in a request's scope that is not searchable yet. */
export interface ReadingView {
  readonly sources: readonly SourceId[]
  /** Messages of these sources that were read so far, and what they will come to, as far as one can tell. */
  readonly read: number
  readonly about: number | null
  /** Attachments whose text is still to be read. */
  readonly attachments: number
  /** Nothing reads at the moment: a pass was cut and waits for somebody to go on with it. */
  readonly stopped: boolean
}
export interface CompletenessView {
  /** Null when every source in scope was read to its end. */
  readonly reading: ReadingView | null
  /** The last collection ran before that; what was read since is not in the request. */
  readonly collectAgain: boolean
}

// ---- review -----------------------------------------------------------------------------------------------------
export interface ReviewRow {
  readonly document: DocumentId
  /** `CTRL-000001`, in order of date within the matter. */
  readonly controlNumber: string
  readonly kind: 'message' | 'attachment'
  readonly family: DocumentId
  readonly thread: string
  readonly date: string | null
  readonly from: string
  readonly subject: string
  readonly coding: Coding
  readonly privilege: Privilege
  readonly disposition: Disposition | null
  readonly ground: string | null
  readonly state: ReviewState
  readonly marks: number
  readonly suggestions: number
  readonly copies: number
  readonly viewed: boolean
  /** Which of the subject's forms brought it here; empty for family members. */
  readonly terms: readonly string[]
}
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
  readonly instances: readonly InstanceView[]
  readonly problems: readonly Problem[]
  /** Spans in surfaces where the subject's own identifiers stand: protected from marks. */
  readonly protectedSpans: readonly { readonly surface: SurfaceId; readonly start: number; readonly end: number }[]
  readonly note: string
  /** Which terms brought it here, and in which parts they stand: `from to cc bcc subject text filename`. */
  readonly provenance: readonly { readonly term: string; readonly places: readonly string[] }[]
  readonly declineComment: string | null
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
export interface Place {
  readonly document: DocumentId
  readonly controlNumber: string
  readonly surface: SurfaceId
  readonly start: number
  readonly end: number
  readonly before: string
  readonly text: string
  readonly after: string
  readonly subjectOwn: boolean
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
export interface SubmittedView {
  readonly submitted: number
  readonly notReady: readonly { readonly document: DocumentId; readonly why: string }[]
}
/** "Jane Roe, 37 places in 21 documents, third party": what a reviewer approves first. */
export interface ApprovalGroup {
  readonly group: string
  readonly text: string
  readonly ground: string
  readonly proposer: UserName
  readonly places: readonly (Place & { readonly mark: MarkId })[]
  readonly documents: number
  readonly decided: number
}
export interface ApprovalView {
  readonly byText: readonly ApprovalGroup[]
  readonly documents: readonly ReviewRow[]
  readonly withheld: readonly ReviewRow[]
  /** Documents that the signed-in person may not approve, since they proposed something in them. */
  readonly own: number
}
export interface ApprovedView {
  readonly approved: number
  readonly unviewed: number
  readonly refused: readonly { readonly document: DocumentId; readonly why: string }[]
}
export interface DeclinedView {
  readonly declined: number
}

// ---- produce ----------------------------------------------------------------------------------------------------
export interface GateItem {
  readonly id:
    | 'collected'
    | 'coded'
    | 'disposed'
    | 'grounds'
    | 'viewed'
    | 'suggestions'
    | 'approved'
    | 'signatures'
    | 'consistent'
    | 'unhidden'
    | 'engine'
  readonly ok: boolean
  readonly text: string
  readonly documents: readonly DocumentId[]
  /** Where exactly, for a line about places; each is a mark that could be made (`marks.json`). */
  readonly places?: readonly GatePlace[]
}
/** A place that the leak check would refuse. An empty span: the text is broken up or encoded there. */
export interface GatePlace {
  readonly document: DocumentId
  readonly controlNumber: string
  /** Null where it comes together only across the parts of a page. */
  readonly surface: SurfaceId | null
  readonly start: number
  readonly end: number
  readonly before: string
  readonly text: string
  readonly after: string
  readonly ground: string
}
export interface GateView {
  readonly open: boolean
  readonly items: readonly GateItem[]
}
export interface LeakHit {
  readonly needle: string
  readonly layer: string
  readonly path: string
}
export interface CheckView {
  readonly passed: boolean
  /** How many redacted strings were searched for. */
  readonly needles: number
  /** How many decoded layers of the finished bundle were searched. */
  readonly layers: number
  readonly hits: readonly LeakHit[]
  readonly problems: readonly { readonly code: string; readonly path: string; readonly message: string }[]
}
export interface ProducedView {
  readonly production: ProductionId
  readonly bundle: string
  readonly sha256: string
  readonly bytes: number
  readonly documents: number
  readonly pages: number
  readonly withheld: number
  readonly notViewed: number
  /** Shown once; null when it was written to a file instead. */
  readonly passphrase: string | null
  readonly check: CheckView
  readonly formats: readonly ('eml' | 'mbox' | 'pdf')[]
}
export interface ProductionsView {
  readonly productions: readonly {
    readonly production: ProductionId
    readonly bundle: string
    readonly sha256: string
    readonly documents: number
    readonly pages: number
    readonly atMs: number
    readonly user: UserName
  }[]
}
export interface LogWritten {
  readonly rows: number
  readonly out: string
}
export interface DemoView extends ProducedView {
  readonly out: string
  readonly letter: string
  /** The passphrase alone, for programs. */
  readonly passphraseFile: string
  readonly internalLog: string
  readonly workspace: string
}

// ---- audit, jobs ------------------------------------------------------------------------------------------------
export interface AuditEntryView {
  readonly sequence: number
  readonly atMs: number
  readonly user: UserName
  readonly command: string
  readonly matter: MatterId | null
  readonly what: string
  /** `done`, `interrupted`, or the code of the error that it ended with. */
  readonly outcome: string
  readonly hash: string
}
export interface AuditListView {
  readonly total: number
  readonly entries: readonly AuditEntryView[]
}
export interface AuditVerified {
  readonly ok: boolean
  readonly entries: number
  readonly head: string
  readonly brokenAt: number | null
  /** Signatures over the chain that were checked. */
  readonly checkpoints: number
  /** What is wrong, in words; empty when `ok`. */
  readonly problems: readonly string[]
}
export interface AuditExported extends AuditVerified {
  readonly out: string
}

/** Announced by the core; they tell state and never drive control flow. */
export type CoreEvent =
  | { readonly type: 'progress'; readonly progress: import('../model/index.ts').Progress }
  | { readonly type: 'changed'; readonly area: 'workspace' | 'sources' | 'matters' | 'review' | 'audit'; readonly matter: MatterId | null }

export type RegionInput = Region
