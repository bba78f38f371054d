import { describe, expect, it } from 'vitest'
import { caseOf, runCase } from '../bench/fuzz-cases.ts'

describe('every reader of untrusted bytes', () => {
  it('reads a thousand made-up files of fixed seed without a throw', async () => {
    const failed: string[] = []
    for (let number = 0; number < 1000; number++) {
      const one = caseOf(number, 7, [])
      try {
        await runCase(one)
      } catch (error) {
        failed.push(`case ${number} (${one.kind}): ${error instanceof Error ? error.message : ''}`)
      }
    }
    expect(failed).toEqual([])
  })
})
