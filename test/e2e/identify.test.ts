import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorkspace } from './people.ts'
import { goTo, newRequest, openSample } from './steps/request.ts'
import { picture, startWorkstation, type Workstation } from './workstation.ts'

/** Asks about the sample's person anew, from the name and one address, and decides everything by keyboard. */
describe('finding a person by identity, with a namesake', () => {
  let desk: Workstation
  beforeAll(async () => {
    desk = await startWorkstation()
    await makeWorkspace(desk.page)
    await openSample(desk.page)
    await newRequest(desk.page, {
      reference: 'SAR-TWIN',
      subject: 'Katherine Brennan',
      emails: ['katherine.brennan@alderfinch.example'],
      identifiers: [],
    })
    await goTo(desk.page, 'Identify')
  })
  afterAll(async () => {
    await desk.close()
  })

  it('shows the forms in groups, each with why and an example', async () => {
    const forms = desk.page.getByRole('listbox', { name: 'Forms found' })
    await forms.waitFor({ timeout: 60_000 })
    for (const group of ['Addresses', 'Names', 'Nicknames and initials', 'Misspellings']) {
      expect(await forms.getByRole('group', { name: group, exact: true }).isVisible(), group).toBe(true)
    }
    expect(
      await forms
        .getByRole('option', { name: /Kathrine Brenan/ })
        .first()
        .isVisible(),
    ).toBe(true)
    expect(
      await forms
        .getByRole('option', { name: /also Kate Molloy/ })
        .first()
        .isVisible(),
    ).toBe(true)
  })

  it('shows the namesake beside the person, and refuses them with one key', async () => {
    const twin = desk.page.getByRole('article', { name: /k\.brennan@corribmarine\.example/ })
    await desk.page.getByRole('article', { name: 'The person of this request' }).waitFor()
    expect(await twin.textContent()).toContain('Corrib Marine Surveys')
    await picture(desk.page, 'identify-twin')
    await twin.focus()
    await desk.page.keyboard.press('x')
    await twin.getByRole('button', { name: /is somebody else/, pressed: true }).waitFor()
  })

  it('accepts a form by keyboard, and stays with the list', async () => {
    const forms = desk.page.getByRole('listbox', { name: 'Forms found' })
    const kitty = forms.getByRole('option', { name: /^Kitty Brennan/ })
    await kitty.click()
    await forms.focus()
    await desk.page.keyboard.press('a')
    await kitty.getByRole('button', { name: 'Accept Kitty Brennan', pressed: true }).waitFor()
    // A decision may bring further forms; the place in the list is kept by the form, not by its number.
    expect(await forms.evaluate((list) => list.ownerDocument.activeElement === list)).toBe(true)
    expect(await forms.getByRole('option', { selected: true }).count()).toBe(1)
    expect(await forms.getByRole('option').first().getAttribute('aria-selected')).toBe('false')
  })

  it('leaves the namesake’s mail out, lists it with the reason, and takes one in when told', async () => {
    await desk.page.getByRole('button', { name: 'Collect into the request' }).click()
    await desk.page.getByText(/left out as somebody else/).waitFor({ timeout: 120_000 })
    await goTo(desk.page, 'Identify')
    const left = desk.page.getByRole('list', { name: 'Left out as somebody else’s' })
    await left.waitFor()
    expect(await left.getByRole('listitem').count()).toBeGreaterThan(3)
    expect(await left.textContent()).toContain('k.brennan@corribmarine.example writes or receives it')
    await left
      .getByRole('button', { name: /^Take in / })
      .first()
      .click()
    await left
      .getByRole('button', { name: /^Leave out / })
      .first()
      .waitFor()
    await picture(desk.page, 'identify-left-out')
  })

  it('asks no address but its own', () => {
    expect(desk.strangers).toEqual([])
  })
})
