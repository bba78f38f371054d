import type { CivilDate, RegimeId } from '../model/index.ts'
import { AppError, dateInWords } from '../model/index.ts'
import { addDays, dayNumber } from './civil-date.ts'
import { roll } from './holidays.ts'

/** A question to the requester and its answer; `answered` null while it is open. */
export interface Pause {
  readonly asked: CivilDate
  readonly answered: CivilDate | null
}

/** A period with its pauses counted. */
export interface Paused {
  /** Whole days that the period is longer. */
  readonly days: number
  /** A question within the period isn't answered. */
  readonly open: boolean
}

/** @throws law/bad-date for an answer before its question */
export function checkPauses(pauses: readonly Pause[]): void {
  for (const { asked, answered } of pauses) {
    if (dayNumber(asked) > dayNumber(answered ?? asked)) {
      throw new AppError('law/bad-date', `The answer of ${dateInWords(answered ?? asked)} is before its question of ${dateInWords(asked)}.`)
    }
  }
}

/**
 * Days to add to a period that starts after `start` and would end on `end`: the size of the union of the paused days, so that overlapping
 * questions count once. `inclusive` counts the day asked (UK, DPA 2018 s.54(3C)); otherwise the days after it through the day answered.
 * Days up to `start` aren't counted, since the period hadn't begun; a question asked when it had ended doesn't revive it.
 */
export function pausedDays(regime: RegimeId, start: CivilDate, end: CivilDate, pauses: readonly Pause[], inclusive: boolean): Paused {
  const sorted = [...pauses].sort((left, right) => dayNumber(left.asked) - dayNumber(right.asked))
  let days = 0
  let counted = dayNumber(start)
  for (const pause of sorted) {
    if (dayNumber(pause.asked) > dayNumber(roll(regime, addDays(end, days)))) break
    if (pause.answered === null) return { days, open: true }
    const first = Math.max(dayNumber(pause.asked) + (inclusive ? 0 : 1), counted + 1)
    const last = dayNumber(pause.answered)
    if (last < first) continue
    days += last - first + 1
    counted = last
  }
  return { days, open: false }
}
