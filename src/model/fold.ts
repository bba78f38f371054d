/**
 * Folding for matching: case, width, ligatures and diacritics folded, default-ignorable code points dropped, white space collapsed.
 * Keeps a map from the folded text back to the original, so that a match in folded text is a span of the original.
 */
export interface FoldedText {
  readonly text: string
  /** For each code unit of `text`, the original offset where its source character starts; one more entry at the end. */
  readonly map: Uint32Array
}

/** Letters that no decomposition in Unicode takes apart, as people without them on their keyboard write them, and the sigma that ends a word. */
const plainLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  ς: 'σ',
  ı: 'i',
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  æ: 'ae',
  œ: 'oe',
  ħ: 'h',
  ŧ: 't',
}
const unfoldable = new RegExp(`[${Object.keys(plainLetters).join('')}]`, 'gu')

/** Small letters with those replaced that stay as they are under NFKD. Sharp s and sigma as in Unicode CaseFolding.txt (full). */
export function foldedLetters(text: string): string {
  return text.replace(unfoldable, (letter) => plainLetters[letter] ?? letter)
}

/** The Arabic tatweel only draws a word out. */
const ignorable = /[\p{Default_Ignorable_Code_Point}\p{Cf}\u0640]/u
const white = /\s/u
const marks = /\p{M}+/gu

function asciiWhite(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13)
}

/** Folds one character (a code point) to the letters compared; empty when it is ignored. */
function foldCharacter(character: string): string {
  const code = character.charCodeAt(0)
  // Most mail is ASCII, for which the rest comes to this.
  if (code < 128) return asciiWhite(code) ? ' ' : character.toLowerCase()
  if (ignorable.test(character)) return ''
  if (white.test(character)) return ' '
  const plain = character.normalize('NFKD').replace(marks, '')
  return foldedLetters(plain.toLowerCase()).normalize('NFKD').replace(marks, '')
}

/** Folds `text`; runs of white space become one space. */
export function fold(text: string): FoldedText {
  const out: string[] = []
  const map: number[] = []
  let atSpace = false
  let offset = 0
  for (const character of text) {
    const folded = foldCharacter(character)
    if (folded === ' ') {
      if (!atSpace) {
        out.push(' ')
        map.push(offset)
      }
      atSpace = true
    } else if (folded !== '') {
      out.push(folded)
      for (let unit = 0; unit < folded.length; unit++) map.push(offset)
      atSpace = false
    }
    offset += character.length
  }
  map.push(text.length)
  return { text: out.join(''), map: Uint32Array.from(map) }
}

const beyondAscii = /[^\u0000-\u007f]/

/** The folded text alone. Most mail is ASCII, and needs no look at each character. */
export function foldText(text: string): string {
  return beyondAscii.test(text) ? fold(text).text : text.replace(/[\t-\r ]+/g, ' ').toLowerCase()
}

/** The original span of `[start, end)` of the folded text. The end includes marks and ignorables that follow the last character. */
export function unfoldSpan(folded: FoldedText, start: number, end: number): { start: number; end: number } {
  return { start: folded.map[start] ?? 0, end: folded.map[end] ?? 0 }
}
