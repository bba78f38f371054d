import type { DocumentId, ParsedMessage, Problem, ProblemCode, Surface } from '../model/index.ts'
import { attachedText } from './attached-text.ts'
import type { AttachmentInput } from './attachment-input.ts'
import { carriedHeadBytes, carriedKind } from './carried.ts'
import { enrichedText } from './enriched.ts'
import type { FileWithin } from './file-within.ts'
import { withFilesWithin } from './files-within.ts'
import { imageInfo } from './image.ts'
import { imageWords } from './image-words.ts'
import { keyFileWords, signerWords, textKeyWords } from './key-words.ts'
import { isMedia } from './media.ts'
import { messageWithin } from './part-content.ts'
import { type PdfLimits, readPdf } from './pdf.ts'
import type { QuoteBox } from './quoted-text.ts'
import { fieldsText, holdsFields } from './reported-header.ts'
import { type Bodies, bodyDrafts, htmlDrafts, keyDrafts, pgpMessage } from './surfaces-body.ts'
import { makeSurface, type SurfaceDraft, sha256 } from './surfaces-hash.ts'
import { headerDrafts } from './surfaces-header.ts'
import { attachmentKind } from './surfaces-kind.ts'
import { cleanControls, cleanText } from './surfaces-text.ts'

export type { AttachmentInput } from './attachment-input.ts'
export { hashSurface } from './surfaces-hash.ts'
export { addressListText, addressText, dateText, isShownDate } from './surfaces-header.ts'

/** Text attachments are shown up to here, in bytes; a longer one has no reviewable content and is withheld. */
export const maxTextBytes = 20_000_000

/**
 * The surfaces of a message: header values, then bodies in order, each HTML body followed by what it hides.
 * @param bytes the message's bytes, in which the parts' offsets count
 * @param zone IANA zone in which dates are shown
 */
export function surfacesOfMessage(document: DocumentId, parsed: ParsedMessage, bytes: Uint8Array, zone: string): Surface[] {
  return [...headerDrafts(parsed, zone), ...bodyDrafts(parsed, bytes).drafts].map((draft) => makeSurface(document, draft))
}

export interface MessageTexts {
  /** Canonical texts of the text and HTML surfaces, joined by an empty line. */
  readonly bodyText: string
  /** What its HTML sets off as earlier messages, in spans of `bodyText`. */
  readonly boxes: readonly QuoteBox[]
  readonly hiddenText: string
  readonly problems: readonly Problem[]
}

/** The body texts of `surfacesOfMessage`, without trees and hashes: for the index. */
export function messageTexts(parsed: ParsedMessage, bytes: Uint8Array): MessageTexts {
  const { drafts, problems } = bodyDrafts(parsed, bytes)
  return { bodyText: joined(drafts, bodyKinds), boxes: boxesOf(drafts), hiddenText: joined(drafts, ['hidden']), problems }
}

/** What the full-text index holds of a document: exactly the texts of its surfaces. */
export interface IndexText {
  readonly subject: string
  readonly body: string
  readonly hidden: string
  readonly filename: string
}

/** Sorts the texts of a document's surfaces into the fields of the index. */
export function indexText(surfaces: readonly Surface[]): IndexText {
  return {
    subject: surfaces.find((surface) => surface.id === 'h:subject')?.text ?? '',
    body: joined(surfaces, bodyKinds),
    hidden: joined(surfaces, ['hidden']),
    filename: joined(surfaces, ['filename']),
  }
}

const bodyKinds: readonly SurfaceDraft['kind'][] = ['text', 'html', 'pdf-page']
const between = '\n\n'

function joined(drafts: readonly Pick<SurfaceDraft, 'kind' | 'text'>[], kinds: readonly SurfaceDraft['kind'][]): string {
  return drafts
    .filter((draft) => kinds.includes(draft.kind) && draft.text !== '')
    .map((draft) => draft.text)
    .join(between)
}

/** Where the boxes of the bodies stand in their texts joined. */
function boxesOf(drafts: readonly SurfaceDraft[]): readonly QuoteBox[] {
  const found: QuoteBox[] = []
  let length = 0
  for (const { kind, text, boxes = [] } of drafts) {
    if (!bodyKinds.includes(kind) || text === '') continue
    for (const box of boxes) found.push({ ...box, start: length + box.start, end: length + box.end })
    length += text.length + between.length
  }
  return found
}

export interface AttachmentSurfaces {
  /** The file name first, where there is one. Nothing else where the content can't be reviewed: it is then withheld. */
  readonly surfaces: readonly Surface[]
  readonly problems: readonly Problem[]
}

/** With what an attached mail's HTML sets off as earlier messages, in spans of the `body` that `indexText` makes of the surfaces. */
export interface AttachmentTexts extends AttachmentSurfaces {
  readonly boxes: readonly QuoteBox[]
}

/** The surfaces of an attachment. What can't be read is a problem, never a throw. */
export async function surfacesOfAttachment(
  document: DocumentId,
  attachment: AttachmentInput,
  limits: PdfLimits = {},
): Promise<AttachmentTexts> {
  const { part, filename } = attachment
  const name: SurfaceDraft[] =
    filename === null || filename === '' ? [] : [{ id: 'n', kind: 'filename', part, text: cleanControls(filename.replace(/\s+/g, ' ')) }]
  const content = await contentDrafts(attachment, limits)
  return {
    surfaces: [...name, ...content.drafts].map((draft) => makeSurface(document, draft)),
    boxes: boxesOf(content.drafts),
    problems: content.problems,
  }
}

