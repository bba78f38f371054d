import type { SourceId, SourceKind } from '../model/index.ts'
import { asId } from '../model/index.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { statement } from './index-statements.ts'

export type SourceState = 'indexing' | 'complete' | 'interrupted' | 'unreachable'
export type ContainerState = 'pending' | 'reading' | 'done' | 'vanished' | 'failed'

/** A registered source; `number` is the digits of its id. */
export interface SourceRecord {
  readonly number: number
  readonly id: SourceId
  readonly kind: SourceKind
  readonly path: string
  readonly label: string
  readonly custodian: string | null
  /** Whether the kind was asked for: then other kinds of mail at the path are left alone. */
  readonly chosen: boolean
  readonly state: SourceState
  readonly addedAtMs: number
  readonly elapsedMs: number
}

/** A file of an mbox source or a folder of message files, with its part of the ledger. */
export interface ContainerRecord {
  readonly number: number
  readonly source: number
  /** Path below the source's; empty where the source itself is the file. */
  readonly name: string
  /** Null where `name` is the name itself; else the bytes of a name that isn't UTF-8. */
  readonly nameBytes: Uint8Array | null
  readonly generation: number
  /** For people: the folder's decoded name. */
  readonly folder: string
  /** How to get to it inside an archive, in the words of the jobs; null for a file or folder that is just there. */
  readonly place: string | null
  readonly dialect: string | null
  readonly state: ContainerState
  readonly position: number
  readonly sizeBytes: number
  readonly modifiedMs: number
  /** Of a store of many messages: what it was known by when they were read. */
  readonly stamp: string | null
  readonly sha256: Uint8Array | null
  readonly listed: number
  readonly indexed: number
  readonly partial: number
  readonly exceptions: number
  readonly duplicates: number
  readonly messageBytes: number
  readonly separatorBytes: number
  readonly exceptionBytes: number
}

const sourceColumns = 'number, kind, path, label, custodian, chosen, state, added_at_ms AS addedAtMs, elapsed_ms AS elapsedMs' as const
const containerColumns = `number, source, name, name_bytes AS nameBytes, generation, folder, place, dialect, state, position,
  size_bytes AS sizeBytes, modified_ms AS modifiedMs, stamp, sha256, listed, indexed, partial, exceptions, duplicates,
  message_bytes AS messageBytes, separator_bytes AS separatorBytes, exception_bytes AS exceptionBytes`

/** `S1` for 1. */
export function sourceIdOf(number: number): SourceId {
  return asId<SourceId>(`S${number}`)
}

/** 1 for `S1`. */
export function sourceNumber(id: SourceId): number {
  return Number(id.slice(1))
}

function toSource(row: unknown): SourceRecord {
  const record = row as Omit<SourceRecord, 'id' | 'chosen'> & { readonly chosen: number }
  return { ...record, id: sourceIdOf(record.number), chosen: record.chosen === 1 }
}

/** All sources in order of registration. */
export function listSources(database: ReadableDatabase): SourceRecord[] {
  return statement(database, `SELECT ${sourceColumns} FROM source ORDER BY number`).all().map(toSource)
}

/** One source, or null. */
export function findSource(database: ReadableDatabase, number: number): SourceRecord | null {
  const row = statement(database, `SELECT ${sourceColumns} FROM source WHERE number = ?`).get(number)
  return row === undefined ? null : toSource(row)
}

/** The source registered for this path and kind, or null. */
export function findSourceAt(database: ReadableDatabase, path: string, kind: SourceKind): SourceRecord | null {
  const row = statement(database, `SELECT ${sourceColumns} FROM source WHERE path = ? AND kind = ?`).get(path, kind)
  return row === undefined ? null : toSource(row)
}

