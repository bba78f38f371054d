import type { Coding, DocumentId } from '../model/index.ts'
import type { ReadableDatabase } from './database.ts'
import { statement } from './index-statements.ts'

/** Documents of the review set with this coding, in order of control number. */
export function documentsCoded(database: ReadableDatabase, coding: Coding): readonly DocumentId[] {
  return statement(
    database,
    'SELECT document.id FROM decision JOIN document ON document.id = decision.document WHERE decision.coding = ? ORDER BY document.number',
  )
    .pluck()
    .all(coding) as DocumentId[]
}

/** Documents with a mark that counts, in order of control number. */
export function documentsWithMarks(database: ReadableDatabase): readonly DocumentId[] {
  return statement(
    database,
    `SELECT id FROM document WHERE EXISTS (SELECT 1 FROM mark WHERE mark.document = document.id AND mark.state IN ('proposed', 'approved'))
     ORDER BY number`,
  )
    .pluck()
    .all() as DocumentId[]
}
