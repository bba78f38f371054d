/** One bearer of the name with what tells them from another: shown side by side, judged by a person. */
export interface IdentityCard {
  readonly addresses: readonly string[]
  readonly names: readonly string[]
  /** Documents in whose headers one of the addresses stands. */
  readonly documents: number
  /** ISO 8601 in UTC; null where nothing is dated. */
  readonly first: string | null
  readonly last: string | null
  /** Domain of the addresses, and how many further addresses of it the archive knows; null for one at which anybody can have an address. */
  readonly organisation: { readonly domain: string; readonly others: number } | null
  /** Whom they write with most. */
  readonly correspondents: readonly string[]
  /** Of the twenty most frequent, how many are the subject's too. */
  readonly shared: number
  /** Mails between an address of this card and one of the subject: what somebody sends home, or a letter to a namesake. */
  readonly between: number
  /** Mails to both at once: seldom one person. */
  readonly both: number
  /** Lines of a signature, and its numbers. */
  readonly signature: readonly string[]
  readonly phones: readonly string[]
  readonly decision: 'same' | 'refused' | null
}
