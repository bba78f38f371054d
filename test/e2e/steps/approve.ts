import type { Locator, Page } from 'playwright-core'

const approveButton = (page: Page): Locator => page.getByRole('button', { name: 'Approve', exact: true })

/** The lists of Approve. */
export async function showQueue(page: Page, name: 'By what' | 'By document' | 'Withheld'): Promise<void> {
  await page.getByRole('tab', { name: new RegExp(`^${name}`) }).click()
}

/** A text with its places, as one card of "By what". */
export const group = (page: Page, words: string): Locator => page.getByRole('article', { name: new RegExp(`^${words}, `) })

/** Opens a document of the list that is shown. */
export async function openWaiting(page: Page, ...words: readonly string[]): Promise<void> {
  let row = page.getByRole('option')
  for (const word of words) row = row.filter({ hasText: word })
  await row.first().click()
}

/**
 * Reads the open document to its end, as its buttons demand, and from the top again where a page arrived late; the approving button can be pressed
 * afterwards.
 */
export async function readToTheEnd(page: Page): Promise<void> {
  const paper = page.locator('.paper-scroll')
  for (let pages = 0; pages < 200; pages += 1) {
    const ready = await approveButton(page)
      .and(page.locator(':enabled'))
      .waitFor({ timeout: 300 })
      .then(
        () => true,
        () => false,
      )
    if (ready) return
    await paper.evaluate((element) => {
      const atEnd = element.scrollTop + element.clientHeight >= element.scrollHeight - 1
      element.scrollTo({ top: atEnd ? 0 : element.scrollTop + element.clientHeight - 64 })
    })
  }
  throw new Error('the document was never shown to its end')
}

/** What stands in place of a list without a document. */
const nothingLeft = /^(?:Nothing waits for you|All \d+ documents are approved)/u

/** Approves what waits in the open list, each document after reading it; gives how many. */
export async function approveEach(page: Page): Promise<number> {
  let approved = 0
  for (;;) {
    await page.getByRole('option').or(page.getByText(nothingLeft)).first().waitFor()
    const left = await page.getByRole('option').count()
    if (left === 0) return approved
    await readToTheEnd(page)
    await page.keyboard.press('y')
    await page.waitForFunction((before) => document.querySelectorAll('[role="option"]').length < before, left)
    approved += 1
  }
}

/** Declines the open document with a comment that its proposer will read. */
export async function decline(page: Page, comment: string, whileOpen?: () => Promise<void>): Promise<void> {
  const waiting = await page.getByRole('option').count()
  await page.getByRole('button', { name: /^Decline…/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Decline' })
  await dialog.getByLabel('Why, and what to do instead').fill(comment)
  await whileOpen?.()
  await dialog.getByRole('button', { name: 'Decline' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await page.waitForFunction((before) => document.querySelectorAll('[role="option"]').length < before, waiting)
}
