import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorkspace } from './people.ts'
import { goTo, openSample } from './steps/request.ts'
import { saidAfter } from './steps/said.ts'
import { oneWalk } from './walk.ts'
import { pictures, startWorkstation, type Workstation } from './workstation.ts'

/** What was entered by mistake: a clock event, the person, the scope. Each is corrected, and nothing of it is lost. */
describe('correcting a request', () => {
  let desk: Workstation
  const page = (): Page => desk.page
  oneWalk(page)
  const button = (name: string | RegExp) => page().getByRole('button', { name })
  const dialog = () => page().getByRole('dialog', { name: 'Correct the request' })
  const clock = () => page().locator('.clock-sheet')
  const events = () => clock().getByRole('list', { name: 'What is recorded' }).getByRole('listitem')
  /** What has the focus, by its role or tag and its name: never nothing. */
  const focused = () =>
    page().evaluate(() => (document.activeElement?.tagName === 'BODY' ? 'nothing' : (document.activeElement?.textContent ?? '')))

  beforeAll(async () => {
    desk = await startWorkstation()
    await makeWorkspace(page())
    await openSample(page())
  })
  afterAll(async () => {
    await desk.close()
  })

  it('lists the events of the clock, and records one in words', async () => {
    await button(/days? left|overdue|due today/).click()
    await expect.poll(() => events().count()).toBe(1)
    await saidAfter(page(), /^Recorded: Proof of identity asked for/u, () => clock().getByRole('button', { name: 'Record event' }).click())
    await expect.poll(() => events().count()).toBe(2)
    expect(await focused()).toBe('Record event')
  })

  it('refuses a day before the receipt beside its field', async () => {
    await clock().getByRole('form', { name: 'Record an event' }).getByLabel('On', { exact: true }).fill('2019-01-01')
    await clock().getByRole('button', { name: 'Record event' }).click()
    await clock()
      .getByText(/1 January 2019 is before/)
      .waitFor()
  })

  it('corrects an event with a reason and takes it back, and the focus stays with it', async () => {
    const receipt = events().first()
    await button(/^Correct: Received/).click()
    const day = receipt.getByLabel('On', { exact: true })
    const before = await day.inputValue()
    await day.fill(`${before.slice(0, 8)}0${Number(before.slice(9)) === 1 ? 2 : 1}`)
    await receipt.getByRole('button', { name: 'Correct event' }).click()
    await receipt.getByText('Say in some words why.').waitFor()
    await receipt.getByLabel('Why').fill('the letter bears another day')
    await saidAfter(page(), /^Corrected: Received/u, () => receipt.getByRole('button', { name: 'Correct event' }).click())
    await expect.poll(focused).toContain('Received')
    await button(/^Take back: Proof of identity/).click()
    await clock().getByLabel('Why').fill('of another request')
    await pictures(page(), 'clock-correction')
    await saidAfter(page(), /^Taken back: Proof of identity/u, () => button('Take event back').click())
    await expect.poll(() => events().count()).toBe(1)
    expect(await focused()).not.toBe('nothing')
    await clock().getByText('Corrected and taken back (2)').click()
    await clock()
      .getByText(/“the letter bears another day”/)
      .waitFor()
    await pictures(page(), 'clock-corrected')
    await page().keyboard.press('Escape')
  })

  it('shows what a correction of the person does before it is made', async () => {
    await goTo(page(), 'Review')
    await page().locator('.request-bar').getByRole('button', { name: 'Correct the request' }).click()
    await dialog().getByLabel('Name of the data subject').waitFor()
    await dialog().getByLabel('Mail from').fill('2025-01-01')
    await dialog().getByLabel('Other names').fill('Kate Devlin')
    await page().keyboard.press('Enter')
    await dialog().getByLabel('Why').fill('her name at birth')
    await pictures(page(), 'edit-request')
    await button('What it does…').click()
    await dialog().getByRole('heading', { name: 'What this does' }).waitFor()
    expect(await focused()).toBe('What this does')
    await dialog()
      .getByText(/Mail from: nothing → 1 Jan 2025/)
      .waitFor()
    await dialog()
      .getByText(/Looked for from now on: .*Kate Devlin/)
      .waitFor()
    await pictures(page(), 'edit-consequences')
    await saidAfter(page(), /^Request corrected\./u, () => dialog().getByRole('button', { name: 'Correct the request' }).click())
    await dialog().waitFor({ state: 'hidden' })
    await expect.poll(focused).not.toBe('nothing')
  })

  it('says what is still to be done, and leads there', async () => {
    const told = page().getByRole('region', { name: 'Correct the request' })
    await told.getByText(/corrected since mail was collected/).waitFor()
    await pictures(page(), 'request-corrected')
    await told.getByRole('button', { name: 'Show in Review' }).click()
    await told.getByRole('button', { name: 'To collecting' }).click()
    await page().getByRole('heading', { name: 'Identify' }).waitFor()
    await saidAfter(page(), /documents? collected in/u, () => button('Collect into the request').click())
    await expect.poll(() => told.getByText(/corrected since mail was collected/).count()).toBe(0)
  })

  it('opens no request that came on a day that is yet to come, and sorts those there are by what is pressed', async () => {
    await page().getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Requests' }).click()
    await button('New request').click()
    const form = page().getByRole('dialog', { name: 'Open a request' })
    await form.getByLabel('Name of the data subject').fill('Aoife Lynskey')
    await form.getByLabel('Received on').fill('2031-01-01')
    await form.getByLabel('Reference').fill('SAR-A')
    await form.getByRole('button', { name: 'Open request' }).click()
    await form.getByText('This day is yet to come.').waitFor()
    await form.getByLabel('Received on').fill('2026-11-20')
    await form.getByRole('button', { name: 'Open request' }).click()
    await page().getByRole('navigation', { name: 'Steps of request SAR-A' }).waitFor()
    await page().getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Requests' }).click()
    const grid = page().getByRole('grid', { name: 'Requests' })
    const first = () => grid.getByRole('row').nth(1).textContent()
    const head = (name: string) => grid.getByRole('columnheader', { name })
    await expect.poll(first).toContain('SAR-2026-014')
    expect(await head('Due').getAttribute('aria-sort')).toBe('ascending')
    await head('Due').getByRole('button').click()
    await expect.poll(first).toContain('SAR-A')
    expect(await head('Due').getAttribute('aria-sort')).toBe('descending')
    await head('Data subject').getByRole('button').click()
    await expect.poll(first).toContain('Aoife Lynskey')
  })
})
