import { messageBytes } from '../formats/index.ts'
import type { ExceptionCode, MboxDialect } from '../model/index.ts'
import { type EvidenceFile, NotAFile, openEvidence } from './ingest-file.ts'
import type { Occurrence } from './worker-digest.ts'

/**
 * The seam between where bytes come from and what is made of them. A *group* names messages of one container by place; it is made by the container's reader
 * (ingest-groups.ts), crosses to a worker as plain data, and here each place becomes bytes. What follows (worker-digest.ts: the document, its text, the
 * facts for the index) knows no container. A new kind of container adds a kind of group, and its case to `messageAt`.
 */
export type MessageGroup =
  | { readonly kind: 'mbox'; readonly path: Uint8Array; readonly dialect: MboxDialect; readonly messages: readonly MboxMessage[] }
  | { readonly kind: 'files'; readonly messages: readonly MessageFile[] }

/** A message's place in an mbox. */
export interface MboxMessage {
  readonly offset: number
  readonly length: number
  readonly locator: string
}

/** A message's file, with its whole path. */
export interface MessageFile {
  readonly path: Uint8Array
  readonly key: string
  readonly name: string
  readonly nameBytes: Uint8Array | null
  readonly flags: string
  /** As listed; in bytes. */
  readonly length: number
  readonly locator: string
}

/** A message's bytes, `raw` as they stand in the container and `bytes` without its quoting. */
export interface FoundMessage {
  readonly ok: true
  readonly raw: Uint8Array
  readonly bytes: Uint8Array
  readonly occurrence: Occurrence
}
/** Why a message wasn't taken in. `length`: bytes of the container that it accounts for. */
export interface Failed {
  readonly ok: false
  readonly code: ExceptionCode
  readonly locator: string
  readonly length: number
}

/** A larger message isn't parsed: it is listed with its place. In bytes. */
const maximumMessageBytes = 300 * 1024 * 1024

/** The message at a place of the group. Failures of the file system are in the result. */
export function messageAt(group: MessageGroup, index: number): FoundMessage | Failed {
  const place = group.messages[index]
  if (!place) throw new Error('no such message in the group')
  try {
    const found = group.kind === 'mbox' ? mboxMessage(group, index) : messageFile(group.messages[index])
    return typeof found === 'string' ? { ok: false, code: found, locator: place.locator, length: place.length } : found
  } catch (error) {
    return { ok: false, code: failureCode(error), locator: place.locator, length: place.length }
  }
}

let open: { readonly path: string; readonly file: EvidenceFile } | null = null

/** The mbox that the last task read stays open: the next one is mostly the same. */
function mboxFile(path: Uint8Array): EvidenceFile {
  const key = Buffer.from(path).toString('latin1')
  if (open?.path === key && open.file.unchanged()) return open.file
  open?.file.close()
  open = null
  const file = openEvidence(Buffer.from(path))
  open = { path: key, file }
  return file
}

function mboxMessage(group: Extract<MessageGroup, { kind: 'mbox' }>, index: number): FoundMessage | ExceptionCode {
  const { offset, length, locator } = group.messages[index] as MboxMessage
  if (length > maximumMessageBytes) return 'too-large'
  const raw = mboxFile(group.path).read(offset, length)
  if (raw.byteLength < length) return 'changed-while-read'
  const bytes = messageBytes({ size: raw.byteLength, read: () => raw }, { offset: 0, length }, group.dialect)
  return { ok: true, raw, bytes, occurrence: { fileKey: '', offset, name: '', nameBytes: null, locator, flags: '' } }
}

function messageFile(entry: MessageFile | undefined): FoundMessage | ExceptionCode {
  if (!entry) throw new Error('no such message in the group')
  const file = openEvidence(Buffer.from(entry.path))
  try {
    if (file.size > maximumMessageBytes) return 'too-large'
    const raw = file.read(0, file.size)
    if (raw.byteLength < file.size || !file.unchanged()) return 'changed-while-read'
    if (raw.byteLength === 0) return 'empty-message'
    const { key, name, nameBytes, locator, flags } = entry
    return { ok: true, raw, bytes: raw, occurrence: { fileKey: key, offset: 0, name, nameBytes, locator, flags } }
  } finally {
    file.close()
  }
}

/** The file system's failures in the ledger's words; what else is thrown while parsing is the reader's failure. */
export function failureCode(error: unknown): ExceptionCode {
  if (error instanceof NotAFile) return 'special-file-refused'
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ESTALE') return 'vanished'
  if (code === 'ELOOP') return 'symlink-refused'
  if (code === 'ERR_STRING_TOO_LONG' || code === 'ERR_BUFFER_TOO_LARGE') return 'too-large'
  return code !== undefined && /^E[A-Z0-9]+$/u.test(code) && !code.startsWith('ERR_') ? 'unreadable-file' : 'parser-failed'
}
