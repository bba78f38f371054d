import { decodeText } from './charset.ts'
import { decodeHeaderText } from './encoded-word.ts'

export interface HeaderParameters {
  /** What stands before the first semicolon, comments removed, lower case. */
  readonly value: string
  /** By name in lower case; decoded (RFC 2231, encoded words, raw 8-bit). The first of two with one name counts. */
  readonly parameters: ReadonlyMap<string, string>
  /** The boundary undecoded, one character a byte, since it is compared with bytes; empty if there is none. */
  readonly boundary: string
  /** A name was given twice with different values: readers differ in which they take. */
  readonly ambiguous: boolean
}

interface Section {
  readonly index: number
  readonly extended: boolean
  readonly raw: string
}

/** Fields read before: an archive has few that differ, beside boundaries. */
const known = new Map<string, HeaderParameters>()
const maximumKnown = 256
const longestKnown = 100

/** Value and parameters of a Content-Type or Content-Disposition field (RFC 2045 §5.1, RFC 2231), lenient as mail needs it. */
export function parseParameters(raw: string): HeaderParameters {
  const before = known.get(raw)
  if (before !== undefined) return before
  const parameters = readParameters(raw)
  if (raw.length <= longestKnown) {
    if (known.size >= maximumKnown) known.clear()
    known.set(raw, parameters)
  }
  return parameters
}

function readParameters(raw: string): HeaderParameters {
  const plain = new Map<string, string>()
  const sections = new Map<string, Section[]>()
  let ambiguous = false
  const pieces = splitParameters(raw)
  // `multipart/mixed boundary=b`: a semicolon forgotten.
  const joined = /^([^\s/=]+\/[^\s/=]+)\s+([\w*-]{1,40}=.*)$/s.exec((pieces[0] ?? '').trim())
  if (joined !== null) pieces.splice(0, 1, joined[1] ?? '', joined[2] ?? '')
  for (const piece of pieces.slice(1)) {
    const equals = piece.indexOf('=')
    if (equals < 0) continue
    const name = stripComments(piece.slice(0, equals)).trim().toLowerCase()
    const star = name.indexOf('*')
    const value = parameterValue(piece.slice(equals + 1), star < 0 ? name : name.slice(0, star))
    if (star < 0) {
      const before = plain.get(name)
      if (before === undefined) plain.set(name, value)
      else if (before !== value) ambiguous = true
      continue
    }
    const extended = name.endsWith('*')
    const digits = name.slice(star + 1, extended && name.length - 1 > star ? -1 : undefined)
    const index = digits === '' ? -1 : Number(digits)
    if (!Number.isInteger(index) || index < -1) continue
    const base = name.slice(0, star)
    const list = sections.get(base)
    if (list === undefined) sections.set(base, [{ index, extended, raw: value }])
    else list.push({ index, extended, raw: value })
  }
  const parameters = new Map<string, string>()
  for (const [name, value] of plain) parameters.set(name, decodeHeaderText(value))
  for (const [name, list] of sections) {
    const before = parameters.get(name)
    const joined = joinSections(list)
    // RFC 6266 §4.3 practice: the extended form is the exact one, the plain form a fallback. They often differ on purpose.
    parameters.set(name, joined)
    if (before !== undefined && name !== 'filename' && name !== 'name' && before !== joined) ambiguous = true
  }
  return {
    value: stripComments(pieces[0] ?? '')
      .trim()
      .toLowerCase(),
    parameters,
    boundary: plain.get('boundary') ?? parameters.get('boundary') ?? '',
    ambiguous,
  }
}

