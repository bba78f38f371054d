import type { DocumentId, GoneContainer, SourceId } from '../model/index.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { locatorOf } from './index-documents.ts'
import { insertException } from './index-ledger.ts'
import { sourceNumber } from './index-sources.ts'
import { statement } from './index-statements.ts'

/**
 * Notes which known messages of a folder (on disk, in an archive or a store) are there now, by their keys. Gives the number of those that are: with as many as
 * there are keys, nothing is new.
 */
export function setPresent(database: WritableDatabase, container: number, present: ReadonlySet<string>): number {
  let there = 0
  const rows = statement(database, 'SELECT number, file_key, standing FROM instance WHERE container = ?').raw().all(container)
  const set = statement(database, 'UPDATE instance SET standing = ? WHERE number = ?')
  for (const [number, key, standing] of rows as (readonly [number, string, number])[]) {
    const now = present.has(key) ? 0 : 1
    if (now === 0) there++
    if (now !== standing) set.run(now, number)
  }
  return there
}

/** A mailbox was written anew, and what was read of it before is kept under the older generation. */
const rewritten = `container.state = 'vanished' AND EXISTS (SELECT 1 FROM container newer WHERE newer.source = container.source
  AND newer.name = container.name AND newer.generation > container.generation AND newer.state <> 'vanished')`
const nowhere = `NOT EXISTS (SELECT 1 FROM instance other JOIN container holder ON holder.number = other.container
  WHERE other.document = instance.document AND other.standing <> 1 AND holder.state <> 'vanished')`
/** In the words of the index of those few instances, without which each would be looked at. */
const isGone = 'instance.standing > 0 AND instance.standing = 1'
const gone = (columns: string): string => `
  SELECT ${columns} FROM instance JOIN container ON container.number = instance.container JOIN source ON source.number = container.source
    WHERE ${isGone} AND container.state <> 'vanished' AND ${nowhere}
  UNION ALL
  SELECT ${columns} FROM container JOIN instance ON instance.container = container.number JOIN source ON source.number = container.source
    WHERE ${rewritten} AND ${nowhere}`

/** Whether an index still takes a message to stand somewhere in a source that can be reached. */
export function isStanding(index: ReadableDatabase, document: DocumentId): boolean {
  return (
    statement(
      index,
      `SELECT 1 FROM document JOIN instance ON instance.document = document.number JOIN container ON container.number = instance.container
         JOIN source ON source.number = container.source
       WHERE document.id = ? AND instance.standing <> 1 AND container.state <> 'vanished' AND source.state <> 'unreachable' LIMIT 1`,
    ).get(document) !== undefined
  )
}

interface GoneRow {
  readonly number: number
  readonly container: number
  readonly source: number
  readonly sourcePath: string
  readonly sourceKind: string
  readonly containerName: string
  readonly name: string
  readonly offset: number
}

/** By what the ledger tells notes about messages that are gone from other notes: they are written anew after each pass. */
const place = (instance: number): string => `message:${instance}`

/** Whether a note is about one message that is gone. */
export const isGoneMessage = (notePlace: string): boolean => notePlace.startsWith('message:')

/** The same of a file or folder that is gone in whole. */
const containerPlace = ({ messages, nowhere }: GoneContainer): string => `container:${nowhere}/${messages}`

/** What a note says of the messages of a file or folder that is gone; null for any other note. */
export function goneContainer(notePlace: string): GoneContainer | null {
  const [, nowhere, messages] = /^container:(\d+)\/(\d+)$/.exec(notePlace) ?? []
  return messages === undefined ? null : { messages: Number(messages), nowhere: Number(nowhere) }
}

/** A note about a file or folder as its pass writes it, or as `noteGone` does. */
const ofContainer = `exception.code IN ('vanished', 'moved') AND exception.counted = 0
  AND (exception.place = '' OR exception.place LIKE 'container:%')`

/**
 * Lists each message that is gone: one of a folder, an archive or a mailbox that is still there, and of which no copy stands in any source. Notes of messages that
 * came back go. A file or folder that is gone in whole has one note, and none for each message: it was moved where a copy of each stands elsewhere, else the note
 * says of how many none does. Run it in a transaction.
 */
