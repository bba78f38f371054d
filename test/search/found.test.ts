import { describe, expect, it } from 'vitest'
import { firstOf } from '../../src/search/ranking.ts'
import { fc } from '../properties.ts'

describe('the first of many, in order', () => {
  it('are those of the whole, sorted', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 6000 }), fc.integer({ min: 0, max: 40 }), (values, wanted) => {
        const sorted = values.map((_, at) => at).sort((left, right) => (values[left] ?? 0) - (values[right] ?? 0) || left - right)
        expect(firstOf(Int32Array.from(values.keys()), wanted, (number) => values[number] ?? 0)).toEqual(sorted.slice(0, wanted))
      }),
      { numRuns: 50 },
    )
  })
})
