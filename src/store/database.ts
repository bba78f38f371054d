import { existsSync, statfsSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import Sqlite from 'better-sqlite3'
import { AppError } from '../model/index.ts'

declare const writable: unique symbol
/** A connection that may only read: a function that takes it cannot write. */
export type ReadableDatabase = Omit<Sqlite.Database, 'transaction'>
/** A connection that may write. */
export type WritableDatabase = Sqlite.Database & { readonly [writable]?: true }

export interface OpenOptions {
  /** 32 random or derived bytes: the raw key, never a passphrase. */
  readonly key: Uint8Array
  readonly create?: boolean
  readonly readonly?: boolean
}

/**
 * Opens an encrypted database (SQLite3 Multiple Ciphers, AEGIS-256: authenticated pages; raw key, so no key derivation at open).
 * `temp_store` is set to memory before anything else: a big sort would write plaintext temp files otherwise.
 *
 * @throws store/corrupt, store/disk-full, store/disk-failed, store/no-permission, store/not-a-workspace
 */
export function openDatabase(path: string, options: OpenOptions): WritableDatabase {
  if (!options.create && path !== ':memory:' && !existsSync(path)) {
    throw new AppError('store/not-a-workspace', `A database of the workspace is missing. ${mending(path)}`, { path })
  }
  let database: WritableDatabase | undefined
  try {
    database = new Sqlite(path, { readonly: options.readonly ?? false })
    database.pragma('temp_store = MEMORY')
    if (path !== ':memory:') {
      database.pragma("cipher = 'aegis'")
      database.pragma("algorithm = 'aegis-256'")
      database.pragma(`key = "x'${Buffer.from(options.key).toString('hex')}'"`)
    }
    if (!options.readonly) {
      database.pragma('journal_mode = WAL')
      database.pragma('synchronous = NORMAL')
    }
    database.pragma('foreign_keys = ON')
    database.pragma('secure_delete = ON')
    database.prepare('SELECT count(*) FROM sqlite_schema').get()
    return database
  } catch (error) {
    // Told before closing, which gives back the space that was missing.
    const told = storeError(error, path)
    database?.close()
    throw told
  }
}

const restore = 'Restore the workspace from a backup.'
const keepsRequests = 'Requests and decisions are not affected'

/**
 * What to do about a damaged database. The index holds nothing that its sources don't give again, and opening makes what was deleted of it anew
 * ({@link openIndex}); `path` may be the whole workspace where a query met the damage.
 */
export function mending(path: string): string {
  const name = basename(path)
  if (/^index-text\d+\.db$/.test(name)) {
    return `It is part of the search index, which can be rebuilt: delete the files index-text1.db to index-text4.db in the workspace's folder and run \`desk source rescan\`. ${keepsRequests}.`
  }
  if (name === 'index.db') {
    return `It is the index of the sources, which can be rebuilt: restore it from a backup, or delete the files whose names begin with “index” in the workspace's folder and add the sources again. ${keepsRequests}.`
  }
  if (name.endsWith('.db')) return restore
  return `${restore} Where only the index is damaged, it can be rebuilt instead: delete the files whose names begin with “index-text” in the workspace's folder and run \`desk source rescan\`.`
}

/** SQLite's failures in the product's words; anything unexpected is passed on as it is. */
export function storeError(error: unknown, path: string): unknown {
  const code = (error as { code?: string }).code ?? ''
  if (code.startsWith('SQLITE_NOTADB') || code.startsWith('SQLITE_CORRUPT')) {
    return new AppError(
      'store/corrupt',
      `A database of the workspace is damaged or was made with another key. ${mending(path)}`,
      { path },
      error,
    )
  }
  if (fullCodes.has(code) || (ioFailed(code) && isFull(path))) {
    return new AppError(
      'store/disk-full',
      'The disk is full. Free some space and run the same command again; work done so far is kept.',
      { path },
      error,
    )
  }
  if (
    code.startsWith('SQLITE_CANTOPEN') ||
    code.startsWith('SQLITE_READONLY') ||
    code === 'EACCES' ||
    code === 'EPERM' ||
    code === 'EROFS'
  ) {
    return new AppError(
      'store/no-permission',
      'The workspace cannot be opened for reading and writing. Check the rights on its folder, or ask who owns it.',
      { path },
      error,
    )
  }
  if (ioFailed(code)) {
    return new AppError(
      'store/disk-failed',
      'The disk with the workspace could not be read, written or locked. Check that the disk or network drive is connected and sound, then run the same command again; work done so far is kept.',
      { path, reason: code },
      error,
    )
  }
  return error
}

/** SQLite's failures that are those of a value: it is too long, or not what its column holds. */
const valueCodes = /^SQLITE_(?:TOOBIG|MISMATCH|RANGE|CONSTRAINT)/

/** Whether a failure is one of the database and its disk, so that nothing else could be written either; else it is one of what was to be written. */
export function isOfStore(error: unknown): boolean {
  const code = (error as { code?: unknown }).code
  return error instanceof AppError || (typeof code === 'string' && !code.startsWith('ERR_') && !valueCodes.test(code))
}

/** No space, or none left for this user. The index of a write-ahead log (`-shm`) fails to grow for nothing else. */
const fullCodes = new Set(['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 'ENOSPC', 'EDQUOT'])

function ioFailed(code: string): boolean {
  return code.startsWith('SQLITE_IOERR') || code === 'SQLITE_PROTOCOL' || code === 'EIO'
}

/** Bytes below which a disk counts as full: an open workspace takes 32 KiB and more for each of its databases, which are given back before this is asked. */
const leastFree = 1024 * 1024

/** Whether the file system of a file has no room: SQLite tells that as any failure of the disk where it's not a database's own file that grows. */
function isFull(path: string): boolean {
  for (let at = path; ; at = dirname(at)) {
    try {
      const { bavail, bsize } = statfsSync(at)
      return bavail * bsize < leastFree
    } catch {
      if (at === dirname(at)) return false
    }
  }
}

const sharing = new WeakSet<ReadableDatabase>()

/** Says that others write to databases attached to this connection: its transactions then lock only what they write to. */
export function shareAttached(database: WritableDatabase): void {
  sharing.add(database)
}

/**
 * Runs `work` in one transaction, which is immediate: it waits for the lock at its start. On a connection whose attached databases others write to it can't be,
 * since SQLite would lock all of them.
 */
export function transact<Result>(database: WritableDatabase, work: () => Result): Result {
  const transaction = database.transaction(work)
  return sharing.has(database) ? transaction.deferred() : transaction.immediate()
}

/** Pages kept while much is written, in KiB, and how many of the write-ahead log may wait: rows go to many places of the trees, each page of which is encrypted anew. */
const muchKibibytes = 64 * 1024
const muchPages = 16_384

/** {@link transact} for thousands of rows: with a cache that holds what they touch. */
export function writeMuch<Result>(database: WritableDatabase, work: () => Result): Result {
  database.pragma(`cache_size = -${muchKibibytes}`)
  database.pragma(`wal_autocheckpoint = ${muchPages}`)
  return transact(database, work)
}
