import { type RefObject, useEffect, useState } from 'react'
import type { Mark } from '../../src/model/index.ts'
import { text } from '../text/en.ts'
import { isShown } from './segments.ts'

interface Tick {
  readonly mark: string
  readonly state: Mark['state']
  readonly label: string
  /** Fraction of the whole height. */
  readonly at: number
}

interface Props {
  readonly scroller: RefObject<HTMLElement | null>
  readonly marks: readonly Mark[]
  /** Changes whenever a frame or a picture got its size. */
  readonly layout: number
  readonly groundName: (code: string | null) => string
  readonly onChoose: (mark: string) => void
}

/** Where a mark lies on the paper, from its top in pixels: in the page itself, or inside a body's frame. */
export function topOfMark(scroller: HTMLElement, mark: string): number | null {
  const from = scroller.getBoundingClientRect().top - scroller.scrollTop
  const selector = `[data-mark="${CSS.escape(mark)}"]`
  const here = scroller.querySelector(selector)
  if (here !== null) return here.getBoundingClientRect().top - from
  for (const frame of scroller.querySelectorAll('iframe')) {
    const inside = frame.contentDocument?.querySelector(selector)
    if (inside != null) return frame.getBoundingClientRect().top + inside.getBoundingClientRect().top - from
  }
  return null
}

/** The whole paper's height as a strip at its right, with a tick for every mark. The decision pane lists the same marks. */
export function MarginMap({ scroller, marks, layout, groundName, onChoose }: Props) {
  const [ticks, setTicks] = useState<readonly Tick[]>([])
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured again at every new layout
  useEffect(() => {
    const element = scroller.current
    if (element === null) return
    const measured = requestAnimationFrame(() => {
      const height = Math.max(1, element.scrollHeight)
      setTicks(
        marks.filter(isShown).flatMap((mark) => {
          const top = topOfMark(element, mark.id)
          return top === null ? [] : [{ mark: mark.id, state: mark.state, label: groundName(mark.ground), at: top / height }]
        }),
      )
    })
    return () => cancelAnimationFrame(measured)
  }, [scroller, marks, layout, groundName])
  return (
    <div className="margin-map" role="presentation" title={text.review.map}>
      {ticks.map((tick) => (
        <button
          key={tick.mark}
          type="button"
          tabIndex={-1}
          aria-hidden
          className={`tick mark-${tick.state}`}
          style={{ top: `${tick.at * 100}%` }}
          title={text.review.mapTo(`${text.review.markStates[tick.state]}, ${tick.label}`)}
          onClick={() => onChoose(tick.mark)}
        />
      ))}
    </div>
  )
}
