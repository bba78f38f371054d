import type { ProblemCode } from '../model/index.ts'

/** What was found of the names in a key, a certificate or a signature, and why not all. */
export interface FoundWords {
  readonly lines: readonly string[]
  readonly problems: readonly ProblemCode[]
}
