import type { Page } from 'playwright-core'

export interface Released {
  readonly passphrase: string
  /** The check in words, as the screen says it. */
  readonly check: string
}

/** Fills the path and produces; the gate must be open. Gives what is shown once. */
export async function produce(page: Page, out: string, whileRunning?: () => Promise<void>): Promise<Released> {
  await page.getByLabel('Bundle', { exact: true }).fill(out)
  await page.getByRole('button', { name: 'Produce the bundle' }).click()
  await whileRunning?.()
  const result = page.getByRole('region', { name: 'The bundle is released' })
  const refused = page.getByRole('alert').filter({ hasText: 'No bundle was released' })
  await result.or(refused).first().waitFor()
  if (await refused.isVisible()) throw new Error(`refused: ${await page.getByRole('region', { name: 'Where it was found' }).innerText()}`)
  return {
    passphrase: (await result.getByLabel('Passphrase').textContent()) ?? '',
    check: (await result.getByText(/searched for in/).textContent()) ?? '',
  }
}
