import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorkspace } from './people.ts'
import { goTo, newRequest, openSample } from './steps/request.ts'

import { oneWalk } from './walk.ts'
import { pictures, startWorkstation, type Workstation } from './workstation.ts'

/** Asks about the sample's person anew, from the name and one address, and decides everything by keyboard. */
describe('finding a person by identity, with a namesake', () => {
  let desk: Workstation
  oneWalk(() => desk.page)
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
    await forms.waitFor()
    for (const group of ['Addresses', 'Names', 'Nicknames and initials', 'Misspellings']) {
      await forms.getByRole('group', { name: group, exact: true }).waitFor()
    }
    for (const name of [/Kathrine Brenan/, /also Kate Molloy/]) await forms.getByRole('option', { name }).first().waitFor()
  })

  it('shows the namesake beside the person, and refuses them with one key', async () => {
    const twin = desk.page.getByRole('article', { name: /k\.brennan@corribmarine\.example/ })
    await desk.page.getByRole('article', { name: 'The person of this request' }).waitFor()
    expect(await twin.textContent()).toContain('Corrib Marine Surveys')
    const beside = desk.page.getByRole('region', { name: 'Collect', exact: true }).getByRole('status')
    await expect.poll(() => beside.textContent()).toMatch(/^\d+ address(?:es)? of the name (?:is|are) undecided/)
    await pictures(desk.page, 'identify-twin')
    await twin.focus()
    await desk.page.keyboard.press('x')
    await twin.getByRole('button', { name: /is somebody else/, pressed: true }).waitFor()
    await desk.page.locator('.status-word', { hasText: 'k.brennan@corribmarine.example is somebody else' }).waitFor()
  })

  it('leaves the focus to the next card when one goes, and takes the last decision back from there', async () => {
    const kate = desk.page.getByRole('article', { name: /kate\.brennan@postbox\.example/ })
    await kate.focus()
    await desk.page.keyboard.press('a')
    await desk.page.locator('.status-word', { hasText: 'kate.brennan@postbox.example is the same person' }).waitFor()
    const focused = () => desk.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')
    await expect.poll(focused).toMatch(/^Of the same name: /)
    // Keys wait for no decision that is still being taken.
    await desk.settled()
    await desk.page.keyboard.press('u')
    await desk.page.locator('.status-word', { hasText: 'kate.brennan@postbox.example is not decided again' }).waitFor()
    await kate.waitFor()
    await twinCard()
      .getByRole('button', { name: /is somebody else/, pressed: true })
      .waitFor()
  })

  it('accepts a form by keyboard, and stays with the list', async () => {
    const forms = desk.page.getByRole('listbox', { name: 'Forms found' })
    const kitty = forms.getByRole('option', { name: /^Kitty Brennan/ })
    await forms.focus()
    await desk.page.keyboard.press('Home')
    for (let steps = await forms.getByRole('option').count(); steps > 0; steps--) {
      if ((await kitty.getAttribute('aria-selected')) === 'true') break
      await desk.page.keyboard.press('ArrowDown')
    }
    await desk.page.keyboard.press('a')
    await kitty.getByRole('button', { name: 'Accept Kitty Brennan', pressed: true }).waitFor()
    await desk.settled()
    // A decision may bring further forms; the place in the list is kept by the form, not by its number.
    expect(await forms.evaluate((list) => list.ownerDocument.activeElement === list)).toBe(true)
    expect(await forms.getByRole('option', { selected: true }).count()).toBe(1)
    expect(await forms.getByRole('option').first().getAttribute('aria-selected')).toBe('false')
    // `u` takes the last decision back, though the cursor has gone on since, and says which it was.
    await desk.page.keyboard.press('u')
    await desk.page.locator('.status-word', { hasText: 'Undone: Kitty Brennan is not decided again.' }).waitFor()
    await kitty.getByRole('button', { name: 'Accept Kitty Brennan', pressed: false }).waitFor()
    await expect.poll(() => kitty.getAttribute('aria-selected')).toBe('true')
    await desk.page.keyboard.press('a')
    await kitty.getByRole('button', { name: 'Accept Kitty Brennan', pressed: true }).waitFor()
  })

  const twinCard = () => desk.page.getByRole('article', { name: /k\.brennan@corribmarine\.example/ })
  const leftOut = () => desk.page.getByRole('list', { name: 'Left out as somebody else’s' })
  const press = async (name: RegExp | string) => {
    await desk.page.getByRole('button', { name }).first().focus()
    await desk.page.keyboard.press('Enter')
  }
  /** The keys of the frame, as anywhere. */
  const go = async (key: 'i' | 'f', step: 'Identify' | 'Find') => {
    await desk.page.keyboard.press('g')
    await desk.page.keyboard.press(key)
    await desk.page
      .getByRole('navigation', { name: /^Steps of request/ })
      .locator('[aria-current="step"]', { hasText: step })
      .waitFor()
  }
  const collect = async () => {
    await press('Collect into the request')
    // Collecting leads to Review, where what came is read.
    await desk.page.locator('.review[data-document]').waitFor()
  }
  /** How many documents a query finds, asked once the number has come to rest. */
  const found = async (query: string, expected: (total: number) => boolean) => {
    await desk.page.keyboard.press('/')
    await desk.page.getByRole('combobox', { name: 'Search', exact: true }).fill(query)
    await desk.page.keyboard.press('Enter')
    const total = async () =>
      Number(/^[\d,]+/u.exec((await desk.page.locator('.find-tools [role=status]').textContent()) ?? '')?.[0] ?? '0')
    await expect.poll(async () => expected(await total()), { message: query }).toBe(true)
    await desk.page.keyboard.press('Escape')
  }

  it('collects, leaves the namesake’s mail out, lists it with the reason, and takes one in when told', async () => {
    await collect()
    await go('i', 'Identify')
    await leftOut().waitFor()
    await expect.poll(() => leftOut().getByRole('listitem').count()).toBeGreaterThan(3)
    await expect.poll(() => leftOut().textContent()).toContain('k.brennan@corribmarine.example writes or receives it')
    expect(await leftOut().textContent()).not.toContain('In the review set')
    await press(/^Take in /)
    await leftOut()
      .getByRole('button', { name: /^Leave out / })
      .first()
      .waitFor()
    await pictures(desk.page, 'identify-left-out')
    await press(/^Leave out /)
    await leftOut()
      .getByRole('button', { name: /^Leave out / })
      .first()
      .waitFor({ state: 'detached' })
  })

  it('has collected the person’s mail and nothing of the namesake’s', async () => {
    await go('f', 'Find')
    await found('from:k.brennan@corribmarine.example', (total) => total > 3)
    await found('from:k.brennan@corribmarine.example -coding:uncollected', (total) => total === 0)
    await found('from:katherine.brennan@alderfinch.example -coding:uncollected', (total) => total > 10)
  })

  it('sets aside in one step what was collected before they were refused', async () => {
    await go('i', 'Identify')
    await twinCard().focus()
    await desk.page.keyboard.press('u')
    await twinCard()
      .getByRole('button', { name: /is somebody else/, pressed: false })
      .waitFor()
    await collect()
    await go('i', 'Identify')
    await twinCard().focus()
    await desk.page.keyboard.press('x')
    await leftOut().getByText('In the review set since before: 1 document, 1 undecided').first().waitFor()
    await pictures(desk.page, 'identify-set-aside')
    await press(/^Set \d+ collected documents aside$/)
    await desk.page.getByText(/^\d+ documents set aside\./u).waitFor()
    await leftOut().getByText('undecided').first().waitFor({ state: 'detached' })
    await go('f', 'Find')
    await found('from:k.brennan@corribmarine.example coding:undecided', (total) => total === 0)
    await found('from:k.brennan@corribmarine.example coding:not-responsive', (total) => total > 3)
  })

  it('asks no address but its own', () => {
    expect(desk.strangers).toEqual([])
  })
})
