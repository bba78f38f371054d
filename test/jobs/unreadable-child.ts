import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addSources, readLedger, rescanSources } from '../../src/jobs/index.ts'
import { openIndex } from '../../src/store/index.ts'

/** Takes in a folder one file of which may not be read, gives the right to read it, and looks again. Prints what the ledger said each time. */
const [folder = '', file = ''] = process.argv.slice(2)
const home = mkdtempSync(join(tmpdir(), 'desk-unreadable-'))
process.on('exit', () => rmSync(home, { recursive: true, force: true }))
const index = openIndex(join(home, 'index.db'), { key: new Uint8Array(32), create: true })
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
index.close()
