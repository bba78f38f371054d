import { addSources, type IngestEnvironment, rescanSources } from '../../src/jobs/index.ts'
import { openIndex } from '../../src/store/index.ts'

/**
 * Takes a folder in, or rescans what was taken in; dies as by `kill -9` at the n-th checkpoint (0: never), else prints how many there were. With `DIE_AT_COMMIT`
 * it is a worker that ends it all, once it has made its texts durable and before anybody was told.
 */
const [folder = '', database = '', dieAt = '0', rescan] = process.argv.slice(2)
const index = openIndex(database, { key: new Uint8Array(32).fill(9), create: true })
const killing = process.env['DIE_AT_COMMIT'] !== undefined
let passed = 0
const environment: IngestEnvironment = {
  index,
  now: () => 1_790_000_000_000,
  batchMessages: 3,
  pool: { workers: 1, ...(killing ? { script: new URL('./killing-worker.ts', import.meta.url) } : {}) },
  control: {
    signal: new AbortController().signal,
    report: () => {},
    checkpoint: () => {
      if (++passed === Number(dieAt)) process.kill(process.pid, 'SIGKILL')
    },
  },
}
await (rescan === undefined ? addSources(environment, { paths: [folder] }) : rescanSources(environment, null))
index.close()
process.stdout.write(`${passed}`)
