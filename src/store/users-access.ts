import type { UserName } from '../model/index.ts'
import { canonicalJson } from '../model/index.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'

/** That somebody's access was ended, or that they came back under the same name. */
export interface AccessChange {
  readonly id: number
  readonly user: UserName
  readonly kind: 'ended' | 'returned'
  readonly by: UserName
  readonly atMs: number
  /** In the words of who ended it; of a return null. */
  readonly why: string | null
  /** The first key of who came back, which came with a passphrase; of an ending null. */
  readonly publicKey: string | null
  readonly signature: string
}

const columns = 'id, user, kind, by_user AS "by", at_ms AS atMs, why, public_key AS publicKey, signature'

/** Endings and returns of one user, oldest first. */
export function accessChangesOf(main: ReadableDatabase, user: string): readonly AccessChange[] {
  return main.prepare<[string], AccessChange>(`SELECT ${columns} FROM user_access WHERE user = ? ORDER BY id`).all(user)
}

/** The ending that is in force, or null for who may sign in. */
export function endingOf(main: ReadableDatabase, user: string): AccessChange | null {
  const last = accessChangesOf(main, user).at(-1)
  return last?.kind === 'ended' ? last : null
}

/** What whoever ended or restored an access signs. */
export function accessBytes(workspace: string, change: Omit<AccessChange, 'id' | 'signature'>): Buffer {
  const { user, kind, by, atMs, why, publicKey } = change
  return Buffer.from(canonicalJson({ purpose: 'disclosure-desk/access', workspace, user, kind, by, atMs, why, publicKey }))
}

export function insertAccessChange(main: WritableDatabase, change: Omit<AccessChange, 'id'>): void {
  main
    .prepare(
      `INSERT INTO user_access (user, kind, by_user, at_ms, why, public_key, signature)
       VALUES (@user, @kind, @by, @atMs, @why, @publicKey, @signature)`,
    )
    .run(change)
}
