import type { Span } from './mark.ts'

/** Spans of one text, to be asked which of them meet another: a name stands in a log a hundred thousand times, and each place is asked about. */
export class SpanIndex<Each extends Span> {
  private readonly spans: readonly Each[]
  /** For each span the furthest end of it and of those before it. */
  private readonly ends: readonly number[]

  constructor(spans: Iterable<Each>) {
    this.spans = [...spans].sort((left, right) => left.start - right.start)
    let furthest = 0
    this.ends = this.spans.map(({ end }) => (furthest = Math.max(furthest, end)))
  }

  /** Whether one of those that overlap with a span is such a one. */
  some({ start, end }: Span, such: (each: Each) => boolean = () => true): boolean {
    for (let at = this.before(end) - 1; at >= 0 && (this.ends[at] ?? 0) > start; at--) {
      const each = this.spans[at]
      if (each !== undefined && each.end > start && such(each)) return true
    }
    return false
  }

  /** Whether one of them holds all of a span that isn't empty. */
  holds(span: Span): boolean {
    return this.some(span, (each) => each.start <= span.start && span.end <= each.end)
  }

  /** How many begin before a place. */
  private before(place: number): number {
    let [low, high] = [0, this.spans.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.spans[middle]?.start ?? 0) < place) low = middle + 1
      else high = middle
    }
    return low
  }
}
