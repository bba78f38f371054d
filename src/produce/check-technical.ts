import { messageWithin, parseMessage, partBytes } from '../formats/index.ts'
import type { HeaderField, MessagePart, ParsedMessage } from '../model/index.ts'
import { type Needle, technicalNeedle } from './check-needles.ts'
import { canon, squash } from './check-normalise.ts'
import { flatten, type Released } from './released.ts'

/** Fields that a reviewer sees as surfaces: of these only what no surface shows (a second Subject, a comment) was left out. */
const shownFields = new Set(['from', 'to', 'cc', 'bcc', 'reply-to', 'subject'])
/** Fields of the format itself; of Content-Type the boundary is taken apart. `Date` is shown in a form of its own. */
const formatFields = new Set([
  'date',
  'mime-version',
  'content-type',
  'content-disposition',
  'content-transfer-encoding',
  'content-length',
  'lines',
])

/** A shorter value means nothing by being found. */
const MIN_TOKEN = 8
const MIN_VALUE = 12
const MAX_VALUE = 200
/** Values of a whole production; beyond, the search would take longer than the rendering. */
const MAX_NEEDLES = 400_000

/** What the allow-lists drop of originals, as strings that must be absent. */
export interface Technical {
  /** Values of dropped headers, ids and boundaries; `document` is the first family whose original holds one. */
  readonly headers: readonly Needle[]
  /** Lines that mail hides; `document` and `surface` say where. */
  readonly hidden: readonly Needle[]
  /** Values beyond what is searched for. */
  readonly left: number
}

/**
 * Technical needles: whatever the allow-list of headers drops of each original (Message-IDs and references, hosts, addresses and ids of dropped
 * fields, MIME boundaries, Content-IDs), and the lines that a mail hides. Each value once, however many originals hold it: whether it
 * may stand somewhere is a matter of that place's own approved text (`check-hits.ts`).
 */
export function technicalOf(families: readonly Released[], own: readonly string[]): Technical {
  const ours = new Set(own)
  const seen = new Set<string>()
  const headers: Needle[] = []
  const hidden: Needle[] = []
  let left = 0
  const add = (list: Needle[], made: Needle | null): void => {
    if (made === null || seen.has(made.canon) || ours.has(made.canon)) return
    seen.add(made.canon)
    if (seen.size > MAX_NEEDLES) left++
    else list.push(made)
  }
  for (const family of families) {
    for (const value of droppedValues(family)) add(headers, technicalNeedle(value, family, null))
    for (const released of flatten(family))
      for (const surface of released.source.surfaces) {
        if (surface.producible) continue
        for (const labelled of surface.text.split(/\n+/)) {
          // What is hidden is listed under a word of ours: `link: …`, `comment: …`.
          const line = labelled.replace(/^[\p{L} -]{2,30}: /u, '')
          if (squash(canon(line)).length >= MIN_VALUE && line.length <= MAX_VALUE) add(hidden, technicalNeedle(line, released, surface))
        }
      }
  }
  return { headers, hidden, left }
}

/** Dropped values of a family's message and of the messages attached to it; none where the root is no message. */
function droppedValues(family: Released): Set<string> {
  const found = new Set<string>()
  if (family.source.kind !== 'message') return found
  const bytes = family.source.native()
  const shown = squash(
    canon(
      flatten(family)
        .flatMap(({ source }) => source.surfaces.map(({ text }) => text))
        .join('\n'),
    ),
  )
  collectMessage(parseMessage(bytes), bytes, shown, found)
  return found
}

function collectMessage(message: ParsedMessage, bytes: Uint8Array, shown: string, found: Set<string>): void {
  const fields = (headers: readonly HeaderField[]) => {
    for (const field of headers) for (const value of valuesOf(field, bytes)) if (!isShown(field, value, shown)) found.add(value)
  }
  fields(message.headers)
  const walk = (part: MessagePart): void => {
    if (part !== message.root) fields(part.headers)
    for (const child of part.children) walk(child)
    if (part.message === null || !/^message\/(?:rfc822|global)$/.test(part.type)) return
    const inside = partBytes(bytes, part).bytes
    collectMessage(part.message, messageWithin({ type: part.type, filename: part.filename }, inside), shown, found)
  }
  walk(message.root)
}

