import {
  looksLikeField,
  looksLikeMailField,
  maxSeparatorBytes,
  type SeparatorStyle,
  separatorStrength,
  separatorStyle,
} from './mbox-separator.ts'
import type { SourceWindow } from './mbox-window.ts'

/** A separator line: its first byte, and the byte after its line break. */
export interface Separator {
  readonly offset: number
  readonly next: number
}

export interface DeclaredLength {
  readonly bytes: number
  readonly bodyStart: number
}

const fromLine = Buffer.from('\nFrom ')
/** A message's header is searched this far for Content-Length. */
const headerBytes = 64 * 1024

/** The first separator whose line starts after `from` (or at 0); looks no further than about `until`. */
export function nextSeparator(window: SourceWindow, from: number, style: SeparatorStyle, until = window.size): Separator | null {
  const here = from === 0 ? separatorAt(window, 0, style) : null
  if (here !== null) return here
  let at = from
  for (;;) {
    const found = window.indexOf(fromLine, at, until)
    if (found < 0) return null
    const separator = separatorAt(window, found + 1, style)
    if (separator !== null) return separator
    at = found + 1
  }
}

/** The separator at the start of a line, if the line is one there. */
export function separatorAt(window: SourceWindow, offset: number, style: SeparatorStyle): Separator | null {
  const line = window.line(offset, maxSeparatorBytes)
  if (!line.whole) return null
  const strength = separatorStrength(line.text)
  if (strength === null) return null
  if (style === 'mail' && separatorStyle(line.text) === 'git') return null
  const separator = { offset, next: line.next }
  if (followsBlankLine(window, offset)) return strength === 'full' || startsMail(window, line.next) ? separator : null
  // Writers that leave out the empty line exist; then only a date and a header together are believed.
  return strength === 'full' && startsMail(window, line.next) ? separator : null
}

/** Whether a message's header begins here: a field, and one that mail is made of among the first few lines. */
function startsMail(window: SourceWindow, offset: number): boolean {
  let at = offset
  for (let count = 0; count < 12 && at < window.size; count++) {
    const line = window.line(at, 400)
    if (line.text === '' || (count === 0 && !looksLikeField(line.text))) return false
    if (looksLikeMailField(line.text)) return true
    at = line.next
  }
  return false
}

function followsBlankLine(window: SourceWindow, offset: number): boolean {
  if (offset === 0) return true
  const before = window.read(Math.max(0, offset - 3), Math.min(3, offset))
  const last = before.length - 1
  if (before[last] !== 10) return false
  if (last === 0) return true
  if (before[last - 1] === 10) return true
  return before[last - 1] === 13 && (last === 1 || before[last - 2] === 10)
}

/** Content-Length of the message whose header starts here, with where its body starts; null without one, or with two that differ. */
export function declaredLength(window: SourceWindow, offset: number): DeclaredLength | null {
  const head = window.read(offset, headerBytes)
  const end = headerEnd(head)
  if (end === null) return null
  let found: number | null = null
  for (const match of head.toString('latin1', 0, end).matchAll(/^content-length[ \t]*:[ \t]*(\d{1,15})[ \t]*\r?$/gim)) {
    const bytes = Number(match[1])
    if (found !== null && found !== bytes) return null
    found = bytes
  }
  return found === null ? null : { bytes: found, bodyStart: offset + end }
}

function headerEnd(head: Buffer): number | null {
  const unix = head.indexOf('\n\n')
  const dos = head.indexOf('\n\r\n')
  if (unix < 0 && dos < 0) return null
  return dos < 0 || (unix >= 0 && unix < dos) ? unix + 2 : dos + 3
}

/** Position of the separator (or the file's end) that stands here or after at most two line breaks; null if something else does. */
export function separatorAfter(window: SourceWindow, offset: number, style: SeparatorStyle): number | null {
  if (offset > window.size) return null
  let at = offset
  for (let count = 0; count <= 2; count++) {
    if (at >= window.size) return window.size
    if ((at === 0 || window.read(at - 1, 1)[0] === 10) && separatorAt(window, at, style) !== null) return at
    const two = window.read(at, 2)
    if (two[0] === 10) at += 1
    else if (two[0] === 13 && two[1] === 10) at += 2
    else return null
  }
  return null
}

/** End of a message's own bytes in `[start, end)`: the empty line that the writer puts before the next separator is not part of it. */
export function contentEnd(window: SourceWindow, start: number, end: number): number {
  const tail = window.read(Math.max(start, end - 3), Math.min(3, end - start))
  const text = tail.toString('latin1')
  if (text.endsWith('\n\r\n')) return end - 2
  if (text.endsWith('\n\n')) return end - 1
  if (text === '\n' || text === '\r\n') return start
  return end
}
