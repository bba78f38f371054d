import type { Ended } from '../desk.ts'

/** Random moments within the runs of a program. */
export interface Moments {
  /** In how many milliseconds to kill the next run: in its last two thirds. */
  next(): number
  /** Tells how a run ended that began at the beginning. */
  ended(run: Ended): Ended
}

/**
 * Moments within the quickest run that came to its end: where the machine was busy when the first was measured and is no longer, kills would else come
 * after all was done.
 */
export function randomMoments(): Moments {
  let quickestMs = Number.POSITIVE_INFINITY
  return {
    next: () => quickestMs * (0.3 + Math.random() * 0.7),
    ended: (run) => {
      if (run.signal === null) quickestMs = Math.min(quickestMs, run.tookMs)
      return run
    },
  }
}
