import { type AttachmentSurfaces, encodePng, surfacesOfMessage } from '../../formats/index.ts'
import { type Family, fileReader, readAttachment, readFamily } from '../../jobs/index.ts'
import type { DocumentId, SurfaceId } from '../../model/index.ts'
import { AppError } from '../../model/index.ts'
import { frameDocument } from '../../redact/index.ts'
import { locatorOf, type ReadableDatabase } from '../../store/index.ts'
import type { DocumentView, FamilyMember, FrameView, InstanceView } from '../views.ts'
import { problemViews } from './problem-views.ts'

/** A document outside any matter: its surfaces are made anew from the source each time, for nobody has decided anything about them. */

/** @throws matter/unknown-document, jobs/source-vanished */
export async function showDocument(index: ReadableDatabase, document: DocumentId, timeZone: string): Promise<DocumentView> {
  const family = readFamily(index, document)
  const attachment = family.attachments.find((one) => one.document === document) ?? null
  const record = attachment?.record ?? family.message
  const parsed = attachment === null ? family.parsed : attachment.located.part.message
  const { surfaces, problems } = await read(family, document, timeZone)
  return {
    document,
    kind: record.kind,
    header: parsed && {
      from: parsed.from,
      to: parsed.to,
      cc: parsed.cc,
      bcc: parsed.bcc,
      date: parsed.date,
      subject: parsed.subject,
      messageId: parsed.messageId,
    },
    filename: record.filename,
    type: record.type,
    sizeBytes: record.sizeBytes,
    surfaces,
    family: members(family),
    instances: family.instances.map(
      (instance): InstanceView => ({
        source: instance.source,
        sourceLabel: instance.sourceLabel,
        custodian: instance.custodian,
        locator: locatorOf(instance),
        folder: instance.folder,
        flags: instance.flags,
        sha256: Buffer.from(instance.sha256).toString('hex'),
      }),
    ),
    problems: problemViews([...record.problems, ...problems.filter(({ code }) => record.problems.every((known) => known.code !== code))]),
  }
}

function members(family: Family): FamilyMember[] {
  const { message } = family
  return [
    { document: message.id, kind: 'message', label: message.subject, type: message.type, sizeBytes: message.sizeBytes, parent: null },
    ...family.attachments.map(
      ({ record, document, parent }): FamilyMember => ({
        document,
        kind: 'attachment',
        label: record.filename ?? (record.hasHeader ? record.subject : record.type),
        type: record.type,
        sizeBytes: record.sizeBytes,
        parent,
      }),
    ),
  ]
}

async function read(family: Family, document: DocumentId, timeZone: string): Promise<AttachmentSurfaces> {
  if (document === family.message.id) {
    return { surfaces: surfacesOfMessage(document, family.parsed, family.bytes, timeZone), problems: [] }
  }
  const { part, located, bytes, record } = attachmentOf(family, document)
  const { type, filename, charset, message } = located.part
  return readAttachment(record, { part, type, filename, bytes, charset, message, zone: timeZone })
}

function attachmentOf(family: Family, document: DocumentId): Family['attachments'][number] {
  const attachment = family.attachments.find((one) => one.document === document)
  if (!attachment) {
    throw new AppError('jobs/source-vanished', 'This attachment is no longer in its message. Restore the source, then try again.', {
      document,
    })
  }
  return attachment
}

/**
 * The raw message as it stands in its source; for an attachment, that of its message. As text, since no mail may choose its own type.
 * @throws formats/cannot-read for one that is larger than is read: its beginning would pass for the whole
 */
export function rawDocument(index: ReadableDatabase, document: DocumentId): FrameView {
  const { raw, whole } = readFamily(index, document)
  if (!whole) {
    throw new AppError('formats/cannot-read', 'The message is too large to be given out here in whole. Take it from its source.', {
      document,
    })
  }
  return { bytes: raw, contentType: 'text/plain; charset=utf-8', csp: "default-src 'none'; sandbox" }
}

const screenDpi = 110
const imagePolicy = "default-src 'none'; sandbox"

/** A surface for an iframe: text and HTML as a page that can load nothing, a PDF page or an image as pixels. @throws matter/unknown-surface */
export async function frameOfDocument(index: ReadableDatabase, document: DocumentId, id: SurfaceId, timeZone: string): Promise<FrameView> {
  const family = readFamily(index, document)
  const { surfaces } = await read(family, document, timeZone)
  const surface = surfaces.find((one) => one.id === id)
  if (!surface) throw new AppError('matter/unknown-surface', 'The document has no such part.', { document })
  if (surface.kind === 'pdf-page' || surface.kind === 'image') {
    const { bytes } = attachmentOf(family, document)
    const pixels =
      surface.kind === 'image' ? await fileReader.image(bytes) : await fileReader.page(bytes, surface.page?.number ?? 1, { dpi: screenDpi })
    if (!pixels) throw new AppError('formats/cannot-read', 'This part can’t be shown: it is damaged or too large.', { document })
    return { bytes: await encodePng(pixels), contentType: 'image/png', csp: imagePolicy }
  }
  const page = frameDocument(surface, [], { mode: 'review', grounds: [] })
  return { bytes: Buffer.from(page.html), contentType: 'text/html; charset=utf-8', csp: page.csp }
}
