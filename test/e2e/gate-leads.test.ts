import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCore } from '../../src/api/index.ts'
import { services } from '../api/core-home.ts'
import { mail, third } from '../jobs/request.ts'
import { signIn } from './people.ts'
import { lock } from './steps/people.ts'
import { goTo, openRequest } from './steps/request.ts'
import { oneWalk } from './walk.ts'
import { startWorkstation, type Workstation } from './workstation.ts'

const phrases = { olga: 'quiet harbour seven lanterns burn', carl: 'old lime tree shades the court', aude: 'aude keeps the ledgers tidy' }
const reference = 'SAR-2026-001'

/** A request in which two people proposed something in one document, and one has more attachments than the strip below the paper holds. */
async function prepared(folder: string): Promise<string> {
  const [workspace, mails] = [join(folder, 'workspace'), join(folder, 'mail')]
  mkdirSync(mails)
  const sheets = Array.from({ length: 14 }, (_, at) => ({ name: `plan of the garden, sheet ${at + 1}.txt`, text: 'For Nora Quill.' }))
  writeFileSync(join(mails, '1.eml'), mail({ subject: 'The roof', text: 'Nora Quill, ask Ida Falk.' }, 'roof'))
  writeFileSync(join(mails, '2.eml'), mail({ subject: 'The garden', text: 'Nora Quill, see below.', attachments: sheets }, 'garden'))
  const core = createCore({ services, onBug: (bug) => expect.fail(String(bug)) })
  await core.call('workspace.create', { workspace, user: 'olga', role: 'investigator', passphrase: phrases.olga })
  await core.call('user.add', { user: 'carl', role: 'legal-reviewer', passphrase: phrases.carl, mustChange: false })
  await core.call('user.add', { user: 'aude', role: 'auditor', passphrase: phrases.aude, mustChange: false })
  await core.call('source.add', { paths: [mails] })
  const request = { subject: 'Nora Quill', emails: ['nora.quill@harbour.example'], received: '2026-11-02', regime: 'eu-ie', reference }
  const { matter } = await core.call('matter.create', request)
  await core.call('matter.collect', { matter })
  const { rows } = await core.call('review.list', { matter })
  const roof = rows.find(({ subject }) => subject === 'The roof')?.document
  if (roof === undefined) throw new Error('no roof')
  const selection = { documents: [roof] }
  await core.call('review.code', { matter, selection, coding: 'responsive' })
  await core.call('mark.text', { matter, text: 'Ida Falk', ground: third, document: roof })
  await core.call('review.dispose', { matter, selection, disposition: 'redact', ground: third })
  await core.call('workspace.unlock', { workspace, user: 'carl', passphrase: phrases.carl })
  await core.call('mark.text', { matter, text: 'roof', ground: third, document: roof })
  await core.call('review.submit', { matter })
  await core.close()
  return workspace
}

describe('where the gate leads', () => {
  const folder = mkdtempSync(join(tmpdir(), 'desk-gate-'))
  let desk: Workstation
  const page = (): Page => desk.page
  beforeAll(async () => {
    desk = await startWorkstation({ env: { DESK_WORKSPACE: await prepared(folder) } })
  })
  afterAll(async () => {
    await desk?.close()
    rmSync(folder, { recursive: true, force: true })
  })
  oneWalk(page)
  const selectedTab = () => page().getByRole('tab', { selected: true }).innerText()

  it('is the list of Approve that holds something, not an empty one', async () => {
    await signIn(page(), 'olga', phrases.olga)
    await openRequest(page(), reference)
    await goTo(page(), 'Produce')
    await page().getByRole('listitem').filter({ hasText: 'Approvals' }).getByRole('button', { name: 'Go there' }).press('Enter')
    await page().getByRole('article').first().waitFor()
    expect(await selectedTab()).toMatch(/^By what/u)
  })

  it('is a document of two people, which the other takes over after reading it', async () => {
    await page().getByRole('button', { name: 'Show 1 document' }).press('Enter')
    await page()
      .getByRole('listbox', { name: 'Documents' })
      .getByRole('option', { name: /The roof/u })
      .waitFor()
    await page().getByText('Opened', { exact: true }).waitFor()
    await goTo(page(), 'Approve')
    await page().getByRole('button', { name: 'Take over and submit' }).press('Enter')
    await page().getByRole('button', { name: 'Take over and submit' }).waitFor({ state: 'detached' })
    await page().getByText('Lock, and let carl sign in and open Approve.').waitFor()
  })

  it('is an attachment far down the strip, which is then in sight', async () => {
    await goTo(page(), 'Review')
    const list = page().getByRole('listbox', { name: 'Documents' })
    await list
      .getByRole('option', { name: /The garden/u })
      .first()
      .click()
    const strip = page().getByRole('navigation', { name: 'Family' })
    await strip.getByRole('button').first().waitFor()
    for (let at = 0; at < 12; at += 1) {
      await page().keyboard.press(']')
      await desk.settled()
    }
    const current = strip.locator('[aria-current]')
    expect(await current.getAttribute('title')).toBe('plan of the garden, sheet 12.txt')
    const inSight = () =>
      current.evaluate((element) => {
        const [own, whole] = [element.getBoundingClientRect(), element.parentElement?.getBoundingClientRect()]
        return whole !== undefined && own.left >= whole.left - 1 && own.right <= whole.right + 1
      })
    await expect.poll(inSight).toBe(true)
  })

  it('offers an auditor nothing to decide', async () => {
    await lock(page())
    await signIn(page(), 'aude', phrases.aude)
    await openRequest(page(), reference)
    await goTo(page(), 'Approve')
    await page().getByText('1 document waits for approval by carl.').waitFor()
    await page().getByRole('article').first().waitFor()
    expect(await page().locator('.approve').getByRole('button').count()).toBe(0)
  })
})
