import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { letter, mboxOf, writeTree } from '../jobs/archive.ts'
import { makeWorkspace } from './people.ts'
import { sizes } from './screens.ts'
import { saidAfter } from './steps/said.ts'
import { pictures, startWorkstation, type Workstation } from './workstation.ts'

/** What has the focus, in words that tell a failed walk where it went. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => `${document.activeElement?.tagName} ${document.activeElement?.textContent?.slice(0, 60)}`)

/** A dialog takes the focus a moment after it shows: who works by keys is in it before they leave it. */
const inDialog = (page: Page) =>
  expect.poll(() => page.evaluate(() => document.activeElement?.closest('[role="dialog"]') != null)).toBe(true)

describe('the completeness ledger', () => {
  let desk: Workstation
  beforeAll(async () => {
    desk = await startWorkstation()
    const mail = join(desk.folder, 'mail')
    mkdirSync(mail)
    const active = '<script>document.title = "run"</script><b>bold</b>\n'
    const strange = letter({ id: 'x', headers: ['MIME-Version: 1.0', 'Content-Transfer-Encoding: x-strange'], body: active })
    writeFileSync(join(mail, 'in.mbox'), mboxOf([letter({ id: '1' }), letter({ id: '1' }), strange]))
    writeFileSync(join(mail, 'notes.txt'), 'no mail')
    writeFileSync(join(mail, 'photo.bin'), Buffer.alloc(300))
    // Of three kinds at one path; and more kinds of exceptions than a small screen holds.
    const parts =
      '--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename="accounts.txt"\nContent-Transfer-Encoding: x-strange\n\nx\n--b--\n'
    const withFile = letter({ id: 'f', headers: ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b'], body: parts })
    writeTree(mail, {
      'MD/cur/1.a:2,S': letter({ id: '5' }),
      'MD/new/2.a': letter({ id: '6' }),
      'MD/tmp/3.a': letter({ id: '7' }),
      's5/fn0.eml': withFile,
      'old.rar': Buffer.concat([Buffer.from('Rar!\x1a\x07\x01\x00', 'latin1'), Buffer.alloc(900)]),
      'cut.mbox.gz': gzipSync(Buffer.from(mboxOf([letter({ id: '8' })]))).subarray(0, 100),
    })
    symlinkSync('/nowhere', join(mail, 'link'))
    await makeWorkspace(desk.page)
    await desk.page.keyboard.press('g')
    await desk.page.keyboard.press('s')
    await desk.page.getByRole('button', { name: 'Add mail' }).first().click()
    await desk.page.getByRole('textbox', { name: 'Folder or file' }).fill(mail)
    await desk.page.getByRole('button', { name: 'Add and index' }).click()
    await desk.page.getByText('Reconciles by count and by byte').waitFor()
  })
  afterAll(async () => {
    await desk.close()
  })

  it('has its figures and the first exceptions in sight at both sizes, and breaks no line between a figure and its unit', async () => {
    const page = desk.page
    expect(await page.getByRole('article').count()).toBe(1)
    for (const size of [sizes.small, sizes.wide]) {
      await page.setViewportSize(size)
      const ledger = page.getByRole('region', { name: 'Completeness ledger' })
      const terms = ledger.locator('.ledger-equation span').or(page.locator('.exception-count'))
      expect(
        await terms.evaluateAll((all) => all.filter((one) => one.getClientRects().length !== 1).map((one) => one.textContent)),
      ).toEqual([])
      const bottom = await page.locator('.page-body').evaluate((body) => body.getBoundingClientRect().bottom)
      const bottoms = await page.locator('.exception').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().bottom))
      expect(bottoms.slice(0, 5).filter((each) => each > bottom)).toEqual([])
    }
    await page.setViewportSize(sizes.wide)
  })

  it('names the file of a message that could not be read, and is workable by keys alone', async () => {
    const page = desk.page
    const reason = page.getByText('A part is encoded in a way that isn’t known.').locator('xpath=ancestor::summary')
    await reason.focus()
    await page.keyboard.press('Enter')
    const place = page.getByRole('button', { name: /fn0\.eml › accounts\.txt/u })
    await place.focus()
    await page.keyboard.press('Enter')
    await page.getByText('Shown is the message that holds it').waitFor()
    await inDialog(page)
    await page.keyboard.press('Escape')
    await expect.poll(() => focused(page)).toContain('fn0.eml')
    await reason.focus()
    await page.keyboard.press('Enter')
  })

  it('gives the focus back to the place from its dialog, however long before something else changed on the page', async () => {
    const page = desk.page
    const reason = page.getByText('A part is encoded in a way that isn’t known.').locator('xpath=ancestor::summary')
    await reason.focus()
    await page.keyboard.press('Enter')
    for (let waitedMs = 30; waitedMs <= 56; waitedMs += 2) {
      await page.getByRole('button', { name: /fn0\.eml › accounts\.txt/u }).focus()
      await page.keyboard.press('Enter')
      await page.getByText('Shown is the message that holds it').waitFor()
      await inDialog(page)
      await desk.settled()
      await page.evaluate(async (ms) => {
        document.body.append(document.createElement('i'))
        await new Promise((later) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(later, ms))))
        document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
        // The dialog is gone in the next frame; then the page has no time, and all that was to come is due at once.
        await new Promise(requestAnimationFrame)
        const until = performance.now() + 100
        while (performance.now() < until);
      }, waitedMs)
      await page.getByText('Shown is the message that holds it').waitFor({ state: 'detached' })
      await desk.settled()
      await expect.poll(() => focused(page), { message: `${waitedMs} ms` }).toContain('fn0.eml')
    }
    await page.evaluate(() => {
      for (const each of document.querySelectorAll('body > i')) each.remove()
    })
    await reason.focus()
    await page.keyboard.press('Enter')
  })

  it('offers to try again only what a rescan can change', async () => {
    const page = desk.page
    const group = (reason: string) => page.locator('.exception').filter({ hasText: reason })
    for (const reason of ['is damaged or cut off here', 'unfinished delivery']) await group(reason).locator('summary').click()
    await pictures(page, 'ledger')
    expect(
      await group('is damaged or cut off here')
        .getByRole('button', { name: /^Try again/u })
        .count(),
    ).toBe(0)
    await group('unfinished delivery')
      .getByRole('button', { name: /^Try again/u })
      .click()
    await page.getByText('Read again. What is still listed').waitFor()
    for (const reason of ['is damaged or cut off here', 'unfinished delivery']) await group(reason).locator('summary').click()
  })

  it('opens what is no text as bytes', async () => {
    const page = desk.page
    await page.getByText('The file isn’t mail and was left alone.').click()
    const bytes = page.getByRole('region', { name: 'As it stands in the source' })
    await page.getByRole('button', { name: 'photo.bin' }).click()
    await expect.poll(() => bytes.textContent()).toMatch(/^00000000 {2}00 00 00/u)
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'notes.txt' }).click()
    await expect.poll(() => bytes.textContent()).toBe('no mail')
    await page.keyboard.press('Escape')
    await bytes.waitFor({ state: 'detached' })
  })

  it('shows what stands at an exception’s place as text and as bytes, and never as a page', async () => {
    await desk.page.getByText('A part is encoded in a way that isn’t known.').click()
    await desk.page.getByRole('button', { name: /in\.mbox@/ }).click()
    const bytes = desk.page.getByRole('region', { name: 'As it stands in the source' })
    await expect.poll(() => bytes.textContent()).toContain('<script>document.title = "run"</script><b>bold</b>')
    expect(await bytes.locator('b, script').count()).toBe(0)
    expect(await desk.page.title()).not.toBe('run')
    await pictures(desk.page, 'ledger-raw-text')
    await desk.page.getByText('Bytes', { exact: true }).click()
    await expect.poll(() => bytes.textContent()).toMatch(/^[0-9a-f]{8} {2}46 72 6f 6d 3a 20/u)
    await pictures(desk.page, 'ledger-raw-bytes')
    await desk.page.keyboard.press('Escape')
    await bytes.waitFor({ state: 'detached' })
  })

  it('is exported for the file', async () => {
    const out = join(desk.folder, 'home', 'ledger.csv')
    await desk.page.getByRole('button', { name: 'Export as CSV' }).click()
    const dialog = desk.page.getByRole('dialog', { name: 'Export the ledger' })
    const file = dialog.getByRole('textbox', { name: 'File', exact: true })
    // It begins with a whole path, so that nobody has to know one.
    await expect.poll(() => file.inputValue()).toMatch(/^\/.*\/ledger\.csv$/u)
    // A bare name would be written wherever the program was started.
    await file.fill('ledger.csv')
    await dialog.getByText('Give the whole path').waitFor()
    expect(await dialog.getByRole('button', { name: 'Export as CSV' }).isDisabled()).toBe(true)
    await file.fill(out)
    // Escape leaves the folder list, and what was typed below it stays.
    await dialog.getByRole('button', { name: /^Choose…/u }).click()
    await desk.page.getByRole('listbox', { name: 'Folders and files' }).waitFor()
    await desk.page.keyboard.press('Escape')
    await desk.page.getByRole('listbox', { name: 'Folders and files' }).waitFor({ state: 'detached' })
    expect(await file.inputValue()).toBe(out)
    const word = await saidAfter(desk.page, /written/u, () => dialog.getByRole('button', { name: 'Export as CSV' }).click())
    expect(word).toContain(out)
    await dialog.waitFor({ state: 'detached' })
    expect(readFileSync(out, 'utf8')).toMatch(/"exception","S1".*"symlink-refused","link"/u)
  })
})
