import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Role, UserName } from '../model/index.ts'
import { AppError } from '../model/index.ts'
import { openDatabase, storeError, transact } from './database.ts'
import { openIndex } from './index-shards.ts'
import type { Kdf } from './keys.ts'
import { defaultKdf, deriveKey, keyBytes, newSigningKey, signBytes } from './keys.ts'
import { makeSlot, openSlot, readKeys, writeKeys } from './keys-file.ts'
import { requireStrongPassphrase } from './keys-strength.ts'
import { lockWorkspace } from './lock.ts'
import { migrate } from './migrate.ts'
import type { OpenWorkspace } from './open-workspace.ts'
import { certificateBytes, insertUser } from './users.ts'
import { readWorkspaceFile, workspaceFiles } from './workspace-files.ts'
import { mainMigrations } from './workspace-schema.ts'
import { unlocked } from './workspace-unlocked.ts'

export interface SignIn {
  readonly directory: string
  readonly user: UserName
  readonly passphrase: string
  /** UTC epoch milliseconds; the machine's clock where none is given. */
  readonly now?: () => number
  /** What new slots cost; only tests lower it. */
  readonly kdf?: Kdf
}

/**
 * Makes an encrypted workspace with its first user and leaves it open. `keys.json` is written last: a folder without it is no workspace.
 *
 * @throws store/workspace-exists, store/passphrase-weak, store/no-permission, store/disk-full, store/in-use
 */
export async function createWorkspace(first: SignIn & { readonly role: Role }): Promise<OpenWorkspace> {
  const directory = resolve(first.directory)
  const files = workspaceFiles(directory)
  requireStrongPassphrase(first.passphrase, first.user)
  prepareFolder(directory)
  const lock = lockWorkspace(files.lock)
  try {
    refuseForeignContent(directory)
    writeFileSync(files.creating, '')
    mkdirSync(files.matters, { recursive: true, mode: 0o700 })
    const workspace = randomBytes(16).toString('hex')
    const atMs = (first.now ?? Date.now)()
    const master = randomBytes(keyBytes)
    const signingKey = newSigningKey()
    const person = { name: first.user, role: first.role, publicKey: signingKey.publicPem, addedBy: first.user, addedAtMs: atMs }
    const main = openDatabase(files.main, { key: deriveKey(master, workspace, 'main'), create: true })
    try {
      migrate(main, mainMigrations)
      transact(main, () => {
        main.prepare('INSERT INTO workspace (id, created_at_ms) VALUES (?, ?)').run(workspace, atMs)
        const certificate = signBytes(signingKey.privateDer, certificateBytes(workspace, person))
        insertUser(main, { ...person, mustChange: false, certificate })
      })
    } finally {
      main.close()
    }
    openIndex(files.index, { key: deriveKey(master, workspace, 'index'), create: true }).close()
    const slot = await makeSlot(workspace, first.user, first.passphrase, { master, signingKey }, first.kdf ?? defaultKdf)
    writeKeys(directory, { workspace, users: [slot] })
    rmSync(files.creating, { force: true })
    return unlocked({ ...first, directory, lock, keys: readKeys(directory), master, privateDer: signingKey.privateDer })
  } catch (error) {
    lock.release()
    throw storeError(error, directory)
  }
}

/**
 * Opens a workspace as one of its users, and holds it until `close`.
 *
 * @throws store/not-a-workspace, store/in-use, store/wrong-passphrase, store/corrupt, store/newer-version, store/no-permission, store/disk-full
 */
export async function openWorkspace(signIn: SignIn): Promise<OpenWorkspace> {
  const directory = resolve(signIn.directory)
  const files = workspaceFiles(directory)
  readWorkspaceFile(directory, files.keys)
  const lock = lockWorkspace(files.lock)
  try {
    const keys = readKeys(directory)
    const { master, privateDer } = await openSlot(keys, signIn.user, signIn.passphrase)
    rmSync(files.creating, { force: true })
    return unlocked({ ...signIn, directory, lock, keys, master, privateDer })
  } catch (error) {
    lock.release()
    throw storeError(error, directory)
  }
}

/** Whether there is a workspace at a path, without opening it. */
export function isWorkspace(directory: string): boolean {
  return existsSync(workspaceFiles(resolve(directory)).keys)
}

function prepareFolder(directory: string): void {
  try {
    for (let above = directory; ; above = dirname(above)) {
      if (!existsSync(above)) continue
      if (!statSync(above).isDirectory()) {
        throw new AppError('store/no-permission', 'A file stands where the folder of the workspace should be. Choose another folder.', {
          path: above,
        })
      }
      break
    }
    if (existsSync(directory)) refuseForeignContent(directory)
    else mkdirSync(directory, { recursive: true, mode: 0o700 })
  } catch (error) {
    // Node tells a read-only file system as ENOENT here, though the folder above is there.
    const refused =
      (error as { code?: string }).code === 'ENOENT' ? Object.assign(new Error('read-only', { cause: error }), { code: 'EROFS' }) : error
    throw storeError(refused, directory)
  }
}

/** Only an empty folder, or the remnant of a making that was cut short, becomes a workspace. */
function refuseForeignContent(directory: string): void {
  const files = workspaceFiles(directory)
  if (existsSync(files.keys)) {
    throw new AppError('store/workspace-exists', 'There is a workspace in this folder already. Open it, or choose another folder.', {
      path: directory,
    })
  }
  const ours =
    /^(creating|lock\.db(-journal)?|(workspace|index|index-text\d+)\.db(-wal|-shm|-journal)?|matters|keys\.json\.[0-9a-f]+\.new)$/
  const remnant = existsSync(files.creating)
  for (const name of readdirSync(directory)) {
    if (name.startsWith('.') || name.startsWith('lock.db')) continue
    if (remnant && ours.test(name)) {
      if (name !== 'creating') rmSync(resolve(directory, name), { recursive: true, force: true })
      continue
    }
    throw new AppError(
      'store/workspace-exists',
      existsSync(files.main)
        ? 'This folder holds a workspace whose keys.json is missing. Restore that file from a backup, or choose another folder.'
        : 'This folder is not empty. Choose an empty or a new folder for the workspace.',
      { path: directory },
    )
  }
}
