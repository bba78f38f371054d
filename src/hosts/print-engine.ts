import type { PrintEngine } from '../model/index.ts'
import { findBrowser, quietEnvironment, quietSwitches } from './find-browser.ts'
import { printTabs } from './print-tabs.ts'

const hint =
  'No Chromium, Chrome or Edge was found, so PDF cannot be made. Install one (on Debian: apt install chromium) or name it in DESK_BROWSER; eml and mbox can be produced without it.'

/**
 * Starts the installed browser without a window, over a pipe: no debugging port is opened. Nothing of a page may reach a disk, so Playwright's
 * habit of putting the browser's shared memory into the temp folder (for containers with a tiny `/dev/shm`) is left out.
 */
async function startEngine(executable: string): Promise<PrintEngine> {
  const { chromium } = await import('playwright-core')
  const browser = await chromium.launch({
    executablePath: executable,
    args: [...quietSwitches(), '--disable-gpu'],
    env: quietEnvironment(),
    ignoreDefaultArgs: ['--disable-dev-shm-usage'],
    handleSIGINT: false,
    timeout: 60_000,
  })
  // The context is off the record, so that no page content reaches the profile on disk.
  const context = await browser.newContext({ javaScriptEnabled: false, offline: true, serviceWorkers: 'block' })
  await context.route('**', (route) => route.abort())
  return {
    name: `Chromium ${browser.version()}`,
    print: printTabs(context),
    close: async () => {
      await context.close().catch(() => {})
      await browser.close()
    },
  }
}

/** The print engine as a service of the core: started at the first page, kept until closed, null where no browser is installed. */
export function printServices(): {
  readonly printEngine: () => Promise<PrintEngine | null>
  readonly printEngineHint: string
  readonly printEngineAvailable: () => boolean
  readonly closePrintEngine: () => Promise<void>
} {
  let engine: Promise<PrintEngine> | null = null
  return {
    printEngine: async () => {
      const executable = findBrowser()
      if (executable === null) return null
      engine ??= startEngine(executable)
      try {
        return await engine
      } catch (error) {
        engine = null
        throw error
      }
    },
    printEngineHint: hint,
    printEngineAvailable: () => findBrowser() !== null,
    closePrintEngine: async () => {
      const running = engine
      engine = null
      await (await running?.catch(() => null))?.close()
    },
  }
}
