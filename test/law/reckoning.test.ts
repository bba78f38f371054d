import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { computeDeadline, deadlineInput, dueInForce } from '../../src/law/index.ts'
import type { ClockEvent } from '../../src/model/index.ts'

/**
 * The same reckoning in another way: Regulation 1182/71 Art. 3 walked day by day with a calendar of its own, no month arithmetic and no table of holidays. A period
 * begins after the day of the event, runs a day at a time, and ends with the day of the same number, or the month's last; where that is a day of rest, with the
 * next that isn't.
 */
type Day = readonly [year: number, month: number, day: number]

const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
const lengthOf = (year: number, month: number): number => (month === 2 && isLeap(year) ? 29 : (lengths[month - 1] ?? 0))

function next([year, month, day]: Day): Day {
  if (day < lengthOf(year, month)) return [year, month, day + 1]
  return month < 12 ? [year, month + 1, 1] : [year + 1, 1, 1]
}
function daysAfter(from: Day, days: number): Day {
  let at = from
  for (let count = 0; count < days; count++) at = next(at)
  return at
}
const written = ([year, month, day]: Day): string => `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
const isSame = (one: Day, other: Day): boolean => written(one) === written(other)

/** Day of the week by Sakamoto's rule, 0 for Sunday. */
function weekdayOf([year, month, day]: Day): number {
  const shifts = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4]
  const y = month < 3 ? year - 1 : year
  return (y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + (shifts[month - 1] ?? 0) + day) % 7
}

/** Easter Sunday by Gauss's rule for the years 1900 to 2099. */
function easterOf(year: number): Day {
  const d = (19 * (year % 19) + 24) % 30
  const e = (2 * (year % 4) + 4 * (year % 7) + 6 * d + 5) % 7
  const late = d + e > 34 || (d === 28 && e === 6 && year % 19 > 10) ? 7 : 0
  return daysAfter([year, 3, 22], d + e - late)
}

/** The nine holidays of all of Germany. */
function isGermanHoliday(at: Day): boolean {
  const [year, month, day] = at
  const easter = easterOf(year)
  const fridayBefore: Day = easter[2] > 2 ? [year, easter[1], easter[2] - 2] : [year, 3, 29 + easter[2]]
  const moving = [fridayBefore, daysAfter(easter, 1), daysAfter(easter, 39), daysAfter(easter, 50)]
  return ['1-1', '5-1', '10-3', '12-25', '12-26'].includes(`${month}-${day}`) || moving.some((one) => isSame(one, at))
}
const isRest = (at: Day): boolean => weekdayOf(at) % 6 === 0 || isGermanHoliday(at)

function rolled(day: Day): Day {
  let at = day
  while (isRest(at)) at = next(at)
  return at
}

/** Whether a period of so many months from `from` ends with this day. */
function isMonthsLast(from: Day, months: number, at: Day): boolean {
  const passed = (at[0] - from[0]) * 12 + at[1] - from[1]
  return passed === months && (at[2] === from[2] || (at[2] < from[2] && at[2] === lengthOf(at[0], at[1])))
}

function lastDay(from: Day, months: number): Day {
  let at = next(from)
  while (!isMonthsLast(from, months, at)) at = next(at)
  return at
}

/** The last day where the clock stands still on some: it runs as many days as the month has. */
function lastDayPaused(from: Day, isPaused: (at: Day) => boolean): Day {
  let left = 0
  for (let at = from; !isSame(at, lastDay(from, 1)); at = next(at)) left++
  let at = from
  while (left > 0) {
    at = next(at)
    if (!isPaused(at)) left--
  }
  return at
}

const days = fc.integer({ min: 0, max: 365 * 13 }).map((count) => daysAfter([2025, 1, 1], count))
/** Questions by the days from the receipt to them, and from them to their answers. */
const questions = fc.array(fc.tuple(fc.integer({ min: 0, max: 26 }), fc.integer({ min: 0, max: 40 })), { minLength: 1, maxLength: 3 })

describe('the deadline, reckoned day by day from the Regulation', () => {
  it('is the same for every day of receipt, of rest or not, and of an extension', () => {
    fc.assert(
      fc.property(days, (received) => {
        const { due, strictDue, noticeBy, extendedDue } = computeDeadline({ received: written(received), regime: 'eu-de' })
        const last = lastDay(received, 1)
        expect([noticeBy, strictDue, due]).toEqual([written(last), written(rolled(last)), written(rolled(last))])
        expect(extendedDue).toBe(written(rolled(lastDay(received, 3))))
      }),
      { numRuns: 600 },
    )
  })

  it.each([
    ['clarification-asked', 'clarification-answered'],
    ['identity-asked', 'identity-answered'],
  ] as const)('stands still between questions and answers, each day once, for %s; what leads is the date without', (asked, answered) => {
    fc.assert(
      fc.property(days, questions, (received, all) => {
        const pauses = all.map(([to, open]) => ({ asked: daysAfter(received, to), answered: daysAfter(received, to + open) }))
        const events = pauses.flatMap((one): ClockEvent[] => [
          { kind: asked, on: written(one.asked) },
          { kind: answered, on: written(one.answered) },
        ])
        // Answers close questions in order, which leaves the union of the days as it is.
        const isPaused = (at: Day) => pauses.some((one) => written(one.asked) < written(at) && written(at) <= written(one.answered))
        const deadline = computeDeadline(deadlineInput(written(received), 'eu-de', events))
        expect(deadline.due).toBe(written(rolled(lastDayPaused(received, isPaused))))
        expect(dueInForce(deadline)).toBe(written(rolled(lastDay(received, 1))))
      }),
      { numRuns: 300 },
    )
  })

  it('is lengthened by an extension that was told by the last day of the first period, and by none later', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 60 }), (received, wait) => {
        const told = daysAfter(received, wait)
        const deadline = computeDeadline(deadlineInput(written(received), 'eu-de', [{ kind: 'extended', on: written(told) }]))
        const first = rolled(lastDay(received, 1))
        const isInTime = written(told) <= written(first)
        expect(deadline.extended).toBe(isInTime)
        expect(dueInForce(deadline)).toBe(written(isInTime ? rolled(lastDay(received, 3)) : first))
      }),
      { numRuns: 300 },
    )
  })
})
