import { AppError } from '../model/index.ts'
import type { ReadableDatabase } from '../store/index.ts'
import { archiveOf, namesIn } from './archive.ts'
import { completionsAt } from './completions.ts'
import { parseQuery } from './parse-query.ts'
import { inMatter, type MatterFacts } from './resolve-query.ts'

/** A located error: `[start, end)` in UTF-16 code units of the query. */
export interface QueryError {
  readonly message: string
  readonly start: number
  readonly end: number
  /** What is typed next may be what is missing: no mistake while somebody writes. */
  readonly unfinished: boolean
}

/** Whether a query can be read, where not, and what may stand at the caret. */
export interface QueryVerdict {
  readonly ok: boolean
  readonly error: QueryError | null
  /** What there is where the query names a source or a custodian that isn't there; else empty. */
  readonly known: readonly string[]
  /** Each takes the place of what stands from `completeFrom` to the caret. */
  readonly completions: readonly string[]
  /** Offset in UTF-16 code units of the query. */
  readonly completeFrom: number
}

export interface CheckOptions {
  /** An offset in UTF-16 code units; the end of the query where left out. */
  readonly caret?: number | undefined
  /** Where sources, custodians and addresses are looked up; without it only the language's own words are completed, and any source or custodian is taken. */
  readonly index?: ReadableDatabase | undefined
  /** As for `runQuery`; left out where only the form of a query is looked at. */
  readonly matter?: (Pick<MatterFacts, 'person'> & { readonly persons?: readonly string[] }) | null | undefined
}

/** Checks a query while it is typed. */
export function checkQuery(query: string, options: CheckOptions = {}): QueryVerdict {
  const { matter, index } = options
  const completion = completionsAt(query.slice(0, options.caret ?? query.length), index ?? null, matter?.persons ?? [])
  try {
    parseQuery(query, { ...(matter === undefined ? {} : inMatter(matter)), ...(index === undefined ? {} : { archive: archiveOf(index) }) })
    return { ok: true, error: null, known: [], ...completion }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const place = (name: string): number => Number(error.details[name] ?? 0)
    const { unknown } = error.details
    const known = index !== undefined && (unknown === 'in' || unknown === 'custodian') ? namesIn(index, unknown) : []
    const unfinished = error.details['unfinished'] === true
    return { ok: false, error: { message: error.message, start: place('start'), end: place('end'), unfinished }, known, ...completion }
  }
}
