import type { Mark, Span } from '../model/index.ts'
import { cutsOf, type MarkerOf } from './markers.ts'

/** One marker: where it stands in the new text, and what it replaced in the old one. */
export interface Replacement {
  readonly from: Span
  readonly to: Span
  readonly marks: readonly Mark[]
}

export interface AppliedText {
  readonly text: string
  /** In order. Outside of these, old and new text are the same. */
  readonly map: readonly Replacement[]
}

/** Replaces what is marked by markers of fixed length. */
export function applyToText(text: string, marks: readonly Mark[], markerOf: MarkerOf): AppliedText {
  const map: Replacement[] = []
  const pieces: string[] = []
  let from = 0
  let length = 0
  for (const cut of cutsOf(text, marks, markerOf)) {
    const before = text.slice(from, cut.start)
    pieces.push(before, cut.marker)
    const start = length + before.length
    length = start + cut.marker.length
    map.push({ from: { start: cut.start, end: cut.end }, to: { start, end: length }, marks: cut.marks })
    from = cut.end
  }
  pieces.push(text.slice(from))
  return { text: pieces.join(''), map }
}
