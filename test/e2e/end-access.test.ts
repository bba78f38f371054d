import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { counsel, makeWorkspace, officer, signIn } from './people.ts'
import { addReviewer } from './steps/people.ts'
import { openSample } from './steps/request.ts'
import { saidAfter } from './steps/said.ts'
import { oneWalk } from './walk.ts'
import { pictures, startWorkstation, type Workstation } from './workstation.ts'

/** Somebody leaves, and the next comes: by the keyboard, and with what is said about it read. */
describe('ending a person’s access', () => {
  let desk: Workstation
  const page = (): Page => desk.page
  const rail = (name: string) => page().getByRole('navigation', { name: 'Main' }).getByRole('button', { name, exact: true })
  const dialog = () => page().getByRole('dialog', { name: `End the access of ${counsel.name}` })
  const ask = async () => {
    await page()
      .getByRole('button', { name: `End the access of ${counsel.name}…` })
      .focus()
    await page().keyboard.press('Enter')
    await dialog().waitFor()
  }

  beforeAll(async () => {
    desk = await startWorkstation()
    await makeWorkspace(page())
    await openSample(page())
    await addReviewer(page(), counsel)
  })
  afterAll(async () => {
    await desk.close()
  })
  oneWalk(page)

  it('says what it stops, what it can’t reach and what would be missing, and is done only for a reason and with a word for the last of a role', async () => {
    await rail('Settings').click()
    await ask()
    await expect
      .poll(() =>
        dialog()
          .getByLabel('Why')
          .evaluate((element) => element === document.activeElement),
      )
      .toBe(true)
    await dialog().getByText('such as a backup, still opens with their passphrase').waitFor()
    await dialog().getByText('They are the last legal reviewer.').waitFor()
    await pictures(page(), 'end-access')
    await dialog().getByRole('button', { name: 'End access' }).press('Enter')
    await dialog().getByText('Tick this if it is to be done all the same.').waitFor()
    await expect
      .poll(() =>
        dialog()
          .getByLabel('Why')
          .evaluate((element) => element === document.activeElement),
      )
      .toBe(true)
    // One's own has no button.
    expect(
      await page()
        .getByRole('button', { name: `End the access of ${officer.name}…`, includeHidden: true })
        .count(),
    ).toBe(0)
    await page().keyboard.press('Escape')
    await dialog().waitFor({ state: 'hidden' })
    await page()
      .getByRole('row', { name: new RegExp(`${counsel.name}.*Not signed in yet`) })
      .waitFor()
  })

  it('is done by the keyboard alone, and shown beside the name and in the log', async () => {
    await ask()
    await page().keyboard.type('left on 30 April')
    await page().keyboard.press('Tab')
    await page().keyboard.press('Space')
    await saidAfter(page(), /can no longer open this workspace/u, () => dialog().getByRole('button', { name: 'End access' }).press('Enter'))
    await dialog().waitFor({ state: 'hidden' })
    await page()
      .getByText(new RegExp(`Access ended .* by ${officer.name}`))
      .waitFor()
    await page().getByText('left on 30 April').waitFor()
    // The button that opened the dialog went with their access.
    await expect.poll(() => page().evaluate(() => document.activeElement !== null && document.activeElement !== document.body)).toBe(true)
    await pictures(page(), 'access-ended')
    await rail('Log').click()
    await page().getByText(`Ended the access of “${counsel.name}”: “left on 30 April”`).waitFor()
  })

  it('leaves them no name at the door', async () => {
    await page().getByRole('button', { name: /^Lock/ }).first().click()
    await page().getByRole('heading', { name: 'Sign in' }).waitFor()
    await page().getByRole('combobox', { name: 'User' }).click()
    await page().getByRole('option', { name: officer.name }).waitFor()
    expect(await page().getByRole('option', { name: counsel.name }).count()).toBe(0)
    await page().keyboard.press('Escape')
    await signIn(page(), officer.name, officer.passphrase)
    await rail('Settings').waitFor()
  })
})
