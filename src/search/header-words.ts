import { type HeaderColumn, type ReadableDatabase, statement } from '../store/index.ts'
import type { Condition } from './matching.ts'
import type { AddressField, HeaderField, Query } from './query.ts'
import { quotedPhrase } from './text-expression.ts'

/**
 * Words of a header that stand in no column of a document's text: people in Bcc and Reply-To, whom a copy was delivered to, keywords (store/index-header-words.ts).
 * Few phrases stand in any, so a term is only widened by them where the archive has them: all others stay one expression for the engine.
 */
const columns: Readonly<Record<HeaderField, HeaderColumn>> = { from: 'sender', to: 'recipients', cc: 'copied' }

export type HeaderLeaf = Extract<Query, { kind: 'header' }>

/** The term, or the term beside its words in headers. */
export function orInHeaders(index: ReadableDatabase, leaf: Query): Query {
  if (leaf.kind !== 'text') return leaf
  const { field, text, prefix } = leaf
  if (field !== null && field !== 'from' && field !== 'to' && field !== 'cc') return leaf
  const header: HeaderLeaf = { kind: 'header', field, text, prefix }
  const expression = headerExpression(header)
  if (expression === null) return leaf
  const any = statement(index, 'SELECT 1 FROM header_search WHERE header_search MATCH ? LIMIT 1').get(expression)
  return any === undefined ? leaf : { kind: 'or', children: [leaf, header] }
}

/** Whether these alternatives are a term and its words in headers. */
export function isWidened(children: readonly Query[]): boolean {
  return children.length === 2 && children[1]?.kind === 'header'
}

/** The documents, as a select of numbers; null where there is no word to look for. */
export function inHeaders(leaf: HeaderLeaf): Condition | null {
  const expression = headerExpression(leaf)
  if (expression === null) return null
  return {
    sql: `SELECT header_of.document FROM header_search JOIN header_of ON header_of.header = header_search.rowid WHERE header_search MATCH ?`,
    values: [expression],
  }
}

function headerExpression({ field, text, prefix }: HeaderLeaf): string | null {
  return quotedPhrase(text, prefix, field === null ? null : columns[field])
}

/** Roles of participants that an address field of the language means. */
export const rolesOf: Readonly<Record<AddressField, readonly string[]>> = {
  from: [
    'from',
    'resent-from',
    'resent-sender',
    'x-outlook-from',
    'x-outlook-sender',
    'x-original-from',
    'x-original-sender',
    'x-google-original-from',
    'shown-from',
  ],
  to: [
    'to',
    'resent-to',
    'delivered-to',
    'x-original-to',
    'envelope-to',
    'x-envelope-to',
    'apparently-to',
    'x-apparently-to',
    'x-delivered-to',
    'x-rcpt-to',
    'original-recipient',
    'x-original-recipient',
    'received',
    'x-forwarded-to',
    'x-forwarded-for',
    'x-outlook-to',
    'x-outlook-received-by',
    'shown-to',
  ],
  cc: ['cc', 'resent-cc', 'x-outlook-cc', 'shown-cc'],
  bcc: ['bcc', 'resent-bcc', 'x-outlook-bcc', 'part-bcc', 'shown-bcc'],
}

/** The roles of some fields as a list in SQL; none comes from outside. */
export function rolesAsSql(...fields: readonly AddressField[]): string {
  return `(${fields
    .flatMap((field) => rolesOf[field])
    .map((role) => `'${role}'`)
    .join(', ')})`
}
