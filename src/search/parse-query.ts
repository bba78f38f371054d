import { AppError } from '../model/index.ts'
import { indexWords } from './index-form.ts'
import type { AddressField, FieldName, Query, TextField } from './query.ts'
import { addressFields, textFields } from './query.ts'
import type { Token } from './tokens.ts'
import { syntaxError, tokenize } from './tokens.ts'

/** Deeper nesting than this is no query of a person; it would only exhaust the stack. */
export const maximumDepth = 50
/** More terms than this make SQLite's expression too deep. */
export const maximumTerms = 400

interface Cursor {
  readonly query: string
  readonly tokens: readonly Token[]
  at: number
  terms: number
}

/**
 * Parses a query. Words next to each other must all occur; NOT binds closer than AND, AND closer than OR.
 *
 * @throws search/syntax with `start` and `end` of the place, search/empty-query
 */
export function parseQuery(query: string): Query {
  const cursor: Cursor = { query, tokens: tokenize(query), at: 0, terms: 0 }
  if (cursor.tokens.length === 0) throw new AppError('search/empty-query', 'Type what to look for.')
  const result = parseOr(cursor, null, 0)
  const rest = cursor.tokens[cursor.at]
  if (rest) throw syntaxError('This closing parenthesis has no opening one.', rest.start, rest.end)
  return result
}

function parseOr(cursor: Cursor, field: FieldName | null, depth: number): Query {
  const children = [parseAnd(cursor, field, depth)]
  while (cursor.tokens[cursor.at]?.kind === 'or') {
    cursor.at++
    children.push(parseAnd(cursor, field, depth))
  }
  return joined('or', children)
}

function parseAnd(cursor: Cursor, field: FieldName | null, depth: number): Query {
  const children = [parseNot(cursor, field, depth)]
  for (let next = cursor.tokens[cursor.at]; next && next.kind !== 'or' && next.kind !== 'close'; next = cursor.tokens[cursor.at]) {
    if (next.kind === 'and') cursor.at++
    children.push(parseNot(cursor, field, depth))
  }
  return joined('and', children)
}

function joined(kind: 'and' | 'or', children: readonly Query[]): Query {
  const flat = children.flatMap((child) => (child.kind === kind ? child.children : [child]))
  const [only] = flat
  return flat.length === 1 && only ? only : { kind, children: flat }
}

function parseNot(cursor: Cursor, field: FieldName | null, depth: number): Query {
  let negations = 0
  while (cursor.tokens[cursor.at]?.kind === 'not') {
    cursor.at++
    negations++
  }
  const inner = parsePrimary(cursor, field, depth)
  if (negations % 2 === 0) return inner
  return inner.kind === 'not' ? inner.child : { kind: 'not', child: inner }
}

