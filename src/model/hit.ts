/** A span that a recognizer matched, explaining itself. */
export interface Hit {
  /** What it is: `email`, `phone`, `iban`, `card`, `person`. */
  readonly type: string
  /** `[start, end)` in UTF-16 code units of the text searched. */
  readonly start: number
  readonly end: number
  readonly text: string
  /** 0 to 1. */
  readonly score: number
  readonly recognizer: string
  /** Which pattern, checksum result or context word; never the matched text. */
  readonly why: string
}
