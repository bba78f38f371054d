import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorkspace } from './people.ts'
import { openSample } from './steps/request.ts'
import { decision, focusPaper, selectByKeys } from './steps/review.ts'
import { oneWalk } from './walk.ts'
import { pictures, startWorkstation, type Workstation } from './workstation.ts'

/** Keys are all that this walk uses once the sample stands open; what they did is read off the screen. */
describe('review by keyboard alone', () => {
  let desk: Workstation
  const page = () => desk.page
  oneWalk(page)
  const press = (...keys: readonly string[]) =>
    keys.reduce((before, key) => before.then(() => page().keyboard.press(key)), Promise.resolve())
  const open = async () => (await page().locator('.review[data-document]').getAttribute('data-document')) ?? ''
  const selected = () => page().getByRole('option', { selected: true })
  /** Presses and waits until another document stands open. */
  const movedBy = async (key: string) => {
    const before = await open()
    await press(key)
    await page().locator(`.review[data-document]:not([data-document="${before}"])`).waitFor()
    return (await selected().textContent()) ?? ''
  }
  const pressed = (name: RegExp) => decision(page()).getByRole('button', { name, pressed: true }).waitFor()

  beforeAll(async () => {
    desk = await startWorkstation()
    await makeWorkspace(page())
    await openSample(page())
    await page().locator('.review[data-document]').waitFor()
  })
  afterAll(async () => {
    await desk.close()
  })

  it('j and k go to the next and the previous document, J and K by threads', async () => {
    const first = await open()
    expect(await movedBy('j')).toContain('Contract of employment')
    expect(await movedBy('Shift+J')).toContain('Your accounts')
    expect(await movedBy('Shift+K')).toContain('Welcome to Alder & Finch')
    expect(await open()).toBe(first)
  })

  it('[ and ] go through the message and its attachments', async () => {
    expect(await movedBy(']')).toContain('Contract of employment AF-0117.pdf')
    expect(await movedBy('[')).toContain('Welcome to Alder & Finch')
  })

  it('Enter goes into the paper, so that what scrolls has the focus', async () => {
    await press('Enter')
    expect(
      await page()
        .locator('.paper-scroll')
        .evaluate((element) => element === document.activeElement),
    ).toBe(true)
  })

  it('r, n and u code it, p raises and lowers the privilege flag', async () => {
    await press('r')
    await pressed(/^Responsive/)
    await press('p')
    await decision(page()).locator('input[value="Legal advice"]').first().waitFor()
    await press('p')
    await decision(page()).locator('input[value="Not privileged"]').first().waitFor()
    expect(await movedBy('n')).toContain('Re: Welcome')
    await movedBy('k')
    await movedBy('k')
    await pressed(/^Not responsive/)
    await press('u')
    await pressed(/^Undecided/)
    await page().locator('.status-word', { hasText: 'Done: code undecided' }).waitFor()
  })

  it('Tab chooses a suggestion; a accepts, x dismisses, e accepts everywhere', async () => {
    const counts = async () => {
      const title = (
        await decision(page())
          .getByRole('heading', { name: /^(?:Suggestions|Marks) \d/ })
          .allTextContents()
      ).join()
      return (title.match(/\d+/gu) ?? []).map(Number)
    }
    await expect.poll(counts).toEqual([6, 0])
    await focusPaper(page())
    await press('Tab')
    await decision(page())
      .getByRole('button', { name: /^Suggested: Aoife Lynskey/, pressed: true })
      .first()
      .waitFor()
    await press('x')
    await expect.poll(counts).toEqual([5, 0])
    await press('a')
    await expect.poll(counts).toEqual([4, 1])
    await press('e')
    await expect.poll(async () => (await counts())[1]).toBeGreaterThanOrEqual(2)
  })

  it('Ctrl+Z takes back as many steps as one likes, Ctrl+Shift+Z does them again', async () => {
    const marks = () =>
      decision(page())
        .getByRole('button', { name: /^Proposed: / })
        .count()
    const all = await marks()
    await press('Control+z')
    await expect.poll(marks).toBe(1)
    await press('Control+z')
    await expect.poll(marks).toBe(0)
    await press('Control+Shift+Z', 'Control+Shift+Z')
    await expect.poll(marks).toBe(all)
  })

  it('m selects words by arrows, and 1 to 9 take a ground', async () => {
    await focusPaper(page())
    await selectByKeys(page(), 'bank details')
    await press('1')
    await page().getByText('1 place marked in 1 document.').waitFor()
    await decision(page())
      .getByRole('button', { name: /^Proposed: bank details/ })
      .waitFor()
  })

  it('asks before the subject’s own data is hidden, and Escape leaves it', async () => {
    await focusPaper(page())
    await selectByKeys(page(), 'AF-0117')
    await press('1')
    await page().getByText('They asked for it and it is theirs.').waitFor()
    await pictures(page(), 'own-data-question')
    await press('Escape')
    await page().getByRole('region', { name: 'Mark the selection' }).waitFor({ state: 'hidden' })
    expect(
      await decision(page())
        .getByRole('button', { name: /^Proposed: AF-0117/ })
        .count(),
    ).toBe(0)
  })

  it('m makes a box on a page, which arrows move and Shift with arrows sizes', async () => {
    await movedBy(']')
    await focusPaper(page())
    await page().getByRole('img', { name: 'Page 1 of 1' }).waitFor()
    await press('m')
    await page().getByText('Box by keys').waitFor()
    await press('ArrowUp', 'ArrowUp', 'Shift+ArrowRight', 'Enter')
    await page().getByRole('region', { name: 'Mark the box' }).waitFor()
    await press('1')
    await decision(page())
      .getByRole('button', { name: /^Proposed: Box on page 1/ })
      .waitFor()
  })

  it('o releases the family, w withholds with a ground, and both go on to the next', async () => {
    await movedBy('[')
    await press('o')
    await page()
      .getByRole('option', { name: /Re: Welcome/, selected: true })
      .waitFor()
    await page().locator('.review[data-document]').waitFor()
    await press('w')
    await page().getByRole('dialog', { name: 'Withhold' }).waitFor()
    await press('1')
    await page().getByRole('dialog').waitFor({ state: 'hidden' })
    await page()
      .getByRole('option', { name: /Your accounts/, selected: true })
      .waitFor()
  })

  it('/ leads to the search of the list, g and a letter to the screens, ? shows every key', async () => {
    await press('/')
    await page().keyboard.type('Resignation')
    await press('Enter')
    await page()
      .getByText(/^4 documents/)
      .waitFor()
    // What the field finds nothing of leaves nothing open that a key could decide.
    await press('/')
    await page().keyboard.type('zzzyqx')
    await page().getByText('No document of the list holds this.').waitFor()
    await page().locator('.paper-scroll').waitFor({ state: 'detached' })
    await press('Enter')
    for (const [letter, heading] of [
      ['s', 'Sources'],
      ['l', 'Log'],
      ['t', 'Settings'],
      ['r', 'Requests'],
    ] as const) {
      await press('g', letter)
      await page().getByRole('heading', { name: heading, level: 1 }).waitFor()
    }
    await press('?')
    await page().getByRole('dialog', { name: 'All keys' }).waitFor()
    await pictures(page(), 'all-keys')
    await press('Escape')
  })

  it('the request opens from the table, and its steps by g and i, f, v, a, p', async () => {
    await page().getByRole('grid', { name: 'Requests' }).waitFor()
    await pictures(page(), 'requests')
    for (let tabs = 0; tabs < 12; tabs += 1) {
      await press('Tab')
      if (await page().evaluate(() => document.activeElement?.getAttribute('role') === 'grid')) break
    }
    await press('Enter')
    const steps = page().getByRole('navigation', { name: /^Steps of request/ })
    await steps.waitFor()
    for (const [letter, step] of [
      ['i', 'Identify'],
      ['f', 'Find'],
      ['a', 'Approve'],
      ['p', 'Produce'],
      ['v', 'Review'],
    ] as const) {
      await press('g', letter)
      await steps.locator('[aria-current="step"]', { hasText: step }).waitFor()
    }
  })
})
