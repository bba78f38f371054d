import type { MarkId, SurfaceId, UserName } from './ids.ts'
import type { Region, Span } from './mark.ts'
import type { Coding, Disposition, Privilege } from './review.ts'

/** How a document differs from what a reviewer last saw and approved or declined. */
export interface ChangedSince {
  readonly decision: 'approved' | 'declined'
  readonly by: UserName
  readonly atMs: number
  /** False where nobody had opened it: it was approved unopened, or came back with a declined group of marks. */
  readonly seen: boolean
  /** What would leave that was hidden first; empty when it stands as it did. */
  readonly changes: readonly DocumentChange[]
}

/** What leaves of a document, and why. */
export interface Outcome {
  readonly value: Disposition | null
  readonly ground: string | null
  /** The native of an unmarked attachment may leave as it is. */
  readonly native: boolean
}

/** One difference, and who made it last. `ground` is that of the mark that hid or now hides the place. */
export type DocumentChange = { readonly by: UserName; readonly atMs: number } & (
  | { readonly kind: 'disclosed' | 'hidden'; readonly place: ChangedPlace; readonly ground: string }
  /** A place of redacted text that was decided to mean something else, or no longer is. */
  | { readonly kind: 'stays' | 'stays-no-more'; readonly place: ChangedPlace }
  | { readonly kind: 'ground'; readonly place: ChangedPlace; readonly from: string; readonly to: string }
  | { readonly kind: 'disposition'; readonly from: Outcome; readonly to: Outcome }
  | { readonly kind: 'privilege'; readonly from: Privilege; readonly to: Privilege }
  | { readonly kind: 'coding'; readonly from: Coding; readonly to: Coding }
  | { readonly kind: 'note'; readonly from: string; readonly to: string }
)

/** The part of a mark that is no longer, or newly, hidden, with the words around it. */
export interface ChangedPlace {
  readonly mark: MarkId
  readonly surface: SurfaceId
  readonly span: Span | null
  readonly region: Region | null
  readonly before: string
  /** Null under a box on a picture. */
  readonly text: string | null
  readonly after: string
}
