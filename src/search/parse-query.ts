import { AppError } from '../model/index.ts'
import { refuseLookAlikes } from './look-alikes.ts'
import { missing, nearOf } from './parse-near.ts'
import { isGroupField, type ParseOptions, term } from './parse-term.ts'
import type { FieldName, Query, QuotedValue } from './query.ts'
import type { Token } from './tokens.ts'
import { syntaxError, tokenize } from './tokens.ts'

/** Deeper nesting than this is no query of a person; it would only exhaust the stack. */
export const maximumDepth = 50
/** More terms than this make SQLite's expression too deep. */
export const maximumTerms = 400

interface Cursor {
  readonly query: string
  readonly tokens: readonly Token[]
  readonly options: ParseOptions
  at: number
  terms: number
}

/**
 * Parses a query. Words next to each other must all occur; NEAR binds closest, then NOT, then AND, then OR.
 *
 * @throws search/syntax with `start` and `end` of the place, search/empty-query
 */
export function parseQuery(query: string, options: ParseOptions = {}): Query {
  const tokens = tokenize(query)
  refuseLookAlikes(tokens, query)
  const cursor: Cursor = { query, tokens, options, at: 0, terms: 0 }
  if (cursor.tokens.length === 0) throw new AppError('search/empty-query', 'Type what to look for.')
  const result = parseOr(cursor, null, 0)
  const rest = cursor.tokens[cursor.at]
  if (rest) throw syntaxError('This closing parenthesis has no opening one.', rest.start, rest.end)
  if (result.kind === 'quoted') throw alone(cursor, 0)
  return result
}

function alone(cursor: Cursor, from: number): AppError {
  const token = cursor.tokens.slice(from).find((one) => one.kind === 'field' && one.field === 'quoted')
  return syntaxError('quoted: stands beside the words it is for, as in: budget quoted:no', token?.start ?? 0, token?.end ?? 0)
}

function parseOr(cursor: Cursor, field: FieldName | null, depth: number): Query {
  const begin = cursor.at
  const children = [parseAnd(cursor, field, depth)]
  while (cursor.tokens[cursor.at]?.kind === 'or') {
    cursor.at++
    children.push(parseAnd(cursor, field, depth))
  }
  if (children.length > 1 && children.some(({ kind }) => kind === 'quoted')) throw alone(cursor, begin)
  return joined('or', children)
}

function parseAnd(cursor: Cursor, field: FieldName | null, depth: number): Query {
  const begin = cursor.at
  const children = [parseNot(cursor, field, depth)]
  for (let next = cursor.tokens[cursor.at]; next && next.kind !== 'or' && next.kind !== 'close'; next = cursor.tokens[cursor.at]) {
    if (next.kind === 'and') cursor.at++
    children.push(parseNot(cursor, field, depth))
  }
  const result = joined('and', children)
  if (result.kind !== 'and') return result
  const values = new Set(result.children.flatMap((child): QuotedValue[] => (child.kind === 'quoted' ? [child.value] : [])))
  if (values.size > 1 || result.children.every(({ kind }) => kind === 'quoted')) throw alone(cursor, begin)
  return result
}

/** A group with `quoted:` in it stays a group: what it says is for the terms inside. */
function joined(kind: 'and' | 'or', children: readonly Query[]): Query {
  const opens = (child: Query): child is Extract<Query, { kind: 'and' | 'or' }> =>
    child.kind === kind && !child.children.some((inner) => inner.kind === 'quoted')
  const flat = children.length === 1 ? children : children.flatMap((child) => (opens(child) ? child.children : [child]))
  const [only] = flat
  return flat.length === 1 && only ? only : { kind, children: flat }
}

function parseNot(cursor: Cursor, field: FieldName | null, depth: number): Query {
  const begin = cursor.at
  let negations = 0
  while (cursor.tokens[cursor.at]?.kind === 'not') {
    cursor.at++
    negations++
  }
  const inner = parseNear(cursor, field, depth)
  if (negations === 0) return inner
  if (inner.kind === 'quoted') throw alone(cursor, begin)
  if (negations % 2 === 0) return inner
  return inner.kind === 'not' ? inner.child : { kind: 'not', child: inner }
}

function parseNear(cursor: Cursor, field: FieldName | null, depth: number): Query {
  const operands = [parsePrimary(cursor, field, depth)]
  const [operator] = cursor.tokens.slice(cursor.at, cursor.at + 1)
  if (operator?.kind !== 'near') return operands[0] as Query
  for (let next = cursor.tokens[cursor.at]; next?.kind === 'near'; next = cursor.tokens[cursor.at]) {
    if (next.distance !== operator.distance) throw syntaxError('NEAR in a row needs the same number each time.', next.start, next.end)
    cursor.at++
    operands.push(parsePrimary(cursor, field, depth))
  }
  return nearOf(operands, operator)
}

function parsePrimary(cursor: Cursor, field: FieldName | null, depth: number): Query {
  const token = cursor.tokens[cursor.at]
  if (!token) throw missing(cursor.tokens, cursor.query.length)
  cursor.at++
  switch (token.kind) {
    case 'open': {
      if (depth >= maximumDepth) throw syntaxError('Parentheses are nested too deeply.', token.start, token.end)
      const closing = cursor.tokens[cursor.at]
      if (closing?.kind === 'close') throw syntaxError('There is nothing between these parentheses.', token.start, closing.end)
      const inner = parseOr(cursor, field, depth + 1)
      if (cursor.tokens[cursor.at]?.kind !== 'close')
        throw syntaxError('A parenthesis is opened and never closed.', token.start, token.end, cursor.at >= cursor.tokens.length)
      cursor.at++
      return inner
    }
    case 'field': {
      if (field) throw syntaxError('A field can’t stand inside another field.', token.start, token.end)
      const next = cursor.tokens[cursor.at]
      if (next?.kind === 'open' && isGroupField(token.field)) return parsePrimary(cursor, token.field, depth)
      if (next?.kind !== 'text') throw syntaxError(`${token.field}: needs a value after it.`, token.start, token.end, next === undefined)
      cursor.at++
      return counted(cursor, token.field, next)
    }
    case 'text':
      return counted(cursor, field, token)
    default:
      throw syntaxError(
        token.kind === 'close'
          ? 'Something to look for is missing before this.'
          : `${token.kind.toUpperCase()} needs a term on both sides; to search for the word itself, put it in quotation marks.`,
        token.start,
        token.end,
      )
  }
}

function counted(cursor: Cursor, field: FieldName | null, token: Extract<Token, { kind: 'text' }>): Query {
  if (++cursor.terms > maximumTerms) throw syntaxError(`A query can hold at most ${maximumTerms} terms.`, token.start, token.end)
  return term(field, token, cursor.options)
}
