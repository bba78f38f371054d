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

/** Keys of a screen while it stands; never while the user types in a field or works in a dialog. */
export function useKeys(bindings: Bindings, enabled = true): void {
  const latest = useRef(bindings)
  latest.current = bindings
  useEffect(() => {
    if (!enabled) return
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || inField(event)) return
      const name = keyName(event)
      const action = latest.current.find(([key]) => key === name)?.[1]
      if (action === undefined || action(event) === false) return
      event.preventDefault()
    }
    window.addEventListener('keydown', pressed)
    return () => window.removeEventListener('keydown', pressed)
  }, [enabled])
}
