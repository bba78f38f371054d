import { type Step, serve } from '../../src/jobs/worker-loop.ts'

/** A worker for tests: adds numbers, and hangs, dies or grows where a number says so. */
serve(async (numbers: readonly number[], step: Step) => {
  let sum = 0
  for (const [index, number] of numbers.entries()) {
    step(index)
    if (number === -1) for (;;) sum++
    if (number === -2) process.exit(7)
    if (number === -3) throw new Error('a fault')
    if (number === -4) {
      const hoard: string[] = []
      for (;;) hoard.push(`${hoard.length}`.repeat(1000))
    }
    if (number === -5) await new Promise(() => {})
    sum += number
  }
  return sum
})
