import type { SourceKind } from '../model/index.ts'
import { looksLikeField, looksLikeMailField, separatorStrength } from './mbox-separator.ts'

/** How many first bytes of a file `recogniseFile` wants to see. */
export const recogniseBytes = 65_536

/**
 * What a file is, by its first bytes: an mbox, one message, or no mail. The name counts for nothing: archives are renamed, and a
 * file of prose that starts with "From " must not become mail. Emptiness is no mail; the caller knows that by the size.
 * @param head the first `recogniseBytes` bytes, or all of a smaller file
 */
export function recogniseFile(head: Uint8Array): Extract<SourceKind, 'mbox' | 'eml'> | null {
  const view = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, recogniseBytes))
  const text = view.toString('latin1').replace(/^\xef\xbb\xbf/, '')
  const lines = text.split(/\r\n|\n|\r/)
  let first = 0
  while (first < lines.length && lines[first] === '') first++
  const opening = lines[first] ?? ''
  if (opening.startsWith('From ')) {
    const strength = separatorStrength(opening)
    if (strength === 'full') return 'mbox'
    const field = mailHeader(lines, first + 1)
    if (strength === 'bare' && field) return 'mbox'
    if (field) return 'eml'
  }
  if (mailHeader(lines, first)) return 'eml'
  return laterSeparator(lines, first) ? 'mbox' : null
}

/** Whether a header of mail starts at a line: only fields and their continuations, among them what mail is made of. */
function mailHeader(lines: readonly string[], start: number): boolean {
  let fields = 0
  let mailFields = 0
  for (let at = start; at < lines.length && fields < 40; at++) {
    const line = lines[at] as string
    if (line === '') break
    if (fields > 0 && /^[ \t]/.test(line)) continue
    if (!looksLikeField(line)) {
      // One stray line among good fields is a mailer's fault; prose with colons fails here.
      if (mailFields < 2) return false
      break
    }
    fields++
    if (looksLikeMailField(line)) mailFields++
  }
  // A single `From:` or `Subject:` line opens many a note; two such fields, or one that only mail has, don't.
  return mailFields >= 2 || (mailFields >= 1 && certain.test(lines[start] ?? ''))
}

const certain = /^(?:received|return-path|message-id|mime-version|delivered-to|x-[a-z-]+)[ \t]*:/i

/** Garbage before the first message: a separator with its header within what is seen. */
function laterSeparator(lines: readonly string[], start: number): boolean {
  for (let at = start; at < lines.length; at++) {
    const line = lines[at] as string
    if (line.startsWith('From ') && separatorStrength(line) === 'full' && (at === 0 || lines[at - 1] === '') && mailHeader(lines, at + 1)) {
      return true
    }
  }
  return false
}
