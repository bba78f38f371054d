import { foldText, lettersOf } from '../model/index.ts'
import { asDrawn } from './shared-glyphs.ts'

/**
 * Letters that look like Latin ones (the Latin part of UTS #39 confusables, after case folding): a needle and a text that differ only in
 * these look the same to a reader, so they are the same to the check. Cyrillic, Greek, Armenian, Coptic, Lisu, Cherokee, small capitals, letters with strokes.
 */
const lookalikes = new Map<string, string>(
  Object.entries({
    a: 'аαɑⲁᴀꓮᎪ',
    b: 'ЬьƄƀвβⲃʙꓐᏴᏏ',
    c: 'сϲᴄⲥꓚᏟ',
    d: 'ԁɗđðᴅꓓᎠᏧ',
    e: 'еεҽ℮ⲉᴇꓰᎬ',
    f: 'ғƒꜰꓝ',
    g: 'ɡցǥɢꓖᏀᏳ',
    h: 'һнհħⲏʜꓧᎻᏂ',
    i: 'іιɩӏıɨⲓɪꓲᎥ',
    j: 'јϳᴊꓙᎫ',
    k: 'кκⲕᴋꓗᏦ',
    l: 'ⅼłɫʟꓡᏞ',
    m: 'мμⲙᴍꓟᎷ',
    n: 'пոηɴⲛꓠ',
    o: 'оοօσøⲟᴏꓳ𐐬',
    p: 'рρⲣᴘꓑᏢ',
    q: 'ԛգ',
    r: 'гɾᴦʀꓣᎡᏒ',
    s: 'ѕꜱꓢᏕᏚ',
    t: 'тτŧⲧᴛꓔᎢ',
    u: 'υսᴜцꓴ',
    v: 'νѵᴠꓦᏙ',
    w: 'ԝωшѡᴡꓪᎳᏔ',
    x: 'хχⲭꓫ',
    y: 'уγүⲩʏꓬᎩᎽ',
    z: 'ᴢζꓜᏃ',
    ae: 'æ',
    oe: 'œ',
  }).flatMap(([latin, others]) =>
    [...others].flatMap((other): [string, string][] => [
      [other, latin],
      [other.toLowerCase(), latin],
    ]),
  ),
)

/** Blocks of letters that stand for A to Z and have no compatibility mapping: negative circled and squared, regional indicators (Unicode 16 §22.9). */
const alphabets = [0x1f150, 0x1f170, 0x1f1e6] as const

/** The Latin letter or the digit that a folded character shows. */
function latinOf(character: string): string {
  const known = lookalikes.get(character)
  if (known !== undefined) return known
  const point = character.codePointAt(0) ?? 0
  const start = alphabets.find((first) => point >= first && point < first + 26)
  if (start !== undefined) return String.fromCharCode(97 + point - start)
  if (point < 0x80 || !digit.test(character)) return character
  // Digits of a script are ten code points in order (Unicode 16 §4.6).
  let below = 0
  while (below < 100 && digit.test(String.fromCodePoint(point - below - 1))) below++
  return String(below % 10)
}

const digit = /\p{Nd}/u

const cache = new Map<string, string>()

function canonCharacter(character: string): string {
  const known = cache.get(character)
  if (known !== undefined) return known
  if (character === '\ufffd') return ''
  const folded = [...asDrawn(foldText(asDrawn(character)))].map(latinOf).join('')
  const canonical = folded === '' && /\s/u.test(character) ? ' ' : folded
  if (cache.size < 200_000) cache.set(character, canonical)
  return canonical
}

/**
 * The form in which needles and texts are compared: NFKC, case, diacritics, width, ligatures, invisible characters, lookalikes and what shares a
 * glyph folded, white space collapsed. U+FFFD, where somebody couldn't read a byte in the middle of a name, parts nothing for whoever reads the name.
 */
export function canon(text: string): string {
  const plain = text.replace(/[^\x00-\x7f]+/g, (run) => Array.from(run, canonCharacter).join('')).toLowerCase()
  return plain.replace(/\s+/g, ' ')
}

/** Letters and digits of a canonical text alone: finds what spaces, line ends, quoting marks and hyphens break up. */
export function squash(canonical: string): string {
  return lettersOf(canonical)
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
