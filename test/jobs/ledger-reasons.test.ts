import { describe, expect, it } from 'vitest'
import { exceptionReasons, meaningOf } from '../../src/jobs/ledger-reasons.ts'
import type { ExceptionCode } from '../../src/model/index.ts'

const codes = Object.keys(exceptionReasons) as readonly ExceptionCode[]

describe('what the ledger says to do', () => {
  it.each(codes.flatMap((code) => [[code, true] as const, [code, false] as const]))(
    'names a rescan where one can help, and only there: %s, not taken in: %s',
    (code, counted) => {
      const { whatToDo, rescanHelps } = meaningOf(code, counted)
      // A delivery ends by itself; the rescan after that finds the message where it was delivered to.
      if (code === 'unfinished-delivery') expect(rescanHelps).toBe(true)
      else expect(whatToDo.includes('source rescan')).toBe(rescanHelps)
    },
  )

  it('tries a message again that reading gave up, and not one that was taken in without an attachment', () => {
    for (const code of ['timeout', 'out-of-memory', 'parser-failed'] as const) {
      expect([meaningOf(code, true).rescanHelps, meaningOf(code, false).rescanHelps]).toEqual([true, false])
    }
  })
})
