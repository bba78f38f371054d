import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { addSources, collect } from '../../src/jobs/index.ts'
import type { JobControl, Matter, MatterId, UserName } from '../../src/model/index.ts'
import { address, anyOf, correspondentsOf, expandFuzzy, facetsOf, phrase, type Query, runQuery } from '../../src/search/index.ts'
import {
  insertMatter,
  matterMigrations,
  migrate,
  openDatabase,
  openIndex,
  type ReadableDatabase,
  writeForm,
} from '../../src/store/index.ts'
import { corpora, haveCorpora } from '../corpora.ts'
import { generateMbox } from './search-archive.ts'

/**
 * Speed of finding: a subject with 12 forms over a generated archive (first 50 results with snippets and total, facets, correspondents, fuzzy words,
 * collecting), warm and just after opening; and on the real archives beside notmuch, mu, rg and grep, in this process and as whole processes.
 *
 * `node test/bench/search.ts [--messages N] [--keep FOLDER]`; with `--keep` the generated archive and its index stay there and are used again.
 */
const { values } = parseArgs({ options: { messages: { type: 'string', default: '100000' }, keep: { type: 'string' } } })
const messages = Number(values.messages)
const home = values.keep ?? mkdtempSync(join(tmpdir(), 'desk-bench-'))
const key = new Uint8Array(32).fill(1)
const control: JobControl = { signal: new AbortController().signal, report: () => {}, checkpoint: () => {} }
const options = { limit: 50, offset: 0, sort: 'relevance', timeZone: 'Europe/Berlin' } as const

const line = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

function timed(work: () => void): number {
  const startedAt = performance.now()
  work()
  return performance.now() - startedAt
}

/** Wall milliseconds at the median and the 95th percentile of so many runs, and processor time of one: the figure to compare on a busy machine. */
function spread(runs: number, work: () => void): string {
  const before = process.cpuUsage()
  const taken = Array.from({ length: runs }, () => timed(work)).sort((one, other) => one - other)
  const { user, system } = process.cpuUsage(before)
  const at = (share: number): string => (taken[Math.min(taken.length - 1, Math.floor(taken.length * share))] ?? 0).toFixed(1)
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, processor ${((user + system) / 1000 / runs).toFixed(1)} ms`
}

/** Twelve forms of one person of the generated archive, as identification gives them. */
const forms: readonly { readonly form: string; readonly kind: 'email' | 'name' | 'phone' | 'identifier' }[] = [
  ...['Nora Quill', 'Quill, Nora', 'N. Quill', 'Nora', 'Norah Quill', 'Quill N', 'Ms Quill'].map((form) => ({
    form,
    kind: 'name' as const,
  })),
  ...['nora.quill@harbour.example', 'nquill@harbour.example', 'nora@home.example'].map((form) => ({ form, kind: 'email' as const })),
  { form: '12 34-56/78', kind: 'identifier' },
  { form: '+353 20 915 0142', kind: 'phone' },
]
const subject: Query = anyOf(forms.map(({ form, kind }) => (kind === 'email' ? address(form) : phrase(form))))

async function generated(): Promise<void> {
  const mbox = join(home, 'generated.mbox')
  const path = join(home, 'index.db')
  if (!existsSync(path)) {
    generateMbox(mbox, messages)
    const index = openIndex(path, { key, create: true })
    const startedAt = performance.now()
    await addSources({ index, control, now: Date.now }, { paths: [mbox], custodian: 'All' })
    line(`taken in: ${messages} messages in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
    index.close()
  }
  // Cold: a new connection with empty caches each time (the files may still be in the system's cache).
  const cold = Array.from({ length: 5 }, () => {
    const index = openIndex(path, { key })
    const taken = timed(() => runQuery(index, subject, options))
    index.close()
    return taken
  }).sort((one, other) => one - other)
  line(`subject with ${forms.length} forms, new connection: ${cold.map((ms) => ms.toFixed(0)).join(', ')} ms`)
  const index = openIndex(path, { key })
  line(`  found: ${runQuery(index, subject, options).total} of ${messages}`)
  line(`  first 50 with snippets and total, warm: ${spread(30, () => runQuery(index, subject, options))}`)
  line(`  by date: ${spread(30, () => runQuery(index, subject, { ...options, sort: 'date' }))}`)
  line(`  facets: ${spread(10, () => facetsOf(index, subject, options.timeZone))}`)
  line(`  facets of everything: ${spread(5, () => facetsOf(index, 'date:1970..2999', options.timeZone))}`)
  line(`  correspondents: ${spread(10, () => correspondentsOf(index, subject, { timeZone: options.timeZone, limit: 24 }))}`)
  for (const query of [
    'budget',
    'bud*',
    '"annual budget"',
    'annual NEAR/5 budget',
    'quill~',
    'from:nora budget date:2021',
    'meeting',
    'zzzz',
  ]) {
    line(`  ${query}: ${runQuery(index, query, options).total} found, ${spread(10, () => runQuery(index, query, options))}`)
  }
  line(`  fuzzy ~2 alone: ${spread(5, () => expandFuzzy(index, 'quillan', 2))}`)
  await collecting(index)
  index.close()
}

