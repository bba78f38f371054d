import type { HeaderField, MessagePart, ParsedMessage, Problem, ProblemCode, TransferEncoding } from '../model/index.ts'
import { parseAddresses } from './addresses.ts'
import { saysMore } from './beside-parts.ts'
import { isBodyText } from './body-parts.ts'
import { carriedHeadBytes, carriedKind, carriedMessage } from './carried.ts'
import { decodeText } from './charset.ts'
import { parseMailDate } from './dates.ts'
import { decodeHeaderText } from './encoded-word.ts'
import { furtherHeaders, furtherTexts, headersOfParts, isFurther } from './further-headers.ts'
import type { RawField } from './header-block.ts'
import { lowered, type MimeLimits } from './limits.ts'
import { withLines } from './line-ends.ts'
import { damageFieldName } from './mapi-mime.ts'
import { messageIds } from './message-ids.ts'
import { messagePiece } from './message-piece.ts'
import { parseParameters, stripComments } from './parameters.ts'
import { decodeTransfer } from './part-content.ts'
import { protectedSubject } from './protected-subject.ts'
import { type Budget, type Entity, readStructure } from './structure.ts'
import type { DecodedBytes } from './transfer-encoding.ts'
import { holdsYenc, uuencodedFiles, uuencodedName } from './uuencode.ts'

interface Context {
  readonly limits: MimeLimits
  readonly budget: Budget
}

/**
 * Reads one message: headers, addresses, date and the tree of parts with byte ranges. Damaged, hostile or endless input never throws:
 * what could not be read, or may be read otherwise by others, is in `problems`. Bodies are not decoded here; see `partText`, `partBytes`.
 * @param bytes the message without its mbox separator; the ranges of the result count in it
 */
