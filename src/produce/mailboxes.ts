import { addressText } from '../formats/index.ts'
import type { MailAddress } from '../model/index.ts'
import type { ReleasedMailbox } from './mime-encode.ts'
import { type Cut, cutText } from './redaction.ts'

interface Entry {
  readonly start: number
  /** Where the address begins, angle bracket included; `end` where there is none. */
  readonly address: number
  readonly end: number
}

/** Places of known addresses in the text that shows them; null where the text shows something else. */
function located(text: string, addresses: readonly MailAddress[]): Entry[] | null {
  const found: Entry[] = []
  let from = 0
  for (const address of addresses) {
    const shown = addressText(address)
    if (shown === '') continue
    const start = text.indexOf(shown, from)
    if (start < 0) return null
    const end = start + shown.length
    const bracket = shown.endsWith('>') ? shown.lastIndexOf(' <') : -1
    found.push({ start, address: bracket >= 0 ? start + bracket : address.address === '' ? end : start, end })
    from = end
  }
  return found
}

/** Addresses split at commas and semicolons outside quotes and brackets; a piece without an address belongs to the name that follows. */
function split(text: string): Entry[] {
  const found: Entry[] = []
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
      if (character !== undefined && !text.slice(start, at).includes('@')) continue
      let first = start
      let end = at
      while (first < end && /[\s,;]/.test(text[first] ?? '')) first++
      while (end > first && /[\s,;]/.test(text[end - 1] ?? '')) end--
      const entry = text.slice(first, end)
      const bracket = /\s*<[^<>]*>$/.exec(entry)
      if (end > first)
        found.push({ start: first, address: bracket !== null ? first + bracket.index : /^\S+@\S+$/.test(entry) ? first : end, end })
      start = at + 1
    }
  }
  return found
}

/**
 * The mailboxes of an address header as released. An address that a cut touches is gone whole: half an address is not one, and what is
 * left of it would still tell.
 */
export function releasedMailboxes(text: string, cuts: readonly Cut[], addresses: readonly MailAddress[]): ReleasedMailbox[] {
  const entries = (addresses.length > 0 ? located(text, addresses) : null) ?? split(text)
  return entries.map(({ start, address, end }) => {
    const name = unquote(cutText(text, cuts, start, address))
    if (address === end) return { name, address: cuts.some((cut) => cut.start < end && cut.end > start) ? null : '' }
    const touching = cuts.find((cut) => cut.start < end && cut.end > address)
    if (touching === undefined) return { name, address: text.slice(address, end).replace(/^\s*<\s*|\s*>$/g, '') }
    return { name: name === '' ? touching.marker : name, address: null }
  })
}

function unquote(name: string): string {
  const text = name.trim()
  return /^".*"$/.test(text) ? text.slice(1, -1).replace(/\\(.)/g, '$1') : text
}
