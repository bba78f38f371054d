import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { keepCompiled } from '../../src/hosts/compiled.mjs'
import { corpora, haveCorpora } from '../corpora.ts'
import { writeLargeMessage, writeMbox, writeSparseMbox } from './generate.ts'
import { measured, sizeOf, type Taken } from './measure.ts'

/**
 * Speed and size of taking mail in, beside mu and notmuch (where installed) on the same Maildir in the same run.
 *
 * `npm run bench -- [--maildir PATH] [--messages N] [--small] [--only peers,million,sparse,large,search]`. Without a path the Maildir is made of the real archives, or of
 * 20,000 generated messages where they aren't there. `--small`: 20,000 messages for the million, 200 MB for 20 GB, 20 MB for 200 MB.
 *
 * `search`: finding, by itself and beside notmuch, mu, rg and grep (`search.ts`).
 *
 * Time is that of whole processes; deriving the key from a passphrase (about 0.4 s, once a sign-in) isn't in it. With other work on the machine compare processor time.
 */
const { values } = parseArgs({
  options: {
    maildir: { type: 'string' },
    messages: { type: 'string' },
    small: { type: 'boolean', default: false },
    only: { type: 'string' },
  },
})
// The passes start as `desk` does: from what is compiled, their first file too.
keepCompiled()
const sections = new Set((values.only ?? 'peers,million,sparse,large,search').split(','))
const home = mkdtempSync(join(tmpdir(), 'desk-bench-'))
const deskChild = new URL('./desk-child.ts', import.meta.url).pathname

interface Pass {
  readonly reconciles: boolean
  readonly found: number
  readonly bytes: number
  readonly searchableMs: number
  /** Processor time of all threads up to there. */
  readonly searchableCpuMs: number
  readonly marks: readonly { readonly step: string; readonly done: number; readonly atMs: number }[]
  readonly parts: Readonly<Record<string, number>>
  readonly probes: { readonly count: number; readonly p50: number | null; readonly p95: number | null }
}

const line = (text = ''): void => {
  process.stdout.write(`${text}\n`)
}
const seconds = (ms: number): string => (ms / 1000).toFixed(1)
const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(0)
const load = (): string =>
  `load ${loadavg()
    .map((value) => value.toFixed(1))
    .join(' ')}`

function row(name: string, cells: readonly string[]): void {
  line(`${name.padEnd(34)}${cells.map((cell) => cell.padStart(14)).join('')}`)
}

async function desk(
  name: string,
  path: string,
  workers = 0,
  probe = false,
): Promise<{ readonly taken: Taken; readonly pass: Pass; readonly size: number }> {
  const folder = join(home, name)
  mkdirSync(folder, { recursive: true })
  const taken = await measured([process.execPath, deskChild, join(folder, 'index.db'), path, `${workers}`], probe ? { PROBE: '1' } : {})
  const pass = JSON.parse(taken.output) as Pass
  if (!pass.reconciles) throw new Error('the ledger does not reconcile')
  return { taken, pass, size: sizeOf(folder) }
}

function takenRow(name: string, taken: Taken, messages: number, size: number): void {
  const cpuMs = taken.userMs + taken.systemMs
  row(name, [
    seconds(taken.elapsedMs),
    seconds(cpuMs),
    ((messages / taken.elapsedMs) * 1000).toFixed(0),
    ((messages / cpuMs) * 1000).toFixed(0),
    megabytes(taken.peakBytes),
    megabytes(size),
  ])
}

const installed = (tool: string): boolean => spawnSync(tool, ['--version']).status === 0

async function mu(maildir: string): Promise<{ readonly taken: Taken; readonly size: number } | null> {
  if (!installed('mu')) return null
  const muhome = join(home, 'mu')
  execFileSync('mu', ['init', `--muhome=${muhome}`, `--maildir=${maildir}`], { stdio: 'ignore' })
  const taken = await measured(['mu', 'index', '--quiet', `--muhome=${muhome}`])
  return { taken, size: sizeOf(muhome) }
}

async function notmuch(maildir: string): Promise<{ readonly taken: Taken; readonly size: number } | null> {
  if (!installed('notmuch')) return null
  const config = join(home, 'notmuch-config')
  const database = join(home, 'notmuch')
  mkdirSync(database)
  const user = '[user]\nname=Bench\nprimary_email=bench@x.example\n[new]\ntags=new\n'
  writeFileSync(config, `[database]\npath=${database}\nmail_root=${maildir}\n${user}`)
  const taken = await measured(['notmuch', `--config=${config}`, 'new', '--quiet'])
  return { taken, size: sizeOf(database) }
}

function maildirToMeasure(): string {
  if (values.maildir !== undefined) return values.maildir
  const path = join(home, 'maildir')
  if (!haveCorpora) {
    execFileSync(process.execPath, [new URL('./generate.ts', import.meta.url).pathname, 'maildir', path, '20000'])
    return path
  }
  const boxes = ['enron', 'list-openbmc'].flatMap((name) =>
    readdirSync(corpora(`archives/${name}`)).map((file) => corpora(`archives/${name}/${file}`)),
  )
  execFileSync('python3', [corpora('../tools/mbox2maildir.py'), path, ...boxes], { stdio: 'ignore' })
  return path
}

