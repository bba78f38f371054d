import type { AuditVerdict, MatterId, Progress, Region, UserName } from '../../model/index.ts'

export type { AuditVerdict as AuditVerified } from '../../model/index.ts'

/** What commands return about the audit chain; what the core tells by itself. */

export interface AuditEntryView {
  readonly sequence: number
  readonly atMs: number
  readonly user: UserName
  readonly command: string
  readonly matter: MatterId | null
  readonly what: string
  /** What was recorded beside it, without the documents; null where nothing was, as of a command that failed. */
  readonly recorded: Readonly<Record<string, unknown>> | null
  readonly documents: AuditedDocuments | null
  /** `done`, `interrupted`, or the code of the error that it ended with. */
  readonly outcome: string
  readonly hash: string
}
/** Which documents an entry is about. */
export interface AuditedDocuments {
  /** Null for all of the request. */
  readonly count: number | null
  /** Control numbers of the first few; fewer or none where the request is gone. */
  readonly first: readonly string[]
}
export interface AuditListView {
  readonly total: number
  readonly entries: readonly AuditEntryView[]
}
export interface AuditExported extends AuditVerdict {
  readonly out: string
}

/** Announced by the core; they tell state and never drive control flow. */
export type CoreEvent =
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'changed'; readonly area: 'workspace' | 'sources' | 'matters' | 'review' | 'audit'; readonly matter: MatterId | null }

export type RegionInput = Region
