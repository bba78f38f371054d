import { AppError } from '../model/index.ts'
import { parseQuery } from './parse-query.ts'
import { fieldNames } from './query.ts'

/** Whether a query can be read, where not, and what may stand at the caret. */
export interface QueryVerdict {
  readonly ok: boolean
  readonly error: { readonly message: string; readonly start: number; readonly end: number } | null
  readonly completions: readonly string[]
}

const operators = ['AND', 'OR', 'NOT'] as const
const values: Readonly<Record<string, readonly string[]>> = { has: ['attachment'], date: ['none'] }

/** Checks a query while it is typed. `caret` is an offset in UTF-16 code units; the end of the query where left out. */
export function checkQuery(query: string, caret = query.length): QueryVerdict {
  const completions = completionsAt(query.slice(0, caret))
  try {
    parseQuery(query)
    return { ok: true, error: null, completions }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const place = (name: string): number => Number(error.details[name] ?? 0)
    return { ok: false, error: { message: error.message, start: place('start'), end: place('end') }, completions }
  }
}

function completionsAt(before: string): readonly string[] {
  const word = /[^\s()"]*$/u.exec(before)?.[0] ?? ''
  const colon = word.indexOf(':')
  if (colon >= 0) {
    const field = word.slice(0, colon).toLowerCase()
    const typed = word.slice(colon + 1).toLowerCase()
    return (Object.hasOwn(values, field) ? (values[field] ?? []) : [])
      .filter((value) => value.startsWith(typed))
      .map((value) => `${field}:${value}`)
  }
  const fields = fieldNames.filter((name) => name.startsWith(word.toLowerCase())).map((name) => `${name}:`)
  const afterTerm = before.trim() !== word && before.trim() !== ''
  return [...fields, ...operators.filter((operator) => operator.startsWith(word) && (operator === 'NOT' || afterTerm))]
}