export function parseMessage(bytes: Uint8Array, limits: Partial<MimeLimits> = {}): ParsedMessage {
  const bounds = lowered(limits)
  const budget: Budget = { bytes: bounds.headerBytes, parts: bounds.parts, nestedBytes: bounds.nestedBytes }
  return parseWithin(asBuffer(withLines(bytes)), 0, bytes.byteLength, { limits: bounds, budget }, 0)
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** Reads the message in `buffer`, whose first byte is the message's first. */
function parseWithin(buffer: Buffer, start: number, end: number, context: Context, depth: number): ParsedMessage {
  const problems = new ProblemList(context.limits.problems)
  const root = readStructure(buffer, start, end, context.limits, context.budget, depth)
  const { fields } = root
  const charset = headerCharset(root)
  const date = oneField(fields, 'date', problems)
  const atMs = date === null ? null : parseMailDate(date.raw)
  if (date === null) problems.add('no-date', null)
  else if (atMs === null) problems.add('bad-date', 'date')
  if (isDamagedInStore(root)) problems.add('damaged-in-store', null)
  const ownSubject = decodeHeaderText(oneField(fields, 'subject', problems)?.raw ?? '', charset)
  const subject = protectedSubject(root, ownSubject, charset) ?? ownSubject
  const part = partOf(buffer, root, root.children.length === 0 ? '1' : '', charset, context, depth, problems)
  return {
    sizeBytes: end - start,
    headers: part.headers,
    from: addressesOf(fields, 'from', charset, problems),
    sender: addressesOf(fields, 'sender', charset, problems),
    replyTo: addressesOf(fields, 'reply-to', charset, problems),
    to: addressesOf(fields, 'to', charset, problems),
    cc: addressesOf(fields, 'cc', charset, problems),
    bcc: addressesOf(fields, 'bcc', charset, problems),
    further: [
      ...(subject === ownSubject ? [] : furtherTexts('subject', ownSubject)),
      ...furtherHeaders(fields, charset),
      ...headersOfParts(root, part, charset),
    ],
    date: { atMs, raw: date === null ? null : date.raw },
    subject,
    messageId: messageIds(oneField(fields, 'message-id', problems)?.raw ?? '')[0] ?? null,
    inReplyTo: messageIds(fields.find((field) => field.lower === 'in-reply-to')?.raw ?? ''),
    references: [...messageIds(fields.find((field) => field.lower === 'references')?.raw ?? ''), ...wholeId(part)],
    root: part,
    problems: problems.all,
  }
}

/** The id that all pieces of a message share: as of one that they answer, so that they are one thread. */
function wholeId(root: MessagePart): readonly string[] {
  const id = messagePiece(root)?.id ?? ''
  return id === '' ? [] : messageIds(`<${id.replace(/^<|>$/gu, '')}>`).slice(0, 1)
}

/** Each defect once a place, and not more than the limit. */
class ProblemList {
  readonly all: Problem[] = []
  private readonly seen = new Set<string>()
  private readonly limit: number

  constructor(limit: number) {
    this.limit = limit
  }

  add(code: ProblemCode, where: string | null): void {
    const key = `${code} ${where}`
    if (this.all.length >= this.limit || this.seen.has(key)) return
    this.seen.add(key)
    this.all.push({ code, where })
  }
}

/** The first field of that name; a second one is a problem, since readers differ in which they show (RFC 5322 §3.6 allows one). */
function oneField(fields: readonly RawField[], name: string, problems: ProblemList): RawField | null {
  let first: RawField | null = null
  for (const field of fields) {
    if (field.lower !== name) continue
    if (first === null) first = field
    else problems.add('duplicate-header', name)
  }
  return first
}

/** Addresses of all fields of that name: whom any reader would show. */
function addressesOf(fields: readonly RawField[], name: string, charset: string | null, problems: ProblemList) {
  let found: ReturnType<typeof parseAddresses> = []
  let seen = false
  for (const field of fields) {
    if (field.lower !== name) continue
    if (seen) problems.add('duplicate-header', name)
    found = seen ? found.concat(parseAddresses(field.raw, charset)) : parseAddresses(field.raw, charset)
    seen = true
  }
  return found
}

/** What raw 8-bit headers are likely in: the charset of the message's first text part. */
function headerCharset(entity: Entity): string | null {
  const declared = entity.parameters.parameters.get('charset')
  if (declared !== undefined) return declared
  const first = entity.children[0]
  return first === undefined ? null : headerCharset(first)
}

/** Fields that are shown and searched: what can't be read of them is told. */
const shown: ReadonlySet<string> = new Set(['subject', 'from', 'sender', 'reply-to', 'to', 'cc', 'bcc'])

function headerFieldOf(field: RawField, charset: string | null, problems: ProblemList): HeaderField {
  const told = shown.has(field.lower) || isFurther(field.lower) ? new Set<ProblemCode>() : undefined
  const value = decodeHeaderText(field.raw, charset, told)
  for (const code of told ?? []) problems.add(code, field.lower)
  return { name: field.name, value, offset: field.offset, length: field.length }
}

const single = ['content-type', 'content-transfer-encoding', 'content-disposition'] as const

function partOf(
  buffer: Buffer,
  entity: Entity,
  path: string,
  charset: string | null,
  context: Context,
  depth: number,
  problems: ProblemList,
): MessagePart {
  for (const code of entity.problems) problems.add(code, path)
  for (const name of single) oneField(entity.fields, name, problems)
  const encoding = encodingOf(entity, path, problems)
  const dispositionField = entity.fields.find((field) => field.lower === 'content-disposition')
  const disposition = dispositionField === undefined ? null : parseParameters(dispositionField.raw)
  if (disposition?.ambiguous) problems.add('ambiguous-structure', path)
  const named =
    disposition?.parameters.get('filename') ?? entity.parameters.parameters.get('name') ?? nameInBody(buffer, entity, encoding, charset)
  const contentId = entity.fields.find((field) => field.lower === 'content-id')
  if (isEncrypted(entity)) problems.add('encrypted', path)
  if (lacksBody(entity)) problems.add('attachments-apart', path)
  const beside = besideParts(buffer, entity)
  for (const { where } of beside) problems.add(where === 'before' ? 'hidden-preamble' : 'hidden-epilogue', path)
  const part: PlainPart = {
    path,
    type: isTakenOut(entity) ? 'message/external-body' : entity.type,
    charset: entity.parameters.parameters.get('charset')?.toLowerCase() ?? null,
    disposition: disposition === null ? null : disposition.value === 'inline' ? 'inline' : 'attachment',
    filename: named === null || named.trim() === '' ? null : named.trim(),
    contentId: contentId === undefined ? null : contentId.raw.replace(/^<|>$/g, '') || null,
    encoding,
    headers: entity.fields.map((field) => headerFieldOf(field, charset, problems)),
    offset: entity.bodyStart,
    length: entity.bodyEnd - entity.bodyStart,
    beside,
    children: entity.children.map((child, index) => {
      const place = path === '' ? `${index + 1}` : `${path}.${index + 1}`
      if (isDamagedInStore(child)) problems.add('damaged-in-store', place)
      return partOf(buffer, child, place, charset, context, depth + 1, problems)
    }),
  }
  return {
    ...part,
    enclosed: enclosedFiles(buffer, part, context, depth, problems),
    message: nestedMessage(buffer, part, context, depth, problems),
  }
}

/** Preamble and epilogue, where they say something. */
function besideParts(buffer: Buffer, { bodyStart, preambleEnd, epilogueStart, bodyEnd }: Entity): MessagePart['beside'] {
  const found: MessagePart['beside'][number][] = []
  const add = (where: 'before' | 'after', offset: number, end: number): void => {
    if (saysMore(buffer.subarray(offset, end))) found.push({ where, offset, length: end - offset })
  }
  if (preambleEnd > bodyStart) add('before', bodyStart, preambleEnd)
  if (epilogueStart >= 0 && bodyEnd > epilogueStart) add('after', epilogueStart, bodyEnd)
  return found
}

type PlainPart = Omit<MessagePart, 'message' | 'enclosed'>

/** Files of the older mail, which stand in the text itself. */
function enclosedFiles(buffer: Buffer, part: PlainPart, context: Context, depth: number, problems: ProblemList): MessagePart[] {
  if (part.type !== 'text/plain' || part.children.length > 0 || !isBodyText(part) || !mayEnclose(buffer, part)) return []
  const { bytes } = decodeTransfer(buffer.subarray(part.offset, part.offset + part.length), part.encoding)
  const text = asBuffer(bytes)
  // Of the news, and not read: the name in the line is all that is found of the file.
  if (holdsYenc(bytes)) problems.add('unreadable-attachment', part.path)
  const files: MessagePart[] = []
  for (const { start, end, nameStart, nameEnd } of uuencodedFiles(bytes)) {
    if (context.budget.parts <= 0) {
      problems.add('too-many-parts', part.path)
      break
    }
    context.budget.parts--
    const file: PlainPart = {
      path: `${part.path}~${files.length + 1}`,
      type: 'application/octet-stream',
      charset: null,
      disposition: 'attachment',
      filename: decodeText(bytes.subarray(nameStart, nameEnd), part.charset).text.trim() || null,
      contentId: null,
      encoding: 'uuencode',
      headers: [],
      offset: start,
      length: end - start,
      beside: [],
      children: [],
    }
    files.push({ ...file, enclosed: [], message: nestedMessage(text, file, context, depth, problems) })
  }
  return files
}

/** A look at the encoded bytes, so that few texts are decoded for it. Nothing writes these letters as `=62=65`; what did would stay text. */
function mayEnclose(buffer: Buffer, part: PlainPart): boolean {
  const raw = buffer.subarray(part.offset, part.offset + part.length)
  if (part.encoding === 'uuencode') return false
  return (part.encoding === 'base64' ? Buffer.from(raw.toString('latin1'), 'base64') : raw).includes('begin')
}

function nestedMessage(buffer: Buffer, part: PlainPart, context: Context, depth: number, problems: ProblemList): ParsedMessage | null {
  if (part.children.length > 0 || part.length === 0 || isBodyText(part)) return null
  const raw = buffer.subarray(part.offset, part.offset + part.length)
  let decoded: DecodedBytes | null = null
  const whole = (): DecodedBytes => {
    decoded ??= decodeTransfer(raw, part.encoding)
    return decoded
  }
  // Base64 takes four characters for three bytes, and two for each line's end.
  const encodedHead = Math.ceil(carriedHeadBytes * 1.4)
  const head = raw.length <= encodedHead ? whole().bytes : decodeTransfer(raw.subarray(0, encodedHead), part.encoding).bytes
  if (carriedKind(part, head.subarray(0, carriedHeadBytes), () => whole().bytes) === null) return null
  if (depth + 1 >= context.limits.depth) {
    problems.add('too-deep', part.path)
    return null
  }
  if (part.length > context.budget.nestedBytes || context.budget.parts <= 0) {
    problems.add(context.budget.parts <= 0 ? 'too-many-parts' : 'too-large', part.path)
    return null
  }
  context.budget.nestedBytes -= part.length
  const { bytes, problems: found } = whole()
  const carried = carriedMessage(part, bytes)
  for (const code of [...(carried === null ? [] : found), ...(carried?.problems ?? [])]) problems.add(code, part.path)
  const inner = carried?.bytes ?? null
  if (inner === null) return null
  // What an archive unpacks to counts as well, at each level.
  if (inner !== bytes && inner.byteLength > context.budget.nestedBytes) {
    problems.add('too-large', part.path)
    return null
  }
  if (inner !== bytes) context.budget.nestedBytes -= inner.byteLength
  const message = parseWithin(asBuffer(withLines(inner)), 0, inner.byteLength, context, depth + 1)
  for (const { code, where } of message.problems) problems.add(code, where === null ? part.path : `${part.path}/${where}`)
  return message
}

/** RFC 2045 §6.1; comments, quotes and a stray semicolon tolerated, quotes reported, since readers differ in whether they decode then. */
function encodingOf(entity: Entity, path: string, problems: ProblemList): TransferEncoding {
  const field = entity.fields.find((candidate) => candidate.lower === 'content-transfer-encoding')
  if (field === undefined) return '7bit'
  let name = stripComments(field.raw).trim().toLowerCase()
  if (/["']/.test(name)) {
    problems.add('quoted-encoding', path)
    name = name.replace(/["']/g, '').trim()
  }
  name = (name.split(/[;\s]/)[0] ?? '').trim()
  if (name === '7bit' || name === '8bit' || name === 'binary' || name === 'base64' || name === 'quoted-printable') return name
  if (name === '' || name === '7-bit' || name === '7bits') return '7bit'
  if (name === '8-bit' || name === '8bits') return '8bit'
  if (/^(x-)?uu(e|encode|encoded)?$/.test(name)) return 'uuencode'
  problems.add('unknown-encoding', path)
  return 'unknown'
}

/** A file that is sent as uuencode has its name there, too. */
function nameInBody(buffer: Buffer, { bodyStart, bodyEnd }: Entity, encoding: TransferEncoding, charset: string | null): string | null {
  const name = encoding === 'uuencode' ? uuencodedName(buffer.subarray(bodyStart, bodyEnd)) : null
  return name === null ? null : decodeText(name, charset).text
}

/**
 * Thunderbird, asked to delete an attachment or to keep it apart, leaves the part and writes into it that it did, whatever the header still says of the type: the
 * part only names a file (RFC 2046 §5.2.3).
 */
function isTakenOut({ type, fields, children }: Entity): boolean {
  if (type === 'text/x-moz-deleted') return true
  const altered = fields.find(({ lower }) => lower === 'x-mozilla-altered')
  return children.length === 0 && /^\s*Attachment(?:Deleted|Detached)/iu.test(altered?.raw ?? '')
}

/** RFC 3156 §4; RFC 8551 §3.3, where it says so. Otherwise the content of an S/MIME part tells (`carriedMessage`). */
function isEncrypted(entity: Entity): boolean {
  if (entity.type === 'multipart/encrypted') return true
  return /^application\/(x-)?pkcs7-mime$/.test(entity.type) && /enveloped/i.test(entity.parameters.parameters.get('smime-type') ?? '')
}

/** What is read of an item of Outlook says so itself (`rebuildMessage`). */
function isDamagedInStore(entity: Entity): boolean {
  return entity.fields.some(({ lower }) => lower === damageFieldName.toLowerCase())
}

/**
 * Apple Mail keeps attachments in files of their own and leaves the encoded length in the header. A body a tenth shorter was cut (mailers differ in line lengths
 * by less).
 */
function lacksBody(entity: Entity): boolean {
  const declared = entity.fields.find((field) => field.lower === 'x-apple-content-length')
  return declared !== undefined && entity.bodyEnd - entity.bodyStart < 0.9 * Number(/^\d{1,12}/u.exec(declared.raw)?.[0] ?? 0)
}
