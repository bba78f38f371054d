/** A query as parsed: what the parser makes, the printer writes and the compiler turns into SQL. */

export const textFields = ['subject', 'body', 'filename', 'from', 'to', 'cc'] as const
export type TextField = (typeof textFields)[number]

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
  'before',
  'after',
  'date',
  'has',
  'in',
  'custodian',
  'document',
] as const
export type FieldName = (typeof fieldNames)[number]

export type Query =
  | { readonly kind: 'and' | 'or'; readonly children: readonly Query[] }
  | { readonly kind: 'not'; readonly child: Query }
  /** Words next to each other, in one column or in any; with `prefix` the last may go on. */
  | { readonly kind: 'text'; readonly field: TextField | null; readonly text: string; readonly prefix: boolean }
  /** An address exactly, or with an empty local part every address of that domain. Field null: in any header, or written in the text. */
  | { readonly kind: 'address'; readonly field: AddressField | null; readonly local: string; readonly domain: string }
  /** Civil dates in the controller's zone, `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; from the start of `from` to before the start of `before` or the end of `to`. */
  | { readonly kind: 'date'; readonly from: string | null; readonly to: string | null; readonly before: string | null }
  /** No readable date. */
  | { readonly kind: 'undated' }
  | { readonly kind: 'has'; readonly what: 'attachment' }
  | { readonly kind: 'source'; readonly number: number }
  | { readonly kind: 'custodian'; readonly name: string }
  | { readonly kind: 'document'; readonly id: string }

/** The words of `text` next to each other, anywhere. */
export function phrase(text: string, field: TextField | null = null): Query {
  return { kind: 'text', field, text, prefix: false }
}

/** An address exactly; in any header, or written in the text when `field` is null. */
export function address(text: string, field: AddressField | null = null): Query {
  const at = text.lastIndexOf('@')
  return { kind: 'address', field, local: text.slice(0, Math.max(at, 0)).toLowerCase(), domain: text.slice(at + 1).toLowerCase() }
}

/** Any of these. */
export function anyOf(children: readonly Query[]): Query {
  return { kind: 'or', children }
}

/** All of these. */
export function allOf(children: readonly Query[]): Query {
  return { kind: 'and', children }
}