function joinSections(list: readonly Section[]): string {
  const whole = list.find((section) => section.index === -1)
  const ordered = whole === undefined ? [...list].sort((a, b) => a.index - b.index) : [whole]
  // A letter may be cut between two sections, so that those in one charset are decoded together.
  const runs: { readonly charset: string; readonly chunks: Buffer[] }[] = [{ charset: '', chunks: [] }]
  ordered.forEach((section, position) => {
    let text = section.raw
    if (section.extended) {
      // The first names the charset of all (RFC 2231 §4.1). Some writers name one in each.
      const quotes = /^([^']*)'[^']*'/.exec(text)
      const named = quotes?.[1] ?? ''
      if (quotes !== null && (position === 0 || namedWithin.test(named))) {
        if (named.toLowerCase() !== runs.at(-1)?.charset.toLowerCase()) runs.push({ charset: named, chunks: [] })
        text = text.slice(quotes[0].length)
      }
    }
    runs.at(-1)?.chunks.push(section.extended ? percentBytes(text) : Buffer.from(text, 'latin1'))
  })
  if (!ordered.some((section) => section.extended))
    return decodeHeaderText(Buffer.concat(runs.flatMap(({ chunks }) => chunks)).toString('latin1'))
  return runs
    .map(({ charset, chunks }) => (chunks.length === 0 ? '' : decodeText(Buffer.concat(chunks), charset === '' ? null : charset).text))
    .join('')
}

/** Charsets that are named within a name. A name may hold two quotes that mean nothing. */
const namedWithin =
  /^(?:utf-?8|us-ascii|iso-8859-\d{1,2}|windows-125\d|koi8-[ru]|shift_jis|euc-(?:jp|kr)|iso-2022-(?:jp|kr)|gb(?:k|2312|18030)|big5)$/iu

function percentBytes(text: string): Buffer {
  return Buffer.from(
    text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )
}

/** Splits at semicolons outside quotes and comments. */
function splitParameters(raw: string): string[] {
  const pieces: string[] = []
  let from = 0
  let quoted = false
  let depth = 0
  for (let at = 0; at < raw.length; at++) {
    const char = raw.charCodeAt(at)
    if (char === 0x5c) at++
    else if (quoted) quoted = char !== 0x22
    else if (char === 0x22 && depth === 0) quoted = true
    else if (char === 0x28 && (depth > 0 || pieces.length === 0 || raw.charCodeAt(at - 1) === 0x20)) depth++
    else if (char === 0x29 && depth > 0) depth--
    else if (char === 0x3b && depth === 0) {
      pieces.push(raw.slice(from, at))
      from = at + 1
    }
  }
  // A quote or comment that never ends would swallow every parameter after it: then the semicolons alone count.
  if (quoted || depth > 0) return [...pieces, ...raw.slice(from).split(';')]
  pieces.push(raw.slice(from))
  return pieces
}

function parameterValue(text: string, name: string): string {
  const trimmed = text.trim()
  if (trimmed.startsWith('"')) {
    let out = ''
    for (let at = 1; at < trimmed.length; at++) {
      const char = trimmed[at] as string
      if (char === '"') return out
      // A backslash quotes; but Windows paths and names in UTF-16-less mailers carry bare ones before letters.
      if (char === '\\' && /["\\]/.test(trimmed[at + 1] ?? '')) out += trimmed[++at]
      else out += char
    }
    return out
  }
  // Unquoted names with blanks and brackets, `report (1).pdf`, are the rule in practice; elsewhere a bracket opens a comment.
  return name === 'filename' || name === 'name' ? trimmed : stripComments(trimmed).trim()
}

/** Text without RFC 5322 comments; quoted strings are left alone. */
export function stripComments(text: string): string {
  if (!text.includes('(')) return text
  let out = ''
  let depth = 0
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string
    if (char === '\\' && (quoted || depth > 0)) {
      if (depth === 0) out += char + (text[at + 1] ?? '')
      at++
    } else if (char === '"' && depth === 0) {
      quoted = !quoted
      out += char
    } else if (char === '(' && !quoted) depth++
    else if (char === ')' && !quoted && depth > 0) depth--
    else if (depth === 0) out += char
  }
  return out
}
