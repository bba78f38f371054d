import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkPdf, type Unpacked, unpack } from './bundle.ts'
import { counsel, makeWorkspace, officer, signIn } from './people.ts'
import { advice, comment, decisions, query, reference, secrets, thirdParty } from './sample-plan.ts'
import * as approval from './steps/approve.ts'
import { addReviewer, chooseOwnPassphrase, lock } from './steps/people.ts'
import { produce, type Released } from './steps/produce.ts'
import { findAndCollect, goTo, newRequest, openRequest, openSample } from './steps/request.ts'
import * as review from './steps/review.ts'
import { oneWalk } from './walk.ts'
import { pictures, startWorkstation, type Workstation } from './workstation.ts'

describe('a request on the sample archive, by two people, from the first start to the bundle', () => {
  let desk: Workstation
  let released: Released | null = null
  let bundle: Unpacked | null = null
  const page = () => desk.page
  oneWalk(page)

  beforeAll(async () => {
    desk = await startWorkstation()
    mkdirSync(join(desk.folder, 'out'))
  })
  afterAll(async () => {
    await desk.close()
  })

  describe('first start', () => {
    it('makes a workspace and opens the sample request', async () => {
      await makeWorkspace(page())
      await openSample(page())
      await pictures(page(), 'review-sample')
    })

    it('adds a legal reviewer with a first passphrase', async () => {
      await addReviewer(page(), counsel)
      await pictures(page(), 'settings')
    })
  })

  describe('the archive', () => {
    it('shows every source with its ledger, reconciled', async () => {
      await page().getByRole('button', { name: 'Sources', exact: true }).click()
      for (const label of ['Mailbox Katherine Brennan', 'Mailbox Aoife Lynskey', 'Mailbox Declan Moriarty', 'Backup of 1 December 2025'])
        await page().getByText(label).first().waitFor()
      await pictures(page(), 'sources')
    })
  })

  describe('the request', () => {
    it('is opened for the person, with a deadline', async () => {
      await newRequest(page(), {
        reference,
        subject: 'Katherine Brennan',
        emails: ['katherine.brennan@alderfinch.example', 'kbrennan@alderfinch.example'],
        identifiers: ['AF-0117'],
      })
      await page()
        .getByRole('button', { name: /days? left/ })
        .click()
      await page().getByRole('heading', { name: 'How the deadline is reckoned' }).waitFor()
      await pictures(page(), 'clock')
      await page().keyboard.press('Escape')
      await pictures(page(), 'identify')
    })

    it('collects what a search finds, with families', async () => {
      expect(await findAndCollect(page(), query)).toBeGreaterThan(12)
      await pictures(page(), 'find')
    })
  })

  describe('review', () => {
    it('suggests marks over the whole request', async () => {
      await goTo(page(), 'Review')
      await page().getByRole('button', { name: 'Suggest marks' }).click()
      await page()
        .getByText(/suggestions? made\./)
        .waitFor()
      await expect.poll(() => page().evaluate(() => document.activeElement?.textContent)).toBe('Suggest marks')
    })

    it('accepts a suggestion everywhere, and undoes and redoes it in words', async () => {
      await review.openDocument(page(), 'Maeve Corrigan', '26 Aug 2025')
      await review.chooseMark(page(), 'Suggested: Maeve Corrigan')
      await page().keyboard.press('e')
      await review
        .decision(page())
        .getByRole('button', { name: /^Proposed: Maeve Corrigan/ })
        .first()
        .waitFor()
      await page().keyboard.press('Control+z')
      await page()
        .getByText(/^Undone: /)
        .waitFor()
      await expect
        .poll(() =>
          review
            .decision(page())
            .getByRole('button', { name: /^Proposed: / })
            .count(),
        )
        .toBe(0)
      await page().keyboard.press('Control+Shift+Z')
      await review
        .decision(page())
        .getByRole('button', { name: /^Proposed: Maeve Corrigan/ })
        .first()
        .waitFor()
    })

    it('accepts suggestions by key, and dismisses one', async () => {
      await review.chooseMark(page(), 'Suggested: Aoife Lynskey')
      const suggested = review.decision(page()).getByRole('button', { name: /^Suggested: Aoife Lynskey/ })
      const before = await suggested.count()
      await page().keyboard.press('x')
      await expect.poll(() => suggested.count()).toBe(before - 1)
      await review.openDocument(page(), 'Aoife Lynskey', 'Re: In confidence')
      await review.chooseMark(page(), 'Suggested: Maeve,')
      await page().keyboard.press('e')
      await review
        .decision(page())
        .getByRole('button', { name: /^Proposed: Maeve,/ })
        .first()
        .waitFor()
      await review.openDocument(page(), 'Maeve Corrigan', '26 Aug 2025')
    })

    it('marks what is selected with the mouse, everywhere it stands, quoted or not', async () => {
      const panel = await review.selectText(page(), secrets.health)
      await panel.getByRole('radio', { name: /^Everywhere/ }).click()
      await panel.getByText('These places will be marked').waitFor()
      await pictures(page(), 'marking-panel')
      expect(await review.mark(page(), panel, thirdParty)).toMatch(/^5 places marked in 5 documents/)
      for (const name of [secrets.witness, secrets.second]) {
        await review.openDocument(page(), 'Maeve Corrigan', 'Re: In confidence')
        const next = await review.selectText(page(), name)
        await next.getByRole('radio', { name: /^Everywhere/ }).click()
        await review.mark(page(), next, thirdParty)
      }
    })

    it('offers to mark the address of a person whose name is marked', async () => {
      await review.openDocument(page(), 'Maeve Corrigan', '26 Aug 2025')
      const panel = await review.selectText(page(), 'Aoife Lynskey', 'header')
      await panel.getByRole('radio', { name: /^Everywhere/ }).click()
      const others = panel.getByRole('list', { name: 'Also where the same person is written otherwise' })
      await others
        .getByRole('listitem')
        .filter({ hasText: /^aoife\.lynskey@alderfinch\.example \d+ places? in \d+ documents?$/ })
        .waitFor()
      expect(await panel.getByRole('checkbox').isChecked()).toBe(false)
      await page().keyboard.press('Escape')
      await panel.waitFor({ state: 'hidden' })
    })

    it('marks a box on a page of a PDF and on a picture', async () => {
      for (const number of ['CTRL-000002', 'CTRL-000005']) {
        await review.openDocument(page(), 'OH report AF-0117.pdf', number)
        const panel = await review.dragBox(page(), 'Page 1 of 1', { left: 0.1, top: 0.136, right: 0.8, bottom: 0.162 })
        if (number === 'CTRL-000002') await pictures(page(), 'review-page-box')
        await review.mark(page(), panel, thirdParty)
      }
      await review.openDocument(page(), 'parcels.png')
      const panel = await review.dragBox(page(), 'Picture', { left: 0.05, top: 0.5, right: 0.4, bottom: 0.9 })
      await review.mark(page(), panel, thirdParty)
      await review
        .decision(page())
        .getByRole('button', { name: /^Proposed: Box on the picture/ })
        .waitFor()
      await pictures(page(), 'review-picture')
    })

    it('shows the paper as the requester will see it while Space is held', async () => {
      await review.openDocument(page(), 'Maeve Corrigan', '26 Aug 2025')
      await review.focusPaper(page())
      await page().keyboard.down(' ')
      await page().frameLocator('iframe[data-body]').first().getByText('REDACTED – third party').first().waitFor()
      await pictures(page(), 'review-as-the-requester')
      await page().keyboard.up(' ')
    })

    it('decides every document: release, redact, withhold as legal advice, not about her', async () => {
      for (const [words, key, ground] of decisions) {
        await review.openDocument(page(), ...words)
        await review.decide(page(), key, ground)
      }
      for (const day of advice) {
        await review.openDocument(page(), day, 'Privileged and confidential')
        await review.withholdAsAdvice(page())
      }
      await review.openDocument(page(), 'Aoife Lynskey', 'Re: In confidence')
      await pictures(page(), 'review-decided')
    })

    it('asks before what nobody decided, or read to its end, is submitted as it stands, and leads there', async () => {
      await page().getByRole('button', { name: 'Submit for approval' }).click()
      const asked = page().getByRole('dialog', { name: 'Submit all the same?' })
      await asked.getByText(/suggestions? (?:is|are) undecided in \d+ documents?: what they point at leaves as it stands/u).waitFor()
      await pictures(page(), 'submit-question')
      await asked
        .getByRole('button', { name: /^Look at \d+ documents?$/u })
        .first()
        .click()
      await asked.waitFor({ state: 'hidden' })
      await page()
        .getByRole('button', { name: /^Suggested/u, pressed: true })
        .waitFor()
      await page().getByRole('button', { name: 'All', exact: true }).click()
    })

    it('submits to the second person', async () => {
      expect(await review.submit(page())).toBe('25 documents submitted for approval.')
    })

    it('does not offer one’s own proposals for approval', async () => {
      await goTo(page(), 'Approve')
      await page().getByText('25 documents wait for somebody else').waitFor()
      await page().getByText(`Lock, and let ${counsel.name} sign in and open Approve.`).waitFor()
      await pictures(page(), 'approve-own')
    })
  })

  describe('approval by the legal reviewer', () => {
    it('begins with a passphrase of one’s own', async () => {
      await lock(page())
      await pictures(page(), 'locked')
      await signIn(page(), counsel.name, counsel.first)
      await page().getByRole('heading', { name: 'Choose your own passphrase' }).waitFor()
      await pictures(page(), 'own-passphrase')
      await chooseOwnPassphrase(page(), counsel.first, counsel.passphrase)
    })

    it('begins at the requests, not where the other person was', async () => {
      await page().getByRole('grid', { name: 'Requests' }).waitFor()
    })

    it('accepts the places of a text all at once', async () => {
      // Among the requests, the one that waits for whoever is signed in says so.
      await page().getByRole('grid', { name: 'Requests' }).getByRole('row', { name: reference }).getByText('waits for you').waitFor()
      await openRequest(page(), reference)
      await goTo(page(), 'Approve')
      const card = approval.group(page(), secrets.complainant)
      await card.waitFor()
      await pictures(page(), 'approve-by-what')
      await card.getByRole('button', { name: 'Accept all' }).click()
      await card.getByRole('button', { name: 'Accept all' }).and(page().locator(':disabled')).waitFor()
    })

    it('declines one document with a comment', async () => {
      await approval.showQueue(page(), 'By document')
      await approval.openWaiting(page(), 'Declan Moriarty', 'Re: In confidence')
      await pictures(page(), 'approve-by-document')
      await approval.decline(page(), comment, () => pictures(page(), 'decline'))
    })

    it('approves the others one by one, each read to its end', async () => {
      expect(await approval.approveEach(page())).toBe(18)
      await approval.showQueue(page(), 'Withheld')
      await pictures(page(), 'approve-withheld')
      expect(await approval.approveEach(page())).toBe(6)
    })

    it('keeps the gate closed while a document is declined', async () => {
      await goTo(page(), 'Produce')
      await page()
        .getByText(/things? (is|are) missing/)
        .waitFor()
      await pictures(page(), 'produce-gate-closed')
      expect(await page().getByRole('button', { name: 'Produce the bundle' }).isDisabled()).toBe(true)
    })
  })

  describe('what was declined', () => {
    it('is mended by its proposer, who reads why', async () => {
      await lock(page())
      await signIn(page(), officer.name, officer.passphrase)
      await openRequest(page(), reference)
      await goTo(page(), 'Review')
      await page()
        .getByRole('button', { name: /^Declined/ })
        .click()
      await review.openDocument(page(), 'Declan Moriarty', 'Re: In confidence')
      await review.decision(page()).getByText(`Declined, with this comment: ${comment}`).waitFor()
      await pictures(page(), 'review-declined')
      await review.focusPaper(page())
      const panel = await review.selectByKeys(page(), secrets.hint)
      await review.mark(page(), panel, thirdParty)
      expect(await review.submit(page())).toBe('1 document submitted for approval.')
    })

    it('is then approved by a reviewer who is shown what changed', async () => {
      await lock(page())
      await signIn(page(), counsel.name, counsel.passphrase)
      await openRequest(page(), reference)
      await goTo(page(), 'Approve')
      await approval.showQueue(page(), 'By document')
      await page()
        .getByRole('heading', { name: /^Changed since you declined it on / })
        .waitFor()
      await page().getByRole('list', { name: 'What changed' }).getByText('Newly redacted').first().waitFor()
      await pictures(page(), 'approve-changed')
      expect(await approval.approveEach(page())).toBe(1)
      await page().getByText('All 25 documents are approved.').waitFor()
    })
  })

  describe('the production', () => {
    it('passes the gate, is made in three formats, checked, and its passphrase shown once', async () => {
      await goTo(page(), 'Produce')
      await page().getByText('Everything is in order').waitFor()
      await pictures(page(), 'produce-gate-open')
      released = await produce(page(), join(desk.folder, 'out', 'answer.zip'), () => pictures(page(), 'produce-progress'))
      await pictures(page(), 'produce-result')
      expect(released.passphrase.split(' ')).toHaveLength(7)
      expect(released.check).toMatch(
        /^\d+ texts that redactions hide and withheld documents hold, .* were searched for in .* none found\.$/,
      )
    })

    it('still has the passphrase after a look at another screen, and asks before locking would lose it', async () => {
      await page().keyboard.press('g')
      await page().keyboard.press('l')
      await page().getByRole('heading', { name: 'Log', exact: true }).waitFor()
      await expect.poll(() => page().evaluate(() => document.activeElement?.tagName)).not.toBe('BODY')
      await page().getByRole('button', { name: /^Lock/ }).first().click()
      const question = page().getByRole('dialog', { name: 'Lock the workspace?' })
      await question.getByText(`The passphrase of bundle answer.zip (request ${reference}) was not confirmed`).waitFor()
      await question.getByRole('button', { name: 'Do not lock' }).click()
      await question.waitFor({ state: 'hidden' })
      await openRequest(page(), reference)
      await goTo(page(), 'Produce')
      const card = page().getByRole('region', { name: 'The bundle is released' })
      expect(await card.getByLabel('Passphrase').textContent()).toBe(released?.passphrase)
    })

    it('prints the passphrase as a letter of one page and nothing else, and then hides it', async () => {
      await page().emulateMedia({ media: 'print' })
      await pictures(page(), 'passphrase-letter')
      await page().emulateMedia({ media: null })
      const printed = await page().pdf({ format: 'A4' })
      const letter = execFileSync('pdftotext', ['-layout', '-', '-'], { input: printed, encoding: 'utf8' })
      expect(letter.split('\f').filter((sheet) => sheet.trim() !== '')).toHaveLength(1)
      const words = letter.replace(/\s+/gu, ' ')
      expect(words).toContain(released?.passphrase)
      for (const said of [`Your request ${reference}`, 'To Katherine Brennan', 'a file named answer.zip', 'begin with README.txt'])
        expect(words).toContain(said)
      expect(words).not.toContain(desk.folder)
      for (const other of ['Requests', 'Collected', 'Passphrase Shown']) expect(words).not.toContain(other)
      await page().getByRole('button', { name: 'I have it; hide it' }).click()
      await page().getByText('The passphrase was shown once and is not kept.').waitFor()
      expect(await page().content()).not.toContain(released?.passphrase)
    })

    it('offers the redaction log in its editions', async () => {
      await page().getByRole('button', { name: 'Schedule for the requester…' }).click()
      await page().getByRole('dialog', { name: 'Schedule for the requester' }).waitFor()
      await pictures(page(), 'write-log')
      await page().keyboard.press('Escape')
      await page().getByRole('dialog').waitFor({ state: 'hidden' })
      await page().getByRole('button', { name: 'Privilege log…' }).click()
      const dialog = page().getByRole('dialog', { name: 'Privilege log' })
      const file = dialog.getByRole('textbox', { name: 'Write to' })
      await file.fill(join(desk.folder, 'out', 'privilege.csv'))
      await dialog.getByRole('combobox', { name: 'Format' }).click()
      await page().getByRole('option', { name: 'PDF' }).click()
      expect(await file.inputValue()).toBe(join(desk.folder, 'out', 'privilege.pdf'))
      await page().keyboard.press('Escape')
      await dialog.waitFor({ state: 'hidden' })
    })

    it('opens with 7z, and holds nothing that was redacted or withheld', () => {
      bundle = unpack(join(desk.folder, 'out', 'answer.zip'), released?.passphrase ?? '', join(desk.folder, 'unpacked'))
      expect(bundle.outerNames).toEqual(['content.zip'])
      const pdfs = bundle.files.filter((file) => file.endsWith('.pdf'))
      expect(pdfs.length).toBeGreaterThan(10)
      for (const file of pdfs) checkPdf(join(bundle.folder, file))
      const read = [
        ...pdfs.map((file) => bundle?.pdfText(file) ?? ''),
        ...bundle.files.filter((file) => /\.(?:eml|mbox)$/u.test(file)).map((file) => bundle?.mailText(file) ?? ''),
      ].map((text) => text.replace(/[\s>]+/gu, ' '))
      for (const secret of Object.values(secrets)) {
        const words = secret.replace(/\s+/gu, ' ')
        expect(read.filter((text) => text.includes(words)).length, secret).toBe(0)
      }
      const marked = read.filter((text) => text.includes('[REDACTED – third party]'))
      expect(marked.length, marked.map((text) => text.slice(0, 60)).join('\n')).toBeGreaterThanOrEqual(10)
      expect(read.some((text) => text.includes('constructive dismissal'))).toBe(false)
      expect(read.some((text) => text.includes('DG-40'))).toBe(false)
    })
  })

  describe('the log', () => {
    it('verifies, and leaves as a copy that can be verified elsewhere', async () => {
      await page().getByRole('button', { name: 'Log', exact: true }).click()
      await page().getByRole('button', { name: 'Verify the chain' }).click()
      await page()
        .getByText(/^The chain holds: /)
        .waitFor()
      await pictures(page(), 'log')
      await page().getByRole('button', { name: 'Export…' }).click()
      const out = join(desk.folder, 'out', 'audit.json')
      await page().getByRole('dialog').getByLabel('Write to', { exact: true }).fill(out)
      await page().getByRole('dialog').getByRole('button', { name: 'Export' }).click()
      await page()
        .getByText(/entr(?:y|ies) exported to .*audit\.json$/u)
        .waitFor()
      expect(existsSync(out)).toBe(true)
    })
  })

  it('asked no address but its own', () => {
    expect(desk.strangers).toEqual([])
  })
})
