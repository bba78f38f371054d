import type { Locator, Page } from 'playwright-core'
import { saidAfter } from './said.ts'

const list = (page: Page): Locator => page.getByRole('listbox', { name: 'Documents' })
export const decision = (page: Page): Locator => page.getByRole('region', { name: 'Decision' })

/** Which document stands open, loaded. */
const openId = async (page: Page): Promise<string> => (await page.locator('.review[data-document]').getAttribute('data-document')) ?? ''

/** Waits until what scrolled is drawn, and with it the lines that a list has only where they can be seen. */
const drawn = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    for (let frames = 0; frames < 3; frames += 1) await new Promise(requestAnimationFrame)
  })

/** Opens the document of the list whose line holds all these words, scrolling the list to it; waits until its decision pane stands. */
export async function openDocument(page: Page, ...words: readonly string[]): Promise<void> {
  const rows = list(page)
  await rows.getByRole('option').first().waitFor()
  let row = rows.getByRole('option')
  for (const word of words) row = row.filter({ hasText: word })
  for (let screens = 0; (await row.count()) === 0 && screens < 80; screens += 1) {
    await rows.evaluate(
      (element, again) => element.scrollTo({ top: again ? 0 : element.scrollTop + element.clientHeight / 2 }),
      screens === 0 || screens === 40,
    )
    await drawn(page)
  }
  const id = (await row.first().getAttribute('id')) ?? ''
  await row.first().click()
  await rows.locator(`[id="${id}"][aria-selected="true"]`).waitFor()
  await page.locator(`.review[data-document="${id.replace(/^document-/, '')}"]`).waitFor()
}

/** Puts the focus where the keys of Review work. */
export async function focusPaper(page: Page): Promise<void> {
  await page.locator('.paper-scroll').evaluate((element) => (element as HTMLElement).focus())
}

/** Where a passage of the open paper lies on the screen, scrolled into view: its first and its last character. */
async function passage(
  page: Page,
  words: string,
  where?: 'header' | 'body',
): Promise<{ from: { x: number; y: number }; to: { x: number; y: number } }> {
  const of = { any: '[data-runs]', header: '[data-runs^="h:"]', body: '[data-runs]:not([data-runs^="h:"])' }[where ?? 'any']
  const at = await page.locator('.paper-scroll').evaluate(
    (paper, [wanted, roots]) => {
      for (const root of paper.querySelectorAll(roots)) {
        const nodes: Text[] = []
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
        for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) nodes.push(node as Text)
        const whole = nodes.map((node) => node.data).join('')
        const start = whole.indexOf(wanted)
        if (start < 0) continue
        const place = (offset: number): [Text, number] => {
          let before = 0
          for (const node of nodes) {
            if (offset <= before + node.length) return [node, offset - before]
            before += node.length
          }
          throw new Error('beyond the text')
        }
        const range = document.createRange()
        range.setStart(...place(start + 0.5 > whole.length ? start : start))
        range.setEnd(...place(start + wanted.length))
        range.startContainer.parentElement?.scrollIntoView({ block: 'center' })
        // One element may hold a whole long mail: the passage itself is what must be seen.
        const seen = paper.getBoundingClientRect()
        paper.scrollBy({ top: range.getBoundingClientRect().top - seen.top - seen.height / 2 })
        const rects = [...range.getClientRects()].filter((rect) => rect.width > 0)
        const first = rects[0]
        const last = rects.at(-1)
        if (first === undefined || last === undefined) continue
        return {
          from: { x: first.left + 0.5, y: (first.top + first.bottom) / 2 },
          to: { x: last.right - 0.5, y: (last.top + last.bottom) / 2 },
        }
      }
      return null
    },
    [words, of] as const,
  )
  if (at === null) throw new Error('the paper does not hold the passage')
  return at
}

/** Selects a passage with the mouse, where it first stands or first in a header's value or a body; the marking panel stands afterwards. */
export async function selectText(page: Page, words: string, where?: 'header' | 'body'): Promise<Locator> {
  let at = await passage(page, words, where)
  // Where something above it was still to come, it moved: only a place that stays is gone to.
  for (let before = ''; before !== JSON.stringify(at); at = await passage(page, words, where)) {
    before = JSON.stringify(at)
    await drawn(page)
  }
  const { from, to } = at
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2)
  await page.mouse.move(to.x, to.y)
  await page.mouse.up()
  const panel = page.getByRole('region', { name: 'Mark the selection' })
  await panel.getByText(`“${words}”`).waitFor()
  return panel
}

