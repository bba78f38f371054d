import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { UserName } from '../model/index.ts'
import { AppError, asId } from '../model/index.ts'
import type { Kdf, SigningKey } from './keys.ts'
import { deriveSlotKey, kdfSchema, unwrap, wrap } from './keys.ts'
import { readWorkspaceFile, workspaceFiles, writeFileAtomic } from './workspace-files.ts'

const format = 'disclosure-desk-workspace'
/** Raised when an older program could no longer read the file. */
export const keysVersion = 1

const base64 = z.string().regex(/^[A-Za-z0-9+/]+={0,2}$/)
const slotSchema = z.object({
  user: z.string().min(1).max(64),
  kdf: kdfSchema,
  salt: base64,
  master: base64,
  signingKey: base64,
  publicKey: z.string().max(1000),
})
const keysSchema = z.object({
  format: z.literal(format),
  version: z.literal(keysVersion),
  workspace: z.string().regex(/^[0-9a-f]{32}$/),
  users: z.array(slotSchema).min(1),
})

/** One user's way in: the master key and their own signing key, both under their passphrase. */
export type Slot = z.infer<typeof slotSchema>
/** `keys.json`: what is needed to open the workspace with a passphrase, and nothing else. Roles are in the encrypted database. */
export type KeysFile = z.infer<typeof keysSchema>

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
  const version = (raw as { version?: unknown } | null)?.version
  if ((raw as { format?: unknown } | null)?.format === format && typeof version === 'number' && version > keysVersion) {
    throw new AppError(
      'store/newer-version',
      'This workspace was written by a newer version of Disclosure Desk. Install that version to open it.',
      { path, found: version, known: keysVersion },
    )
  }
  const parsed = keysSchema.safeParse(raw)
  if (!parsed.success) throw damaged(path)
  return parsed.data
}

/** Replaces `keys.json` as a whole. @throws store/disk-full, store/no-permission */
export function writeKeys(directory: string, keys: Omit<KeysFile, 'format' | 'version'>): void {
  const content = { format, version: keysVersion, workspace: keys.workspace, users: keys.users }
  writeFileAtomic(workspaceFiles(directory).keys, `${JSON.stringify(content, null, 2)}\n`)
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
