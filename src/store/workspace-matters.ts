import { randomBytes } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { MatterId } from '../model/index.ts'
import { AppError, asId } from '../model/index.ts'
import type { WritableDatabase } from './database.ts'
import { openDatabase, storeError, transact } from './database.ts'
import { keyBytes, unwrap, wrap } from './keys.ts'
import { matterMigrations } from './matter-schema.ts'
import { hasWritten, insertWritten } from './matter-written.ts'
import { migrate } from './migrate.ts'
import { matterFile, syncDirectory } from './workspace-files.ts'

/** The requests of an open workspace, each in a database with a key of its own. */
export interface MatterFiles {
  open(id: MatterId): WritableDatabase
  create(): { readonly id: MatterId; readonly database: WritableDatabase }
  destroy(id: MatterId): void
  list(): readonly MatterId[]
  /** Leaves a trace of writing in the request's file, and notes it in `workspace.db`. */
  noteWrite(id: MatterId): void
  /** Whether the request's file lacks the trace noted last: an older copy was put there. */
  isOlder(id: MatterId): boolean
  close(): void
}

/** `wrapKey` wraps each request's random key in `main`; who has no workspace has no request. */
export function openMatters(main: WritableDatabase, directory: string, wrapKey: Uint8Array, now: () => number): MatterFiles {
  const folder = join(directory, 'matters')
  const opened = new Map<MatterId, WritableDatabase>()
  const keyRow = main.prepare<[number], { wrapped_key: Buffer | null }>('SELECT wrapped_key FROM matter_keys WHERE id = ?')
  const numberOf = (id: MatterId): number => Number(/^M([1-9]\d{0,8})$/.exec(id)?.[1] ?? 0)
  const binding = (id: string): string => JSON.stringify(['disclosure-desk', 1, 'matter', id])

  const removeFiles = (id: string): void => {
    if (!existsSync(folder)) return
    for (const name of readdirSync(folder)) if (name.startsWith(`${id}.`)) rmSync(join(folder, name), { force: true })
  }
  // A destruction that was cut short: the key is gone already, the bytes follow.
  for (const { id } of main.prepare<[], { id: number }>('SELECT id FROM matter_keys WHERE destroyed_at_ms IS NOT NULL').all()) {
    removeFiles(`M${id}`)
  }

  const open = (id: MatterId): WritableDatabase => {
    const cached = opened.get(id)
    if (cached) return cached
    const wrapped = keyRow.get(numberOf(id))?.wrapped_key
    if (!wrapped) throw new AppError('matter/unknown', 'There is no such request in this workspace.', { matter: id })
    const key = unwrap(wrapKey, wrapped, binding(id))
    if (!key) {
      throw new AppError('store/corrupt', 'The key of a request is damaged. Restore the workspace from a backup.', { matter: id })
    }
    const path = matterFile(directory, id)
    const database = openDatabase(path, { key })
    try {
      copyBeforeUpgrade(database, path)
      migrate(database, matterMigrations)
    } catch (error) {
      database.close()
      throw storeError(error, path)
    }
    opened.set(id, database)
    return database
  }

  return {
    open,
    create: () => {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      const key = randomBytes(keyBytes)
      const id = transact(main, () => {
        const { lastInsertRowid } = main.prepare('INSERT INTO matter_keys (wrapped_key, created_at_ms) VALUES (NULL, ?)').run(now())
        const made = asId<MatterId>(`M${lastInsertRowid}`)
        main.prepare('UPDATE matter_keys SET wrapped_key = ? WHERE id = ?').run(wrap(wrapKey, key, binding(made)), lastInsertRowid)
        placeFile(folder, made, key)
        return made
      })
      // The key is on the disk before anything is collected under it.
      main.pragma('wal_checkpoint(FULL)')
      return { id, database: open(id) }
    },
    destroy: (id) => {
      const row = keyRow.get(numberOf(id))
      if (!row?.wrapped_key) throw new AppError('matter/unknown', 'There is no such request in this workspace.', { matter: id })
      // `secure_delete` overwrites the key in the page; the log that still holds the old page is emptied at once.
      main.prepare('UPDATE matter_keys SET wrapped_key = NULL, destroyed_at_ms = ? WHERE id = ?').run(now(), numberOf(id))
      main.pragma('wal_checkpoint(TRUNCATE)')
      opened.get(id)?.close()
      opened.delete(id)
      removeFiles(id)
    },
    list: () =>
      main
        .prepare<[], { id: number }>('SELECT id FROM matter_keys WHERE wrapped_key IS NOT NULL ORDER BY id')
        .all()
        .map(({ id }) => asId<MatterId>(`M${id}`)),
    noteWrite: (id) => {
      if (!keyRow.get(numberOf(id))?.wrapped_key) return
      const { number, word } = insertWritten(open(id))
      main.prepare('UPDATE matter_keys SET written = ?, written_word = ? WHERE id = ?').run(number, word, numberOf(id))
    },
    isOlder: (id) => {
      const noted = main
        .prepare<[number], { number: number; word: string }>(
          'SELECT written AS number, written_word AS word FROM matter_keys WHERE id = ? AND wrapped_key IS NOT NULL AND written IS NOT NULL',
        )
        .get(numberOf(id))
      return noted !== undefined && !hasWritten(open(id), noted)
    },
    close: () => {
      for (const database of opened.values()) database.close()
      opened.clear()
    },
  }
}

/** Makes the file beside its place and renames it in: the caller's transaction commits the key after the file stands. */
function placeFile(folder: string, id: string, key: Uint8Array): void {
  const path = join(folder, `${id}.db`)
  const making = join(folder, `${id}.db.new`)
  for (const stale of [making, `${making}-wal`, `${making}-shm`]) rmSync(stale, { force: true })
  // A file without its key: from a crash just here, or from a backup that is older than it. Not ours to delete.
  if (existsSync(path)) renameSync(path, freeName(folder, `${id}.without-key`))
  const database = openDatabase(making, { key, create: true })
  try {
    migrate(database, matterMigrations)
  } finally {
    database.close()
  }
  renameSync(making, path)
  syncDirectory(folder)
}

/** A request's file is evidence: as it was, it stays beside the upgraded one. */
function copyBeforeUpgrade(database: WritableDatabase, path: string): void {
  const version = Number(database.pragma('user_version', { simple: true }))
  if (version === 0 || version >= (matterMigrations.at(-1)?.version ?? 0)) return
  const copy = path.replace(/\.db$/, `.before-upgrade-from-${version}.db`)
  if (existsSync(copy)) return
  database.pragma('wal_checkpoint(TRUNCATE)')
  copyFileSync(path, `${copy}.new`)
  renameSync(`${copy}.new`, copy)
}

function freeName(folder: string, stem: string): string {
  for (let number = 1; ; number += 1) {
    const candidate = join(folder, `${stem}-${number}.kept`)
    if (!existsSync(candidate)) return candidate
  }
}
