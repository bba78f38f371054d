import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { addSources, readLedger, rescanSources } from '../../src/jobs/index.ts'
import { indexMigrations, migrate, openDatabase } from '../../src/store/index.ts'

/** Takes in a folder one file of which may not be read, gives the right to read it, and looks again. Prints what the ledger said each time. */
const [folder = '', file = ''] = process.argv.slice(2)
const index = openDatabase(':memory:', { key: new Uint8Array(32), create: true })
migrate(index, indexMigrations)
const control = { signal: new AbortController().signal, report: () => {}, checkpoint: () => {} }
const environment = { index, now: () => 1_790_000_000_000, pool: { workers: 1 }, control }
const said = () => {
  const { totals, exceptions } = readLedger(index, null)
  return { totals, exceptions: exceptions.map(({ code }) => code) }
}
await addSources(environment, { paths: [folder] })
const before = said()
chmodSync(join(folder, file), 0o400)
await rescanSources(environment, null)
process.stdout.write(JSON.stringify({ before, after: said() }))
