import { type RefObject, useEffect } from 'react'
import { inField, useKeys } from '../../core/use-keys.ts'

/** What the keys of Review do; the screen gives the deeds. */
export interface ReviewDeeds {
  move(by: 1 | -1, unit: 'document' | 'thread'): void
  attachment(by: 1 | -1): void
  code(coding: 'responsive' | 'not-responsive' | 'undecided'): void
  togglePrivilege(): void
  dispose(disposition: 'release' | 'redact' | 'withhold'): void
  toggleFamily(): void
  alike(): void
  mark(): void
  suggestion(decision: 'accept' | 'dismiss' | 'remove', everywhere: boolean): void
  /** False where there is no further mark: Tab then leaves the paper. */
  nextMark(by: 1 | -1): boolean
  undo(): void
  redo(): void
  find(): void
  enter(): void
}

const scrollStep = 64

/** Every key of the review screen, but those of the marking panel while it stands. */
export function useReviewKeys(deeds: ReviewDeeds, scroller: RefObject<HTMLElement | null>, panel: boolean): void {
  const scroll = (by: number) => () => scroller.current?.scrollBy({ top: by })
  const pageful = () => (scroller.current?.clientHeight ?? 400) - 48
  useKeys([
    ['j', () => deeds.move(1, 'document')],
    ['k', () => deeds.move(-1, 'document')],
    ['J', () => deeds.move(1, 'thread')],
    ['K', () => deeds.move(-1, 'thread')],
    [']', () => deeds.attachment(1)],
    ['[', () => deeds.attachment(-1)],
    ['r', () => deeds.code('responsive')],
    ['n', () => deeds.code('not-responsive')],
    ['u', () => deeds.code('undecided')],
    ['p', () => deeds.togglePrivilege()],
    ['o', () => deeds.dispose('release')],
    ['d', () => deeds.dispose('redact')],
    ['w', () => deeds.dispose('withhold')],
    ['.', () => deeds.toggleFamily()],
    ['s', () => deeds.alike()],
    ['m', () => deeds.mark()],
    ['a', () => (panel ? false : deeds.suggestion('accept', false))],
    ['x', () => (panel ? false : deeds.suggestion('dismiss', false))],
    ['e', () => (panel ? false : deeds.suggestion('accept', true))],
    ['Delete', () => deeds.suggestion('remove', false)],
    ['Ctrl+z', () => deeds.undo()],
    ['Ctrl+Shift+z', () => deeds.redo()],
    ['Ctrl+y', () => deeds.redo()],
    ['/', () => deeds.find()],
    ['ArrowDown', scroll(scrollStep)],
    ['ArrowUp', scroll(-scrollStep)],
    ['PageDown', () => scroller.current?.scrollBy({ top: pageful() })],
    ['PageUp', () => scroller.current?.scrollBy({ top: -pageful() })],
    ['Enter', (event) => (event.target instanceof HTMLButtonElement ? false : deeds.enter())],
  ])

  // Tab walks through the marks while the paper has the focus; elsewhere it is Tab.
  useEffect(() => {
    const element = scroller.current
    if (element === null) return
    const pressed = (event: KeyboardEvent) => {
      if (event.key !== 'Tab' || event.target !== element || panel) return
      if (deeds.nextMark(event.shiftKey ? -1 : 1)) event.preventDefault()
    }
    element.addEventListener('keydown', pressed)
    return () => element.removeEventListener('keydown', pressed)
  })
}

/** Whether Space is held; it shows the paper as the requester will see it. A focused button keeps its Space. */
export function useSpaceHeld(onChange: (held: boolean) => void): void {
  useEffect(() => {
    const mine = (event: KeyboardEvent) =>
      event.key === ' ' &&
      !inField(event) &&
      !(event.target instanceof Element && event.target.matches('button:focus-visible, a:focus-visible, summary:focus-visible, input'))
    const down = (event: KeyboardEvent) => {
      if (!mine(event)) return
      event.preventDefault()
      if (!event.repeat) onChange(true)
    }
    const up = (event: KeyboardEvent) => {
      if (event.key !== ' ') return
      if (mine(event)) event.preventDefault()
      onChange(false)
    }
    const left = () => onChange(false)
    window.addEventListener('keydown', down)
    window.addEventListener('keyup', up)
    window.addEventListener('blur', left)
    return () => {
      window.removeEventListener('keydown', down)
      window.removeEventListener('keyup', up)
      window.removeEventListener('blur', left)
    }
  }, [onChange])
}
