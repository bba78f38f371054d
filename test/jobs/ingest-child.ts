import { addSources } from '../../src/jobs/index.ts'
import { openIndex } from '../../src/store/index.ts'

/** Takes a folder in; dies as by `kill -9` at the n-th checkpoint (0: never), else prints how many there were. */
const [folder = '', database = '', dieAt = '0'] = process.argv.slice(2)
const index = openIndex(database, { key: new Uint8Array(32).fill(9), create: true })
let passed = 0
await addSources(
  {
    index,
    now: () => 1_790_000_000_000,
    batchMessages: 3,
    pool: { workers: 1 },
    control: {
      signal: new AbortController().signal,
      report: () => {},
      checkpoint: () => {
        if (++passed === Number(dieAt)) process.kill(process.pid, 'SIGKILL')
      },
    },
  },
  { paths: [folder] },
)
index.close()
process.stdout.write(`${passed}`)
