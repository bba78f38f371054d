import type { ProblemCode } from './message.ts'

/**
 * What a source can be. Compressed files and archives are none: what they hold is. `archive` stands for a path where nothing could be read yet (a
 * protected archive, say), so that it is in the ledger and a rescan tries again.
 */
export const sourceKinds = ['mbox', 'maildir', 'eml', 'emlx', 'sdbox', 'mdbox', 'msg', 'pst', 'archive'] as const
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
  | 'damaged-item'
  | 'vanished'
  | 'moved'
  | 'changed-while-read'
  | 'lying-content-length'
  | 'expunged'
  | 'stray-attachment'
  | 'not-as-named'
  | 'damaged-archive'
  | 'outside-directory'
  | 'not-as-declared'
  | 'damaged-store'
  | 'unsupported-archive'
  | 'protected-archive'
  | 'expands-too-much'
  | 'nested-too-deep'
  | 'too-many-entries'
  | 'too-large-inside'

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

/** Bytes as they stand in the sources now: what is gone from them, and what a mailbox was before it was written anew, is none of it. */
export interface ByteLedger {
  readonly total: number
  readonly messages: number
  readonly separators: number
  readonly exceptions: number
  readonly pending: number
  /** Of files of which nothing was taken in: no mail, protected, damaged, refused. Those inside an archive as it says they expand to. */
  readonly unread: number
}

/** Found = indexed + partial + exceptions + pending, and so for the bytes (invariant 4). */
export function reconciles(counts: LedgerCounts, bytes: ByteLedger): boolean {
  return (
    counts.found === counts.indexed + counts.partial + counts.exceptions + counts.pending &&
    bytes.total === bytes.messages + bytes.separators + bytes.exceptions + bytes.pending + bytes.unread
  )
}
