import type { Page } from 'playwright-core'
import { saidAfter } from './said.ts'

export type Step = 'Identify' | 'Find' | 'Review' | 'Approve' | 'Produce'

/** Opens the sample request by its door; waits until its documents stand in Review. */
export async function openSample(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Open the sample request/ }).click()
  await page.getByRole('listbox', { name: 'Documents' }).getByRole('option').first().waitFor()
}

/** Opens a request with the form; the law stays as offered. */
export async function newRequest(
  page: Page,
  request: {
    readonly reference: string
    readonly subject: string
    readonly emails: readonly string[]
    readonly names?: readonly string[]
    readonly identifiers: readonly string[]
  },
): Promise<void> {
  await page.getByRole('button', { name: 'Requests', exact: true }).click()
  await page.getByRole('button', { name: 'New request' }).click()
  const dialog = page.getByRole('dialog', { name: 'Open a request' })
  await dialog.getByLabel('Name of the data subject').fill(request.subject)
  for (const email of request.emails) {
    await dialog.getByLabel('Mail addresses').fill(email)
    await page.keyboard.press('Enter')
  }
  for (const name of request.names ?? []) {
    await dialog.getByLabel('Other names').fill(name)
    await page.keyboard.press('Enter')
  }
  for (const identifier of request.identifiers) {
    await dialog.getByLabel('Other identifiers').fill(identifier)
    await page.keyboard.press('Enter')
  }
  await dialog.getByLabel('Reference').fill(request.reference)
  await dialog.getByRole('button', { name: 'Open request' }).click()
  await page.getByRole('navigation', { name: `Steps of request ${request.reference}` }).waitFor()
}

/** Opens a request from the table. */
export async function openRequest(page: Page, reference: string): Promise<void> {
  await page.getByRole('button', { name: 'Requests', exact: true }).click()
  await page.getByRole('grid', { name: 'Requests' }).getByRole('row', { name: reference }).click()
  await page.getByRole('navigation', { name: `Steps of request ${reference}` }).waitFor()
}

/** Goes to a step of the open request. */
export async function goTo(page: Page, step: Step): Promise<void> {
  const button = page.getByRole('navigation', { name: /^Steps of request/ }).getByRole('button', { name: step })
  await button.click()
  await page
    .getByRole('navigation', { name: /^Steps of request/ })
    .locator('[aria-current="step"]', { hasText: step })
    .waitFor()
}

/** Searches in Find and puts everything that was found into the request; gives how many documents were found. */
export async function findAndCollect(page: Page, query: string): Promise<number> {
  await goTo(page, 'Find')
  await page.getByRole('combobox', { name: 'Search' }).fill(query)
  await page.keyboard.press('Enter')
  const found = page.getByText(/^\d+ documents? in /).first()
  await found.waitFor()
  const total = Number.parseInt((await found.textContent()) ?? '', 10)
  await saidAfter(page, /documents? collected in/u, () => page.getByRole('button', { name: 'Collect into the request' }).click())
  return total
}
