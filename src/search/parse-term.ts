import { AppError } from '../model/index.ts'
import type { Archive, ArchiveField } from './archive.ts'
import { indexWords } from './index-form.ts'
import type { AddressField, FieldName, Query, TextField } from './query.ts'
import { address, addressFields, codingValues, hasValues, quotedValues, textFields } from './query.ts'
import type { Token } from './tokens.ts'
import { syntaxError } from './tokens.ts'

/** In what a query is read. */
export interface ParseOptions {
  /**
   * What only a request knows: `null` outside one, where `coding:`, `has:marks` and `person:` are refused with their place; left out where only the form
   * of a query is looked at.
   */
  readonly matter?: { readonly knowsPerson: (name: string) => boolean } | null
  /** What the archive has; left out where only the form of a query is looked at. */
  readonly archive?: Archive
}

type TextToken = Extract<Token, { kind: 'text' }>

/** Whether a field may stand before a group: `subject:(a OR b)`. */
export function isGroupField(field: FieldName): boolean {
  return textField(field) !== null || field === 'bcc'
}

function textField(field: FieldName | null): TextField | null {
  return textFields.find((name) => name === field) ?? null
}

function addressField(field: FieldName | null): AddressField | null {
  return addressFields.find((name) => name === field) ?? null
}

/**
 * One term: a value, with the field before it.
 *
 * @throws search/syntax
 */
export function term(field: FieldName | null, token: TextToken, options: ParseOptions): Query {
  if (token.edits !== 0) return fuzzyTerm(field, token, token.edits)
  const value = token.text.toLowerCase()
  const wrong = (message: string): AppError => syntaxError(message, token.start, token.end)
  const needsMatter = (): void => {
    if (options.matter === null) throw wrong(`${field}:${field === 'has' ? value : ''} can only be asked inside a request.`)
  }
  switch (field) {
    case 'before':
    case 'after':
    case 'date':
      return dateTerm(field, token)
    case 'has': {
      const what = hasValues.find((known) => known === value)
      if (what === undefined) throw wrong(`has: knows ${hasValues.map((known) => `has:${known}`).join(' and ')}.`)
      if (what === 'marks') needsMatter()
      return { kind: 'has', what }
    }
    case 'coding': {
      const coding = codingValues.find((known) => known === value)
      if (coding === undefined) throw wrong(`coding: knows ${codingValues.join(', ')}.`)
      needsMatter()
      return { kind: 'coding', coding }
    }
    case 'person':
      needsMatter()
      if (token.text.trim() === '') throw wrong('person: needs a name.')
      if (options.matter?.knowsPerson(token.text) === false) {
        throw wrong('person: knows the person of this request, by an accepted form of their name or address.')
      }
      return { kind: 'person', name: token.text }
    case 'quoted': {
      const quoted = quotedValues.find((known) => known === value)
      if (quoted === undefined) throw wrong('quoted: knows quoted:no and quoted:only.')
      return { kind: 'quoted', value: quoted }
    }
    case 'type':
      if (!/^[a-z0-9][a-z0-9.+-]{0,80}(?:\/[a-z0-9.+-]{0,80})?$/u.test(value)) {
        throw wrong('type: needs a file ending or a media type, such as type:pdf, type:image or type:application/zip.')
      }
      return { kind: 'type', value: value.endsWith('/') ? value.slice(0, -1) : value }
    case 'size':
      return sizeTerm(token)
    case 'in': {
      const match = /^s(\d{1,9})$/iu.exec(token.text)
      if (!match) throw wrong('in: needs the id of a source, such as S1.')
      const number = Number(match[1])
      if (options.archive?.hasSource(number) === false)
        throw unknownName('in', 'in: names no source of this archive; the list of sources shows their ids.', token)
      return { kind: 'source', number }
    }
    case 'document':
      if (!/^[ma][0-9a-f]{20}$/u.test(token.text)) throw wrong('document: needs the id of a document.')
      return { kind: 'document', id: token.text }
    case 'custodian':
      if (token.text.trim() === '') throw wrong('custodian: needs a name.')
      if (options.archive?.hasCustodian(token.text) === false) {
        throw unknownName('custodian', 'custodian: names nobody whose mail was taken in; the list of sources shows whose each is.', token)
      }
      return { kind: 'custodian', name: token.text }
    default:
      return textTerm(field, token)
  }
}

/** Names of people don't belong in an error: whoever shows it looks up by `unknown` what there is. */
function unknownName(field: ArchiveField, message: string, token: TextToken): AppError {
  return new AppError('search/syntax', message, { start: token.start, end: token.end, unknown: field })
}

