import type { ByteLedger, LedgerCounts, SourceId, SourceSummary } from '../../model/index.ts'

export type { SourceSummary as SourceView } from '../../model/index.ts'

/** What commands return about sources and the ledger. */

export interface SourcesView {
  readonly sources: readonly SourceSummary[]
}
export interface LedgerException {
  readonly source: SourceId
  readonly locator: string
  readonly code: string
  readonly reason: string
  readonly whatToDo: string
  /** Whether a rescan may read it otherwise. */
  readonly rescanHelps: boolean
}
export interface LedgerView {
  readonly reconciles: boolean
  readonly totals: LedgerCounts
  readonly bytes: ByteLedger
  readonly sources: readonly SourceSummary[]
  readonly exceptions: readonly LedgerException[]
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
