import type { MailAddress } from '../model/index.ts'
import { decodeHeaderText, decodeRaw } from './encoded-word.ts'

/** One lexical piece of an address list. */
interface Piece {
  readonly kind: 'text' | 'quoted' | 'comment' | 'angle' | 'comma' | 'semicolon' | 'colon'
  /** Undecoded, one character a byte; without its quotes or brackets. */
  readonly text: string
  /** Whether white space stood before it. */
  readonly spaced: boolean
}

/**
 * Addresses of a From, To, Cc … field (RFC 5322 §3.4, §4.4, RFC 6532), never failing: what has no address comes out as a name alone.
 * One pass over the text and one over its pieces, so the time is linear in the length (CVE-2025-14874 was a recursion here).
 * @param raw unfolded field body, one character a byte
 * @param fallback charset of raw 8-bit names that are not UTF-8
 */
export function parseAddresses(raw: string, fallback: string | null = null): MailAddress[] {
  return plainList(raw) ?? anyList(raw, fallback)
}

/** Signs that mean more in an address list than a name, an address, quotes or a comma; all but ASCII; encoded words. */
const special = /[^\t\x20-\x7e]|['();:\\[\]]|=\?/
const plainSpec = /^[^<>@"\s]+@[^<>@"\s]+$/

/** The list where it is nothing but `name <address>`, `"name" <address>` and `address` between commas, as most are; else null. */
function plainList(raw: string): MailAddress[] | null {
  if (special.test(raw)) return null
  const out: MailAddress[] = []
  for (const piece of raw.split(',')) {
    const mailbox = piece.trim()
    const open = mailbox.endsWith('>') ? mailbox.indexOf('<') : -1
    const spec = open < 0 ? mailbox : mailbox.slice(open + 1, -1)
    const name = open <= 0 ? '' : plainName(mailbox.slice(0, open).trim())
    if (name === null || !plainSpec.test(spec)) return null
    const at = spec.indexOf('@')
    out.push({ name, address: spec.slice(0, at) + spec.slice(at).toLowerCase(), group: null })
  }
  return out
}

/** A name of words, or one in quotes; null where quotes or brackets stand in another way. */
function plainName(written: string): string | null {
  const name = written.length > 1 && written.startsWith('"') && written.endsWith('"') ? written.slice(1, -1).trim() : written
  if (/[<>@"]/.test(name)) return null
  return /\s\s|\t/.test(name) ? name.replace(/\s+/g, ' ') : name
}

function anyList(raw: string, fallback: string | null): MailAddress[] {
  const out: MailAddress[] = []
  let mailbox: Piece[] = []
  /** Kept beside the pieces: to look for it among them at every colon would be quadratic. */
  let addressed = false
  let group: string | null = null
  let groupIsEmpty = true
  /** Mailboxes without an address that end in a comma: `Smith, John <j@x>` has its name cut in two. */
  let nameless: Piece[] = []
  const pieces = addressPieces(raw)
  let semicolons = 0
  for (const piece of pieces) if (piece.kind === 'semicolon') semicolons++

  const flushNameless = (): void => {
    let part: Piece[] = []
    for (const piece of nameless) {
      if (piece.kind !== 'comma') part.push(piece)
      else {
        const one = mailboxOf(part, group, fallback)
        if (one !== null) out.push(one)
        part = []
      }
    }
    nameless = []
  }
  const endMailbox = (): void => {
    if (mailbox.length === 0) return
    groupIsEmpty = false
    const angle = mailbox.some((piece) => piece.kind === 'angle')
    if (!angle && !mailbox.some((piece) => piece.kind !== 'comment' && piece.text.includes('@'))) {
      for (const piece of mailbox) nameless.push(piece)
      nameless.push(comma)
    } else {
      const startsBare = mailbox[0]?.kind === 'text' || mailbox[0]?.kind === 'angle'
      const parts = nameless.filter((piece) => piece.kind === 'comma').length
      const canJoin = angle && startsBare && mailbox[0]?.kind !== 'angle' && parts > 0 && parts <= 3
      if (canJoin) {
        mailbox = nameless.concat(mailbox)
        nameless = []
      } else flushNameless()
      const one = mailboxOf(mailbox, group, fallback)
      if (one !== null) out.push(one)
    }
    mailbox = []
    addressed = false
  }
  const endGroup = (): void => {
    endMailbox()
    flushNameless()
    if (group !== null && groupIsEmpty) out.push({ name: '', address: '', group })
    group = null
  }

  for (let at = 0; at < pieces.length; at++) {
    const piece = pieces[at] as Piece
    if (piece.kind === 'comma') endMailbox()
    else if (piece.kind === 'semicolon') {
      semicolons--
      endGroup()
    } else if (piece.kind === 'colon') {
      const isScheme = mailbox.length === 1 && /^mailto$/i.test(mailbox[0]?.text ?? '')
      const nothingAfter = at === pieces.length - 1
      if (isScheme) mailbox = []
      else if (group === null && mailbox.length > 0 && (semicolons > 0 || nothingAfter) && !addressed) {
        flushNameless()
        group = phrase(mailbox, fallback)
        groupIsEmpty = true
        mailbox = []
      } else mailbox.push({ kind: 'text', text: ':', spaced: false })
    } else {
      mailbox.push(piece)
      addressed ||= piece.kind === 'angle' || (piece.kind === 'text' && piece.text.includes('@'))
    }
  }
  endGroup()
  return out
}

const comma: Piece = { kind: 'comma', text: ',', spaced: false }

function addressPieces(raw: string): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  let spaced = false
  const specials: Readonly<Record<string, Piece['kind']>> = { ',': 'comma', ';': 'semicolon', ':': 'colon' }
  // Where a quote, comment or bracket is never closed, the sign stands for itself; found once, since each search goes to the end.
  let openQuote = false
  let openComment = false
  while (at < raw.length) {
    const char = raw[at] as string
    if (char === ' ' || char === '\t' || char === '\r' || char === '\n') {
      spaced = true
      at++
      continue
    }
    const special = specials[char]
    if (special !== undefined) {
      pieces.push({ kind: special, text: char, spaced })
      at++
    } else if (char === '"' && !openQuote) {
      const end = closingQuote(raw, at)
      if (end < 0) {
        openQuote = true
        continue
      }
      pieces.push({ kind: 'quoted', text: unquoted(raw.slice(at + 1, end)), spaced })
      at = end + 1
    } else if (char === '(' && !openComment) {
      const end = closingBracket(raw, at)
      if (end < 0) {
        openComment = true
        continue
      }
      pieces.push({ kind: 'comment', text: unquoted(raw.slice(at + 1, end)), spaced })
      at = end + 1
    } else if (char === '<') {
      const end = angleEnd(raw, at)
      pieces.push({ kind: 'angle', text: raw.slice(at + 1, end), spaced })
      at = end
      while (raw[at] === '>') at++
    } else {
      const end = textEnd(raw, at, openQuote, openComment)
      pieces.push({ kind: 'text', text: raw.slice(at, end), spaced })
      at = end
    }
    spaced = false
  }
  return pieces
}

/** End of a run of ordinary characters; a domain literal `[IPv6:…]` and an encoded word keep their specials. */
function textEnd(raw: string, start: number, quotesAreText: boolean, bracketsAreText: boolean): number {
  let at = start
  while (at < raw.length) {
    const char = raw[at] as string
    if (char === '=' && raw[at + 1] === '?') {
      const word = /^=\?[^?\s]{1,80}\?[bq]\?[^?\s]*\?=/i.exec(raw.slice(at, at + 1000))
      at += word === null ? 2 : word[0].length
    } else if (char === '[' && raw[at - 1] === '@') {
      const literal = /^\[[^\]\s,;<>"]{1,100}\]/.exec(raw.slice(at, at + 102))
      at += literal === null ? 1 : literal[0].length
    } else if (/[\s,;:<]/.test(char) || (char === '"' && !quotesAreText) || (char === '(' && !bracketsAreText)) {
      // A sign that starts the run stands for itself, so that each run takes at least one character.
      if (at > start) return at
      at++
    } else at++
  }
  return at
}

function closingQuote(raw: string, open: number): number {
  for (let at = open + 1; at < raw.length; at++) {
    if (raw[at] === '\\') at++
    else if (raw[at] === '"') return at
  }
  return -1
}

function closingBracket(raw: string, open: number): number {
  let depth = 0
  for (let at = open; at < raw.length; at++) {
    const char = raw[at]
    if (char === '\\') at++
    else if (char === '(') depth++
    else if (char === ')' && --depth === 0) return at
  }
  return -1
}

/** Where the address in angle brackets ends: at `>`, or where it is missing at the next mailbox. */
function angleEnd(raw: string, open: number): number {
  let quoted = false
  let stop = -1
  for (let at = open + 1; at < raw.length; at++) {
    const char = raw[at]
    if (char === '\\' && quoted) at++
    else if (char === '"') quoted = !quoted
    else if (char === '>' && !quoted) return at
    else if (char === '<' && !quoted && at > open + 1) return stop < 0 ? at : stop
    else if (char === ',' && !quoted && raw[open + 1] !== '@' && stop < 0) stop = at
  }
  return stop < 0 ? raw.length : stop
}

function unquoted(text: string): string {
  return text.includes('\\') ? text.replace(/\\(.)/gs, '$1') : text
}

function mailboxOf(pieces: readonly Piece[], group: string | null, fallback: string | null): MailAddress | null {
  const angles = pieces.filter((piece) => piece.kind === 'angle')
  const angle = angles.find((piece) => piece.text.includes('@')) ?? angles.find((piece) => piece.text.trim() !== '')
  if (angle !== undefined) {
    const { spec, comments } = withoutComments(angle.text)
    const name = nameOf([...pieces.filter((piece) => piece !== angle), ...comments], fallback)
    const address = addrSpec(spec)
    if (address === '' && name === '') return null
    return { name: name === angle.text.trim() ? '' : name, address, group }
  }
  const index = pieces.findIndex((piece) => piece.kind === 'text' && piece.text.includes('@'))
  if (index < 0) {
    const at = pieces.findIndex((piece) => piece.kind === 'quoted' && /^[^\s@]+@[^\s@]+$/.test(piece.text.trim()))
    if (at >= 0)
      return {
        name: nameOf(
          pieces.filter((_, place) => place !== at),
          fallback,
        ),
        address: addrSpec((pieces[at] as Piece).text),
        group,
      }
    const name = nameOf(
      pieces.filter((piece) => piece.kind !== 'angle'),
      fallback,
    )
    return name === '' ? null : { name, address: '', group }
  }
  // Bare address: the pieces that touch the one with the @ belong to it (`"john doe"@x.test`, `john @ x.test`).
  let from = index
  let to = index + 1
  const loneAt = (pieces[index] as Piece).text
  if (loneAt.startsWith('@')) {
    // A comment may stand between (RFC 822 §A.1.4): `jane.roe(Jane)@x.test`.
    const before = pieces.findLastIndex((piece, place) => place < from && piece.kind !== 'comment')
    if (before >= 0) from = before
  }
  while (from > 0 && !(pieces[from] as Piece).spaced && /^(text|quoted)$/.test((pieces[from - 1] as Piece).kind)) from--
  while (
    to < pieces.length &&
    /^(text|quoted)$/.test((pieces[to] as Piece).kind) &&
    (!(pieces[to] as Piece).spaced || (to === index + 1 && loneAt.endsWith('@')))
  ) {
    to++
  }
  const { spec, comments } = apart(pieces.slice(from, to))
  return { name: nameOf([...pieces.slice(0, from), ...pieces.slice(to), ...comments], fallback), address: addrSpec(spec), group }
}

interface Spec {
  readonly spec: string
  readonly comments: readonly Piece[]
}

/** An address, and the comments within it. */
function apart(pieces: readonly Piece[]): Spec {
  const written = pieces.filter((piece) => piece.kind !== 'comment')
  return {
    spec: written.map((piece) => (piece.kind === 'quoted' ? `"${piece.text}"` : piece.text)).join(''),
    comments: pieces.filter((piece) => piece.kind === 'comment').map((piece) => ({ ...piece, spaced: true })),
  }
}

/** The same of an address in angle brackets. Names of Exchange's directory have round brackets of their own. */
function withoutComments(within: string): Spec {
  return within.includes('(') && within.includes('@') && !/^\s*\/o=/i.test(within)
    ? apart(addressPieces(within))
    : { spec: within, comments: [] }
}

/**
 * Name of what stands beside an address. Comments are read as mail programs show them: in their brackets beside a name (`Jane (née Roe)`), since they say who that is; as
 * the name where there is none else.
 */
function nameOf(pieces: readonly Piece[], fallback: string | null): string {
  const isNamed = pieces.some((piece) => piece.kind !== 'comment' && piece.text.trim() !== '')
  return phrase(
    isNamed ? pieces.map((piece) => (piece.kind === 'comment' ? { ...piece, text: `(${piece.text})` } : piece)) : pieces,
    fallback,
  )
}

/** `local@domain` without route (§4.4), scheme, stray brackets and white space; the domain in lower case. */
function addrSpec(raw: string): string {
  let text = decodeRaw(raw).trim()
  if (text.startsWith('@')) {
    const colon = text.indexOf(':')
    if (colon >= 0) text = text.slice(colon + 1)
  }
  text = trimEnds(text.replace(/^mailto:/i, '').replace(/^[<\s]+/, ''))
  // Outlook's quotes around the whole; one apostrophe alone is part of the name.
  if (text.length > 2 && text.startsWith("'") && text.endsWith("'")) text = text.slice(1, -1)
  const quoted = text.startsWith('"')
  // An entry of Exchange's directory has words in it, as texts have it too: `/o=Firm/ou=Exchange Administrative Group/cn=…`.
  if (!quoted) text = text.replace(/\s+/g, /^\/o=/i.test(text) ? ' ' : '')
  const at = text.lastIndexOf('@')
  return at < 0 ? text : text.slice(0, at) + text.slice(at).toLowerCase()
}

function trimEnds(text: string): string {
  let end = text.length
  while (end > 0 && /[>\s,;]/.test(text[end - 1] as string)) end--
  return text.slice(0, end)
}

/** Display name of pieces: decoded, white space collapsed, Outlook's single quotes removed. */
function phrase(pieces: readonly Piece[], fallback: string | null): string {
  let raw = ''
  for (const piece of pieces) {
    const text = piece.kind === 'angle' ? `<${piece.text}>` : piece.text
    raw += raw === '' || (!piece.spaced && piece.kind !== 'quoted') ? text : ` ${text}`
  }
  const name = decodeHeaderText(raw, fallback).replace(/\s+/g, ' ').trim()
  return name.length > 2 && name.startsWith("'") && name.endsWith("'") ? name.slice(1, -1).trim() : name
}
