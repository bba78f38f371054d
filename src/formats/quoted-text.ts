import {
  fromLine,
  isAttribution,
  isBorder,
  isEndBorder,
  isNotesDate,
  isNotesPreview,
  isNotesSender,
  notesTable,
  otherLine,
} from './quote-marks.ts'

/** A text parted into what its writer says and what it repeats of earlier messages; lines keep their order in each. */
export interface QuotedText {
  readonly own: string
  readonly quoted: string
}

/** A part of a text that its HTML sets off: `[start, end)` in UTF-16 code units. */
export interface QuoteBox {
  readonly start: number
  readonly end: number
  /** `quote`: repeats an earlier message. `box`: does so from where header lines, a border or an attribution in it begin, and no farther than its end. */
  readonly kind: 'quote' | 'box'
}

/** Header lines of an earlier message stand within this many lines of its first. */
const blockLines = 8
/** Lotus Notes wraps what it puts above To and Subject, and leaves lines empty between. */
const notesLines = 20
const quotedLine = /^\s{0,3}>/u
/** A longer line is no border and no header. */
const longestLine = 400
/** Labels with what may stand around them, up to the colon, are no longer. */
const longestLabel = 24

/**
 * Parts a text into own and quoted lines. Quoted are: lines that begin with `>` and what stands in a `quote` of `boxes`; everything from a border that mail
 * programs set ("Original Message", "Forwarded by"), from a block of header lines (From, Sent or To, Subject, in thirteen languages) or from what Lotus Notes puts
 * there, to the end of its box, to a border that says it ends, or to the end; and an attribution ("On …, A wrote:") with the quoted lines after it or, where none
 * follow, with everything after it. Where the earlier message's lines begin with `>`, these alone are quoted, since an answer may stand below. A guess by form: a
 * text that only looks so is searched as quoted, which nothing but `quoted:no` leaves out.
 */
export function splitQuoted(text: string, boxes: readonly QuoteBox[] = []): QuotedText {
  const own: string[] = []
  const quoted: string[] = []
  const inQuote = within(boxes.filter(({ kind }) => kind === 'quote'))
  let quoting = false
  let from = 0
  let previous = 0
  let rest = -1
  let dashes = -1
  let end = -1
  for (let start = 0; start <= text.length; previous = start, start = end + 1) {
    end = lineEnd(text, start)
    let isQuoted = start < rest || inQuote(start)
    if (dashes < start) dashes = indexOrEnd(text, '---', start)
    if (!isQuoted && (mayMark(text, start, end) || dashes < end)) {
      const line = text.slice(start, end)
      isQuoted = quotedLine.test(line)
      if (!isQuoted && line.length <= longestLine) {
        rest = Math.max(rest, restAfter(text, { line, start, end, previous }, boxes, inQuote))
        isQuoted = start < rest
      }
    }
    if (isQuoted === quoting) continue
    if (start > 0) (quoting ? quoted : own).push(text.slice(from, start - 1))
    quoting = isQuoted
    from = start
  }
  ;(quoting ? quoted : own).push(text.slice(from))
  return { own: own.join('\n'), quoted: quoted.join('\n') }
}

interface Line {
  readonly line: string
  readonly start: number
  readonly end: number
  /** Where the line before starts. */
  readonly previous: number
}

/** Where what begins with a line ends; -1 where nothing begins. */
function restAfter(text: string, at: Line, boxes: readonly QuoteBox[], inQuote: (at: number) => boolean): number {
  const isQuoted = (start: number): boolean => inQuote(start) || quotedLine.test(text.slice(start, start + 8))
  if (isAttribution(at.line, text.slice(at.previous, at.end))) {
    const next = nextLine(text, at.end + 1)
    return next < 0 || isQuoted(next) ? -1 : endOfRest(text, at, boxes)
  }
  const head = headEnd(text, at)
  if (head < 0) return -1
  const next = nextLine(text, head + 1)
  return next >= 0 && isQuoted(next) ? head + 1 : endOfRest(text, at, boxes)
}

/** The end of the last line of a border or of header lines that begin with a line; -1 where it begins none. */
function headEnd(text: string, { line, end, start, previous }: Line): number {
  if (isEndBorder(line)) return -1
  if (isBorder(line) || isNotesPreview(line)) return end
  if (notesTable.test(line)) return withRule(text, headerLines(text, end, notesLines, 2))
  if (fromLine.test(line)) return headerLines(text, end, blockLines, 2)
  if (isNotesSender(line)) return headerLines(text, end, notesLines, 2)
  // The name stands in the line above, and stays there.
  if (isNotesDate(line) && previous < start && text.slice(previous, start).trim() !== '') return headerLines(text, end, notesLines, 2)
  return -1
}

