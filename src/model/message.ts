/** A message as parsed (RFC 5322, RFC 2045–2049, RFC 2231), with byte offsets into its raw form. */

export interface HeaderField {
  /** As written, without the colon. */
  readonly name: string
  /** Unfolded, encoded words decoded (RFC 2047). */
  readonly value: string
  /** Bytes of the whole field, folding included; `offset` counts in the same bytes as that of the part that holds it. */
  readonly offset: number
  readonly length: number
}

export interface MailAddress {
  /** Display name, decoded; empty where there is none. */
  readonly name: string
  /** `local@domain`, domain in lower case; empty for an empty group. */
  readonly address: string
  /** Name of the RFC 5322 group that holds it, else null. */
  readonly group: string | null
}

export interface MailDate {
  /** UTC epoch milliseconds; null where the header is missing or unreadable. */
  readonly atMs: number | null
  /** The header as written; null where missing. */
  readonly raw: string | null
}

export type TransferEncoding = '7bit' | '8bit' | 'binary' | 'base64' | 'quoted-printable' | 'uuencode' | 'unknown'

export interface MessagePart {
  /** IMAP-like: the root is `1` when it is a leaf, `` (empty) when it is a multipart; children `1`, `1.2`, … (RFC 9051 §6.4.5). */
  readonly path: string
  /** Media type in lower case, `text/plain` where missing or unreadable. */
  readonly type: string
  /** Declared charset in lower case, else null. */
  readonly charset: string | null
  readonly disposition: 'inline' | 'attachment' | null
  /** Decoded file name (RFC 2231, RFC 2047, or raw), else null. */
  readonly filename: string | null
  /** Without angle brackets. */
  readonly contentId: string | null
  readonly encoding: TransferEncoding
  readonly headers: readonly HeaderField[]
  /** Raw body bytes, transfer-encoded, as a range of the message's bytes. */
  readonly offset: number
  readonly length: number
  readonly children: readonly MessagePart[]
  /**
   * What stands in a multipart's body and in none of its parts (RFC 2046 §5.1.1), where it says more than the sentence that mailers write there: offsets count as
   * the part's own.
   */
  readonly beside: readonly { readonly where: 'before' | 'after'; readonly offset: number; readonly length: number }[]
  /**
   * Files that stand uuencoded in this text body, in order. Paths `1~1`, `1~2`, … after the part's own, a form that no path of MIME parts has; offsets count in
   * this part's decoded bytes.
   */
  readonly enclosed: readonly MessagePart[]
  /**
   * The message inside: of a message/rfc822 part, of S/MIME signed data, or put together from an archive. Its offsets count in the decoded body of
   * this part or in what that carries (`messageWithin` of formats).
   */
  readonly message: ParsedMessage | null
}

/** Why a message is only partly read or may be read otherwise by others. */
export type ProblemCode =
  | 'no-headers'
  | 'no-date'
  | 'bad-date'
  | 'duplicate-header'
  | 'header-too-long'
  | 'too-many-headers'
  | 'too-many-parts'
  | 'too-deep'
  | 'too-large'
  | 'cut-short'
  | 'half-read'
  | 'missing-boundary'
  | 'unclosed-multipart'
  | 'unknown-encoding'
  | 'quoted-encoding'
  | 'bad-base64'
  | 'base64-padding'
  | 'data-after-padding'
  | 'bad-quoted-printable'
  | 'bad-uuencode'
  | 'wrong-charset'
  | 'unknown-charset'
  | 'undecodable-text'
  | 'ambiguous-structure'
  | 'hidden-preamble'
  | 'hidden-epilogue'
  | 'encrypted'
  | 'attachments-apart'
  | 'damaged-in-store'
  | 'attachment-missing'
  | 'unreadable-attachment'
  | 'piece-of-message'
  | 'password-protected'
  | 'no-text'
  | 'files-within'
  | 'beside-pages'
  | 'timeout'
  | 'out-of-memory'
  | 'parser-failed'

export interface Problem {
  readonly code: ProblemCode
  /** Part path, header name or null; `2/1`, `2/date` inside the message that is part 2. Never content. */
  readonly where: string | null
}

/** Fields beside From, To, Cc, Bcc, Reply-To and the subject that name people, or hold words that people wrote; in lower case. */
export type FurtherHeaderName =
  | 'resent-from'
  | 'resent-sender'
  | 'resent-to'
  | 'resent-cc'
  | 'resent-bcc'
  | 'x-original-from'
  | 'x-original-sender'
  | 'x-google-original-from'
  | 'delivered-to'
  | 'x-original-to'
  | 'envelope-to'
  | 'x-envelope-to'
  | 'apparently-to'
  | 'x-apparently-to'
  | 'x-delivered-to'
  | 'x-rcpt-to'
  | 'original-recipient'
  | 'x-original-recipient'
  | 'received'
  | 'x-forwarded-to'
  | 'x-forwarded-for'
  | 'return-path'
  | 'envelope-from'
  | 'x-envelope-from'
  | 'x-return-path'
  | 'x-sender'
  | 'x-authenticated-sender'
  | 'errors-to'
  | 'mail-reply-to'
  | 'x-failed-recipients'
  | 'disposition-notification-to'
  | 'return-receipt-to'
  | 'mail-followup-to'
  | 'keywords'
  | 'comments'
  | 'thread-topic'
  | 'x-outlook-from'
  | 'x-outlook-sender'
  | 'x-outlook-to'
  | 'x-outlook-cc'
  | 'x-outlook-bcc'
  | 'x-outlook-reply-to'
  | 'x-outlook-received-by'
  | 'x-outlook-people'
  | 'x-outlook-subject'
  | 'x-outlook-property'
  | 'organization'
  | 'subject'
  | 'date'
  | 'content-description'
  | 'x-mozilla-external-attachment-url'
  | 'part-from'
  | 'part-to'
  | 'part-cc'
  | 'part-bcc'
  | 'part-sender'
  | 'part-reply-to'
  | 'hp-outer'
  | 'part-content-type'
  | 'part-content-disposition'
  | 'content-location'
  | 'content-base'
  | 'autocrypt'
  | 'autocrypt-gossip'
  | 'organisation'
  | 'x-organization'
  | 'x-organisation'
  | 'x-gmail-labels'
  | 'x-keywords'
  | 'x-mozilla-keys'
  | 'x-label'
  | 'other-field'

export interface FurtherHeader {
  readonly name: FurtherHeaderName
  readonly people: readonly MailAddress[]
  /** Decoded, of a field that holds words or in which nobody could be read; else empty. */
  readonly text: string
}

export interface ParsedMessage {
  readonly sizeBytes: number
  readonly headers: readonly HeaderField[]
  readonly from: readonly MailAddress[]
  readonly sender: readonly MailAddress[]
  readonly replyTo: readonly MailAddress[]
  readonly to: readonly MailAddress[]
  readonly cc: readonly MailAddress[]
  readonly bcc: readonly MailAddress[]
  readonly further: readonly FurtherHeader[]
  readonly date: MailDate
  /** Decoded; empty where missing. */
  readonly subject: string
  /** Without angle brackets; null where missing. */
  readonly messageId: string | null
  readonly inReplyTo: readonly string[]
  readonly references: readonly string[]
  readonly root: MessagePart
  readonly problems: readonly Problem[]
}
