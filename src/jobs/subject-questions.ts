import type { DocumentId, Matter } from '../model/index.ts'
import type { Stop } from '../search/index.ts'
import type { ReadableDatabase, StoredForm } from '../store/index.ts'
import { identify } from './identify.ts'
import { countTerms, runTerms } from './term-search.ts'
import { formsOfMatter } from './terms.ts'
import { withoutTwins } from './twin-refusal.ts'

/** A request with what was decided about its person. */
interface AsDecided {
  readonly matter: Matter
  readonly decided: readonly StoredForm[]
  readonly readmitted: readonly DocumentId[]
  readonly timeZone: string
}

function namesakesOf(index: ReadableDatabase, asked: AsDecided, stop: Stop) {
  const forms = formsOfMatter(asked.matter, asked.decided).filter(({ accepted }) => accepted === true)
  const results = runTerms(index, asked.matter, forms, asked.timeZone, stop)
  return { results, ...withoutTwins(index, asked.matter, asked.decided, results, new Set(asked.readmitted)) }
}

/** What can be asked about a request's person: apart from the rest, which is asked far more often and needs none of what knows people's names. */
export const subjectQuestions = {
  identify: (
    index: ReadableDatabase,
    asked: { readonly matter: Matter; readonly decided: readonly StoredForm[]; readonly timeZone: string },
    stop: Stop,
  ) => identify(index, asked.matter, asked.decided, asked.timeZone, stop),
  /** The search-term report of the forms that count. */
  terms: (index: ReadableDatabase, asked: AsDecided, stop: Stop) => {
    const { results, refused } = namesakesOf(index, asked, stop)
    const readmitted = new Set(asked.readmitted)
    return countTerms(
      index,
      asked.matter.scope,
      results,
      refused.filter(({ family }) => !readmitted.has(family)),
    )
  },
  /** What belongs to others of the name, as the decisions stand. */
  namesakes: (index: ReadableDatabase, asked: AsDecided, stop: Stop) => {
    const { refused, twins, proven } = namesakesOf(index, asked, stop)
    return { refused, twins, proven }
  },
}
