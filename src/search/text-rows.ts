import { type ReadableDatabase, shardNames, shardSpan, statement } from '../store/index.ts'
import { Answers } from './answers.ts'
import { grown, lastOf, lists } from './columns.ts'
import { fromJson, insertInOrder, joined, type Numbers, removeInOrder, those } from './numbers.ts'
import { lookFor, type Stop, wanted } from './stoppable.ts'

/**
 * Which documents name a row of a text shard (store/index-shards.ts). The engine answers in rows; looking up the document of each costs as much as finding it, so
 * a connection that asks often keeps them in memory, 4 bytes a row. One that asks once or twice looks up what it needs.
 */
export interface Rows {
  /** By shard, then by row: the document that names it, 0 for none; below 0 where `more` has further ones, so that no row else is looked up there. */
  readonly first: Int32Array[]
  /** By number of a row over all shards: further documents that say the same, in ascending order. A message that a machine sends each hour has a hundred thousand of them. */
  readonly more: Map<number, number[]>
  documents: number
  /** How many rows of a shard the engine is asked for at once. */
  readonly atOnce: number
  /** The last of `text_moved` that was followed. */
  moved: number
  /** What expressions match as long as no document comes and no text moves: the next page, another order and the next letter of the next word ask the same once more. */
  readonly answers: Answers
}

/** Looking up a row takes some four times as long as reading it beside others: from so many lookups on, reading all would have been cheaper. */
const lookupsWorthReading = 4

const known = new WeakMap<ReadableDatabase, Rows>()
const lookedUp = new WeakMap<ReadableDatabase, number>()

const moreRowsSql = 'SELECT json_group_array(number), json_group_array(text) FROM document WHERE number > ? AND number <= ?'
const allRowsSql = `SELECT json_group_array(number), json_group_array(text) FROM document INDEXED BY document_text WHERE text > ? AND text <= ?`
const movedSql = `SELECT json_group_array(document.number), json_group_array(text_moved.before), json_group_array(document.text)
  FROM text_moved CROSS JOIN document ON document.number = text_moved.document WHERE text_moved.number > ? AND text_moved.number <= ?`
const matchSqls = shardNames.map((name) => `SELECT CAST(json_group_array(rowid) AS BLOB) FROM ${name}.search WHERE search MATCH ?`)
/** As whole numbers, else the engine reads all rows to find those between. */
const betweenSql = ' AND rowid > CAST(? AS INTEGER) AND rowid <= CAST(? AS INTEGER)'
/** So many rows are asked for at once, some hundredths of a second of the most frequent word: whoever types on waits no longer for the engine to be free. */
const rowsAtOnce = 2 ** 19
const joinedSqls = shardNames.map(
  (name, at) => `SELECT CAST(json_group_array(document.number) AS BLOB)
    FROM (SELECT rowid + ${(at + 1) * shardSpan} AS row FROM ${name}.search WHERE search MATCH ? AND ${wanted('rowid')}) AS hit
    CROSS JOIN document INDEXED BY document_text ON document.text = hit.row`,
)

/** Reads all rows into memory, or what came since. `atOnce`: of how many rows of a shard the engine is asked at once, once and for all on a connection. */
export function readRows(index: ReadableDatabase, atOnce = rowsAtOnce): Rows {
  const rows: Rows = known.get(index) ?? {
    first: shardNames.map(() => new Int32Array()),
    more: new Map(),
    documents: 0,
    atOnce,
    moved: 0,
    answers: new Answers(),
  }
  // Before the documents: what moves while they are read is followed next time, once more where it was read as moved.
  const moved = (statement(index, 'SELECT max(number) FROM text_moved').pluck().get() as number | null) ?? 0
  const documents = lastOf(index, 'document')
  if (documents > rows.documents || moved > rows.moved) rows.answers.clear()
  if (documents > rows.documents) {
    const sql = rows.documents === 0 ? allRowsSql : moreRowsSql
    for (const [from, to] of rows.documents === 0 ? spans(index) : [[rows.documents, documents] as const]) {
      for (const [numbers, texts] of lists(index, sql, from, to)) {
        for (const [at, number] of numbers.entries()) if (number <= documents) add(rows, texts[at] ?? 0, number)
      }
    }
    rows.documents = documents
  }
  if (moved > rows.moved) {
    for (const [numbers, before, now] of lists(index, movedSql, rows.moved, moved)) {
      for (const [at, number] of numbers.entries()) {
        remove(rows, before[at] ?? 0, number)
        if (number <= documents) add(rows, now[at] ?? 0, number)
      }
    }
    rows.moved = moved
  }
  known.set(index, rows)
  return rows
}

