import type { BrowserContext, CDPSession, Page } from 'playwright-core'

/** A page of the browser in which one document after another is printed. */
interface Tab {
  readonly page: Page
  readonly session: CDPSession
  printed: number
  /** It crashed or is being closed: said at once, where the page itself says so only once it is. */
  gone: boolean
}

/** Takes the place of what was printed, so that its text, styles and fonts are gone before the next document comes. */
const blank = '<!DOCTYPE html><html lang="en"><head><title></title></head><body></body></html>'
/** A new page is a new process, which costs seven times what printing a letter does; what an old one has gathered is given back now and then. */
const mostPrinted = 100
/** Longer than between two documents of one production. */
const idleMs = 2_000

/** Prints in pages of a browser's context, each kept for the next document as long as documents come. */
export function printTabs(context: BrowserContext): (html: string, signal: AbortSignal) => Promise<Uint8Array> {
  const free: Tab[] = []
  let idle: NodeJS.Timeout | undefined

  function close(tab: Tab): void {
    tab.gone = true
    tab.page.close().catch(() => {})
  }

  async function newTab(): Promise<Tab> {
    const page = await context.newPage()
    await page.emulateMedia({ media: 'print', colorScheme: 'light' })
    const tab: Tab = { page, session: await context.newCDPSession(page), printed: 0, gone: false }
    page.once('crash', () => close(tab))
    return tab
  }

  /** Only a page that came through whole: one that crashed, hangs or was stopped is not printed in again. */
  async function keep(tab: Tab, signal: AbortSignal): Promise<void> {
    tab.printed += 1
    if (signal.aborted || tab.printed >= mostPrinted) return close(tab)
    await tab.page.setContent(blank)
    if (tab.gone) return
    free.push(tab)
    clearTimeout(idle)
    idle = setTimeout(() => free.splice(0).forEach(close), idleMs).unref()
  }

  async function printIn(tab: Tab, html: string, signal: AbortSignal): Promise<Uint8Array> {
    const stop = (): void => close(tab)
    signal.addEventListener('abort', stop, { once: true })
    try {
      signal.throwIfAborted()
      await tab.page.setContent(html, { waitUntil: 'load', timeout: 120_000 })
      const pdf = await printed(tab.session)
      // What was printed is whole, whatever becomes of the page.
      await keep(tab, signal).catch(() => close(tab))
      return pdf
    } catch (error) {
      close(tab)
      throw error
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }

  return async (html, signal) => {
    let tab = free.pop()
    while (tab?.gone) tab = free.pop()
    return await printIn(tab ?? (await newTab()), html, signal)
  }
}

/** Prints through the protocol itself: Playwright's `page.pdf` asks for a stream, which Chromium keeps in a temp file, in plaintext. */
async function printed(session: CDPSession): Promise<Uint8Array> {
  const { data } = await session.send('Page.printToPDF', {
    preferCSSPageSize: true,
    printBackground: true,
    generateTaggedPDF: false,
    generateDocumentOutline: false,
    transferMode: 'ReturnAsBase64',
  })
  return Buffer.from(data, 'base64')
}
