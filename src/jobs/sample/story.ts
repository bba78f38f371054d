import type { PersonKey } from './people.ts'

/** What a message of the sample carries beside its text. */
export type Enclosure =
  | { readonly kind: 'pdf'; readonly name: string; readonly title: string; readonly paragraphs: readonly string[] }
  | { readonly kind: 'docx'; readonly name: string; readonly title: string; readonly paragraphs: readonly string[] }
  | { readonly kind: 'png'; readonly name: string; readonly picture: 'box' | 'label' | 'chart' }
  | { readonly kind: 'csv'; readonly name: string; readonly text: string }
  | { readonly kind: 'txt'; readonly name: string; readonly text: string }
  | { readonly kind: 'ics'; readonly name: string; readonly title: string; readonly place: string; readonly hours: number }

/** What a careful reviewer would hide in a message, and why. */
export interface ExpectedRedaction {
  readonly text: string
  readonly ground: string
  /** Whose data, and why it goes. */
  readonly why: string
}

/** One message of a thread, as its writer thought of it. */
export interface Mail {
  readonly from: PersonKey
  readonly to: readonly PersonKey[]
  readonly cc?: readonly PersonKey[]
  readonly bcc?: readonly PersonKey[]
  /** Paragraphs as written; the signature is added. */
  readonly body: string
  /** Hours after the one before; by chance where left out. */
  readonly after?: number
  readonly subject?: string
  readonly charset?: 'utf-8' | 'iso-8859-1' | 'iso-8859-2' | 'iso-2022-jp' | 'koi8-r' | 'windows-1252'
  readonly form?: 'plain' | 'html' | 'both'
  /** Quotes what it answers, as most programs do. Default for replies. */
  readonly quote?: boolean
  /** Forwards the message before it: in its text, or as an attached message. */
  readonly forward?: 'inline' | 'attached'
  readonly enclose?: readonly Enclosure[]
  /** Signed with this instead of the block: "Kate x". */
  readonly sign?: string
  readonly expect?: Expectation
}

export interface Expectation {
  readonly about?: 'subject' | 'twin' | 'nobody'
  readonly privileged?: boolean
  readonly redact?: readonly ExpectedRedaction[]
  /** Redactions in the enclosures, by file name. */
  readonly redactIn?: Readonly<Record<string, readonly ExpectedRedaction[]>>
  readonly withhold?: string
  /** Why this one is in the sample. */
  readonly note?: string
}

export interface Thread {
  /** Local time of the first writer, `YYYY-MM-DDTHH:MM`. */
  readonly start: string
  readonly subject: string
  readonly mails: readonly Mail[]
}

/** The ground for what belongs to somebody else. */
export const thirdParty = 'EU-15(4)'
export const privilege = 'IE-162'
export const outOfScope = 'OUT-OF-SCOPE'

/** A redaction of somebody else's data. */
export function hide(text: string, why: string): ExpectedRedaction {
  return { text, ground: thirdParty, why }
}