async function collecting(index: ReadableDatabase): Promise<void> {
  const path = join(home, 'matter.db')
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true })
  const database = openDatabase(path, { key, create: true })
  migrate(database, matterMigrations)
  const matter = {
    id: 'M1' as MatterId,
    reference: 'BENCH',
    subject: { name: 'Nora Quill', names: [], emails: [], phones: [], identifiers: [] },
    scope: { from: null, to: null, custodians: [], sources: [] },
    regime: 'eu-ie',
    received: '2026-11-02',
    events: [],
    createdAtMs: 0,
    createdBy: 'bench' as UserName,
  } satisfies Matter
  insertMatter(database, matter)
  for (const { form, kind } of forms) writeForm(database, { form, kind, accepted: true, why: 'bench' }, 'bench' as UserName, 0)
  const startedAt = performance.now()
  const { collected } = await collect(database, index, { timeZone: options.timeZone, now: Date.now, control })
  const seconds = (performance.now() - startedAt) / 1000
  line(`  collect: ${collected} documents in ${seconds.toFixed(1)} s (${Math.round(collected / seconds)} a second)`)
  const again = performance.now()
  await collect(database, index, { timeZone: options.timeZone, now: Date.now, control })
  line(`  collect again, nothing new: ${((performance.now() - again) / 1000).toFixed(1)} s`)
  database.close()
}

function installed(tool: string): boolean {
  return spawnSync(tool, ['--version']).status === 0
}

const desk = join(import.meta.dirname, '../../src/hosts/cli/main.ts')

async function peers(name: string): Promise<void> {
  const maildir = join(home, name)
  const folder = corpora(`archives/${name}`)
  execFileSync('python3', [corpora('../tools/mbox2maildir.py'), maildir, ...readdirSync(folder).map((file) => join(folder, file))], {
    stdio: 'ignore',
  })
  const path = join(home, `${name}.db`)
  const index = openIndex(path, { key, create: true })
  await addSources({ index, control, now: Date.now }, { paths: [maildir] })
  const muhome = join(home, `${name}-mu`)
  if (installed('mu')) {
    execFileSync('mu', ['init', `--muhome=${muhome}`, `--maildir=${maildir}`], { stdio: 'ignore' })
    execFileSync('mu', ['index', '--quiet', `--muhome=${muhome}`], { stdio: 'ignore' })
  }
  const config = join(home, `${name}-notmuch-config`)
  if (installed('notmuch')) {
    mkdirSync(join(home, `${name}-notmuch`))
    writeFileSync(
      config,
      `[database]\npath=${join(home, `${name}-notmuch`)}\nmail_root=${maildir}\n[user]\nname=Bench\nprimary_email=bench@x.example\n[new]\ntags=new\n`,
    )
    execFileSync('notmuch', [`--config=${config}`, 'new', '--quiet'], { stdio: 'ignore' })
  }
  const workspace = join(home, `${name}-workspace`)
  const passphrase = join(home, 'passphrase')
  writeFileSync(passphrase, 'bench keeps seven green lanterns\n')
  const signed = ['--json', '--workspace', workspace, '--user', 'bench', '--passphrase-file', passphrase]
  const run = (command: string, args: readonly string[]): string => {
    const taken = Array.from({ length: 3 }, () =>
      timed(() => spawnSync(command, args, { stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 28 })),
    )
    return `${Math.min(...taken).toFixed(0)} ms`
  }
  spawnSync(process.execPath, [desk, 'init', ...signed])
  spawnSync(process.execPath, [desk, 'source', 'add', maildir, ...signed])
  for (const word of ['meeting', 'linux', 'agreement']) {
    const total = runQuery(index, word, options).total
    line(`${name} “${word}”: desk finds ${total}`)
    line(
      `  desk in process: ${spread(20, () => runQuery(index, word, options))}; whole process with key derivation: ${run(process.execPath, [desk, 'search', word, ...signed])}`,
    )
    if (installed('notmuch')) line(`  notmuch search: ${run('notmuch', [`--config=${config}`, 'search', '--output=files', word])}`)
    if (installed('mu')) line(`  mu find: ${run('mu', ['find', `--muhome=${muhome}`, word])}`)
    if (installed('rg')) line(`  rg -il: ${run('rg', ['-il', word, maildir])}`)
    line(`  grep -ril: ${run('grep', ['-ril', word, maildir])}`)
  }
  index.close()
}

try {
  line(
    `load ${loadavg()
      .map((value) => value.toFixed(1))
      .join(' ')}`,
  )
  await generated()
  if (haveCorpora && values.keep === undefined) for (const name of ['list-openbmc', 'enron']) await peers(name)
} finally {
  if (values.keep === undefined) rmSync(home, { recursive: true, force: true })
}
