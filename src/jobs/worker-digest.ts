import { hash } from 'node:crypto'
import {
  type AttachmentPart,
  addressListText,
  attachmentParts,
  indexText,
  locatedBytes,
  messageTexts,
  parseMessage,
  partBytes,
  splitQuoted,
  surfacesOfAttachment,
} from '../formats/index.ts'
import { attachmentId, canonicalHash, messageId, threadKey } from '../group/index.ts'
import type { MailAddress, MessagePart, ParsedMessage, Problem } from '../model/index.ts'
import { indexBreak, indexForm, joinedIdentifiers } from '../search/index.ts'
import type { DigestedDocument, DigestedInstance, HeaderFacts, SearchColumns, TextWriter } from '../store/index.ts'
import { headerFlags } from './ingest-names.ts'
import { exceptionReasons } from './ledger-reasons.ts'

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

/** What the text shards take of a document. */
export interface Searchable {
  readonly columns: SearchColumns
  readonly content: string
}
/** A document as read, its text not yet stored. */
type ReadDocument = Omit<DigestedDocument, 'text'> & Searchable
/** An occurrence of a message as read, the texts of its family not yet stored. */
export type ReadInstance = Omit<DigestedInstance, 'family'> & { readonly family: readonly ReadDocument[] }

/** Gives a family's words and texts to the shard, and keeps of them the rows they got. */
export function storeTexts(read: ReadInstance, texts: TextWriter): DigestedInstance {
  return { ...read, family: read.family.map(({ columns, content, ...facts }) => ({ ...facts, text: texts.insert(columns, content) })) }
}

/** Text beyond this is not indexed, in UTF-16 code units; the document is then noted as read in part. */
const maximumText = 20_000_000

/**
 * All that the index takes of one occurrence of a message. `raw` are the bytes as they stand in the container (what is hashed as evidence),
 * `bytes` those without the container's quoting.
 */
export async function digestMessage(raw: Uint8Array, bytes: Uint8Array, occurrence: Occurrence): Promise<ReadInstance> {
  const parsed = parseMessage(bytes)
  const canonical = canonicalHash(parsed, bytes)
  const texts = messageTexts(parsed, bytes)
  const problems = [...parsed.problems, ...texts.problems]
  const message: ReadDocument = {
    id: messageId(canonical),
    part: '',
    parent: null,
    type: 'message/rfc822',
    filename: null,
    sizeBytes: bytes.byteLength,
    hash: canonical,
    header: headerFacts(parsed),
    extraction: 'done',
    problems,
    ...searchable(parsed, texts.hiddenText === '' ? texts.bodyText : `${texts.bodyText}\n\n${texts.hiddenText}`, null),
  }
  const family = [message, ...(await attachmentsOf(parsed, bytes, canonical))]
  const { name, nameBytes, place, fileKey, offset, locator } = occurrence
  return {
    fileKey,
    offset,
    length: raw.byteLength,
    name,
    nameBytes,
    place,
    locator,
    sha256: hash('sha256', raw, 'hex'),
    flags: joinFlags(occurrence.flags, headerFlags(parsed.headers)),
    bcc: parsed.bcc,
    thread: threadKey(parsed),
    problems,
    partial: reasons(family, (code) => exceptionReasons[code].partial),
    noted: reasons(family, (code) => code === 'no-text'),
    family,
  }
}

function joinFlags(ofPlace: string, ofHeader: string): string {
  if (ofPlace === '' && ofHeader === '') return ''
  return [...new Set(`${ofPlace} ${ofHeader}`.split(' '))].filter((word) => word !== '').join(' ')
}

function reasons(
  family: readonly Pick<DigestedDocument, 'problems' | 'part'>[],
  wanted: (code: Problem['code']) => boolean,
): DigestedInstance['partial'] {
  return family.flatMap((document) =>
    document.problems
      .filter((problem) => wanted(problem.code))
      .map((problem) => ({ code: problem.code, place: problem.where ?? document.part })),
  )
}

async function attachmentsOf(parsed: ParsedMessage, bytes: Uint8Array, canonical: string): Promise<ReadDocument[]> {
  const documents: ReadDocument[] = []
  const indexByPath = new Map<string, number>()
  for (const located of attachmentParts(parsed)) {
    const decoded = partBytes(locatedBytes(bytes, located), located.part)
    const document = await digestAttachment(located, decoded.bytes, canonical)
    const parentPath = located.path.lastIndexOf('/') < 0 ? null : located.path.slice(0, located.path.lastIndexOf('/'))
    indexByPath.set(located.path, documents.length + 1)
    documents.push({
      ...document,
      parent: parentPath === null ? 0 : (indexByPath.get(parentPath) ?? 0),
      problems: [...decoded.problems.map((code): Problem => ({ code, where: located.path })), ...document.problems],
    })
  }
  return documents
}

