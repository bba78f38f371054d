import { getHeapStatistics } from 'node:v8'
import { expect, it } from 'vitest'
import { giveBack } from '../../src/jobs/give-back.ts'

const megabyte = 1024 * 1024
const used = (): number => getHeapStatistics().used_heap_size

it('gives back what nobody needs any more, once there is much of it', () => {
  giveBack()
  const before = used()
  // Large enough each that V8 leaves them to its great collections.
  let held: number[][] = Array.from({ length: 120 }, (_, at) => new Array<number>(megabyte / 8).fill(at + 0.5))
  const kept = held.slice(0, 10)
  held = []
  expect(used() - before).toBeGreaterThan(100 * megabyte)
  giveBack()
  expect(used() - before).toBeLessThan(40 * megabyte)
  expect(kept.map(([first]) => first)).toEqual(Array.from({ length: 10 }, (_, at) => at + 0.5))
})
