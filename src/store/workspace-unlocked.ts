import type { UserName } from '../model/index.ts'
import { AppError } from '../model/index.ts'
import { openAudit } from './audit.ts'
import type { WritableDatabase } from './database.ts'
import { openDatabase, storeError, transact } from './database.ts'
import { openIndex } from './index-shards.ts'
import type { Kdf } from './keys.ts'
import { defaultKdf, deriveKey, newSigningKey, signBytes, signingKeyFrom, verifyBytes } from './keys.ts'
import type { KeysFile, Slot } from './keys-file.ts'
import { makeSlot, openSlot, readKeys, stageKeys, writeKeys } from './keys-file.ts'
import { requireStrongPassphrase } from './keys-strength.ts'
import type { WorkspaceLock } from './lock.ts'
import { migrate } from './migrate.ts'
import type { NewUser, OpenWorkspace } from './open-workspace.ts'
import type { StoredUser } from './users.ts'
import {
  certificateBytes,
  certifiedAdder,
  certifiedBackers,
  certifiedRole,
  giverOfKey,
  insertKey,
  insertUser,
  listUsers,
  passphraseGiver,
  signingKeysOf,
  slotKeysOf,
  voucherBytes,
} from './users.ts'
import { accessBytes, endingOf, insertAccessChange } from './users-access.ts'
import { type StagedFile, workspaceFiles } from './workspace-files.ts'
import { openMatters } from './workspace-matters.ts'
import { mainMigrations } from './workspace-schema.ts'

/** What signing in has yielded. The master key stays in this closure and leaves it only wrapped. */
export interface Unlocked {
  readonly directory: string
  readonly user: UserName
  readonly lock: WorkspaceLock
  readonly keys: KeysFile
  readonly master: Buffer
  readonly privateDer: Buffer
  readonly now?: () => number
  readonly kdf?: Kdf
}

