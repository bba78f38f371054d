import { lettersOf, type Span, SpanIndex, type Surface } from '../model/index.ts'
import { type FoldedSurface, foldSurface } from './fold-surface.ts'

type Searched = Pick<Surface, 'text'>

/** Shorter texts must stand as whole tokens; longer ones may touch digits and underscores ("smith42"). */
const shortText = 5
/** A passage of at least this many folded characters is the same passage wherever it stands. */
const passageLength = 12

interface SearchedForm extends FoldedSurface {
  /** Its letters and digits alone. */
  readonly letters: string
  /** Where each code unit of these stands in its text. */
  readonly places: Uint32Array
}

const folded = new WeakMap<Searched, readonly SearchedForm[]>()

/** The folded forms in which a surface is searched: as it is, and with hyphenated words joined where it has any. */
function formsOf(surface: Searched): readonly SearchedForm[] {
  const known = folded.get(surface)
  if (known !== undefined) return known
  const plain = [foldSurface(surface.text)]
  if (/\p{L}[-\u2010\u00ad][ \t]*\n/u.test(surface.text)) plain.push(foldSurface(surface.text, true))
  const forms = plain.map((form) => ({ ...form, ...withPlaces(form.text) }))
  folded.set(surface, forms)
  return forms
}

function withPlaces(text: string): Pick<SearchedForm, 'letters' | 'places'> {
  const letters = lettersOf(text)
  const places = new Uint32Array(letters.length)
  let at = 0
  for (const { index, 0: run } of text.matchAll(/[\p{L}\p{N}]{1,1000}/gu)) {
    for (let unit = 0; unit < run.length; unit++) places[at++] = index + unit
  }
  return { letters, places }
}

/**
 * Where a text stands in a surface, on token boundaries: case, diacritics, width, white space and wrapping, quoting marks, zero-width characters
 * and hyphenation at line ends folded. In order, disjoint.
 */
export function findPlaces(surface: Searched, text: string): readonly Span[] {
  return search(surface, text, true)
}

/** Where a passage stands again in another surface, in quotes (`> `), rewrapped or copied. In order, disjoint. */
export function alignQuote(passage: string, other: Searched): readonly Span[] {
  return search(other, passage, foldSurface(passage).text.trim().length < passageLength)
}

/** Fewer letters and digits than this meet by chance across words; the leak check squashes no shorter ones either. */
const fewestLetters = 8
/** A longer passage is no name, address or number. */
const mostLetters = 200

/**
 * Where the letters and digits of a text stand with other signs between them, or none: `Ann Berg` in `ann.berg@example.org` and `Ann_Berg.doc`.
 * The leak check takes these for the same text (invariant 2), so a mark that means it everywhere must cover them. Each is the whole
 * mail address that it stands in, if any. In order, disjoint; without what `findPlaces` finds.
 */
export function findLetters(surface: Searched, text: string): readonly Span[] {
  const letters = lettersOf(foldSurface(text).text)
  if (letters.length < fewestLetters || letters.length > mostLetters) return []
  const forms = formsOf(surface).filter((form) => form.letters.includes(letters))
  if (forms.length === 0) return []
  const plain = new SpanIndex(findPlaces(surface, text))
  const found: Span[] = []
  for (const form of forms) {
    for (let at = form.letters.indexOf(letters); at >= 0; ) {
      const behind = at + letters.length
      const first = form.places[at] ?? 0
      const last = form.places[behind - 1] ?? 0
      const isApart = form.places[at - 1] !== first - 1 && form.places[behind] !== last + 1
      if (isApart) {
        const { start, end } = wholeToken(form.text, first, last + 1)
        const span = { start: form.starts[start] ?? 0, end: form.ends[end - 1] ?? 0 }
        if (!plain.holds(span)) found.push(span)
      }
      at = form.letters.indexOf(letters, isApart ? behind : at + 1)
    }
  }
  return disjoint(found)
}

const addressCharacter = /[\p{L}\p{N}.!#$%&*+/=?^_{|}~@-]/u

/** Grows `[start, end)` to the mail address that it is part of, if it is. */
function wholeToken(text: string, start: number, end: number): Span {
  let from = start
  let to = end
  while (from > 0 && addressCharacter.test(text.charAt(from - 1))) from--
  while (to < text.length && addressCharacter.test(text.charAt(to))) to++
  while (to > end && /[.!?]/u.test(text.charAt(to - 1))) to--
  return text.slice(from, to).includes('@') ? { start: from, end: to } : { start, end }
}

function search(surface: Searched, text: string, tokens: boolean): readonly Span[] {
  const wanted = foldSurface(text).text.trim()
  if (wanted === '') return []
  const found: Span[] = []
  for (const form of formsOf(surface)) {
    for (let at = form.text.indexOf(wanted); at >= 0; ) {
      const end = at + wanted.length
      const whole = !tokens || (edge(form.text, at, wanted.length < shortText) && edge(form.text, end, wanted.length < shortText))
      if (whole) found.push({ start: form.starts[at] ?? 0, end: form.ends[end - 1] ?? 0 })
      at = form.text.indexOf(wanted, whole ? end : at + 1)
    }
  }
  return disjoint(found)
}

function disjoint(spans: Span[]): readonly Span[] {
  spans.sort((left, right) => left.start - right.start || right.end - left.end)
  const kept: Span[] = []
  for (const span of spans) if (span.start >= (kept.at(-1)?.end ?? 0)) kept.push(span)
  return kept
}

const letter = /\p{L}/u
const digit = /\p{N}/u
/** Scripts that are written without spaces, or join particles to names: any place is a boundary. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

/** Whether a token may begin or end between the characters before and after `at`. */
function edge(text: string, at: number, strict: boolean): boolean {
  const before = lastCharacter(text, at)
  const after = at < text.length ? String.fromCodePoint(text.codePointAt(at) ?? 32) : ''
  if (unspaced.test(before) || unspaced.test(after)) return true
  if (strict) return !(inToken(before) && inToken(after))
  return !((letter.test(before) && letter.test(after)) || (digit.test(before) && digit.test(after)))
}

function inToken(character: string): boolean {
  return letter.test(character) || digit.test(character) || character === '_'
}

function lastCharacter(text: string, at: number): string {
  if (at === 0) return ''
  const unit = text.charCodeAt(at - 1)
  return unit >= 0xdc00 && unit <= 0xdfff && at > 1 ? text.slice(at - 2, at) : text.charAt(at - 1)
}
