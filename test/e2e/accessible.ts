import type { Page } from 'playwright-core'

/** Roles of which a person must be told what they are for. */
const named = new Set([
  'button',
  'checkbox',
  'combobox',
  'dialog',
  'grid',
  'Iframe',
  'image',
  'link',
  'listbox',
  'menuitem',
  'option',
  'radio',
  'radiogroup',
  'searchbox',
  'slider',
  'spinbutton',
  'switch',
  'tab',
  'tablist',
  'textbox',
])

/** Controls without an accessible name, as the browser's own accessibility tree has them, and ids that stand more than once; one line each. */
export async function unnamed(page: Page): Promise<readonly string[]> {
  const session = await page.context().newCDPSession(page)
  try {
    await session.send('Accessibility.enable')
    const { nodes } = await session.send('Accessibility.getFullAXTree')
    const faults: string[] = []
    for (const node of nodes) {
      const role = String(node.role?.value ?? '')
      if (node.ignored || !named.has(role) || String(node.name?.value ?? '').trim() !== '') continue
      const { node: element } = await session.send('DOM.describeNode', { backendNodeId: node.backendDOMNodeId ?? 0 })
      // A drawing beside words of a control (the component library's chevrons) is no picture.
      if (element.localName === 'svg') continue
      faults.push(`${role} without a name: <${element.localName} ${(element.attributes ?? []).join(' ').slice(0, 200)}>`)
    }
    const twice = await page.evaluate(() => {
      const ids = [...document.querySelectorAll('[id]')].map((element) => element.id)
      return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))]
    })
    return [...faults, ...twice.map((id) => `id stands twice: ${id}`)]
  } finally {
    await session.detach()
  }
}

/** Gives the page a word for a control in a complaint; each of the looks below calls it there. */
async function teachNames(page: Page): Promise<void> {
  await page.evaluate(() => {
    Object.assign(globalThis, {
      nameOf: (element: Element) =>
        element.getAttribute('aria-label') || element.textContent?.trim().slice(0, 40) || element.id || element.outerHTML.slice(0, 80),
    })
  })
}
declare function nameOf(element: Element): string

/**
 * Controls that can't be brought to where they can be pressed: after scrolling to one, a point in its middle must belong to it. And what is wider than
 * the window without a way to scroll to it.
 */
export async function unreachable(page: Page): Promise<readonly string[]> {
  await teachNames(page)
  return page.evaluate(() => {
    const faults: string[] = []
    const open = document.querySelector('[role=dialog]')
    const controls = (open ?? document).querySelectorAll<HTMLElement>('button, a[href], input, select, textarea, [tabindex="0"]')
    for (const control of controls) {
      if (control.matches(':disabled, .skip, [type=hidden]') || control.closest('[aria-hidden=true]') !== null) continue
      if (!control.checkVisibility({ visibilityProperty: true })) continue
      control.scrollIntoView({ block: 'center', inline: 'center' })
      const box = control.getBoundingClientRect()
      const label = control.closest('label')
      // Of something larger than the window it is enough that its beginning, its middle or its end can be seen.
      const at = (from: number, to: number) => [from + (to - from) / 2, from + 4, to - 4]
      const hits = at(box.left, box.right).flatMap((x) => at(box.top, box.bottom).map((y) => document.elementFromPoint(x, y)))
      const mine = (hit: Element | null) => hit !== null && (control.contains(hit) || label?.contains(hit) === true)
      const own =
        box.width > 24 || box.height > 24
          ? hits.some(mine)
          : hits.some((hit) => mine(hit) || (hit?.contains(control) === true && hit !== document.body))
      if (!own) faults.push(`can't be reached: ${nameOf(control)} at ${Math.round(box.left)},${Math.round(box.top)}`)
    }
    if (document.documentElement.scrollWidth > innerWidth) faults.push('the page is wider than the window')
    return faults
  })
}

interface Stop {
  readonly name: string
  readonly visible: boolean
}

/** Presses Tab until the focus comes round; gives each control that got it, and whether one sees that it has it. */
export async function tabStops(page: Page, most = 250): Promise<readonly Stop[]> {
  await teachNames(page)
  await page.evaluate(() => {
    ;(document.activeElement as HTMLElement | null)?.blur()
    document.querySelectorAll('[data-was-here]').forEach((element) => {
      element.removeAttribute('data-was-here')
    })
  })
  const stops: Stop[] = []
  for (let presses = 0; presses < most; presses += 1) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement | null
      if (element === null || element === document.body) return null
      // On the paper, Tab walks through the marks before it leaves: only the first control again is all the way round.
      if (element.getAttribute('data-was-here') === 'first') return 'round' as const
      if (element.hasAttribute('data-was-here')) return null
      element.setAttribute('data-was-here', document.querySelector('[data-was-here]') === null ? 'first' : 'later')
      const ringed = (one: Element) => {
        const style = getComputedStyle(one)
        return style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0
      }
      const chosen = '[aria-selected=true]'
      const shows =
        ringed(element) || (element.matches('[role=grid], [role=listbox]') && [...element.querySelectorAll(chosen)].some(ringed))
      return { name: nameOf(element), visible: shows || element.matches('iframe') }
    })
    if (stop === 'round') break
    // From the last control the focus goes to the browser's own, and from there to the first.
    if (stop !== null) stops.push(stop)
  }
  return stops
}

/** Controls that Tab came to nowhere, after {@link tabStops}: those of a group of which one has the focus (tabs, radios) are not meant. */
export function notTabbed(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    return [...document.querySelectorAll<HTMLElement>('button, a[href], input, select, textarea, [tabindex="0"]')]
      .filter((control) => !control.matches(':disabled, [tabindex="-1"], [type=hidden], [type=radio], [data-was-here]'))
      .filter((control) => control.checkVisibility({ visibilityProperty: true }))
      .map(nameOf)
  })
}
