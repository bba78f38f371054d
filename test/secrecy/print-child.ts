import { argv } from 'node:process'
import { chromium } from 'playwright-core'
import { findBrowser, quietEnvironment, quietSwitches } from '../../src/hosts/find-browser.ts'
import { printServices } from '../../src/hosts/print-engine.ts'

/** `print TEXT`: prints pages that say it with the product's print engine. `crash`: lets a page of such a browser crash. */
const [what, text = ''] = argv.slice(2)
if (what === 'print') {
  const services = printServices()
  const engine = await services.printEngine()
  const pdf = await engine?.print(`<style>@page{size:A4}</style>${`<p>${text}</p>`.repeat(20_000)}`, new AbortController().signal)
  await services.closePrintEngine()
  process.stdout.write(`${pdf?.length ?? 0}`)
} else {
  // Without Playwright's own switch against crash reports: ours must be enough, since the host opens windows without Playwright.
  const browser = await chromium.launch({
    executablePath: findBrowser() ?? '',
    args: quietSwitches(),
    env: quietEnvironment(),
    ignoreDefaultArgs: ['--disable-breakpad', '--disable-dev-shm-usage'],
  })
  const page = await browser.newPage()
  const crashed = page.waitForEvent('crash', { timeout: 20_000 })
  await Promise.all([crashed, page.goto('chrome://crash').catch(() => {})])
  // The dump is written by a process of its own.
  await new Promise((later) => setTimeout(later, 1_000))
  await browser.close()
}
