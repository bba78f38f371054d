import type { Mutant } from './mutant.ts'
import { bundleMutants } from './mutants-bundle.ts'
import { mailMutants } from './mutants-mail.ts'
import { pdfMutants } from './mutants-pdf.ts'
import { textMutants } from './mutants-text.ts'

export const mutants: readonly Mutant[] = [...mailMutants, ...textMutants, ...pdfMutants, ...bundleMutants]

/** Assertions of `safety.md` §1 that no change of a finished bundle can break, and where they are held. */
export const elsewhere: Readonly<Record<number, string>> = {
  49: 'markers stand in the page before it is laid out: marker.test.ts compares the pages of a short and a long name',
  52: 'temporary files: produce.test.ts looks at the disk at each checkpoint; the workspace and the profile are scanned by the secrecy tests',
  53: 'one decision everywhere: produce.test.ts, "refuses a name that is marked in one place of a document and left in another"',
}
