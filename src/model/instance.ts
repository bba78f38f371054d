import type { SourceId } from './ids.ts'

/** One occurrence of a document in a source, as it was collected. */
export interface Instance {
  readonly source: SourceId
  readonly sourceLabel: string
  readonly custodian: string | null
  readonly locator: string
  readonly folder: string
  readonly flags: readonly string[]
  /** Of the original bytes. */
  readonly sha256: string
}