function parsePrimary(cursor: Cursor, field: FieldName | null, depth: number): Query {
  const token = cursor.tokens[cursor.at]
  if (!token) throw missing(cursor)
  cursor.at++
  switch (token.kind) {
    case 'open': {
      if (depth >= maximumDepth) throw syntaxError('Parentheses are nested too deeply.', token.start, token.end)
      if (cursor.tokens[cursor.at]?.kind === 'close')
        throw syntaxError('There is nothing between these parentheses.', token.start, token.start + 2)
      const inner = parseOr(cursor, field, depth + 1)
      if (cursor.tokens[cursor.at]?.kind !== 'close') throw syntaxError('A parenthesis is opened and never closed.', token.start, token.end)
      cursor.at++
      return inner
    }
    case 'field': {
      if (field) throw syntaxError('A field can’t stand inside another field.', token.start, token.end)
      const next = cursor.tokens[cursor.at]
      const groups = textField(token.field) !== null || token.field === 'bcc'
      if (next?.kind === 'open' && groups) return parsePrimary(cursor, token.field, depth)
      if (next?.kind !== 'text') throw syntaxError(`${token.field}: needs a value after it.`, token.start, token.end)
      cursor.at++
      return term(cursor, token.field, next)
    }
    case 'text':
      return term(cursor, field, token)
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

function missing(cursor: Cursor): AppError {
  const last = cursor.tokens.at(-1)
  return syntaxError('Something to look for is missing at the end.', last?.start ?? 0, last?.end ?? cursor.query.length)
}

type TextToken = Extract<Token, { kind: 'text' }>

function textField(field: FieldName | null): TextField | null {
  return textFields.find((name) => name === field) ?? null
}

function addressField(field: FieldName | null): AddressField | null {
  return addressFields.find((name) => name === field) ?? null
}

const addressForm = /^[^\s@"]*@[^\s@"]*[^\s@".]$/u

function term(cursor: Cursor, field: FieldName | null, token: TextToken): Query {
  if (++cursor.terms > maximumTerms) throw syntaxError(`A query can hold at most ${maximumTerms} terms.`, token.start, token.end)
  switch (field) {
    case 'before':
    case 'after':
    case 'date':
      return dateTerm(field, token)
    case 'has':
      if (token.text.toLowerCase() !== 'attachment') throw syntaxError('has: knows only has:attachment.', token.start, token.end)
      return { kind: 'has', what: 'attachment' }
    case 'in': {
      const match = /^s(\d{1,9})$/iu.exec(token.text)
      if (!match) throw syntaxError('in: needs the id of a source, such as S1.', token.start, token.end)
      return { kind: 'source', number: Number(match[1]) }
    }
    case 'document':
      if (!/^[ma][0-9a-f]{20}$/u.test(token.text)) throw syntaxError('document: needs the id of a document.', token.start, token.end)
      return { kind: 'document', id: token.text }
    case 'custodian':
      if (token.text.trim() === '') throw syntaxError('custodian: needs a name.', token.start, token.end)
      return { kind: 'custodian', name: token.text }
    default:
      return textTerm(field, token)
  }
}

function textTerm(field: FieldName | null, token: TextToken): Query {
  const where = addressField(field)
  if (addressForm.test(token.text) && !token.prefix && (where !== null || field === null)) {
    const at = token.text.lastIndexOf('@')
    return { kind: 'address', field: where, local: token.text.slice(0, at).toLowerCase(), domain: token.text.slice(at + 1).toLowerCase() }
  }
  if (field === 'bcc') throw syntaxError('bcc: needs an address or a domain, such as @x.example.', token.start, token.end)
  if (indexWords(token.text).length === 0) throw syntaxError('There is no letter or digit here to look for.', token.start, token.end)
  return { kind: 'text', field: textField(field), text: token.text, prefix: token.prefix }
}

const partialDate = /^\d{4}(?:-(\d{2})(?:-(\d{2}))?)?$/u

function dateTerm(field: 'before' | 'after' | 'date', token: TextToken): Query {
  if (field === 'date' && token.text.toLowerCase() === 'none') return { kind: 'undated' }
  const [from = '', to, ...more] = field === 'date' ? token.text.split('..') : [token.text]
  const wrong = (): AppError =>
    syntaxError(
      `${field}: needs a date as 2026, 2026-03 or 2026-03-31${field === 'date' ? ', or two with .. between' : ''}.`,
      token.start,
      token.end,
    )
  if (more.length > 0) throw wrong()
  const checked = (text: string): string => {
    if (!realDate(text)) throw wrong()
    return text
  }
  if (field === 'before') return { kind: 'date', from: null, to: null, before: checked(from) }
  if (field === 'after') return { kind: 'date', from: checked(from), to: null, before: null }
  if (to === undefined) return { kind: 'date', from: checked(from), to: from, before: null }
  if (from === '' && to === '') throw wrong()
  return { kind: 'date', from: from === '' ? null : checked(from), to: to === '' ? null : checked(to), before: null }
}

function realDate(text: string): boolean {
  const match = partialDate.exec(text)
  if (!match || Number(text.slice(0, 4)) < 1) return false
  const month = Number(match[1] ?? 1)
  const day = Number(match[2] ?? 1)
  if (month < 1 || month > 12) return false
  return day >= 1 && day <= new Date(Date.UTC((Number(text.slice(0, 4)) % 400) + 2000, month, 0)).getUTCDate()
}
