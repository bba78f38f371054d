import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // A part of the tests, not yet the whole:  runs every test, of which at least one is known to fail.
    include:
      process.env['DESK_ALL_TESTS'] === undefined
        ? ['test/architecture.test.ts', 'test/{group,law,secrecy,redact,search}/**/*.test.ts', 'test/api/dispatch.test.ts']
        : ['test/**/*.test.ts'],
    exclude: ['test/e2e/**', 'test/network/**', 'test/bench/**'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
})
