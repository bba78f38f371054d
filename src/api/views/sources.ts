import type { SourceSummary } from '../../model/index.ts'

export type { Ledger as LedgerView, LedgerException, SourceSummary as SourceView } from '../../model/index.ts'

/** What commands return about sources and the ledger. */

export interface SourcesView {
  readonly sources: readonly SourceSummary[]
}

export interface LedgerRawView {
  /** Two digits a byte. */
  readonly hex: string
  /** Where they begin, in what holds them. */
  readonly offset: number
  readonly totalBytes: number
  /** False where only the file on disk can be shown that holds the place. */
  readonly exact: boolean
}
export interface LedgerWritten {
  readonly rows: number
  readonly out: string
}
