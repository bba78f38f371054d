import type { Page } from 'playwright-core'

/** The two people of every walk. */
export const officer = { name: 'Olga Officer', passphrase: 'quiet harbour seven lanterns burn' } as const
export const counsel = {
  name: 'Carl Counsel',
  passphrase: 'old lime tree shades the court',
  first: 'first words given by the officer',
} as const

/** First start: makes the workspace that the program offers, and leaves its user signed in. */
export async function makeWorkspace(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'Make a workspace' }).waitFor()
  await page.getByLabel('Your name').fill(officer.name)
  await page.getByLabel('Passphrase', { exact: true }).fill(officer.passphrase)
  await page.getByLabel('Passphrase again').fill(officer.passphrase)
  await page.getByRole('button', { name: 'Make workspace' }).click()
  await page.getByRole('button', { name: /Open the sample request/ }).waitFor()
}

/** Signs in at the sign-in screen. */
export async function signIn(page: Page, name: string, passphrase: string): Promise<void> {
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  const user = page.getByRole('combobox', { name: 'User' })
  if ((await user.inputValue()) !== name) {
    await user.click()
    await page.getByRole('option', { name }).click()
  }
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase)
  await page.getByRole('button', { name: 'Sign in' }).click()
}
