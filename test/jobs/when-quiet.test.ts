import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { quietMs, whenQuiet } from '../../src/jobs/when-quiet.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Work that goes on until it is told to finish, or given up. */
function work() {
  const begun: AbortSignal[] = []
  let finish = (): void => {}
  const begin = (signal: AbortSignal): Promise<void> => {
    begun.push(signal)
    return new Promise((resolve, reject) => {
      finish = resolve
      signal.addEventListener('abort', () => reject(signal.reason))
    })
  }
  return { begun, begin, finish: () => finish() }
}

test('what nobody waits for begins once nothing was asked for a while', async () => {
  const { begun, begin } = work()
  const ahead = whenQuiet(begin)
  await vi.advanceTimersByTimeAsync(quietMs - 1)
  expect(begun).toHaveLength(0)
  ahead.putOff()
  await vi.advanceTimersByTimeAsync(quietMs - 1)
  expect(begun).toHaveLength(0)
  await vi.advanceTimersByTimeAsync(1)
  expect(begun).toHaveLength(1)
})

test('a question has it given up, and it goes on in the next quiet until it is done', async () => {
  const { begun, begin, finish } = work()
  const ahead = whenQuiet(begin)
  await vi.advanceTimersByTimeAsync(quietMs)
  ahead.putOff()
  expect(begun[0]?.aborted).toBe(true)
  await vi.advanceTimersByTimeAsync(quietMs)
  expect(begun).toHaveLength(2)
  finish()
  await vi.advanceTimersByTimeAsync(0)
  ahead.putOff()
  await vi.advanceTimersByTimeAsync(10 * quietMs)
  expect(begun).toHaveLength(2)
})

test('one that failed is not begun again: the next question tells what is wrong', async () => {
  let begun = 0
  const ahead = whenQuiet(() => Promise.reject(new Error(`${++begun}`)))
  await vi.advanceTimersByTimeAsync(quietMs)
  ahead.putOff()
  await vi.advanceTimersByTimeAsync(10 * quietMs)
  expect(begun).toBe(1)
})

test('nothing begins, and what runs is given up, once it is ended', async () => {
  const { begun, begin } = work()
  const early = whenQuiet(begin)
  early.end()
  await vi.advanceTimersByTimeAsync(10 * quietMs)
  expect(begun).toHaveLength(0)
  const late = whenQuiet(begin)
  await vi.advanceTimersByTimeAsync(quietMs)
  late.end()
  expect(begun[0]?.aborted).toBe(true)
  late.putOff()
  await vi.advanceTimersByTimeAsync(10 * quietMs)
  expect(begun).toHaveLength(1)
})
