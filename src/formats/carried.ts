import { bytesSource, type ProblemCode } from '../model/index.ts'
import { openArchive, openCompressed, openEnclosed, openMailbox, openSignedFile, openZip } from './attached-archive.ts'
import { isCompoundFile, openCompoundFile } from './cfb.ts'
import { isCms, readCms } from './cms.ts'
import { readEmlx } from './emlx.ts'
import { imageType } from './image.ts'
import type { MapiItem } from './mapi-item.ts'
import { rebuildMessage } from './mapi-mime.ts'
import { isOffice } from './office/office-kind.ts'
import { type Compression, compressions } from './place-step.ts'
import { isMsg, readMsg } from './read-msg.ts'
import { recogniseBytes, recogniseContent } from './recognise.ts'
import { isTextual, textNames } from './textual.ts'
import { isTnef, readTnef } from './tnef.ts'
import { uuencodedFiles } from './uuencode.ts'
import { isZip } from './zip.ts'

/** A part that holds a message in another wrapping. */
export interface Carried {
  /** The message's bytes, in which the offsets of its parts count; null where it can't be had. */
  readonly bytes: Uint8Array | null
  readonly problems: readonly ProblemCode[]
}

/** `enclosed`: a text in which files stand uuencoded. */
export type CarriedKind = 'message' | 'cms' | 'tnef' | 'msg' | 'emlx' | 'mbox' | 'zip' | 'tar' | '7z' | 'enclosed' | Compression

/** How many first bytes of a part `carriedKind` wants to see. */
export const carriedHeadBytes = recogniseBytes

interface Part {
  readonly type: string
  readonly filename: string | null
}

const messageTypes: ReadonlySet<string> = new Set(['message/rfc822', 'message/global', 'message/news'])
const cmsTypes = /^application\/(x-)?pkcs7-mime$/
const outlookTypes = /^application\/(vnd\.)?(ms-tnef|ms-outlook)$/
/** Types under which mailers send a file whose kind only its name tells. */
const vague = /^(application\/(octet-stream|x-unknown|binary|download|x-download|force-download)|text\/plain|message\/rfc822)$/
/** Compound files that Office writes: they are looked into when their text is read. */
const office = /\.(do[ct]|xl[st]|xla|pp[st]|pot|vs[dst]|mpp|pub)$/i
const officeTypes = /^application\/(x-|vnd\.)?(ms-?word|ms-?excel|ms-?powerpoint|ms-project|visio)/

/**
 * What a part carries, if it carries a message or files of its own: told by its content, by the declared type and the name only where content can't tell. An
 * Office file, which is a zip archive too, is a document and carries nothing.
 * @param head the first `carriedHeadBytes` of the part's decoded bytes
 * @param whole all of them; asked for only where the head can't tell
 */
export function carriedKind(part: Part, head: Uint8Array, whole: () => Uint8Array): CarriedKind | null {
  const { type } = part
  const name = part.filename ?? ''
  if (messageTypes.has(type)) return 'message'
  if (type === 'message/partial') return beginsMessage(head, whole) ? 'message' : null
  if (cmsTypes.test(type) || (/\.p7m$/i.test(name) && vague.test(type)) || (type.startsWith('application/') && isCms(head))) return 'cms'
  if (imageType(head) !== null || begins(head, '%PDF-')) return null
  if (isTnef(head)) return 'tnef'
  if (isCompoundFile(head.subarray(0, 8))) return isOutlookItem(part, whole) ? 'msg' : null
  if (isZip(head)) return isOffice(whole()) ? null : 'zip'
  if (!isTextual(head)) return archiveKind(head)
  if (mayBeMail(part)) {
    const kind = recogniseContent(head, () => bytesSource(whole()))
    if (kind === 'eml') return 'message'
    if (kind === 'mbox' || kind === 'emlx' || kind === 'tar') return kind
    if (/\.eml$/i.test(name) && hasMailField(head)) return 'message'
  }
  return vague.test(type) && uuencodedFiles(whole()).next().done === false ? 'enclosed' : null
}

