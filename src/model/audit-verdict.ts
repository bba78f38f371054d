/** What checking the audit chain came to. */
export interface AuditVerdict {
  readonly ok: boolean
  readonly entries: number
  readonly head: string
  /** The first entry that does not fit; null where the fault is in no single one. */
  readonly brokenAt: number | null
  /** Signatures over the chain that were checked. */
  readonly checkpoints: number
  /** What is wrong, in words; empty when `ok`. */
  readonly problems: readonly string[]
}
