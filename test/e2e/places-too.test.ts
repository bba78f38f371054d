import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorkspace } from './people.ts'
import { goTo, openSample } from './steps/request.ts'
import * as review from './steps/review.ts'
import { oneWalk } from './walk.ts'
import { pictures, startWorkstation, type Workstation } from './workstation.ts'

const complainant = 'Maeve Corrigan'
const thirdParty = 'third party'

describe('a name that is hidden in one place and stands in others', () => {
  let desk: Workstation
  const page = () => desk.page
  const gateLine = () => page().getByRole('listitem').filter({ hasText: 'Redacted text left standing' })
  const standing = () => page().getByRole('list', { name: 'Where redacted text stands unmarked' })
  const related = () => page().getByRole('list', { name: 'Also where the same person is written otherwise' })
  oneWalk(page)

  beforeAll(async () => {
    desk = await startWorkstation()
    await makeWorkspace(page())
    await openSample(page())
  })
  afterAll(async () => {
    await desk?.close()
  })

  it('is told beside the mark as soon as it is made, place by place in the words around it', async () => {
    await review.openDocument(page(), complainant, '26 Aug 2025')
    const panel = await review.selectText(page(), complainant, 'header')
    await review.mark(page(), panel, thirdParty)
    await review
      .decision(page())
      .getByText(/^What is marked here stands unmarked in \d+ places? of this document/)
      .waitFor()
    await page()
      .getByText(/^1 place marked in 1 document\. It still stands unmarked in \d+ places? of this document\.$/)
      .waitFor()
    expect(await standing().getByRole('listitem').count()).toBeGreaterThan(0)
    await pictures(page(), 'review-standing')
  })

  it('is told before anything is submitted', async () => {
    await review.decide(page(), 'd')
    await page().getByRole('button', { name: 'Submit for approval' }).click()
    const dialog = page().getByRole('dialog')
    await dialog.getByText(/stands unmarked in \d+ places? of 1 document\. No bundle can be made so/).waitFor()
    await dialog.getByRole('button', { name: /^Mark \d+ places? too/ }).waitFor()
    await pictures(page(), 'submit-standing')
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await dialog.waitFor({ state: 'detached' })
  })

  it('is listed by the gate, too', async () => {
    await goTo(page(), 'Produce')
    await gateLine()
      .getByText(/stands unmarked in \d+ places? of 1 document/)
      .waitFor()
    await expect.poll(() => standing().getByRole('listitem').count()).toBeGreaterThan(0)
    await gateLine().scrollIntoViewIfNeeded()
    await pictures(page(), 'gate-places')
  })

  it('stays in one of them where somebody decides that it means something else there, until that is taken back', async () => {
    const count = () => standing().getByRole('listitem').count()
    const places = await count()
    await standing().getByRole('button', { name: 'Means something else' }).first().click()
    await page().getByText('1 place stays as written. Whoever approves is told.').waitFor()
    await expect.poll(count).toBe(places - 1)
    await pictures(page(), 'gate-stays')
    await goTo(page(), 'Review')
    await review.openDocument(page(), complainant, '26 Aug 2025')
    const stays = review.decision(page()).getByRole('button', { name: /^Stays: means something else: / })
    await stays.click()
    await pictures(page(), 'review-stays')
    await review.decision(page()).getByRole('button', { name: 'Take back' }).click()
    await stays.waitFor({ state: 'detached' })
    await goTo(page(), 'Produce')
    await expect.poll(count).toBe(places)
  })

  it('is marked in all of them with one press', async () => {
    const places = await standing().getByRole('listitem').count()
    await page()
      .getByRole('button', { name: new RegExp(`^Mark ${places} places? too`) })
      .click()
    await page()
      .getByText(`${places} ${places === 1 ? 'place' : 'places'} marked in 1 document.`)
      .waitFor()
    await gateLine().getByText('No redacted text stands unmarked beside its redaction').waitFor()
  })

  it('is offered in the other ways in which the person is written, with their counts, before it is marked everywhere', async () => {
    await goTo(page(), 'Review')
    await review.openDocument(page(), 'Aoife Lynskey', 'Re: In confidence')
    const panel = await review.selectText(page(), complainant)
    await page().keyboard.press('e')
    const box = panel.getByRole('checkbox', { name: 'Also where the same person is written otherwise' })
    await box.waitFor()
    const forms = (await related().getByRole('listitem').allTextContents()).join('\n')
    expect(forms).toContain('maeve.corrigan@')
    await box.focus()
    await page().keyboard.press('Space')
    expect(await box.isChecked()).toBe(true)
    await pictures(page(), 'marking-related')
    const counts = [...forms.matchAll(/(\d+) places?/gu)].map((match) => Number(match[1]))
    const otherwise = counts.reduce((sum, places) => sum + places, 0)
    await review.mark(page(), panel, thirdParty)
    const told = async () =>
      Number.parseInt(
        (await page()
          .getByText(/places marked in \d+ documents\./)
          .last()
          .textContent()) ?? '',
        10,
      )
    await expect.poll(told).toBeGreaterThan(otherwise)
    await panel.waitFor({ state: 'hidden' })
    for (const text of [complainant, 'maeve.corrigan@']) {
      const marks = review.decision(page()).getByRole('button', { name: new RegExp(`^Proposed: ${text}`) })
      await expect.poll(() => marks.count()).toBeGreaterThan(0)
    }
  })
})
