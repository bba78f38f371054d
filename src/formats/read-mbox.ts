import type { ByteSource, ExceptionCode } from '../model/index.ts'
import { type MboxProfile, mboxProfile } from './mbox-profile.ts'
import { contentEnd, declaredLength, nextSeparator, type Separator, separatorAfter, separatorAt } from './mbox-scan.ts'
import { maxSeparatorBytes, type SeparatorStyle } from './mbox-separator.ts'
import { SourceWindow } from './mbox-window.ts'

/** A range of an mbox file. `message` and `exception` count in the ledger; a message may carry a code: it was read, and something about it noted. */
export interface MboxSlice {
  readonly kind: 'message' | 'separator' | 'exception'
  readonly offset: number
  readonly length: number
  readonly code?: ExceptionCode
}

/**
 * Slices of an mbox of any size, in order, each byte in exactly one; memory does not grow with the file. A message's slice holds
 * neither its `From ` line nor the empty line that the writer put after it: both are separators. Content-Length is believed only
 * where it leads to a separator and hides no other message.
 * @param fromOffset where an earlier run stopped: the end of any slice; what follows is the same as in an undisturbed run
 */
export function* readMbox(source: ByteSource, fromOffset = 0, profile: MboxProfile = mboxProfile(source)): Generator<MboxSlice> {
  const window = new SourceWindow(source)
  const { style } = profile
  let at = fromOffset
  let inMessage = at > 0 && at < window.size && isAfterSeparator(window, at, style) && separatorAt(window, at, style) === null
  while (at < window.size) {
    if (inMessage) {
      const { end, lying } = messageEnd(window, at, profile)
      const stop = contentEnd(window, at, end)
      if (stop === at) {
        yield { kind: 'exception', offset: at, length: end - at, code: 'empty-message' }
        at = end
      } else {
        const slice = { kind: 'message', offset: at, length: stop - at } as const
        yield lying ? { ...slice, code: 'lying-content-length' } : slice
        at = stop
      }
      inMessage = false
      continue
    }
    const separator = separatorAt(window, at, style) ?? nextSeparator(window, at, style)
    const gapEnd = separator?.offset ?? window.size
    if (!isBlank(window, at, gapEnd)) {
      yield { kind: 'exception', offset: at, length: gapEnd - at, code: 'bytes-before-first-message' }
      at = gapEnd
      continue
    }
    const end = separator?.next ?? window.size
    const empty = separator !== null && (end >= window.size || separatorAt(window, end, style) !== null)
    yield empty
      ? { kind: 'exception', offset: at, length: end - at, code: 'empty-message' }
      : { kind: 'separator', offset: at, length: end - at }
    at = end
    inMessage = separator !== null && !empty
  }
}

/** Where the message that starts here ends: at the next separator, unless a Content-Length that holds says that it is part of the text. */
function messageEnd(window: SourceWindow, start: number, profile: MboxProfile): { readonly end: number; readonly lying: boolean } {
  const next = nextSeparator(window, start, profile.style)
  const end = next?.offset ?? window.size
  const length = declaredLength(window, start)
  if (length === null) return { end, lying: false }
  const expected = length.bodyStart + length.bytes
  const landing = separatorAfter(window, expected, profile.style)
  if (landing === end) return { end, lying: false }
  // It reaches over a separator. In a file that quotes nothing that line may be text; but a message with a length of its own that
  // holds was delivered here, and a crafted length would hide it. Splitting too often loses nothing.
  const overText =
    profile.dialect === 'mboxcl2' && landing !== null && landing > end && next !== null && !standsAlone(window, next, profile.style)
  return overText ? { end: landing, lying: false } : { end, lying: true }
}

function standsAlone(window: SourceWindow, separator: Separator, style: SeparatorStyle): boolean {
  const own = declaredLength(window, separator.next)
  return own !== null && separatorAfter(window, own.bodyStart + own.bytes, style) !== null
}

/** Whether the line before `offset` is a separator: then a message starts here. */
function isAfterSeparator(window: SourceWindow, offset: number, style: SeparatorStyle): boolean {
  const from = Math.max(0, offset - maxSeparatorBytes - 2)
  const before = window.read(from, offset - from)
  if (before[before.length - 1] !== 10) return false
  const lineStart = before.lastIndexOf(10, before.length - 2)
  if (lineStart < 0 && from > 0) return false
  return separatorAt(window, from + lineStart + 1, style) !== null
}

function isBlank(window: SourceWindow, start: number, end: number): boolean {
  for (let at = start; at < end; ) {
    const bytes = window.read(at, Math.min(end - at, 65_536))
    if (bytes.length === 0) return false
    for (const byte of bytes) if (byte !== 10 && byte !== 13) return false
    at += bytes.length
  }
  return true
}
