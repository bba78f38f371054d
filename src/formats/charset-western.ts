/** Letters that are the same in ISO 8859-1, -2, -9, -15 and the windows charsets beside them: no reading of a text depends on which it was. */
const shared = 'áâäçéëíîóôöúüßÁÂÄÇÉËÍÎÓÔÖÚÜ'

/** Letters that are others elsewhere (`è` is `č` in ISO 8859-2), by the languages that write them, with words that its texts hold and English has not. */
const languages: readonly { readonly letters: string; readonly words: readonly string[] }[] = [
  { letters: 'àèùêûïœæÿ', words: ['le', 'les', 'des', 'et', 'est', 'que', 'pour', 'dans', 'vous', 'nous', 'une', 'pas', 'avec', 'sur'] },
  { letters: 'ñ¿¡', words: ['el', 'los', 'las', 'que', 'una', 'por', 'para', 'con', 'del', 'se', 'su'] },
  { letters: 'àãêõ', words: ['que', 'não', 'os', 'um', 'uma', 'para', 'com', 'por', 'em', 'da', 'se'] },
  { letters: 'àèìòù', words: ['di', 'che', 'il', 'non', 'per', 'una', 'sono', 'con', 'del', 'della', 'le'] },
  { letters: 'àèòï', words: ['els', 'les', 'que', 'amb', 'per', 'una', 'del', 'més', 'és'] },
  { letters: 'èêï', words: ['het', 'een', 'van', 'ik', 'niet', 'dat', 'voor', 'wij', 'zijn'] },
  { letters: 'åæøêòè', words: ['og', 'det', 'ikke', 'til', 'jeg', 'som', 'med', 'av', 'af', 'har', 'vi'] },
  { letters: 'åà', words: ['och', 'det', 'inte', 'att', 'jag', 'som', 'med', 'har', 'vi', 'är'] },
]
/** Of a language's words a text holds so many different ones, or it isn't known to be in it. */
const leastWords = 2

/** Signs that stand between words. */
const signs = '€‚„…‘’“”•–—™\u00a0£§©ª«®°·º»½¼¾\u00ad²³µ'

const every = languages.map(({ letters }) => letters + letters.toUpperCase()).join('')
const foreign = new RegExp(`[^\\x00-\\x7f${shared}${signs}${every}]`, 'u')
const others = new RegExp(`[^\\x00-\\x7f${shared}${signs}]`, 'gu')
/** Bounded: the engine's stack is not made for a word of megabytes. */
const words = /[\p{L}\p{M}]{1,100}/gu
/** How no text of Western Europe is written: elsewhere the bytes of these signs are letters (`Pawe³` is Paweł, `Kr„mer` Krämer). */
const unlikely: readonly RegExp[] = [
  /\p{Ll}(?=[^\x00-\x7f])\p{Lu}/u,
  /[^\x00-\x7f\P{L}]{3}/u,
  /[£©®ªº¼½¾²³µ]\p{L}/u,
  /\p{L}[‚„£¼½¾µ]/u,
  /\p{L}[€…“”•™§«°»]\p{Ll}/u,
  // Square and cubic metres.
  /(?<=\p{L})(?<!(?<!\p{L})[cdkm]?m)[²³]/u,
]

/**
 * Whether a text that says nothing of its charset, read as windows-1252, is sound: text of Western Europe whose letters beyond ASCII stand in Latin words, and are the same
 * in every charset that the text may have been written in, or belong to one language in which it is written. Doubtful is what has bytes that windows-1252 has not, signs within words,
 * or letters that no one language has together (`Dvoøák`).
 */
export function isSoundWestern(text: string): boolean {
  if (/[\0-\x08\x0e-\x1f]/u.test(text) || foreign.test(text) || unlikely.some((form) => form.test(text))) return false
  if (text.split('«').length !== text.split('»').length) return false
  const found = new Set<string>()
  let latin = 0
  let beyond = 0
  for (const [word] of text.matchAll(words)) {
    found.add(word.toLowerCase())
    const ascii = word.match(/[a-z]/giu)?.length ?? 0
    if (ascii === word.length || /^[àèéêóòöåæ]$/iu.test(word)) continue
    latin += ascii
    beyond += word.length - ascii
  }
  if (beyond > latin) return false
  const telling = new Set((text.match(others) ?? []).map((letter) => letter.toLowerCase()))
  return (
    telling.size === 0 ||
    languages.some((language) => {
      const written = language.words.filter((word) => found.has(word)).length
      return written >= leastWords && [...telling].every((letter) => language.letters.includes(letter))
    })
  )
}
