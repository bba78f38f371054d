import { AppError } from '../model/index.ts'
import type { FieldName } from './query.ts'
import { fieldNames } from './query.ts'

/** A token of the query language with its place, `[start, end)` in UTF-16 code units of the query. */
export type Token = { readonly start: number; readonly end: number } & (
  | { readonly kind: 'open' | 'close' | 'and' | 'or' | 'not' }
  | { readonly kind: 'near'; readonly distance: number }
  | { readonly kind: 'field'; readonly field: FieldName }
  /** `quoted`: between quotation marks, so nothing in it is an operator. `prefix`: a `*` follows. `edits`: `~1` or `~2` follows, else 0. */
  | { readonly kind: 'text'; readonly text: string; readonly quoted: boolean; readonly prefix: boolean; readonly edits: 0 | 1 | 2 }
)

/**
 * A located error: the user interface underlines `[start, end)`. The message never repeats the query. `unfinished`: what is typed next may be what is missing, so that
 * it is no mistake yet.
 */
export function syntaxError(message: string, start: number, end: number, unfinished = false): AppError {
  return new AppError('search/syntax', message, { start, end, ...(unfinished && { unfinished }) })
}

const operators: Readonly<Record<string, 'and' | 'or' | 'not'>> = { AND: 'and', OR: 'or', NOT: 'not' }
const quotationMarks = '"＂“”„«»「」『』'
/** What closes a phrase that begins with a mark; those of Europe are set in either direction. */
const closings: Readonly<Record<string, string>> = { '"': '"', '＂': '＂', '「': '」', '『': '』' }
const typographicClosing = '"“”«»'
/** A hyphen and what telephones and word processors put in its place. */
const minus = /[-\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d]/u
const space = /\s/u
const fields = new Set<string>(fieldNames)

/**
 * Cuts a query into tokens.
 *
 * @throws search/syntax
 */
export function tokenize(query: string): readonly Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < query.length) {
    const character = query[at] ?? ''
    if (space.test(character)) at++
    else if ('()（）'.includes(character)) {
      tokens.push({ kind: '(（'.includes(character) ? 'open' : 'close', start: at, end: at + 1 })
      at++
    } else if (quotationMarks.includes(character)) at = quoted(query, at, tokens)
    else if (minus.test(character) && /[^\s)）*]/u.test(query[at + 1] ?? '') && !minus.test(query[at + 1] ?? '')) {
      tokens.push({ kind: 'not', start: at, end: at + 1 })
      at++
    } else at = bare(query, at, tokens)
  }
  return tokens
}

function quoted(query: string, start: number, tokens: Token[]): number {
  const closing = closings[query[start] ?? ''] ?? typographicClosing
  let end = start + 1
  while (end < query.length && !closing.includes(query[end] ?? '')) end++
  if (end >= query.length) throw syntaxError('A quotation mark is opened and never closed.', start, start + 1, true)
  if (query[end + 1] === '~')
    throw syntaxError('~ follows a single word, not a phrase. For words near each other use NEAR.', end + 1, end + 2)
  const prefix = query[end + 1] === '*'
  const after = end + (prefix ? 2 : 1)
  tokens.push({ kind: 'text', text: query.slice(start + 1, end), quoted: true, prefix, edits: 0, start, end: after })
  return after
}

