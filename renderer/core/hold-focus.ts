/**
 * A deed often takes away what had the focus: the card that was decided, the paper of the document before, a button that can't be pressed any more. The browser then
 * gives the focus to the body, where a screen reader hears nothing and Tab begins at the top of the window. Screens say where it goes instead: an element with
 * `data-focus-home` holds a selector of what within it gets the focus; it itself does where nothing matches. Of nested ones the innermost that still stands counts.
 */
const attribute = 'data-focus-home'

/** How long others have to give the focus themselves. */
const othersMs = 50

const isLost = (): boolean => document.activeElement === null || document.activeElement === document.body

const canHaveFocus = (element: Element): boolean => element.isConnected && !element.matches(':disabled') && element.checkVisibility()

/** The place that stands for what was lost, given the elements that were around it, innermost first. */
function homeOf(around: readonly Element[]): HTMLElement | null {
  const standing = around.filter((element) => element.isConnected)
  const others = [...document.querySelectorAll(`[${attribute}]`)].filter((element) => !standing.includes(element))
  for (const home of [...standing, ...others]) {
    const wanted = [...home.querySelectorAll<HTMLElement>(home.getAttribute(attribute) || ':not(*)')].find(canHaveFocus)
    const found = wanted ?? (home instanceof HTMLElement && home.hasAttribute('tabindex') ? home : null)
    if (found !== null && canHaveFocus(found)) return found
  }
  return document.getElementById('main')
}

/** Watches over the focus of the whole page; returns how to stop. */
export function holdFocus(): () => void {
  let last: Element | null = null
  let around: readonly Element[] = []
  /** Where the focus is lent to while what had it can't be used for the moment, as a button whose deed runs. */
  let lent: HTMLElement | null = null
  let waiting = false
  /** Given away on purpose by what could have kept it: a click beside everything. */
  let given = false
  /** It was lost before the present wait began, and had no place since. */
  let longLost = false

  const remember = (): void => {
    const active = document.activeElement
    if (active === null || isLost()) return
    longLost = false
    given = false
    if (active === last || active === lent) return
    last = active
    lent = null
    around = homesAround(active)
  }
  const mend = (): void => {
    waiting = false
    const active = document.activeElement
    if (last === null) return
    if (lent !== null && active === lent && canHaveFocus(last)) {
      lent = null
      if (last instanceof HTMLElement) last.focus({ preventScroll: true })
      return
    }
    if (!isLost()) return
    if (!longLost) {
      // The wait was for a change before the loss. Whoever gives the focus after a wait of their own has not had theirs yet, and leaves it with whom they find it;
      // of two waits that are over in a page without time for either, the shorter one begun earlier is served first, whatever the clock says.
      look()
      return
    }
    if (canHaveFocus(last)) {
      // It was disabled for a moment, shorter than this waits.
      if (!given && last instanceof HTMLElement) last.focus({ preventScroll: true })
      return
    }
    const home = homeOf(around)
    // Before the focus moves: what is only lent must not be remembered as what had it.
    lent = last.isConnected ? home : null
    home?.focus({ preventScroll: true })
  }
  // Screens that know a better place give the focus in the frame after the change, and a dialog gives it back to what opened it a moment after it closed.
  const look = (): void => {
    if (waiting) return
    waiting = true
    longLost = isLost()
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(mend, othersMs)))
  }
  const observer = new MutationObserver(look)
  observer.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled', 'hidden', 'style'] })
  document.addEventListener('focusin', remember)
  const left = ({ target }: FocusEvent): void => {
    given = target instanceof Element && canHaveFocus(target)
  }
  document.addEventListener('focusout', left)
  // The frame of a mail takes the focus without an event of its own here.
  window.addEventListener('blur', remember)
  return () => {
    observer.disconnect()
    document.removeEventListener('focusin', remember)
    document.removeEventListener('focusout', left)
    window.removeEventListener('blur', remember)
  }
}

function homesAround(element: Element): readonly Element[] {
  const homes: Element[] = []
  for (let at: Element | null = element; at !== null; at = at.parentElement) if (at.hasAttribute(attribute)) homes.push(at)
  return homes
}