async function besidePeers(): Promise<void> {
  const maildir = maildirToMeasure()
  // Everyone finds the files in the cache.
  execFileSync('tar', ['-cf', '/dev/null', '-C', maildir, '.'])
  const two = await desk('two', maildir, 2)
  const one = await desk('one', maildir, 1)
  const peers = { mu: await mu(maildir), notmuch: await notmuch(maildir) }
  const { found } = two.pass
  line(`\nOne Maildir, ${found} messages, ${megabytes(two.pass.bytes)} MB; ${load()}`)
  row('', ['elapsed s', 'CPU s', 'messages/s', 'messages/CPU s', 'peak MB', 'on disk MB'])
  takenRow('Disclosure Desk, 2 workers', two.taken, found, two.size)
  takenRow('Disclosure Desk, 1 worker', one.taken, found, one.size)
  row('  2 workers, to searchable', [seconds(two.pass.searchableMs), seconds(two.pass.searchableCpuMs)])
  for (const [name, peer] of Object.entries(peers)) {
    if (peer === null) {
      row(name, ['not installed'])
      continue
    }
    takenRow(name, peer.taken, found, peer.size)
    const cpu = (peer.taken.userMs + peer.taken.systemMs) / (two.taken.userMs + two.taken.systemMs)
    const searchable = peer.taken.elapsedMs / two.pass.searchableMs
    const searchableCpu = (peer.taken.userMs + peer.taken.systemMs) / two.pass.searchableCpuMs
    row(`  ${name} ÷ ours`, [
      (peer.taken.elapsedMs / two.taken.elapsedMs).toFixed(1),
      cpu.toFixed(1),
      '',
      '',
      '',
      (peer.size / two.size).toFixed(2),
    ])
    row('    to searchable', [searchable.toFixed(1), searchableCpu.toFixed(1)])
  }
  const again = await desk('two', maildir, 2)
  const share = (again.taken.elapsedMs / two.taken.elapsedMs) * 100
  row('rescan, nothing new', [seconds(again.taken.elapsedMs), seconds(again.taken.userMs + again.taken.systemMs)])
  line(`  ${share.toFixed(1)} % of the first indexing`)
  const searched = await desk('searched', maildir, 2, true)
  const { count, p50, p95 } = searched.pass.probes
  line(`search while indexing: ${count} searches, median ${(p50 ?? 0).toFixed(0)} ms, 95th percentile ${(p95 ?? 0).toFixed(0)} ms`)
  line('\nWhat the index is made of (MB)')
  for (const [name, bytes] of Object.entries(two.pass.parts)
    .sort((left, right) => right[1] - left[1])
    .slice(0, 16))
    row(`  ${name}`, [(bytes / 1e6).toFixed(1)])
}

async function million(): Promise<void> {
  const count = Number(values.messages ?? (values.small ? 20_000 : 1_000_000))
  const box = join(home, 'made.mbox')
  writeMbox(box, count)
  const { taken, pass, size } = await desk('million', box)
  line(`\nGenerated mbox, ${count} messages, ${megabytes(pass.bytes)} MB; ${load()}`)
  row('', ['elapsed s', 'CPU s', 'messages/s', 'messages/CPU s', 'peak MB', 'on disk MB'])
  takenRow('Disclosure Desk', taken, count, size)
  const marks = pass.marks.filter(({ step }) => step === 'Reading messages')
  const span = Math.min(100_000, Math.floor(count / 4))
  const [first, last] = [marks[0], marks.at(-1)]
  const inner = marks.find(({ done }) => done >= span)
  const outer = marks.findLast(({ done }) => done <= (last?.done ?? 0) - span)
  if (first && last && inner && outer) {
    const cost = (from: typeof first, to: typeof first): number => (to.atMs - from.atMs) / (to.done - from.done)
    line(`  cost of a message, last ${span} ÷ first ${span}: ${(cost(outer, last) / cost(first, inner)).toFixed(2)}`)
  }
  const again = await desk('million', box)
  line(
    `  rescan, nothing new: ${seconds(again.taken.elapsedMs)} s, ${((again.taken.elapsedMs / taken.elapsedMs) * 100).toFixed(1)} % of the first`,
  )
  rmSync(box)
}

async function memoryOf(name: string, path: string): Promise<void> {
  const { taken, pass } = await desk(name, path)
  row(name, [
    seconds(taken.elapsedMs),
    seconds(taken.userMs + taken.systemMs),
    `${pass.found}`,
    megabytes(pass.bytes),
    megabytes(taken.peakBytes),
  ])
}

try {
  line(`${cpus().length} × ${cpus()[0]?.model ?? ''}, Node ${process.version}, ${load()}`)
  if (sections.has('peers')) await besidePeers()
  if (sections.has('million')) await million()
  if (sections.has('sparse') || sections.has('large')) row('\nMemory', ['elapsed s', 'CPU s', 'messages', 'MB', 'peak MB'])
  if (sections.has('sparse')) {
    const box = join(home, 'sparse.mbox')
    writeSparseMbox(box, values.small ? 200e6 : 20e9)
    await memoryOf('large mbox, mostly holes', box)
    rmSync(box)
  }
  if (sections.has('large')) {
    const folder = join(home, 'large')
    mkdirSync(folder)
    writeLargeMessage(join(folder, 'large.eml'), values.small ? 20e6 : 200e6)
    await memoryOf('one large message', folder)
  }
  if (sections.has('search')) {
    line()
    const search = new URL('./search.ts', import.meta.url).pathname
    execFileSync(process.execPath, [search, '--messages', values.small ? '20000' : (values.messages ?? '1000000')], { stdio: 'inherit' })
  }
} finally {
  rmSync(home, { recursive: true, force: true })
}