function bare(query: string, start: number, tokens: Token[]): number {
  let end = start
  while (end < query.length && !/[\s()（）]/u.test(query[end] ?? '') && !quotationMarks.includes(query[end] ?? '')) end++
  const word = query.slice(start, end)
  const operator = Object.hasOwn(operators, word) ? operators[word] : undefined
  if (operator) {
    tokens.push({ kind: operator, start, end })
    return end
  }
  if (word === 'NEAR' || word.startsWith('NEAR/')) {
    tokens.push({ kind: 'near', distance: distanceOf(word, start, query.length), start, end })
    return end
  }
  const colon = word.search(/[:：]/u)
  if (colon > 0) {
    const name = word.slice(0, colon).toLowerCase()
    if (fields.has(name)) {
      tokens.push({ kind: 'field', field: name as FieldName, start, end: start + colon + 1 })
      return start + colon + 1
    }
    const near = fieldNames.find((field) => differsByOne(name, field))
    if (near) {
      throw syntaxError(
        `There is no such field. Did you mean ${near}: ? To search for the text itself, put it in quotation marks.`,
        start,
        start + colon + 1,
      )
    }
    if (looksLikeField(name, word.slice(colon + 1), query[end])) {
      throw syntaxError(
        `There is no such field; fields are ${fieldNames.join(', ')}. To search for the text itself, put it in quotation marks.`,
        start,
        start + colon + 1,
      )
    }
  }
  const prefix = word.length > 1 && word.endsWith('*')
  const star = word.indexOf('*')
  if (star >= 0 && star < word.length - 1 && /[\p{L}\p{N}]/u.test(word)) {
    throw syntaxError(
      '* stands at the end of a word alone, for any ending. For other spellings use ~; for the sign itself, quotation marks.',
      start + star,
      start + star + 1,
    )
  }
  const question = /^[\p{L}\p{N}]*\?+[\p{L}\p{N}]/u.test(word) ? word.indexOf('?') : -1
  // In an address of a page it parts the path from what is asked.
  if (question >= 0 && !/[/=]/.test(word)) {
    throw syntaxError(
      '? stands for no letter. For other spellings use ~, for any ending * at the end; for the sign itself, quotation marks.',
      start + question,
      start + question + 1,
    )
  }
  if (misplacedFuzzy.test(word) && !fuzzyWord.test(word)) {
    const tilde = word.lastIndexOf('~')
    throw syntaxError('~, ~1 or ~2 stands at the end of a single word of letters and digits, with nothing behind.', start + tilde, end)
  }
  const fuzzy = fuzzyWord.exec(word)
  if (fuzzy?.groups !== undefined) {
    const { letters = '', edits = '' } = fuzzy.groups
    if (edits !== '' && edits !== '1' && edits !== '2') {
      throw syntaxError('After ~ stands 1 or 2: so many letters may differ.', start + letters.length, end)
    }
    tokens.push({ kind: 'text', text: letters, quoted: false, prefix: false, edits: edits === '2' ? 2 : 1, start, end })
    return end
  }
  tokens.push({ kind: 'text', text: prefix ? word.slice(0, -1) : word, quoted: false, prefix, edits: 0, start, end })
  return end
}

/** What stands before a colon in mail without being a field: schemes of addresses, and what programs put before the subject of an answer. */
const notFields = new Set(
  'mailto tel sms cid mid urn data news re fw fwd aw wg antw antwort sv vs vb tr rv res enc ynt odp pd doorst rif ref réf'.split(' '),
)

/**
 * Whether an unknown word before a colon was meant as a field: it would find nothing, and nobody would know why. A colon at the end of a word, in a time, a
 * path, a URL or between names of a program is text.
 */
function looksLikeField(name: string, value: string, next: string | undefined): boolean {
  if (!/^\p{L}{2,}$/u.test(name) || notFields.has(name)) return false
  if (value === '') return next !== undefined && (next === '(' || quotationMarks.includes(next))
  return /[\p{L}\p{N}]/u.test(value) && !/^[/\\:]/u.test(value)
}

/** A word with `~`, not a path or an address with one in it. */
const fuzzyWord = /^(?<letters>[\p{L}\p{N}][\p{L}\p{N}\p{M}'’]*)~(?<edits>\d*)$/u

/** What looks for other spellings by its end, but isn't a word: `smith~1,`, `lee-smith~1`. An address or a path with a `~` in it goes on behind. */
const misplacedFuzzy = /[\p{L}\p{N}]~\d?[\p{P}\p{S}]*$/u

const defaultDistance = 10
export const maximumDistance = 200

function distanceOf(word: string, start: number, length: number): number {
  if (word === 'NEAR') return defaultDistance
  const digits = word.slice('NEAR/'.length)
  const distance = /^\d{1,3}$/u.test(digits) ? Number(digits) : Number.NaN
  if (!(distance <= maximumDistance)) {
    throw syntaxError(
      `NEAR/ needs a number of words up to ${maximumDistance}, as NEAR/5.`,
      start,
      start + word.length,
      word === 'NEAR/' && start + word.length === length,
    )
  }
  return distance
}

/** One letter added, left out, changed, or two neighbours swapped; only for words long enough to be a slip rather than another word. */
function differsByOne(typed: string, field: string): boolean {
  if (field.length < 4 || !/^[a-z]+$/u.test(typed) || Math.abs(typed.length - field.length) > 1) return false
  let same = 0
  while (same < typed.length && typed[same] === field[same]) same++
  const restTyped = typed.slice(same)
  const restField = field.slice(same)
  return (
    restTyped.slice(1) === restField.slice(1) ||
    restTyped === restField.slice(1) ||
    restTyped.slice(1) === restField ||
    (restTyped.length > 1 && restTyped[0] === restField[1] && restTyped[1] === restField[0] && restTyped.slice(2) === restField.slice(2))
  )
}
