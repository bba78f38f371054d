import { useEffect, useRef } from 'react'

/** `j`, `Shift+J`, `Ctrl+z`, `?`, `Escape`; the value returns false to let the key pass on. */
export type Bindings = readonly (readonly [key: string, action: (event: KeyboardEvent) => unknown])[]

/** A list or a tick box that has the focus takes arrows and Space, but no letters: the keys of the screen go on working there. */
const typing =
  'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable="true"], [role="dialog"], [role="menu"], [role="combobox"]'

/** Whether a key belongs to the field or dialog that has the focus. */
export function inField(event: KeyboardEvent): boolean {
  return event.target instanceof Element && event.target.closest(typing) !== null
}

/** The name of a key with its modifiers; letters keep their case, so that `J` is Shift and j. */
export function keyName(event: KeyboardEvent): string {
  const control = event.ctrlKey || event.metaKey
  if (!control && !event.altKey) return event.key.length === 1 || !event.shiftKey ? event.key : `Shift+${event.key}`
  return [control ? 'Ctrl' : '', event.altKey ? 'Alt' : '', event.shiftKey ? 'Shift' : '', event.key.toLowerCase()]
    .filter(Boolean)
    .join('+')
}

/** Keys that go on while they are held. Any other decides something, and held down it would decide about the next mail, too. */
const repeating = new Set(['j', 'k', 'J', 'K', '[', ']', 'ArrowDown', 'ArrowUp', 'PageDown', 'PageUp'])

/** What a key does here; null for a key without a meaning, and for the repeats of one that must be pressed anew. */
export function actionOf(bindings: Bindings, event: KeyboardEvent): Bindings[number][1] | null {
  const name = keyName(event)
  if (event.repeat && !repeating.has(name)) return null
  return bindings.find(([key]) => key === name)?.[1] ?? null
}

/** Keys of a screen while it stands; never while the user types in a field or works in a dialog. */
export function useKeys(bindings: Bindings, enabled = true): void {
  const latest = useRef(bindings)
  latest.current = bindings
  useEffect(() => {
    if (!enabled) return
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || inField(event)) return
      const action = actionOf(latest.current, event)
      if (action === null || action(event) === false) return
      event.preventDefault()
    }
    window.addEventListener('keydown', pressed)
    return () => window.removeEventListener('keydown', pressed)
  }, [enabled])
}
