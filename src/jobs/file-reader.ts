import {
  type AttachmentInput,
  type AttachmentSurfaces,
  attachmentKind,
  directReader,
  type FileReader,
  type PdfContent,
  type PdfLimits,
} from '../formats/index.ts'
import type { DocumentId, Pixels, ProblemCode } from '../model/index.ts'
import type { ReaderResult, ReaderTask } from './file-reader-task.ts'
import { createPool, type Outcome, type Pool } from './pool.ts'
import { untilStopped } from './until-stopped.ts'
import { workerEntry } from './worker-entry.ts'

export interface ReaderLimits {
  /** For a whole attachment, in milliseconds; what was read until then is kept. */
  readonly fileTimeoutMs: number
  /** For a page of a PDF, or another file, in milliseconds. */
  readonly pageTimeoutMs: number
  /** Of one thread, in binary megabytes. */
  readonly memoryMb: number
}

const usualLimits: ReaderLimits = { fileTimeoutMs: 60_000, pageTimeoutMs: 45_000, memoryMb: 768 }
/** One reads for a job while another reads for whoever sits at the screen. */
const workers = 2
/** Threads without work keep what they read last for so long. */
const idleMs = 20_000

/**
 * Reads what strangers sent in threads that can be killed, so that a file which never ends, takes all memory or trips a library costs that file alone: it
 * comes back as `timeout`, `out-of-memory` or `parser-failed`, without content. Text, whose reading is bounded, and attached messages, which are parsed
 * already, are read here. Rejects with a signal's reason, or with `jobs/worker-failed`.
 */
export function createFileReader(limits: ReaderLimits = usualLimits): FileReader {
  const { fileTimeoutMs: timeoutMs, pageTimeoutMs: stepTimeoutMs, memoryMb } = limits
  const run = runner(() => createPool({ script: workerEntry('worker-files'), workers, memoryMb, stepTimeoutMs }))
  return {
    surfaces: async (document, attachment, { signal, ...wanted } = {}) => {
      const { message, type, filename, bytes } = attachment
      if ((message !== undefined && message !== null) || !isRisky(attachmentKind(type, filename, bytes))) {
        return directReader.surfaces(document, attachment)
      }
      const task = { kind: 'surfaces', document, attachment: { ...attachment, bytes: own(bytes) }, timeoutMs } as const
      const outcome = await run({ ...task, limits: sendable(wanted) }, signal)
      return outcome.ok ? (outcome.result as AttachmentSurfaces) : withoutContent(document, attachment, outcome.code)
    },
    pdf: async (bytes, { signal, ...wanted } = {}) => {
      const outcome = await run({ kind: 'pdf', bytes: own(bytes), limits: sendable(wanted) }, signal)
      return outcome.ok ? (outcome.result as PdfContent) : { pages: [], kept: '', files: [], problems: [outcome.code] }
    },
    page: async (bytes, number, { signal, ...options }) => {
      const outcome = await run({ kind: 'page', bytes: own(bytes), number, options }, signal)
      return outcome.ok ? (outcome.result as Pixels | null) : null
    },
    image: async (bytes) => {
      const outcome = await run({ kind: 'image', bytes: own(bytes) })
      return outcome.ok ? (outcome.result as Pixels | null) : null
    },
  }
}

/** The program's own; its threads start with the first file that needs them, and end when none does. */
export const fileReader: FileReader = createFileReader()

/** The name alone: what it holds can't be reviewed, so it is withheld, and the problem says why. */
export async function withoutContent(
  document: DocumentId,
  attachment: AttachmentInput,
  code: ProblemCode | null,
): Promise<AttachmentSurfaces> {
  const empty = { ...attachment, type: 'application/octet-stream', bytes: new Uint8Array(), message: null }
  const { surfaces } = await directReader.surfaces(document, empty)
  return { surfaces, problems: code === null ? [] : [{ code, where: attachment.part }] }
}

function isRisky(kind: ReturnType<typeof attachmentKind>): boolean {
  return kind === 'pdf' || kind === 'zip' || kind === 'compound' || kind === 'rtf'
}

/** Of a view into a whole message, all of that message would be sent. */
function own(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes)
}

function sendable({ maxPages, words }: PdfLimits): Omit<PdfLimits, 'signal' | 'onPage'> {
  return { ...(maxPages === undefined ? {} : { maxPages }), ...(words === undefined ? {} : { words }) }
}

type ReaderPool = Pool<ReaderTask, ReaderResult>

/** Runs tasks on a pool that is there while it is needed. */
function runner(create: () => ReaderPool): (task: ReaderTask, signal?: AbortSignal) => Promise<Outcome<ReaderResult>> {
  let pool: ReaderPool | null = null
  let running = 0
  let idle: ReturnType<typeof setTimeout> | undefined
  const release = (): void => {
    void pool?.close()
    pool = null
  }
  const ended = (): void => {
    running--
    if (running === 0) idle = setTimeout(release, idleMs).unref()
  }
  return async (task, signal) => {
    signal?.throwIfAborted()
    clearTimeout(idle)
    running++
    pool ??= create()
    const done = pool.run(task)
    done.then(ended, () => {
      // A pool that failed takes nothing more.
      release()
      ended()
    })
    return await untilStopped(done, signal)
  }
}
