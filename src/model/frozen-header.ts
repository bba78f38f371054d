import type { MailAddress } from './message.ts'

/** What was in the mail's envelope, as frozen at collection. */
export interface FrozenHeader {
  readonly from: readonly MailAddress[]
  readonly to: readonly MailAddress[]
  readonly cc: readonly MailAddress[]
  readonly bcc: readonly MailAddress[]
  readonly dateMs: number | null
  readonly messageId: string | null
  readonly inReplyTo: readonly string[]
  readonly references: readonly string[]
}
