import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { openDatabase, type ReadableDatabase, storeError, transact, type WritableDatabase } from './database.ts'
import { type SearchColumns, searchColumns, shardNames, shardSpan, type TextSeat } from './index-shards.ts'
import { statement } from './index-statements.ts'
import { findShared, publishShared, type StoredText, type TextKey } from './shared-texts.ts'

/** A worker's side of its shard. */
export interface TextWriter {
  /** The row of what was taken in under a key, by this worker or (once it is durable) by another of the same pass; null where there is none. */
  known(key: TextKey): number | null
  /** Takes in words and text under their key; gives the number of their row. @throws store/disk-full and the like */
  insert(key: TextKey, columns: SearchColumns, text: string): number
  /** UTF-16 code units taken in since the last commit. */
  readonly waiting: number
  /** Makes durable what was taken in. @throws store/disk-full and the like */
  commit(): void
  /** Commits, and brings everything into the database file. */
  close(): void
}

/** Texts are compressed together: one by one they take a quarter more room and several times the time. A snippet has to read one block. */
const blockBytes = 64 * 1024

/** Most blocks come out of the decompressor in one piece: its own pieces of 16 KiB, joined, take a third more time. */
const chunkSize = blockBytes + 16 * 1024
/** UTF-8 of one UTF-16 code unit. */
const widest = 3
const cacheKibibytes = 6 * 1024
/** Pages of the write-ahead log between checkpoints. */
const walPages = 8_192

/** Opens a shard for writing. */
export function openTextWriter(seat: TextSeat, shard: number): TextWriter {
  const database = openDatabase(seat.path, { key: seat.key })
  database.pragma(`cache_size = -${cacheKibibytes}`)
  database.pragma(`wal_autocheckpoint = ${walPages}`)
  const begin = database.prepare('BEGIN IMMEDIATE')
  const end = database.prepare('COMMIT')
  const insertWords = database.prepare(
    `INSERT INTO search (rowid, ${searchColumns.join(', ')}) VALUES (?${', ?'.repeat(searchColumns.length)})`,
  )
  const insertPlace = database.prepare('INSERT INTO place (row, block, start, length) VALUES (?, ?, ?, ?)')
  const insertBlock = database.prepare('INSERT INTO block (number, content) VALUES (?, ?)')
  const last = (sql: string): number => (database.prepare(sql).pluck().get() as number | null) ?? 0
  let row = last('SELECT max(row) FROM place')
  let block = last('SELECT max(number) FROM block') + 1
  let buffer = Buffer.allocUnsafeSlow(4 * blockBytes)
  let filled = 0
  let waiting = 0
  let open = false
  /** What was taken in since the last commit. */
  const fresh = new Map<TextKey, number>()

  const finishBlock = (): void => {
    if (filled === 0) return
    const params = { [constants.ZSTD_c_compressionLevel]: 1 }
    insertBlock.run(block, zstdCompressSync(buffer.subarray(0, filled), { params }))
    block++
    filled = 0
  }
  const place = (text: string): number => {
    if (filled + text.length * widest > buffer.byteLength) finishBlock()
    if (text.length * widest > buffer.byteLength) {
      // Too large to share a block, and once in a while: not worth a buffer that stays.
      const kept = buffer
      buffer = Buffer.from(text, 'utf8')
      filled = buffer.byteLength
      insertPlace.run(row, block, 0, filled)
      finishBlock()
      buffer = kept
      return filled
    }
    const length = buffer.write(text, filled, 'utf8')
    insertPlace.run(row, block, filled, length)
    filled += length
    if (filled >= blockBytes) finishBlock()
    return length
  }
  const guarded = <Result>(work: () => Result): Result => {
    try {
      return work()
    } catch (error) {
      throw storeError(error, seat.path)
    }
  }
  const commit = (): void =>
    guarded(() => {
      if (!open) return
      finishBlock()
      end.run()
      open = false
      waiting = 0
      for (const [key, stored] of fresh) publishShared(seat.shared, key, { shard: shard + 1, row: stored })
      fresh.clear()
    })
  const numberOf = (stored: StoredText): number => stored.shard * shardSpan + stored.row
  return {
    known: (key) => {
      const own = fresh.get(key)
      const stored = own === undefined ? findShared(seat.shared, key) : { shard: shard + 1, row: own }
      return stored === null ? null : numberOf(stored)
    },
    get waiting() {
      return waiting
    },
    insert: (key, columns, text) =>
      guarded(() => {
        if (!open) begin.run()
        open = true
        row++
        insertWords.run(row, ...searchColumns.map((column) => columns[column]))
        place(text)
        waiting += 200 + text.length
        fresh.set(key, row)
        return numberOf({ shard: shard + 1, row })
      }),
    commit,
    close: () => {
      commit()
      guarded(() => database.pragma('wal_checkpoint(TRUNCATE)'))
      database.close()
    },
  }
}

