import { describe, expect, it } from 'vitest'
import { type Span, SpanIndex } from '../../src/model/index.ts'
import { fc } from '../properties.ts'

const span = fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 25 })).map(([start, length]): Span => ({ start, end: start + length }))

describe('an index of spans', () => {
  it('tells what meets a span, and what holds all of it, as a look at each of them would', () => {
    fc.assert(
      fc.property(fc.array(span), span, (spans, asked) => {
        const index = new SpanIndex(spans)
        expect(index.some(asked)).toBe(spans.some(({ start, end }) => start < asked.end && asked.start < end))
        expect(index.holds(asked)).toBe(spans.some(({ start, end }) => start <= asked.start && asked.end <= end))
        const longer = ({ start, end }: Span): boolean => end - start > 12
        expect(index.some(asked, longer)).toBe(spans.some((each) => longer(each) && each.start < asked.end && asked.start < each.end))
      }),
    )
  })

  it('looks at few of a hundred thousand for each', () => {
    let looks = 0
    const spans = Array.from({ length: 100_000 }, (_, at) => ({
      get start() {
        looks++
        return at * 10
      },
      end: at * 10 + 9,
    }))
    const index = new SpanIndex(spans)
    looks = 0
    for (let at = 0; at < 1000; at++) expect(index.some({ start: at * 997, end: at * 997 + 3 })).toBe(true)
    expect(looks).toBeLessThan(1000 * 40)
  })
})
