import { foldText } from '../model/index.ts'
import { asDrawn } from './shared-glyphs.ts'

/**
 * Letters that look like Latin ones (the Latin part of UTS #39 confusables, after case folding): a needle and a text that differ only in
 * these look the same to a reader, so they are the same to the check.
 */
const lookalikes = new Map<string, string>(
  Object.entries({
    a: 'аαɑ',
    b: 'ЬьƄ',
    c: 'сϲᴄ',
    d: 'ԁɗ',
    e: 'еεҽ℮',
    f: 'ғƒ',
    g: 'ɡց',
    h: 'һнհ',
    i: 'іιɩӏı',
    j: 'јϳ',
    k: 'кκ',
    l: 'ⅼ',
    m: 'мμ',
    n: 'пոηɴ',
    o: 'оοօσ',
    p: 'рρ',
    q: 'ԛգ',
    r: 'гɾᴦ',
    s: 'ѕꜱ',
    t: 'тτ',
    u: 'υսᴜц',
    v: 'νѵᴠ',
    w: 'ԝωшѡ',
    x: 'хχ',
    y: 'уγү',
    z: 'ᴢζ',
  }).flatMap(([latin, others]) => [...others].map((other): [string, string] => [other, latin])),
)

const cache = new Map<string, string>()

function canonCharacter(character: string): string {
  const known = cache.get(character)
  if (known !== undefined) return known
  const folded = [...asDrawn(foldText(asDrawn(character)))].map((part) => lookalikes.get(part) ?? part).join('')
  const canonical = folded === '' && /\s/u.test(character) ? ' ' : folded
  if (cache.size < 200_000) cache.set(character, canonical)
  return canonical
}

/**
 * The form in which needles and texts are compared: NFKC, case, diacritics, width, ligatures, invisible characters, lookalikes and what shares a
 * glyph folded, white space collapsed.
 */
export function canon(text: string): string {
  const plain = /^[\x00-\x7f]*$/.test(text) ? text.toLowerCase() : Array.from(text, canonCharacter).join('')
  return plain.replace(/\s+/g, ' ')
}

/** Letters and digits of a canonical text alone: finds what spaces, line ends, quoting marks and hyphens break up. */
export function squash(canonical: string): string {
  return canonical.replace(/[^\p{L}\p{N}]+/gu, '')
}

const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
const wordCharacter = /[\p{L}\p{N}]/u

/** Whether a character joins words; scripts that write no spaces between words never do, so that every place in them is a boundary. */
export function joins(character: string | undefined): boolean {
  return character !== undefined && wordCharacter.test(character) && !unspaced.test(character)
}

/** Grows `[start, end)` of a canonical text to whole words. */
export function wholeWords(text: string, start: number, end: number): { start: number; end: number } {
  let from = start
  let to = end
  if (joins(text[start])) while (from > 0 && joins(text[from - 1])) from--
  if (joins(text[end - 1])) while (to < text.length && joins(text[to])) to++
  return { start: from, end: to }
}