/** The rows of each shard that documents name, as what lies after a number and up to another. */
function spans(index: ReadableDatabase): readonly (readonly [number, number])[] {
  return shardNames.map((_, at) => {
    const base = (at + 1) * shardSpan
    const last = statement(index, 'SELECT max(text) FROM document WHERE text > ? AND text <= ?')
      .pluck()
      .get(base, base + shardSpan - 1)
    return [base, (last as number | null) ?? base] as const
  })
}

function add(rows: Rows, text: number, document: number): void {
  const at = Math.floor(text / shardSpan) - 1
  const row = text % shardSpan
  const first = grown(rows.first[at] ?? new Int32Array(), row, (length) => new Int32Array(length))
  rows.first[at] = first
  const named = Math.abs(first[row] ?? 0)
  if (named === 0) first[row] = document
  else if (named !== document) {
    first[row] = -named
    const others = rows.more.get(text)
    if (others === undefined) rows.more.set(text, [document])
    else insertInOrder(others, document)
  }
}

function remove(rows: Rows, text: number, document: number): void {
  const first = rows.first[Math.floor(text / shardSpan) - 1]
  const row = text % shardSpan
  const others = rows.more.get(text)
  if (first === undefined || row >= first.length) return
  if (others !== undefined) removeInOrder(others, document)
  if (Math.abs(first[row] ?? 0) === document) first[row] = others?.shift() ?? 0
  if (others !== undefined && others.length > 0) first[row] = -Math.abs(first[row] ?? 0)
  else {
    first[row] = Math.abs(first[row] ?? 0)
    rows.more.delete(text)
  }
}

/** The rows as they are now; null on a connection for which looking up the few that it needs is cheaper. */
export function rowsOf(index: ReadableDatabase): Rows | null {
  if (known.has(index) || (lookedUp.get(index) ?? 0) * lookupsWorthReading > lastOf(index, 'document')) return readRows(index)
  return null
}

/**
 * The documents up to `last` that an expression matches, each once.
 *
 * @param stop is asked every few hundred rows
 * @throws what `stop` throws
 */
export function matched(
  index: ReadableDatabase,
  expression: string,
  { rows, last, stop }: { readonly rows: Rows | null; readonly last: number; readonly stop: Stop },
): Numbers {
  if (rows !== null) return matchedRows(index, expression, rows, stop)
  lookFor(index, stop)
  const found = joined(joinedSqls.map((sql) => fromJson(statement(index, sql).pluck().get(expression) as Uint8Array)))
  lookedUp.set(index, (lookedUp.get(index) ?? 0) + found.length)
  return those(found, (number) => number <= last)
}

/** Without a question in each row whether anybody still waits: that would cost a fifth of all. */
function matchedRows(index: ReadableDatabase, expression: string, rows: Rows, stop: Stop): Numbers {
  const known = rows.answers.get(expression)
  if (known !== null) return known
  const parts = shardNames.flatMap((_, shard) => {
    const first = rows.first[shard] ?? new Int32Array()
    const sql = matchSqls[shard] ?? ''
    const found: Numbers[] = []
    // What begins like a word is gathered from all words that do, whatever rows are asked for.
    if (first.length <= rows.atOnce || expression.includes('*')) {
      stop()
      found.push(documentsOf(rows, shard, statement(index, sql).pluck().get(expression) as Uint8Array))
    } else {
      const between = statement(index, sql + betweenSql).pluck()
      for (let from = 0; from < first.length; from += rows.atOnce) {
        stop()
        found.push(documentsOf(rows, shard, between.get(expression, from, from + rows.atOnce) as Uint8Array))
      }
    }
    return found
  })
  const found = joined(parts)
  rows.answers.set(expression, found, rows.documents)
  return found
}

/** The documents that name these rows. What no document names (yet) was left by a cut pass, or its facts are still to come. */
function documentsOf(rows: Rows, shard: number, asJson: Uint8Array): Numbers {
  const numbers = fromJson(asJson)
  const first = rows.first[shard] ?? new Int32Array()
  const base = (shard + 1) * shardSpan
  const further: number[] = []
  let length = 0
  for (let at = 0; at < numbers.length; at++) {
    const row = numbers[at] ?? 0
    const document = first[row] ?? 0
    // In place: a document for a row, or none.
    if (document !== 0) numbers[length++] = Math.abs(document)
    // One by one: as arguments of a call, a hundred thousand are too many.
    if (document < 0) for (const other of rows.more.get(base + row) ?? []) further.push(other)
  }
  return joined([numbers.subarray(0, length), Int32Array.from(further)])
}
