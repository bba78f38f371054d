import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import type { Surface } from '../../src/model/index.ts'
import { inField } from '../core/use-keys.ts'
import { type Box, regionOf, stepBox } from './boxes.ts'
import { anchorOf, type Picked } from './picked.ts'
import { rangeFor } from './run-offsets.ts'
import { spanOfWords, stepWords, type WordSelection, wordsOf } from './word-steps.ts'

interface State {
  readonly surface: Surface
  readonly at: WordSelection
  readonly box: Box | null
}

const arrows = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'])
const startBox: Box = { left: 0.3, top: 0.3, width: 0.4, height: 0.05 }
const coarse = 0.02
const fine = 0.0025
const isBoxed = (surface: Surface) => surface.kind === 'pdf-page' || surface.kind === 'image'
const usable = (surface: Surface) => isBoxed(surface) || wordsOf(surface.text).length > 0

function rootOf(scroller: HTMLElement, surface: Surface): { root: Node; frame: HTMLIFrameElement | null } | null {
  const id = CSS.escape(surface.id)
  const frame = scroller.querySelector<HTMLIFrameElement>(`iframe[data-body="${id}"]:not([style*="hidden"])`)
  if (frame?.contentDocument != null) return { root: frame.contentDocument, frame }
  const runs = scroller.querySelector(`[data-runs="${id}"]`)
  return runs === null ? null : { root: runs, frame: null }
}

/** The surface whose middle is nearest to the top third of what is on the screen: where one reads. */
function surfaceInView(scroller: HTMLElement, surfaces: readonly Surface[]): Surface | undefined {
  const view = scroller.getBoundingClientRect()
  const eye = view.top + view.height / 3
  const distance = (surface: Surface) => {
    const rect = scroller.querySelector(`[data-surface="${CSS.escape(surface.id)}"]`)?.getBoundingClientRect()
    if (rect === undefined) return Number.POSITIVE_INFINITY
    return eye < rect.top ? rect.top - eye : eye > rect.bottom ? eye - rect.bottom : 0
  }
  // A body before the header block, where both are on the screen: that is what one is reading.
  const late = (surface: Surface) => (surface.kind === 'header' || surface.kind === 'filename' ? view.height / 2 : 0)
  return [...surfaces].sort((left, right) => distance(left) + late(left) - distance(right) - late(right))[0]
}

/**
 * Selecting without a mouse: words of a text, or a box on a page, moved and sized with the arrows. Begun with `start`; Enter hands
 * over what is selected, Escape stops.
 */
export function useKeySelect(
  surfaces: readonly Surface[],
  scroller: RefObject<HTMLElement | null>,
  onPick: (picked: Picked | null) => void,
): { active: 'text' | 'box' | null; draft: { surface: string; box: Box } | null; start: () => void; stop: () => void } {
  const [state, setState] = useState<State | null>(null)
  const latest = useRef({ state, surfaces, onPick })
  latest.current = { state, surfaces, onPick }

  const show = useCallback(
    (next: State) => {
      const element = scroller.current
      if (element === null) return
      if (next.box !== null) {
        element.querySelector(`[data-surface="${CSS.escape(next.surface.id)}"]`)?.scrollIntoView({ block: 'nearest' })
        return
      }
      const found = rootOf(element, next.surface)
      const span = spanOfWords(wordsOf(next.surface.text), next.at)
      if (found === null || span === null) return
      const range = rangeFor(found.root, span.start, span.end)
      const selection = (found.frame?.contentDocument ?? document).getSelection()
      if (range === null || selection === null) return
      selection.removeAllRanges()
      selection.addRange(range)
      range.startContainer.parentElement?.scrollIntoView({ block: 'nearest' })
    },
    [scroller],
  )
  const begin = useCallback(
    (surface: Surface) => {
      const next: State = { surface, at: { anchor: 0, focus: 0 }, box: isBoxed(surface) ? startBox : null }
      setState(next)
      show(next)
    },
    [show],
  )
  const start = useCallback(() => {
    const element = scroller.current
    const bodies = latest.current.surfaces.filter(usable)
    const surface = element === null ? undefined : surfaceInView(element, bodies)
    if (surface !== undefined) begin(surface)
  }, [begin, scroller])
  const stop = useCallback(() => setState(null), [])

  useEffect(() => {
    if (state === null) return
    const hand = (now: State) => {
      const element = scroller.current
      if (element === null) return
      if (now.box !== null) {
        const region = regionOf(now.surface, now.box)
        const rect = element.querySelector(`[data-surface="${CSS.escape(now.surface.id)}"] .page-surface`)?.getBoundingClientRect()
        if (region === null || rect === undefined) return
        const top = rect.top + now.box.top * rect.height
        const anchor = { left: rect.left + now.box.left * rect.width, top, bottom: top + now.box.height * rect.height }
        latest.current.onPick({ kind: 'box', surface: now.surface.id, region, anchor })
        return
      }
      const span = spanOfWords(wordsOf(now.surface.text), now.at)
      const found = rootOf(element, now.surface)
      const range = span === null || found === null ? null : rangeFor(found.root, span.start, span.end)
      if (span === null || found === null || range === null) return
      const text = now.surface.text.slice(span.start, span.end)
      latest.current.onPick({
        kind: 'text',
        surface: now.surface.id,
        ...span,
        text,
        anchor: anchorOf(range.getBoundingClientRect(), found.frame),
      })
    }
    const pressed = (event: KeyboardEvent) => {
      const now = latest.current.state
      if (now === null || inField(event) || event.ctrlKey || event.metaKey) return
      if (event.key === 'Escape') setState(null)
      else if (event.key === 'Enter') {
        hand(now)
        setState(null)
      } else if (event.key === 'Tab') {
        const all = latest.current.surfaces.filter(usable)
        const index = all.findIndex((surface) => surface.id === now.surface.id)
        const next = all[(index + (event.shiftKey ? -1 : 1) + all.length) % all.length]
        if (next !== undefined) begin(next)
      } else if (arrows.has(event.key)) {
        const next: State =
          now.box === null
            ? { ...now, at: stepWords(now.surface.text, wordsOf(now.surface.text), now.at, event.key, event.shiftKey) }
            : { ...now, box: stepBox(now.box, event.key, event.shiftKey, event.altKey ? fine : coarse) }
        setState(next)
        show(next)
      } else return
      event.preventDefault()
      event.stopImmediatePropagation()
    }
    window.addEventListener('keydown', pressed, true)
    return () => window.removeEventListener('keydown', pressed, true)
  }, [state, begin, scroller, show])

  return {
    active: state === null ? null : state.box === null ? 'text' : 'box',
    draft: state?.box == null ? null : { surface: state.surface.id, box: state.box },
    start,
    stop,
  }
}
