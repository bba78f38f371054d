import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { ProductionId, UserName } from '../model/index.ts'
import { AppError, asId } from '../model/index.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { statement } from './index-statements.ts'

/** A production as it was started: what a resumed run must find unchanged. */
export interface StartedProduction {
  readonly id: ProductionId
  readonly seed: Uint8Array
  /** Page numbers given before it by every production of this request: never given again. */
  readonly pagesBefore: number
  /** What it is made from, as JSON: the decisions and facts of that moment. */
  readonly snapshot: string
  /** What an interrupted run had put in place before it could record it. */
  readonly pending: PendingFiles | null
}

/** Files that a run had finished, by hash, so that the next run can tell them from somebody else's. */
export interface PendingFiles {
  readonly out: string
  readonly sha256: string
  readonly letter: string | null
  readonly letterSha256: string | null
}

export interface NewProduction {
  readonly seed: Uint8Array
  readonly formats: readonly string[]
  /** SHA-256 (hex) of the formats, decisions and signatures: another set is another production. */
  readonly inputs: string
  readonly user: UserName
  readonly startedAtMs: number
  readonly snapshot: string
}

/** A production that left. */
export interface ReleasedProduction {
  readonly id: ProductionId
  readonly formats: readonly string[]
  readonly out: string
  readonly sha256: string
  readonly documents: number
  readonly pages: number
  readonly withheld: number
  /** First and last page number by control number. */
  readonly pageMap: readonly { readonly number: string; readonly first: string; readonly last: string; readonly pages: number }[]
  readonly user: UserName
  readonly atMs: number
}

const numberOf = (id: ProductionId): number => Number(id.slice(1))

/** Stores seed and snapshot before anything is rendered, so that an interrupted run gives the same bytes. */
export function insertProduction(database: WritableDatabase, production: NewProduction): StartedProduction {
  const before = pagesBefore(database)
  const { lastInsertRowid } = statement(
    database,
    `INSERT INTO production (seed, state, formats, inputs, user, started_at_ms, pages_before, snapshot)
       VALUES (?, 'started', ?, ?, ?, ?, ?, ?)`,
  ).run(
    production.seed,
    JSON.stringify(production.formats),
    production.inputs,
    production.user,
    production.startedAtMs,
    before,
    zstdCompressSync(Buffer.from(production.snapshot)),
  )
  const id = asId<ProductionId>(`P${lastInsertRowid}`)
  return { id, seed: production.seed, pagesBefore: before, snapshot: production.snapshot, pending: null }
}

/** How many page numbers released productions of this request have used up. */
export function pagesBefore(database: ReadableDatabase): number {
  return statement(database, "SELECT coalesce(max(pages_before + pages), 0) FROM production WHERE state = 'released'")
    .pluck()
    .get() as number
}

interface StartedRow {
  number: number
  seed: Uint8Array
  pages_before: number
  snapshot: Uint8Array
  pending: string | null
}

function toStarted(row: StartedRow): StartedProduction {
  return {
    id: asId<ProductionId>(`P${row.number}`),
    seed: row.seed,
    pagesBefore: row.pages_before,
    snapshot: zstdDecompressSync(row.snapshot).toString('utf8'),
    pending: row.pending === null ? null : (JSON.parse(row.pending) as PendingFiles),
  }
}

/** The unfinished production of the same inputs, to go on with; null where none is, or where others have taken its page numbers since. */
export function findStartedProduction(database: ReadableDatabase, inputs: string): StartedProduction | null {
  const row = statement(
    database,
    `SELECT number, seed, pages_before, snapshot, pending FROM production WHERE state = 'started' AND inputs = ? AND pages_before = ?
       ORDER BY number DESC LIMIT 1`,
  ).get(inputs, pagesBefore(database)) as StartedRow | undefined
  return row === undefined ? null : toStarted(row)
}

/** Any production as it was started. @throws matter/unknown */
export function readStartedProduction(database: ReadableDatabase, id: ProductionId): StartedProduction {
  const row = statement(database, 'SELECT number, seed, pages_before, snapshot, pending FROM production WHERE number = ?').get(
    numberOf(id),
  ) as StartedRow | undefined
  if (row === undefined) throw new AppError('matter/unknown', 'This request has no such production.', { production: id })
  return toStarted(row)
}

/** Notes a finished file that is about to get its name. */
export function setPendingFiles(database: WritableDatabase, id: ProductionId, pending: PendingFiles | null): void {
  statement(database, 'UPDATE production SET pending = ? WHERE number = ?').run(
    pending === null ? null : JSON.stringify(pending),
    numberOf(id),
  )
}

/** Records a release and empties its cache of renditions. */
export function finishProduction(database: WritableDatabase, released: Omit<ReleasedProduction, 'formats' | 'user'>): void {
  statement(
    database,
    `UPDATE production SET state = 'released', pending = NULL, out = ?, sha256 = ?, documents = ?, pages = ?, withheld = ?, page_map = ?,
         released_at_ms = ? WHERE number = ?`,
  ).run(
    released.out,
    released.sha256,
    released.documents,
    released.pages,
    released.withheld,
    JSON.stringify(released.pageMap),
    released.atMs,
    numberOf(released.id),
  )
  statement(database, 'DELETE FROM rendition WHERE production = ?').run(numberOf(released.id))
}

/** Gives a production up: the check refused it. Its number stays used. */
export function failProduction(database: WritableDatabase, id: ProductionId): void {
  statement(database, "UPDATE production SET state = 'failed', pending = NULL WHERE number = ? AND state = 'started'").run(numberOf(id))
  statement(database, 'DELETE FROM rendition WHERE production = ?').run(numberOf(id))
}

/** Released productions, oldest first. */
export function readProductions(database: ReadableDatabase): readonly ReleasedProduction[] {
  const rows = statement(
    database,
    `SELECT number, formats, out, sha256, documents, pages, withheld, page_map, user, released_at_ms FROM production
       WHERE state = 'released' ORDER BY number`,
  ).all() as {
    number: number
    formats: string
    out: string
    sha256: string
    documents: number
    pages: number
    withheld: number
    page_map: string
    user: UserName
    released_at_ms: number
  }[]
  return rows.map(({ number, formats, page_map: pageMap, released_at_ms: atMs, ...row }) => ({
    ...row,
    id: asId<ProductionId>(`P${number}`),
    formats: JSON.parse(formats) as string[],
    pageMap: JSON.parse(pageMap) as ReleasedProduction['pageMap'],
    atMs,
  }))
}

/** Finished renditions of an unfinished production, encrypted with the request's database. */
export function renditionCache(
  database: WritableDatabase,
  id: ProductionId,
): { get(key: string): Uint8Array | null; put(key: string, bytes: Uint8Array): void } {
  const read = statement(database, 'SELECT bytes FROM rendition WHERE production = ? AND key = ?').pluck()
  const write = statement(database, 'INSERT OR REPLACE INTO rendition (production, key, bytes) VALUES (?, ?, ?)')
  return {
    get: (key) => (read.get(numberOf(id), key) as Uint8Array | undefined) ?? null,
    put: (key, bytes) => {
      write.run(numberOf(id), key, bytes)
    },
  }
}
