/** Selecting by keys: steps over the words and lines of a canonical text. Offsets in UTF-16 code units. */
export interface WordSelection {
  /** Index of the word where the selection was begun. */
  readonly anchor: number
  /** Index of the word that moves. */
  readonly focus: number
}

/** One word of a text. */
export interface Word {
  readonly start: number
  readonly end: number
}

/** The words of a text, by the rules of Unicode; addresses and numbers with dots are kept whole, as one would mark them. */
export function wordsOf(text: string): readonly Word[] {
  return [...text.matchAll(/[\p{L}\p{N}\p{M}_]+(?:[.@'’:/+-]+[\p{L}\p{N}\p{M}_]+)*/gu)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }))
}

/** Moves to the word at the start of the next (or the present, then the previous) line or sentence. */
function lineStep(text: string, words: readonly Word[], from: number, forward: boolean): number {
  const breaks = (index: number) => {
    const before = words[index - 1]
    const here = words[index]
    return before === undefined || here === undefined || /\n|[.!?…]\s/u.test(text.slice(before.end, here.start))
  }
  if (forward) {
    for (let index = from + 1; index < words.length; index += 1) if (breaks(index)) return index
    return words.length - 1
  }
  for (let index = from - 1; index > 0; index -= 1) if (breaks(index)) return index
  return 0
}

/** The selection after an arrow key; Shift moves only its focus. */
export function stepWords(text: string, words: readonly Word[], at: WordSelection, key: string, extend: boolean): WordSelection {
  const last = words.length - 1
  const next =
    key === 'ArrowRight'
      ? at.focus + 1
      : key === 'ArrowLeft'
        ? at.focus - 1
        : key === 'ArrowDown' || key === 'ArrowUp'
          ? lineStep(text, words, at.focus, key === 'ArrowDown')
          : at.focus
  const focus = Math.max(0, Math.min(last, next))
  return { anchor: extend ? at.anchor : focus, focus }
}

/** `[start, end)` that the selection covers. */
export function spanOfWords(words: readonly Word[], at: WordSelection): Word | null {
  const first = words[Math.min(at.anchor, at.focus)]
  const last = words[Math.max(at.anchor, at.focus)]
  return first === undefined || last === undefined ? null : { start: first.start, end: last.end }
}
