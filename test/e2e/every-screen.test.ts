import { renameSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { notTabbed, tabStops, unreachable } from './accessible.ts'
import { makeWorkspace } from './people.ts'
import { type Screen, sizes } from './screens.ts'
import { goTo, newRequest, openRequest, openSample } from './steps/request.ts'
import { saidAfter } from './steps/said.ts'
import { pictures, startWorkstation, type Workstation } from './workstation.ts'

/** A window of 1440 × 900 at 200 %. */
const zoomed = { width: 720, height: 450 } as const
/** The smallest window at 200 %. */
const smallest = { width: 512, height: 350 } as const
const sample = 'SAR-2026-014'

/** What the other walks do not pass: dialogs, empty and failing screens; and what every screen owes to those who see or move little. */
describe('every screen', () => {
  let desk: Workstation
  const page = (): Page => desk.page
  const button = (name: string | RegExp) => page().getByRole('button', { name })
  const rail = (name: string) => page().getByRole('navigation', { name: 'Main' }).getByRole('button', { name, exact: true })
  const dialog = (name: string | RegExp) => page().getByRole('dialog', { name })
  /** Whether nothing covers the middle of it, and it lies within the window. */
  const inSight = (what: Locator) =>
    what.evaluate((element) => {
      const box = element.getBoundingClientRect()
      const top = document.elementFromPoint(box.x + Math.min(box.width, 40) / 2, box.y + box.height / 2)
      return top !== null && element.contains(top)
    })
  const close = async (name: string | RegExp) => {
    await page().keyboard.press('Escape')
    await dialog(name).waitFor({ state: 'hidden' })
  }
  const look = async (name: Screen) => {
    await pictures(page(), name)
    const before = page().viewportSize() ?? zoomed
    await page().setViewportSize(zoomed)
    await desk.settled()
    expect(await unreachable(page()), `${name} at 200 %`).toEqual([])
    await page().setViewportSize(before)
  }
  /** Opens a dialog by its button and the keyboard, looks at it, closes it, and finds the focus where it was. */
  const opened = async (name: string | RegExp, by: string | RegExp, look: () => Promise<void>) => {
    const opener = button(by).first()
    await opener.focus()
    await page().keyboard.press('Enter')
    await dialog(name).waitFor()
    await look()
    await close(name)
    await expect.poll(() => opener.evaluate((element) => element === document.activeElement)).toBe(true)
  }

  beforeAll(async () => {
    desk = await startWorkstation()
    await makeWorkspace(page())
    await openSample(page())
  })
  afterAll(async () => {
    await desk.close()
  })

  describe('its dialogs', () => {
    it('give the focus back to what opened them', async () => {
      await rail('Requests').click()
      await opened('Open a request', 'New request', () => look('new-request'))
      await rail('Settings').click()
      await opened('Add a person', 'Add a person', () => look('add-person'))
      await rail('Log').click()
      await opened('Export the audit trail', 'Export…', () => look('export-log'))
      await opened('All keys', 'All keys', () => Promise.resolve())
    })
  })

  it('says beside its field why a request is not opened, in sight at the smallest size, and leads there', async () => {
    await page().setViewportSize(sizes.small)
    await rail('Requests').click()
    await button('New request').click()
    const form = dialog('Open a request')
    await form.getByLabel('Name of the data subject').fill('Erin Example')
    await form.getByLabel('Mail addresses').fill('notanaddress')
    await page().keyboard.press('Enter')
    await form.getByLabel('Mail from').fill('2026-02-01')
    await form.getByLabel('Mail until').fill('2026-01-01')
    await form.getByLabel('Phone numbers').fill('abc')
    await page().keyboard.press('Enter')
    await form.getByText('“notanaddress” is not one mail address').waitFor()
    await form.getByText('“abc” has no digit.').waitFor()
    await pictures(page(), 'new-request-faults')
    const send = form.getByRole('button', { name: 'Open request' })
    const focused = (label: string) => form.getByLabel(label).evaluate((element) => element === document.activeElement)
    await send.click()
    await expect.poll(() => focused('Mail addresses')).toBe(true)
    expect(await inSight(form.getByText('“notanaddress” is not one mail address'))).toBe(true)
    for (const field of ['Mail addresses', 'Phone numbers']) {
      await form.getByLabel(field).focus()
      await page().keyboard.press('Backspace')
    }
    await form.getByText('“abc” has no digit.').waitFor({ state: 'detached' })
    await send.click()
    await form.getByText('The scope ends before it begins.').waitFor()
    await expect.poll(() => focused('Mail until')).toBe(true)
    expect(await inSight(form.getByText('The scope ends before it begins.'))).toBe(true)
    await form.getByRole('button', { name: 'Close', exact: true }).click()
    await form.waitFor({ state: 'hidden' })
    await page().setViewportSize(sizes.wide)
  })

  describe('Find', () => {
    it('begins, points at a mistake, says what it did not find, and who wrote to whom', async () => {
      await openRequest(page(), sample)
      await goTo(page(), 'Find')
      const line = page().getByRole('combobox', { name: 'Search', exact: true })
      await line.waitFor()
      await look('find-begin')
      expect(await page().locator('#query-message').textContent()).toBe('')
      await line.fill('brennan size:big')
      await page()
        .getByText(/at character 14/u)
        .waitFor()
      await look('find-error')
      await line.fill('zzzyqx')
      await page()
        .getByText(/Searched: \d+ sources/u)
        .waitFor()
      await look('find-nothing')
      await line.fill('subject:gauge')
      await page()
        .getByText(/^\d+ documents? in /u)
        .waitFor()
      await button('Who wrote to whom').click()
      await page().getByRole('list', { name: 'Senders' }).waitFor()
      await look('find-correspondents')
    })
  })

  describe('Review', () => {
    it('is dark where the system is, but for the paper of a document', async () => {
      await goTo(page(), 'Review')
      await page().locator('.review[data-document][aria-busy=false]').waitFor()
      const ground = (place: string) =>
        page()
          .locator(place)
          .first()
          .evaluate((element) => getComputedStyle(element).backgroundColor)
      const white = 'rgb(255, 255, 255)'
      expect([await ground('.document-list'), await ground('.paper-scroll')]).toEqual([white, white])
      await page().emulateMedia({ colorScheme: 'dark' })
      await expect.poll(() => ground('.document-list')).not.toBe(white)
      expect(await ground('.paper-scroll')).toBe(white)
      await pictures(page(), 'review-dark')
      await page().emulateMedia({ colorScheme: 'light' })
      await expect.poll(() => ground('.document-list')).toBe(white)
    })

    it('shows who wrote the first three documents in the smallest window at 200 %', async () => {
      await openRequest(page(), sample)
      await goTo(page(), 'Review')
      await page().setViewportSize(smallest)
      await desk.settled()
      const rows = page().getByRole('listbox', { name: 'Documents' }).getByRole('option')
      const third = await rows.nth(2).boundingBox()
      const firstLine = { x: (third?.x ?? 0) + 60, y: (third?.y ?? 0) + 16 }
      const shown = await page().evaluate(({ x, y }) => document.elementFromPoint(x, y)?.closest('[role="option"]')?.id, firstLine)
      expect(shown).toBe(await rows.nth(2).getAttribute('id'))
      await page().setViewportSize({ width: 1440, height: 900 })
    })

    it('asks for a ground, says what is not ready, and where nothing was collected leads to where that is done', async () => {
      await goTo(page(), 'Review')
      await page().locator('.review[data-document][aria-busy=false]').waitFor()
      await page().getByRole('listbox', { name: 'Documents' }).focus()
      await page().keyboard.press('w')
      await dialog('Withhold').waitFor()
      await look('choose-ground')
      await close('Withhold')
      await button('Submit for approval').click()
      await dialog(/not ready$/u).waitFor()
      await look('review-not-ready')
      await close(/not ready$/u)
      await newRequest(page(), { reference: 'SAR-EMPTY', subject: 'Nobody Here', emails: ['nobody@nowhere.example'], identifiers: [] })
      await goTo(page(), 'Review')
      await button('Go to Identify')
        .or(button(/Identify/u))
        .first()
        .waitFor()
      await look('review-empty')
    })
  })

  it('lists the keys of the open screen first', async () => {
    await openRequest(page(), sample)
    await goTo(page(), 'Review')
    await page().keyboard.press('?')
    const groups = dialog('All keys').getByRole('region')
    await groups.first().waitFor()
    expect(await groups.evaluateAll((all) => all.slice(0, 2).map((one) => one.getAttribute('aria-label')))).toEqual(['Reading', 'Deciding'])
    await look('all-keys')
    await close('All keys')
  })

  describe('what goes wrong', () => {
    it('a source that is gone stands on its card, and the failure stays until it is closed', async () => {
      await rail('Sources').click()
      const source = join(desk.folder, 'home', 'workspace-sample', 'aoife-lynskey.mbox')
      renameSync(source, `${source}.away`)
      await button(/^Rescan Mailbox Aoife Lynskey/u).click()
      await page().getByText('Not reachable', { exact: true }).waitFor()
      await look('source-vanished')
      await button('Close this message').click()
      renameSync(`${source}.away`, source)
    })

    it('a failure covers nothing and is closed by its button', async () => {
      await openRequest(page(), sample)
      await goTo(page(), 'Review')
      await page().locator('.review[data-document][aria-busy=false]').waitFor()
      await page().route('**/call/review.suggest', (route) =>
        route.fulfill({ status: 500, json: { code: 'store/disk-full', message: 'The disk of this workspace is full.' } }),
      )
      await button('Suggest marks').click()
      const failures = page().getByRole('region', { name: 'What did not work' })
      await failures.getByText('The disk of this workspace is full.').waitFor()
      await look('failure')
      await failures.getByRole('button', { name: 'Close this message' }).click()
      await failures.waitFor({ state: 'hidden' })
      await page().unroute('**/call/review.suggest')
    })

    it('a screen that crashes says so without a word of mail, keeps the others alive, and comes back', async () => {
      await page().route('**/call/audit.list', (route) => route.fulfill({ json: { total: 1, entries: [null] } }))
      await rail('Log').click()
      const crashed = page().getByRole('alert').filter({ hasText: 'This screen stopped working.' })
      await crashed.waitFor()
      await look('crashed')
      await rail('Sources').click()
      await page().getByRole('heading', { name: 'Sources', level: 1 }).waitFor()
      await rail('Log').click()
      await crashed.waitFor()
      await page().unroute('**/call/audit.list')
      await button('Reload this screen').click()
      await page().getByRole('grid', { name: 'Audit trail' }).waitFor()
    })
  })

  describe('at 200 %, by Tab alone', () => {
    const screens: readonly (readonly [name: string, go: () => Promise<void>])[] = [
      ['Requests', () => rail('Requests').click()],
      ['Sources', () => rail('Sources').click()],
      ['Log', () => rail('Log').click()],
      ['Settings', () => rail('Settings').click()],
      ...(['Identify', 'Find', 'Review', 'Approve', 'Produce'] as const).map(
        (step) => [step, () => openRequest(page(), sample).then(() => goTo(page(), step))] as const,
      ),
    ]
    it.each(screens)('%s has everything in reach, and shows where the focus is', async (name, go) => {
      await go()
      await desk.settled()
      const stops = await tabStops(page())
      expect(stops.filter(({ visible }) => !visible).map((stop) => stop.name)).toEqual([])
      expect(await notTabbed(page())).toEqual([])
      await page().setViewportSize(zoomed)
      await desk.settled()
      expect(await unreachable(page()), `${name} at 200 %`).toEqual([])
      await page().setViewportSize(smallest)
      await desk.settled()
      expect(await unreachable(page()), `${name} at 200 % of the smallest window`).toEqual([])
      await page().setViewportSize({ width: 1440, height: 900 })
    })
  })

  it('moves nothing for those who asked for less motion', async () => {
    await page().emulateMedia({ reducedMotion: 'reduce' })
    await rail('Requests').click()
    await button('New request').click()
    await dialog('Open a request').waitFor()
    const slow = await page().evaluate(() =>
      document
        .getAnimations()
        .filter((one) => Number(one.effect?.getComputedTiming().duration ?? 0) > 1)
        .map((one) => String(one)),
    )
    expect(slow).toEqual([])
    await close('Open a request')
  })

  it('keeps what is chosen to be seen in forced colours', async () => {
    await openRequest(page(), sample)
    await goTo(page(), 'Review')
    await page().locator('.review[data-document][aria-busy=false]').waitFor()
    await page().emulateMedia({ forcedColors: 'active' })
    const colour = (pressed: boolean) =>
      page()
        .locator(`.choice [aria-pressed="${pressed}"]`)
        .first()
        .evaluate((element) => getComputedStyle(element).backgroundColor)
    expect(await colour(true)).not.toBe(await colour(false))
    await page().emulateMedia({ forcedColors: 'none' })
  })

  it('says in its status line what was done last', async () => {
    expect(await saidAfter(page(), /suggest|suggestion/u, () => button('Suggest marks').click())).not.toBe('')
  })
})
