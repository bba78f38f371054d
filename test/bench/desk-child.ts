import { existsSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { keepCompiled } from '../../src/hosts/compiled.mjs'

/**
 * One pass in a process of its own, so that time, processor and memory are those of the whole program but for deriving the key, which is given. Takes in a
 * path, or rescans where the index is there already. `PROBE=1` searches all the while, as the workstation does: in a reading thread. Prints one JSON document.
 */
keepCompiled()
const { addSources, readLedger, rescanSources } = await import('../../src/jobs/index-side.ts')
const { readerInThreads } = await import('../../src/jobs/reader.ts')
const { openIndex, shardNames } = await import('../../src/store/index.ts')
const [database = '', path = '', workers = '0'] = process.argv.slice(2)
const fresh = !existsSync(database)
const key = new Uint8Array(32).fill(1)
const index = openIndex(database, { key, create: fresh })
const marks: { readonly step: string; readonly done: number; readonly atMs: number }[] = []
let searchableMs = 0
let searchableCpuMs = 0
const control = {
  signal: new AbortController().signal,
  report: (report: { readonly step: string; readonly done: number }) => {
    const last = marks.at(-1)
    if (!last || last.step !== report.step || report.done - last.done >= 10_000) {
      marks.push({ step: report.step, done: report.done, atMs: performance.now() })
    }
  },
  checkpoint: (name: string) => {
    if (name !== 'ingest/source-done') return
    const { user, system } = process.cpuUsage()
    searchableMs = performance.now()
    searchableCpuMs = (user + system) / 1000
  },
}
const probes: number[] = []
let running = true
const queries = ['meeting AND agenda', 'konder OR contract', '"please find attached"', 'subject:report', 'from:@enron.com energy', 'ref*']
async function probe(): Promise<void> {
  const { parseQuery } = await import('../../src/search/index.ts')
  const reader = readerInThreads({ path: database, key })
  const { signal } = control
  for (let turn = 0; running; turn++) {
    // From the moment somebody would have asked, so that waiting for a turn counts.
    const dueAt = performance.now() + 100
    await pause(100)
    const query = parseQuery(queries[turn % queries.length] ?? '')
    await reader.ask('search', { query, limit: 50, offset: 0, sort: 'relevance', timeZone: 'UTC' }, { signal })
    probes.push(performance.now() - dueAt)
  }
  await reader.close()
}
const environment = { index, control, now: Date.now, ...(workers === '0' ? {} : { pool: { workers: Number(workers) } }) }
const probing = process.env['PROBE'] === '1' ? probe() : null
if (fresh) await addSources(environment, { paths: [path] })
else await rescanSources(environment, null)
running = false
await probing
const { reconciles, totals, bytes } = readLedger(index, null)
const parts: Record<string, number> = {}
if (fresh) {
  for (const schema of ['main', ...shardNames]) {
    const rows = index.prepare(`SELECT name, sum(pgsize) AS bytes FROM dbstat('${schema}') GROUP BY name`).all() as {
      name: string
      bytes: number
    }[]
    for (const { name, bytes } of rows) parts[name] = (parts[name] ?? 0) + bytes
  }
}
index.close()
probes.sort((left, right) => left - right)
const at = (share: number): number | null => probes[Math.floor(probes.length * share)] ?? null
process.stdout.write(
  JSON.stringify({
    reconciles,
    found: totals.found,
    bytes: bytes.total,
    searchableMs,
    searchableCpuMs,
    marks,
    parts,
    probes: { count: probes.length, p50: at(0.5), p95: at(0.95) },
  }),
)