/** An address without what it is pasted with: `<ann@x.example>`, `mailto:ann@x.example`, `ann@x.example,`. The bracket of `ann@[192.0.2.1]` is its own. */
function bareAddress(text: string): string {
  if (!text.includes('@') || /@\[[^[\]]+\]$/u.test(text)) return text
  return text.replace(/^(?:[<‹'[{]|mailto:)+/iu, '').replace(/[>›'\]}.,;:!?]+$/u, '')
}

const severalAddresses = /[^\s@,;]@[^\s@,;]+[,;][^\s@,;]+@[^\s@,;]/u
const addressForm = /^[^\s@"]*@[^\s@"]*[^\s@".]$/u

function textTerm(field: FieldName | null, token: TextToken): Query {
  const where = addressField(field)
  const written = bareAddress(token.text)
  if (addressForm.test(written) && !token.prefix && (where !== null || field === null)) {
    return address(written, where)
  }
  if (severalAddresses.test(token.text)) {
    throw syntaxError(
      'Several addresses stand here as one. Part them, as in: from:ann@x.example OR from:bo@x.example',
      token.start,
      token.end,
    )
  }
  if (field === 'bcc') throw syntaxError('bcc: needs an address or a domain, such as @x.example.', token.start, token.end)
  if (indexWords(token.text).length === 0) throw syntaxError('There is no letter or digit here to look for.', token.start, token.end)
  return { kind: 'text', field: textField(field), text: token.text, prefix: token.prefix }
}

/** Shorter words with so many letters changed are any word. */
const shortestFuzzy = { 1: 3, 2: 5 } as const

function fuzzyTerm(field: FieldName | null, token: TextToken, edits: 1 | 2): Query {
  const where = textField(field)
  if (field !== null && where === null) throw syntaxError(`~ can’t follow a value of ${field}:`, token.start, token.end)
  const [word, ...more] = indexWords(token.text)
  if (word === undefined || more.length > 0) throw syntaxError('~ needs a single word before it.', token.start, token.end)
  if ([...word].length < shortestFuzzy[edits]) {
    throw syntaxError(`~${edits} needs a word of at least ${shortestFuzzy[edits]} letters.`, token.start, token.end)
  }
  return { kind: 'fuzzy', field: where, text: token.text, edits }
}

const units: Readonly<Record<string, number>> = { '': 1, b: 1, k: 1024, kb: 1024, m: 1024 ** 2, mb: 1024 ** 2, g: 1024 ** 3, gb: 1024 ** 3 }

function sizeTerm(token: TextToken): Query {
  const wrong = (): AppError =>
    syntaxError('size: needs a comparison or a range, as size:>2MB, size:<=500k or size:10k..1MB.', token.start, token.end)
  const bytes = (text: string): number => {
    const match = /^(\d{1,12}(?:\.\d{1,6})?)(b|kb?|mb?|gb?)?$/u.exec(text)
    if (!match) throw wrong()
    return Math.round(Number(match[1]) * (units[match[2] ?? ''] ?? 1))
  }
  const text = token.text.toLowerCase()
  const compared = /^([<>]=?)(.*)$/u.exec(text)
  if (compared) {
    const [, sign = '', rest = ''] = compared
    const size = bytes(rest)
    if (sign === '<' && size === 0) throw wrong()
    if (sign.startsWith('>')) return { kind: 'size', from: sign === '>' ? size + 1 : size, to: null }
    return { kind: 'size', from: null, to: sign === '<' ? size - 1 : size }
  }
  const dots = text.indexOf('..')
  if (dots < 0 || text === '..') throw wrong()
  const [first, last] = [text.slice(0, dots), text.slice(dots + 2)]
  const from = first === '' ? null : bytes(first)
  const to = last === '' ? null : bytes(last)
  if (from !== null && to !== null && from > to) throw wrong()
  return { kind: 'size', from, to }
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
  if (from !== '' && to !== '' && isAfter(from, to)) throw syntaxError('The range ends before it begins.', token.start, token.end)
  return { kind: 'date', from: from === '' ? null : checked(from), to: to === '' ? null : checked(to), before: null }
}

/** Whether a date, or the month or year, lies wholly after another. */
function isAfter(one: string, other: string): boolean {
  const length = Math.min(one.length, other.length)
  return one.slice(0, length) > other.slice(0, length)
}

function realDate(text: string): boolean {
  const match = partialDate.exec(text)
  if (!match || Number(text.slice(0, 4)) < 1) return false
  const month = Number(match[1] ?? 1)
  const day = Number(match[2] ?? 1)
  if (month < 1 || month > 12) return false
  return day >= 1 && day <= new Date(Date.UTC((Number(text.slice(0, 4)) % 400) + 2000, month, 0)).getUTCDate()
}
