/** What a recognizer found, before the overlaps are resolved. Offsets are UTF-16 code units of the text. */
export interface Candidate {
  readonly start: number
  readonly end: number
  /** 0 to 1. */
  readonly score: number
  /** Which pattern, checksum or context; never the matched text. */
  readonly why: string
}

/** A recognizer is a plain record; the registry is a sorted list of them. */
export interface Recognizer {
  readonly id: string
  readonly version: number
  readonly type: string
  /** Where its rule comes from. */
  readonly source: string
  readonly find: (text: string) => readonly Candidate[]
}
