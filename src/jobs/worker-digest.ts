import { hash } from 'node:crypto'
import {
  type AttachmentPart,
  attachmentParts,
  indexText,
  locatedBytes,
  messageTexts,
  parseMessage,
  partBytes,
  type QuoteBox,
  reachesEnd,
  surfacesOfAttachment,
} from '../formats/index.ts'
import { attachmentId, messageId, messageKey, threadKey } from '../group/index.ts'
import type { DocumentId, MessagePart, ParsedMessage, Problem } from '../model/index.ts'
import type { DigestedDocument, DigestedInstance, TextWriter } from '../store/index.ts'
import { headerFlags } from './ingest-names.ts'
import { exceptionReasons } from './ledger-reasons.ts'
import { partLabels } from './part-label.ts'
import { canonicalOf, isCutShort, type RawMessage } from './raw-message.ts'
import { headerFactsOrLess } from './worker-header.ts'
import { documentTextOrLess, orFails, orRest, type Searchable, storeText, unindexed, withHidden } from './worker-text.ts'

/** What the reader knows of a message beside its bytes. */
export interface Occurrence {
  readonly fileKey: string
  readonly offset: number
  readonly name: string
  /** As of a DigestedInstance. */
  readonly nameBytes: string | null
  readonly place: string | null
  readonly locator: string
  /** From a Maildir name; an mbox keeps them in the header. */
  readonly flags: string
}

/** A document as read: its text is stored already (the row), or yet to be. */
type ReadDocument = Omit<DigestedDocument, 'text'> & { readonly text: number | Searchable }
/** An occurrence of a message as read, the texts of its family not all stored yet. */
export type ReadInstance = Omit<DigestedInstance, 'family'> & { readonly family: readonly ReadDocument[] }

/** Gives a family's words and texts to the shard where it needs them, and keeps of them the rows they have. */
export function storeTexts(read: ReadInstance, texts: TextWriter): DigestedInstance {
  return { ...read, family: read.family.map((document) => ({ ...document, text: storeText(document.text, texts) })) }
}

/**
 * All that the index takes of one occurrence of a message. `raw` is the message as it stands in the container (what is hashed as evidence),
 * `bytes` what was read of it, without the container's quoting. `stored`: what need not be made ready for the index once more.
 */
export async function digestMessage(
  raw: RawMessage,
  bytes: Uint8Array,
  occurrence: Occurrence,
  stored: Pick<TextWriter, 'known'>,
): Promise<ReadInstance> {
  const parsed = parseMessage(bytes)
  const canonical = canonicalOf(parsed, bytes, raw)
  const cut = isCutShort(raw)
  const { header, failed } = headerFactsOrLess(parsed)
  const bodies = await bodyText(parsed, bytes, stored)
  const unread = failed || bodies.failed ? [readerFailed('')] : []
  const problems = [...(cut ? [cutShort(null)] : []), ...parsed.problems, ...bodies.problems, ...unread]
  const message: ReadDocument = {
    id: messageId(canonical),
    part: '',
    parent: null,
    type: 'message/rfc822',
    filename: null,
    sizeBytes: cut ? raw.sizeBytes : bytes.byteLength,
    hash: canonical,
    header,
    extraction: 'done',
    problems,
    text: bodies.text,
  }
  const family = [message, ...(await attachmentsOf(parsed, bytes, canonical, cut, stored))]
  const { name, nameBytes, place, fileKey, offset, locator } = occurrence
  const labels = partLabels(parsed)
  return {
    fileKey,
    offset,
    length: raw.sizeBytes,
    name,
    nameBytes,
    place,
    locator,
    sha256: raw.sha256,
    flags: joinFlags(occurrence.flags, headerFlags(parsed.headers)),
    bcc: parsed.bcc,
    // Of a subject, or names, that can't be read: a thread of its own.
    thread: orFails(() => threadKey(parsed), messageKey(canonical)).value,
    problems,
    partial: reasons(family, labels, (code) => exceptionReasons[code].partial),
    noted: reasons(family, labels, (code) => noted.has(code)),
    family,
  }
}

interface IndexedText {
  readonly text: number | Searchable
  readonly problems: readonly Problem[]
  /** The reader failed on some of it. */
  readonly failed: boolean
}

async function bodyText(parsed: ParsedMessage, bytes: Uint8Array, stored: Pick<TextWriter, 'known'>): Promise<IndexedText> {
  const read = await orRest(
    () => {
      const { bodyText, hiddenText, boxes, problems } = messageTexts(parsed, bytes)
      const text = withHidden(bodyText, hiddenText)
      return { text, boxes, problems: [...problems, ...unindexed(text, '')], whole: true }
    },
    () => ({ text: '', boxes: [], problems: [], whole: false }),
  )
  const { text, whole } = await documentTextOrLess(parsed, read.text, null, stored, read.boxes)
  return { text, problems: read.problems, failed: !whole || !read.whole }
}

const readerFailed = (where: string): Problem => ({ code: 'parser-failed', where })

