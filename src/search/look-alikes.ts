import { fieldNames } from './query.ts'
import { syntaxError, type Token } from './tokens.ts'

/**
 * Refuses what means an operator to people, or in another tool, and would be looked for as a word here: what was asked for would be another thing, and nobody would know why
 * it finds nothing.
 *
 * @throws search/syntax
 */
export function refuseLookAlikes(tokens: readonly Token[], query: string): void {
  for (const [at, token] of tokens.entries()) {
    if (token.kind !== 'text' || token.quoted || token.edits !== 0 || token.prefix) continue
    const message =
      excluded(token.text) ??
      joining(token.text) ??
      otherSign(token.text) ??
      (tokens.length > 1 ? (small(tokens, at) ?? ofOtherLanguages(tokens, at) ?? ofOtherTools(tokens, at)) : null)
    // While the last word is being written it may become another: `or` on the way to `order`, `-` on the way to `-draft`.
    const isBeingWritten = at === tokens.length - 1 && token.end === query.length
    if (message !== null) throw syntaxError(message, token.start, token.end, isBeingWritten)
  }
  refuseApostrophes(tokens)
}

type TextToken = Extract<Token, { kind: 'text' }>

/** Operators in other letters. */
function small(tokens: readonly Token[], at: number): string | null {
  const { text } = tokens[at] as TextToken
  if (!/^(?:and|or|not|near(?:\/\d*)?)$/iu.test(text)) return null
  // A name that begins with a capital may stand first (`Or Cohen`), and `near` is a word unless it stands between two.
  if (at === 0 && /^(?:Or|Near)$/u.test(text)) return null
  if (/^near$/iu.test(text) && (at === 0 || at === tokens.length - 1)) return null
  return 'Operators are written in capitals: AND, OR, NOT, NEAR/5. To search for the word itself, put it in quotation marks.'
}

/** What joins terms in offices of other languages. */
const otherLanguages: Readonly<Record<string, string>> = {
  UND: 'AND',
  ET: 'AND',
  ORAZ: 'AND',
  ODER: 'OR',
  OU: 'OR',
  LUB: 'OR',
  NICHT: 'NOT',
  SAUF: 'NOT',
}

function ofOtherLanguages(tokens: readonly Token[], at: number): string | null {
  const { text } = tokens[at] as TextToken
  const operator = Object.hasOwn(otherLanguages, text) ? otherLanguages[text] : undefined
  if (operator === undefined || at === tokens.length - 1 || (at === 0 && operator !== 'NOT')) return null
  return `Operators are written in English: AND, OR, NOT, NEAR/5; here ${operator}. To search for the word itself, put it in quotation marks.`
}

/** `w/5`, `pre/5`, `/5` (words near each other), and words that join two operators. */
function ofOtherTools(tokens: readonly Token[], at: number): string | null {
  const { text } = tokens[at] as TextToken
  // Behind an address of a network stands `/24`, and nothing behind that.
  if (/^(?:w|pre|within|adj)\/\d{1,3}$/iu.test(text) || (/^\/\d{1,3}$/u.test(text) && at < tokens.length - 1)) {
    return 'Words near each other are written with NEAR and a number of words: annual NEAR/5 budget'
  }
  return /^(?:ANDNOT|BUTNOT|ORNOT|XOR)$/u.test(text) ? 'There is AND, OR and NOT: annual NOT budget' : null
}

/** A field with another sign. */
function otherSign(text: string): string | null {
  const field = fieldNames.find((name) => text.toLowerCase().startsWith(`${name}=`))
  return field === undefined ? null : `A field ends in a colon: ${field}: To search for the text itself, put it in quotation marks.`
}

/** In some tools `!` leaves a word out; two hyphens come from those who know `--` as a dash. */
function excluded(text: string): string | null {
  if (!/^(?:!+|-[-\u2010-\u2015\u2212]+)[\p{L}\p{N}]/u.test(text) && !/^[-\u2010-\u2015\u2212]+$/u.test(text)) return null
  return 'To leave out what has a word, write - or NOT before it. For the sign itself, quotation marks.'
}

/** Signs that join terms in other tools; a single `&` stands in names of firms. */
function joining(text: string): string | null {
  if (/^&+$|[\p{L}\p{N}]&&[\p{L}\p{N}]/u.test(text)) return 'Words that must all be there stand beside each other: annual budget'
  if (/^\|+$|[\p{L}\p{N}]\|+[\p{L}\p{N}]/u.test(text)) return 'Between words of which one is enough stands OR: annual OR yearly'
  return null
}

const apostrophes = /^['‘‚‛]/u

/** `'jane roe'`: a word that begins with one, and a later one that ends with it. A single word may be written so. */
function refuseApostrophes(tokens: readonly Token[]): void {
  const begin = tokens.findIndex((token) => isBare(token) && apostrophes.test(token.text) && !/['’‘‛]$/u.test(token.text))
  const end = tokens.findIndex((token, at) => at > begin && isBare(token) && /['’‘‛]$/u.test(token.text))
  const [first, last] = [tokens[begin], tokens[end]]
  if (first === undefined || last === undefined) return
  throw syntaxError('A phrase stands in double quotation marks: "annual budget"', first.start, last.end)
}

function isBare(token: Token): token is TextToken {
  return token.kind === 'text' && !token.quoted
}
