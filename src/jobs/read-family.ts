import { type AttachmentPart, attachmentParts, locatedBytes, parseMessage, partBytes } from '../formats/index.ts'
import type { DocumentId, ParsedMessage, Problem } from '../model/index.ts'
import { AppError } from '../model/index.ts'
import {
  type DocumentRecord,
  documentByNumber,
  findDocument,
  type InstanceRecord,
  listFamily,
  listInstances,
  type ReadableDatabase,
} from '../store/index.ts'
import { placeOf } from './instance-place.ts'
import { canonicalOf, isCutShort, type RawMessage } from './raw-message.ts'
import { readPlace } from './worker-extract.ts'

/** An attachment of a family, with its bytes. */
export interface FamilyAttachment {
  readonly record: DocumentRecord
  readonly document: DocumentId
  /** MIME path within the family's message: `2`, `1.3`, `2/1`. */
  readonly part: string
  readonly parent: DocumentId
  readonly located: AttachmentPart
  /** Decoded from their transfer encoding. */
  readonly bytes: Uint8Array
  readonly problems: readonly Problem[]
}

/** A message read again from its source, with all it holds. */
export interface Family {
  readonly message: DocumentRecord
  /** The instance that was read. */
  readonly instance: InstanceRecord
  readonly instances: readonly InstanceRecord[]
  /** As the bytes stand in the container: what the instance's SHA-256 is of, where they are `whole`. */
  readonly raw: Uint8Array
  /** False where only the beginning of the message was read. */
  readonly whole: boolean
  /** Without the container's quoting: what the offsets of `parsed` count in. */
  readonly bytes: Uint8Array
  readonly parsed: ParsedMessage
  /** In order of the message. */
  readonly attachments: readonly FamilyAttachment[]
}

/**
 * Reads the family that a document belongs to from its source: from the first of its instances that is still there and unchanged.
 *
 * @throws matter/unknown-document, jobs/source-vanished
 */
export function readFamily(index: ReadableDatabase, document: DocumentId): Family {
  const record = findDocument(index, document)
  const message = record ? documentByNumber(index, record.family) : null
  if (!message) throw new AppError('matter/unknown-document', 'There is no such document in this workspace.', { document })
  const instances = listInstances(index, message)
  for (const instance of instances) {
    const found = readInstance(instance)
    if (!found) continue
    const parsed = parseMessage(found.bytes)
    // Part paths are those of the instance that was indexed first; a copy with the same canonical hash has the same parts.
    if (canonicalOf(parsed, found.bytes, found.raw) !== Buffer.from(message.hash).toString('hex')) continue
    const { bytes: raw } = found.raw
    const whole = !isCutShort(found.raw)
    return {
      message,
      instance,
      instances,
      raw,
      whole,
      bytes: found.bytes,
      parsed,
      attachments: attachmentsOf(index, message, parsed, found.bytes),
    }
  }
  throw new AppError(
    'jobs/source-vanished',
    'The message can’t be read from its source: it is gone, or the file was changed. Mount the disk or restore the file, then try again.',
    { document, sources: [...new Set(instances.map((instance) => instance.source))] },
  )
}

function readInstance(instance: InstanceRecord): { readonly raw: RawMessage; readonly bytes: Uint8Array } | null {
  try {
    const found = readPlace(placeOf(instance))
    return found.raw.sha256 === Buffer.from(instance.sha256).toString('hex') ? found : null
  } catch {
    return null
  }
}

function attachmentsOf(index: ReadableDatabase, message: DocumentRecord, parsed: ParsedMessage, bytes: Uint8Array): FamilyAttachment[] {
  const family = listFamily(index, message.number)
  const byNumber = new Map(family.map((record) => [record.number, record]))
  const parts = new Map(attachmentParts(parsed).map((located) => [located.path, located]))
  return family.slice(1).flatMap((record) => {
    const located = parts.get(record.part)
    if (!located) return []
    const parent = record.parent === null ? message.id : (byNumber.get(record.parent)?.id ?? message.id)
    const decoded = partBytes(locatedBytes(bytes, located), located.part)
    return [{ record, document: record.id, part: record.part, parent, located, bytes: decoded.bytes, problems: record.problems }]
  })
}
