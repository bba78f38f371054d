import type { ParsedMessage } from '../model/index.ts'

/** An attachment as it is found in a message. */
export interface AttachmentInput {
  /** MIME path within the family's message: `2`, `1.3`, `2/1`. */
  readonly part: string
  /** Declared media type, lower case. */
  readonly type: string
  readonly filename: string | null
  /** Decoded from its transfer encoding. */
  readonly bytes: Uint8Array
  /** Declared charset, for text. */
  readonly charset?: string | null
  /** For an attached message, and whatever else carries one: parsed from `messageWithin` of `bytes`. */
  readonly message?: ParsedMessage | null
  /** IANA zone for an attached message's date; UTC where left out. */
  readonly zone?: string
}
