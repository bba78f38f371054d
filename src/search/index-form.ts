/**
 * The form in which text is given to the index and to which a query's words are brought, so that both meet: the folding of
 * `model/fold.ts` (case, width, ligatures, diacritics, invisible characters), everything but letters and digits as a space, and scripts
 * that are written without spaces cut into single characters, so that a word of theirs is a phrase. With that done here, SQLite's plain ASCII
 * tokenizer is right for every script (and a fifth faster than its Unicode one).
 */
const beyondAscii = /[^\u0000-\u007f]/u
const dropped = /[\p{M}\p{Default_Ignorable_Code_Point}\p{Cf}]+/gu
const notWord = /[^\u0000-\u007f\p{L}\p{N}]+/gu
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu

/** Text as the index takes it in. ASCII text passes as it is, since the tokenizer folds its case. */
export function indexForm(text: string): string {
  if (!beyondAscii.test(text)) return text
  return text
    .normalize('NFKD')
    .replace(dropped, '')
    .toLowerCase()
    .replace(/ß/gu, 'ss')
    .replace(/ı/gu, 'i')
    .normalize('NFKD')
    .replace(dropped, '')
    .replace(notWord, ' ')
    .replace(unspaced, ' $& ')
}

/**
 * A word that no query can hold (a private-use character, which `indexForm` drops). Set between texts that don't follow each other, it keeps a phrase
 * from running over.
 */
export const indexBreak = ' \ue000 '

const word = /[0-9a-z\u0080-\u{10ffff}]+/gu

/** The index's words in `text`, in order: letters and digits only, so nothing in them can mean anything to the search engine. */
export function indexWords(text: string): readonly string[] {
  return indexForm(text).toLowerCase().match(word) ?? []
}
