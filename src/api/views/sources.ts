import type { ByteLedger, LedgerCounts, SourceId, SourceKind } from '../../model/index.ts'

/** What commands return about sources and the ledger. */

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
