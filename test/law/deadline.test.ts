import { describe, expect, it } from 'vitest'
import type { DeadlineInput } from '../../src/law/index.ts'
import { civilDateOf, complaintAcknowledgeBy, computeDeadline, daysLeft, deadlineInput, dueInForce } from '../../src/law/index.ts'

const due = (received: string, regime: string, more: Partial<DeadlineInput> = {}) => computeDeadline({ received, regime, ...more })

describe('the deadline is one month from receipt, rolled to a working day', () => {
  it.each([
    ['the ICO’s example', '2024-11-25', 'uk-eng', '2024-12-27'],
    ['a Sunday', '2026-01-01', 'uk-eng', '2026-02-02'],
    ['a short month whose end is a Saturday', '2026-01-31', 'uk-eng', '2026-03-02'],
    ['a short month whose end is a Saturday, in the EU', '2026-01-31', 'eu-ie', '2026-03-02'],
    ['a leap year', '2028-01-31', 'eu-de', '2028-02-29'],
    ['a leap year, in the UK', '2028-01-31', 'uk-eng', '2028-02-29'],
    ['31 August', '2026-08-31', 'eu-de', '2026-09-30'],
    ['a Saturday', '2026-09-03', 'eu-de', '2026-10-05'],
    ['a Saturday, in the UK', '2026-09-03', 'uk-eng', '2026-10-05'],
    ['Easter, England', '2026-03-05', 'uk-eng', '2026-04-07'],
    ['Easter, Germany', '2026-03-05', 'eu-de', '2026-04-07'],
    ['Easter, Ireland', '2026-03-05', 'eu-ie', '2026-04-07'],
    ['Easter Monday is a working day in Scotland', '2026-03-05', 'uk-sct', '2026-04-06'],
    ['a substitute day in England', '2026-11-25', 'uk-eng', '2026-12-29'],
    ['no substitute day in Germany', '2026-11-25', 'eu-de', '2026-12-28'],
    ['a Sunday at the end of February', '2027-01-30', 'uk-eng', '2027-03-01'],
    ['Orangemen’s Day', '2026-06-12', 'uk-nir', '2026-07-14'],
    ['Epiphany in Bavaria', '2025-12-06', 'eu-de-by', '2026-01-07'],
    ['the same day in Berlin', '2025-12-06', 'eu-de-be', '2026-01-06'],
  ])('%s: received %s under %s is due %s', (_name, received, regime, expected) => {
    const deadline = due(received, regime)
    expect(deadline.due).toBe(expected)
    expect(deadline.strictDue).toBe(expected)
  })
})

describe('an extension is three months from the receipt itself', () => {
  it.each([
    ['2026-01-31', 'uk-eng', '2026-04-30'],
    ['2026-01-31', 'eu-de', '2026-04-30'],
    ['2026-08-31', 'eu-de', '2026-11-30'],
    ['2026-08-31', 'uk-eng', '2026-11-30'],
    ['2026-09-03', 'eu-ie', '2026-12-03'],
  ])('received %s under %s, extended to %s', (received, regime, expected) => {
    expect(due(received, regime).extendedDue).toBe(expected)
  })

  it('must be told by the unrolled month', () => {
    expect(due('2026-01-31', 'eu-de').noticeBy).toBe('2026-02-28')
    expect(due('2026-09-03', 'uk-eng').noticeBy).toBe('2026-10-03')
  })

  it('is in force only when it was taken', () => {
    expect(dueInForce(due('2026-08-31', 'eu-de'))).toBe('2026-09-30')
    expect(dueInForce(due('2026-08-31', 'eu-de', { extended: '2026-09-30' }))).toBe('2026-11-30')
  })
})

