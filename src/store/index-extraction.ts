import type { DocumentId, ExceptionCode, Problem, SourceId } from '../model/index.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { documentByNumber, type InstanceRecord, listInstances, locatorOf } from './index-documents.ts'
import { isStanding } from './index-gone.ts'
import { insertException } from './index-ledger.ts'
import { sourceNumber } from './index-sources.ts'
import { statement } from './index-statements.ts'
import { noteReplaced } from './index-texts.ts'

/** Attachments of one message whose text the second pass owes, in order. */
export interface OwedFamily {
  readonly family: number
  readonly attachments: readonly OwedAttachment[]
}

export interface OwedAttachment {
  readonly number: number
  readonly id: DocumentId
  readonly part: string
  /** SHA-256 of its bytes. */
  readonly hash: Uint8Array
}

/** All that is owed, in order of ingest. */
export function listOwed(database: ReadableDatabase): OwedFamily[] {
  const rows = statement(
    database,
    "SELECT number, id, part, hash, family FROM document WHERE extraction = 'pending' ORDER BY number",
  ).all() as (OwedAttachment & {
    readonly family: number
  })[]
  const families: { family: number; attachments: OwedAttachment[] }[] = []
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

/** Why an attachment's text is owed once more. */
export interface OwedAgain {
  /** Codes that say that its message could not be read again (its disk was gone). */
  readonly lost: readonly ExceptionCode[]
  /** Codes that say that reading it took too long or too much, which it may not the next time. */
  readonly givenUp: readonly ExceptionCode[]
  /** In which what was given up is tried again. */
  readonly sources: ReadonlySet<SourceId>
  /** Codes by which a message counts as read in part. */
  readonly partial: readonly ExceptionCode[]
}

/**
 * Attachments that the second pass failed at are owed once more where their message stands somewhere now: those whose message could not be read again, and in the sources
 * named those that were given up. What was told of them goes, from counters, too. Run it in a transaction.
 */
export function oweAgain(database: WritableDatabase, { lost, givenUp, sources, partial }: OwedAgain): void {
  const codes = JSON.stringify([...lost, ...givenUp])
  const noted = statement(
    database,
    `SELECT container, locator, place, code FROM exception WHERE counted = 0 AND code IN (SELECT value FROM json_each(?))
       AND place NOT IN ('', 'rest') AND place NOT LIKE 'message:%'`,
  ).all(codes) as { container: number; locator: string; place: string; code: ExceptionCode }[]
  if (noted.length === 0) return
  const keyOf = (container: number, locator: string, part: string): string => JSON.stringify([container, locator, part])
  const told = Map.groupBy(noted, ({ container, locator, place }) => keyOf(container, locator, place))
  const failed = statement(
    database,
    `SELECT number FROM document WHERE extraction = 'failed' OR (extraction = 'done' AND problems <> '' AND EXISTS (
       SELECT 1 FROM json_each(problems) AS problem WHERE problem.value ->> 'code' IN (SELECT value FROM json_each(?))))`,
  )
    .pluck()
    .all(JSON.stringify(givenUp)) as number[]
  for (const document of failed.flatMap((number) => documentByNumber(database, number) ?? [])) {
    const instances = listInstances(database, document)
    const notesOf = (instance: InstanceRecord) => told.get(keyOf(instance.container, locatorOf(instance), document.part)) ?? []
    const tried = instances.some((instance) => notesOf(instance).some(({ code }) => lost.includes(code) || sources.has(instance.source)))
    const message = documentByNumber(database, document.family)
    if (!tried || message === null || !isStanding(database, message.id)) continue
    const problems = document.problems.filter(({ code }) => !givenUp.includes(code))
    statement(database, "UPDATE document SET extraction = 'pending', problems = ? WHERE number = ?").run(stored(problems), document.number)
    for (const instance of instances) {
      if (notesOf(instance).length === 0) continue
      statement(
        database,
        'DELETE FROM exception WHERE counted = 0 AND container = ? AND locator = ? AND place = ? AND code IN (SELECT value FROM json_each(?))',
      ).run(instance.container, locatorOf(instance), document.part, codes)
    }
    // Where another generation of a mailbox has it at the same place, only one of the two has the note.
    for (const instance of instances) countAsWhole(database, instance, partial)
  }
}

const stored = (problems: readonly Problem[]): string => (problems.length === 0 ? '' : JSON.stringify(problems))

/** Moves an occurrence from partial to indexed, where nothing else that is told of it says that it was read in part. */
function countAsWhole(
  database: WritableDatabase,
  { container, source, fileKey, offset, ...instance }: InstanceRecord,
  partial: readonly ExceptionCode[],
): void {
  const { changes } = statement(
    database,
    `UPDATE instance SET partial = 0 WHERE container = ? AND file_key = ? AND offset = ? AND partial = 1 AND standing <> 2 AND NOT EXISTS (
       SELECT 1 FROM exception WHERE counted = 0 AND source = ? AND locator = ? AND code IN (SELECT value FROM json_each(?)))`,
  ).run(container, fileKey, offset, sourceNumber(source), locatorOf({ ...instance, offset }), JSON.stringify(partial))
  if (changes === 1)
    statement(database, 'UPDATE container SET indexed = indexed + 1, partial = partial - 1 WHERE number = ?').run(container)
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
  const before = row.problems === '' ? [] : (JSON.parse(row.problems) as Problem[])
  const isNew = ({ code, where }: Problem): boolean => !before.some((known) => known.code === code && known.where === where)
  const problems = [...before, ...found.problems.filter(isNew)]
  statement(database, 'UPDATE document SET extraction = ?, problems = ?, text = ? WHERE number = ?').run(
    found.extraction,
    stored(problems),
    found.text ?? row.text,
    number,
  )
  if (found.text === null) return
  statement(database, 'INSERT INTO text_moved (document, before) VALUES (?, ?)').run(number, row.text)
  noteReplaced(database, row.text)
}

/** Occurrences among which the one is looked for at which a message's faults are noted: all have them, but one that was cut short and read again since. */
const enough = 8

/**
 * What was told of a message's attachments where it was read before, for a copy of it that comes after the second pass. `failed`: of one of them there is
 * no text. Most messages have neither.
 */
export function notesForCopy(
  database: ReadableDatabase,
  family: number,
): {
  readonly failed: boolean
  readonly notes: readonly { readonly code: ExceptionCode; readonly place: string; readonly part: string | null }[]
} {
  const faulty = statement(
    database,
    "SELECT part, extraction = 'failed' AS failed FROM document WHERE family = ? AND kind = 'attachment' AND (extraction = 'failed' OR problems <> '')",
  ).all(family) as { part: string; failed: number }[]
  if (faulty.length === 0) return { failed: false, notes: [] }
  const failed = faulty.some((attachment) => attachment.failed === 1)
  const parts = JSON.stringify(faulty.map(({ part }) => part))
  const noted = statement(
    database,
    'SELECT code, place, part FROM exception WHERE source = ? AND locator = ? AND container = ? AND counted = 0 AND place IN (SELECT value FROM json_each(?))',
  )
  for (const instance of listInstances(database, { family }, enough)) {
    const notes = noted.all(sourceNumber(instance.source), locatorOf(instance), instance.container, parts)
    if (notes.length > 0) return { failed, notes: notes as ReturnType<typeof notesForCopy>['notes'] }
  }
  return { failed, notes: [] }
}

/** Notes a fault of an attachment at one occurrence of its message; a `partial` one moves that occurrence from indexed to partial in the ledger. */
export function insertExtractionNote(
  database: WritableDatabase,
  instance: InstanceRecord,
  note: {
    readonly locator: string
    readonly code: ExceptionCode
    readonly place: string
    readonly part: string
    readonly partial: boolean
  },
): void {
  const { locator, code, place, part } = note
  insertException(database, {
    source: sourceNumber(instance.source),
    container: instance.container,
    locator,
    code,
    place,
    part,
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
