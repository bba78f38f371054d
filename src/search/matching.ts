import { type ReadableDatabase, shardNames, shardSpan, statement } from '../store/index.ts'

/** A piece of SQL (a condition over `document AS d`, or a select) with the values to bind, in order. */
export interface Condition {
  readonly sql: string
  readonly values: readonly (string | number)[]
}

/**
 * The one place that knows how the search engine is asked. Expressions come as values, never as part of the SQL; they are made by `text-expression.ts`
 * alone, of quoted words and fixed column names.
 */

const everyShard = (select: (name: string, base: number) => string): string =>
  shardNames.map((name, at) => select(name, (at + 1) * shardSpan)).join(' UNION ALL ')

const rowsSql = everyShard((name, base) => `SELECT rowid + ${base} AS row FROM ${name}.search WHERE search MATCH ?`)
const matchingSql = `SELECT document.number FROM (${rowsSql}) AS hit CROSS JOIN document ON document.text = hit.row`

/**
 * The numbers of the documents that an expression matches, as a select of one column. The words lie in several shards (store/index-shards.ts); each is
 * asked, and a row stands for the document that names it.
 */
export function matching(expression: string): Condition {
  return { sql: matchingSql, values: shardNames.map(() => expression) }
}

const countSql = `SELECT count(*) FROM (${matchingSql})`

/** In how many documents a word stands, in index form. Counted by document: several that say the same share a row. */
export function documentsWith(index: ReadableDatabase, word: string): number {
  const { values } = matching(`"${word.replaceAll('"', '')}"`)
  return statement(index, countSql)
    .pluck()
    .get(...values) as number
}

/** The words of the index in order with the number of different texts that hold each: tables with `term` and `doc`, one a part of the index. */
export function vocabularies(index: ReadableDatabase): readonly string[] {
  for (const name of shardNames) {
    index.exec(`CREATE VIRTUAL TABLE IF NOT EXISTS temp.${name}_word USING fts5vocab('${name}', 'search', 'row')`)
  }
  return shardNames.map((name) => `temp.${name}_word`)
}

/**
 * The same words to be looked up one by one, without a number: tables with `term`, one a part of the index, in which the first of a stretch is there at once. A row of
 * {@link vocabularies} takes as long as reading the numbers of all texts that hold the word.
 */
export function vocabularySteps(index: ReadableDatabase): readonly string[] {
  for (const name of shardNames) {
    index.exec(`CREATE VIRTUAL TABLE IF NOT EXISTS temp.${name}_step USING fts5vocab('${name}', 'search', 'instance')`)
  }
  return shardNames.map((name) => `temp.${name}_step`)
}
