import { addressesFrom, custodianNames, type ReadableDatabase, sourceNames } from '../store/index.ts'
import { codingValues, fieldNames, hasValues, quotedValues } from './query.ts'
import { typeWords } from './type-condition.ts'

const operators = ['AND', 'OR', 'NOT', 'NEAR/5'] as const
const values: Readonly<Record<string, readonly string[]>> = {
  has: hasValues,
  date: ['none'],
  coding: codingValues,
  quoted: quotedValues,
  type: typeWords,
  size: ['>1MB', '>10MB', '<100k'],
}
const maximum = 12

/**
 * How the word before the caret may go on: fields and operators at its start, after a field its values, of which sources, custodians and addresses are those
 * of the archive. An open quotation mark belongs to the word.
 */
export function completionsAt(
  before: string,
  index: ReadableDatabase | null,
  persons: readonly string[],
): { readonly completions: readonly string[]; readonly completeFrom: number } {
  const word = /(?:[^\s()"]*:"[^"]*|"[^"]*|[^\s()"]*)$/u.exec(before)?.[0] ?? ''
  const completeFrom = before.length - word.length
  const colon = word.indexOf(':')
  if (word.startsWith('"')) return { completions: [], completeFrom }
  if (colon < 0) return { completions: wordCompletions(before, word), completeFrom }
  const field = word.slice(0, colon).toLowerCase()
  const typed = word
    .slice(colon + 1)
    .replace(/^"/u, '')
    .toLowerCase()
  const completions = valuesOf(field, typed, index, persons)
    .filter((value) => value.toLowerCase().startsWith(typed))
    .slice(0, maximum)
    .map((value) => `${field}:${/^[^\s()"“”„«»]+$/u.test(value) ? value : `"${value.replaceAll('"', '')}"`}`)
  return { completions, completeFrom }
}

function wordCompletions(before: string, word: string): readonly string[] {
  const fields = fieldNames.filter((name) => name.startsWith(word.toLowerCase())).map((name) => `${name}:`)
  const afterTerm = before.trim() !== word && before.trim() !== ''
  return [...fields, ...operators.filter((operator) => operator.startsWith(word) && (operator === 'NOT' || afterTerm))]
}

function valuesOf(field: string, typed: string, index: ReadableDatabase | null, persons: readonly string[]): readonly string[] {
  if (field === 'person') return persons
  const fixed = Object.hasOwn(values, field) ? values[field] : undefined
  if (fixed !== undefined || index === null) return fixed ?? []
  if (field === 'in') return sourceNames(index)
  if (field === 'custodian') return custodianNames(index)
  if (typed.length > 1 && ['from', 'to', 'cc', 'bcc'].includes(field)) return addressesFrom(index, typed, maximum)
  return []
}
