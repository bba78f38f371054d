import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/longest-first.ts'

/** Rooms that keep nothing from one test to the next: their files share two processes, and load what they test once. */
const stateless = ['detect', 'formats', 'group', 'identity', 'law', 'model', 'produce', 'redact', 'renderer', 'search'].map(
  (room) => `test/${room}/**/*.test.ts`,
)

export default defineConfig({
  test: {
    // For what never ends, not for what is slow: on a busy machine a test takes ten times as long.
    testTimeout: 900_000,
    hookTimeout: 900_000,
    expect: { poll: { timeout: 60_000 } },
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      { extends: true, test: { name: 'stateless', include: stateless, isolate: false } },
      {
        extends: true,
        test: {
          name: 'others',
          include: ['test/**/*.test.ts'],
          exclude: [...stateless, 'test/e2e/**', 'test/network/**', 'test/bench/**'],
        },
      },
    ],
  },
})
