import type { Ground, Mark } from '../model/index.ts'

/** What stands where marked text was. It is given the marks that were merged in one place, never the text. */
export type MarkerOf = (marks: readonly Mark[]) => string

/** A stretch of text that is taken out as one. */
export interface Cut {
  readonly start: number
  readonly end: number
  readonly marker: string
  readonly marks: readonly Mark[]
}

/** `[REDACTED – third party]`: of one length for one ground, whatever it hides. */
export function markerText(shorts: readonly string[]): string {
  const distinct = [...new Set(shorts)].sort()
  return distinct.length === 0 ? '[REDACTED]' : `[REDACTED – ${distinct.join('; ')}]`
}

/** Markers with the short names of the grounds; a ground that the table doesn't have is named by its code. */
export function markersFrom(grounds: readonly Ground[]): MarkerOf {
  const shorts = new Map(grounds.map((ground) => [ground.code, ground.short]))
  return (marks) => markerText(marks.map((mark) => shorts.get(mark.ground) ?? mark.ground))
}

const ignorable = /[\p{Default_Ignorable_Code_Point}\p{M}]/u

/**
 * The cuts that marks make in a text: clamped to it, widened to whole characters as a reader sees them (UAX #29), so that no accent or half of an emoji
 * survives, and merged where they overlap or touch. Sorted, disjoint.
 */
export function cutsOf(text: string, marks: readonly Mark[], markerOf: MarkerOf): readonly Cut[] {
  const spans: { start: number; end: number; marks: Mark[] }[] = []
  const characters = marks.some((mark) => mark.span !== null) ? new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(text) : null
  for (const mark of marks) {
    if (mark.span === null || characters === null) continue
    const start = Math.max(0, Math.min(text.length, mark.span.start))
    const end = Math.max(0, Math.min(text.length, mark.span.end))
    if (end > start) spans.push({ ...wholeCharacters(text, characters, start, end), marks: [mark] })
  }
  spans.sort((left, right) => left.start - right.start || left.end - right.end)
  const merged: typeof spans = []
  for (const span of spans) {
    const last = merged.at(-1)
    if (last === undefined || span.start > last.end) merged.push(span)
    else {
      last.end = Math.max(last.end, span.end)
      last.marks.push(...span.marks)
    }
  }
  return merged.map((span) => ({ ...span, marker: markerOf(span.marks) }))
}

function wholeCharacters(text: string, characters: Intl.Segments, start: number, end: number): { start: number; end: number } {
  const first = characters.containing(start)?.index ?? start
  const last = characters.containing(end)
  let stop = last !== undefined && last.index < end ? last.index + last.segment.length : end
  // Joiners and stray marks after the span say what stood before them.
  for (;;) {
    const character = text.slice(stop, stop + ((text.codePointAt(stop) ?? 0) > 0xffff ? 2 : 1))
    if (character === '' || !ignorable.test(character)) break
    stop += character.length
  }
  return { start: first, end: stop }
}
