import type { Span } from '../model/index.ts'
import { fold, foldText, unfoldSpan } from '../model/index.ts'

const word = /[\p{L}\p{N}_]/u

/** Places of a text on token boundaries in folded text. */
export function findPlaces(text: string, needle: string): readonly Span[] {
  const folded = fold(text)
  const wanted = foldText(needle).trim()
  const places: Span[] = []
  if (wanted === '') return places
  for (let at = folded.text.indexOf(wanted); at >= 0; at = folded.text.indexOf(wanted, at + 1)) {
    const before = folded.text[at - 1] ?? ' '
    const after = folded.text[at + wanted.length] ?? ' '
    if (word.test(wanted[0] ?? '') && word.test(before)) continue
    if (word.test(wanted.at(-1) ?? '') && word.test(after)) continue
    places.push(unfoldSpan(folded, at, at + wanted.length))
  }
  return places
}
