import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { untilStopped } from '../../src/jobs/until-stopped.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

describe('work that is waited for until it is stopped', () => {
  it('gives what it gives, or why it failed', async () => {
    const { signal } = new AbortController()
    expect(await untilStopped(Promise.resolve(1), signal)).toBe(1)
    await expect(untilStopped(Promise.reject(new Error('failed')), signal)).rejects.toThrow('failed')
  })

  it('is waited for no longer once it is stopped, or was stopped before', async () => {
    const stop = new AbortController()
    const waiting = untilStopped(new Promise(() => {}), stop.signal)
    stop.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
    await expect(untilStopped(new Promise(() => {}), stop.signal, () => new Error('why'))).rejects.toThrow('why')
  })

  it('leaves nothing behind while the signal lives', async () => {
    const { signal } = new AbortController()
    const results: WeakRef<object>[] = []
    for (let at = 0; at < 20; at++) results.push(new WeakRef(await untilStopped(Promise.resolve({ at }), signal)))
    // What a WeakRef was made of lives until the present task ends.
    await new Promise((resolve) => setTimeout(resolve))
    collectGarbage()
    expect(results.filter((result) => result.deref() !== undefined).length).toBeLessThan(5)
    expect(signal.aborted).toBe(false)
  })
})
