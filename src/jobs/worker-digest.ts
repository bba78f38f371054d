import { hash } from 'node:crypto'
import {
  type AttachmentPart,
  addressListText,
  attachmentParts,
  furtherOf,
  indexText,
  locatedBytes,
  messageTexts,
  parseMessage,
  partBytes,
  reachesEnd,
  surfacesOfAttachment,
} from '../formats/index.ts'
import { ancestorsOf, attachmentId, messageId, threadKey } from '../group/index.ts'
import type { DocumentId, FurtherHeader, FurtherHeaderName, MailAddress, MessagePart, ParsedMessage, Problem } from '../model/index.ts'
import { indexForm } from '../search/index.ts'
import type { DigestedDocument, DigestedInstance, HeaderColumn, HeaderFacts, HeaderWords, TextWriter } from '../store/index.ts'
import { headerFlags } from './ingest-names.ts'
import { exceptionReasons } from './ledger-reasons.ts'
import { canonicalOf, isCutShort, type RawMessage } from './raw-message.ts'
import { shownInCopy, shownInHeader } from './shown-addresses.ts'
import { documentText, joined, orRest, type Searchable, storeText, unindexed, withHidden } from './worker-text.ts'

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
  const bodies = await orRest(
    () => bodyText(parsed, bytes, stored),
    () => ({ text: documentText(parsed, '', null, stored), problems: [readerFailed('')] }),
  )
  const problems = [...(cut ? [cutShort(null)] : []), ...parsed.problems, ...bodies.problems]
  const message: ReadDocument = {
    id: messageId(canonical),
    part: '',
    parent: null,
    type: 'message/rfc822',
    filename: null,
    sizeBytes: cut ? raw.sizeBytes : bytes.byteLength,
    hash: canonical,
    header: headerFacts(parsed),
    extraction: 'done',
    problems,
    text: bodies.text,
  }
  const family = [message, ...(await attachmentsOf(parsed, bytes, canonical, cut, stored))]
  const { name, nameBytes, place, fileKey, offset, locator } = occurrence
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
    thread: threadKey(parsed),
    problems,
    partial: reasons(family, (code) => exceptionReasons[code].partial),
    noted: reasons(family, (code) => noted.has(code)),
    family,
  }
}

interface IndexedText {
  readonly text: number | Searchable
  readonly problems: readonly Problem[]
}

function bodyText(parsed: ParsedMessage, bytes: Uint8Array, stored: Pick<TextWriter, 'known'>): IndexedText {
  const texts = messageTexts(parsed, bytes)
  const text = withHidden(texts.bodyText, texts.hiddenText)
  return { text: documentText(parsed, text, null, stored, texts.boxes), problems: [...texts.problems, ...unindexed(text, '')] }
}

const readerFailed = (where: string): Problem => ({ code: 'parser-failed', where })

/** What takes nothing from a message and still stands in the ledger: where text may be that no mail program, or no search, shows. */
const noted: ReadonlySet<Problem['code']> = new Set<Problem['code']>(['no-text', 'hidden-preamble', 'hidden-epilogue'])

const cutShort = (where: string | null): Problem => ({ code: 'cut-short', where })

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
    const decoded = partBytes(locatedBytes(bytes, located), located.part)
    const document = await digestAttachment(located, decoded.bytes, canonical, stored)
    const parentPath = located.path.lastIndexOf('/') < 0 ? null : located.path.slice(0, located.path.lastIndexOf('/'))
    indexByPath.set(located.path, documents.length + 1)
    documents.push({
      ...document,
      parent: parentPath === null ? 0 : (indexByPath.get(parentPath) ?? 0),
      problems: [
        ...(cut && reachesEnd(bytes, located) ? [cutShort(located.path)] : []),
        ...decoded.problems.map((code): Problem => ({ code, where: located.path })),
        ...document.problems,
      ],
    })
  }
  return documents
}

type ParentlessDocument = Omit<ReadDocument, 'parent'>

async function digestAttachment(
  located: AttachmentPart,
  bytes: Uint8Array,
  canonical: string,
  stored: Pick<TextWriter, 'known'>,
): Promise<ParentlessDocument> {
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
  if (isSlow(part, bytes))
    return { ...facts, extraction: 'pending', problems: [], text: documentText(part.message, '', part.filename, stored) }
  const read = await orRest(
    () => attachmentText(facts.id, located, bytes, stored),
    () => ({ text: documentText(part.message, '', part.filename, stored), problems: [readerFailed(path)] }),
  )
  return { ...facts, ...read, extraction: 'done' }
}

