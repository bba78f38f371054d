import type { ProblemCode } from '../model/index.ts'
import { decodeText } from './charset.ts'
import { imageType } from './image.ts'
import { base64Bytes, quotedPrintableBytes } from './transfer-encoding.ts'

export interface ContentLines {
  /** A line for each property, its value as people read it. */
  readonly text: string
  readonly problems: readonly ProblemCode[]
}

/** Whether a text is a calendar or a card, by its first line: iCalendar, vCalendar, vCard, whatever its type and name say. */
export function isContentLines(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 256)).toString('latin1')
  return /^(?:\xef\xbb\xbf)?\s*BEGIN:V(?:CALENDAR|CARD|EVENT|TODO|JOURNAL|FREEBUSY)[ \t]*[\r\n]/i.test(head)
}

/**
 * A calendar or card as people read it: folded lines joined (RFC 5545 §3.1, RFC 6350 §3.2), escapes undone (§3.3.11, §3.4; in parameters RFC 6868), values in
 * quoted-printable and base64 decoded (vCard 2.1). Files inside are named with their size, and are a problem: they aren't read.
 */
export function readContentLines(bytes: Uint8Array, charset: string | null): ContentLines {
  const decoded = decodeText(unfolded(bytes), charset)
  const problems = new Set<ProblemCode>(decoded.problems)
  const lines = decoded.text.split(/\r\n|\n|\r/)
  const out: string[] = []
  for (let at = 0; at < lines.length; at++) {
    const property = propertyOf(lines[at] as string)
    if (property === null) {
      out.push(lines[at] as string)
      continue
    }
    let { value } = property
    // A soft line break (RFC 2045 §6.7), which vCard 2.1 has instead of folding.
    if (property.encoding === 'quoted-printable') {
      const pieces = [value]
      while (pieces.at(-1)?.endsWith('=') && at + 1 < lines.length) pieces.push(lines[++at] as string)
      value = pieces.join('\r\n')
    }
    out.push(`${unescapedParameters(property.head)}:${readable(property, value, charset, problems)}`)
  }
  return { text: out.join('\n'), problems: [...problems] }
}

/** By bytes, since a fold may stand inside a character. Version 2.1 folds where a blank is, and the blank stays. */
function unfolded(bytes: Uint8Array): Uint8Array {
  if (bytes.includes(0)) return bytes
  const objects = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('latin1')
    .split(/^(?=BEGIN:V(?:CARD|CALENDAR))/im)
  const joined = objects.map((object) =>
    /^VERSION:(?:2\.1|1\.0)[ \t]*\r?$/im.test(object) ? object.replace(/\r?\n(?=[ \t])/g, '') : object.replace(/\r?\n[ \t]/g, ''),
  )
  return Buffer.from(joined.join(''), 'latin1')
}

interface Property {
  /** Group, name and parameters. */
  readonly head: string
  readonly name: string
  readonly value: string
  readonly encoding: 'quoted-printable' | 'base64' | null
  readonly charset: string | null
}

/** `[group.]NAME[;parameter…]:value`; the colon of a quoted parameter is none. Null for any other line. */
function propertyOf(line: string): Property | null {
  const name = /^(?:[\w-]+\.)?([\w-]+)(?=[;:])/.exec(line)
  if (name === null) return null
  let quoted = false
  let colon = name[0].length
  for (; colon < line.length && (quoted || line[colon] !== ':'); colon++) if (line[colon] === '"') quoted = !quoted
  if (colon === line.length) return null
  const head = line.slice(0, colon)
  const parameters = head.slice(name[0].length).toLowerCase()
  const encoding = /;(?:encoding=)?"?(quoted-printable|base64|b)"?(?=;|$)/.exec(parameters)?.[1] ?? null
  return {
    head,
    name: (name[1] ?? '').toLowerCase(),
    value: line.slice(colon + 1),
    encoding: encoding === 'b' ? 'base64' : (encoding as 'quoted-printable' | 'base64' | null),
    charset: /;charset="?([\w.:-]{1,40})/.exec(parameters)?.[1] ?? null,
  }
}

/** RFC 6868 §3. */
function unescapedParameters(head: string): string {
  return head.includes('^') ? head.replace(/\^([n'^])/g, (_, sign: string) => (sign === 'n' ? ' ' : sign === "'" ? '"' : '^')) : head
}

/** Their values are addresses, in which a backslash is itself. */
const addressed = new Set(['url', 'attach', 'tzurl', 'source', 'fburl', 'caluri', 'caladruri', 'photo', 'logo', 'sound', 'key'])
const dataAddress = /^data:[^,]{0,200};base64,/i

function readable(property: Property, value: string, charset: string | null, problems: Set<ProblemCode>): string {
  const data = dataAddress.exec(value)
  if (data !== null) return file(value.slice(data[0].length), property, problems)
  if (property.encoding === 'base64') return file(value, property, problems)
  if (property.encoding === 'quoted-printable') {
    const { bytes } = quotedPrintableBytes(Buffer.from(value, 'latin1'))
    const { text, problems: found } = decodeText(bytes, property.charset ?? charset)
    for (const code of found) problems.add(code)
    return unescaped(text)
  }
  return addressed.has(property.name) ? value : unescaped(value)
}

function unescaped(value: string): string {
  return value.includes('\\') ? value.replace(/\\([nN,;:\\])/g, (_, sign: string) => (sign === 'n' || sign === 'N' ? '\n' : sign)) : value
}

/** A value in base64: text, as some phones write names, or a file. */
function file(value: string, property: Property, problems: Set<ProblemCode>): string {
  const { bytes } = base64Bytes(Buffer.from(value, 'latin1'))
  const { text, problems: found } = decodeText(bytes, property.charset)
  if (found.length === 0 && !/[\0-\x08\x0e-\x1f]/.test(text)) return unescaped(text)
  problems.add(imageType(bytes) === null ? 'unreadable-attachment' : 'no-text')
  return `[file, ${bytes.byteLength} bytes, not shown]`
}
