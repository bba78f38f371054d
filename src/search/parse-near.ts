import type { AppError } from '../model/index.ts'
import type { NearPhrase, Query } from './query.ts'
import { syntaxError, type Token } from './tokens.ts'

/** What is missing at the end of a query, located at its last token. */
export function missing(tokens: readonly Token[], length: number): AppError {
  const last = tokens.at(-1)
  return syntaxError('Something to look for is missing at the end.', last?.start ?? 0, last?.end ?? length, true)
}

/**
 * Words and phrases close to each other. All of them stand in the same field.
 *
 * @throws search/syntax at the operator
 */
export function nearOf(operands: readonly Query[], operator: Extract<Token, { kind: 'near' }>): Query {
  const phrases: NearPhrase[] = []
  const fields = new Set<Extract<Query, { kind: 'text' }>['field']>()
  for (const operand of operands) {
    if (operand.kind === 'text') {
      fields.add(operand.field)
      phrases.push({ text: operand.text, prefix: operand.prefix })
    } else if (operand.kind === 'address' && operand.field === null) {
      fields.add(null)
      phrases.push({ text: `${operand.local}@${operand.domain}`, prefix: false })
    } else {
      throw syntaxError('NEAR stands between words or phrases only.', operator.start, operator.end)
    }
  }
  const [field = null, ...more] = fields
  if (more.length > 0) {
    throw syntaxError('Both sides of NEAR stand in one field: subject:(annual NEAR/5 budget)', operator.start, operator.end)
  }
  return { kind: 'near', field, phrases, distance: operator.distance }
}
