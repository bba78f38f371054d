import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { statement } from './index-statements.ts'

/**
 * Threads across messages. A document keeps the key its message alone gives; `thread_joined` says which keys are part of an earlier one, link by link, so that
 * a message that joins two threads changes one row and no document.
 */

/** The key that this key of a thread was joined to, a link nearer to the thread's first. */
export function earlierThread(index: ReadableDatabase, key: string): string | undefined {
  return statement(index, 'SELECT earlier FROM thread_joined WHERE key = ?').pluck().get(key) as string | undefined
}

/** The thread that this key of one stands for, as of all that was taken in so far. */
export function threadOf(index: ReadableDatabase, key: string): string {
  let thread = key
  for (let next = earlierThread(index, thread); next !== undefined; next = earlierThread(index, thread)) thread = next
  return thread
}

/** A message that answers others. */
export interface Answering {
  readonly number: number
  readonly messageId: string | null
  readonly references: readonly string[]
}

/** The next messages that answer others and were not looked at for their threads; empty when all were. */
export function answeringMessages(index: ReadableDatabase, most: number): readonly Answering[] {
  const rows = statement(
    index,
    `SELECT number, message_id AS messageId, refs FROM document
       WHERE number > (SELECT up_to FROM thread_progress) AND kind = 'message' AND refs <> '' ORDER BY number LIMIT ?`,
  ).all(most) as { number: number; messageId: string | null; refs: string }[]
  return rows.map(({ refs, ...message }) => ({ ...message, references: JSON.parse(refs) as string[] }))
}

/** Notes which keys are part of an earlier one, and up to which document that is known; null: up to the last. Run it in a transaction. */
export function writeJoined(index: WritableDatabase, joined: ReadonlyMap<string, string>, upTo: number | null): void {
  const write = statement(
    index,
    'INSERT INTO thread_joined (key, earlier) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET earlier = excluded.earlier',
  )
  // In the order of the table: neighbours go into one page in one go.
  for (const key of [...joined.keys()].sort()) write.run(key, joined.get(key))
  statement(index, 'UPDATE thread_progress SET up_to = coalesce(?, (SELECT max(number) FROM document), 0)').run(upTo)
}
