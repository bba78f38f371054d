import { Script } from 'node:vm'

/** Below the limit of a test. Hundreds of times what any of these inputs takes, so that a busy machine changes nothing. */
const limitMs = 200_000
const called = Symbol.for('desk.test.work')
const call = new Script(`globalThis[Symbol.for('desk.test.work')]()`)

/**
 * Does work that must be synchronous, and stops it from outside when it doesn't end: its test fails instead of the whole run standing still.
 * No clock is compared: the input must be so long that work in proportion to its square never comes to the end.
 */
export function unlessItHangs<Result>(work: () => Result): Result {
  Reflect.set(globalThis, called, work)
  try {
    return call.runInThisContext({ timeout: limitMs }) as Result
  } finally {
    Reflect.deleteProperty(globalThis, called)
  }
}
