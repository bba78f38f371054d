import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { letter, mboxOf } from '../jobs/archive.ts'
import { makeWorkspace } from './people.ts'
import { pictures, startWorkstation, type Workstation } from './workstation.ts'

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

  it('shows what stands at an exception’s place as text and as bytes, and never as a page', async () => {
    await desk.page.getByText('A part is encoded in a way that isn’t known.').click()
    await pictures(desk.page, 'ledger')
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
    await desk.page.getByRole('textbox', { name: 'File', exact: true }).fill(out)
    await desk.page.getByRole('dialog').getByRole('button', { name: 'Export as CSV' }).click()
    await desk.page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(readFileSync(out, 'utf8')).toMatch(/"exception","S1".*"symlink-refused","link"/u)
  })
})
