import type { MessagePart, ParsedMessage } from '../model/index.ts'
import { messageWithin, partBytes } from './part-content.ts'

/** One piece of a message's body: alternatives of the same content side by side. A message has several where mixed parts hold text. */
export interface BodySection {
  readonly plain: MessagePart | null
  readonly html: MessagePart | null
  /** Parts of the same multipart/related, such as inline images by Content-ID; listed among the attachments too. */
  readonly related: readonly MessagePart[]
}

export interface AttachmentPart {
  /** Path from the outermost message: `2`, `1.3`; `2/1.2` inside the message that is part 2; `1~1` for the first file in the text that is part 1. */
  readonly path: string
  readonly part: MessagePart
  /** `related`: belongs to an HTML body; `alternative`: another form of the body (calendar, AMP); `nested`: a message with parts of its own. */
  readonly role: 'attachment' | 'related' | 'alternative' | 'nested'
  /** The message that the part is directly in. */
  readonly message: ParsedMessage
  /** The parts in whose decoded bytes it stands, outermost first: message/rfc822, texts that enclose files. Empty at the top level. */
  readonly containers: readonly MessagePart[]
}

interface Sorted {
  readonly sections: BodySection[]
  readonly others: { readonly part: MessagePart; readonly role: AttachmentPart['role']; readonly text?: MessagePart }[]
}

/**
 * The text parts that make up the body, in order. Every leaf of the message's own tree is either in one section as plain or html,
 * or in `attachmentParts`; never in both, never in neither.
 */
export function bodyParts(parsed: ParsedMessage): BodySection[] {
  return sort(parsed.root).sections
}

/** All parts that are not body text, in order, those of nested messages after the message part that holds them. */
export function attachmentParts(parsed: ParsedMessage): AttachmentPart[] {
  const out: AttachmentPart[] = []
  collect(parsed, '', [], out)
  return out
}

/** Decoded bytes of message parts, for as long as the parsed message lives: each of a thousand parts inside one asks for them. */
const decodedContainers = new WeakMap<MessagePart, { readonly within: Uint8Array; readonly bytes: Uint8Array }>()

/** The bytes that the offsets of an attachment's part count in: the message's own, or those of the nested message that holds it. */
export function locatedBytes(bytes: Uint8Array, located: Pick<AttachmentPart, 'containers'>): Uint8Array {
  let within = bytes
  for (const container of located.containers) {
    const known = decodedContainers.get(container)
    if (known?.within === within) within = known.bytes
    else {
      const { bytes: own } = partBytes(within, container)
      const decoded = container.message === null ? own : messageWithin(container, own)
      decodedContainers.set(container, { within, bytes: decoded })
      within = decoded
    }
  }
  return within
}

/**
 * Whether an attachment goes on to the last of the bytes that were read: of a message cut short, what isn't known to be whole.
 * @param bytes the outermost message's
 */
export function reachesEnd(bytes: Uint8Array, located: Pick<AttachmentPart, 'containers' | 'part'>): boolean {
  const chain = [...located.containers, located.part]
  for (const [depth, part] of chain.entries()) {
    const within = locatedBytes(bytes, { containers: chain.slice(0, depth) })
    if (part.offset + part.length < within.byteLength) return false
    const own = partBytes(within, part).bytes
    // A message put together from what an archive, or an item of Outlook, holds: nothing tells which of it is whole.
    if (part.message !== null && messageWithin(part, own) !== own) return true
  }
  return true
}

/** All parts with their full paths, multiparts and those of nested messages included, in document order. */
export function* allParts(
  parsed: ParsedMessage,
  prefix = '',
  containers: readonly MessagePart[] = [],
): Generator<{ readonly path: string; readonly part: MessagePart; readonly containers: readonly MessagePart[] }> {
  for (const part of walk(parsed.root)) {
    yield* withMessage(part, prefix, containers)
    for (const file of part.enclosed) yield* withMessage(file, prefix, [...containers, part])
  }
}

