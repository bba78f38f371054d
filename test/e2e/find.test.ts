import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorkspace } from './people.ts'
import { goTo } from './steps/request.ts'
import { pictures, startWorkstation, type Workstation } from './workstation.ts'

describe('finding in the sample request, by keyboard', () => {
  let desk: Workstation
  beforeAll(async () => {
    desk = await startWorkstation()
    await makeWorkspace(desk.page)
    await desk.page.getByRole('button', { name: /Open the sample request/ }).click()
    await desk.page.getByRole('navigation', { name: 'Steps of the request' }).or(desk.page.getByText('Why it is here')).first().waitFor()
    await desk.page.keyboard.press('g')
    await desk.page.keyboard.press('f')
    await desk.page.getByRole('combobox', { name: 'Search', exact: true }).waitFor()
  })
  afterAll(async () => {
    await desk.close()
  })

  const line = () => desk.page.getByRole('combobox', { name: 'Search', exact: true })
  const found = () => desk.page.locator('.find-tools [role=status]')
  const type = async (query: string) => {
    await desk.page.keyboard.press('/')
    await line().fill('')
    await line().pressSequentially(query)
  }

  /** Goes on by a key until something has the focus. */
  const reach = async (target: Locator, key = 'Tab') => {
    await target.waitFor({ state: 'attached' })
    for (let presses = 0; presses < 150; presses++) {
      if (await target.evaluate((element) => element === document.activeElement)) return
      await desk.page.keyboard.press(key)
    }
    throw new Error(`${key} never comes to ${target}`)
  }
  const press = async (target: Locator, key = 'Tab') => {
    await reach(target, key)
    await desk.page.keyboard.press('Enter')
  }

  const total = async () => Number(/^[\d,]+/u.exec((await found().textContent()) ?? '')?.[0].replaceAll(',', '') ?? Number.NaN)

  it('shows results as one types, without Enter', async () => {
    await type('brennan')
    await expect.poll(() => found().textContent()).toMatch(/^\d[\d,]* documents in/u)
  })

  it('finds the person by identity, and nothing of the twin who was refused', async () => {
    await type('person:"Katherine Brennan"')
    await expect.poll(total).toBeGreaterThan(10)
    await type('from:k.brennan@corribmarine.example')
    await expect.poll(total).toBeGreaterThan(0)
    await type('person:"Katherine Brennan" from:k.brennan@corribmarine.example')
    await expect.poll(total).toBe(0)
    await type('person:"Somebody Else"')
    await expect.poll(() => desk.page.locator('#query-message').textContent()).toMatch(/person of this request/u)
  })

  it('points at the place of an error and completes', async () => {
    await type('brennan size:big')
    await expect.poll(() => desk.page.locator('#query-message').textContent()).toMatch(/at character 14/u)
    await type('brennan size:big coding:und')
    const places = async () => {
      const [message, list] = [desk.page.locator('#query-message'), desk.page.getByRole('listbox', { name: 'How it may go on' })]
      await list.waitFor()
      const [above, below] = [await message.boundingBox(), await list.boundingBox()]
      return { end: (above?.y ?? 0) + (above?.height ?? 0), start: below?.y ?? 0 }
    }
    await expect.poll(() => desk.page.locator('#query-message').textContent()).toMatch(/at character 14/u)
    const { end, start } = await places()
    expect(start).toBeGreaterThanOrEqual(end)
    await type('brennan coding:und')
    await desk.page.getByRole('option', { name: 'coding:undecided' }).waitFor()
    await desk.page.keyboard.press('ArrowDown')
    await desk.page.keyboard.press('Enter')
    await expect.poll(() => line().inputValue()).toBe('brennan coding:undecided ')
  })

  it('tells what is missing at the end on Enter, and not on the way to another word', async () => {
    await type('brennan or')
    await expect.poll(() => found().textContent()).toMatch(/Not a whole query yet/u)
    expect(await desk.page.locator('#query-message').textContent()).toBe('')
    await desk.page.keyboard.press('Enter')
    await expect.poll(() => desk.page.locator('#query-message').textContent()).toMatch(/capitals.*at character 9/u)
    await line().pressSequentially('der')
    await expect.poll(total).toBeGreaterThanOrEqual(0)
    expect(await desk.page.locator('#query-message').textContent()).toBe('')
  })

  it('says with nothing found what was searched and what was not', async () => {
    await type('zzzyqx')
    await desk.page.getByText(/Searched: \d+ sources/u).waitFor()
    await desk.page.getByText(/Not searched|Nothing was left/u).waitFor()
  })

  it('keeps a search under a name', async () => {
    await type('gauge NEAR/3 depth')
    await press(desk.page.getByRole('button', { name: 'Save search' }))
    await desk.page.getByLabel('Name of the search').fill('Gauges')
    await desk.page.keyboard.press('Enter')
    await type('brennan')
    await press(desk.page.getByRole('button', { name: 'Saved searches' }))
    await press(desk.page.getByRole('menuitem', { name: /^Gauges/ }), 'ArrowDown')
    await expect.poll(() => line().inputValue()).toBe('gauge NEAR/3 depth')
  })

  it('writes the search-term report as a PDF that says what the screen says', async () => {
    await desk.page.getByRole('tab', { name: 'Search-term report' }).focus()
    await desk.page.keyboard.press('Enter')
    const row = desk.page.locator('.find-report tbody tr', { hasText: 'AF-0117' }).first()
    await row.waitFor()
    const [term, documents, families, unique] = await row.locator('td').allTextContents()
    await pictures(desk.page, 'find-terms')
    const out = join(desk.folder, 'home', 'terms.pdf')
    await press(desk.page.getByRole('button', { name: /Write the report to a file/ }))
    await desk.page.getByLabel('File', { exact: true }).fill(out)
    await press(desk.page.getByRole('button', { name: 'Write report' }))
    await expect.poll(() => existsSync(out)).toBe(true)
    const text = execFileSync('pdftotext', ['-layout', out, '-'], { encoding: 'utf8' }).replace(/\s+/gu, ' ')
    expect(text).toContain('Search-term report')
    expect(text).toContain(`${term} ${documents} ${families} ${unique}`)
    expect(text).toContain('All terms together')
  })

  it('draws a sample of what was not collected and reads it with three keys', async () => {
    await desk.page.getByRole('tab', { name: 'Validation' }).focus()
    await desk.page.keyboard.press('Enter')
    await desk.page.getByLabel('Margin (points)').fill('30')
    await desk.page.getByLabel('Seed (empty: random)').fill('seven stones')
    await press(desk.page.getByRole('button', { name: 'Draw a sample' }))
    const verdict = desk.page.locator('.validation-verdict')
    await verdict.waitFor()
    const size = Number(/of (\d+) read/u.exec((await verdict.textContent()) ?? '')?.[1])
    expect(size).toBeGreaterThan(3)
    const list = desk.page.getByRole('grid', { name: 'Messages of the sample' })
    await list.getByRole('row').nth(1).waitFor()
    await reach(list)
    for (let read = 1; read <= size; read++) {
      await desk.page.keyboard.press(read === 1 ? 'y' : 'n')
      await expect.poll(() => verdict.textContent()).toContain(`${read} of ${size} read`)
    }
    await expect.poll(() => verdict.textContent()).toMatch(/between \d[\d,]* and \d[\d,]* relevant messages were not collected/u)
    await pictures(desk.page, 'find-validation')
  })

  it('decides the same for the thread of a document, each listed before, and takes it back in one step', async () => {
    const { page } = desk
    await goTo(page, 'Review')
    // While the next document loads none stands here. Taken for another than the first, that would press one key more, at the top, where it does nothing.
    const shown = () => page.locator('.review[data-document][aria-busy=false]').getAttribute('data-document')
    const first = await shown()
    await page.getByRole('listbox', { name: 'Documents' }).focus()
    await page.keyboard.press('n')
    await expect.poll(shown).not.toBe(first)
    // The key goes on to the next that is undecided; back to what was decided.
    for (let steps = 0; steps < 12 && (await shown()) !== first; steps++) {
      const before = await shown()
      await page.keyboard.press('k')
      await expect.poll(shown).not.toBe(before)
    }
    await page.locator('.decision-pane [aria-pressed=true]', { hasText: 'Not responsive' }).waitFor()
    await page.keyboard.press('s')
    const dialog = page.getByRole('dialog', { name: 'Decide the same for others' })
    await reach(dialog.locator('input[type=radio]:checked'))
    await reach(dialog.getByRole('radio', { name: 'Thread' }), 'ArrowRight')
    const boxes = dialog.getByRole('checkbox')
    await boxes.first().waitFor()
    await pictures(page, 'review-alike')
    const documents = await boxes.count()
    await dialog.getByRole('button', { name: `Decide ${documents} document` }).focus()
    await page.keyboard.press('Enter')
    await page.getByText(/documents? decided\./u).waitFor()
    await page.keyboard.press('Control+z')
    await page.getByText(/Undone: decide \d+ documents? like CTRL-\d+/u).waitFor()
  })
})