/** The height of the smallest letters that can be told apart. */
const legiblePixels = 6
const unreadable = (where: string): Bodies => ({ drafts: [], problems: [{ code: 'unreadable-attachment', where }] })
const nothing: Bodies = { drafts: [], problems: [] }
const tooLarge = (where: string): Bodies => ({ drafts: [], problems: [{ code: 'too-large', where }] })

/** @param depth how many files hold this one */
async function contentDrafts(attachment: AttachmentInput, limits: PdfLimits, depth = 0): Promise<Bodies> {
  const { part, bytes } = attachment
  if (attachment.message !== undefined && attachment.message !== null) {
    const bodies = bodyDrafts(attachment.message, messageWithin(attachment, bytes))
    const problems = bodies.problems.map(({ code, where }): Problem => ({ code, where: where === null ? part : `${part}/${where}` }))
    if (attachment.type === 'message/partial') problems.push({ code: 'piece-of-message', where: part })
    const signers = keyDrafts('x:signers', part, signerWords(bytes))
    const header = headerDrafts(attachment.message, attachment.zone ?? 'UTC')
    return { drafts: [...header, ...bodies.drafts, ...signers.drafts], problems: [...problems, ...signers.problems] }
  }
  const kind = attachmentKind(attachment.type, attachment.filename, bytes)
  const within = (inner: AttachmentInput): Promise<Bodies> => contentDrafts(inner, { ...limits, words: false }, depth + 1)
  if (kind === 'pdf') {
    const { bodies, files } = await pdfDrafts(part, bytes, limits)
    return withFilesWithin(part, bodies, files, depth, within)
  }
  if (kind === 'image') {
    const info = imageInfo(bytes)
    if (info === null) return unreadable(part)
    const image = { ...info, sha256: sha256(bytes) }
    // Bullets, rules and tracking pixels have no room for a letter.
    const legible = Math.min(info.widthPx, info.heightPx) >= legiblePixels
    const drafts: readonly SurfaceDraft[] = [{ id: 'i', kind: 'image', part, text: '', image }, ...imageNotes(part, bytes)]
    return { drafts, problems: legible ? [{ code: 'no-text', where: part }] : [] }
  }
  if (kind === 'zip' || kind === 'compound' || kind === 'rtf') {
    // A third of the room: a thread that meets no such document starts without it.
    const { documentDrafts } = await import('./surfaces-document.ts')
    const read = documentDrafts(part, kind, bytes)
    return read === null ? unread(attachment) : withFilesWithin(part, read.bodies, read.files, depth, within)
  }
  if (kind === 'other') {
    const names = keyFileWords(bytes)
    return names === null ? unread(attachment) : keyDrafts(`x:${part}`, part, names)
  }
  if (bytes.byteLength > maxTextBytes) return tooLarge(part)
  const decoded = attachedText(kind, bytes, attachment.charset ?? null)
  const problems = decoded.problems.map((code): Problem => ({ code, where: part }))
  if (kind === 'html') {
    const { drafts, problems: found } = htmlDrafts(part, decoded.text)
    return { drafts, problems: [...problems, ...found] }
  }
  if (pgpMessage.test(decoded.text)) problems.push({ code: 'encrypted', where: part })
  if (attachment.type === 'message/partial') problems.push({ code: 'piece-of-message', where: part })
  if (attachment.type === 'message/external-body') problems.push({ code: 'attachment-missing', where: part })
  const told = new Set<ProblemCode>()
  const text = plainText(attachment.type, decoded.text, told)
  const names = keyDrafts(`x:${part}`, part, textKeyWords(text))
  return {
    drafts: [{ id: `t:${part}`, kind: 'text', part, text: cleanText(text) }, ...names.drafts],
    problems: [...problems, ...[...told].map((code): Problem => ({ code, where: part })), ...names.problems],
  }
}

function plainText(type: string, text: string, told: Set<ProblemCode>): string {
  if (type === 'text/enriched') return enrichedText(text)
  return holdsFields(type) ? fieldsText(text, told) : text
}

/** What a picture says beside its pixels, which are all that is ever produced of it. */
function imageNotes(part: string, bytes: Uint8Array): readonly SurfaceDraft[] {
  const text = imageWords(bytes)
  return text === '' ? [] : [{ id: `x:${part}`, kind: 'hidden', part, text, producible: false }]
}

/** What has content and no text that is read: told, unless reading the message told already why what the part carries can't be had. */
function unread({ part, type, filename, bytes }: AttachmentInput): Bodies {
  if (bytes.byteLength === 0) return nothing
  if (isMedia(type, bytes)) return { drafts: imageNotes(part, bytes), problems: [{ code: 'no-text', where: part }] }
  return carriedKind({ type, filename }, bytes.subarray(0, carriedHeadBytes), () => bytes) === null ? unreadable(part) : nothing
}

async function pdfDrafts(
  part: string,
  bytes: Uint8Array,
  limits: PdfLimits,
): Promise<{ readonly bodies: Bodies; readonly files: readonly FileWithin[] }> {
  const { pages, kept, files, problems } = await readPdf(bytes, { ...limits, files: true })
  const digest = sha256(bytes)
  const drafts = pages.map(
    ({ number, widthPt, heightPt, text, runs }): SurfaceDraft => ({
      id: `p:${number}`,
      kind: 'pdf-page',
      part,
      text,
      page: { number, widthPt, heightPt, runs, sha256: digest },
    }),
  )
  if (kept !== '') drafts.push({ id: `x:${part}`, kind: 'hidden', part, text: kept, producible: false })
  return { bodies: { drafts, problems: problems.map((code) => ({ code, where: part })) }, files }
}
