/**
 * Of a text only letters and digits tell whether it says the same as another, whatever its white space, wrapping and punctuation. Signs are taken a thousand at a
 * time: the engine's stack doesn't hold what one pattern matches in a text of millions of them, as an attacker may send and a drawing made of lines has.
 */
const others = '[^\\p{L}\\p{N}]'
const run = new RegExp(`${others}{1,1000}`, 'gu')

/** The letters and digits of a folded text. */
export function lettersOf(folded: string): string {
  return folded.replace(run, '')
}

/** The words of a folded text with a space between them, and one before and behind where signs are. */
export function spacedWords(folded: string): string {
  return folded.replace(run, ' ').replace(/ {2,}/g, ' ')
}

/** Finds letters and digits, as `lettersOf` gives them, between word boundaries in a folded text, with other signs between them or none. */
export function lettersApart(letters: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])${[...letters].join(`${others}{0,1000}`)}(?![\\p{L}\\p{N}])`, 'u')
}
