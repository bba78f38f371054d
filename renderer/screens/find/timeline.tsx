import { type KeyboardEvent, memo, useState } from 'react'
import type { Facet } from '../../../src/api/index.ts'
import { text } from '../../text/en.ts'
import { monthName } from '../../text/format.ts'
import { everyMonth } from './every-month.ts'

const height = 40

/** Documents by month as small bars; a drag or the arrows brush a range, which narrows the search. */
export const Timeline = memo(function Timeline({
  facets,
  onNarrow,
}: {
  facets: readonly Facet[]
  onNarrow: (from: string, to: string) => void
}) {
  const months = everyMonth(facets)
  const [brush, setBrush] = useState<{ anchor: number; focus: number } | null>(null)
  const [dragging, setDragging] = useState(false)
  if (months.length < 2) return null
  const most = Math.max(...months.map((month) => month.documents), 1)
  const low = brush === null ? -1 : Math.min(brush.anchor, brush.focus)
  const high = brush === null ? -1 : Math.max(brush.anchor, brush.focus)
  const narrow = () => {
    const [from, to] = [months[low], months[high]]
    if (from !== undefined && to !== undefined) onNarrow(from.month, to.month)
    setBrush(null)
  }
  const at = (event: { clientX: number; currentTarget: Element }) => {
    const rect = event.currentTarget.getBoundingClientRect()
    return Math.max(0, Math.min(months.length - 1, Math.floor(((event.clientX - rect.left) / rect.width) * months.length)))
  }
  const pressed = (event: KeyboardEvent) => {
    const focus = brush?.focus ?? months.length
    const step = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0
    if (step !== 0) {
      const next = Math.max(0, Math.min(months.length - 1, focus + step))
      setBrush({ anchor: event.shiftKey && brush !== null ? brush.anchor : next, focus: next })
    } else if (event.key === 'Enter' && brush !== null) narrow()
    else if (event.key === 'Escape') setBrush(null)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const focused = brush === null ? null : (months[brush.focus] ?? null)
  return (
    <div className="timeline">
      <div
        className="timeline-bars"
        role="slider"
        tabIndex={0}
        aria-label={text.find.timeline}
        aria-valuemin={0}
        aria-valuemax={months.length - 1}
        aria-valuenow={brush?.focus ?? 0}
        aria-valuetext={focused === null ? text.find.timelineHint : text.find.month(monthName(focused.month), focused.documents)}
        title={text.find.timelineHint}
        onKeyDown={pressed}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          setDragging(true)
          const index = at(event)
          setBrush({ anchor: index, focus: index })
        }}
        onPointerMove={(event) => dragging && brush !== null && setBrush({ ...brush, focus: at(event) })}
        onPointerUp={() => {
          setDragging(false)
          narrow()
        }}
      >
        <svg viewBox={`0 0 ${months.length} ${height}`} preserveAspectRatio="none" aria-hidden>
          <title>{text.find.timeline}</title>
          {months.map((month, index) => {
            const bar = month.documents === 0 ? 0 : Math.max(1, (month.documents / most) * height)
            return (
              <rect
                key={month.month}
                className={index >= low && index <= high ? 'bar bar-on' : 'bar'}
                x={index + 0.1}
                y={height - bar}
                width={0.8}
                height={bar}
              />
            )
          })}
        </svg>
      </div>
      <div className="timeline-ends small quiet num">
        <span>{monthName(months[0]?.month ?? '')}</span>
        <span>
          {focused !== null &&
            (low === high
              ? text.find.month(monthName(focused.month), focused.documents)
              : `${monthName(months[low]?.month ?? '')} – ${monthName(months[high]?.month ?? '')}`)}
        </span>
        <span>{monthName(months.at(-1)?.month ?? '')}</span>
      </div>
    </div>
  )
})
