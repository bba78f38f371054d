import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DeskHome, makeDeskHome, passphrases } from '../desk.ts'
import { letter, mboxOf } from '../jobs/archive.ts'
import { readToTheEnd } from './steps/approve.ts'
import { oneWalk } from './walk.ts'
import { startWorkstation, type Workstation } from './workstation.ts'

const own = 'nora.quill@harbour.example'
const twin = 'nora.quill@quarry.example'
const mails = [
  letter({ id: '1', subject: 'Slates', from: `Nora Quill <${own}>`, to: 'bo@harbour.example', body: 'Bo Reed has paid.\n' }),
  letter({ id: '2', subject: 'Sand', from: `Nora Quill <${own}>`, to: 'bo@harbour.example', body: 'Ask Ida Stone.\n' }),
  letter({ id: '3', subject: 'Lime', from: 'bo@harbour.example', to: `Nora Quill <${own}>`, body: 'Tomorrow, then.\n' }),
  letter({ id: '4', subject: 'Stones', from: `Nora Quill <${twin}>`, to: 'bo@harbour.example', body: 'Grey ones.\n' }),
]

/** Without the mouse: whatever a deed takes away, the focus has a place of its own afterwards, from which Tab and a screen reader go on. */
describe('the focus, by keyboard alone', () => {
  let home: DeskHome
  let desk: Workstation
  const page = (): Page => desk.page
  oneWalk(page)
  const button = (name: string | RegExp): Locator => page().getByRole('button', { name }).first()
  const focused = (): Promise<string> =>
    page().evaluate(() => {
      const active = document.activeElement
      if (active === null || active === document.body) return 'nothing'
      const called = active.getAttribute('aria-label') ?? active.textContent ?? ''
      return `${active.tagName.toLowerCase()}${active.className === '' ? '' : `.${String(active.className).split(' ')[0]}`} ${called.trim().slice(0, 60)}`
    })
  /** Does something and finds the focus somewhere once everything has come to rest; gives where. */
  const held = async (deed: () => Promise<unknown>): Promise<string> => {
    await deed()
    await desk.settled()
    await expect.poll(focused).not.toBe('nothing')
    return focused()
  }
  const press = (keys: string) => held(() => page().keyboard.press(keys))
  const enter = async (what: Locator): Promise<string> => {
    await what.focus()
    return press('Enter')
  }
  const go = async (step: string): Promise<string> => {
    await page().keyboard.press('g')
    return press(step)
  }
  const signIn = async (name: 'officer' | 'counsel'): Promise<string> => {
    const user = page().getByRole('combobox', { name: 'User' })
    if ((await user.inputValue()) !== name) {
      await user.focus()
      await page().keyboard.press('Enter')
      await page().getByRole('option', { name }).waitFor()
      for (let steps = 0; steps < 3 && (await user.inputValue()) !== name; steps += 1) {
        await page().keyboard.press('ArrowDown')
        await page().keyboard.press('Enter')
        if ((await user.inputValue()) !== name) await page().keyboard.press('Enter')
      }
    }
    await page().getByLabel('Passphrase', { exact: true }).fill(passphrases[name])
    await page().getByLabel('Passphrase', { exact: true }).focus()
    await page().keyboard.press('Enter')
    return held(() => page().getByRole('navigation', { name: 'Main' }).waitFor())
  }
  const lockNow = (): Promise<string> =>
    held(async () => {
      await button(/^Lock/).focus()
      await page().keyboard.press('Enter')
      const asked = page().getByRole('button', { name: 'Lock anyway' })
      await asked
        .or(page().getByRole('heading', { name: 'Sign in' }))
        .first()
        .waitFor()
      if (await asked.isVisible()) {
        await asked.focus()
        await page().keyboard.press('Enter')
      }
      await page().getByRole('heading', { name: 'Sign in' }).waitFor()
    })

  beforeAll(async () => {
    home = await makeDeskHome()
    const mbox = join(home.folder, 'mail.mbox')
    writeFileSync(mbox, mboxOf(mails))
    const run = (...args: readonly string[]) => home.done('officer', args)
    await run('source', 'add', mbox)
    await run('matter', 'create', '--subject', 'Nora Quill', '--email', own, '--regime', 'eu-ie', '--received', '2026-11-02')
    await run('collect', 'M1')
    await run('mark', 'M1', '--text', 'Bo Reed', '--ground', 'EU-15(4)', '--everywhere')
    await run('mark', 'M1', '--text', 'Ida Stone', '--ground', 'EU-15(4)', '--everywhere')
    desk = await startWorkstation({ env: { DESK_WORKSPACE: home.workspace } })
  })
  afterAll(async () => {
    await desk.close()
  })

  it('is in the form before anybody signed in, and on the screen afterwards', async () => {
    await page().getByRole('heading', { name: 'Sign in' }).waitFor()
    await signIn('officer')
    const grid = page().getByRole('grid', { name: 'Requests' })
    await grid.waitFor()
    await enter(grid)
    await page()
      .getByRole('navigation', { name: /^Steps of request/ })
      .waitFor()
  })

  it('goes to the next card, and stays in the list of forms', async () => {
    await go('i')
    const card = page().locator('.twin-card').first()
    await card.focus()
    await press('x')
    await page().getByRole('listbox', { name: 'Forms found' }).focus()
    for (const key of ['a', 'x', 'u']) expect(await press(key)).toContain('form-list')
  })

  it('meets a failure that goes when the same works, or with Escape', async () => {
    const failed = page().getByRole('region', { name: 'What did not work' })
    const field = page().getByLabel('A form of your own')
    const add = async (form: string): Promise<void> => {
      await field.fill(form)
      await field.focus()
      await press('Enter')
    }
    await add('nobody')
    await failed.waitFor()
    await add('nora@quarry.example')
    await failed.waitFor({ state: 'hidden' })
    await add('nobody')
    await failed.waitFor()
    await page().getByRole('listbox', { name: 'Forms found' }).focus()
    await press('Escape')
    await failed.waitFor({ state: 'hidden' })
  })

  it('goes from the search field to what it found', async () => {
    await go('f')
    await page().getByRole('combobox', { name: 'Search' }).focus()
    await page().keyboard.type('slates')
    await press('Enter')
    await page()
      .getByText(/^\d+ documents? in /)
      .first()
      .waitFor()
    expect(await press('Escape')).toContain('data-table')
  })

  it('goes to the next paper with each decision, and back to the paper from a dialog', async () => {
    await go('v')
    await page().locator('.review[data-document]').waitFor()
    await page().locator('.paper-scroll').focus()
    await page().keyboard.press('w')
    await page().getByRole('dialog').waitFor()
    await press('Escape')
    for (const key of ['o', 'Control+z', 'n', 'k', 'u', 'r', 'k', 'k', 'k']) await press(key)
    for (let decided = 0; decided < mails.length; decided += 1) {
      const line = await page().getByRole('listbox', { name: 'Documents' }).locator('[aria-selected="true"]').textContent()
      await press(line?.includes('Stones') === true ? 'n' : 'o')
    }
  })

  it('has a place once what is decided is submitted', async () => {
    await page().getByRole('button', { name: 'Submit for approval' }).focus()
    await page().keyboard.press('Enter')
    const asked = page().getByRole('button', { name: 'Submit all the same' })
    const said = page().getByText(/documents? submitted for approval\./)
    await asked.or(said).first().waitFor()
    if (await asked.isVisible()) await enter(asked)
    await said.waitFor()
    expect(await held(() => Promise.resolve())).not.toBe('nothing')
  })

  it('goes to the next text once one is accepted, never to its button, and to the next paper once one is approved', async () => {
    await lockNow()
    await signIn('counsel')
    await enter(page().getByRole('grid', { name: 'Requests' }))
    await go('a')
    const cards = page().getByRole('article')
    await cards.first().waitFor()
    const texts = await cards.count()
    for (let left = texts; left > 0; left -= 1) {
      const now = await enter(page().getByRole('button', { name: 'Accept all' }).and(page().locator(':enabled')).first())
      expect(now).not.toMatch(/^button/)
    }
    await enter(page().getByRole('tab', { name: /^By document/ }))
    for (;;) {
      await page()
        .getByRole('option')
        .or(page().getByText(/^(?:Nothing waits for you|All \d+ documents are approved)/))
        .first()
        .waitFor()
      const left = await page().getByRole('option').count()
      if (left === 0) break
      await readToTheEnd(page())
      await page().keyboard.press('y')
      await page().waitForFunction((before) => document.querySelectorAll('[role="option"]').length < before, left)
      await held(() => Promise.resolve())
    }
  })

  it('goes to the result once the bundle is released', async () => {
    await lockNow()
    await signIn('officer')
    await enter(page().getByRole('grid', { name: 'Requests' }))
    await go('p')
    await page().getByLabel('Bundle', { exact: true }).fill(join(home.folder, 'bundle.zip'))
    await enter(button('Produce the bundle').and(page().locator(':enabled')))
    await page().getByRole('region', { name: 'The bundle is released' }).waitFor()
    expect(await held(() => Promise.resolve())).toContain('The bundle is released')
    // A bundle alone answers nobody.
    await go('r')
    await page()
      .getByRole('row', { name: /Produce.*answer not sent/ })
      .waitFor()
  })
})
