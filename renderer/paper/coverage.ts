/** Which fractions of a surface's height have been on the screen, as sorted, disjoint intervals in [0, 1]. */
export type Coverage = readonly (readonly [number, number])[]

/** Adds what is on the screen now. */
export function cover(coverage: Coverage, from: number, to: number): Coverage {
  const start = Math.max(0, from)
  const end = Math.min(1, to)
  if (!(end >= start)) return coverage
  const merged: (readonly [number, number])[] = []
  let low = start
  let high = end
  for (const [left, right] of coverage) {
    if (right < low || left > high) merged.push([left, right])
    else {
      low = Math.min(low, left)
      high = Math.max(high, right)
    }
  }
  merged.push([low, high])
  return merged.sort((left, right) => left[0] - right[0])
}

/** Pixels are rounded: a hundredth that was never sampled at an edge does not make a surface unread. */
const slack = 0.01

/** Whether all of it was shown, also what lies between its beginning and its end. */
export function isCovered(coverage: Coverage): boolean {
  let reached = 0
  for (const [from, to] of coverage) {
    if (from > reached + slack) return false
    reached = Math.max(reached, to)
  }
  return coverage.length > 0 && reached >= 1 - slack
}