/** What takes nothing from a message and still stands in the ledger: where text may be that no mail program, or no search, shows. */
const noted: ReadonlySet<Problem['code']> = new Set<Problem['code']>(['no-text', 'hidden-preamble', 'hidden-epilogue'])

/** What the header of an attachment's part tells of its content. */
const ofAttachments: ReadonlySet<Problem['code']> = new Set<Problem['code']>(['attachments-apart', 'damaged-in-store'])

const cutShort = (where: string | null): Problem => ({ code: 'cut-short', where })

function joinFlags(ofPlace: string, ofHeader: string): string {
  if (ofPlace === '' && ofHeader === '') return ''
  return [...new Set(`${ofPlace} ${ofHeader}`.split(' '))].filter((word) => word !== '').join(' ')
}

function reasons(
  family: readonly Pick<DigestedDocument, 'problems' | 'part'>[],
  labels: ReturnType<typeof partLabels>,
  wanted: (code: Problem['code']) => boolean,
): DigestedInstance['partial'] {
  const found = new Map<string, DigestedInstance['partial'][number]>()
  for (const document of family)
    for (const { code, where } of document.problems) {
      const place = where ?? document.part
      if (wanted(code)) found.set(`${code} ${place}`, { code, place, part: labels(place) })
    }
  return [...found.values()]
}

async function attachmentsOf(
  parsed: ParsedMessage,
  bytes: Uint8Array,
  canonical: string,
  cut: boolean,
  stored: Pick<TextWriter, 'known'>,
): Promise<ReadDocument[]> {
  const documents: ReadDocument[] = []
  const indexByPath = new Map<string, number>()
  for (const located of attachmentParts(parsed)) {
    const { value: decoded, failed } = orFails(() => partBytes(locatedBytes(bytes, located), located.part), noBytes)
    const document = await digestAttachment(located, decoded.bytes, canonical, stored)
    const parentPath = located.path.lastIndexOf('/') < 0 ? null : located.path.slice(0, located.path.lastIndexOf('/'))
    indexByPath.set(located.path, documents.length + 1)
    documents.push({
      ...document,
      parent: parentPath === null ? 0 : (indexByPath.get(parentPath) ?? 0),
      problems: [
        ...parsed.problems.filter(({ code, where }) => ofAttachments.has(code) && where === located.path),
        ...(cut && reachesEnd(bytes, located) ? [cutShort(located.path)] : []),
        ...decoded.problems.map((code): Problem => ({ code, where: located.path })),
        ...(failed ? [readerFailed(located.path)] : []),
        ...document.problems,
      ],
    })
  }
  return documents
}

const noBytes: ReturnType<typeof partBytes> = { bytes: new Uint8Array(0), problems: [] }

type ParentlessDocument = Omit<ReadDocument, 'parent'>

async function digestAttachment(
  located: AttachmentPart,
  bytes: Uint8Array,
  canonical: string,
  stored: Pick<TextWriter, 'known'>,
): Promise<ParentlessDocument> {
  const { part, path } = located
  const sha256 = hash('sha256', bytes, 'hex')
  const { header, failed } = part.message === null ? { header: null, failed: false } : headerFactsOrLess(part.message)
  const facts = {
    id: attachmentId(canonical, path, sha256),
    part: path,
    type: part.type,
    filename: part.filename,
    sizeBytes: bytes.byteLength,
    hash: sha256,
    header,
  }
  const slow = isSlow(part, bytes)
  const read = slow ? notRead : await attachmentText(facts.id, located, bytes)
  const { text, whole } = await documentTextOrLess(part.message, read.text, part.filename, stored, read.boxes)
  const unread = failed || !whole || read.failed ? [readerFailed(path)] : []
  return { ...facts, extraction: slow ? 'pending' : 'done', problems: [...read.problems, ...unread], text }
}

interface AttachmentText {
  readonly text: string
  readonly boxes: readonly QuoteBox[]
  readonly problems: readonly Problem[]
  readonly failed: boolean
}
const notRead: AttachmentText = { text: '', boxes: [], problems: [], failed: false }

function attachmentText(id: DocumentId, { part, path }: AttachmentPart, bytes: Uint8Array): Promise<AttachmentText> {
  return orRest(
    async (): Promise<AttachmentText> => {
      const { type, filename, charset, message } = part
      const { surfaces, boxes, problems } = await surfacesOfAttachment(id, { part: path, type, filename, bytes, charset, message })
      const { body, hidden } = indexText(surfaces)
      const text = withHidden(body, hidden)
      return { text, boxes, problems: [...problems, ...unindexed(text, path)], failed: false }
    },
    () => ({ ...notRead, failed: true }),
  )
}

/** Attachments whose text takes long: left to the second pass, so that messages can be found at once. */
export function isSlow(part: Pick<MessagePart, 'type' | 'filename' | 'message'>, bytes: Uint8Array): boolean {
  if (part.message !== null) return false
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 1024)).toString('latin1')
  // Zip archives and compound files: Office, mostly.
  if (head.startsWith('PK\x03\x04') || head.startsWith('\xd0\xcf\x11\xe0')) return true
  return part.type === 'application/pdf' || /\.pdf$/iu.test(part.filename ?? '') || head.includes('%PDF-')
}
