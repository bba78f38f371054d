import type { ProblemCode } from './message.ts'

/** What a source can be. More kinds come with later formats. */
export const sourceKinds = ['mbox', 'maildir', 'eml'] as const
export type SourceKind = (typeof sourceKinds)[number]

/** mbox dialects (Library of Congress fdd000383–387): how `From ` lines in bodies are kept apart. */
export type MboxDialect = 'mboxo' | 'mboxrd' | 'mboxcl' | 'mboxcl2'

/** Why bytes or a message of a source were not taken in whole: a processing exception. */
export type ExceptionCode =
  | ProblemCode
  | 'unreadable-file'
  | 'not-mail'
  | 'unfinished-delivery'
  | 'symlink-refused'
  | 'special-file-refused'
  | 'name-leads-out'
  | 'bytes-before-first-message'
  | 'empty-message'
  | 'vanished'
  | 'changed-while-read'
  | 'lying-content-length'

export interface LedgerCounts {
  readonly found: number
  readonly indexed: number
  /** Indexed with what could be read; something in them could not. */
  readonly partial: number
  /** Found, not yet taken in, while a pass runs. */
  readonly pending: number
  /** Found and not indexed at all. */
  readonly exceptions: number
  /** A subset of indexed and partial: instances whose document was known already. */
  readonly duplicates: number
}

export interface ByteLedger {
  readonly total: number
  readonly messages: number
  readonly separators: number
  readonly exceptions: number
  readonly pending: number
}

/** Found = indexed + partial + exceptions + pending, and so for the bytes (invariant 4). */
export function reconciles(counts: LedgerCounts, bytes: ByteLedger): boolean {
  return (
    counts.found === counts.indexed + counts.partial + counts.exceptions + counts.pending &&
    bytes.total === bytes.messages + bytes.separators + bytes.exceptions + bytes.pending
  )
}
