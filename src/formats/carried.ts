import { bytesSource, type ProblemCode } from '../model/index.ts'
import { isCompoundFile } from './cfb.ts'
import { readCms } from './cms.ts'
import { type ComposedPart, composeMessage } from './compose-mime.ts'
import { attachedZipLimits } from './limits.ts'
import type { MapiItem } from './mapi-item.ts'
import { rebuildMessage } from './mapi-mime.ts'
import { readMsg } from './read-msg.ts'
import { isTnef, readTnef } from './tnef.ts'
import { isZip, readZipDirectory, readZipEntry } from './zip.ts'

/** A part that holds a message in another wrapping. */
export interface Carried {
  /** The message's bytes, in which the offsets of its parts count; null where it can't be had. */
  readonly bytes: Uint8Array | null
  readonly problems: readonly ProblemCode[]
}

const messageTypes: ReadonlySet<string> = new Set(['message/rfc822', 'message/global', 'message/news'])
const cmsTypes = /^application\/(x-)?pkcs7-mime$/
/** Types under which mailers send a file whose kind only its name tells. */
const vague = /^(application\/(octet-stream|x-unknown|binary|download|x-download|force-download)|text\/plain|message\/rfc822)$/

interface Part {
  readonly type: string
  readonly filename: string | null
}

/** Whether a part may hold a message: then `carriedMessage` is asked with its decoded bytes. */
export function mayCarry({ type, filename }: Part): boolean {
  if (messageTypes.has(type) || cmsTypes.test(type) || zipTypes.test(type) || outlookTypes.test(type)) return true
  return filename !== null && vague.test(type) && /\.(eml|p7m|zip|msg|dat)$/i.test(filename)
}

const outlookTypes = /^application\/(vnd\.)?(ms-tnef|ms-outlook)$/
const zipTypes = /^application\/(zip|x-zip|x-zip-compressed)$/

/**
 * The message inside a part: as it is (message/rfc822, a file named `.eml`), signed (S/MIME, RFC 8551 §3.5.2), or put together from what
 * an archive or an item of Outlook holds. Null where the part holds none and is an attachment like any other. The same bytes give the same message.
 */
export function carriedMessage(part: Part, bytes: Uint8Array): Carried | null {
  if (messageTypes.has(part.type)) return { bytes, problems: [] }
  const name = part.filename ?? ''
  if (cmsTypes.test(part.type) || (/\.p7m$/i.test(name) && vague.test(part.type))) return cmsMessage(bytes)
  if (isTnef(bytes)) return outlookItem(readTnef(bytes))
  if (isCompoundFile(bytes.subarray(0, 8)) && (outlookTypes.test(part.type) || /\.msg$/i.test(name)))
    return outlookItem(readMsg(bytesSource(bytes)))
  if (isZip(bytes) && (zipTypes.test(part.type) || /\.zip$/i.test(name))) return archiveMessage(bytes)
  if (/\.eml$/i.test(name) && vague.test(part.type) && looksLikeMail(bytes)) return { bytes, problems: [] }
  return null
}

function cmsMessage(bytes: Uint8Array): Carried {
  const found = readCms(bytes)
  switch (found.kind) {
    case 'signed':
    case 'compressed':
      return { bytes: found.content, problems: [] }
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

function looksLikeMail(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 4096)).toString('latin1')
  return /^(?:from|to|subject|date|received|return-path|message-id|mime-version|content-type|x-[a-z-]+)[ \t]*:/im.test(
    head.split(/\r?\n\r?\n/)[0] ?? '',
  )
}

/** Files that systems put into archives and nobody wrote. */
const litter = /(^|\/)(__MACOSX\/|\.DS_Store$|Thumbs\.db$)/i

/**
 * An archive as a message whose attachments are its files. Null for an Office file, which is a document and no archive. Names are shown and
 * never used as paths.
 */
function archiveMessage(bytes: Uint8Array): Carried | null {
  const source = bytesSource(bytes)
  const directory = readZipDirectory(source, attachedZipLimits)
  if (directory.entries.some(({ name }) => /^(\[Content_Types\]\.xml|mimetype|META-INF\/manifest\.xml)$/i.test(name))) return null
  const problems = new Set<ProblemCode>(directory.problems)
  const budget = { bytes: attachedZipLimits.totalBytes }
  const parts: ComposedPart[] = []
  const lines: string[] = []
  for (const entry of directory.entries) {
    if (entry.directory || litter.test(entry.name)) continue
    const content = readZipEntry(source, entry, budget, attachedZipLimits)
    if (content.problem !== null) problems.add(content.problem)
    lines.push(content.bytes === null ? `${entry.name} (not read)` : entry.name)
    if (content.bytes !== null)
      parts.push({ type: 'application/octet-stream', filename: entry.name, contentId: null, inline: false, bytes: content.bytes })
  }
  const list = Buffer.from(`${lines.join('\n')}\n`.toWellFormed(), 'utf8')
  const text: ComposedPart = { type: 'text/plain; charset=utf-8', filename: null, contentId: null, inline: true, bytes: list }
  return { bytes: composeMessage([text, ...parts]), problems: [...problems] }
}
