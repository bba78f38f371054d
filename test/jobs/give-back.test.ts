import { getHeapSpaceStatistics, getHeapStatistics } from 'node:v8'
import { expect, it } from 'vitest'
import { giveBack, giveBackAll } from '../../src/jobs/give-back.ts'

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

const young = (): number => getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')?.physical_space_size ?? 0

/** Objects of which some live for a while: what makes V8 take more room for new ones. */
function work(): void {
  let kept: unknown[] = []
  for (let round = 0; round < 60; round++) {
    kept = [
      ...kept.slice(-4),
      JSON.parse(JSON.stringify(Array.from({ length: 4_000 }, (_, at) => ({ at, text: `text ${at}`, list: [at] })))),
    ]
  }
}

it('gives back the room in which new objects are made, which other collections keep', () => {
  work()
  const taken = young()
  giveBack()
  expect(taken).toBeGreaterThan(8_000_000)
  expect(young()).toBeGreaterThan(taken / 2)
  giveBackAll()
  expect(young()).toBeLessThan(taken / 4)
})
