import type { ReadableDatabase } from '../store/index.ts'

/** A piece of SQL (a condition over `document AS d`, or a select) with the values to bind, in order. */
export interface Condition {
  readonly sql: string
  readonly values: readonly (string | number)[]
}

/**
 * The one place that knows how the search engine is asked. Expressions come as values, never as part of the SQL; they are made by `text-expression.ts`
 * alone, of quoted words and fixed column names.
 */

/** The numbers of the documents that an expression matches, as a select of one column. */
export function matching(expression: string): Condition {
  return { sql: 'SELECT rowid FROM search WHERE search MATCH ?', values: [expression] }
}

/** Weights of the columns in their order: a subject says more than a body, a file name too, and what is repeated from earlier mails less. */
const ranking = 'bm25(search, 4.0, 1.0, 0.5, 3.0, 2.0, 1.0, 1.0)'

/** What an expression matches with its rank (the less, the better), as a select of `found` and `rank`. */
export function ranked(expression: string): Condition {
  return { sql: `SELECT rowid AS found, ${ranking} AS rank FROM search WHERE search MATCH ?`, values: [expression] }
}

/** The words of the index in order with the number of documents that hold each: tables with `term` and `doc`, one a part of the index. */
export function vocabularies(index: ReadableDatabase): readonly string[] {
  index.exec("CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_word USING fts5vocab('main', 'search', 'row')")
  return ['temp.search_word']
}
