import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { env } from 'node:process'
import { type Browser, type BrowserContext, chromium, type Page, type Request } from 'playwright-core'
import { findBrowser, quietEnvironment, quietSwitches } from '../../src/hosts/find-browser.ts'
import { unnamed } from './accessible.ts'
import { patienceMs } from './patience.ts'
import { pictureFile, pictureFolder, type Screen, sizes } from './screens.ts'

export const root = resolve(import.meta.dirname, '../..')

export interface Workstation {
  /** The host's process, in which the core runs. */
  readonly hostProcess: number
  readonly page: Page
  readonly context: BrowserContext
  /** Holds everything of this run: `temp` is the temp folder of host, core and browser, `profile` the browser's, `home` a place for workspaces. */
  readonly folder: string
  readonly temp: string
  readonly profile: string
  /** Every address that the page or a frame of mail asked for and that is not ours. */
  readonly strangers: string[]
  /** Waits until the page has asked for all that it shows, has it, and has drawn it. */
  settled(): Promise<void>
  close(): Promise<void>
}

/** The address that the host prints when it opens no window itself. */
function addressOf(host: ChildProcess): Promise<string> {
  return new Promise((done, failed) => {
    let printed = ''
    host.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString('utf8')
      const address = /http:\/\/127\.0\.0\.1:\d+\/#\S+/.exec(printed)?.[0]
      if (address !== undefined) done(address)
    })
    host.once('exit', (code) => failed(new Error(`the host ended with ${code} before it was ready:\n${printed}`)))
  })
}

/**
 * Starts the real browser host (`npm start` without a window) and a real Chromium on its page, with a temp folder of its own so that what they
 * leave behind can be looked at.
 */
export async function startWorkstation(
  options: { readonly size?: keyof typeof sizes; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Workstation> {
  const folder = mkdtempSync(join(tmpdir(), 'desk-e2e-'))
  const temp = join(folder, 'temp')
  const profile = join(folder, 'profile')
  for (const made of [temp, profile, join(folder, 'home')]) mkdirSync(made)
  const host = spawn(process.execPath, [join(root, 'src/hosts/start.ts'), '--no-window', '--host=browser'], {
    cwd: root,
    env: {
      ...env,
      TMPDIR: temp,
      DESK_NO_BUILD: '1',
      DESK_WORKSPACE: join(folder, 'home', 'workspace'),
      DESK_TIME_ZONE: 'Europe/Berlin',
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let browser: Browser | null = null
  const close = async () => {
    await browser?.close()
    if (host.exitCode === null && host.signalCode === null) {
      const gone = new Promise((ended) => host.once('exit', ended))
      host.kill('SIGINT')
      await gone
    }
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const address = await addressOf(host)
    // Off the record as the host's own window is: Playwright's contexts are.
    browser = await chromium.launch({
      executablePath: findBrowser() ?? '',
      args: [...quietSwitches(), '--disable-gpu'],
      env: { ...quietEnvironment(), TMPDIR: profile },
    })
    const context = await browser.newContext({
      viewport: sizes[options.size ?? 'wide'],
      locale: 'en-GB',
      timezoneId: 'Europe/Berlin',
      reducedMotion: 'reduce',
    })
    context.setDefaultTimeout(patienceMs)
    const strangers: string[] = []
    const own = new URL(address).origin
    context.on('request', (request) => {
      const url = request.url()
      // The browser's own PDF viewer, loaded from the browser itself.
      if (/^chrome(?:-extension)?:/u.test(url)) return
      if (!url.startsWith(`${own}/`) && !url.startsWith('data:') && !url.startsWith('blob:') && url !== 'about:blank') strangers.push(url)
    })
    const page = await context.newPage()
    const settled = settling(page)
    await page.goto(address)
    return { hostProcess: host.pid ?? 0, page, context, folder, temp, profile, strangers, settled, close }
  } catch (error) {
    // Nothing that was started outlives a start that failed: nobody holds what could close it.
    await close()
    throw error
  }
}

/** What tells when a page has come to rest: no command of its runs, and none follows from what the last one gave. */
function settling(page: Page): () => Promise<void> {
  const running = new Set<Request>()
  let asked = 0
  page.on('request', (request) => {
    if (!new URL(request.url()).pathname.startsWith('/call/')) return
    asked += 1
    running.add(request)
  })
  page.on('requestfinished', (request) => void running.delete(request))
  page.on('requestfailed', (request) => void running.delete(request))
  return async () => {
    for (;;) {
      const before = asked
      // Longer than the page gathers changes before it asks anew; then what it has is drawn.
      await page.evaluate(async () => {
        await new Promise((later) => setTimeout(later, 100))
        for (let frames = 0; frames < 2; frames += 1) await new Promise(requestAnimationFrame)
      })
      if (running.size === 0 && asked === before) return
    }
  }
}

/**
 * Makes pictures of a screen at both sizes, and leaves the page at the size that it had. A screen that has controls without a name, or ids that stand
 * twice, fails here, in whichever walk it is met.
 */
export async function pictures(page: Page, name: Screen): Promise<void> {
  const before = page.viewportSize() ?? sizes.wide
  for (const size of [sizes.small, sizes.wide]) {
    await page.setViewportSize(size)
    await picture(page, name)
  }
  await page.setViewportSize(before)
  const faults = await unnamed(page)
  if (faults.length > 0) throw new Error(`${name} is not accessible:\n${faults.join('\n')}`)
}

/** Makes a picture of the page as it is; the suite's pictures are looked at by people. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(pictureFolder, { recursive: true })
  await page.screenshot({ path: join(pictureFolder, pictureFile(name, page.viewportSize()?.width ?? 0)), animations: 'disabled' })
}
