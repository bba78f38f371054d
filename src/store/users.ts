import type { Role, UserName } from '../model/index.ts'
import { AppError, canonicalJson } from '../model/index.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { verifyBytes } from './keys.ts'
import { type AccessChange, accessBytes, accessChangesOf, endingOf } from './users-access.ts'

/** A user as the encrypted database knows them. */
export interface StoredUser {
  readonly user: UserName
  readonly role: Role
  readonly mustChangePassphrase: boolean
  readonly publicKey: string
  readonly addedBy: UserName
  readonly addedAtMs: number
  /** Who gave them the passphrase that they have kept since, as said to be of their own choice; null for who chose one while signed in. */
  readonly passphraseFrom: UserName | null
  /** Null for who may sign in. */
  readonly ended: Pick<AccessChange, 'by' | 'atMs' | 'why'> | null
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
  voucher: string | null
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
  insertKey(main, user.name, { publicKey: user.publicKey, provisional: user.mustChange, sinceMs: user.addedAtMs, voucher: null })
}

/** What a user's first key signs of a later one. */
export function voucherBytes(workspace: string, user: string, publicKey: string, sinceMs: number): Buffer {
  return Buffer.from(canonicalJson({ purpose: 'disclosure-desk/key', workspace, user, publicKey, sinceMs }))
}

/** Adds a key. `voucher` null for a user's first, which the certificate vouches for. */
export function insertKey(
  main: WritableDatabase,
  user: string,
  key: { readonly publicKey: string; readonly provisional: boolean; readonly sinceMs: number; readonly voucher: string | null },
): void {
  main
    .prepare('INSERT INTO user_keys (user, public_key, provisional, since_ms, voucher) VALUES (?, ?, ?, ?, ?)')
    .run(user, key.publicKey, key.provisional ? 1 : 0, key.sinceMs, key.voucher)
}

/** Every signing key of a user, oldest first, as the database has them. */
export function keysOf(main: ReadableDatabase, user: string): readonly KeyRow[] {
  return main
    .prepare<[string], KeyRow>('SELECT public_key, provisional, since_ms, voucher FROM user_keys WHERE user = ? ORDER BY id')
    .all(user)
}

/**
 * The keys whose signatures count as this user's: not one that came with somebody else's passphrase, and each later one only with the signature of
 * the first of its run. A run begins with the first key, and anew with the key of who came back. Who made the workspace chose their passphrase then, and gets no other key.
 */
export function signingKeysOf(main: ReadableDatabase, workspace: string, user: string): readonly KeyRow[] {
  return countingKeys(workspace, user, runsOf(main, workspace, user))
}

function countingKeys(workspace: string, user: string, runs: readonly KeyRun[]): readonly KeyRow[] {
  return runs.flatMap((run) => {
    const later = run.later.filter((key) => key.provisional === 0 && vouched(workspace, user, run, key))
    return run.first.provisional === 0 ? [run.first, ...later] : later
  })
}

/**
 * Who gave the passphrase under which a signature's key lay: whoever added the user or brought them back, and said that the passphrase is the user's choice. Nobody
 * but they know whether it was. Null where the user changed it while signed in, or made the workspace.
 *
 * @param bytes what was signed, worked out only where the user has such a key
 */
export function passphraseGiver(
  main: ReadableDatabase,
  workspace: string,
  user: string,
  bytes: () => Uint8Array,
  signature: string,
): UserName | null {
  const given = runsOf(main, workspace, user).filter(({ first, giver }) => giver !== null && first.provisional === 0)
  if (given.length === 0) return null
  const signed = bytes()
  return given.find(({ first }) => verifyBytes(first.public_key, signed, signature))?.giver ?? null
}

/** Who gave the passphrase under which the key lies, as `passphraseGiver`. */
export function giverOfKey(main: ReadableDatabase, workspace: string, user: string, publicKey: string): UserName | null {
  const run = runsOf(main, workspace, user).find(({ first }) => first.provisional === 0 && first.public_key === publicKey)
  return run?.giver ?? null
}

/** The keys that a slot of today may hold: not those from before an ending, which an old copy of keys.json would bring back. */
export function slotKeysOf(main: ReadableDatabase, workspace: string, user: string): readonly string[] {
  const run = runsOf(main, workspace, user).at(-1)
  return run ? [run.first, ...run.later].map((key) => key.public_key) : []
}

interface KeyRun {
  /** Whoever added the user or brought them back; null for who made the workspace. */
  readonly giver: UserName | null
  readonly first: KeyRow
  readonly later: KeyRow[]
}

/** Whether changes bear their signatures, by id. Each hangs on those before it: asked anew each time, they would double with every return of two people by turns. */
type Signed = Map<number, boolean>

