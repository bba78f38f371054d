import type { ReleasedMailbox } from './mime-encode.ts'
import { type Cut, cutText } from './redaction.ts'

/** `[start, end)` of each address in the text of an address header: split at commas and semicolons outside quotes and brackets. */
function entries(text: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = []
  let start = 0
  let quoted = false
  let angle = false
  for (let at = 0; at <= text.length; at++) {
    const character = text[at]
    if (quoted && character === '\\') {
      at++
      continue
    }
    if (character === '"' && !angle) quoted = !quoted
    else if (!quoted && character === '<') angle = true
    else if (!quoted && character === '>') angle = false
    else if (character === undefined || (!quoted && !angle && (character === ',' || character === ';'))) {
      let from = start
      let to = at
      while (from < to && /\s/.test(text[from] ?? '')) from++
      while (to > from && /\s/.test(text[to - 1] ?? '')) to--
      if (to > from) found.push({ start: from, end: to })
      start = at + 1
    }
  }
  return found
}

/**
 * The mailboxes of an address header as released. An address that a cut touches is gone whole: half an address is not one, and what is
 * left of it would still tell.
 */
export function releasedMailboxes(text: string, cuts: readonly Cut[]): ReleasedMailbox[] {
  return entries(text).map(({ start, end }) => {
    const entry = text.slice(start, end)
    const angle = /<([^<>]*)>\s*$/.exec(entry)
    const bare = angle === null && /^\S+@\S+$/.test(entry)
    const addressStart = angle !== null ? start + angle.index : bare ? start : end
    const nameEnd = addressStart
    const touched = cuts.filter((cut) => cut.start < end && cut.end > addressStart)
    const name = unquote(cutText(text, cuts, start, nameEnd))
    if (addressStart === end) return { name, address: cuts.some((cut) => cut.start < end && cut.end > start) ? null : '' }
    const [first] = touched
    if (first === undefined) return { name, address: angle?.[1]?.trim() ?? entry }
    return { name: name === '' ? first.marker : name, address: null }
  })
}

function unquote(name: string): string {
  const text = name.trim()
  return /^".*"$/.test(text) ? text.slice(1, -1).replace(/\\(.)/g, '$1') : text
}
