import { foldText } from '../model/index.ts'
import { romanised, spelledOut } from './transliterate.ts'

/**
 * One key for every usual spelling of a word: Müller, Mueller and Muller; Sørensen, Soerensen and Sorensen; Weiß and Weiss; Соколова and Sokolova.
 * Letters and digits only. To compare with, never to show: Joel and Jol come to the same.
 */
export function sameWord(word: string): string {
  return foldText(spelledOut(romanised(word)))
    .replace(/ae/gu, 'a')
    .replace(/oe/gu, 'o')
    .replace(/ue/gu, 'u')
    .replace(/[^\p{L}\p{N}]+/gu, '')
}

/** The words of a text, compared by `sameWord`; a hyphen or an apostrophe within a word doesn't split it. */
export function sameWords(text: string): readonly string[] {
  return text
    .split(/[\s,;._/|()[\]{}<>"“”„«»:]+/u)
    .map(sameWord)
    .filter((word) => word !== '')
}

/** Letters added, left out, changed or swapped with their neighbour (Damerau, optimal string alignment), up to `most`; `most + 1` beyond. */
export function editDistance(left: string, right: string, most: number): number {
  if (left === right) return 0
  if (Math.abs(left.length - right.length) > most) return most + 1
  const width = right.length + 1
  let before: number[] = []
  let previous = Array.from({ length: width }, (_, at) => at)
  for (let row = 1; row <= left.length; row++) {
    const current = [row]
    let least = row
    for (let column = 1; column < width; column++) {
      const same = left[row - 1] === right[column - 1]
      let cost = Math.min((previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (previous[column - 1] ?? 0) + (same ? 0 : 1))
      if (row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]) {
        cost = Math.min(cost, (before[column - 2] ?? 0) + 1)
      }
      current.push(cost)
      least = Math.min(least, cost)
    }
    if (least > most) return most + 1
    before = previous
    previous = current
  }
  return Math.min(previous[right.length] ?? most + 1, most + 1)
}

/** How many slips a word of this length may hold and still be that word: none in short ones, where every other word is a neighbour. */
export function slipsAllowed(word: string): 0 | 1 | 2 {
  return word.length < 4 ? 0 : word.length < 8 ? 1 : 2
}

/** Slips between two words; null where they are too many for the length, or where the first letters differ too (people seldom mistake those). */
export function slipsBetween(left: string, right: string): number | null {
  const allowed = Math.min(slipsAllowed(left), slipsAllowed(right) + (Math.abs(left.length - right.length) === 1 ? 1 : 0))
  if (allowed === 0 || left === right) return null
  const distance = editDistance(left, right, allowed)
  if (distance > allowed) return null
  return left[0] === right[0] || (left[0] === right[1] && left[1] === right[0]) ? distance : null
}
