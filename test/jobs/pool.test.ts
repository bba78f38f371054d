import { describe, expect, it, onTestFinished } from 'vitest'
import { createPool, type Pool } from '../../src/jobs/pool.ts'

/** Where nothing hangs, no time runs out, however busy the machine. */
function pool(workers = 2, stepTimeoutMs = 60_000): Pool<readonly number[], number> {
  const made = createPool<readonly number[], number>({
    script: new URL('./pool-worker.ts', import.meta.url),
    workers,
    stepTimeoutMs,
    memoryMb: 64,
  })
  onTestFinished(() => made.close())
  return made
}

describe('the pool', () => {
  it('answers every task, however many there are', async () => {
    const made = pool()
    const outcomes = await Promise.all(Array.from({ length: 50 }, (_, index) => made.run([index, 1])))
    expect(outcomes).toEqual(Array.from({ length: 50 }, (_, index) => ({ ok: true, result: index + 1 })))
  })

  it.each([
    ['that hangs', -1, 'timeout'],
    ['that waits for ever', -5, 'timeout'],
    ['that ends its process', -2, 'parser-failed'],
    ['that throws', -3, 'parser-failed'],
    ['that takes all memory in small pieces', -4, 'out-of-memory'],
    ['that takes all memory in one piece that grows', -6, 'out-of-memory'],
    ['that takes all memory in large pieces', -8, 'out-of-memory'],
    ['that takes all memory beside the objects', -7, 'out-of-memory'],
  ] as const)('kills a task %s, names the step, and goes on with the others', async (_name, fault, code) => {
    const made = pool(1, code === 'timeout' ? 3000 : 60_000)
    const outcomes = await Promise.all([made.run([1]), made.run([1, 2, fault, 4]), made.run([5, 5]), made.run([6])])
    expect(outcomes).toEqual([
      { ok: true, result: 1 },
      { ok: false, code, step: 2 },
      { ok: true, result: 10 },
      { ok: true, result: 6 },
    ])
  })

  it('leaves a step alone that is long and says that it goes on', async () => {
    expect(await pool(1, 2000).run([1, -10, 11])).toEqual({ ok: true, result: 2 })
  })

  it('starts one worker for what it is soon through with', async () => {
    const made = pool()
    made.start()
    const first = await made.run([-9])
    for (let task = 0; task < 20; task++) expect(await made.run([-9])).toEqual(first)
    await made.renew()
    // Threads are numbered as they start.
    const { result: before } = first as { result: number }
    expect(await made.run([-9])).toEqual({ ok: true, result: before + 1 })
  })

  it('starts all at once where there is much to do, and shares the tasks out', async () => {
    const made = pool()
    made.start('all')
    const outcomes = await Promise.all([made.run([-9]), made.run([-9])])
    expect(new Set(outcomes.map((outcome) => (outcome as { result: number }).result)).size).toBe(2)
  })

  it('starts another where a task waits for one that takes long', async () => {
    const made = pool()
    const long = made.run([-5])
    expect(await made.run([1])).toEqual({ ok: true, result: 1 })
    await Promise.all([expect(long).rejects.toMatchObject({ code: 'api/cancelled' }), made.close()])
  })

  it('gives tasks to a worker that was started before there was one', async () => {
    const made = pool()
    made.start()
    const outcomes = await Promise.all([made.run([1]), made.run([-2]), made.run([3])])
    expect(outcomes).toEqual([
      { ok: true, result: 1 },
      { ok: false, code: 'parser-failed', step: 0 },
      { ok: true, result: 3 },
    ])
  })

  it('goes on with other workers once it is renewed, and the old ones are gone', async () => {
    const made = pool(1)
    const first = await made.run([-9])
    expect(await made.run([-9])).toEqual(first)
    await made.renew()
    const second = await made.run([-9])
    expect(second).toEqual({ ok: true, result: expect.any(Number) })
    expect(second).not.toEqual(first)
    expect(await made.run([1, -2])).toEqual({ ok: false, code: 'parser-failed', step: 1 })
    expect(await made.run([2])).toEqual({ ok: true, result: 2 })
  })

  it('gives up where no worker can be started', async () => {
    const made = createPool<readonly number[], number>({ script: new URL('./no-such-worker.ts', import.meta.url), workers: 1 })
    onTestFinished(() => made.close())
    await expect(made.run([1])).rejects.toMatchObject({ code: 'jobs/worker-failed' })
  })

  it('rejects what is not done when it is closed', async () => {
    const made = pool(1)
    const hanging = made.run([-5])
    await Promise.all([expect(hanging).rejects.toMatchObject({ code: 'api/cancelled' }), made.close()])
    await expect(made.run([1])).rejects.toMatchObject({ code: 'api/cancelled' })
  })
})
