import { foldedLetters } from '../model/index.ts'

/**
 * The form in which text is given to the index and to which a query's words are brought, so that both meet: the folding of
 * `model/fold.ts` (case, width, ligatures, diacritics, invisible characters), everything but letters and digits as a space, and scripts
 * that are written without spaces, or with endings that stick to a word (Hangul), cut into single characters, so that a word of theirs is a phrase. With that
 * done here, SQLite's plain ASCII tokenizer is right for every script (and a fifth faster than its Unicode one).
 */
const beyondAscii = /[^\u0000-\u007f]/
/**
 * A stretch that begins and ends beyond ASCII, with few ASCII characters in between: what folding has to look at. Nothing in the folding of a character depends on
 * the ASCII characters beside it, and most mail has a quotation mark or a name beyond ASCII here and there.
 */
const stretch = /[^\u0000-\u007f](?:[\u0000-\u007f]{0,31}[^\u0000-\u007f])*/g
/** The Arabic tatweel only draws a word out. */
const dropped = /[\p{M}\p{Default_Ignorable_Code_Point}\p{Cf}\u0640]+/gu
const notWord = /[^\u0000-\u007f\p{L}\p{N}]+/gu
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu

/** A word that text can't hold, since `indexForm` drops it; of one byte in memory, as most text is. */
const breakWord = '\u00a6'

/** Set between texts that don't follow each other, it keeps a phrase from running over. */
export const indexBreak = ` ${breakWord} `

/** The engine's stack doesn't hold what a pattern matched in a text of millions of characters beyond ASCII. In code units. */
const pieceLength = 500_000
/** What may belong to what stands before it: marks, the parts of Hangul's syllables, second halves of surrogate pairs. */
const continues = /[\p{M}\p{Cf}\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\ud7b0-\ud7ff\udc00-\udfff\uff9e\uff9f\uffa0-\uffdc]/u
/** No text has more of those in a row; an attack is cut among them. */
const longestRun = 1000

/**
 * Text as the index takes it in. ASCII text passes nearly as it is, since the tokenizer folds its case. An address after its name begins with `<`: "Smith, John" is
 * not what `John Smith <john@x.example>` says.
 */
export function indexForm(text: string): string {
  const folded = beyondAscii.test(text) ? foldedPieces(text) : text
  return folded.includes('<') ? folded.replaceAll('<', indexBreak) : folded
}

function foldedPieces(text: string): string {
  if (text.length <= pieceLength) return text.replace(stretch, foldedForm)
  const pieces: string[] = []
  for (let from = 0; from < text.length; ) {
    const wanted = from + pieceLength
    let to = wanted
    while (to < text.length && to < wanted + longestRun && continues.test(text.charAt(to))) to++
    pieces.push(text.slice(from, to).replace(stretch, foldedForm))
    from = to
  }
  return pieces.join('')
}

function foldedForm(text: string): string {
  // What is composed again is Hangul alone: marks are gone.
  return foldedLetters(text.normalize('NFKD').replace(dropped, '').toLowerCase())
    .normalize('NFKD')
    .replace(dropped, '')
    .normalize('NFC')
    .replace(notWord, ' ')
    .replace(unspaced, ' $& ')
}

const word = /[0-9a-z\u0080-\u{10ffff}]+/gu

/**
 * The index's words in `text`, in order: letters and digits only, so nothing in them can mean anything to the search engine. A break in the middle is a word
 * too: who looks for a name with its address finds them so.
 */
export function indexWords(text: string): readonly string[] {
  const words = indexForm(text).toLowerCase().match(word) ?? []
  let end = words.length
  while (words[end - 1] === breakWord) end--
  let start = 0
  while (start < end && words[start] === breakWord) start++
  return words.slice(start, end)
}

/** The same without breaks. */
export function spokenWords(text: string): readonly string[] {
  return indexWords(text).filter((one) => one !== breakWord)
}
