import Sqlite from 'better-sqlite3'
import { AppError } from '../model/index.ts'
import { storeError } from './database.ts'

/** Held while a workspace is open. */
export interface WorkspaceLock {
  release(): void
}

/**
 * One writer per workspace. The lock is an exclusive transaction on an empty database: the operating system holds it for the process and
 * drops it when the process ends in whatever way, so a crash leaves nothing to clean up.
 *
 * @throws store/in-use, store/no-permission, store/disk-full
 */
export function lockWorkspace(path: string): WorkspaceLock {
  let database: Sqlite.Database | undefined
  try {
    database = new Sqlite(path, { timeout: 0 })
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database?.close()
    if ((error as { code?: string }).code?.startsWith('SQLITE_BUSY')) {
      throw new AppError(
        'store/in-use',
        'This workspace is open in another window or program. Lock or close it there, or wait for the command that is running, then try again.',
        { path },
      )
    }
    throw storeError(error, path)
  }
  const held = database
  return { release: () => held.close() }
}
