import type { MatterId, Role, UserName } from '../model/index.ts'
import type { AuditLog } from './audit.ts'
import type { WritableDatabase } from './database.ts'
import type { StoredUser } from './users.ts'

/** An unlocked workspace: what the rooms above the store work with. One writer at a time holds it. */
export interface OpenWorkspace {
  readonly directory: string
  /** Users, matters' keys and headers, audit chain. */
  readonly main: WritableDatabase
  /** Rebuildable from the sources: sources, containers, instances, documents, text, FTS, people, ledger. */
  readonly index: WritableDatabase
  readonly user: UserName
  readonly role: Role
  /** The key the index database (and its further shards and worker connections) opens with. */
  readonly indexKey: Uint8Array
  readonly indexPath: string
  /** Opens (and caches) one request's database. @throws matter/unknown */
  matter(id: MatterId): WritableDatabase
  /** Notes that a request is written to, so that an older copy of its file is known as such. */
  noteWrite(matter: MatterId): void
  /** Whether a request's file is older than what was noted of it. */
  isOlder(matter: MatterId): boolean
  /** Makes a database with a key of its own; the row in `main` and the file appear together. */
  createMatter(): { readonly id: MatterId; readonly database: WritableDatabase }
  /** Destroys the key, then the file. */
  destroyMatter(id: MatterId): void
  matters(): readonly MatterId[]
  /** Ed25519 signature by the signed-in user's own key (hex). */
  sign(bytes: Uint8Array): string
  /** Verifies a signature by any user of this workspace, present or removed. */
  verify(user: UserName, bytes: Uint8Array, signature: string): boolean
  /**
   * Who gave the passphrase that guards a user's signing key, saying that they chose it; null where they changed it while signed in, or made the workspace. With `signed`,
   * of the key that it was signed with; its bytes are asked for only where it matters.
   */
  passphraseFrom(user: UserName, signed?: { readonly bytes: () => Uint8Array; readonly signature: string }): UserName | null
  /** SPKI PEM of a user's public key. */
  publicKey(user: UserName): string
  /** @throws store/unknown-user, store/corrupt when the role was edited outside the program */
  roleOf(user: UserName): Role
  /** Who added a user; of who made the workspace, the user. @throws store/unknown-user, store/corrupt when it was edited outside the program */
  addedBy(user: UserName): UserName
  /** Who gave a user whose access had been ended a way in again. @throws store/unknown-user, store/corrupt when it was edited outside the program */
  broughtBackBy(user: UserName): readonly UserName[]
  /** Random, made with the workspace; what signatures are bound to. */
  readonly id: string
  readonly audit: AuditLog
  /** The signed-in user's passphrase was set by someone else: nothing may be done before it is changed. */
  readonly mustChangePassphrase: boolean
  users(): readonly StoredUser[]
  /** Adds a user, or gives one whose access was ended a way in again under their name. @throws store/user-exists, store/passphrase-weak */
  addUser(user: NewUser): Promise<StoredUser>
  /**
   * Ends another user's access: their passphrase opens this workspace no longer. Their record and keys stay, so that what they signed can be verified. A copy of
   * the workspace from before isn't reached by it: the master key stays what it was, since it can't be wrapped anew for users whose passphrases aren't at hand.
   *
   * @throws store/unknown-user, store/access-ended
   */
  endUser(user: UserName, why: string): StoredUser
  /** A passphrase that came from someone else is replaced together with the signing key that it guarded. @throws store/wrong-passphrase, store/passphrase-weak */
  changePassphrase(current: string, next: string): Promise<StoredUser>
  /** Signs the audit chain's head, closes the databases and lets go of the lock. */
  close(): void
}

export interface NewUser {
  readonly user: UserName
  readonly role: Role
  readonly passphrase: string
  /** False only where the new user chose the passphrase themselves. */
  readonly mustChange: boolean
}
