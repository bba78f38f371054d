import { decodeText } from './charset.ts'
import type { FileWithin } from './file-within.ts'
import { parseHtml } from './html.ts'
import { headerFields } from './mapi-header.ts'
import { codePageOf, type MapiAttachment, type MapiItem, mapiType, type PropertyReader, propertyNames, reader } from './mapi-item.ts'
import { itemTexts } from './mapi-kinds.ts'
import { attachMethod } from './mapi-object.ts'
import { itemRtf, saysOtherwise } from './mapi-rtf.ts'
import { leaf, messagePart, multipart, type Part, parameter, textField, wholeMessage } from './mime-write.ts'

/** Of a message or part of which something is damaged in the store that it was read from. */
export const damageFieldName = 'X-Outlook-Damaged'

/** A message made of an item of Outlook. */
export interface RebuiltMessage {
  /** The same for the same item, whenever and wherever it is made: what is hashed as evidence. */
  readonly bytes: Uint8Array
  /** Words: seen, draft, flagged, answered, forwarded, and the item's categories. */
  readonly flags: string
}

/**
 * Rebuilds a message as MIME from an item's properties (MS-OXCMAIL says how Exchange does it), so that everything after reading is the same for all
 * sources. Header: `headerFields`. Bodies: plain, HTML (or the HTML inside the RTF), and RTF where there is nothing else.
 */
export function rebuildMessage(item: MapiItem, place = '0'): RebuiltMessage {
  const charset = codePageOf(item.properties)
  const own = reader(item.properties, charset)
  const bodies = bodyParts(item, own, charset)
  const files = item.attachments.map((attachment, index) => attachmentPart(attachment, charset, `${place}.${index + 1}`))
  const inline = files.filter(({ contentId }) => contentId !== '' && bodies.html.includes(`cid:${contentId}`))
  const body = multipart('related', place, [multipart('alternative', place, bodies.parts), ...inline.map(({ part }) => part)])
  const root = multipart('mixed', place, [
    body,
    ...files.filter((file) => !inline.includes(file)).map(({ part }) => part),
    ...bodies.objects,
  ])
  const fields = `${headerFields(item, own, charset)}${damageField({ whole: item.whole && bodies.whole })}`
  const further = inFields(bodies.further).map((line) => textField('X-Outlook-Property', line))
  return { bytes: wholeMessage(fields, root, further.join('')), flags: flagsOf(item, own) }
}

/** Most items have few; of thousands (who all couldn't be reached) many stand in a field, so that none falls behind the limit of fields. */
const fieldsOfOneLine = 500
const togetherLength = 20_000

function inFields(lines: readonly string[]): readonly string[] {
  const found = lines.slice(0, fieldsOfOneLine)
  let length = togetherLength
  for (const line of lines.slice(fieldsOfOneLine)) {
    const isFull = length + line.length > togetherLength
    if (isFull) found.push(line)
    else found[found.length - 1] += `; ${line}`
    length = isFull ? line.length : length + line.length
  }
  return found
}

/** Read back as `damaged-in-store`. */
const damageField = ({ whole }: { readonly whole: boolean }): string => (whole ? '' : `${damageFieldName}: yes\r\n`)

interface Bodies {
  readonly parts: readonly Part[]
  readonly html: string
  /** Lines of further text, for the header. */
  readonly further: readonly string[]
  /** Objects set into the RTF. */
  readonly objects: readonly Part[]
  readonly whole: boolean
}

function bodyParts(item: MapiItem, own: PropertyReader, charset: string): Bodies {
  const rtf = itemRtf(own)
  const read = rtf.body
  const stored = item.properties.get(0x1013)
  let plain = own.text(0x1000)
  let html = ''
  let htmlText = (): string => html
  let htmlPart: Part | null = null
  if (stored?.type === mapiType.binary && stored.value instanceof Uint8Array && stored.value.byteLength > 0) {
    // Bytes in the code page of the internet message; what the HTML says of itself is left to its reader.
    const page = own.number(0x3fde)
    const declared = codePageOf(new Map(page === null ? [] : [[0x3fde, { type: mapiType.int32, value: page }]]))
    html = Buffer.from(stored.value).toString('latin1')
    htmlText = () => decodeText(stored.value as Uint8Array, page === null ? 'utf-8' : declared).text
    htmlPart = leaf(`text/html; charset=${page === null ? 'utf-8' : declared}`, '', stored.value)
  } else {
    if (stored !== undefined) html = own.text(0x1013)
    if (html === '' && read?.kind === 'html') html = read.text
    if (plain === '' && read !== null && read.kind !== 'html') plain = read.text
    if (html !== '') htmlPart = text('html', html)
  }
  const { lines, further } = itemTexts(item, own, charset, `${own.text(0x0037)}\n${plain}`)
  const { lines: inRtf, files } = rtf.read()
  const inHtml = inRtf.length === 0 || html === '' ? '' : wordsOfHtml(htmlText())
  const others = saysOtherwise(inRtf, `${own.text(0x0037)}\n${plain}\n${inHtml}`).map((line) => `Body as RTF: ${line.trim()}`)
  const body = [plain, lines].filter((one) => one !== '').join('\r\n\r\n')
  const parts = [...(body !== '' || htmlPart === null ? [text('plain', body)] : []), ...(htmlPart === null ? [] : [htmlPart])]
  return { parts, html, further: [...further, ...others], objects: files.map(objectPart), whole: rtf.whole }
}

