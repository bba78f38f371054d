import { hash } from 'node:crypto'
import {
  attachmentParts,
  indexText,
  locatedBytes,
  type PdfLimits,
  type PlaceStep,
  parseMessage,
  partBytes,
  unquoted,
} from '../formats/index.ts'
import type { ExceptionCode, MboxDialect, Problem } from '../model/index.ts'
import type { OwedAttachment, TextWriter } from '../store/index.ts'
import { readRisky } from './file-reader-task.ts'
import { ReadBuffer } from './ingest-file.ts'
import { PlaceReader } from './ingest-place.ts'
import { maximumMessageBytes, type RawMessage, readStretch } from './raw-message.ts'
import { failureCode } from './worker-bytes.ts'
import { type Step, stillWorking } from './worker-loop.ts'
import { documentText, orRest, storeText, unindexed, withHidden } from './worker-text.ts'

/** Where a message's bytes stand. */
export interface MessagePlace {
  readonly path: Uint8Array
  readonly steps: readonly PlaceStep[]
  readonly offset: number
  readonly length: number
  /** Null for a file that is the message. */
  readonly dialect: MboxDialect | null
}

/** Attachments of one message whose text is owed. */
export interface OwedText {
  readonly place: MessagePlace
  readonly attachments: readonly OwedAttachment[]
}

/** What the second pass found in an attachment. */
export interface AttachmentText {
  readonly number: number
  readonly extraction: 'done' | 'failed'
  readonly problems: readonly Problem[]
  /** Set where the message itself can't be read any more. */
  readonly failure: ExceptionCode | null
  /** Row of what was read, in the text shards; null where nothing was. */
  readonly text: number | null
}

/**
 * A message's bytes without its container's quoting. `reader` is kept by who reads many, in order of place.
 * @throws the system's errors, DecodeError; a plain Error where the file was cut short
 */
export function readPlace(place: MessagePlace, kept: PlaceReader | null = null): { readonly raw: RawMessage; readonly bytes: Uint8Array } {
  const reader = kept ?? new PlaceReader()
  try {
    if (place.dialect === null) {
      const { raw } = reader.message(place.path, place.steps)
      return { raw, bytes: raw.bytes }
    }
    const raw = readStretch(reader.open(place.path, place.steps), place.offset, place.length, maximumMessageBytes)
    if (raw.sizeBytes < place.length) throw new Error('the file is shorter than it was')
    return { raw, bytes: unquoted(raw.bytes, place.dialect) }
  } finally {
    if (kept === null) reader.close()
  }
}

/** For one attachment; what was read until then is kept. */
const longestFileMs = 5 * 60_000

/** A PDF of a thousand pages takes longer than what hangs is given, and gets on with each page. */
const pageByPage = (): PdfLimits => ({ words: false, onPage: stillWorking, signal: AbortSignal.timeout(longestFileMs) })

/** Stays open between tasks, which come in order of place: a stream is decompressed once for all messages in it. */
const reader = new PlaceReader(new ReadBuffer())

/** Reads the owed texts of one message; each attachment is one step. */
export async function readOwedTexts(
  owed: OwedText,
  step: Step,
  writer: TextWriter,
): Promise<{ readonly kind: 'texts'; readonly texts: readonly AttachmentText[] }> {
  const failedAll = (failure: ExceptionCode): { readonly kind: 'texts'; readonly texts: readonly AttachmentText[] } => ({
    kind: 'texts',
    texts: owed.attachments.map(({ number }) => ({ number, extraction: 'failed', problems: [], failure, text: null })),
  })
  let bytes: Uint8Array
  try {
    bytes = readPlace(owed.place, reader).bytes
  } catch (error) {
    return failedAll(failureCode(error) === 'unreadable-file' ? 'unreadable-file' : 'vanished')
  } finally {
    if (owed.place.steps.length === 0) reader.close()
  }
  const parts = new Map(attachmentParts(parseMessage(bytes)).map((located) => [located.path, located]))
  const texts: AttachmentText[] = []
  for (const [index, { number, id, part, hash: expected }] of owed.attachments.entries()) {
    step(index)
    const located = parts.get(part)
    const content = located && partBytes(locatedBytes(bytes, located), located.part).bytes
    // Another message may stand there since: its attachment is none of this one.
    if (!located || !content || hash('sha256', content, 'hex') !== Buffer.from(expected).toString('hex')) {
      texts.push({ number, extraction: 'failed', problems: [], failure: 'changed-while-read', text: null })
      continue
    }
    const { type, filename, charset } = located.part
    const attachment = { part, type, filename, charset, bytes: content }
    texts.push(
      await orRest(
        async (): Promise<AttachmentText> => {
          const { surfaces, problems } = await readRisky(id, attachment, pageByPage())
          const found = indexText(surfaces)
          const unread = problems.some(({ code }) => code === 'unreadable-attachment' || code === 'password-protected')
          const text = withHidden(found.body, found.hidden)
          return {
            number,
            extraction: unread ? 'failed' : 'done',
            problems: [...problems, ...unindexed(text, part)].map((problem) => ({ code: problem.code, where: problem.where ?? part })),
            failure: null,
            text: storeText(documentText(null, text, filename, writer), writer),
          }
        },
        () => ({ number, extraction: 'failed', problems: [], failure: 'parser-failed', text: null }),
      ),
    )
  }
  return { kind: 'texts', texts }
}
