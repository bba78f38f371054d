import type { Span } from '../model/index.ts'
import { readingsOf } from './check-decode.ts'
import { canon, squash } from './check-normalise.ts'
import { bounded } from './check-search.ts'

/** Of a longer text no place is looked for: every half of it would be read again. */
const MAX_LENGTH = 200_000
const MIN_INSIDE = 5
const MIN_SQUASHED = 8

/**
 * Where a text stands that no search by words finds, being encoded or broken up: the fewest words that the leak check still reads as it. In order, disjoint; none where it only
 * comes together over what is hidden, and not every place of a text that stands there both ways.
 */
export function encodedSpans(text: string, needle: string, hidden: readonly Span[]): readonly Span[] {
  if (text.length > MAX_LENGTH) return []
  let open = text
  for (const { start, end } of hidden) open = open.slice(0, start) + '\u0001'.repeat(end - start) + open.slice(end)
  const words = [...open.matchAll(/\S+/gu)].map(({ index, 0: word }) => ({ start: index, end: index + word.length }))
  const wanted = canon(needle).trim()
  const at = (from: number, to: number): Span => ({ start: words[from]?.start ?? 0, end: words[to - 1]?.end ?? 0 })
  const isRead = (from: number, to: number): boolean => from < to && reads(open.slice(at(from, to).start, at(from, to).end), wanted)
  const found = (from: number, to: number): Span[] => {
    if (!isRead(from, to)) return []
    if (to - from === 1) return [at(from, to)]
    const middle = (from + to) >>> 1
    const halves = [...found(from, middle), ...found(middle, to)]
    if (halves.length > 0) return halves
    const first = last(from, middle, (one) => isRead(one, to))
    return [at(first, middle + to - last(middle, to, (one) => isRead(first, middle + to - one)))]
  }
  return found(0, words.length)
}

/** The greatest number from `low` on, which holds, up to `high` for which it still does. */
function last(low: number, high: number, holds: (value: number) => boolean): number {
  let [good, bad] = [low, high + 1]
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1
    if (holds(middle)) good = middle
    else bad = middle
  }
  return good
}

function reads(text: string, wanted: string): boolean {
  const letters = squash(wanted)
  return readingsOf(text).readings.some((reading) => {
    const canonical = canon(reading.text)
    for (let at = canonical.indexOf(wanted); at >= 0; at = canonical.indexOf(wanted, at + 1))
      if (wanted.length >= MIN_INSIDE || bounded(canonical, at, at + wanted.length)) return true
    return letters.length >= MIN_SQUASHED && squash(canonical).includes(letters)
  })
}
