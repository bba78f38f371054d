import { DecodeError, type PlaceStep, unquoted } from '../formats/mail-side.ts'
import type { ExceptionCode, MboxDialect } from '../model/index.ts'
import { NotAFile, ReadBuffer } from './ingest-file.ts'
import { ChangedWhileRead, PlaceReader } from './ingest-place.ts'
import { below } from './ingest-tree.ts'
import { maximumMessageBytes, type RawMessage, readStretch } from './raw-message.ts'
import type { Occurrence } from './worker-digest.ts'

/**
 * The seam between where bytes come from and what is made of them. A *group* names messages of one container by place; it is made by the container's reader
 * (ingest-groups.ts), crosses to a worker as plain data, and here each place becomes bytes. What follows (worker-digest.ts: the document, its text, the
 * facts for the index) knows no container. A new kind of container adds a kind of group, and its case to `messageAt`.
 */
export type MessageGroup =
  | {
      readonly kind: 'mbox'
      readonly path: Uint8Array
      readonly steps: readonly PlaceStep[]
      readonly dialect: MboxDialect
      readonly messages: readonly MboxMessage[]
    }
  | {
      readonly kind: 'files'
      /** Path of the folder, one character a byte. */
      readonly root: string
      readonly messages: readonly MessageFile[]
    }

/** A message's place in an mbox. */
export interface MboxMessage {
  readonly offset: number
  readonly length: number
  readonly locator: string
}

/** A message's file. Bytes are strings here, one character a byte: small buffers cross with the whole pool that they are cut from. */
export interface MessageFile {
  /** Null for the file of that name below the root. */
  readonly inside: { readonly path: string; readonly steps: readonly PlaceStep[]; readonly place: string } | null
  readonly key: string
  readonly name: string
  readonly nameBytes: string | null
  readonly flags: string
  /** As listed; in bytes. */
  readonly length: number
  readonly locator: string
}

/** A message's bytes, `raw` as they stand in the container and `bytes` without its quoting; valid until the next message is read. */
export interface FoundMessage {
  readonly ok: true
  readonly raw: RawMessage
  readonly bytes: Uint8Array
  readonly occurrence: Occurrence
}
/** Why a message wasn't taken in. `length`: bytes of the container that it accounts for. */
export interface Failed {
  readonly ok: false
  readonly code: ExceptionCode
  readonly locator: string
  readonly length: number
  /** Place of its bytes, where they are inside an archive. */
  readonly bytesAt: string | null
}

/** The message at a place of the group. Failures of the file system are in the result. */
export function messageAt(group: MessageGroup, index: number): FoundMessage | Failed {
  const place = group.messages[index]
  if (!place) throw new Error('no such message in the group')
  try {
    const found = group.kind === 'mbox' ? mboxMessage(group, index) : messageFile(group.root, group.messages[index])
    return typeof found === 'string' ? failedAt(place, found) : found
  } catch (error) {
    return failedAt(place, failureCode(error))
  }
}

/** A message of a group that can't be taken in. */
export function failedAt(place: MboxMessage | MessageFile, code: ExceptionCode): Failed {
  const bytesAt = 'inside' in place ? (place.inside?.place ?? null) : null
  return { ok: false, code, locator: place.locator, length: place.length, bytesAt }
}

/** What the last task read stays open: the next one mostly goes on there, and a stream need not start again. */
const reader = new PlaceReader(new ReadBuffer())

function mboxMessage(group: Extract<MessageGroup, { kind: 'mbox' }>, index: number): FoundMessage | ExceptionCode {
  const { offset, length, locator } = group.messages[index] as MboxMessage
  const raw = readStretch(reader.open(group.path, group.steps), offset, length, maximumMessageBytes)
  if (raw.sizeBytes < length) return 'changed-while-read'
  return {
    ok: true,
    raw,
    bytes: unquoted(raw.bytes, group.dialect),
    occurrence: { fileKey: '', offset, name: '', nameBytes: null, place: null, locator, flags: '' },
  }
}

function messageFile(root: string, entry: MessageFile | undefined): FoundMessage | ExceptionCode {
  if (!entry) throw new Error('no such message in the group')
  const { inside, key, name, nameBytes, locator } = entry
  const steps = inside?.steps ?? []
  const path =
    inside === null
      ? below(Buffer.from(root, 'latin1'), nameBytes === null ? Buffer.from(name) : Buffer.from(nameBytes, 'latin1'))
      : Buffer.from(inside.path, 'latin1')
  try {
    const { raw, flags } = reader.message(path, steps)
    if (!reader.unchanged()) return 'changed-while-read'
    // An item that can't be rebuilt gives nothing.
    const isItem = steps.at(-1)?.[0] === 'msg' || steps.at(-1)?.[0] === 'pst'
    if (raw.sizeBytes === 0) return isItem ? 'damaged-item' : 'empty-message'
    const occurrence = {
      fileKey: key,
      offset: 0,
      name,
      nameBytes,
      place: inside?.place ?? null,
      locator,
      flags: entry.flags === '' ? flags : entry.flags,
    }
    return { ok: true, raw, bytes: raw.bytes, occurrence }
  } finally {
    // A folder's files are open one at a time; what many messages share stays open.
    if (steps.length === 0) reader.close()
  }
}

/** The file system's failures in the ledger's words; what else is thrown while parsing is the reader's failure. */
export function failureCode(error: unknown): ExceptionCode {
  if (error instanceof NotAFile) return 'special-file-refused'
  if (error instanceof ChangedWhileRead) return 'changed-while-read'
  if (error instanceof DecodeError) return error.code
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ESTALE') return 'vanished'
  if (code === 'ELOOP') return 'symlink-refused'
  if (code === 'ERR_STRING_TOO_LONG' || code === 'ERR_BUFFER_TOO_LARGE') return 'too-large'
  return code !== undefined && /^E[A-Z0-9]+$/u.test(code) && !code.startsWith('ERR_') ? 'unreadable-file' : 'parser-failed'
}
