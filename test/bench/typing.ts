import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createCore } from '../../src/api/index.ts'
import { systemServices } from '../../src/hosts/system-services.ts'
import { officer, signIn } from '../e2e/people.ts'
import { goTo, openRequest } from '../e2e/steps/request.ts'
import { startWorkstation } from '../e2e/workstation.ts'
import { generateMbox } from './search-archive.ts'

/**
 * Typing in Find, in the system's browser: from the last letter of a word to the frame in which its results stand. Needs what `npm run build` makes.
 *
 * `node test/bench/typing.ts [--messages N]` (20,000 generated messages where nothing is said).
 */
const { values } = parseArgs({ options: { messages: { type: 'string', default: '20000' } } })
const messages = Number(values.messages)
const home = mkdtempSync(join(tmpdir(), 'desk-typing-'))
const words = ['budget', 'annual', 'nora quill', 'meeting', 'nquill@harbour.example', 'report', '"annual budget"', 'thanks', 'quill', 'the']

async function workspace(): Promise<string> {
  const path = join(home, 'workspace')
  const mbox = join(home, 'generated.mbox')
  mkdirSync(home, { recursive: true })
  generateMbox(mbox, messages)
  const core = createCore({
    services: { ...systemServices(), printEngine: async () => null, printEngineHint: '', printEngineAvailable: () => false },
  })
  await core.call('workspace.create', { workspace: path, user: officer.name, role: 'investigator', passphrase: officer.passphrase })
  await core.call('source.add', { paths: [mbox] })
  const regime = 'eu-ie'
  await core.call('matter.create', {
    subject: 'Nora Quill',
    emails: ['nora.quill@harbour.example'],
    received: '2026-11-02',
    regime,
    reference: 'TYPING',
  })
  await core.close()
  return path
}

try {
  const path = await workspace()
  const desk = await startWorkstation({ env: { DESK_WORKSPACE: path } })
  const { page } = desk
  await signIn(page, officer.name, officer.passphrase)
  await openRequest(page, 'TYPING')
  await goTo(page, 'Find')
  const field = page.getByRole('combobox', { name: 'Search', exact: true })
  await field.waitFor()
  // The page itself notes when a letter came and when the results last changed and were painted.
  await page.evaluate(() => {
    const noted = { typedAt: 0, shownAt: 0 }
    Object.assign(window, { noted })
    document.addEventListener('input', () => {
      noted.typedAt = performance.now()
    })
    new MutationObserver(() =>
      requestAnimationFrame(() => setTimeout(() => Object.assign(noted, { shownAt: performance.now() }), 0)),
    ).observe(document.querySelector('.find-tools [role=status]') ?? document.body, { childList: true, characterData: true, subtree: true })
  })
  const taken: number[] = []
  for (const word of [...words, ...words, ...words]) {
    await field.fill('')
    await page.waitForTimeout(400)
    await field.pressSequentially(word, { delay: 90 })
    await page.waitForTimeout(1500)
    const { typedAt, shownAt } = await page.evaluate(() => (window as unknown as { noted: { typedAt: number; shownAt: number } }).noted)
    if (shownAt > typedAt) taken.push(shownAt - typedAt)
  }
  await desk.close()
  taken.sort((one, other) => one - other)
  const at = (share: number): string => (taken[Math.min(taken.length - 1, Math.floor(taken.length * share))] ?? Number.NaN).toFixed(0)
  const load = loadavg().map((value) => value.toFixed(1))
  process.stdout.write(
    `typing in Find over ${messages} messages: ${taken.length} of ${3 * words.length} words, from the last letter to the painted results p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, least ${at(0)} ms (40 ms of it the pause after which a query is run); load ${load.join(' ')}\n`,
  )
} finally {
  rmSync(home, { recursive: true, force: true })
}
