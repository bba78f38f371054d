import type { Mark } from '../../src/model/index.ts'

/** A run of a surface's text over which the same marks lie. `[start, end)` in UTF-16 code units. */
export interface Segment {
  readonly start: number
  readonly end: number
  /** The mark that shows, where several overlap: the furthest decided one. */
  readonly mark: Mark | null
  /** Whether the mark begins in this segment: there stands the ground's name. */
  readonly first: boolean
  /** The data subject's own identifier. */
  readonly own: boolean
}

const rank: Record<Mark['state'], number> = { approved: 5, proposed: 4, declined: 3, suggested: 2, cleared: 1, dismissed: 0, superseded: 0 }

/** Marks that are shown at all: what was dismissed or replaced is history. */
export const isShown = (mark: Mark): boolean => rank[mark.state] > 0

/** Whether a mark takes its text out of what will be produced. */
export const isRedacting = (mark: Mark): boolean => rank[mark.state] >= 3

interface Spanned {
  readonly start: number
  readonly end: number
}

/** Cuts a text at every edge of a mark or of a protected span; the segments together are the whole text. */
export function segmentText(length: number, marks: readonly Mark[], own: readonly Spanned[]): readonly Segment[] {
  const shown = marks.filter((mark) => isShown(mark) && mark.span !== null)
  const edges = new Set([0, length])
  for (const span of [...shown.map((mark) => mark.span), ...own]) {
    if (span === null) continue
    edges.add(Math.min(length, Math.max(0, span.start)))
    edges.add(Math.min(length, Math.max(0, span.end)))
  }
  const sorted = [...edges].sort((left, right) => left - right)
  const segments: Segment[] = []
  let before: Mark | null = null
  for (const [index, start] of sorted.entries()) {
    const end = sorted[index + 1]
    if (end === undefined) break
    const covers = ({ start: from, end: to }: Spanned) => from <= start && end <= to
    const mark =
      shown
        .filter((candidate) => candidate.span !== null && covers(candidate.span))
        .sort((left, right) => rank[right.state] - rank[left.state] || (left.id < right.id ? -1 : 1))[0] ?? null
    segments.push({ start, end, mark, first: mark !== null && mark !== before, own: own.some(covers) })
    before = mark
  }
  return segments
}
