import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorkspace, officer, signIn } from './people.ts'
import { picture, startWorkstation, type Workstation } from './workstation.ts'

describe('the first start in the browser host', () => {
  let desk: Workstation
  beforeAll(async () => {
    desk = await startWorkstation()
  })
  afterAll(async () => {
    await desk.close()
  })

  it('makes an encrypted workspace and shows the two doors', async () => {
    await desk.page.getByRole('heading', { name: 'Make a workspace' }).waitFor()
    await picture(desk.page, 'first-start')
    await makeWorkspace(desk.page)
    await picture(desk.page, 'two-doors')
    expect(await desk.page.getByRole('button', { name: /Add your mail/ }).isVisible()).toBe(true)
  })

  it('locks, refuses a wrong passphrase in words, and opens with the right one', async () => {
    await desk.page.getByRole('button', { name: /^Lock/ }).first().click()
    await signIn(desk.page, officer.name, 'not the right words at all')
    // A refusal empties the field, so that the next attempt starts afresh.
    await expect.poll(() => desk.page.getByLabel('Passphrase', { exact: true }).inputValue(), { timeout: 30_000 }).toBe('')
    expect(await desk.page.getByRole('button', { name: 'Sign in' }).isVisible()).toBe(true)
    await signIn(desk.page, officer.name, officer.passphrase)
    await desk.page.getByRole('button', { name: /^Lock/ }).first().waitFor({ timeout: 60_000 })
  })

  it('asks no address but its own', () => {
    expect(desk.strangers).toEqual([])
  })
})
