import { threadId } from 'node:worker_threads'
import { type Step, serve, stillWorking } from '../../src/jobs/worker-loop.ts'

/** A worker for tests: adds numbers, and hangs, dies or grows where a number says so. */
serve(async (numbers: readonly number[], step: Step) => {
  let sum = 0
  for (const [index, number] of numbers.entries()) {
    step(index)
    // Which worker this is.
    if (number === -9) return threadId
    if (number === -1) for (;;) sum++
    if (number === -2) process.exit(7)
    if (number === -3) throw new Error('a fault')
    if (number === -4) {
      const hoard: string[] = []
      for (;;) hoard.push(`${hoard.length}`.repeat(1000))
    }
    if (number === -6) {
      const table: number[] = []
      for (;;) table.push(1)
    }
    if (number === -7) {
      const buffers: Uint8Array[] = []
      for (;;) buffers.push(new Uint8Array(8_000_000).fill(1))
    }
    if (number === -8) {
      const tables: unknown[] = []
      for (;;) tables.push(new Array(10_000_000).fill(0))
    }
    if (number === -10) {
      for (let turn = 0; turn < 30; turn++) {
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100)
        stillWorking()
      }
    }
    if (number === -5) await new Promise(() => {})
    sum += number
  }
  return sum
})
