import type { Span } from '../model/index.ts'
import { matchesIn, type Wanted } from './snippet.ts'

/** Between words that are written together. */
const seam = /(?<=\p{Ll}\p{M}*)(?=\p{Lu})|(?<=\p{Lu}\p{M}*)(?=\p{Lu}\p{M}*\p{Ll})|(?<=\p{L}\p{M}*)(?=\p{Nd})|(?<=\p{Nd})(?=\p{L})/gu

/**
 * A file's name with the words that people write together parted, as `NoraBergmannReview2024.docx`: at a capital after a small letter, before the last capital of
 * several that a small letter follows (`HRReview`), and between letters and digits. Null where nothing is to part.
 */
export function partedName(name: string): string | null {
  const parted = name.replace(seam, ' ')
  return parted === name ? null : parted
}

/** Places of the wanted words in a file's name, also within what is written together there, in order and not overlapping. */
export function matchesInName(name: string, wanted: readonly Wanted[]): readonly Span[] {
  const seams = [...name.matchAll(seam)].map(({ index }, before) => index + before)
  const inName = (at: number): number => at - seams.filter((each) => each < at).length
  const parted = matchesIn(partedName(name) ?? '', wanted).map(({ start, end }) => ({ start: inName(start), end: inName(end) }))
  const spans: Span[] = []
  for (const { start, end } of [...matchesIn(name, wanted), ...parted].sort((one, other) => one.start - other.start)) {
    const last = spans.at(-1)
    if (last && last.end > start) spans[spans.length - 1] = { start: last.start, end: Math.max(last.end, end) }
    else spans.push({ start, end })
  }
  return spans
}
