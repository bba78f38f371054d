import { isOfExtension, type Span } from '../model/index.ts'
import { asIdentifier } from './identifier.ts'
import { indexWords, spokenWords } from './index-form.ts'
import type { Query, TextField } from './query.ts'
import { addressesIn, addressWord } from './written-address.ts'

/** Plain text around the first match, with the spans of every match in it. */
export interface Snippet {
  readonly text: string
  readonly hits: readonly Span[]
}

/** Words to show as found: each a run of index words, the last of which may go on. */
export interface Wanted {
  readonly words: readonly string[]
  readonly prefix: boolean
  /** For a number: its groups joined. Any row of words that join to it is a match, however they are punctuated. */
  readonly joined?: string | null
  /** For an address: its word. It matches as a whole, never inside a longer one, and its words alone don't. */
  readonly address?: string | null
}

const lengthBefore = 60
const lengthInAll = 200
/** A match further on than this, in UTF-16 code units, isn't shown: the snippet starts at the beginning instead. */
const searched = 400_000
/** Invisible characters inside a word (soft hyphen, joiners) don't end it, as in the index. */
const word = /[\p{L}\p{N}\p{M}][\p{L}\p{N}\p{M}\p{Cf}\p{Default_Ignorable_Code_Point}]*/gu

/** Parts of a document in which matches are shown, and the fields that are looked for there besides none. */
const shownFields = { text: ['body', 'attachment'], subject: ['subject'], filename: ['filename', 'attachment'] } as const

/** What a query looks for in one part of a document, outside NOT: for highlighting. */
export function wantedWords(query: Query, part: keyof typeof shownFields = 'text'): readonly Wanted[] {
  const isShown = (field: TextField | null): boolean => field === null || shownFields[part].some((each) => each === field)
  switch (query.kind) {
    case 'and':
    case 'or':
      return query.children.flatMap((child) => wantedWords(child, part))
    case 'text':
      return isShown(query.field) ? wantedPhrase(query) : []
    case 'near':
      return isShown(query.field) ? query.phrases.flatMap(wantedPhrase) : []
    case 'address': {
      const words = indexWords(`${query.local} ${query.domain}`)
      return words.length === 0 || query.field !== null
        ? []
        : [{ words, prefix: false, address: addressWord(`${query.local}@${query.domain}`) }]
    }
    default:
      return []
  }
}

function wantedPhrase({ text, prefix }: { readonly text: string; readonly prefix: boolean }): readonly Wanted[] {
  const words = spokenWords(text)
  if (words.length === 0) return []
  return [{ words, prefix, joined: prefix ? null : asIdentifier(text), address: prefix ? null : addressWord(text) }]
}

interface Found {
  readonly word: string
  readonly start: number
  readonly end: number
}

/** The index words of `text` with their places; a word of an unspaced script gives several with places of their own. */
function* wordsOf(text: string): Generator<Found> {
  for (const match of text.matchAll(word)) {
    const written = match[0]
    const start = match.index
    const words = indexWords(written)
    const [only] = words
    if (words.length === 1 && only !== undefined) yield { word: only, start, end: start + written.length }
    else yield* characterwise(written, start)
  }
}

function* characterwise(written: string, start: number): Generator<Found> {
  let at = start
  for (const character of written) {
    for (const part of indexWords(character)) yield { word: part, start: at, end: at + character.length }
    at += character.length
  }
}

/** Places of the wanted words in `text`, in order, not overlapping. */
export function matchesIn(text: string, wanted: readonly Wanted[], limit = 200): readonly Span[] {
  const addresses = new Set(wanted.flatMap(({ address }) => address ?? []))
  const words = wordMatches(
    text,
    wanted.filter(({ address }) => !address),
    limit,
  )
  if (addresses.size === 0) return words
  const whole: Span[] = []
  for (const found of addressesIn(text)) if (addresses.has(found.word)) whole.push(found)
  const spans: Span[] = []
  for (const { start, end } of [...words, ...whole].sort((left, right) => left.start - right.start || left.end - right.end)) {
    const last = spans.at(-1)
    if (last && last.end > start) spans[spans.length - 1] = { start: last.start, end: Math.max(last.end, end) }
    else spans.push({ start, end })
  }
  return spans.slice(0, limit)
}

function wordMatches(text: string, wanted: readonly Wanted[], limit: number): readonly Span[] {
  if (wanted.length === 0) return []
  const spans: Span[] = []
  const recent: Found[] = []
  const longest = Math.max(1, ...wanted.map((term) => (term.joined ? mostGroups : term.words.length)))
  for (const found of wordsOf(text)) {
    recent.push(found)
    if (recent.length > longest) recent.shift()
    for (const term of wanted) {
      const first = firstOf(recent, term)
      if (first === null) continue
      const last = spans.at(-1)
      if (last && last.end > first.start) spans[spans.length - 1] = { start: Math.min(last.start, first.start), end: found.end }
      else spans.push({ start: first.start, end: found.end })
    }
    if (spans.length >= limit) break
  }
  return spans
}

/** A number is written in at most so many groups, as in the index. */
const mostGroups = 8

/** The first word of a match that ends with the last of `recent`; null where there is none. */
function firstOf(recent: readonly Found[], term: Wanted): Found | null {
  const first = recent[recent.length - term.words.length]
  if (first && endsWith(recent, term)) return first
  if (!term.joined) return null
  let rest = term.joined
  for (let at = recent.length - 1; at >= 0 && rest !== ''; at--) {
    const found = recent[at]
    if (!found) return null
    const group = groupOf(found.word, rest)
    if (group === null || (group === '' && rest === term.joined)) return null
    rest = rest.slice(0, rest.length - group.length)
    if (rest === '') return found
  }
  return null
}

const beforeExtension = /^(\d*)(\p{L}+)(\d*)$/u

/** What a word adds to the end of a number's joined groups, nothing where it only says that the extension follows; null where it isn't of the number. */
function groupOf(word: string, joined: string): string | null {
  if (joined.endsWith(word)) return word
  const [, before = '', letters = '', after = ''] = beforeExtension.exec(word) ?? []
  return isOfExtension(letters) && joined.endsWith(before + after) ? before + after : null
}

function endsWith(recent: readonly Found[], term: Wanted): boolean {
  const from = recent.length - term.words.length
  return term.words.every((wordWanted, index) => {
    const found = recent[from + index]?.word ?? ''
    return term.prefix && index === term.words.length - 1 ? found.startsWith(wordWanted) : found === wordWanted
  })
}

/** A snippet of `text`: white space collapsed, cut at words. */
export function snippet(text: string, wanted: readonly Wanted[]): Snippet {
  const [first] = wanted.length === 0 ? [] : matchesIn(text.slice(0, searched), wanted, 1)
  const from = first === undefined ? 0 : Math.max(0, first.start - lengthBefore)
  // Collapsing shortens, so more than is shown is taken; the matches are then looked for in what is shown.
  const part = text
    .slice(from, from + lengthInAll * 4)
    .replace(/\s+/gu, ' ')
    .trimStart()
  const start = from === 0 ? 0 : part.indexOf(' ') + 1
  let shown = part.slice(start, start + lengthInAll)
  if (part.length > start + lengthInAll) shown = shown.slice(0, Math.max(shown.lastIndexOf(' '), lengthInAll - 40))
  shown = wellFormed(`${from === 0 ? '' : '… '}${shown.trimEnd()}${part.length > start + lengthInAll ? ' …' : ''}`)
  return { text: shown, hits: matchesIn(shown, wanted) }
}

/** A cut may split a surrogate pair; its halves would come out as replacement characters in transport. */
function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '')
}