/** Drags a box over a part of the open page or picture, in fractions of its width and height. */
export async function dragBox(
  page: Page,
  name: string | RegExp,
  box: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number },
): Promise<Locator> {
  const image = page.getByRole('img', { name })
  await image.scrollIntoViewIfNeeded()
  const area = await image.boundingBox()
  if (area === null) throw new Error('the page is not on the screen')
  await page.mouse.move(area.x + box.left * area.width, area.y + box.top * area.height)
  await page.mouse.down()
  await page.mouse.move(area.x + 0.5 * (box.left + box.right) * area.width, area.y + 0.5 * (box.top + box.bottom) * area.height)
  await page.mouse.move(area.x + box.right * area.width, area.y + box.bottom * area.height)
  await page.mouse.up()
  const panel = page.getByRole('region', { name: 'Mark the box' })
  await panel.waitFor()
  return panel
}

/** Takes a ground in the marking panel; where the panel asks about the subject's own data, marks even so. */
export async function mark(page: Page, panel: Locator, ground: string): Promise<string> {
  return saidAfter(page, /places? marked in \d+ documents?\./u, () =>
    panel
      .getByRole('button', { name: new RegExp(ground) })
      .first()
      .click(),
  )
}

/** Presses a deciding key, and takes a ground where one is asked for; waits until the next family stands open. */
export async function decide(page: Page, key: string, ground?: string): Promise<void> {
  const before = await openId(page)
  await page.keyboard.press(key)
  if (ground !== undefined) await takeGround(page, ground)
  await page.locator(`.review[data-document]:not([data-document="${before}"])`).waitFor()
}

/** Withholds the open family as legal advice: the privilege flag, the outcome, its ground; waits until it is done and something stands open again. */
export async function withholdAsAdvice(page: Page): Promise<void> {
  const id = await openId(page)
  await page.keyboard.press('p')
  await decision(page).locator('input[value="Legal advice"]').first().waitFor()
  await page.keyboard.press('w')
  await takeGround(page, 'legal privilege')
  await list(page).locator(`[id="document-${id}"]`).getByRole('img', { name: 'Legal advice' }).waitFor()
}

/** Selects a passage without the mouse, word by word, and opens the marking panel. */
export async function selectByKeys(page: Page, words: string): Promise<Locator> {
  const selected = () => page.evaluate(() => document.getSelection()?.toString().trim() ?? '')
  const [first] = words.split(' ')
  const following = () =>
    page.evaluate(() => {
      const selection = document.getSelection()
      const range = selection?.rangeCount === 0 ? undefined : selection?.getRangeAt(0)
      const runs = range?.startContainer.parentElement?.closest('[data-runs]')
      if (range === undefined || runs == null) return ''
      const rest = document.createRange()
      rest.selectNodeContents(runs)
      rest.setStart(range.startContainer, range.startOffset)
      return rest.toString()
    })
  await page.keyboard.press('m')
  await page.getByText('Selecting by keys').waitFor()
  for (let steps = 0; !((await selected()) === first && (await following()).startsWith(words)); steps += 1) {
    if (steps > 400) throw new Error('the passage is not reached by keys')
    await page.keyboard.press('ArrowRight')
  }
  for (let steps = 1; steps < words.split(/\s+/).length; steps += 1) await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Enter')
  const panel = page.getByRole('region', { name: 'Mark the selection' })
  await panel.waitFor()
  return panel
}

/** Submits everything that is decided, also where it is asked whether suggestions or unopened documents shall stay so; gives what the program says. */
export async function submit(page: Page): Promise<string> {
  return saidAfter(page, /documents? submitted for approval\./u, async () => {
    const line = page.locator('.status-line')
    const before = Number(await line.getAttribute('data-word'))
    await page.getByRole('button', { name: 'Submit for approval' }).click()
    const asked = page.getByRole('dialog', { name: 'Submit all the same?' })
    for (;;) {
      if (await asked.isVisible()) return asked.getByRole('button', { name: 'Submit all the same' }).click()
      if (Number(await line.getAttribute('data-word')) > before) return undefined
      await drawn(page)
    }
  })
}

/** Chooses a suggestion or a mark in the decision pane, as a click on its line does. */
export async function chooseMark(page: Page, words: string): Promise<void> {
  const line = decision(page)
    .getByRole('button', { name: new RegExp(`^${words}`) })
    .first()
  await line.click()
  await line.and(page.locator('[aria-pressed="true"]')).waitFor()
}

/** Takes a ground where a dialog asks for one. */
export async function takeGround(page: Page, ground: string): Promise<void> {
  const dialog = page.getByRole('dialog')
  await dialog
    .getByRole('button', { name: new RegExp(ground) })
    .first()
    .click()
  await dialog.waitFor({ state: 'hidden' })
}

/** What the undo button would take back. */
export async function undoWords(page: Page): Promise<string> {
  const button = decision(page).getByRole('button', { name: /^Undo/ })
  return (await button.textContent()) ?? ''
}
