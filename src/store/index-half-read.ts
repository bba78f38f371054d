import type { Problem } from '../model/index.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { insertException } from './index-ledger.ts'
import { statement } from './index-statements.ts'

/** The last message that was read of an mbox, with the end of the one before it (0 where it is the first). */
export interface LastMessage {
  readonly number: number
  readonly offset: number
  readonly length: number
  readonly before: number
}

/** The last message of an mbox; null where none was taken in. */
export function lastInMbox(database: ReadableDatabase, container: number): LastMessage | null {
  const rows = statement(
    database,
    "SELECT number, offset, length FROM instance WHERE container = ? AND file_key = '' ORDER BY offset DESC LIMIT 2",
  ).all(container) as { number: number; offset: number; length: number }[]
  const [last, previous] = rows
  return last === undefined ? null : { ...last, before: previous === undefined ? 0 : previous.offset + previous.length }
}

/**
 * Sets the last message of an mbox aside, which was read before its end was written: the counters and the position go back before it, so that it is read again. Its
 * document stays, and is marked as what it is, unless a copy of it stands elsewhere in whole. Run it in a transaction.
 */
export function setAsideHalfRead(database: WritableDatabase, container: number, last: LastMessage, locator: string): void {
  const row = statement(
    database,
    `SELECT instance.document, instance.duplicate, instance.partial, container.source, container.position,
       (SELECT count(*) FROM instance other WHERE other.document = instance.document AND other.standing <> 2) AS copies
     FROM instance JOIN container ON container.number = instance.container WHERE instance.number = ?`,
  ).get(last.number) as { document: number; duplicate: number; partial: number; source: number; position: number; copies: number }
  statement(database, "UPDATE instance SET file_key = 'half-read:' || length, partial = 1, standing = 2 WHERE number = ?").run(last.number)
  statement(
    database,
    `UPDATE container SET position = @before, state = 'reading', sha256 = NULL, listed = listed - 1, indexed = indexed - 1 + @partial,
       partial = partial - @partial, duplicates = duplicates - @duplicate, message_bytes = message_bytes - @length,
       separator_bytes = separator_bytes - @separators WHERE number = @container`,
  ).run({
    container,
    before: last.before,
    partial: row.partial,
    duplicate: row.duplicate,
    length: last.length,
    separators: row.position - last.before - last.length,
  })
  // What was told of its end is told anew if it still holds.
  statement(database, 'DELETE FROM exception WHERE container = ? AND locator = ? AND counted = 0').run(container, locator)
  insertException(database, { source: row.source, container, locator, code: 'half-read', place: '', counted: false, length: 0 })
  if (row.copies === 1) markHalfRead(database, row.document)
}

function markHalfRead(database: WritableDatabase, document: number): void {
  const known = statement(database, 'SELECT problems FROM document WHERE number = ?').pluck().get(document) as string
  const problems: readonly Problem[] = [...(known === '' ? [] : (JSON.parse(known) as Problem[])), { code: 'half-read', where: null }]
  statement(database, 'UPDATE document SET problems = ? WHERE number = ?').run(JSON.stringify(problems), document)
}
