import type { DocumentId, ExceptionCode, Problem } from '../model/index.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import type { InstanceRecord } from './index-documents.ts'
import { insertException } from './index-ledger.ts'
import { sourceNumber } from './index-sources.ts'
import { statement } from './index-statements.ts'
import { noteReplaced } from './index-texts.ts'

/** Attachments of one message whose text the second pass owes, in order. */
export interface OwedFamily {
  readonly family: number
  readonly attachments: readonly { readonly number: number; readonly id: DocumentId; readonly part: string }[]
}

/** All that is owed, in order of ingest. */
export function listOwed(database: ReadableDatabase): OwedFamily[] {
  const rows = statement(database, "SELECT number, id, part, family FROM document WHERE extraction = 'pending' ORDER BY number").all() as {
    number: number
    id: DocumentId
    part: string
    family: number
  }[]
  const families: { family: number; attachments: { number: number; id: DocumentId; part: string }[] }[] = []
  for (const { family, ...attachment } of rows) {
    const last = families.at(-1)
    if (last?.family === family) last.attachments.push(attachment)
    else families.push({ family, attachments: [attachment] })
  }
  return families
}

/** How many attachments' texts are owed. */
export function countOwed(database: ReadableDatabase): number {
  return statement(database, "SELECT count(*) FROM document WHERE extraction = 'pending'").pluck().get() as number
}

/** Stores what the second pass found. Without a new row the attachment stays findable by its name only. */
export function setExtraction(
  database: WritableDatabase,
  number: number,
  found: {
    readonly extraction: 'done' | 'failed'
    readonly problems: readonly Problem[]
    /** Row in the shards in place of the one it had; null to keep that. */
    readonly text: number | null
  },
): void {
  const row = statement(database, 'SELECT problems, text FROM document WHERE number = ?').get(number) as { problems: string; text: number }
  const problems = [...(row.problems === '' ? [] : (JSON.parse(row.problems) as Problem[])), ...found.problems]
  statement(database, 'UPDATE document SET extraction = ?, problems = ?, text = ? WHERE number = ?').run(
    found.extraction,
    problems.length === 0 ? '' : JSON.stringify(problems),
    found.text ?? row.text,
    number,
  )
  if (found.text === null) return
  statement(database, 'INSERT INTO text_moved (document, before) VALUES (?, ?)').run(number, row.text)
  noteReplaced(database, row.text)
}

/** Notes a fault of an attachment at one occurrence of its message; a `partial` one moves that occurrence from indexed to partial in the ledger. */
export function insertExtractionNote(
  database: WritableDatabase,
  instance: InstanceRecord,
  note: { readonly locator: string; readonly code: ExceptionCode; readonly place: string; readonly partial: boolean },
): void {
  const { locator, code, place } = note
  insertException(database, {
    source: sourceNumber(instance.source),
    container: instance.container,
    locator,
    code,
    place,
    counted: false,
    length: 0,
  })
  if (!note.partial) return
  const { changes } = statement(
    database,
    'UPDATE instance SET partial = 1 WHERE container = ? AND file_key = ? AND offset = ? AND partial = 0',
  ).run(instance.container, instance.fileKey, instance.offset)
  if (changes === 1) {
    statement(database, 'UPDATE container SET indexed = indexed - 1, partial = partial + 1 WHERE number = ?').run(instance.container)
  }
}
