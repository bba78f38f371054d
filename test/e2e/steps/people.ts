import type { Page } from 'playwright-core'

/** Adds a legal reviewer with a first passphrase, in Settings. */
export async function addReviewer(page: Page, person: { readonly name: string; readonly first: string }): Promise<void> {
  await page.getByRole('button', { name: 'Settings', exact: true }).click()
  await page.getByRole('button', { name: 'Add a person' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a person' })
  await dialog.getByLabel('Name').fill(person.name)
  await dialog.getByLabel('First passphrase', { exact: true }).fill(person.first)
  await dialog.getByLabel('First passphrase again').fill(person.first)
  await dialog.getByRole('button', { name: 'Add person' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await page.getByRole('row', { name: new RegExp(`${person.name}.*Not signed in yet`) }).waitFor()
}

/** The first sign-in: a passphrase of one's own in place of the one that somebody else set. */
export async function chooseOwnPassphrase(page: Page, first: string, own: string): Promise<void> {
  await page.getByRole('heading', { name: 'Choose your own passphrase' }).waitFor()
  await page.getByLabel('Current passphrase').fill(first)
  await page.getByLabel('New passphrase', { exact: true }).fill(own)
  await page.getByLabel('New passphrase again').fill(own)
  await page.getByRole('button', { name: 'Change passphrase' }).click()
  await page.getByRole('navigation', { name: 'Main' }).waitFor()
}

/** Locks the workspace by its button. */
export async function lock(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Lock/ }).first().click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
}
