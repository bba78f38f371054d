import type { SourceId } from './ids.ts'

/** What one term of a request finds in scope. */
export interface TermCount {
  readonly term: string
  /** Other accepted forms that are looked for by the same words, and so find the same. */
  readonly alike: readonly string[]
  readonly documents: number
  readonly families: number
  /** Found by this term and no other, but those that are alike. */
  readonly unique: number
  /** Most documents first; null for the sources together that have no custodian. */
  readonly byCustodian: readonly { readonly custodian: string | null; readonly documents: number }[]
  readonly bySource: readonly { readonly source: SourceId; readonly label: string; readonly documents: number }[]
  /** Of the families found, those that are left out as another person's of the name. */
  readonly leftOut: number
}

/** The search-term report: each term, and of all together each document and family once. */
export interface TermCounts {
  readonly terms: readonly TermCount[]
  readonly documents: number
  readonly families: number
  readonly leftOut: number
}
