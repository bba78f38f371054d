import type { Role, UserName } from '../model/index.ts'
import { AppError, canonicalJson } from '../model/index.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { verifyBytes } from './keys.ts'

/** A user as the encrypted database knows them. */
export interface StoredUser {
  readonly user: UserName
  readonly role: Role
  readonly mustChangePassphrase: boolean
  readonly publicKey: string
  readonly addedBy: UserName
  readonly addedAtMs: number
}

interface UserRow {
  name: UserName
  role: Role
  must_change: number
  added_by: UserName
  added_at_ms: number
  certificate: string
}
interface KeyRow {
  public_key: string
  provisional: number
  since_ms: number
}

/** What the adder signs: an edited role or a foreign first key no longer fits it. */
export function certificateBytes(
  workspace: string,
  user: {
    readonly name: string
    readonly role: string
    readonly publicKey: string
    readonly addedBy: string
    readonly addedAtMs: number
  },
): Buffer {
  const { name, role, publicKey, addedBy, addedAtMs } = user
  return Buffer.from(canonicalJson({ purpose: 'disclosure-desk/user', workspace, name, role, publicKey, addedBy, addedAtMs }))
}

export function insertUser(
  main: WritableDatabase,
  user: {
    readonly name: string
    readonly role: Role
    readonly publicKey: string
    readonly mustChange: boolean
    readonly addedBy: string
    readonly addedAtMs: number
    readonly certificate: string
  },
): void {
  const mustChange = user.mustChange ? 1 : 0
  main
    .prepare(
      `INSERT INTO users (name, role, must_change, added_by, added_at_ms, certificate)
       VALUES (@name, @role, @mustChange, @addedBy, @addedAtMs, @certificate)`,
    )
    .run({ ...user, mustChange })
  insertKey(main, user.name, user.publicKey, user.mustChange, user.addedAtMs)
}

export function insertKey(main: WritableDatabase, user: string, publicKey: string, provisional: boolean, sinceMs: number): void {
  main
    .prepare('INSERT INTO user_keys (user, public_key, provisional, since_ms) VALUES (?, ?, ?, ?)')
    .run(user, publicKey, provisional ? 1 : 0, sinceMs)
}

/** Every signing key of a user, oldest first. */
export function keysOf(main: ReadableDatabase, user: string): readonly KeyRow[] {
  return main.prepare<[string], KeyRow>('SELECT public_key, provisional, since_ms FROM user_keys WHERE user = ? ORDER BY id').all(user)
}

/** Users in order of adding. */
export function listUsers(main: ReadableDatabase): readonly StoredUser[] {
  return main
    .prepare<[], UserRow>('SELECT * FROM users ORDER BY added_at_ms, rowid')
    .all()
    .map((row) => ({
      user: row.name,
      role: row.role,
      mustChangePassphrase: row.must_change === 1,
      publicKey: keysOf(main, row.name).at(-1)?.public_key ?? '',
      addedBy: row.added_by,
      addedAtMs: row.added_at_ms,
    }))
}

/** Null where the role, the name and the first key fit the adder's signature; else what is wrong, in words. */
export function certificateProblem(main: ReadableDatabase, workspace: string, user: string): string | null {
  const row = main.prepare<[string], UserRow>('SELECT * FROM users WHERE name = ?').get(user)
  const first = keysOf(main, user)[0]
  if (!row || !first) return 'a user has no record in the workspace'
  const bytes = certificateBytes(workspace, {
    name: row.name,
    role: row.role,
    publicKey: first.public_key,
    addedBy: row.added_by,
    addedAtMs: row.added_at_ms,
  })
  const fits = keysOf(main, row.added_by).some((key) => key.provisional === 0 && verifyBytes(key.public_key, bytes, row.certificate))
  return fits ? null : 'the role or key of a user was changed outside the program'
}

/**
 * A user's role, vouched for by the signature of who added them.
 *
 * @throws store/unknown-user, store/corrupt
 */
export function certifiedRole(main: ReadableDatabase, workspace: string, user: string): Role {
  const row = main.prepare<[string], { role: Role }>('SELECT role FROM users WHERE name = ?').get(user)
  if (!row) throw new AppError('store/unknown-user', 'There is no such user in this workspace.')
  const problem = certificateProblem(main, workspace, user)
  if (problem) {
    throw new AppError(
      'store/corrupt',
      `The workspace was tampered with: ${problem}. Restore it from a backup and tell your administrator.`,
    )
  }
  return row.role
}