type ParentlessDocument = Omit<ReadDocument, 'parent'>

async function digestAttachment(located: AttachmentPart, bytes: Uint8Array, canonical: string): Promise<ParentlessDocument> {
  const { part, path } = located
  const sha256 = hash('sha256', bytes, 'hex')
  const facts = {
    id: attachmentId(canonical, path, sha256),
    part: path,
    type: part.type,
    filename: part.filename,
    sizeBytes: bytes.byteLength,
    hash: sha256,
    header: part.message === null ? null : headerFacts(part.message),
  }
  if (isSlow(part, bytes)) return { ...facts, extraction: 'pending', problems: [], ...searchable(part.message, '', part.filename) }
  const { surfaces, problems } = await surfacesOfAttachment(facts.id, {
    part: path,
    type: part.type,
    filename: part.filename,
    bytes,
    charset: part.charset,
    message: part.message,
  })
  const texts = indexText(surfaces)
  const text = texts.hidden === '' ? texts.body : `${texts.body}\n\n${texts.hidden}`
  return { ...facts, extraction: 'done', problems, ...searchable(part.message, text, part.filename) }
}

/** Attachments whose text takes long: left to the second pass, so that messages can be found at once. */
export function isSlow(part: Pick<MessagePart, 'type' | 'filename' | 'message'>, bytes: Uint8Array): boolean {
  if (part.message !== null) return false
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 1024)).toString('latin1')
  // Zip archives and compound files: Office, mostly.
  if (head.startsWith('PK\x03\x04') || head.startsWith('\xd0\xcf\x11\xe0')) return true
  return part.type === 'application/pdf' || /\.pdf$/iu.test(part.filename ?? '') || head.includes('%PDF-')
}

/** What a message says of itself, for the index. */
function headerFacts(parsed: ParsedMessage): HeaderFacts {
  return {
    dateMs: parsed.date.atMs,
    dateRaw: parsed.date.raw,
    sender: addressListText(parsed.from.length > 0 ? parsed.from : parsed.sender),
    recipients: addressListText(parsed.to),
    copied: addressListText(parsed.cc),
    subject: parsed.subject,
    messageId: parsed.messageId,
    references: [...new Set([...parsed.references, ...parsed.inReplyTo])],
    participants: [
      { role: 'from' as const, people: parsed.from },
      { role: 'sender' as const, people: parsed.sender },
      { role: 'reply-to' as const, people: parsed.replyTo },
      { role: 'to' as const, people: parsed.to },
      { role: 'cc' as const, people: parsed.cc },
    ].filter(({ people }) => people.length > 0),
  }
}

/** No phrase runs from a name into its address, or from one person to the next. */
function words(people: readonly MailAddress[]): string {
  return people
    .flatMap(({ group, name, address }) => [group ?? '', name, address])
    .filter((part) => part !== '')
    .map(indexForm)
    .join(indexBreak)
}

/** Text for the index: its words, and every number that is written in groups once more in one piece. */
function findable(text: string): string {
  const joined = joinedIdentifiers(text)
  return joined.length === 0 ? indexForm(text) : [indexForm(text), ...joined].join(indexBreak)
}

/** The columns of the search table and the stored text of a document. */
export function searchable(parsed: ParsedMessage | null, text: string, filename: string | null): Searchable {
  const kept = text.length > maximumText ? text.slice(0, maximumText) : text
  // Only mail quotes; the lines of an attached text that begin with `>` are its own.
  const { own, quoted } = parsed === null ? { own: kept, quoted: '' } : splitQuoted(kept)
  return {
    columns: {
      subject: parsed === null ? '' : findable(parsed.subject),
      body: findable(own),
      quoted: findable(quoted),
      filename: filename === null ? '' : findable(filename),
      sender: parsed === null ? '' : words([...parsed.from, ...parsed.sender]),
      recipients: parsed === null ? '' : words(parsed.to),
      copied: parsed === null ? '' : words(parsed.cc),
    },
    content: kept,
  }
}
