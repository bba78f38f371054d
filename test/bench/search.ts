import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { addSources, collect, identify } from '../../src/jobs/index.ts'
import type { JobControl, Matter, MatterId, UserName } from '../../src/model/index.ts'
import { address, anyOf, correspondentsOf, expandFuzzy, facetsOf, phrase, type Query, runQuery, warmUp } from '../../src/search/index.ts'
import {
  insertMatter,
  matterMigrations,
  migrate,
  openDatabase,
  openIndex,
  openWorkspace,
  type ReadableDatabase,
  writeForm,
} from '../../src/store/index.ts'
import { corpora, haveCorpora } from '../corpora.ts'
import { measured, type Taken } from './measure.ts'
import { generateMbox } from './search-archive.ts'
import { benchKey } from './search-key.ts'

/**
 * Speed of finding: a subject with 12 forms over a generated archive (first 50 results with snippets and total, facets, correspondents, fuzzy words,
 * collecting), warm and just after opening; and on the real archives beside notmuch, mu, rg and grep, in this process and as whole processes.
 *
 * `node test/bench/search.ts [--messages N] [--keep FOLDER] [--only archive,peers]`, or `npm run bench -- --only search`; with `--keep` the generated archive and its
 * index stay there and are used again.
 */
const { values } = parseArgs({
  options: { messages: { type: 'string', default: '100000' }, keep: { type: 'string' }, only: { type: 'string' } },
})
const messages = Number(values.messages)
const home = values.keep ?? mkdtempSync(join(tmpdir(), 'desk-bench-'))
const key = benchKey
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
    mkdirSync(home, { recursive: true })
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
  // As the threads that answer do when they start.
  line(`  read into memory: ${timed(() => warmUp(index)).toFixed(0)} ms`)
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
    'the',
    'meeting',
    'zzzz',
  ]) {
    line(`  ${query}: ${runQuery(index, query, options).total} found, ${spread(10, () => runQuery(index, query, options))}`)
  }
  line(`  fuzzy ~2 alone: ${spread(5, () => expandFuzzy(index, 'quillan', 2))}`)
  identifying(index)
  await collecting(index)
  index.close()
}

const matter = {
  id: 'M1' as MatterId,
  reference: 'BENCH',
  subject: { name: 'Nora Quill', names: [], emails: ['nora.quill@harbour.example'], phones: [], identifiers: [] },
  scope: { from: null, to: null, custodians: [], sources: [] },
  regime: 'eu-ie',
  received: '2026-11-02',
  events: [],
  createdAtMs: 0,
  createdBy: 'bench' as UserName,
} satisfies Matter

/** The forms that the archive holds, from a name and an address: what a connection keeps for the next time is not there yet. */
function identifying(index: ReadableDatabase): void {
  let forms = 0
  const taken = timed(() => {
    forms = identify(index, matter, [], options.timeZone).forms.length
  })
  line(`  identify: ${forms} forms in ${(taken / 1000).toFixed(1)} s`)
}

async function collecting(index: ReadableDatabase): Promise<void> {
  const path = join(home, 'matter.db')
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true })
  const database = openDatabase(path, { key, create: true })
  migrate(database, matterMigrations)
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

const installed = (tool: string): boolean => spawnSync(tool, ['--version']).status === 0

const desk = join(import.meta.dirname, '../../src/hosts/cli/main.mjs')

