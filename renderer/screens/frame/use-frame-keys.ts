import { useRef } from 'react'
import { keepFocus, mainRegion } from '../../core/keep-focus.ts'
import { type Step, useRoute } from '../../core/router.ts'
import { useKeys } from '../../core/use-keys.ts'

const places = { r: 'requests', s: 'sources', l: 'log', t: 'settings' } as const
const steps: Readonly<Record<string, Step>> = { i: 'identify', f: 'find', v: 'review', a: 'approve', p: 'produce' }
const waitMs = 1200

/**
 * `?` and the two-key ways `g r`, `g v` …. After `g` the next key is caught in the capturing phase, so that it never reaches a
 * screen that has a meaning of its own for it.
 */
export function useFrameKeys(help: () => void): void {
  const { route, go, openStep } = useRoute()
  const latest = useRef({ route, go, openStep })
  latest.current = { route, go, openStep }
  const waiting = useRef(false)

  const second = (event: KeyboardEvent) => {
    if (event.repeat) return
    waiting.current = false
    window.removeEventListener('keydown', second, true)
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const { route: here, go: goTo, openStep: openAt } = latest.current
    if (Object.hasOwn(places, event.key)) goTo({ screen: places[event.key as keyof typeof places] })
    else if (here.screen === 'request' && Object.hasOwn(steps, event.key)) openAt(here.matter, steps[event.key] ?? 'review')
    else return
    keepFocus(mainRegion)
    event.preventDefault()
    event.stopPropagation()
  }
  useKeys([
    ['?', help],
    [
      'g',
      () => {
        if (waiting.current) return
        waiting.current = true
        window.addEventListener('keydown', second, true)
        setTimeout(() => {
          waiting.current = false
          window.removeEventListener('keydown', second, true)
        }, waitMs)
      },
    ],
  ])
}