/** One that is a link, or can't be read, is told as missing. */
function objectPart({ name, bytes }: FileWithin): Part {
  const disposition = `Content-Disposition: attachment; ${parameter('filename', name || 'object')}\r\n`
  return bytes === null ? missingPart('x-missing', name, name, disposition) : leaf('application/octet-stream', disposition, bytes)
}

function wordsOfHtml(html: string): string {
  const { text, hidden } = parseHtml(html)
  return `${text}\n${hidden}`
}

function text(subtype: string, content: string): Part {
  return leaf(`text/${subtype}; charset=utf-8`, '', Buffer.from(content.toWellFormed()))
}

function attachmentPart(attachment: MapiAttachment, charset: string, place: string): { readonly part: Part; readonly contentId: string } {
  const own = reader(attachment.properties, charset)
  const name = own.text(0x3707) || own.text(0x3704) || attachment.objectName || own.text(0x3001)
  const contentId = own.text(0x3712).replace(/^<|>$/gu, '')
  const type = /^[\w.+-]+\/[\w.+-]+$/u.exec(own.text(0x370e).toLowerCase())?.[0] ?? 'application/octet-stream'
  const fields = [
    `Content-Disposition: ${contentId !== '' && type.startsWith('image/') ? 'inline' : 'attachment'}${name === '' ? '' : `; ${parameter('filename', name)}`}\r\n`,
    contentId === '' || /[\r\n]/u.test(contentId) ? '' : `Content-ID: <${contentId}>\r\n`,
    otherNames(own, name),
    damageField(attachment),
  ].join('')
  if (attachment.item !== null) return { contentId, part: messagePart(fields, rebuildMessage(attachment.item, place).bytes) }
  if (attachment.data === null && own.number(0x3705) !== attachMethod.none) return { contentId, part: absentPart(own, name, fields) }
  const safeType = /^(?:multipart|message)\//u.test(type) ? 'application/octet-stream' : type
  return {
    contentId,
    part: leaf(name === '' ? safeType : `${safeType}; ${parameter('name', name)}`, fields, attachment.data ?? new Uint8Array(0)),
  }
}

/** What Outlook shows below an attachment's icon, and its short name, where they say something else than the file's name. */
function otherNames(own: PropertyReader, name: string): string {
  // Of a name that is too long for DOS, the short one is the beginning: `LETTER~1.DOC`.
  const names = [own.text(0x3001), own.text(0x3704)].filter((other) => !/~\d/u.test(other) && saysOtherwise([other], name).length > 0)
  return names.length === 0 ? '' : textField('Content-Description', [...new Set(names)].join('; '))
}

/**
 * A file that the item only points to (RFC 2046 §5.2.3), or whose content isn't there: its reader tells so. The path is text, since it may name people.
 */
function absentPart(own: PropertyReader, name: string, fields: string): Part {
  const path = own.text(0x370d) || own.text(0x3708)
  const text = [name, path].filter((one) => one !== '').join('\r\n')
  return missingPart(path === '' ? 'x-missing' : 'local-file', path || name, text, fields)
}

function missingPart(access: string, name: string, text: string, fields: string): Part {
  return {
    fields: `Content-Type: message/external-body; access-type=${access}; ${parameter('name', name)}\r\nContent-Transfer-Encoding: 8bit\r\n${fields}`,
    body: Buffer.from(`Content-Type: application/octet-stream\r\n\r\n${text.toWellFormed()}\r\n`),
  }
}

function flagsOf(item: MapiItem, own: PropertyReader): string {
  const words: string[] = []
  const flags = own.number(0x0e07) ?? 0
  if (flags & 1) words.push('seen')
  if (flags & 8) words.push('draft')
  if (own.number(0x1090) === 2) words.push('flagged')
  const verb = own.number(0x1081)
  if (verb === 102 || verb === 103) words.push('answered')
  if (verb === 104) words.push('forwarded')
  for (const [id, name] of propertyNames(item)) {
    if (name.toLowerCase() !== 'public/keywords') continue
    const categories = own.text(id).split('\n')
    words.push(...categories.map((word) => word.trim().replace(/\s+/gu, '\u00a0')).filter((word) => word !== ''))
  }
  return words.join(' ')
}