/** The first of the pieces in which a message was sent is its beginning (RFC 2046 §5.2.2.1); what the others are nothing tells. */
function beginsMessage(head: Uint8Array, whole: () => Uint8Array): boolean {
  return isTextual(head) && recogniseContent(head, () => bytesSource(whole())) === 'eml'
}

function begins(head: Uint8Array, magic: string): boolean {
  return Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, magic.length)).toString('latin1') === magic
}

function isOutlookItem({ type, filename }: Part, whole: () => Uint8Array): boolean {
  const name = filename ?? ''
  if (outlookTypes.test(type) || /\.msg$/i.test(name)) return true
  if (office.test(name) || officeTypes.test(type)) return false
  const root = openCompoundFile(bytesSource(whole()))
  return root !== null && isMsg(root)
}

function archiveKind(head: Uint8Array): CarriedKind | null {
  const kind = recogniseContent(head, () => bytesSource(head))
  if (kind === 'tar' || kind === '7z') return kind
  return compressions.find((compression) => compression === kind) ?? null
}

/** Text that was sent as text stays one, though a patch, or a saved header, reads like a mail. */
function mayBeMail({ type, filename }: Part): boolean {
  const name = filename ?? ''
  if (/\.(eml|emlx|mbox|mbx|mht|mhtml)$/i.test(name)) return vague.test(type) || type.startsWith('application/')
  return type.startsWith('application/') && !textNames.test(name)
}

function hasMailField(head: Uint8Array): boolean {
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, 4096)).toString('latin1')
  return /^(?:from|to|subject|date|received|return-path|message-id|mime-version|content-type|x-[a-z-]+)[ \t]*:/im.test(
    text.split(/\r?\n\r?\n/)[0] ?? '',
  )
}

/**
 * The message inside a part: as it is (message/rfc822, a mail under any name), signed (S/MIME, RFC 8551 §3.5.2), or put together from what
 * an archive, a mailbox or an item of Outlook holds. Null where the part holds none and is an attachment like any other. The same bytes give the same message.
 */
export function carriedMessage(part: Part, bytes: Uint8Array): Carried | null {
  const kind = carriedKind(part, bytes.subarray(0, carriedHeadBytes), () => bytes)
  switch (kind) {
    case null:
      return null
    case 'message':
      return { bytes, problems: [] }
    case 'cms':
      return cmsMessage(bytes, part.filename)
    case 'tnef':
      return outlookItem(readTnef(bytes))
    case 'msg':
      return outlookItem(readMsg(bytesSource(bytes)))
    case 'emlx': {
      const { offset, length } = readEmlx(bytesSource(bytes))
      return { bytes: bytes.subarray(offset, offset + length), problems: [] }
    }
    case 'mbox':
      return openMailbox(bytes)
    case 'zip':
      return openZip(bytes)
    case 'tar':
    case '7z':
      return openArchive(bytes, kind)
    case 'enclosed':
      return openEnclosed(bytes)
    default:
      return openCompressed(bytes, kind, part.filename)
  }
}

/** Whether bytes are a file of their own, and no message, nor text that can be shown as one. */
function isFile(content: Uint8Array): boolean {
  const head = content.subarray(0, carriedHeadBytes)
  return begins(head, '%PDF-') || begins(head, '{\\rtf') || (!isTextual(head) && !hasMailField(head))
}

function cmsMessage(bytes: Uint8Array, filename: string | null): Carried {
  const found = readCms(bytes)
  switch (found.kind) {
    case 'signed':
    case 'compressed': {
      const { content, whole } = found
      const carried = isFile(content) ? openSignedFile(content, filename) : { bytes: content, problems: [] }
      return whole ? carried : { ...carried, problems: [...carried.problems, 'unreadable-attachment'] }
    }
    case 'encrypted':
      return { bytes: null, problems: ['encrypted'] }
    case 'without-content':
      return { bytes: null, problems: [] }
    default:
      return { bytes: null, problems: ['unreadable-attachment'] }
  }
}

/** An item of Outlook, from `winmail.dat` or a `.msg` file, as the message that it would have been. */
function outlookItem(item: MapiItem | null): Carried {
  return item === null ? { bytes: null, problems: ['unreadable-attachment'] } : { bytes: rebuildMessage(item).bytes, problems: [] }
}
