import type { Page } from 'playwright-core'

/** Does something and gives what the status line then says about it; words of an earlier deed do not count. */
export async function saidAfter(page: Page, words: RegExp, deed: () => Promise<void>): Promise<string> {
  const line = page.locator('.status-line')
  const before = Number(await line.getAttribute('data-word'))
  await deed()
  const handle = await page.waitForFunction(
    ([number, pattern]) => {
      const now = document.querySelector<HTMLElement>('.status-line')
      const said = now?.querySelector('.status-word')?.textContent ?? ''
      return Number(now?.dataset['word']) > number && new RegExp(pattern, 'u').test(said) ? said : null
    },
    [before, words.source] as const,
  )
  return (await handle.jsonValue()) ?? ''
}
