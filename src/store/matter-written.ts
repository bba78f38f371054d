import { randomBytes } from 'node:crypto'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { statement } from './index-statements.ts'

/** A write to a request's file: a number that grows, and a random word, since a copy that was put back counts on from its own last number. */
export interface Written {
  readonly number: number
  readonly word: string
}

/** Leaves a trace in a request's file that every older copy of it lacks. */
export function insertWritten(database: WritableDatabase): Written {
  const word = randomBytes(16).toString('hex')
  const number = Number(statement(database, 'INSERT INTO written (word) VALUES (?)').run(word).lastInsertRowid)
  return { number, word }
}

/** Whether a request's file has this trace. */
export function hasWritten(database: ReadableDatabase, { number, word }: Written): boolean {
  return statement(database, 'SELECT 1 FROM written WHERE number = ? AND word = ?').get(number, word) !== undefined
}