/** The end of the line that closes a table of Notes (`>-----|`, which quotes nothing) where one follows; the same end otherwise. */
function withRule(text: string, end: number): number {
  const next = lineEnd(text, end + 1)
  return end >= 0 && /^\s*>-+\|\s*$/u.test(text.slice(end + 1, next)) ? next : end
}

/** The end of the last of at least `least` further header lines close after a line; -1 where there are fewer. */
function headerLines(text: string, end: number, near: number, least: number): number {
  let [others, last] = [0, -1]
  for (let count = 1, at = end + 1; count < near && at <= text.length; count++) {
    const next = lineEnd(text, at)
    if (otherLine.test(text.slice(at, next))) {
      others++
      last = next
    }
    at = next + 1
  }
  return others >= least ? last : -1
}

/** Where an earlier message without marks of its own ends: with its box, behind a border that says so, or with the text. */
function endOfRest(text: string, { start, end }: Line, boxes: readonly QuoteBox[]): number {
  const box = boxes.reduce((least, each) => (each.start <= start && start < each.end ? Math.min(least, each.end) : least), text.length + 1)
  let open = 1
  for (const { index, 0: line } of ruledLines(text.slice(end, box))) {
    if (isEndBorder(line)) open--
    else if (isBorder(line)) open++
    if (open === 0) return end + index + line.length
  }
  return box
}

const ruledLine = /[ \t>]*[-_=]{2}[^\n]{0,300}$/muy

/** The lines that begin with two signs of a rule; line by line, since few lines begin with any. */
function* ruledLines(text: string): Generator<RegExpExecArray> {
  for (let start = 0; start < text.length; start = lineEnd(text, start) + 1) {
    if (isLetterOrDigit(text.charCodeAt(start))) continue
    ruledLine.lastIndex = start
    const line = ruledLine.exec(text)
    if (line !== null) yield line
  }
}

/** Whether a place lies in one of some spans. */
function within(spans: readonly QuoteBox[]): (at: number) => boolean {
  const apart: { readonly start: number; end: number }[] = []
  for (const { start, end } of [...spans].sort((left, right) => left.start - right.start)) {
    const last = apart.at(-1)
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end)
    else apart.push({ start, end })
  }
  return (at) => {
    let [low, high] = [0, apart.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((apart[middle]?.end ?? 0) <= at) low = middle + 1
      else high = middle
    }
    return (apart[low]?.start ?? at + 1) <= at
  }
}

function lineEnd(text: string, start: number): number {
  return indexOrEnd(text, '\n', start)
}

function indexOrEnd(text: string, wanted: string, from: number): number {
  const found = text.indexOf(wanted, from)
  return found < 0 ? text.length : found
}

/** Where the next line that isn't empty starts; -1 where there is none. */
function nextLine(text: string, from: number): number {
  for (let at = from; at <= text.length; ) {
    const end = lineEnd(text, at)
    if (text.slice(at, end).trim() !== '') return at
    at = end + 1
  }
  return -1
}

/**
 * Whether a line may be anything but its writer's own: it begins with a sign or a blank, has a colon where a label or an attribution has it, or ends as a date does. Most
 * lines do none of it, and what is looked for in the others costs more than all the rest here.
 */
function mayMark(text: string, start: number, end: number): boolean {
  if (start === end) return false
  if (!isLetterOrDigit(text.charCodeAt(start))) return true
  const bound = Math.min(end, start + longestLabel)
  for (let at = start + 1; at < bound; at++) if (text.charCodeAt(at) === colon) return true
  let last = end - 1
  while (last > start && text.charCodeAt(last) !== colon && isSpace(text, last)) last--
  const code = text.charCodeAt(last)
  return code === colon || code === 0xff1a || code === capitalM || (code >= 48 && code <= 57)
}

const colon = 0x3a
const capitalM = 0x4d

function isLetterOrDigit(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 97 && code <= 122) || (code >= 65 && code <= 90)
}

function isSpace(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code <= 0x7f ? code === 0x20 || (code >= 9 && code <= 13) : text.charAt(at).trim() === ''
}
