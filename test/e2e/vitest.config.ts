import { defineConfig } from 'vitest/config'
import { LongestFirst } from '../longest-first.ts'
import { patienceMs } from './patience.ts'

export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts'],
    // What is waited for comes when the machine has the time: `patienceMs` for each wait, and for a test what its waits may take together.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: patienceMs } },
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
  },
})