describe('identity, UK: the clock starts when it is given', () => {
  const identity = (answered: string | null) => ({ identity: [{ asked: null, answered }] })
  it('and the month runs from then', () => {
    expect(due('2026-03-10', 'uk-eng', identity('2026-03-19')).due).toBe('2026-04-20')
    expect(due('2025-03-10', 'uk-eng', identity('2025-03-19')).due).toBe('2025-04-22')
  })
  it('while it is awaited there is no due date, and the strict one is still shown', () => {
    const waiting = due('2026-03-10', 'uk-eng', identity(null))
    expect([waiting.due, waiting.extendedDue, waiting.noticeBy, waiting.strictDue]).toEqual([null, null, null, '2026-04-10'])
  })
  it('given after an extension notice, both dates run from then', () => {
    const deadline = due('2026-03-10', 'uk-eng', { ...identity('2026-05-07'), extended: '2026-04-08' })
    expect([deadline.due, deadline.extendedDue, dueInForce(deadline)]).toEqual(['2026-06-08', '2026-08-07', '2026-08-07'])
  })
  it('given before the request, it changes nothing', () => {
    expect(due('2026-03-10', 'uk-eng', identity('2026-03-01')).due).toBe('2026-04-10')
  })
})

describe('a question about the scope, UK: its days are added, both ends counted', () => {
  const asked = (...pairs: [string, string | null][]) => ({ clarify: pairs.map(([on, answered]) => ({ asked: on, answered })) })
  it('once', () => {
    const deadline = due('2026-09-03', 'uk-eng', asked(['2026-09-07', '2026-09-16']))
    expect([deadline.due, deadline.extendedDue, deadline.noticeBy]).toEqual(['2026-10-13', '2026-12-14', '2026-10-13'])
    expect(deadline.strictDue).toBe('2026-10-05')
  })
  it('overlapping ones as their union', () => {
    const one = due('2026-09-03', 'uk-eng', asked(['2026-09-07', '2026-09-16']))
    const two = due('2026-09-03', 'uk-eng', asked(['2026-09-10', '2026-09-16'], ['2026-09-07', '2026-09-12']))
    expect(two.due).toBe(one.due)
  })
  it('two apart are both added', () => {
    expect(due('2026-09-03', 'uk-eng', asked(['2026-09-07', '2026-09-08'], ['2026-09-14', '2026-09-16'])).due).toBe('2026-10-08')
  })
  it('an open one leaves no due date', () => {
    const deadline = due('2026-09-03', 'uk-eng', asked(['2026-09-07', null]))
    expect([deadline.due, deadline.extendedDue, deadline.strictDue]).toEqual([null, null, '2026-10-05'])
    expect(daysLeft(deadline, '2026-09-10')).toBeNull()
  })
  it('one asked after the deadline has passed does not revive it', () => {
    expect(due('2026-09-03', 'uk-eng', asked(['2026-10-06', null])).due).toBe('2026-10-05')
  })
  it('days before the clock started are not added', () => {
    const identity = [{ asked: null, answered: '2026-09-16' }]
    expect(due('2026-09-03', 'uk-eng', { ...asked(['2026-09-07', '2026-09-16']), identity }).due).toBe('2026-10-16')
  })
})

describe('a pause in the EU shows both dates, and alerts follow the strict one', () => {
  const clarify = [{ asked: '2026-09-07', answered: '2026-09-16' }]
  it('when it was answered', () => {
    const deadline = due('2026-09-03', 'eu-ie', { clarify })
    expect([deadline.strictDue, deadline.due]).toEqual(['2026-10-05', '2026-10-12'])
    expect(daysLeft(deadline, '2026-10-01')).toBe(4)
  })
  it('while it is open', () => {
    const deadline = due('2026-09-03', 'eu-ie', { clarify: [{ asked: '2026-09-07', answered: null }] })
    expect([deadline.strictDue, deadline.due]).toEqual(['2026-10-05', null])
    expect(daysLeft(deadline, '2026-10-06')).toBe(-1)
  })
  it('identity whose question has no date adds nothing', () => {
    expect(due('2026-09-03', 'eu-ie', { identity: [{ asked: null, answered: '2026-09-16' }] }).due).toBe('2026-10-05')
  })
})

