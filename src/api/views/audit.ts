import type { MatterId, Progress, Region, UserName } from '../../model/index.ts'

/** What commands return about the audit chain; what the core tells by itself. */

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
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'changed'; readonly area: 'workspace' | 'sources' | 'matters' | 'review' | 'audit'; readonly matter: MatterId | null }

export type RegionInput = Region
