import { createHash } from 'node:crypto'
import { messageBytes } from '../formats/index.ts'
import type { ExceptionCode, MboxDialect } from '../model/index.ts'
import type { DigestedInstance } from '../store/index.ts'
import { type EvidenceFile, NotAFile, openEvidence } from './ingest-file.ts'
import { digestMessage } from './worker-digest.ts'
import { type AttachmentText, type OwedText, readOwedTexts } from './worker-extract.ts'
import type { Step } from './worker-loop.ts'

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
  readonly sizeBytes: number
  readonly locator: string
}

/** What the pool's workers do. Each step is one message (or four megabytes of a hash, or one attachment). */
export type WorkerTask =
  | { readonly kind: 'mbox'; readonly path: Uint8Array; readonly dialect: MboxDialect; readonly messages: readonly MboxMessage[] }
  | { readonly kind: 'files'; readonly files: readonly MessageFile[] }
  /** Of the first `length` bytes. */
  | { readonly kind: 'hash'; readonly path: Uint8Array; readonly length: number }
  | { readonly kind: 'extract'; readonly owed: OwedText }

/** A message taken in, or why it wasn't. `length`: bytes of the container that it accounts for. */
export type Digested =
  | { readonly ok: true; readonly instance: DigestedInstance }
  | { readonly ok: false; readonly code: ExceptionCode; readonly locator: string; readonly length: number }

export type WorkerResult =
  | { readonly kind: 'messages'; readonly messages: readonly Digested[] }
  | { readonly kind: 'hash'; readonly sha256: Uint8Array }
  | { readonly kind: 'failed'; readonly code: ExceptionCode }
  | { readonly kind: 'texts'; readonly texts: readonly AttachmentText[] }

/** A larger message isn't parsed: it is listed with its place. In bytes. */
const maximumMessageBytes = 300 * 1024 * 1024

/** Does one task. Failures of the file system are in the result; a throw is a bug and costs only the message it was at. */
export async function workTask(task: WorkerTask, step: Step): Promise<WorkerResult> {
  switch (task.kind) {
    case 'mbox':
      return mboxMessages(task, step)
    case 'files': {
      const messages: Digested[] = []
      for (const [index, file] of task.files.entries()) {
        step(index)
        messages.push(await messageFile(file))
      }
      return { kind: 'messages', messages }
    }
    case 'hash':
      return hashFile(task.path, task.length, step)
    case 'extract':
      return readOwedTexts(task.owed, step)
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

async function mboxMessages(task: Extract<WorkerTask, { kind: 'mbox' }>, step: Step): Promise<WorkerResult> {
  const messages: Digested[] = []
  for (const [index, message] of task.messages.entries()) {
    step(index)
    const { offset, length, locator } = message
    const failed = (code: ExceptionCode): Digested => ({ ok: false, code, locator, length })
    if (length > maximumMessageBytes) {
      messages.push(failed('too-large'))
      continue
    }
    try {
      const file = mboxFile(task.path)
      const raw = file.read(offset, length)
      if (raw.byteLength < length) {
        messages.push(failed('changed-while-read'))
        continue
      }
      const bytes = messageBytes({ size: raw.byteLength, read: () => raw }, { offset: 0, length }, task.dialect)
      const place = { fileKey: '', offset, name: '', nameBytes: null, locator, flags: '' }
      messages.push({ ok: true, instance: await digestMessage(raw, bytes, place) })
    } catch (error) {
      messages.push(failed(codeOf(error)))
    }
  }
  return { kind: 'messages', messages }
}

async function messageFile(entry: MessageFile): Promise<Digested> {
  const failed = (code: ExceptionCode): Digested => ({ ok: false, code, locator: entry.locator, length: entry.sizeBytes })
  let file: EvidenceFile | null = null
  try {
    file = openEvidence(Buffer.from(entry.path))
    if (file.size > maximumMessageBytes) return failed('too-large')
    const raw = file.read(0, file.size)
    if (raw.byteLength < file.size || !file.unchanged()) return failed('changed-while-read')
    if (raw.byteLength === 0) return failed('empty-message')
    const { key, name, nameBytes, locator, flags } = entry
    return { ok: true, instance: await digestMessage(raw, raw, { fileKey: key, offset: 0, name, nameBytes, locator, flags }) }
  } catch (error) {
    return failed(codeOf(error))
  } finally {
    file?.close()
  }
}

/** The file system's failures in the ledger's words; what else is thrown while parsing is the reader's failure. */
function codeOf(error: unknown): ExceptionCode {
  if (error instanceof NotAFile) return 'special-file-refused'
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ESTALE') return 'vanished'
  if (code === 'ELOOP') return 'symlink-refused'
  if (code === 'ERR_STRING_TOO_LONG' || code === 'ERR_BUFFER_TOO_LARGE') return 'too-large'
  return code !== undefined && /^E[A-Z0-9]+$/u.test(code) && !code.startsWith('ERR_') ? 'unreadable-file' : 'parser-failed'
}

const hashBytes = 4 * 1024 * 1024

function hashFile(path: Uint8Array, length: number, step: Step): WorkerResult {
  let file: EvidenceFile | null = null
  try {
    file = openEvidence(Buffer.from(path))
    const hash = createHash('sha256')
    let done = 0
    for (let at = 0; at < length; at += hashBytes) {
      step(at / hashBytes)
      const bytes = file.read(at, Math.min(hashBytes, length - at))
      hash.update(bytes)
      done += bytes.byteLength
    }
    return done === length ? { kind: 'hash', sha256: hash.digest() } : { kind: 'failed', code: 'changed-while-read' }
  } catch (error) {
    return { kind: 'failed', code: codeOf(error) }
  } finally {
    file?.close()
  }
}