/** Whether a value of a shown field stands in a surface, where reviewers decided about it. */
function isShown(field: HeaderField, value: string, shown: string): boolean {
  return shownFields.has(field.name.toLowerCase()) && shown.includes(squash(canon(value)))
}

function valuesOf(field: HeaderField, bytes: Uint8Array): string[] {
  const name = field.name.toLowerCase()
  // A stray line among the fields is none.
  if (!/^[!-9;-~]+$/.test(name)) return []
  const raw = rawValue(field, bytes)
  if (name === 'content-type')
    return [...raw.matchAll(/\b(?:boundary|start)\s*=\s*"?([^";\s]+)/gi)].flatMap((match) =>
      isPlain(match[1] ?? '') ? [match[1] ?? ''] : [],
    )
  if (formatFields.has(name)) return []
  const tokens = [raw, field.value].flatMap((text) =>
    text.split(/[\s;,<>()[\]"']+/).flatMap((word) => [...token(word), ...token(word.replace(/^[\w.-]+[=:]/, ''))]),
  )
  const whole = [raw, field.value].filter(
    (text) => text.length <= MAX_VALUE && squash(canon(text)).length >= MIN_VALUE && /\p{L}/u.test(text) && Number.isNaN(Date.parse(text)),
  )
  return [...tokens, ...(shownFields.has(name) && name !== 'subject' ? [] : whole)]
}

/** The field's body as written, unfolded; empty where it needs decoding, which other headers of the same words would share. */
function rawValue(field: HeaderField, bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + field.offset, field.length).toString('latin1')
  const body = text
    .slice(text.indexOf(':') + 1)
    .replace(/\r?\n(?=[ \t])/g, '')
    .trim()
  return /^[\x20-\x7e\t]*$/.test(body) && !body.includes('=?') ? body : ''
}

/** A word that tells one original from others: an address, a host, an address of a machine, an id. Words of prose are none. */
function token(word: string): string[] {
  const text = word.replace(/^[.:-]+|[.:,-]+$/g, '')
  if (!isPlain(text)) return []
  const telling =
    /^[^@]+@[^@]+$/.test(text) ||
    /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text) ||
    /^(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}$/i.test(text) ||
    /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.[a-z]{2,}$/i.test(text) ||
    (text.length >= 10 && /[a-z]/i.test(text) && /\d/.test(text))
  return telling ? [text] : []
}

/** Printable US-ASCII, long enough to mean something. */
function isPlain(text: string): boolean {
  return text.length >= MIN_TOKEN && text.length <= MAX_VALUE && /^[\x21-\x7e]+$/.test(text) && squash(canon(text)).length >= 6
}

/**
 * Texts of an original message for the positive control, by a reader that knows nothing of MIME trees: paragraphs that begin as header fields do, and
 * delimiter lines; attached messages in an encoding are decoded.
 */
export function originalLayers(bytes: Uint8Array, depth = 0): string[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  const found: string[] = text.match(/^--.*$/gm) ?? []
  // A line of blanks ends a header for some readers; before a folded line it is part of the field (RFC 5322 §4.2, obs-FWS).
  const paragraphs = text.split(/\r?\n(?:(?=\r?\n)|[ \t]+(?=\r?\n(?!(?:[ \t]+\r?\n)*[ \t]+\S))|(?=--))/)
  for (const [index, paragraph] of paragraphs.entries()) {
    if (!/^\s*(?:(?:>?From |--)[^\n]*\n)*[!-9;-~]+[ \t]*:/.test(paragraph)) continue
    found.push(...paragraph.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/))
    const encoding = /^content-transfer-encoding:\s*"?(base64|quoted-printable)/im.exec(paragraph)?.[1]?.toLowerCase()
    if (encoding === undefined || depth > 20 || !/^content-type:\s*message\//im.test(paragraph)) continue
    const rest = paragraphs.slice(index + 1).join('\n')
    const end = rest.search(/^--/m)
    const body = end < 0 ? rest : rest.slice(0, end)
    const decoded =
      encoding === 'base64'
        ? Buffer.from(body, 'base64')
        : Buffer.from(
            body
              .replace(/=[ \t]*\r?\n/g, '')
              .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
            'latin1',
          )
    found.push(...originalLayers(decoded, depth + 1))
  }
  return found
}
