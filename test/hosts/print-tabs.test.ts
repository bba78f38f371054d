import { type Browser, type BrowserContext, chromium } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { findBrowser, quietEnvironment, quietSwitches } from '../../src/hosts/find-browser.ts'
import { printTabs } from '../../src/hosts/print-tabs.ts'

const executablePath = findBrowser()
const never = new AbortController().signal
const letter = (text: string, style = ''): string =>
  `<!DOCTYPE html><html><head><style>@page{size:A4}${style}</style></head><body><p>${text}</p></body></html>`
/** A document whose styles, fonts and markup would show in the next one if anything of it stayed. */
const gaudy = letter(
  'Zoe Quillfeather 漢字 العربية',
  '@page{margin:9cm}p{color:red;font:40px serif;counter-increment:x}p::before{content:"SECRET"}body{columns:2}',
)
const plain = letter('Hello Anna, 漢字 and العربية.')
const long = letter('Hello. '.repeat(200_000))

const undated = (pdf: Uint8Array): string =>
  Buffer.from(pdf)
    .toString('latin1')
    .replace(/\/(?:Creation|Mod)Date [^\n]*/gu, '')

describe.runIf(executablePath !== null)('pages that documents are printed in', () => {
  let browser: Browser
  let context: BrowserContext
  let print: ReturnType<typeof printTabs>
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: quietSwitches(), env: quietEnvironment() })
  })
  afterAll(() => browser.close())
  beforeEach(async () => {
    context = await browser.newContext({ javaScriptEnabled: false, offline: true })
    print = printTabs(context)
  })
  afterEach(() => context.close())

  it('print each document as a page of its own would, whatever was printed before', async () => {
    const alone = undated(await print(plain, never))
    await context.close()
    context = await browser.newContext({ javaScriptEnabled: false, offline: true })
    print = printTabs(context)
    await print(gaudy, never)
    expect(context.pages()).toHaveLength(1)
    expect(undated(await print(plain, never))).toBe(alone)
    expect(context.pages()).toHaveLength(1)
    expect(await Promise.all([gaudy, plain, gaudy, plain].map((html) => print(html, never).then(undated)))).toSatisfy(
      ([first, second, third, fourth]: string[]) => first === third && second === alone && fourth === alone && first !== second,
    )
  })

  it('hold nothing of a document once it is printed, and are gone when none follows', async () => {
    await print(gaudy, never)
    expect(await context.pages()[0]?.content()).not.toMatch(/Quillfeather|SECRET/u)
    await expect.poll(() => context.pages()).toEqual([])
    expect((await print(plain, never)).length).toBeGreaterThan(500)
  })

  it('are not used again after they crashed', async () => {
    const before = undated(await print(plain, never))
    const [page] = context.pages()
    const crashed = page?.waitForEvent('crash')
    await Promise.all([crashed, page?.goto('chrome://crash').catch(() => {})])
    expect(undated(await print(plain, never))).toBe(before)
  })

  it('are not used again after they were stopped, and hold up no other', async () => {
    const stop = new AbortController()
    const stopped = print(long, stop.signal)
    const other = print(plain, never)
    stop.abort()
    await expect(stopped).rejects.toThrow()
    const before = undated(await other)
    expect(undated(await print(plain, never))).toBe(before)
    await expect(print(plain, stop.signal)).rejects.toThrow(/abort/u)
  })
})
