import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { createCore } from '../../src/api/index.ts'
import { systemServices } from '../../src/hosts/system-services.ts'
import type { UserName } from '../../src/model/index.ts'
import { openDatabase, openWorkspace } from '../../src/store/index.ts'
import { officer, signIn } from '../e2e/people.ts'
import { goTo, openRequest } from '../e2e/steps/request.ts'
import { startWorkstation } from '../e2e/workstation.ts'
import { processorMsOf } from './measure.ts'
import { generateMbox } from './search-archive.ts'
import { benchKey } from './search-key.ts'

/**
 * Typing in Find, in the system's browser: from the last letter of a word to the frame in which its results stand. Needs what `npm run build` makes.
 *
 * `node test/bench/typing.ts [--messages N] [--keep FOLDER] [--runs N]` (20,000 generated messages where nothing is said). With `--keep` the workspace stays in
 * FOLDER and is used again; where `search.ts --keep FOLDER` left an index there, that is what it is made of.
 */
const { values } = parseArgs({
  options: { messages: { type: 'string', default: '20000' }, keep: { type: 'string' }, runs: { type: 'string', default: '3' } },
})
const home = values.keep ?? mkdtempSync(join(tmpdir(), 'desk-typing-'))
const words = ['budget', 'annual', 'nora quill', 'meeting', 'nquill@harbour.example', 'report', '"annual budget"', 'thanks', 'quill', 'the']

async function workspace(): Promise<string> {
  const path = join(home, 'typing-workspace')
  if (existsSync(path)) return path
  const mbox = join(home, 'generated.mbox')
  const made = existsSync(join(home, 'index.db'))
  mkdirSync(home, { recursive: true })
  if (!made) generateMbox(mbox, Number(values.messages))
  const core = createCore({
    services: { ...systemServices(), printEngine: async () => null, printEngineHint: '', printEngineAvailable: () => false },
  })
  await core.call('workspace.create', { workspace: path, user: officer.name, role: 'investigator', passphrase: officer.passphrase })
  if (!made) await core.call('source.add', { paths: [mbox] })
  const regime = 'eu-ie'
  await core.call('matter.create', {
    subject: 'Nora Quill',
    emails: ['nora.quill@harbour.example'],
    received: '2026-11-02',
    regime,
    reference: 'TYPING',
  })
  await core.close()
  if (made) await takeIndex(path)
  return path
}

/** Puts the index that the search bench made in place of the workspace's empty one, under its key. */
async function takeIndex(path: string): Promise<void> {
  const opened = await openWorkspace({ directory: path, user: officer.name as UserName, passphrase: officer.passphrase })
  const { indexKey, indexPath } = opened
  opened.close()
  for (const file of readdirSync(home).filter((name) => /^index(?:-text\d)?\.db$/u.test(name))) {
    const target = join(indexPath, '..', file === 'index.db' ? basename(indexPath) : file)
    copyFileSync(join(home, file), target)
    const database = openDatabase(target, { key: benchKey })
    // A log of changes would keep pages under the old key.
    database.pragma('journal_mode = DELETE')
    database.pragma(`rekey = "x'${Buffer.from(indexKey).toString('hex')}'"`)
    database.close()
  }
}

/** What the page notes by itself: when a letter came, when the results last changed and were painted, and what it asked the core meanwhile. */
interface Noted {
  typedAt: number
  shownAt: number
}

async function watch(page: Page): Promise<void> {
  await page.evaluate(() => {
    const noted = { typedAt: 0, shownAt: 0 }
    Object.assign(window, { noted })
    // Before the page itself hears of it, which may ask at once.
    const typed = () => {
      noted.typedAt = performance.now()
      performance.clearResourceTimings()
    }
    document.addEventListener('input', typed, { capture: true })
    new MutationObserver(() =>
      requestAnimationFrame(() => setTimeout(() => Object.assign(noted, { shownAt: performance.now() }), 0)),
    ).observe(document.querySelector('.find-tools [role=status]') ?? document.body, { childList: true, characterData: true, subtree: true })
  })
}

/** Types a word as people do. Gives milliseconds from its last letter to its results, and to the beginning and end of the search among what was asked. */
async function type(
  page: Page,
  word: string,
): Promise<{ readonly shown: number; readonly asked: number; readonly answered: number } | null> {
  const field = page.getByRole('combobox', { name: 'Search', exact: true })
  await field.fill('')
  await page.waitForTimeout(400)
  await field.pressSequentially(word, { delay: 90 })
  await page.waitForTimeout(1500)
  return await page.evaluate(() => {
    const { typedAt, shownAt } = (window as unknown as { noted: Noted }).noted
    const run = performance.getEntriesByType('resource').findLast(({ name }) => name.endsWith('/call/search.run'))
    if (shownAt <= typedAt || run === undefined) return null
    return { shown: shownAt - typedAt, asked: run.startTime - typedAt, answered: run.startTime + run.duration - typedAt }
  })
}

const at = (taken: readonly number[], share: number): string => {
  const sorted = taken.toSorted((one, other) => one - other)
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(0)
}
const spread = (taken: readonly number[]): string => `least ${at(taken, 0)}, p50 ${at(taken, 0.5)}, p95 ${at(taken, 0.95)} ms`

const path = await workspace()
const desk = await startWorkstation({ env: { DESK_WORKSPACE: path } })
try {
  const { page, hostProcess } = desk
  await signIn(page, officer.name, officer.passphrase)
  await openRequest(page, 'TYPING')
  await goTo(page, 'Find')
  await page.getByRole('combobox', { name: 'Search', exact: true }).waitFor()
  await watch(page)
  // The threads that answer have read what they keep once the first is there, and what the screens on the way here asked for is answered.
  await type(page, words[0] ?? '')
  await desk.settled()
  const before = { host: processorMsOf(hostProcess), all: processorMsOf(process.pid) }
  const all: { readonly shown: number; readonly asked: number; readonly answered: number }[] = []
  const [first, again]: [number[], number[]] = [[], []]
  for (const word of words) {
    const taken: { readonly shown: number; readonly asked: number; readonly answered: number }[] = []
    for (let run = 0; run < Number(values.runs); run++) {
      const one = await type(page, word)
      if (one === null) continue
      taken.push(one)
      // What was asked last is remembered.
      ;(run === 0 ? first : again).push(one.shown)
    }
    all.push(...taken)
    process.stdout.write(`  ${word.padEnd(24)} ${spread(taken.map(({ shown }) => shown))}\n`)
  }
  const count = words.length * Number(values.runs)
  const host = (processorMsOf(hostProcess) - before.host) / count
  const browser = (processorMsOf(process.pid) - before.all) / count - host
  process.stdout.write(
    `typing in Find: ${all.length} of ${count} words, from the last letter to the painted results ${spread(all.map(({ shown }) => shown))}
  asked first ${spread(first)}; asked again ${spread(again)}
  to the question sent ${spread(all.map(({ asked }) => asked))}; to its answer ${spread(all.map(({ answered }) => answered))}
  processor time of a whole word, letter by letter with all that stands beside: host ${host.toFixed(0)} ms, browser and bench ${browser.toFixed(0)} ms
  load ${loadavg()
    .map((value) => value.toFixed(1))
    .join(' ')}\n`,
  )
} finally {
  await desk.close()
  if (values.keep === undefined) rmSync(home, { recursive: true, force: true })
}
