import { createHash } from 'node:crypto'
import type { PlaceStep } from '../formats/index.ts'
import type { ExceptionCode } from '../model/index.ts'
import type { MessageFingerprint, TextWriter } from '../store/index.ts'
import { type Digested, packDigested } from './digested.ts'
import { ReadBuffer } from './ingest-file.ts'
import { PlaceReader } from './ingest-place.ts'
import { readStretch } from './raw-message.ts'
import { type Failed, failureCode, type MessageGroup, messageAt } from './worker-bytes.ts'
import { digestMessage, type ReadInstance, storeTexts } from './worker-digest.ts'
import { type AttachmentText, type OwedText, readOwedTexts } from './worker-extract.ts'
import type { Step } from './worker-loop.ts'

/** What the pool's workers do. Each step is one message (or four megabytes of a hash, or one attachment). */
export type WorkerTask =
  | MessageGroup
  /** Of the first `length` bytes. */
  | { readonly kind: 'hash'; readonly path: Uint8Array; readonly steps: readonly PlaceStep[]; readonly length: number }
  /** Of each message. */
  | { readonly kind: 'messageHashes'; readonly path: Uint8Array; readonly messages: readonly (readonly PlaceStep[])[] }
  /** Whether messages of an mbox, in order, still are where they were. */
  | {
      readonly kind: 'verify'
      readonly path: Uint8Array
      readonly steps: readonly PlaceStep[]
      readonly messages: readonly MessageFingerprint[]
    }
  | { readonly kind: 'extract'; readonly owed: OwedText }

export type WorkerResult =
  /** `digested`: as `packDigested` makes it. */
  | { readonly kind: 'messages'; readonly digested: string }
  /** `after`: the first bytes that follow, a character each. */
  | { readonly kind: 'hash'; readonly sha256: Uint8Array; readonly after: string }
  /** In hexadecimal; empty where a message can't be read. */
  | { readonly kind: 'messageHashes'; readonly sha256: readonly string[] }
  | { readonly kind: 'verified'; readonly same: boolean }
  | { readonly kind: 'failed'; readonly code: ExceptionCode }
  | { readonly kind: 'texts'; readonly texts: readonly AttachmentText[] }

/**
 * Does one task; texts go into the worker's shard. Failures of the sources' file system are in the result; those of the shard are thrown as `store/…`; any
 * other throw is a bug and costs only the message it was at.
 */
export async function workTask(task: WorkerTask, step: Step, texts: TextWriter): Promise<WorkerResult> {
  switch (task.kind) {
    case 'mbox':
    case 'files': {
      const messages: Digested[] = []
      for (let index = 0; index < task.messages.length; index++) {
        step(index)
        const read = await readMessage(task, index, texts)
        messages.push(read.ok ? { ok: true, instance: storeTexts(read.instance, texts) } : read)
      }
      return { kind: 'messages', digested: packDigested(messages) }
    }
    case 'hash':
      return hashPlace(task, step)
    case 'messageHashes':
      return hashMessages(task, step)
    case 'verify':
      return verifyPlaces(task, step)
    case 'extract':
      return readOwedTexts(task.owed, step, texts)
  }
}

async function readMessage(
  group: MessageGroup,
  index: number,
  stored: TextWriter,
): Promise<{ readonly ok: true; readonly instance: ReadInstance } | Failed> {
  const found = messageAt(group, index)
  if (!found.ok) return found
  const { raw, bytes, occurrence } = found
  try {
    return { ok: true, instance: await digestMessage(raw, bytes, occurrence, stored) }
  } catch (error) {
    return { ok: false, code: failureCode(error), locator: occurrence.locator, length: raw.sizeBytes, bytesAt: occurrence.place }
  }
}

function hashMessages({ path, messages }: Extract<WorkerTask, { kind: 'messageHashes' }>, step: Step): WorkerResult {
  const reader = new PlaceReader()
  const sha256 = messages.map((steps, index) => {
    step(index)
    try {
      const { raw } = reader.message(path, steps)
      return raw.sizeBytes === 0 ? '' : raw.sha256
    } catch {
      return ''
    }
  })
  reader.close()
  return { kind: 'messageHashes', sha256 }
}

const hashBytes = 4 * 1024 * 1024
/** Enough to see a separator behind empty lines. */
const afterBytes = 16

/** Stays open between tasks: mailboxes that stand after each other in one stream are one pass over it. */
const reader = new PlaceReader(new ReadBuffer())

function hashPlace({ path, steps, length }: Extract<WorkerTask, { kind: 'hash' }>, step: Step): WorkerResult {
  try {
    const source = reader.open(path, steps)
    const hash = createHash('sha256')
    let done = 0
    for (let at = 0; at < length; at += hashBytes) {
      step(at / hashBytes)
      const bytes = source.read(at, Math.min(hashBytes, length - at))
      hash.update(bytes)
      done += bytes.byteLength
    }
    if (done !== length) return { kind: 'failed', code: 'changed-while-read' }
    return { kind: 'hash', sha256: hash.digest(), after: Buffer.from(source.read(length, afterBytes)).toString('latin1') }
  } catch (error) {
    return { kind: 'failed', code: failureCode(error) }
  } finally {
    if (steps.length === 0) reader.close()
  }
}

function verifyPlaces({ path, steps, messages }: Extract<WorkerTask, { kind: 'verify' }>, step: Step): WorkerResult {
  try {
    const source = reader.open(path, steps)
    const same = messages.every(({ offset, length, sha256 }, index) => {
      step(index)
      return readStretch(source, offset, length, 0).sha256 === Buffer.from(sha256).toString('hex')
    })
    return { kind: 'verified', same }
  } catch (error) {
    return { kind: 'failed', code: failureCode(error) }
  } finally {
    if (steps.length === 0) reader.close()
  }
}
