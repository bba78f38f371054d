import { AppError } from '../model/index.ts'
import type { ReadableDatabase } from '../store/index.ts'
import { completionsAt } from './completions.ts'
import { parseQuery } from './parse-query.ts'
import type { MatterFacts } from './resolve-query.ts'

/** Whether a query can be read, where not, and what may stand at the caret. */
export interface QueryVerdict {
  readonly ok: boolean
  readonly error: { readonly message: string; readonly start: number; readonly end: number } | null
  /** Each takes the place of what stands from `completeFrom` to the caret. */
  readonly completions: readonly string[]
  /** Offset in UTF-16 code units of the query. */
  readonly completeFrom: number
}

export interface CheckOptions {
  /** An offset in UTF-16 code units; the end of the query where left out. */
  readonly caret?: number | undefined
  /** Where sources, custodians and addresses to complete with are looked up; only the language's own words without it. */
  readonly index?: ReadableDatabase | undefined
  /** As for `runQuery`; left out where only the form of a query is looked at. */
  readonly matter?: (Pick<MatterFacts, 'person'> & { readonly persons?: readonly string[] }) | null | undefined
}

/** Checks a query while it is typed. */
export function checkQuery(query: string, options: CheckOptions = {}): QueryVerdict {
  const { matter } = options
  const completion = completionsAt(query.slice(0, options.caret ?? query.length), options.index ?? null, matter?.persons ?? [])
  try {
    if (matter === undefined) parseQuery(query)
    else parseQuery(query, { matter: matter === null ? null : { knowsPerson: (name) => matter.person(name) !== null } })
    return { ok: true, error: null, ...completion }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const place = (name: string): number => Number(error.details[name] ?? 0)
    return { ok: false, error: { message: error.message, start: place('start'), end: place('end') }, ...completion }
  }
}