export function noteGone(database: WritableDatabase): void {
  database.exec("DELETE FROM exception WHERE code = 'vanished' AND counted = 0 AND place LIKE 'message:%'")
  statement(database, `DELETE FROM exception WHERE ${ofContainer} AND container IN (SELECT number FROM container WHERE ${rewritten})`).run()
  noteGoneContainers(database)
  const rows = statement(
    database,
    `${gone(`instance.number, container.number AS container, source.number AS source, source.path AS sourcePath, source.kind AS sourceKind,
      container.name AS containerName, instance.name, instance.offset`)}`,
  ).all() as GoneRow[]
  if (rows.length === 0) return
  // Not by the database, which would then go through all instances in that order.
  rows.sort((left, right) => left.number - right.number)
  const told = toldOtherwise(database)
  for (const row of rows) {
    const locator = locatorOf(row)
    if (isTold(told.get(row.source), locator)) continue
    const { source, container } = row
    insertException(database, { source, container, locator, code: 'vanished', place: place(row.number), counted: false, length: 0 })
  }
}

function noteGoneContainers(database: WritableDatabase): void {
  const notes = statement(
    database,
    `SELECT exception.number, exception.source, exception.locator, container.number AS container, container.name FROM exception
       JOIN container ON container.number = exception.container WHERE ${ofContainer} AND container.state = 'vanished'`,
  ).all() as { number: number; source: number; locator: string; container: number; name: string }[]
  for (const { number, source, locator, container, name } of notes) {
    // Earlier generations of a mailbox that was written anew before it went are part of what is gone.
    const {
      messages,
      nowhere: lost,
      unread,
    } = statement(
      database,
      `SELECT count(DISTINCT instance.document) AS messages, count(DISTINCT CASE WHEN ${nowhere} THEN instance.document END) AS nowhere,
         coalesce((SELECT sum(exceptions) FROM container WHERE source = @source AND name = @name AND state = 'vanished'), 0) AS unread
       FROM instance JOIN container ON container.number = instance.container
       WHERE container.source = @source AND container.name = @name AND container.state = 'vanished' AND instance.standing <> 2`,
    ).get({ source, name }) as { messages: number; nowhere: number; unread: number }
    // What was never read may stand elsewhere or not.
    const code = messages > 0 && lost === 0 && unread === 0 ? 'moved' : 'vanished'
    statement(database, 'DELETE FROM exception WHERE number = ?').run(number)
    insertException(database, {
      source,
      container,
      locator,
      code,
      place: containerPlace({ messages, nowhere: lost }),
      counted: false,
      length: 0,
    })
  }
}

/** What could not be looked into, or was refused: what stood there or below it is told by that. By source. */
function toldOtherwise(database: ReadableDatabase): ReadonlyMap<number, ReadonlySet<string>> {
  const rows = statement(database, 'SELECT source, locator FROM exception WHERE container IS NULL AND counted = 1').all()
  const told = new Map<number, Set<string>>()
  for (const { source, locator } of rows as { source: number; locator: string }[])
    told.set(source, (told.get(source) ?? new Set()).add(locator))
  return told
}

function isTold(told: ReadonlySet<string> | undefined, locator: string): boolean {
  if (told === undefined) return false
  const parts = locator.split('/')
  return parts.some((_, at) => told.has(parts.slice(0, at + 1).join('/')))
}

/** Messages of these sources of which no copy is there any more, also those of files and folders that are gone in whole. */
export function countGone(database: ReadableDatabase, sources: readonly SourceId[]): number {
  return statement(
    database,
    `SELECT count(DISTINCT document) FROM (
       SELECT instance.document FROM instance JOIN container ON container.number = instance.container
         WHERE ${isGone} AND container.source IN (SELECT value FROM json_each(@sources)) AND ${nowhere}
       UNION ALL
       SELECT instance.document FROM container JOIN instance ON instance.container = container.number
         WHERE container.state = 'vanished' AND container.source IN (SELECT value FROM json_each(@sources)) AND ${nowhere})`,
  )
    .pluck()
    .get({ sources: JSON.stringify(sources.map(sourceNumber)) }) as number
}
