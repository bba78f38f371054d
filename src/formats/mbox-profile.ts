import type { ByteSource, MboxDialect } from '../model/index.ts'
import { contentEnd, declaredLength, nextSeparator, separatorAfter } from './mbox-scan.ts'
import { type SeparatorStyle, separatorStyle } from './mbox-separator.ts'
import { SourceWindow } from './mbox-window.ts'

/** What kind of mbox a file is; found from its first messages, so that it is the same on every run and at every resume. */
export interface MboxProfile {
  readonly dialect: MboxDialect
  /** `git`: the separators are those of formatted patches; elsewhere such a line is text of a mail. */
  readonly style: SeparatorStyle
}

/** How far a mailbox is looked into. */
export interface ProfileSample {
  /** Messages that begin before this offset are looked at. */
  readonly sampleBytes: number
  /** And their ends are looked for up to this one. */
  readonly reachBytes: number
}

const fileSample: ProfileSample = { sampleBytes: 16 * 1024 * 1024, reachBytes: 64 * 1024 * 1024 }
/** In a stream so little that going back to its beginning is within what a stream keeps: else it would be decoded a second time. */
export const streamSample: ProfileSample = { sampleBytes: 3 * 1024 * 1024, reachBytes: 3 * 1024 * 1024 }

const sampleMessages = 500

const quotedFrom = Buffer.from('\n>From ')
const bareFrom = Buffer.from('\nFrom ')

/**
 * Tells the four dialects apart (LoC fdd000384–387). Content-Length counts only where most messages have one that holds. Without
 * evidence it is mboxrd, which differs from mboxo only in lines quoted twice, and mboxcl2 among those with lengths.
 */
export function mboxProfile(source: ByteSource, { sampleBytes, reachBytes }: ProfileSample = fileSample): MboxProfile {
  const window = new SourceWindow(source)
  const style = firstStyle(window, sampleBytes)
  let holding = 0
  let others = 0
  let unquoted = false
  let reached = 0
  let sampled = 0
  let separator = nextSeparator(window, 0, style, sampleBytes)
  for (let count = 0; separator !== null && count < sampleMessages && separator.offset < sampleBytes; count++) {
    const next = nextSeparator(window, separator.next, style, reachBytes)
    // A message that reaches far beyond the sample is left out: to find its end might mean to read the whole file.
    if (next === null && window.size > reachBytes) break
    const end = next?.offset ?? window.size
    const length = declaredLength(window, separator.next)
    const landing =
      length === null || length.bodyStart + length.bytes > reachBytes
        ? null
        : separatorAfter(window, length.bodyStart + length.bytes, style)
    if (landing === end) holding++
    else if (length !== null || separator.offset >= reached) others++
    // What lies inside the length of a message before is perhaps its text: it speaks neither for lengths nor against them.
    reached = Math.max(reached, landing ?? 0)
    unquoted ||= holdsUnquoted(window, separator.next, Math.min(contentEnd(window, separator.next, end), sampleBytes))
    sampled = Math.min(end, sampleBytes)
    separator = next
  }
  const quoted = within(window.indexOf(quotedFrom, 0, sampled), sampled)
  if (holding > others) return { dialect: quoted && !unquoted ? 'mboxcl' : 'mboxcl2', style }
  return { dialect: unquoted ? 'mboxo' : 'mboxrd', style }
}

function firstStyle(window: SourceWindow, sampleBytes: number): SeparatorStyle {
  const first = nextSeparator(window, 0, 'git', sampleBytes)
  return first === null ? 'mail' : separatorStyle(window.line(first.offset, 1000).text)
}

/** A line `From …` inside a message: this writer does not quote them all. */
function holdsUnquoted(window: SourceWindow, start: number, end: number): boolean {
  return within(window.indexOf(bareFrom, start, end), end)
}

function within(found: number, end: number): boolean {
  return found >= 0 && found < end
}
