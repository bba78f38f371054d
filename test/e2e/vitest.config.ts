import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts'],
    testTimeout: 240_000,
    hookTimeout: 240_000,
    // What is waited for comes when the machine has the time.
    expect: { poll: { timeout: 20_000 } },
    maxWorkers: 2,
    sequence: { shuffle: false },
  },
})
