import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { AppError } from '../model/index.ts'
import { storeError } from './database.ts'

/** Where the parts of a workspace lie. */
export function workspaceFiles(directory: string) {
  return {
    keys: join(directory, 'keys.json'),
    main: join(directory, 'workspace.db'),
    index: join(directory, 'index.db'),
    matters: join(directory, 'matters'),
    lock: join(directory, 'lock.db'),
    /** The newest signed checkpoint of the audit chain, beside the database: a truncated chain is seen against it. */
    auditHead: join(directory, 'audit-head.json'),
    /** Stands while a workspace is being made: what lies beside it without keys.json is a remnant, not someone's data. */
    creating: join(directory, 'creating'),
  }
}

/** The path of one request's database. */
export function matterFile(directory: string, id: string): string {
  return join(directory, 'matters', `${id}.db`)
}

/**
 * Writes a whole file or nothing: temporary file beside it, fsync, rename, fsync of the folder.
 *
 * @throws store/disk-full, store/no-permission
 */
export function writeFileAtomic(path: string, content: string | Uint8Array): void {
  stageFile(path, content).put()
}

/** A whole file that lies ready beside the place that it is for: what can go wrong for want of room has gone wrong by then. */
export interface StagedFile {
  /** @throws store/no-permission */
  put(): void
  drop(): void
}

/**
 * The first half of `writeFileAtomic`.
 *
 * @throws store/disk-full, store/no-permission
 */
export function stageFile(path: string, content: string | Uint8Array): StagedFile {
  const temporary = `${path}.${randomBytes(4).toString('hex')}.new`
  const drop = (): void => rmSync(temporary, { force: true })
  const orDrop = (work: () => void): void => {
    try {
      work()
    } catch (error) {
      drop()
      throw storeError(error, path)
    }
  }
  orDrop(() => {
    const file = openSync(temporary, 'wx', 0o600)
    try {
      const bytes = typeof content === 'string' ? Buffer.from(content) : content
      for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
  })
  const put = (): void =>
    orDrop(() => {
      renameSync(temporary, path)
      syncDirectory(dirname(path))
    })
  return { put, drop }
}

/** A rename is durable only once its folder is; Windows has no such call and needs none. */
export function syncDirectory(directory: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(directory, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** The content of a file that a workspace must have. @throws store/not-a-workspace, store/no-permission */
export function readWorkspaceFile(directory: string, path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const code = (error as { code?: string }).code ?? ''
    // A folder that may not be entered is no missing one: nothing can be said about what is in it.
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new AppError('store/not-a-workspace', 'There is no workspace here. Choose its folder, or make one with `desk init`.', {
        path: directory,
      })
    }
    throw storeError(error, path)
  }
}
