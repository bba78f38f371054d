import type { MatterId, Role, UserName } from '../model/index.ts'
import type { WritableDatabase } from './database.ts'

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
  /** Makes a database with a key of its own; the row in `main` and the file appear together. */
  createMatter(): { readonly id: MatterId; readonly database: WritableDatabase }
  /** Destroys the key, then the file. */
  destroyMatter(id: MatterId): void
  matters(): readonly MatterId[]
  /** Ed25519 signature by the signed-in user's own key (hex). */
  sign(bytes: Uint8Array): string
  /** Verifies a signature by any user of this workspace, present or removed. */
  verify(user: UserName, bytes: Uint8Array, signature: string): boolean
  /** SPKI PEM of a user's public key. */
  publicKey(user: UserName): string
  roleOf(user: UserName): Role
  close(): void
}