function* withMessage(part: MessagePart, prefix: string, containers: readonly MessagePart[]): ReturnType<typeof allParts> {
  yield { path: prefix + part.path, part, containers }
  if (part.message !== null) yield* allParts(part.message, `${prefix}${part.path}/`, [...containers, part])
}

function* walk(part: MessagePart): Generator<MessagePart> {
  yield part
  for (const child of part.children) yield* walk(child)
}

function collect(parsed: ParsedMessage, prefix: string, containers: readonly MessagePart[], out: AttachmentPart[]): void {
  for (const { part, role, text } of sort(parsed.root).others) {
    const path = prefix + part.path
    const within = text === undefined ? containers : [...containers, text]
    out.push({ path, part, role: part.message === null ? role : 'nested', message: parsed, containers: within })
    if (part.message !== null) collect(part.message, `${path}/`, [...within, part], out)
  }
}

function sort(root: MessagePart): Sorted {
  const sorted: Sorted = { sections: [], others: [] }
  place(root, sorted)
  return sorted
}

function place(part: MessagePart, sorted: Sorted): void {
  if (part.children.length === 0) {
    if (isBodyText(part)) {
      sorted.sections.push({ plain: plainOf(part), html: htmlOf(part), related: [] })
      for (const file of part.enclosed) sorted.others.push({ part: file, role: 'attachment', text: part })
    } else sorted.others.push({ part, role: 'attachment' })
  } else if (part.type === 'multipart/alternative') placeAlternatives(part, sorted)
  else if (part.type === 'multipart/related') placeRelated(part, sorted)
  else for (const child of part.children) place(child, sorted)
}

/** RFC 2046 §5.1.4: the children say the same. Each is sorted by itself; the first plain and the first HTML text are then set side by side. */
function placeAlternatives(part: MessagePart, sorted: Sorted): void {
  const inner: Sorted = { sections: [], others: [] }
  for (const child of part.children) place(child, inner)
  const isPair = (section: BodySection): boolean => section.plain !== null && section.html !== null
  const plain = inner.sections.find((section) => section.plain !== null && !isPair(section))
  const html = inner.sections.find((section) => section.html !== null && !isPair(section))
  for (const section of inner.sections) {
    if (section === html && plain !== undefined) continue
    if (section === plain && html !== undefined) {
      sorted.sections.push({ plain: plain.plain, html: html.html, related: [...plain.related, ...html.related] })
    } else sorted.sections.push(section)
  }
  for (const other of inner.others) sorted.others.push(isOwn(other) ? { ...other, role: 'alternative' } : other)
}

/** RFC 2387: the first child, or the one that `start` names, is shown; the others serve it. */
function placeRelated(part: MessagePart, sorted: Sorted): void {
  const inner: Sorted = { sections: [], others: [] }
  for (const child of part.children) place(child, inner)
  const related = inner.others.filter(isOwn).map((other) => other.part)
  const host = inner.sections.find((section) => section.html !== null) ?? inner.sections[0]
  for (const section of inner.sections) {
    sorted.sections.push(section === host ? { ...section, related: [...section.related, ...related] } : section)
  }
  for (const other of inner.others) sorted.others.push(isOwn(other) ? { ...other, role: 'related' } : other)
}

/** A part of the multipart itself whose role isn't known yet; a file in a text was attached whatever the text belongs to. */
function isOwn(other: Sorted['others'][number]): boolean {
  return other.role === 'attachment' && other.text === undefined
}

/** Inline text without a file name is body; with one it was attached, whatever its disposition says. */
export function isBodyText(part: Pick<MessagePart, 'type' | 'disposition' | 'filename'>): boolean {
  return (part.type === 'text/plain' || part.type === 'text/html') && part.disposition !== 'attachment' && part.filename === null
}

function plainOf(part: MessagePart): MessagePart | null {
  return part.type === 'text/plain' ? part : null
}

function htmlOf(part: MessagePart): MessagePart | null {
  return part.type === 'text/html' ? part : null
}
