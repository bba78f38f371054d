import { existsSync, readFileSync } from 'node:fs'
import { canonicalJson } from '../model/index.ts'
import type { ReadableDatabase } from './database.ts'
import { verifyBytes } from './keys.ts'
import { fieldsOf, isWholeNumber, isWritten } from './stored-fields.ts'
import { signingKeysOf } from './users.ts'
import { workspaceFiles, writeFileAtomic } from './workspace-files.ts'

/** A user's signature over the length and head of the chain. */
export interface AuditCheckpoint {
  readonly sequence: number
  readonly head: string
  readonly atMs: number
  readonly user: string
  readonly publicKey: string
  readonly signature: string
}

/** Where a workspace lies, and its id, which every signature covers. */
export interface AuditPlace {
  readonly directory: string
  readonly workspace: string
}

/** Why `audit-head.json` no longer vouches for the chain; the outcome of the entry that records it. */
export type HeadFault = 'store/audit-head-missing' | 'store/audit-head-damaged' | 'store/audit-head-unlike'

/** The name under which the chain records such a fault; no command has it. */
export const headFaultEntry = 'audit.head'

function readCheckpoint(raw: unknown): AuditCheckpoint | null {
  const { sequence, head, atMs, user, publicKey, signature } = fieldsOf(raw)
  if (!isWholeNumber(sequence, 1) || !isWritten(head, /^[0-9a-f]{64}$/) || !isWholeNumber(atMs)) return null
  if (typeof user !== 'string' || typeof publicKey !== 'string' || typeof signature !== 'string') return null
  return { sequence, head, atMs, user, publicKey, signature }
}

/** The newest signature as it stands beside the database; null where there is no such file. */
export function readHead(directory: string): AuditCheckpoint | 'damaged' | null {
  const path = workspaceFiles(directory).auditHead
  if (!existsSync(path)) return null
  try {
    return readCheckpoint(JSON.parse(readFileSync(path, 'utf8'))) ?? 'damaged'
  } catch {
    return 'damaged'
  }
}

/** @throws store/disk-full, store/no-permission */
export function writeHead(directory: string, checkpoint: AuditCheckpoint): void {
  writeFileAtomic(workspaceFiles(directory).auditHead, `${canonicalJson(checkpoint)}\n`)
}

/** The bytes that a checkpoint signs. */
export function checkpointBytes(workspace: string, checkpoint: Omit<AuditCheckpoint, 'signature' | 'publicKey'>): Buffer {
  const { sequence, head, atMs, user } = checkpoint
  return Buffer.from(canonicalJson({ purpose: 'disclosure-desk/audit-checkpoint', workspace, sequence, head, atMs, user }))
}

/** Whether a checkpoint was signed with a key of its user that counts. */
export function isSigned(main: ReadableDatabase, workspace: string, checkpoint: AuditCheckpoint): boolean {
  const { user, publicKey, signature } = checkpoint
  return (
    signingKeysOf(main, workspace, user).some((key) => key.public_key === publicKey) &&
    verifyBytes(publicKey, checkpointBytes(workspace, checkpoint), signature)
  )
}

/**
 * What is wrong with `audit-head.json` against the chain as it stands, without walking the chain; null where nothing is. The next
 * signature overwrites the file, so a fault must be recorded before: else a log that was put back to an older copy heals by itself.
 */
export function headFault(main: ReadableDatabase, where: AuditPlace): HeadFault | null {
  const beside = readHead(where.directory)
  if (beside === null) {
    const signed = main.prepare<[], { one: number }>('SELECT 1 AS one FROM audit_checkpoints LIMIT 1').get() !== undefined
    return signed ? 'store/audit-head-missing' : null
  }
  if (beside === 'damaged') return 'store/audit-head-damaged'
  const stands = main.prepare<[number], { hash: string }>('SELECT hash FROM audit WHERE sequence = ?').get(beside.sequence)
  return stands?.hash === beside.head && isSigned(main, where.workspace, beside) ? null : 'store/audit-head-unlike'
}