/** @param before only returns written before this one count: two people who each brought the other back don't vouch in a circle */
function runsOf(
  main: ReadableDatabase,
  workspace: string,
  user: string,
  signed: Signed = new Map(),
  before = Number.POSITIVE_INFINITY,
): readonly KeyRun[] {
  const returns = new Map(
    accessChangesOf(main, user)
      .filter((change) => change.kind === 'returned' && change.id < before && isSignedChange(main, workspace, change, signed))
      .map((change) => [change.publicKey, change.by]),
  )
  const adder = main.prepare<[string], Pick<UserRow, 'added_by'>>('SELECT added_by FROM users WHERE name = ?').get(user)?.added_by ?? null
  const runs: KeyRun[] = []
  for (const key of keysOf(main, user)) {
    const run = runs.at(-1)
    const backer = key.voucher === null ? returns.get(key.public_key) : undefined
    if (run === undefined) runs.push({ giver: adder === user ? null : adder, first: key, later: [] })
    else if (backer !== undefined) runs.push({ giver: backer, first: key, later: [] })
    else run.later.push(key)
  }
  return runs
}

/** Whether an ending or a return bears the signature of who is said to have written it. */
function isSignedChange(main: ReadableDatabase, workspace: string, change: AccessChange, signed: Signed): boolean {
  const known = signed.get(change.id)
  if (known !== undefined) return known
  const bytes = accessBytes(workspace, change)
  const keys = countingKeys(workspace, change.by, runsOf(main, workspace, change.by, signed, change.id))
  const is = keys.some((key) => verifyBytes(key.public_key, bytes, change.signature))
  signed.set(change.id, is)
  return is
}

function vouched(
  workspace: string,
  user: string,
  { giver, first }: KeyRun,
  { public_key: key, since_ms: sinceMs, voucher }: KeyRow,
): boolean {
  return giver !== null && voucher !== null && verifyBytes(first.public_key, voucherBytes(workspace, user, key, sinceMs), voucher)
}

/** Users in order of adding. */
export function listUsers(main: ReadableDatabase, workspace: string): readonly StoredUser[] {
  return main
    .prepare<[], UserRow>('SELECT * FROM users ORDER BY added_at_ms, rowid')
    .all()
    .map((row) => ({ row, publicKey: keysOf(main, row.name).at(-1)?.public_key ?? '' }))
    .map(({ row, publicKey }) => ({
      user: row.name,
      role: row.role,
      mustChangePassphrase: row.must_change === 1,
      publicKey,
      passphraseFrom: giverOfKey(main, workspace, row.name, publicKey),
      addedBy: row.added_by,
      addedAtMs: row.added_at_ms,
      ended: endingOf(main, row.name),
    }))
}

/** Null where the role, the name and the first key fit the adder's signature, and later keys the first's; else what is wrong, in words. */
export function certificateProblem(main: ReadableDatabase, workspace: string, user: string): string | null {
  const row = main.prepare<[string], UserRow>('SELECT * FROM users WHERE name = ?').get(user)
  const signed: Signed = new Map()
  const runs = runsOf(main, workspace, user, signed)
  const first = runs[0]?.first
  if (!row || !first) return 'a user has no record in the workspace'
  if (runs.some((run) => run.later.some((key) => !vouched(workspace, user, run, key)))) {
    return 'a signing key was put into the workspace outside the program'
  }
  if (!accessChangesOf(main, user).every((change) => isSignedChange(main, workspace, change, signed))) {
    return 'the ending or return of a user was written outside the program'
  }
  const bytes = certificateBytes(workspace, {
    name: row.name,
    role: row.role,
    publicKey: first.public_key,
    addedBy: row.added_by,
    addedAtMs: row.added_at_ms,
  })
  const fits = signingKeysOf(main, workspace, row.added_by).some((key) => verifyBytes(key.public_key, bytes, row.certificate))
  return fits ? null : 'the role or key of a user was changed outside the program'
}

/** A user's role, vouched for by the signature of who added them. @throws store/unknown-user, store/corrupt */
export function certifiedRole(main: ReadableDatabase, workspace: string, user: string): Role {
  return certified(main, workspace, user).role
}

/** Who added a user, vouched for by their signature; of who made the workspace, the user. @throws store/unknown-user, store/corrupt */
export function certifiedAdder(main: ReadableDatabase, workspace: string, user: string): UserName {
  return certified(main, workspace, user).added_by
}

/** Who brought a user back after an ending, vouched for by their signatures. @throws store/unknown-user, store/corrupt */
export function certifiedBackers(main: ReadableDatabase, workspace: string, user: string): readonly UserName[] {
  certified(main, workspace, user)
  return accessChangesOf(main, user).flatMap(({ kind, by }) => (kind === 'returned' ? [by] : []))
}

function certified(main: ReadableDatabase, workspace: string, user: string): Pick<UserRow, 'role' | 'added_by'> {
  const row = main.prepare<[string], Pick<UserRow, 'role' | 'added_by'>>('SELECT role, added_by FROM users WHERE name = ?').get(user)
  if (!row) throw new AppError('store/unknown-user', 'There is no such user in this workspace.')
  const problem = certificateProblem(main, workspace, user)
  if (problem) {
    throw new AppError(
      'store/corrupt',
      `The workspace was tampered with: ${problem}. Restore it from a backup and tell your administrator.`,
    )
  }
  return row
}
