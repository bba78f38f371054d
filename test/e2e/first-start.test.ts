import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unreachable } from './accessible.ts'
import { makeWorkspace, officer, signIn } from './people.ts'
import { oneWalk } from './walk.ts'
import { pictures, startWorkstation, type Workstation } from './workstation.ts'

/** A window of 1440 × 900 at 200 %. */
const zoomed = { width: 720, height: 450 } as const

describe('the first start in the browser host', () => {
  let desk: Workstation
  const page = () => desk.page
  oneWalk(page)
  const look = async (name: Parameters<typeof pictures>[1]) => {
    await pictures(page(), name)
    const before = page().viewportSize() ?? zoomed
    await page().setViewportSize(zoomed)
    await desk.settled()
    expect(await unreachable(page())).toEqual([])
    await page().setViewportSize(before)
  }
  beforeAll(async () => {
    desk = await startWorkstation()
  })
  afterAll(async () => {
    await desk.close()
  })

  it('leads to what is missing, and lets a passphrase be checked by keys', async () => {
    const name = page().getByLabel('Your name')
    const passphrase = page().getByLabel('Passphrase', { exact: true })
    const make = page().getByRole('button', { name: 'Make workspace' })
    const focused = (what: typeof name) => what.evaluate((element) => element === document.activeElement)
    await expect.poll(() => focused(name)).toBe(true)
    await name.fill(officer.name)
    await make.click()
    await expect.poll(() => focused(passphrase)).toBe(true)
    await passphrase.fill('abc')
    await page().getByText('Too weak: at least 12 characters').waitFor()
    await page().keyboard.press('Tab')
    await page().keyboard.press('Space')
    expect(await passphrase.getAttribute('type')).toBe('text')
    await page().keyboard.press('Space')
    expect(await passphrase.getAttribute('type')).toBe('password')
    await page().getByLabel('Passphrase again').fill('abc')
    await make.click()
    await page().getByText('A passphrase needs at least 12 characters').waitFor()
    await expect.poll(() => focused(passphrase)).toBe(true)
  })

  it('makes an encrypted workspace and shows the two doors', async () => {
    await page().getByRole('heading', { name: 'Make a workspace' }).waitFor()
    await look('first-start')
    await page()
      .getByRole('button', { name: /^Choose…/ })
      .click()
    await page().getByRole('listbox', { name: 'Folders and files' }).waitFor()
    await look('choose-folder')
    await page().keyboard.press('Escape')
    await makeWorkspace(page())
    await look('two-doors')
    expect(
      await page()
        .getByRole('button', { name: /Add your mail/ })
        .isVisible(),
    ).toBe(true)
  })

  it('asks for mail where none is yet, and refuses what is none beside its field', async () => {
    await page()
      .getByRole('button', { name: /Add your mail/ })
      .click()
    await page().getByText('No mail yet.').waitFor()
    await look('sources-empty')
    await page().getByRole('button', { name: 'Add mail' }).first().click()
    const dialog = page().getByRole('dialog', { name: 'Add mail' })
    await dialog.waitFor()
    await look('add-mail')
    const nothing = join(desk.folder, 'home', 'notes.txt')
    writeFileSync(nothing, 'no mail')
    await dialog.getByRole('textbox', { name: 'Folder or file' }).fill(nothing)
    await dialog.getByRole('button', { name: 'Add and index' }).click()
    await dialog.getByRole('alert').waitFor()
    await look('add-mail-refused')
    await page().keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
  })

  it('locks, refuses a wrong passphrase in words, and opens with the right one', async () => {
    await page().getByRole('button', { name: /^Lock/ }).first().click()
    await page().getByRole('heading', { name: 'Sign in' }).waitFor()
    await look('sign-in')
    await signIn(page(), officer.name, 'not the right words at all')
    await page().getByRole('alert').waitFor()
    // A refusal empties the field, so that the next attempt starts afresh.
    expect(await page().getByLabel('Passphrase', { exact: true }).inputValue()).toBe('')
    await look('wrong-passphrase')
    await page().getByRole('button', { name: 'Open another workspace' }).click()
    const folder = page().getByRole('textbox', { name: 'Where the workspace lives' })
    await folder.fill('/nowhere/at/all')
    await page().getByText('There is no workspace in this folder.').waitFor()
    await folder.fill(join(desk.folder, 'home', 'workspace'))
    await expect.poll(() => page().getByRole('combobox', { name: 'User' }).inputValue()).toBe(officer.name)
    await page().getByLabel('Passphrase', { exact: true }).fill(officer.passphrase)
    await page().getByRole('button', { name: 'Sign in' }).click()
    await page().getByRole('button', { name: /^Lock/ }).first().waitFor()
  })

  it('asks no address but its own', () => {
    expect(desk.strangers).toEqual([])
  })
})