/** Registers a source; its number is one more than the last. */
export function insertSource(
  database: WritableDatabase,
  source: Pick<SourceRecord, 'kind' | 'path' | 'label' | 'custodian' | 'chosen' | 'addedAtMs'>,
): SourceRecord {
  const { lastInsertRowid } = statement(
    database,
    `INSERT INTO source (kind, path, label, custodian, chosen, state, added_at_ms) VALUES (?, ?, ?, ?, ?, 'indexing', ?)`,
  ).run(source.kind, source.path, source.label, source.custodian, source.chosen ? 1 : 0, source.addedAtMs)
  const number = Number(lastInsertRowid)
  return { ...source, number, id: sourceIdOf(number), state: 'indexing', elapsedMs: 0 }
}

/** Sets a source's state, adding `elapsedMs` of wall time to what its passes took (or starting anew when `restart`). */
export function setSourceState(
  database: WritableDatabase,
  number: number,
  state: SourceState,
  elapsed: { readonly addMs: number; readonly restart?: boolean } = { addMs: 0 },
): void {
  statement(database, 'UPDATE source SET state = ?, elapsed_ms = CASE WHEN ? THEN 0 ELSE elapsed_ms END + ? WHERE number = ?').run(
    state,
    elapsed.restart ? 1 : 0,
    Math.round(elapsed.addMs),
    number,
  )
}

/** A source's containers in order of registration, which is the order they are read in. */
export function listContainers(database: ReadableDatabase, source: number): ContainerRecord[] {
  return statement(database, `SELECT ${containerColumns} FROM container WHERE source = ? ORDER BY number`).all(source) as ContainerRecord[]
}

/** One container. */
export function getContainer(database: ReadableDatabase, number: number): ContainerRecord {
  return statement(database, `SELECT ${containerColumns} FROM container WHERE number = ?`).get(number) as ContainerRecord
}

/** What is known of a container before it is read. */
export interface NewContainer {
  readonly source: number
  readonly name: string
  readonly nameBytes: Uint8Array | null
  readonly generation: number
  readonly folder: string
  readonly place: string | null
  readonly sizeBytes: number
  readonly modifiedMs: number
  /** Messages known to be there before it is read: the files of a folder. */
  readonly listed: number
}

/** Registers a container to be read. */
export function insertContainer(database: WritableDatabase, container: NewContainer): number {
  return Number(
    statement(
      database,
      `INSERT INTO container (source, name, name_bytes, generation, folder, place, state, size_bytes, modified_ms, listed)
       VALUES (?, ?, ?, ?, ?, ?, 'pending', ?, ?, ?)`,
    ).run(
      container.source,
      container.name,
      container.nameBytes,
      container.generation,
      container.folder,
      container.place,
      container.sizeBytes,
      container.modifiedMs,
      container.listed,
    ).lastInsertRowid,
  )
}

/** Notes what was found when a container was opened. `listed` null: counted while reading. */
export function openContainer(
  database: WritableDatabase,
  number: number,
  facts: {
    readonly sizeBytes: number
    readonly modifiedMs: number
    readonly stamp: string | null
    readonly dialect: string | null
    readonly listed: number | null
  },
): void {
  statement(
    database,
    // A hash of fewer bytes would be taken for that of all, were the pass cut before its end.
    `UPDATE container SET state = 'reading', sha256 = CASE WHEN size_bytes = @sizeBytes THEN sha256 END, size_bytes = @sizeBytes,
       modified_ms = @modifiedMs, stamp = @stamp, dialect = @dialect, listed = coalesce(@listed, listed) WHERE number = @number`,
  ).run({ ...facts, number })
}

/** Sets a container's state and, when known, the SHA-256 of all its bytes. */
export function setContainerState(database: WritableDatabase, number: number, state: ContainerState, sha256: Uint8Array | null): void {
  statement(database, 'UPDATE container SET state = ?, sha256 = coalesce(?, sha256) WHERE number = ?').run(state, sha256, number)
}

/** Notes where a container stands now: an archive that was written anew has its members elsewhere. */
export function setContainerPlace(database: WritableDatabase, number: number, place: string | null): void {
  statement(database, 'UPDATE container SET place = ? WHERE number = ?').run(place, number)
}
