import type { Surface } from '../model/index.ts'
import type { Needle } from './check-needles.ts'
import { canon, joins, squash } from './check-normalise.ts'
import { isRightToLeft } from './check-pdf.ts'
import type { ProductionInput } from './input.ts'
import { cutsOf, cutText } from './redaction.ts'
import type { Released } from './released.ts'

/** Letters by which a place is known again, before it and behind it; figures don't count, since a page numbers the items of its lists. */
const CONTEXT = 20

/** A place of redacted text that was decided to stay, in letters as the document shows it. */
interface Stay {
  /** With its figures. */
  readonly text: string
  /** What stands around it, where its part is given by itself, and where it is given beside others. */
  readonly contexts: readonly Context[]
}

interface Context {
  readonly before: string
  readonly after: string
}

/** What of a document stays by decision, for the check of a finished file, where only the words around a place tell it. */
export interface Stays {
  /** Needles that can stand at such places, since they lie within these texts; each kept from no place of a text that doesn't hold it whole. */
  readonly held: readonly { readonly needles: ReadonlySet<Needle>; readonly texts: ReadonlySet<string> }[]
  /** Needles of scripts from right to left that such a text holds word by word in another order, as a page draws it: they mean nothing where a page's order isn't that of reading. */
  readonly turned: ReadonlySet<Needle>
  /** A text of the document without the places of these texts: each is taken away once, where the words around it are those that were shown. */
  without(text: string, texts: ReadonlySet<string>): string
}

/** Null where nothing of the document stays by decision. */
export function staysOf(input: Pick<ProductionInput, 'grounds'>, released: Released, needles: readonly Needle[]): Stays | null {
  const stays = (released.source.stays ?? []).flatMap((place) => stayOf(input, released, place))
  if (stays.length === 0) return null
  const texts = [...new Set(stays.map(({ text }) => text))]
  const own = needles.filter((needle) => needle.document === released.source.id && !needle.technical)
  return {
    held: heldBy(texts, own),
    turned: new Set(own.filter((needle) => isRightToLeft(needle.canon) && isTurned(needle, texts))),
    without: (text, held) =>
      withoutStays(
        text,
        stays.filter((stay) => held.has(stay.text)),
      ),
  }
}

/** Needles by the texts in which they lie whole: one that goes on beyond such a text is never let pass for it. */
function heldBy(texts: readonly string[], needles: readonly Needle[]): Stays['held'] {
  const groups = new Map<string, { needles: Set<Needle>; texts: ReadonlySet<string> }>()
  for (const needle of needles) {
    const letters = squash(needle.canon)
    const holding = texts.filter((text) => text.includes(letters))
    if (holding.length === 0) continue
    const key = holding.join('\0')
    const group = groups.get(key) ?? { needles: new Set(), texts: new Set(holding) }
    groups.set(key, group)
    group.needles.add(needle)
  }
  return [...groups.values()]
}

const mostWords = 4

function isTurned({ canon: canonical }: Needle, texts: readonly string[]): boolean {
  const words = canonical.split(/[^\p{L}\p{N}\p{M}]+/u).filter((word) => word !== '')
  return words.length > 1 && words.length <= mostWords && orders(words).some((order) => texts.some((text) => text.includes(order)))
}

function orders(words: readonly string[]): readonly string[] {
  if (words.length <= 1) return [squash(words.join(''))]
  return words.flatMap((word, at) => orders(words.toSpliced(at, 1)).map((rest) => squash(word) + rest))
}

/** In the order in which readers of mail give them together. */
const addressLists = ['h:from', 'h:to', 'h:cc', 'h:bcc', 'h:reply-to']

