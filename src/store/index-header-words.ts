import type { WritableDatabase } from './database.ts'
import { statement } from './index-statements.ts'

/** Columns of the words of headers, as the search language has them; `other` is found by plain words alone. */
export const headerColumns = ['sender', 'recipients', 'copied', 'other'] as const
export type HeaderColumn = (typeof headerColumns)[number]

/** A person or a text of a header that no column of a document's text holds. */
export interface HeaderWords {
  readonly column: HeaderColumn
  /** In index form. */
  readonly words: string
}

/**
 * Gives a document words of its header. They lie apart from its text, since copies of one message differ in them (whom each was delivered to) and must all
 * be found by them; equal ones are stored once for all documents.
 */
export function writeHeaderWords(database: WritableDatabase, document: number, all: readonly HeaderWords[]): void {
  for (const { column, words } of all) {
    const key = `${column} ${words}`
    let number = statement(database, 'SELECT number FROM header_words WHERE key = ?').pluck().get(key) as number | undefined
    if (number === undefined) {
      number = Number(statement(database, 'INSERT INTO header_words (key) VALUES (?)').run(key).lastInsertRowid)
      const columns = headerColumns.map((name) => (name === column ? words : ''))
      statement(database, 'INSERT INTO header_search (rowid, sender, recipients, copied, other) VALUES (?, ?, ?, ?, ?)').run(
        number,
        ...columns,
      )
    }
    statement(database, 'INSERT OR IGNORE INTO header_of (header, document) VALUES (?, ?)').run(number, document)
  }
}