/** A document's stored text; empty where it has none (yet). */
export function documentText(database: ReadableDatabase, number: number): string {
  const row = statement(database, 'SELECT text FROM document WHERE number = ?').pluck().get(number) as number | undefined
  const name = row === undefined ? undefined : shardNames[Math.floor(row / shardSpan) - 1]
  if (row === undefined || name === undefined) return ''
  const found = statement(
    database,
    `SELECT block.content, place.start, place.length FROM ${name}.place JOIN ${name}.block ON block.number = place.block WHERE place.row = ?`,
  ).get(row % shardSpan) as { content: Uint8Array; start: number; length: number } | undefined
  if (!found || found.length === 0) return ''
  return zstdDecompressSync(found.content, { chunkSize }).toString('utf8', found.start, found.start + found.length)
}

const replaced = new WeakMap<ReadableDatabase, number[]>()

/** Notes a row that a document names no more (a copy's text, an attachment's before it was read), to be removed when no worker writes. */
export function noteReplaced(database: WritableDatabase, row: number): void {
  const rows = replaced.get(database) ?? []
  rows.push(row)
  replaced.set(database, rows)
}

/** Forgets what was noted: the transaction in which it was may have been rolled back. */
export function forgetReplaced(database: WritableDatabase): void {
  replaced.delete(database)
}

/** Removes the rows noted as replaced, but for those that other documents share. No worker may be writing. */
export function removeReplaced(database: WritableDatabase): void {
  const rows = [...new Set(replaced.get(database) ?? [])]
  replaced.delete(database)
  const named = statement(database, 'SELECT 1 FROM document WHERE text = ? LIMIT 1')
  removeRows(
    database,
    rows.filter((row) => named.get(row) === undefined),
  )
}

/** Removes every row that no document names: what a cut pass left. No worker may be writing. */
export function removeLeftRows(database: WritableDatabase): void {
  for (const [at, name] of shardNames.entries()) {
    const base = (at + 1) * shardSpan
    const rows = statement(database, `SELECT row + ${base} FROM ${name}.place WHERE row + ${base} NOT IN (SELECT text FROM document)`)
      .pluck()
      .all() as number[]
    removeRows(database, rows)
  }
}

function removeRows(database: WritableDatabase, rows: readonly number[]): void {
  if (rows.length === 0) return
  const touched = new Set<string>()
  transact(database, () => {
    for (const row of rows) {
      const name = shardNames[Math.floor(row / shardSpan) - 1]
      if (name === undefined) continue
      touched.add(name)
      statement(database, `DELETE FROM ${name}.search WHERE rowid = ?`).run(row % shardSpan)
      statement(database, `DELETE FROM ${name}.place WHERE row = ?`).run(row % shardSpan)
    }
    for (const name of touched) {
      statement(database, `DELETE FROM ${name}.block WHERE number NOT IN (SELECT block FROM ${name}.place)`).run()
    }
  })
}
