import { expect, test } from 'vitest'
import { jobInWords } from '../../renderer/screens/frame/job-words.ts'
import type { Progress } from '../../src/model/index.ts'

const job = (progress: Partial<Progress>): Progress =>
  ({
    job: 'j',
    step: 'Proving the check',
    unit: 'steps',
    done: 0,
    total: null,
    perSecond: null,
    remainingMs: null,
    ...progress,
  }) as Progress

test('a job says how far it is, at which rate, and the time left', () => {
  expect(jobInWords(job({ unit: 'messages', done: 1200, total: 4000, perSecond: 300, remainingMs: 9000 }))).toMatch(
    /1.200.*4.000 messages.*300.*9/,
  )
})

test('of what has no number of steps known before, none done says nothing', () => {
  expect(jobInWords(job({}))).toBe('')
  expect(jobInWords(job({ done: 3 }))).toContain('3 steps')
})