/** The least of three runs as a whole process: what passed, and processor time, the figure to compare on a busy machine. */
async function wholeProcess(
  command: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<{ readonly text: string; readonly processorMs: number; readonly lines: number }> {
  const runs: Taken[] = []
  for (let run = 0; run < 3; run++) runs.push(await measured(command, env, nothingFound))
  const least = (of: (taken: Taken) => number): number => Math.min(...runs.map(of))
  const processorMs = least(({ userMs, systemMs }) => userMs + systemMs)
  const text = `${least(({ elapsedMs }) => elapsedMs).toFixed(0)} / ${processorMs.toFixed(0)}`
  return { text, processorMs, lines: runs[0]?.output.split('\n').filter((one) => one !== '').length ?? 0 }
}

function row(name: string, cells: readonly string[]): void {
  line(`${name.padEnd(30)}${cells.map((cell) => cell.padStart(22)).join('')}`)
}

/** One archive as Maildir with everybody's index of it; then the same words asked of each. Everyone finds the files in the system's cache. */
async function peers(name: string): Promise<void> {
  const maildir = join(home, name)
  const folder = corpora(`archives/${name}`)
  execFileSync('python3', [corpora('../tools/mbox2maildir.py'), maildir, ...readdirSync(folder).map((file) => join(folder, file))], {
    stdio: 'ignore',
  })
  const workspace = join(home, `${name}-workspace`)
  const passphrase = join(home, 'passphrase')
  writeFileSync(passphrase, 'bench keeps seven green lanterns\n')
  const signed = ['--json', '--workspace', workspace, '--user', 'bench', '--passphrase-file', passphrase]
  execFileSync(process.execPath, [desk, 'init', ...signed], { stdio: 'ignore' })
  execFileSync(process.execPath, [desk, 'source', 'add', maildir, ...signed], { stdio: 'ignore' })
  const muhome = join(home, `${name}-mu`)
  const haveMu = installed('mu')
  if (haveMu) {
    execFileSync('mu', ['init', `--muhome=${muhome}`, `--maildir=${maildir}`], { stdio: 'ignore' })
    execFileSync('mu', ['index', '--quiet', `--muhome=${muhome}`], { stdio: 'ignore' })
  }
  const config = join(home, `${name}-notmuch-config`)
  const haveNotmuch = installed('notmuch')
  if (haveNotmuch) {
    const database = join(home, `${name}-notmuch`)
    mkdirSync(database)
    const user = '[user]\nname=Bench\nprimary_email=bench@x.example\n[new]\ntags=new\n'
    writeFileSync(config, `[database]\npath=${database}\nmail_root=${maildir}\n${user}`)
    execFileSync('notmuch', [`--config=${config}`, 'new', '--quiet'], { stdio: 'ignore' })
  }
  const opened = await openWorkspace({ directory: workspace, user: 'bench' as UserName, passphrase: 'bench keeps seven green lanterns' })
  const found: Record<string, string> = {}
  const within: Record<string, string> = {}
  const insideMs: Record<string, number> = {}
  const wholeMs: Record<string, number> = {}
  for (const word of words) {
    found[word] = `${runQuery(opened.index, word, options).total}`
    const inside = spreadShort(20, () => runQuery(opened.index, word, options))
    within[word] = inside.text
    insideMs[word] = inside.processorMs
  }
  opened.close()
  const cells = (of: Readonly<Record<string, string>>): readonly string[] => words.map((word) => of[word] ?? '')
  line(`\n${name}: ms passed / of the processor, least of three; (found); below each its processor time to ours; ${load()}`)
  row('', words)
  row('Disclosure Desk, inside', cells(within))
  const asked = async (label: string, is: boolean, command: (word: string) => readonly string[], counted = true): Promise<void> => {
    if (!is) {
      row(label, ['not installed'])
      return
    }
    const all: string[] = []
    const ratios: string[] = []
    for (const word of words) {
      const { text, processorMs, lines } = await wholeProcess(command(word))
      all.push(`${text} (${counted ? lines : found[word]})`)
      if (counted)
        ratios.push([wholeMs[word], insideMs[word]].map((ours) => `${(processorMs / (ours ?? Number.NaN)).toFixed(2)} ×`).join(', '))
      else wholeMs[word] ??= processorMs
    }
    row(label, all)
    if (counted) row('  to ours whole, inside', ratios)
  }
  await asked('Disclosure Desk, whole', true, (word) => [process.execPath, desk, 'search', word, ...signed], false)
  await asked('  of it signing in', true, () => [process.execPath, desk, 'matter', 'list', ...signed], false)
  await asked('notmuch search', haveNotmuch, (word) => ['notmuch', `--config=${config}`, 'search', '--output=files', word])
  await asked('mu find', haveMu, (word) => ['mu', 'find', `--muhome=${muhome}`, word])
  // Folders of a Maildir begin with a dot, which rg leaves out unless told otherwise.
  await asked('rg -il', installed('rg'), (word) => ['rg', '-uu', '-il', word, maildir])
  await asked('grep -ril', true, (word) => ['grep', '-ril', word, maildir])
}

/** How the tools say that they found nothing: grep and rg with 1, mu with 4. */
const nothingFound = [0, 1, 4]
const words = ['meeting', 'agreement', 'linux', 'zzyzx']

function spreadShort(runs: number, work: () => void): { readonly text: string; readonly processorMs: number } {
  const before = process.cpuUsage()
  const taken = Array.from({ length: runs }, () => timed(work))
  const { user, system } = process.cpuUsage(before)
  const processorMs = (user + system) / 1000 / runs
  return { text: `${Math.min(...taken).toFixed(1)} / ${processorMs.toFixed(1)}`, processorMs }
}

const load = (): string =>
  `load ${loadavg()
    .map((value) => value.toFixed(1))
    .join(' ')}`

const sections = new Set((values.only ?? 'archive,peers').split(','))
try {
  line(`Finding; ${load()}`)
  if (sections.has('archive')) await generated()
  if (sections.has('peers') && haveCorpora) for (const name of ['list-openbmc', 'enron']) await peers(name)
} finally {
  if (values.keep === undefined) rmSync(home, { recursive: true, force: true })
}
