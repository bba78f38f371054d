import { describe, expect, it } from 'vitest'
import { Answers } from '../../src/search/answers.ts'
import { fc } from '../properties.ts'

const last = 300
const sets = fc.array(
  fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), fc.uniqueArray(fc.integer({ min: 1, max: last }), { maxLength: last })),
  { maxLength: 30 },
)

describe('answers that are kept', () => {
  it('are those that were given last, however little room there is', () => {
    let known = 0
    fc.assert(
      fc.property(sets, fc.integer({ min: 20, max: 600 }), (given, room) => {
        const answers = new Answers(room)
        const latest = new Map<string, readonly number[]>()
        for (const [expression, numbers] of given) {
          answers.set(expression, Int32Array.from(numbers), last)
          latest.set(expression, numbers)
          for (const [asked, wanted] of latest) {
            const found = answers.get(asked)
            if (found === null) continue
            known++
            expect([...found].sort((one, other) => one - other)).toEqual(wanted.toSorted((one, other) => one - other))
          }
        }
      }),
      { numRuns: 200 },
    )
    expect(known).toBeGreaterThan(200)
  })

  it('of what many documents have stay where their numbers would have no room', () => {
    const answers = new Answers(60)
    const many = Int32Array.from({ length: 200 }, (_, at) => at + 1)
    answers.set('many', many, last)
    answers.set('few', Int32Array.of(3, 9), last)
    expect(answers.get('many')).toEqual(many)
    expect(answers.get('few')).toEqual(Int32Array.of(3, 9))
  })

  it('go where there is no room for them, those first that were asked longest ago, and all when documents come', () => {
    const answers = new Answers(6)
    answers.set('a', Int32Array.of(1), 10_000)
    answers.set('b', Int32Array.of(2, 3), 10_000)
    expect(answers.get('a')).toEqual(Int32Array.of(1))
    answers.set('c', Int32Array.of(4), 10_000)
    expect([answers.get('a'), answers.get('b'), answers.get('c')]).toEqual([Int32Array.of(1), null, Int32Array.of(4)])
    answers.clear()
    expect(answers.get('a')).toBeNull()
  })
})