async function attachmentText(
  id: DocumentId,
  { part, path }: AttachmentPart,
  bytes: Uint8Array,
  stored: Pick<TextWriter, 'known'>,
): Promise<IndexedText> {
  const { type, filename, charset, message } = part
  const { surfaces, boxes, problems } = await surfacesOfAttachment(id, { part: path, type, filename, bytes, charset, message })
  const { body, hidden } = indexText(surfaces)
  const text = withHidden(body, hidden)
  return { text: documentText(message, text, filename, stored, boxes), problems: [...problems, ...unindexed(text, path)] }
}

/** Attachments whose text takes long: left to the second pass, so that messages can be found at once. */
export function isSlow(part: Pick<MessagePart, 'type' | 'filename' | 'message'>, bytes: Uint8Array): boolean {
  if (part.message !== null) return false
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 1024)).toString('latin1')
  // Zip archives and compound files: Office, mostly.
  if (head.startsWith('PK\x03\x04') || head.startsWith('\xd0\xcf\x11\xe0')) return true
  return part.type === 'application/pdf' || /\.pdf$/iu.test(part.filename ?? '') || head.includes('%PDF-')
}

/** Columns in which people of further fields are found by words, as the language's `from:`, `to:` and `cc:`; the others by plain words alone. */
const columnOf: Readonly<Partial<Record<FurtherHeaderName, HeaderColumn>>> = {
  'resent-from': 'sender',
  'resent-sender': 'sender',
  'resent-to': 'recipients',
  'resent-cc': 'copied',
  'delivered-to': 'recipients',
  'x-original-to': 'recipients',
  'envelope-to': 'recipients',
  'x-envelope-to': 'recipients',
  'apparently-to': 'recipients',
  'x-forwarded-to': 'recipients',
  'x-forwarded-for': 'recipients',
}

/** What stands in no column of the text: Bcc, Reply-To where it is somebody else, and the further fields. */
function headerWords(parsed: ParsedMessage, further: readonly FurtherHeader[]): readonly HeaderWords[] {
  // Most mail has none of it.
  if (parsed.bcc.length === 0 && parsed.replyTo.length === 0 && further.length === 0) return []
  const columns = new Set([...parsed.from, ...parsed.sender, ...parsed.to, ...parsed.cc].map((person) => wordsOf(person)))
  const words: HeaderWords[] = []
  const add = (column: HeaderColumn, people: readonly MailAddress[]): void => {
    for (const person of people) {
      const text = wordsOf(person)
      if (text !== '' && !columns.has(text)) words.push({ column, words: text })
    }
  }
  add('other', parsed.bcc)
  add('other', parsed.replyTo)
  for (const { name, people, text } of further) {
    add(columnOf[name] ?? 'other', people)
    if (text !== '') words.push({ column: 'other', words: indexForm(text) })
  }
  return words
}

const wordsOf = ({ group, name, address }: MailAddress): string => joined([group ?? '', name, address].filter((part) => part !== ''))

/** What a message says of itself, for the index. */
function headerFacts(parsed: ParsedMessage): HeaderFacts {
  const further = furtherOf(parsed)
  return {
    dateMs: parsed.date.atMs,
    dateRaw: parsed.date.raw,
    sender: addressListText(parsed.from.length > 0 ? parsed.from : parsed.sender),
    recipients: addressListText(parsed.to),
    copied: addressListText(parsed.cc),
    subject: parsed.subject,
    messageId: parsed.messageId,
    references: ancestorsOf(parsed),
    participants: [
      { role: 'from' as const, people: parsed.from },
      { role: 'sender' as const, people: parsed.sender },
      { role: 'reply-to' as const, people: parsed.replyTo },
      { role: 'to' as const, people: parsed.to },
      { role: 'cc' as const, people: parsed.cc },
      ...shownInHeader(parsed),
    ].filter(({ people }) => people.length > 0),
    further: [
      ...further.filter(({ people }) => people.length > 0).map(({ name, people }) => ({ role: name, people })),
      ...shownInCopy(parsed, further),
    ],
    words: headerWords(parsed, further),
  }
}
