import { type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import type { DocumentId, Surface } from '../../src/model/index.ts'
import { type Coverage, cover, isCovered } from './coverage.ts'

const sampleMs = 150
const gatherMs = 300

/** Surfaces that have their content and size; only these can be said to have been shown. */
export interface Ready {
  has(surface: string): boolean
  set(surface: string): void
}

/** Where an element can be seen, from top to bottom: what scrolls around it and the window cut it off. */
function visibleExtent(element: HTMLElement): { readonly top: number; readonly bottom: number } {
  let { top, bottom } = element.getBoundingClientRect()
  for (let around = element.parentElement; around !== null && around !== document.body; around = around.parentElement) {
    if (getComputedStyle(around).overflowY === 'visible') continue
    const cut = around.getBoundingClientRect()
    top = Math.max(top, cut.top)
    bottom = Math.min(bottom, cut.bottom)
  }
  return { top: Math.max(top, 0), bottom: Math.min(bottom, window.innerHeight) }
}

/**
 * Watches which parts of which surfaces have been on the screen, by sampling and at every scroll, and tells once for each surface
 * when the whole of its height was. A page whose picture has not arrived, or a hidden window, shows nothing.
 */
export function useShown(
  document: DocumentId,
  surfaces: readonly Surface[],
  scroller: RefObject<HTMLElement | null>,
  onShown: ((surfaces: readonly Surface[]) => void) | null,
): Ready {
  const [readyIds, setReadyIds] = useState<ReadonlySet<string>>(new Set())
  const latest = useRef({ surfaces, onShown })
  latest.current = { surfaces, onShown }
  const watching = onShown !== null

  useEffect(() => {
    const element = scroller.current
    if (!watching || element === null) return
    const coverage = new Map<string, Coverage>()
    const told = new Set<string>()
    let gathered: Surface[] = []
    let timer: ReturnType<typeof setTimeout> | null = null
    const tellAll = () => {
      timer = null
      const all = gathered
      gathered = []
      if (all.length > 0) latest.current.onShown?.(all)
    }
    const sample = () => {
      if (window.document.visibilityState !== 'visible') return
      const view = visibleExtent(element)
      for (const section of element.querySelectorAll<HTMLElement>('[data-surface][data-ready="true"]')) {
        const id = section.dataset['surface'] ?? ''
        const surface = latest.current.surfaces.find((candidate) => candidate.id === id)
        if (surface === undefined || surface.document !== document || told.has(id)) continue
        const rect = section.getBoundingClientRect()
        if (rect.bottom < view.top || rect.top > view.bottom) continue
        const height = Math.max(1, rect.height)
        const next = cover(coverage.get(id) ?? [], (view.top - rect.top) / height, (view.bottom - rect.top) / height)
        coverage.set(id, next)
        if (!isCovered(next)) continue
        told.add(id)
        gathered.push(surface)
        timer ??= setTimeout(tellAll, gatherMs)
      }
    }
    // Also right before anything that scrolls: what stood on the screen until then was shown, however quick the next key.
    const interval = setInterval(sample, sampleMs)
    element.addEventListener('scroll', sample, { passive: true })
    element.addEventListener('wheel', sample, { passive: true })
    window.addEventListener('keydown', sample, true)
    return () => {
      clearInterval(interval)
      element.removeEventListener('scroll', sample)
      element.removeEventListener('wheel', sample)
      window.removeEventListener('keydown', sample, true)
      if (timer !== null) clearTimeout(timer)
      tellAll()
    }
  }, [document, scroller, watching])

  return useMemo<Ready>(
    () => ({
      has: (surface) => readyIds.has(`${document} ${surface}`),
      set: (surface) => {
        const key = `${document} ${surface}`
        setReadyIds((before) => (before.has(key) ? before : new Set([...before, key])))
      },
    }),
    [readyIds, document],
  )
}
