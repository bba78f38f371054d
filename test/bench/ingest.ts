import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addSources, readLedger } from '../../src/jobs/index.ts'
import { runQuery } from '../../src/search/index.ts'
import { indexMigrations, migrate, openDatabase } from '../../src/store/index.ts'
import { corpora } from '../corpora.ts'

/**
 * Messages a second on real mail as Maildir, beside `mu index` and `notmuch new` on the same files in the same run (each with an empty index of its own).
 * Prints one JSON document. `node test/bench/ingest.ts [list-openbmc|enron …]`
 */
const names = process.argv.length > 2 ? process.argv.slice(2) : ['list-openbmc', 'enron']
const home = mkdtempSync(join(tmpdir(), 'desk-bench-'))

function seconds(work: () => void): number {
  const startedAt = performance.now()
  work()
  return (performance.now() - startedAt) / 1000
}

function installed(tool: string): boolean {
  return spawnSync(tool, ['--version']).status === 0
}

function mu(maildir: string): number | null {
  if (!installed('mu')) return null
  const muhome = join(home, 'mu')
  rmSync(muhome, { recursive: true, force: true })
  execFileSync('mu', ['init', `--muhome=${muhome}`, `--maildir=${maildir}`], { stdio: 'ignore' })
  return seconds(() => execFileSync('mu', ['index', '--quiet', `--muhome=${muhome}`], { stdio: 'ignore' }))
}

function notmuch(maildir: string): number | null {
  if (!installed('notmuch')) return null
  const config = join(home, 'notmuch-config')
  const database = join(home, 'notmuch')
  rmSync(database, { recursive: true, force: true })
  mkdirSync(database)
  writeFileSync(
    config,
    `[database]\npath=${database}\nmail_root=${maildir}\n[user]\nname=Bench\nprimary_email=bench@x.example\n[new]\ntags=new\n`,
  )
  return seconds(() => execFileSync('notmuch', [`--config=${config}`, 'new', '--quiet'], { stdio: 'ignore' }))
}

async function desk(maildir: string): Promise<{ readonly seconds: number; readonly messages: number; readonly searchMs: number }> {
  const path = join(home, 'index.db')
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true })
  const index = openDatabase(path, { key: new Uint8Array(32).fill(1), create: true })
  migrate(index, indexMigrations)
  const control = { signal: new AbortController().signal, report: () => {}, checkpoint: () => {} }
  const startedAt = performance.now()
  await addSources({ index, control, now: Date.now }, { paths: [maildir] })
  const elapsed = (performance.now() - startedAt) / 1000
  const { reconciles, totals } = readLedger(index, null)
  if (!reconciles) throw new Error('the ledger does not reconcile')
  const searched = seconds(() =>
    runQuery(index, 'meeting AND (agenda OR minutes)', { limit: 50, offset: 0, sort: 'relevance', timeZone: 'UTC' }),
  )
  index.close()
  return { seconds: elapsed, messages: totals.found, searchMs: searched * 1000 }
}

try {
  const results = []
  for (const name of names) {
    const maildir = join(home, name)
    const folder = corpora(`archives/${name}`)
    execFileSync('python3', [corpora('../tools/mbox2maildir.py'), maildir, ...readdirSync(folder).map((file) => join(folder, file))], {
      stdio: 'ignore',
    })
    const own = await desk(maildir)
    const rate = (taken: number | null): number | null => (taken === null ? null : Math.round(own.messages / taken))
    const others = { mu: mu(maildir), notmuch: notmuch(maildir) }
    results.push({
      archive: name,
      messages: own.messages,
      desk: { seconds: own.seconds, perSecond: rate(own.seconds), searchMs: own.searchMs },
      mu: { seconds: others.mu, perSecond: rate(others.mu) },
      notmuch: { seconds: others.notmuch, perSecond: rate(others.notmuch) },
    })
  }
  process.stdout.write(`${JSON.stringify({ results, peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024) }, null, 1)}\n`)
} finally {
  rmSync(home, { recursive: true, force: true })
}
