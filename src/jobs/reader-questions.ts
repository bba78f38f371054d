import type { DocumentId, Matter } from '../model/index.ts'
import { correspondentsOf, facetsOf, type Query, runQuery, type SortOrder, type Stop, warmUp } from '../search/index.ts'
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

/** What can be asked of the index alone, by plain data: in the core's own thread or in another. Queries come with what only a request knows put in (`withMatter`). */
export const questions = {
  search: (
    index: ReadableDatabase,
    asked: {
      readonly query: Query
      readonly limit: number
      readonly offset: number
      readonly sort: SortOrder
      readonly timeZone: string
    },
    stop: Stop,
  ) => runQuery(index, asked.query, { ...asked, stop }),
  facets: (index: ReadableDatabase, asked: { readonly query: Query; readonly timeZone: string }, stop: Stop) =>
    facetsOf(index, asked.query, asked.timeZone, { stop }),
  correspondents: (
    index: ReadableDatabase,
    asked: { readonly query: Query; readonly timeZone: string; readonly limit: number },
    stop: Stop,
  ) => correspondentsOf(index, asked.query, { ...asked, stop }),
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
  /** Reads into memory what the first question would have to wait for. */
  warm: (index: ReadableDatabase, _asked: Record<string, never>, _stop: Stop): null => {
    warmUp(index)
    return null
  },
}

export type QuestionName = keyof typeof questions
export type Asked<Name extends QuestionName> = Parameters<(typeof questions)[Name]>[1]
export type Answer<Name extends QuestionName> = ReturnType<(typeof questions)[Name]>

/** Questions that may take seconds, and those whose answer stands beside the results, have a thread of their own: no search that somebody types waits behind them. */
export const slow: ReadonlySet<QuestionName> = new Set(['identify', 'terms', 'namesakes', 'correspondents', 'facets'])

/** Answers one. A question's input is what its name says: whoever sends both is this program. */
export function answer<Name extends QuestionName>(index: ReadableDatabase, name: Name, asked: Asked<Name>, stop: Stop): Answer<Name> {
  const question = questions[name] as (index: ReadableDatabase, asked: Asked<Name>, stop: Stop) => Answer<Name>
  return question(index, asked, stop)
}
