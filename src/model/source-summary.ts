import type { SourceId } from './ids.ts'
import type { ByteLedger, ExceptionCode, LedgerCounts, SourceKind } from './ledger.ts'

/** A source with its part of the ledger. */
export interface SourceSummary extends LedgerCounts {
  readonly id: SourceId
  readonly kind: SourceKind
  /** A file or folder of this machine. */
  readonly path: string
  /** As registered; where several have the same, with as much of the path as tells them apart. */
  readonly label: string
  readonly custodian: string | null
  readonly attachments: number
  readonly bytes: number
  /** Wall time of the last pass. */
  readonly seconds: number
  readonly state: 'indexing' | 'complete' | 'interrupted' | 'unreachable'
  readonly addedAtMs: number
  readonly byteLedger: ByteLedger
}

/** A place where something was not read in whole, and what to do about it. */
export interface LedgerException {
  readonly source: SourceId
  readonly locator: string
  /** Which attachment, inner part or header field it is about: its file name, else its number and type, from the outside in; null for the message or file as a whole. */
  readonly part: string | null
  readonly code: ExceptionCode
  readonly reason: string
  readonly whatToDo: string
  /** Whether a rescan may read it otherwise. */
  readonly rescanHelps: boolean
  /** Of a file or folder that is gone in whole: how many messages were read from it, and of how many no copy stands in any source. */
  readonly gone?: GoneContainer
}

export interface GoneContainer {
  readonly messages: number
  readonly nowhere: number
}

/** One kind of exception with how many there are. */
export interface LedgerReason {
  readonly code: ExceptionCode
  readonly count: number
  readonly reason: string
  readonly whatToDo: string
  /** Whether mail, or part of it, may be missing by it. */
  readonly loss: boolean
  /** Sources in which a rescan may read some of them otherwise. */
  readonly rescan: readonly SourceId[]
}

/** The completeness ledger of one source or of the whole archive. */
export interface Ledger {
  readonly reconciles: boolean
  readonly totals: LedgerCounts
  readonly bytes: ByteLedger
  readonly sources: readonly SourceSummary[]
  /** What the exceptions come to, each kind once: first those by which mail may be missing, in each half the most frequent first. */
  readonly reasons: readonly LedgerReason[]
  /** All of them in order of place; where only some of each reason were asked for, those, in the order of the reasons. */
  readonly exceptions: readonly LedgerException[]
}

/** What a search looked through, and what it could not look into: with an empty answer, as much a part of it as a hit. */
export interface Coverage {
  readonly sources: number
  /** Messages that were searched in whole, and in part. */
  readonly indexed: number
  readonly partial: number
  /** Messages not taken in yet, while a pass runs. */
  readonly pending: number
  /** Attachments whose text is still owed; they are found by name and by their message. */
  readonly pendingAttachments: number
  /** Pictures, and PDFs with scanned pages: what they show is no text that a search finds. */
  readonly noText: number
  /** Messages that could not be taken in at all. */
  readonly failed: number
  /** Messages that are found, but of which no copy is in its source any more: they can't be collected. */
  readonly gone: number
  /** Encrypted or password-protected content that was not read. */
  readonly encrypted: number
  /** Sources of the scope that are out of reach or were never read to the end. */
  readonly unfinished: readonly string[]
  /** Why something was read in part or not at all, most frequent first. */
  readonly reasons: readonly { readonly code: ExceptionCode; readonly reason: string; readonly count: number }[]
}
