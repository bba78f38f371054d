import { writtenAddresses } from '../model/index.ts'
import { identifierWords } from './identifier.ts'
import { indexWords } from './index-form.ts'
import type { Query, QuotedValue, TextField } from './query.ts'
import { addressWord } from './written-address.ts'

/**
 * Expressions of the search engine. They hold fixed column names and words in quotation marks; words are letters and digits only (`indexWords`), so nothing
 * that is typed can mean anything to the engine.
 */
const columnsOf: Readonly<Record<TextField, readonly string[]>> = {
  subject: ['subject'],
  body: ['body', 'quoted'],
  filename: ['filename'],
  attachment: ['body', 'quoted', 'filename'],
  from: ['sender'],
  to: ['recipients'],
  cc: ['copied'],
}
const everyColumn = ['subject', 'body', 'quoted', 'filename', 'sender', 'recipients', 'copied']
/** Columns for an address written in the text; the headers' addresses are compared exactly instead. */
const textColumns = ['subject', 'body', 'quoted', 'filename']
const headerColumns = everyColumn.filter((column) => !textColumns.includes(column))

export type TextLeaf = Extract<Query, { kind: 'text' | 'near' }>
export type AddressLeaf = Extract<Query, { kind: 'address' }>

/** Text of the document itself rather than of its message's header. */
export function isOwnText(query: Query): query is TextLeaf {
  return isText(query) && !['from', 'to', 'cc', 'subject'].includes(query.field ?? '')
}

export function isText(query: Query): query is TextLeaf {
  return query.kind === 'text' || query.kind === 'near'
}

/** The expression of a phrase or of phrases near each other; null where it holds no word. */
export function textExpression(query: TextLeaf, quoted: QuotedValue | null): string | null {
  const columns = within(query.field === null ? null : columnsOf[query.field], quoted)
  return query.kind === 'near' ? nearExpression(query, columns) : phraseExpression(query.text, query.prefix, columns)
}

/** Where one looks first: the subject, a file name, who wrote it. */
const headColumns = ['subject', 'filename', 'sender']

/** The expression of a phrase, or of phrases near each other, that stands where one looks first; null for one that is looked for in a field, or holds no word. */
export function headExpression(query: TextLeaf, quoted: QuotedValue | null): string | null {
  if (query.field !== null || quoted === 'only') return null
  const columns = filter(headColumns)
  return query.kind === 'near' ? nearExpression(query, columns) : phraseExpression(query.text, query.prefix, columns)
}

/** How text is to be read. */
export interface TextSettings {
  /** Attachments share the header facts of their message. */
  readonly inherit: boolean
  readonly quoted: QuotedValue | null
}

/** The expression for a query that the search engine alone can answer, one document at a time; null for any other. NOT is left to SQL. */
export function ownTextExpression(query: Query, settings: TextSettings): string | null {
  if (isText(query)) {
    if (query.field === 'attachment' || (settings.inherit && !isOwnText(query))) return null
    return textExpression(query, settings.quoted)
  }
  if (query.kind !== 'and' && query.kind !== 'or') return null
  const inner = { ...settings, quoted: quotedOf(query.children) ?? settings.quoted }
  const parts: string[] = []
  for (const child of query.children) {
    if (child.kind === 'quoted') continue
    const part = ownTextExpression(child, inner)
    if (part === null) return null
    parts.push(part)
  }
  return parts.length === 0 ? null : `(${parts.join(query.kind === 'and' ? ' AND ' : ' OR ')})`
}

/** What a group says of quoted text; null where it says nothing. */
export function quotedOf(children: readonly Query[]): QuotedValue | null {
  return children.find((child) => child.kind === 'quoted')?.value ?? null
}

/**
 * The expression of an address as it may be written in the text; null where it holds no word. A domain alone, and an address of a kind that text is not read
 * for, are looked for by their words.
 */
export function writtenAddress(query: AddressLeaf, quoted: QuotedValue | null): string | null {
  const address = `${query.local}@${query.domain}`
  const whole = addressWord(address)
  const written = whole === null ? writtenAddresses(address).map((each) => indexWords(each)) : [[whole]]
  const phrases = written.filter((words) => words.length > 0).map((words) => phraseOf(words))
  return phrases.length === 0 ? null : `${within(textColumns, quoted)}${phrases.length === 1 ? phrases[0] : `(${phrases.join(' OR ')})`}`
}

/** A column filter, empty for all. Quoted text can be left out, or be the only text; what is in headers isn't quoted text. */
function within(columns: readonly string[] | null, quoted: QuotedValue | null): string {
  if (quoted === null) return columns === null ? '' : filter(columns)
  const among = columns ?? everyColumn
  if (!among.includes('quoted')) return filter(among)
  return filter(quoted === 'only' ? ['quoted'] : among.filter((column) => column !== 'quoted'))
}

function filter(columns: readonly string[]): string {
  return `{${columns.join(' ')}} : `
}

/** A phrase as the engine reads it, in one column or in any; null where it holds no word. */
export function quotedPhrase(text: string, prefix: boolean, column: string | null): string | null {
  const words = indexWords(text)
  return words.length === 0 ? null : `${column === null ? '' : filter([column])}${phraseOf(words, prefix)}`
}

function phraseOf(words: readonly string[], prefix = false): string {
  return `"${words.join(' ')}"${prefix ? ' *' : ''}`
}

/**
 * An identifier is looked for as it is punctuated here, and in one piece, as the index has every number that is written in groups; an address as a whole, as
 * the index has those that stand in texts.
 */
function phraseExpression(text: string, prefix: boolean, columns: string): string | null {
  const words = indexWords(text)
  if (words.length === 0) return null
  const phrase = phraseOf(words, prefix)
  const whole = prefix ? null : addressWord(text)
  if (whole !== null)
    return columns === '' ? `(${phraseOf([whole])} OR ${filter(headerColumns)}${phrase})` : `${columns}${phraseOf([whole])}`
  const joined = prefix ? [] : identifierWords(text).filter((word) => words.length > 1 || word !== words[0])
  // `020 7946 0100 #12`: as words, any number in the next line would be its extension.
  if (joined.length > 1 && !/\p{L}/u.test(text)) return `${columns}(${joined.map((word) => phraseOf([word])).join(' OR ')})`
  return joined.length === 0 ? `${columns}${phrase}` : `${columns}(${[phrase, ...joined.map((word) => phraseOf([word]))].join(' OR ')})`
}

function nearExpression(query: Extract<Query, { kind: 'near' }>, columns: string): string | null {
  const phrases = query.phrases.map(({ text, prefix }) => ({ words: indexWords(text), prefix }))
  if (phrases.some(({ words }) => words.length === 0)) return null
  return `${columns}NEAR(${phrases.map(({ words, prefix }) => phraseOf(words, prefix)).join(' ')}, ${query.distance})`
}
