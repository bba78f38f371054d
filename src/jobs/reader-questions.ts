import { correspondentsOf, facetsOf, type Query, readFrequentWords, runQuery, type SortOrder, type Stop, warmUp } from '../search/index.ts'
import type { ReadableDatabase } from '../store/index.ts'
import type { subjectQuestions } from './subject-questions.ts'

/** What can be asked of the index alone, by plain data: in the core's own thread or in another. Queries come with what only a request knows put in (`withMatter`). */
const questions = {
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
  /** Reads into memory what the first question would have to wait for. */
  warm: (index: ReadableDatabase, _asked: Record<string, never>, _stop: Stop): null => {
    warmUp(index)
    return null
  },
  /** Asks the engine for the words that most documents have while nobody waits for anything. */
  frequent: (index: ReadableDatabase, _asked: Record<string, never>, stop: Stop): null => {
    readFrequentWords(index, stop)
    return null
  },
}

type Questions = typeof questions & typeof subjectQuestions
export type QuestionName = keyof Questions
export type Asked<Name extends QuestionName> = Parameters<Questions[Name]>[1]
export type Answer<Name extends QuestionName> = ReturnType<Questions[Name]>

/** Answers one. A question's input is what its name says: whoever sends both is this program. */
export async function answer<Name extends QuestionName>(
  index: ReadableDatabase,
  name: Name,
  asked: Asked<Name>,
  stop: Stop,
): Promise<Answer<Name>> {
  const all = name in questions ? questions : (await import('./subject-questions.ts')).subjectQuestions
  const question = all[name as keyof typeof all] as (index: ReadableDatabase, asked: Asked<Name>, stop: Stop) => Answer<Name>
  return question(index, asked, stop)
}
