import { useEffect, useRef, useState } from 'react'
import type { Surface } from '../../src/model/index.ts'
import { text } from '../text/en.ts'
import { lendFonts } from './frame-fonts.ts'
import { usePaper } from './paper-context.ts'
import { anchorOf } from './picked.ts'
import { selectedSpan } from './run-offsets.ts'

const forwarded = ['keydown', 'keyup'] as const

/**
 * A body in its sandboxed frame, as high as its content. Nothing in it can run; from out here its selection is read and its keys
 * are passed on. When its marks change, the new version is loaded behind the old one and takes its place.
 */
export function HtmlSurface({ surface, produced, onReady }: { surface: Surface; produced: boolean; onReady: () => void }) {
  const paper = usePaper()
  const version = paper.marks
    .filter((mark) => mark.surface === surface.id)
    .map((mark) => `${mark.id}${mark.state}${mark.ground}`)
    .join()
  const wanted = `${paper.frame(surface, produced)}#${version}`
  const [shown, setShown] = useState<string | null>(null)
  const [height, setHeight] = useState(48)
  const frames = shown === null || shown === wanted ? [wanted] : [shown, wanted]

  return (
    <div className="html-surface" style={{ height }}>
      {frames.map((address) => (
        <BodyFrame
          key={address}
          surface={surface}
          address={address}
          hidden={address !== shown}
          onLoaded={(next) => {
            setHeight(next)
            setShown(address)
            onReady()
            paper.onLayout()
          }}
          onHeight={(next) => {
            setHeight(next)
            paper.onLayout()
          }}
        />
      ))}
    </div>
  )
}

interface FrameProps {
  readonly surface: Surface
  readonly address: string
  readonly hidden: boolean
  readonly onLoaded: (height: number) => void
  readonly onHeight: (height: number) => void
}

const heightOf = (frame: HTMLIFrameElement): number => {
  const root = frame.contentDocument?.documentElement
  if (root == null) return 48
  const bar = root.scrollWidth > root.clientWidth ? 16 : 0
  return Math.ceil(root.getBoundingClientRect().height) + bar
}

function BodyFrame({ surface, address, hidden, onLoaded, onHeight }: FrameProps) {
  const frame = useRef<HTMLIFrameElement>(null)
  const paper = usePaper()
  const latest = useRef({ paper, onHeight, surface })
  latest.current = { paper, onHeight, surface }

  const [loaded, setLoaded] = useState(0)
  useEffect(() => {
    const element = frame.current
    const inner = element?.contentDocument
    if (loaded === 0 || element === null || inner == null) return
    const passOn = (event: KeyboardEvent) => {
      const copy = new KeyboardEvent(event.type, event)
      if (!window.dispatchEvent(copy)) event.preventDefault()
    }
    const released = () => {
      // A click clears the old selection only after this event.
      setTimeout(() => {
        const selection = inner.getSelection()
        const span = selectedSpan(inner, selection, latest.current.surface.text)
        const picked = latest.current.paper.onPick
        if (span === null || selection === null) return picked?.(null)
        const anchor = anchorOf(selection.getRangeAt(0).getBoundingClientRect(), element)
        return picked?.({
          kind: 'text',
          surface: latest.current.surface.id,
          ...span,
          text: latest.current.surface.text.slice(span.start, span.end),
          anchor,
        })
      })
    }
    const clicked = (event: MouseEvent) => {
      const target = event.target as Element | null
      const id = target?.closest('[data-mark]')?.getAttribute('data-mark')
      if (id != null) latest.current.paper.onChoose(id)
      if (target?.closest('a') != null) event.preventDefault()
    }
    const moved = () => window.dispatchEvent(new Event('pointermove'))
    const resized = new ResizeObserver(() => latest.current.onHeight(heightOf(element)))
    for (const kind of forwarded) inner.addEventListener(kind, passOn)
    inner.addEventListener('pointerup', released)
    inner.addEventListener('click', clicked)
    inner.addEventListener('pointermove', moved, { passive: true })
    resized.observe(element)
    return () => {
      for (const kind of forwarded) inner.removeEventListener(kind, passOn)
      inner.removeEventListener('pointerup', released)
      inner.removeEventListener('click', clicked)
      inner.removeEventListener('pointermove', moved)
      resized.disconnect()
    }
  }, [loaded])

  // The chosen mark is outlined from out here: the frame's own style sheet is hashed and knows no selection.
  useEffect(() => {
    if (loaded === 0) return
    for (const element of frame.current?.contentDocument?.querySelectorAll<HTMLElement>('[data-mark]') ?? []) {
      element.style.outline = element.getAttribute('data-mark') === paper.chosen ? '2px solid #1d4e89' : ''
    }
  }, [loaded, paper.chosen])

  return (
    <iframe
      ref={frame}
      title={text.review.surfaces[surface.kind]}
      data-body={surface.id}
      sandbox="allow-same-origin"
      src={address}
      style={hidden ? { visibility: 'hidden' } : undefined}
      tabIndex={hidden ? -1 : 0}
      onLoad={(event) => {
        const frame = event.currentTarget
        setLoaded((before) => before + 1)
        onLoaded(heightOf(frame))
        lendFonts(frame)
          .then(() => frame.contentDocument?.fonts.ready)
          .then(() => onHeight(heightOf(frame)))
          .catch(() => undefined)
      }}
    />
  )
}