function stayOf(
  input: Pick<ProductionInput, 'grounds'>,
  { source, segments }: Released,
  { surface: id, span }: NonNullable<Released['source']['stays']>[number],
): Stay[] {
  const surface = source.surfaces.find((one) => one.id === id)
  const text = lettersOf(surface?.text.slice(span.start, span.end) ?? '')
  if (surface === undefined || text === '') return []
  const shown = (one: Surface, start = 0, end = one.text.length) => cutText(one.text, cutsOf(one, source.marks, input.grounds), start, end)
  if (cutsOf(surface, source.marks, input.grounds).some((cut) => cut.start < span.end && span.start < cut.end)) return []
  const lists = addressLists.flatMap((list) => source.surfaces.filter((one) => one.id === list))
  const together = lists.includes(surface) ? lists.map((one) => shown(one)) : segments.map((segment) => segment.text)
  const at = lists.includes(surface) ? lists.indexOf(surface) : together.indexOf(shown(surface))
  const context = (above: readonly string[], below: readonly string[]): Context => ({
    before: withoutFigures(lettersOf([...above, shown(surface, 0, span.start)].join('\n'))).slice(-CONTEXT),
    after: withoutFigures(lettersOf([shown(surface, span.end), ...below].join('\n'))).slice(0, CONTEXT),
  })
  return [{ text, contexts: [context([], []), ...(at < 0 ? [] : [context(together.slice(0, at), together.slice(at + 1))])] }]
}

/** The letters and digits by which texts that stay are told apart. */
export function lettersOf(text: string): string {
  return squash(canon(text))
}

function withoutFigures(letters: string): string {
  return letters.replace(/\p{N}+/gu, '')
}

interface Spelled {
  readonly letters: string
  /** Where each of them begins and ends in the text. */
  readonly at: readonly number[]
  readonly end: readonly number[]
  /** The letters without figures, and how many of them stand before each letter. */
  readonly plain: string
  readonly before: readonly number[]
}

/** The letters of a text with where each stands in it. A character reference, as HTML of ours has them, is the character that it stands for. */
function spelled(text: string): Spelled {
  let letters = ''
  let plain = ''
  const at: number[] = []
  const end: number[] = []
  const before: number[] = []
  for (const match of text.matchAll(/&#(\d{1,7});|./gsu)) {
    const character = match[1] === undefined ? match[0] : String.fromCodePoint(Math.min(0x10ffff, Number(match[1])))
    for (const letter of lettersOf(character)) {
      for (let unit = 0; unit < letter.length; unit++) {
        at.push(match.index)
        end.push(match.index + match[0].length)
        before.push(plain.length)
      }
      letters += letter
      plain += withoutFigures(letter)
    }
  }
  return { letters, at, end, plain, before }
}

function withoutStays(text: string, stays: readonly Stay[]): string {
  const read = spelled(text)
  const { letters, at, end } = read
  const places: { readonly start: number; readonly end: number }[] = []
  const taken = new Set<number>()
  for (const stay of stays) {
    for (let from = letters.indexOf(stay.text); from >= 0; from = letters.indexOf(stay.text, from + 1)) {
      const to = from + stay.text.length
      const [start, stop] = [at[from] ?? 0, end[to - 1] ?? 0]
      if (taken.has(from) || !stay.contexts.some((context) => isSame(read, from, to, context))) continue
      if ((joins(text[start - 1]) && joins(text[start])) || (joins(text[stop - 1]) && joins(text[stop]))) continue
      taken.add(from)
      places.push({ start, end: stop })
      break
    }
  }
  places.sort((left, right) => right.start - left.start)
  return places.reduce((left, place) => `${left.slice(0, place.start)} \u0001 ${left.slice(place.end)}`, text)
}

/**
 * Whether a place has the words around it that were shown: on one side as many as are compared, or all that there are on both, as where a subject stands by
 * itself. One side is enough, since what else stands on a page may come between.
 */
function isSame({ plain, before: counted }: Spelled, from: number, to: number, { before, after }: Context): boolean {
  const above = counted[from] ?? 0
  const below = counted[to] ?? plain.length
  const isBefore = plain.startsWith(before, above - before.length) && above >= before.length
  const isAfter = plain.startsWith(after, below)
  if ((isBefore && before.length === CONTEXT) || (isAfter && after.length === CONTEXT)) return true
  return isBefore && isAfter && above === before.length && plain.length - below === after.length
}
