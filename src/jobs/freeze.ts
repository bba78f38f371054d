import { createHash } from 'node:crypto'
import {
  type AttachmentInput,
  type AttachmentSurfaces,
  attachmentParts,
  locatedBytes,
  parseMessage,
  partBytes,
  surfacesOfMessage,
} from '../formats/index.ts'
import type { FrozenHeader, Instance, ParsedMessage, Problem } from '../model/index.ts'
import type { DocumentRecord, InstanceRecord, NewDocument, NewFamily } from '../store/index.ts'
import { locatorOf } from '../store/index.ts'
import { fileReader, withoutContent } from './file-reader.ts'
import { squashSurfaces } from './surface-cache.ts'

/** What had to be stopped when it was taken in isn't tried again: it is reviewed by its name alone, and withheld. */
const stoppedBefore: readonly Problem['code'][] = ['timeout', 'out-of-memory', 'parser-failed']

/** Freezes a family: every document with the surfaces that reviewers will see, from the raw message. */
export async function freezeFamily(
  records: readonly DocumentRecord[],
  instances: readonly InstanceRecord[],
  raw: Uint8Array,
  timeZone: string,
): Promise<NewFamily> {
  const [root] = records
  if (root === undefined) throw new Error('a family without its message')
  const parsed = parseMessage(raw)
  const parts = new Map(attachmentParts(parsed).map((located) => [located.path, located]))
  const ids = new Map(records.map(({ number, id }) => [number, id]))
  const documents: NewDocument[] = []
  for (const record of records) {
    const located = parts.get(record.part)
    const isRoot = record === root
    const bytes = isRoot || located === undefined ? raw : partBytes(locatedBytes(raw, located), located.part).bytes
    const message = isRoot ? parsed : (located?.part.message ?? null)
    const frozen = isRoot
      ? { surfaces: surfacesOfMessage(record.id, parsed, raw, timeZone), problems: [] }
      : await freezeAttachment(record, bytes, message, located?.part.charset ?? null, timeZone)
    documents.push({
      id: record.id,
      kind: record.kind,
      parent: record.parent === null ? null : (ids.get(record.parent) ?? null),
      part: record.part,
      type: record.type,
      filename: record.filename,
      sizeBytes: record.sizeBytes,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      dateMs: message?.date.atMs ?? root.dateMs,
      sender: isRoot || message === null ? root.sender : record.sender,
      subject: isRoot || message === null ? root.subject : record.subject,
      header: message === null ? null : headerOf(message),
      thread: root.thread,
      problems: unique([...record.problems, ...frozen.problems]),
      surfaces: frozen.surfaces,
      squashed: squashSurfaces(frozen.surfaces),
      instances: instances.map((instance) => storedInstance(instance, record)),
    })
  }
  return { id: root.id, raw, documents }
}

/** The surfaces of an attachment as the reviewer gets them, within limits of time and memory. */
export async function readAttachment(
  record: Pick<DocumentRecord, 'id' | 'problems'>,
  attachment: AttachmentInput,
): Promise<AttachmentSurfaces> {
  const hopeless = record.problems.some(({ code }) => stoppedBefore.includes(code))
  return hopeless ? withoutContent(record.id, attachment, null) : fileReader.surfaces(record.id, attachment)
}

async function freezeAttachment(
  record: DocumentRecord,
  bytes: Uint8Array,
  message: ParsedMessage | null,
  charset: string | null,
  zone: string,
): Promise<AttachmentSurfaces> {
  const { part, type, filename } = record
  return readAttachment(record, { part, filename, charset, zone, type, bytes, message })
}

function headerOf(message: ParsedMessage): FrozenHeader {
  const { from, to, cc, bcc, date, messageId, inReplyTo, references } = message
  return { from, to, cc, bcc, dateMs: date.atMs, messageId, inReplyTo, references }
}

/** An instance as the request remembers it; an attachment's locator names its part. */
export function storedInstance(instance: InstanceRecord, record: Pick<DocumentRecord, 'part'>): Instance {
  return {
    source: instance.source,
    sourceLabel: instance.sourceLabel,
    custodian: instance.custodian,
    locator: locatorOf(instance) + (record.part === '' ? '' : `#${record.part}`),
    folder: instance.folder,
    flags: instance.flags,
    sha256: Buffer.from(instance.sha256).toString('hex'),
  }
}

function unique(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [`${problem.code} ${problem.where ?? ''}`, problem])).values()]
}
