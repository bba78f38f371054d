/**
 * Given names that stand for one another, one group a line: the formal name, then its short and pet forms, as written in the language. A language is
 * added by one more table; nothing else has to change.
 */
export interface NicknameTable {
  /** ISO 639-1. */
  readonly language: string
  readonly source: string
  readonly licence: string
  readonly groups: string
}
