import { cyrillicAlike } from './cyrillic-letters.ts'

/** Letters that people write as others when a keyboard or a system has no room for them: DIN 5007-2, and usual practice in the countries. */
const letters: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  å: 'aa',
  ø: 'oe',
  æ: 'ae',
  œ: 'oe',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
}
/** Cyrillic (Russian, Ukrainian), as passports and mail systems write it (ICAO 9303 part 3, simplified). */
const cyrillic: Readonly<Record<string, string>> = {
  ...cyrillicAlike,
  ё: 'e',
  є: 'ie',
  ї: 'i',
  й: 'i',
  ю: 'iu',
  я: 'ia',
}

/** Greek, as passports write it (ELOT 743, ISO 843), letter by letter after the digraphs. */
const greek: Readonly<Record<string, string>> = {
  α: 'a',
  β: 'v',
  γ: 'g',
  δ: 'd',
  ε: 'e',
  ζ: 'z',
  η: 'i',
  θ: 'th',
  ι: 'i',
  κ: 'k',
  λ: 'l',
  μ: 'm',
  ν: 'n',
  ξ: 'x',
  ο: 'o',
  π: 'p',
  ρ: 'r',
  σ: 's',
  ς: 's',
  τ: 't',
  υ: 'y',
  φ: 'f',
  χ: 'ch',
  ψ: 'ps',
  ω: 'o',
}
const greekPairs: readonly (readonly [RegExp, string])[] = [
  [/ου/giu, 'ou'],
  [/[αά][υύ]/giu, 'av'],
  [/[εέ][υύ]/giu, 'ev'],
  [/μπ/giu, 'b'],
  [/γγ/giu, 'ng'],
]

/** No table has letters of ASCII, which most texts are made of. */
function mapped(text: string, table: Readonly<Record<string, string>>): string {
  return text.normalize('NFC').replace(/\P{ASCII}/gu, (letter) => {
    const lower = letter.toLowerCase()
    const to = Object.hasOwn(table, lower) ? (table[lower] ?? letter) : null
    if (to === null) return letter
    return lower === letter ? to : to.slice(0, 1).toUpperCase() + to.slice(1)
  })
}

/** With ä as ae, ø as oe, ł as l …; the same text where it has none. */
export function spelledOut(text: string): string {
  return mapped(text, letters)
}

/** Diacritics left off: Müller as Muller, Łukasz as Lukasz. */
export function withoutDiacritics(text: string): string {
  return mapped(text, { ł: 'l', ø: 'o', đ: 'd', ð: 'd', æ: 'ae', œ: 'oe', ß: 'ss', ı: 'i' })
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .normalize('NFC')
}

/** In Latin letters where it is Cyrillic or Greek; the same text otherwise. */
export function romanised(text: string): string {
  const latin = mapped(text, cyrillic)
  if (!/\p{Script=Greek}/u.test(latin)) return latin
  // Without its accents the letters are those of the table; οὐ keeps its o, so the pair is looked for after that too.
  const plain = latin
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .normalize('NFC')
  const paired = greekPairs.reduce(
    (written, [pair, to]) => written.replace(pair, (match) => (/^\p{Lu}/u.test(match) ? to.slice(0, 1).toUpperCase() + to.slice(1) : to)),
    plain,
  )
  return mapped(paired, greek)
}

/** The spellings of a word that leave no doubt: in Latin letters, without diacritics, spelled out. */
export function sameLetters(word: string): readonly string[] {
  const latin = romanised(word)
  return [latin, withoutDiacritics(latin), spelledOut(latin)]
}

/** How a word with special letters may also be spelled: without diacritics, spelled out, in Latin letters, and with the umlaut that `ae oe ue` may stand for. */
export function spellingsOf(word: string): readonly string[] {
  const latin = romanised(word)
  const umlaut = latin
    .replace(/ae/gu, 'ä')
    .replace(/oe/gu, 'ö')
    .replace(/(?<![aeq])ue/gu, 'ü')
  const short = latin
    .replace(/ae/gu, 'a')
    .replace(/oe/gu, 'o')
    .replace(/(?<![aeq])ue/gu, 'u')
  return [...new Set([word, ...sameLetters(word), umlaut, short])]
}

/** With the apostrophes that are letters to Unicode (U+02BC, as in Ukraine, and U+02BB), or with the sign where the word has such a letter; none for a word without. */
export function otherApostrophes(word: string): readonly string[] {
  if (!/['’\u02bb\u02bc]/u.test(word)) return []
  return ["'", '\u02bc', '\u02bb'].map((sign) => word.replace(/['’\u02bb\u02bc]/gu, sign))
}
