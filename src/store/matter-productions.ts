import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { ProductionId, UserName } from '../model/index.ts'
import { asId } from '../model/index.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'

/** A production as it was started: what a resumed run must find unchanged. */
export interface StartedProduction {
  readonly id: ProductionId
  readonly seed: Uint8Array
  readonly formats: readonly string[]
  /** SHA-256 (hex) of the decisions and signatures it is made from; another set is another production. */
  readonly inputs: string
  readonly user: UserName
  readonly startedAtMs: number
  readonly producedOn: string
  readonly auditHead: { readonly entries: number; readonly hash: string }
  /** Page numbers given before it, by every production of this request: never given again. */
  readonly firstPage: number
}

/** What was released. */
export interface ReleasedProduction {
  readonly id: ProductionId
  readonly out: string
  readonly sha256: string
  readonly documents: number
  readonly pages: number
  readonly withheld: number
  readonly pageMap: unknown
  /** What the leak check must not find, kept for a later `check.bundle`. */
  readonly expectation: Uint8Array
  readonly atMs: number
}

const number = (id: ProductionId): number => Number(id.slice(1))

/** Stores the seed before anything is rendered, so that an interrupted run gives the same bytes. */
export function insertProduction(database: WritableDatabase, production: Omit<StartedProduction, 'id' | 'firstPage'>): StartedProduction {
  const firstPage = nextPage(database)
  const { lastInsertRowid } = database
    .prepare(
      `INSERT INTO production (seed, state, formats, inputs, user, started_at_ms, produced_on, audit_head, first_page)
       VALUES (?, 'started', ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      production.seed,
      JSON.stringify(production.formats),
      production.inputs,
      production.user,
      production.startedAtMs,
      production.producedOn,
      JSON.stringify(production.auditHead),
      firstPage,
    )
  return { ...production, id: asId<ProductionId>(`P${lastInsertRowid}`), firstPage }
}

/** The first page number that no production of this request has given. */
export function nextPage(database: ReadableDatabase): number {
  const row = database.prepare('SELECT coalesce(max(first_page + coalesce(pages, 0)), 1) AS next FROM production').get() as { next: number }
  return row.next
}

/** The unfinished production made from the same decisions, to go on with; null when there is none. */
export function findStartedProduction(database: ReadableDatabase, inputs: string): StartedProduction | null {
  const row = database
    .prepare("SELECT * FROM production WHERE state = 'started' AND inputs = ? ORDER BY number DESC LIMIT 1")
    .get(inputs) as
    | {
        number: number
        seed: Uint8Array
        formats: string
        inputs: string
        user: UserName
        started_at_ms: number
        produced_on: string
        audit_head: string
        first_page: number
      }
    | undefined
  if (row === undefined) return null
  return {
    id: asId<ProductionId>(`P${row.number}`),
    seed: row.seed,
    formats: JSON.parse(row.formats) as string[],
    inputs: row.inputs,
    user: row.user,
    startedAtMs: row.started_at_ms,
    producedOn: row.produced_on,
    auditHead: JSON.parse(row.audit_head) as StartedProduction['auditHead'],
    firstPage: row.first_page,
  }
}

/** Records a release and empties its cache of renditions. */
export function finishProduction(database: WritableDatabase, released: ReleasedProduction): void {
  database
    .prepare(
      `UPDATE production SET state = 'released', out = ?, sha256 = ?, documents = ?, pages = ?, withheld = ?, page_map = ?, needles = ?,
         released_at_ms = ? WHERE number = ?`,
    )
    .run(
      released.out,
      released.sha256,
      released.documents,
      released.pages,
      released.withheld,
      JSON.stringify(released.pageMap),
      zstdCompressSync(released.expectation),
      released.atMs,
      number(released.id),
    )
  database.prepare('DELETE FROM rendition WHERE production = ?').run(number(released.id))
}

/** Gives a production up: the check refused it. Its number stays used. */
export function failProduction(database: WritableDatabase, id: ProductionId): void {
  database.prepare("UPDATE production SET state = 'failed' WHERE number = ? AND state = 'started'").run(number(id))
  database.prepare('DELETE FROM rendition WHERE production = ?').run(number(id))
}

/** Released productions, oldest first. */
export function readProductions(database: ReadableDatabase): readonly {
  readonly id: ProductionId
  readonly out: string
  readonly sha256: string
  readonly documents: number
  readonly pages: number
  readonly user: UserName
  readonly atMs: number
  readonly pageMap: unknown
}[] {
  const rows = database
    .prepare(
      `SELECT number, out, sha256, documents, pages, user, page_map, released_at_ms FROM production WHERE state = 'released' ORDER BY number`,
    )
    .all() as {
    number: number
    out: string
    sha256: string
    documents: number
    pages: number
    user: UserName
    page_map: string
    released_at_ms: number
  }[]
  return rows.map((row) => ({
    id: asId<ProductionId>(`P${row.number}`),
    out: row.out,
    sha256: row.sha256,
    documents: row.documents,
    pages: row.pages,
    user: row.user,
    atMs: row.released_at_ms,
    pageMap: JSON.parse(row.page_map) as unknown,
  }))
}

/** What the check of a released bundle must not find; null where this request released no bundle with that hash. */
export function readExpectation(
  database: ReadableDatabase,
  sha256: string,
): { readonly id: ProductionId; readonly bytes: Uint8Array } | null {
  const row = database.prepare("SELECT number, needles FROM production WHERE sha256 = ? AND state = 'released'").get(sha256) as
    | { number: number; needles: Uint8Array }
    | undefined
  return row === undefined ? null : { id: asId<ProductionId>(`P${row.number}`), bytes: zstdDecompressSync(row.needles) }
}

/** Finished renditions of an unfinished production, encrypted with the request's database. */
export function renditionCache(
  database: WritableDatabase,
  id: ProductionId,
): { get(key: string): Uint8Array | null; put(key: string, bytes: Uint8Array): void } {
  return {
    get: (key) =>
      (database.prepare('SELECT bytes FROM rendition WHERE production = ? AND key = ?').pluck().get(number(id), key) as
        | Uint8Array
        | undefined) ?? null,
    put: (key, bytes) => {
      database.prepare('INSERT OR REPLACE INTO rendition (production, key, bytes) VALUES (?, ?, ?)').run(number(id), key, bytes)
    },
  }
}