describe('a UK complaint', () => {
  it('is acknowledged in 30 days from the day after receipt, rolled', () => {
    expect(complaintAcknowledgeBy('2025-06-05', 'uk-eng')).toBe('2025-07-07')
  })
})

describe('the day of receipt', () => {
  it('is the day in the controller’s zone', () => {
    const late = Date.parse('2026-07-31T23:30:00Z')
    expect(civilDateOf(late, 'Europe/Berlin')).toBe('2026-08-01')
    expect(civilDateOf(late, 'UTC')).toBe('2026-07-31')
    expect(due(civilDateOf(late, 'Europe/Berlin'), 'eu-de').due).toBe('2026-09-01')
  })
})

describe('clock events of a matter', () => {
  it('become the same deadline in any order', () => {
    const events = [
      { kind: 'clarification-answered', on: '2026-09-16' },
      { kind: 'extended', on: '2026-09-20' },
      { kind: 'clarification-asked', on: '2026-09-07' },
    ] as const
    const one = computeDeadline(deadlineInput('2026-09-03', 'uk-eng', events))
    const two = computeDeadline(deadlineInput('2026-09-03', 'uk-eng', [...events].reverse()))
    expect(one).toEqual(two)
    expect([one.due, one.extendedDue, one.extended]).toEqual(['2026-10-13', '2026-12-14', true])
  })
  it('a question answered on its own day is closed, whatever the order of entry', () => {
    const on = '2026-09-07'
    const events = [
      { kind: 'clarification-answered', on },
      { kind: 'clarification-asked', on },
    ] as const
    expect(computeDeadline(deadlineInput('2026-09-03', 'uk-eng', events)).due).toBe('2026-10-05')
  })
})

describe('an extension that was told', () => {
  const told = (on: string, received = '2026-01-31', regime = 'eu-ie') =>
    computeDeadline(deadlineInput(received, regime, [{ kind: 'extended', on }]))
  const says = (deadline: ReturnType<typeof told>, words: string) => deadline.basis.some(({ step }) => step.includes(words))

  it('after the first period lengthens nothing, and the clock says why', () => {
    const late = told('2026-03-03')
    expect([late.extended, dueInForce(late), daysLeft(late, '2026-03-05')]).toEqual([false, '2026-03-02', -3])
    expect(says(late, 'Tue 3 Mar 2026, after Mon 2 Mar 2026: too late')).toBe(true)
    expect(dueInForce(told('2026-03-03', '2026-01-31', 'uk-eng'))).toBe('2026-03-02')
  })
  it('on the working day to which the last day moved is in time, and the clock says by what', () => {
    const rolled = told('2026-03-02')
    expect([rolled.extended, dueInForce(rolled)]).toEqual([true, '2026-04-30'])
    expect(says(rolled, 'in time only because Sat 28 Feb 2026 is a Saturday')).toBe(true)
    expect(says(told('2026-02-27'), 'in time only')).toBe(false)
  })
  it('within days that a UK question paused is in time', () => {
    const events = [
      { kind: 'clarification-asked', on: '2026-09-07' },
      { kind: 'clarification-answered', on: '2026-09-16' },
      { kind: 'extended', on: '2026-10-13' },
    ] as const
    expect(dueInForce(computeDeadline(deadlineInput('2026-09-03', 'uk-eng', events)))).toBe('2026-12-14')
    expect(dueInForce(computeDeadline(deadlineInput('2026-09-03', 'uk-eng', events.slice(2))))).toBe('2026-10-05')
  })
})

