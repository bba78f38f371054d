import { randomBytes } from 'node:crypto'
import type { UserName } from '../model/index.ts'
import { AppError, asId } from '../model/index.ts'
import type { Kdf, SigningKey } from './keys.ts'
import { deriveSlotKey, readKdf, unwrap, wrap } from './keys.ts'
import { fieldsOf, isWritten } from './stored-fields.ts'
import { readWorkspaceFile, type StagedFile, stageFile, workspaceFiles } from './workspace-files.ts'

const format = 'disclosure-desk-workspace'
/** Raised when an older program could no longer read the file. */
export const keysVersion = 1

/** One user's way in: the master key and their own signing key, both under their passphrase. */
export interface Slot {
  readonly user: string
  readonly kdf: Kdf
  readonly salt: string
  readonly master: string
  readonly signingKey: string
  readonly publicKey: string
}
/** `keys.json`: what is needed to open the workspace with a passphrase, and nothing else. Roles are in the encrypted database. */
export interface KeysFile {
  readonly format: typeof format
  readonly version: typeof keysVersion
  readonly workspace: string
  readonly users: readonly Slot[]
}

const base64 = /^[A-Za-z0-9+/]+={0,2}$/

function readSlot(raw: unknown): Slot | null {
  const { user, kdf: rawKdf, salt, master, signingKey, publicKey } = fieldsOf(raw)
  const kdf = readKdf(rawKdf)
  if (kdf === null || !isWritten(user, /^.{1,64}$/s) || !isWritten(publicKey, /^.{0,1000}$/s)) return null
  if (!isWritten(salt, base64) || !isWritten(master, base64) || !isWritten(signingKey, base64)) return null
  return { user, kdf, salt, master, signingKey, publicKey }
}

function readKeysFile(raw: unknown): KeysFile | null {
  const { format: written, version, workspace, users } = fieldsOf(raw)
  if (written !== format || version !== keysVersion || !isWritten(workspace, /^[0-9a-f]{32}$/)) return null
  const slots = Array.isArray(users) ? users.map(readSlot) : []
  return slots.length > 0 && slots.every((slot) => slot !== null) ? { format, version, workspace, users: slots } : null
}

/**
 * Reads `keys.json` strictly.
 *
 * @throws store/not-a-workspace, store/corrupt, store/newer-version, store/no-permission
 */
export function readKeys(directory: string): KeysFile {
  const path = workspaceFiles(directory).keys
  const text = readWorkspaceFile(directory, path)
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch (error) {
    throw damaged(path, error)
  }
  const { format: written, version } = fieldsOf(raw)
  if (written === format && typeof version === 'number' && version > keysVersion) {
    throw new AppError(
      'store/newer-version',
      'This workspace was written by a newer version of Disclosure Desk. Install that version to open it.',
      { path, found: version, known: keysVersion },
    )
  }
  const keys = readKeysFile(raw)
  if (keys === null) throw damaged(path)
  return keys
}

/** Replaces `keys.json` as a whole. @throws store/disk-full, store/no-permission */
export function writeKeys(directory: string, keys: Omit<KeysFile, 'format' | 'version'>): void {
  stageKeys(directory, keys).put()
}

/** Lays the file that is to replace `keys.json` beside it. @throws store/disk-full, store/no-permission */
export function stageKeys(directory: string, keys: Omit<KeysFile, 'format' | 'version'>): StagedFile {
  const content = { format, version: keysVersion, workspace: keys.workspace, users: keys.users }
  return stageFile(workspaceFiles(directory).keys, `${JSON.stringify(content, null, 2)}\n`)
}

/** A slot under a new passphrase. */
export async function makeSlot(
  workspace: string,
  user: string,
  passphrase: string,
  secrets: { readonly master: Uint8Array; readonly signingKey: SigningKey },
  kdf: Kdf,
): Promise<Slot> {
  const salt = randomBytes(16)
  const key = await deriveSlotKey(passphrase, salt, kdf)
  return {
    user,
    kdf,
    salt: salt.toString('base64'),
    master: wrap(key, secrets.master, binding(workspace, user, 'master')).toString('base64'),
    signingKey: wrap(key, secrets.signingKey.privateDer, binding(workspace, user, 'signing')).toString('base64'),
    publicKey: secrets.signingKey.publicPem,
  }
}

/**
 * Opens a user's slot. An unknown name costs the same time and gives the same answer as a wrong passphrase: neither tells who has a
 * seat here more than `keys.json` does.
 *
 * @throws store/wrong-passphrase
 */
export async function openSlot(
  keys: KeysFile,
  user: string,
  passphrase: string,
): Promise<{ readonly slot: Slot; readonly master: Buffer; readonly privateDer: Buffer }> {
  const slot = keys.users.find((candidate) => candidate.user === user)
  const model = slot ?? keys.users[0]
  if (!model) throw wrongPassphrase()
  const key = await deriveSlotKey(passphrase, Buffer.from(model.salt, 'base64'), model.kdf)
  if (!slot) throw wrongPassphrase()
  const master = unwrap(key, Buffer.from(slot.master, 'base64'), binding(keys.workspace, user, 'master'))
  const privateDer = unwrap(key, Buffer.from(slot.signingKey, 'base64'), binding(keys.workspace, user, 'signing'))
  if (!master || !privateDer) throw wrongPassphrase()
  return { slot, master, privateDer }
}

/** Names that can sign in, for the sign-in screen. @throws as `readKeys` */
export function userNames(directory: string): readonly UserName[] {
  return readKeys(directory).users.map((slot) => asId<UserName>(slot.user))
}

function binding(workspace: string, user: string, what: 'master' | 'signing'): string {
  return JSON.stringify(['disclosure-desk', 1, workspace, user, what])
}

function wrongPassphrase(): AppError {
  return new AppError('store/wrong-passphrase', 'This name and passphrase do not open the workspace. Check both and try again.')
}

function damaged(path: string, cause?: unknown): AppError {
  return new AppError(
    'store/corrupt',
    'The file keys.json of the workspace is damaged. Restore it from a backup; without it nobody can open the workspace.',
    { path },
    cause,
  )
}
