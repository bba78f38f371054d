import type { DocumentId, SourceId } from './ids.ts'
import type { Span } from './mark.ts'

/** One document found. */
export interface FoundDocument {
  readonly document: DocumentId
  readonly kind: 'message' | 'attachment'
  readonly messageId: string | null
  /** ISO 8601 in UTC; null where the mail has no readable date. */
  readonly date: string | null
  readonly from: string
  readonly to: string
  /** Of an attachment its file name, where it has one. */
  readonly subject: string
  readonly subjectHits: readonly Span[]
  /** Plain text; matches are `[start, end)` in `snippetHits`. */
  readonly snippet: string
  readonly snippetHits: readonly Span[]
  readonly source: SourceId
  readonly locator: string
  /** Further instances of the same document. */
  readonly duplicates: number
  readonly attachments: number
}