describe('an answer about the scope whose question was taken back', () => {
  it.each(['eu-ie', 'uk-eng'])('adds nothing, and the clock says so (%s)', (regime) => {
    const deadline = computeDeadline(deadlineInput('2026-09-03', regime, [{ kind: 'clarification-answered', on: '2026-09-16' }]))
    expect([deadline.due, dueInForce(deadline)]).toEqual(['2026-10-05', '2026-10-05'])
    expect(deadline.basis.some(({ step }) => step.includes('no question before it'))).toBe(true)
  })
})

describe('two questions to the requester', () => {
  const asked = [
    { kind: 'clarification-asked', on: '2026-09-07' },
    { kind: 'clarification-asked', on: '2026-09-09' },
  ] as const
  const answer = (on: string) => ({ kind: 'clarification-answered', on }) as const
  const clock = (...answers: readonly ReturnType<typeof answer>[]) =>
    computeDeadline(deadlineInput('2026-09-03', 'uk-eng', [...asked, ...answers]))
  const told = ({ basis }: ReturnType<typeof clock>) =>
    basis.filter(({ step }) => step.includes('count as answered')).map(({ step }) => step)

  it('answered in one letter, recorded once, start the clock again, and it says what it takes the letter for', () => {
    const deadline = clock(answer('2026-09-16'))
    expect([deadline.due, deadline.extendedDue, dueInForce(deadline)]).toEqual(['2026-10-13', '2026-12-14', '2026-10-13'])
    expect(told(deadline)).toEqual(['2 questions count as answered on Wed 16 Sep 2026; if one was answered later, record that answer, too'])
  })
  it('answered one after the other pause until the last answer, each day once', () => {
    const deadline = clock(answer('2026-09-12'), answer('2026-09-16'))
    expect([deadline.due, told(deadline)]).toEqual(['2026-10-13', []])
  })
  it('of which one was asked after the letter leave the clock standing', () => {
    const deadline = computeDeadline(deadlineInput('2026-09-03', 'uk-eng', [...asked, answer('2026-09-08')]))
    expect(deadline.due).toBeNull()
  })
  it('with a third answer leave that without a question, and the clock says so', () => {
    const deadline = clock(answer('2026-09-12'), answer('2026-09-16'), answer('2026-09-20'))
    expect(deadline.due).toBe('2026-10-13')
    expect(deadline.basis.some(({ step }) => step.includes('no question before it'))).toBe(true)
  })
  it('about identity are given in one letter, too', () => {
    const events = [
      { kind: 'identity-asked', on: '2026-03-11' },
      { kind: 'identity-asked', on: '2026-03-13' },
      { kind: 'identity-answered', on: '2026-03-19' },
    ] as const
    expect(computeDeadline(deadlineInput('2026-03-10', 'uk-eng', events)).due).toBe('2026-04-20')
  })
})

describe('every date shows how it was reached', () => {
  it('with a source for each step', () => {
    for (const regime of ['eu-de', 'uk-sct']) {
      const { basis } = due('2026-01-31', regime, { clarify: [{ asked: '2026-02-02', answered: '2026-02-04' }] })
      expect(basis.length).toBeGreaterThan(3)
      expect(basis.every(({ step, source }) => step !== '' && source !== '')).toBe(true)
    }
  })
})

describe('what can’t be computed is refused', () => {
  it.each([
    ['2026-02-30', 'eu-de', 'law/bad-date'],
    ['2026-2-3', 'eu-de', 'law/bad-date'],
    ['2041-01-01', 'eu-de', 'law/bad-date'],
    ['2026-01-31', 'eu-xx', 'law/unknown-regime'],
    ['2026-01-31', 'constructor', 'law/unknown-regime'],
  ])('%s under %s: %s', (received, regime, code) => {
    expect(() => due(received, regime)).toThrowError(expect.objectContaining({ code }))
  })
  it('an answer before its question', () => {
    expect(() => due('2026-09-03', 'uk-eng', { clarify: [{ asked: '2026-09-07', answered: '2026-09-01' }] })).toThrowError(
      expect.objectContaining({ code: 'law/bad-date' }),
    )
  })
})
