/**
 * Gives the focus to `element` if whatever had it is gone from the page or can't have it any more: the next key would else begin at the
 * top of the window. Waits for the next frame, when what changes now stands.
 */
export function keepFocus(element: () => HTMLElement | null): void {
  requestAnimationFrame(() => {
    if (document.activeElement === null || document.activeElement === document.body) element()?.focus({ preventScroll: true })
  })
}

/** The main region of the frame, where a screen begins. */
export const mainRegion = (): HTMLElement | null => document.getElementById('main')
