/** A query as parsed: what the parser makes, the printer writes and the compiler turns into SQL. */

import { type Coding, comparableAddress } from '../model/index.ts'

/** Fields that hold text; `attachment` is the text and the name of an attachment. */
export const textFields = ['subject', 'body', 'filename', 'attachment', 'from', 'to', 'cc'] as const
export type TextField = (typeof textFields)[number]

/** Fields of text whose words may also stand in the further fields of a header. */
export type HeaderField = 'from' | 'to' | 'cc'

export const addressFields = ['from', 'to', 'cc', 'bcc'] as const
export type AddressField = (typeof addressFields)[number]

/** Every field name of the language, for completion and for telling a field from a word with a colon. */
export const fieldNames = [
  'from',
  'to',
  'cc',
  'bcc',
  'subject',
  'body',
  'filename',
  'attachment',
  'type',
  'size',
  'before',
  'after',
  'date',
  'has',
  'in',
  'custodian',
  'person',
  'coding',
  'quoted',
  'document',
] as const
export type FieldName = (typeof fieldNames)[number]

export const hasValues = ['attachment', 'marks'] as const
export const codingValues = ['responsive', 'not-responsive', 'undecided', 'uncollected'] as const satisfies readonly (
  | Coding
  | 'uncollected'
)[]
export type CodingValue = (typeof codingValues)[number]
export const quotedValues = ['no', 'only'] as const
export type QuotedValue = (typeof quotedValues)[number]

export interface NearPhrase {
  readonly text: string
  readonly prefix: boolean
}

export type Query =
  | { readonly kind: 'and' | 'or'; readonly children: readonly Query[] }
  | { readonly kind: 'not'; readonly child: Query }
  /** Words next to each other, in one field or in any; with `prefix` the last may go on. */
  | { readonly kind: 'text'; readonly field: TextField | null; readonly text: string; readonly prefix: boolean }
  /** An address exactly, or with an empty local part every address of that domain (of domains that begin with it, where it has no dot). Field null: in any header, or written in the text. */
  | { readonly kind: 'address'; readonly field: AddressField | null; readonly local: string; readonly domain: string }
  /** Words next to each other in what a header says beside the columns of the text; made in resolving, never read from text. */
  | { readonly kind: 'header'; readonly field: HeaderField | null; readonly text: string; readonly prefix: boolean }
  /**
   * Civil dates in the controller's zone, `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; from the start of `from` to before the start of `before` or the end of `to`. An attached
   * message has its own date and that of each message that carries it. With `undated`, what has no readable date counts as of that time.
   */
  | {
      readonly kind: 'date'
      readonly from: string | null
      readonly to: string | null
      readonly before: string | null
      readonly undated?: true
    }
  /** No readable date. */
  | { readonly kind: 'undated' }
  | { readonly kind: 'has'; readonly what: (typeof hasValues)[number] }
  /** Phrases with at most `distance` words between the first and the last of them, in any order. */
  | { readonly kind: 'near'; readonly field: TextField | null; readonly phrases: readonly NearPhrase[]; readonly distance: number }
  /** A word of the archive's own vocabulary at most `edits` letters away (changed, left out, added, or two neighbours swapped). */
  | { readonly kind: 'fuzzy'; readonly field: TextField | null; readonly text: string; readonly edits: 1 | 2 }
  /** What a document is: a file ending, a media type or a group of them (`pdf`, `application/pdf`, `image/*`), `message`. Lower case. */
  | { readonly kind: 'type'; readonly value: string }
  /** Bytes of the document itself, both ends included. */
  | { readonly kind: 'size'; readonly from: number | null; readonly to: number | null }
  /** What was decided in the request at hand; `uncollected`: not in its review set. */
  | { readonly kind: 'coding'; readonly coding: CodingValue }
  /** The request's person, in every accepted form. */
  | { readonly kind: 'person'; readonly name: string }
  /** Stands in an AND: the terms beside it are looked for outside quoted text (`no`), or in nothing else (`only`). */
  | { readonly kind: 'quoted'; readonly value: QuotedValue }
  | { readonly kind: 'source'; readonly number: number }
  | { readonly kind: 'custodian'; readonly name: string }
  | { readonly kind: 'document'; readonly id: string }
  /** Any of these, or (`families`) whatever belongs to one of these messages; made by a caller, never read from text. */
  | { readonly kind: 'documents'; readonly ids: readonly string[]; readonly families?: boolean }

/** The words of `text` next to each other, anywhere. */
export function phrase(text: string, field: TextField | null = null): Query {
  return { kind: 'text', field, text, prefix: false }
}

/** An address exactly; in any header, or written in the text when `field` is null. */
export function address(text: string, field: AddressField | null = null): Query {
  const comparable = comparableAddress(text)
  const at = comparable.lastIndexOf('@')
  return { kind: 'address', field, local: comparable.slice(0, Math.max(at, 0)), domain: comparable.slice(at + 1) }
}

/** Any of these. */
export function anyOf(children: readonly Query[]): Query {
  return { kind: 'or', children }
}

/** All of these. */
export function allOf(children: readonly Query[]): Query {
  return { kind: 'and', children }
}