/** Opens the databases of an unlocked workspace; on failure closes what it opened and leaves the lock to the caller. */
export function unlocked(parts: Unlocked): OpenWorkspace {
  const { directory, user, master } = parts
  const workspace = parts.keys.workspace
  const now = parts.now ?? Date.now
  const kdf = parts.kdf ?? defaultKdf
  const files = workspaceFiles(directory)
  const indexKey = deriveKey(master, workspace, 'index')
  let signing = signingKeyFrom(parts.privateDer)

  const opened: WritableDatabase[] = []
  const openStore = (path: string, key: Uint8Array, migrations: typeof mainMigrations): WritableDatabase => {
    const database = openDatabase(path, { key })
    opened.push(database)
    migrate(database, migrations)
    return database
  }
  try {
    const main = openStore(files.main, deriveKey(master, workspace, 'main'), mainMigrations)
    const index = openIndex(files.index, { key: indexKey })
    opened.push(index)
    const role = certifiedRole(main, workspace, user)
    if (endingOf(main, user) !== null) throw accessEnded()
    if (!slotKeysOf(main, workspace, user).includes(signing.publicPem)) {
      throw new AppError(
        'store/corrupt',
        'Your signing key does not belong to this workspace. Restore keys.json from the backup that fits the rest.',
      )
    }
    const record = (name: string): StoredUser => {
      const found = listUsers(main, workspace).find((candidate) => candidate.user === name)
      if (!found) throw new AppError('store/unknown-user', 'There is no such user in this workspace.')
      return found
    }
    /** The ways in, without those of people whose access was ended: an old copy of keys.json put back must not bring theirs back. */
    const slots = (): readonly Slot[] => readKeys(directory).users.filter((slot) => endingOf(main, slot.user) === null)
    if (slots().length < parts.keys.users.length) writeKeys(directory, { workspace, users: slots() })
    const mustChange = (): boolean => record(user).mustChangePassphrase
    const sign = (bytes: Uint8Array): string => signBytes(signing.privateDer, bytes)
    const audit = openAudit(main, { directory, workspace }, { user, atMs: now() }, () =>
      mustChange() ? null : { user, publicKey: signing.publicPem, sign },
    )
    const matters = openMatters(main, directory, deriveKey(master, workspace, 'matter-wrap'), now)
    let closed = false

    const addUser = async (person: NewUser): Promise<StoredUser> => {
      requireStrongPassphrase(person.passphrase, person.user)
      const before = sameName(person.user)
      if (before !== undefined && (before.ended === null || before.user !== person.user || before.role !== person.role)) {
        throw nameTaken(before)
      }
      const signingKey = newSigningKey()
      const slot = await makeSlot(workspace, person.user, person.passphrase, { master, signingKey }, kdf)
      const atMs = Math.trunc(now())
      const publicKey = signingKey.publicPem
      transact(main, () => {
        if (before === undefined) {
          const certified = { name: person.user, role: person.role, publicKey, addedBy: user, addedAtMs: atMs }
          insertUser(main, { ...certified, mustChange: person.mustChange, certificate: sign(certificateBytes(workspace, certified)) })
        } else {
          const change = { user: person.user, kind: 'returned', by: user, atMs, why: null, publicKey } as const
          insertAccessChange(main, { ...change, signature: sign(accessBytes(workspace, change)) })
          insertKey(main, person.user, { publicKey, provisional: person.mustChange, sinceMs: atMs, voucher: null })
          main.prepare('UPDATE users SET must_change = ? WHERE name = ?').run(person.mustChange ? 1 : 0, person.user)
        }
        // Inside the transaction: where the file cannot be written, there is no user either.
        writeKeys(directory, { workspace, users: [...slots().filter((other) => other.user !== person.user), slot] })
      })
      return record(person.user)
    }

    const sameName = (name: string): StoredUser | undefined => {
      const folded = name.normalize('NFKC').toLowerCase()
      return listUsers(main, workspace).find((other) => other.user.normalize('NFKC').toLowerCase() === folded)
    }

    const endUser = (name: UserName, why: string): StoredUser => {
      if (record(name).ended !== null) throw accessEnded()
      const change = { user: name, kind: 'ended', by: user, atMs: Math.trunc(now()), why, publicKey: null } as const
      let staged: StagedFile | undefined
      try {
        transact(main, () => {
          insertAccessChange(main, { ...change, signature: sign(accessBytes(workspace, change)) })
          // Inside the transaction: where there is no room for the file, nothing was ended.
          staged = stageKeys(directory, { workspace, users: slots() })
        })
      } catch (error) {
        staged?.drop()
        throw error
      }
      // The record first: cut before the file is in its place, they are refused by it, and the next to open clears their way in. The other way round they would have none and not be ended.
      main.pragma('wal_checkpoint(FULL)')
      staged?.put()
      return record(name)
    }

    const changePassphrase = async (current: string, next: string): Promise<StoredUser> => {
      requireStrongPassphrase(next, user)
      await openSlot(readKeys(directory), user, current)
      if (next === current) {
        throw new AppError('store/passphrase-weak', 'The new passphrase is the old one. Choose another.')
      }
      // A key that lay under a passphrase given by another may be in their hands.
      const renew = mustChange() || giverOfKey(main, workspace, user, signing.publicPem) !== null
      const signingKey = renew ? newSigningKey() : signing
      const slot = await makeSlot(workspace, user, next, { master, signingKey }, kdf)
      const write = (): void => {
        const users = slots().map((other) => (other.user === user ? slot : other))
        writeKeys(directory, { workspace, users })
      }
      if (renew) {
        // The key first, the file after it, the flag last: cut anywhere, the user signs in with one passphrase or the other.
        const sinceMs = Math.trunc(now())
        const voucher = sign(voucherBytes(workspace, user, signingKey.publicPem, sinceMs))
        insertKey(main, user, { publicKey: signingKey.publicPem, provisional: false, sinceMs, voucher })
        main.pragma('wal_checkpoint(FULL)')
        write()
        main.prepare('UPDATE users SET must_change = 0 WHERE name = ?').run(user)
      } else {
        write()
      }
      signing = signingKey
      return record(user)
    }

    return {
      directory,
      id: workspace,
      main,
      index,
      user,
      role,
      indexKey,
      indexPath: files.index,
      audit,
      matter: (id) => matters.open(id),
      noteWrite: (id) => matters.noteWrite(id),
      isOlder: (id) => matters.isOlder(id),
      createMatter: () => matters.create(),
      destroyMatter: (id) => matters.destroy(id),
      matters: () => matters.list(),
      sign,
      verify: (name, bytes, signature) => signingKeysOf(main, workspace, name).some((key) => verifyBytes(key.public_key, bytes, signature)),
      passphraseFrom: (name, signed) =>
        signed === undefined ? record(name).passphraseFrom : passphraseGiver(main, workspace, name, signed.bytes, signed.signature),
      publicKey: (name) => record(name).publicKey,
      roleOf: (name) => certifiedRole(main, workspace, name),
      addedBy: (name) => certifiedAdder(main, workspace, name),
      broughtBackBy: (name) => certifiedBackers(main, workspace, name),
      get mustChangePassphrase() {
        return mustChange()
      },
      users: () => listUsers(main, workspace),
      addUser,
      endUser,
      changePassphrase,
      close: () => {
        if (closed) return
        closed = true
        try {
          audit.checkpoint(now())
        } catch (error) {
          // A full or read-only disk must not keep a workspace open: as after a crash, the next checkpoint covers these entries.
          if (!(storeError(error, directory) instanceof AppError)) throw error
        } finally {
          matters.close()
          for (const database of opened) database.close()
          master.fill(0)
          parts.lock.release()
        }
      },
    }
  } catch (error) {
    for (const database of opened) database.close()
    throw error
  }
}

function accessEnded(): AppError {
  return new AppError(
    'store/access-ended',
    'The access of this user was ended. Who signs in with an old copy of keys.json is refused; a colleague of the same role can add them again under their name.',
  )
}

/** A name stays its person's for good: nobody else is taken for them, and who comes back is the same person to every check of two people. */
function nameTaken({ user, role, ended }: StoredUser): AppError {
  if (ended === null) return new AppError('store/user-exists', 'There is a user of this name already. Choose another name.')
  return new AppError(
    'store/user-exists',
    'Somebody of this name had access before, and what they signed stays under it. If they are coming back, add them with exactly that name and role; for another person choose another name.',
    { user, role },
  )
}
