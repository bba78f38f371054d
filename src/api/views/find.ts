import type {
  DocumentId,
  FoundDocument,
  Instance,
  MailAddress,
  MailDate,
  Problem,
  SampleVerdict,
  Surface,
  UserName,
} from '../../model/index.ts'

export type {
  Coverage as CoverageView,
  FoundDocument as SearchHit,
  Instance as InstanceView,
  SampleVerdict as SampleView,
} from '../../model/index.ts'

/** What commands return about search, documents, single messages. */

/** A problem of reading in a fixed sentence; `partial` where something of the document was not read. */
export interface ProblemView extends Problem {
  readonly reason: string
  readonly partial: boolean
}

export interface SearchView {
  readonly total: number
  readonly tookMs: number
  readonly hits: readonly FoundDocument[]
  /** What `word~` stands for in this archive; `cut` where more words were near than are looked for. */
  readonly expansions: readonly { readonly term: string; readonly words: readonly string[]; readonly cut: boolean }[]
}
export interface Facet {
  readonly value: string
  readonly label: string
  readonly documents: number
}
export interface SavedSearchesView {
  readonly searches: readonly { readonly name: string; readonly query: string; readonly user: UserName }[]
}
export interface SamplesView {
  readonly samples: readonly SampleVerdict[]
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
  /** Those of the pairs, each with all of their documents in the result. */
  readonly senders: readonly { readonly address: string; readonly documents: number }[]
  readonly recipients: readonly { readonly address: string; readonly documents: number }[]
}
export interface FacetsView {
  readonly sources: readonly Facet[]
  readonly senders: readonly Facet[]
  readonly years: readonly Facet[]
  readonly months: readonly Facet[]
}
export interface QueryCheck {
  readonly ok: boolean
  /** Located error: `[start, end)` in the query. `unfinished`: what is typed next may be what is missing. */
  readonly error: { readonly message: string; readonly start: number; readonly end: number; readonly unfinished: boolean } | null
  /** What there is where the query names a source or a custodian that isn't there; else empty. */
  readonly known: readonly string[]
  /** What may stand at the caret, in place of what stands from `completeFrom` on. */
  readonly completions: readonly string[]
  readonly completeFrom: number
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
  readonly instances: readonly Instance[]
  readonly problems: readonly ProblemView[]
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
