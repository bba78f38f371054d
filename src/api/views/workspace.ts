import type { Role, UserName } from '../../model/index.ts'

/** What commands return about the workspace, its users. */

export interface WorkspaceStatus {
  /** Path of the workspace this core was started for; null when none was chosen yet. */
  readonly workspace: string | null
  readonly state: 'none' | 'locked' | 'open'
  readonly user: UserName | null
  readonly role: Role | null
  /** Names that can sign in, for the sign-in screen. */
  readonly users: readonly UserName[]
  readonly mustChangePassphrase: boolean
  readonly printEngine: { readonly available: boolean; readonly hint: string }
  readonly version: string
}
export interface WorkspaceCreated {
  readonly workspace: string
  readonly user: UserName
  readonly role: Role
}
export interface UserView {
  readonly user: UserName
  readonly role: Role
  readonly mustChangePassphrase: boolean
  readonly publicKey: string
  /** Null for whoever made the workspace. */
  readonly addedBy: UserName | null
  /** Who gave them the passphrase that they have kept; null for one of their own choice. */
  readonly passphraseFrom: UserName | null
  /** Who ended their access, when and why; null for who may sign in. */
  readonly ended: { readonly by: UserName; readonly atMs: number; readonly why: string } | null
}
export interface UsersView {
  readonly users: readonly UserView[]
  /** The roles that the signed-in person may give to somebody new. */
  readonly mayAdd: readonly Role[]
  /** Whose access the signed-in person may end. */
  readonly mayEnd: readonly UserName[]
  /** Who is the only one left of a role without which something can't be done any more. */
  readonly lastOfRole: readonly UserName[]
}
