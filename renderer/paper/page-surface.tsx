import { type PointerEvent, useRef, useState } from 'react'
import type { Surface } from '../../src/model/index.ts'
import { text } from '../text/en.ts'
import { type Box, boxesOfMark, regionOf } from './boxes.ts'
import { usePaper } from './paper-context.ts'
import { isShown } from './segments.ts'

const percent = (box: Box) => ({
  left: `${box.left * 100}%`,
  top: `${box.top * 100}%`,
  width: `${box.width * 100}%`,
  height: `${box.height * 100}%`,
})

/** Smaller drags are clicks. */
const leastFraction = 0.004

/** A PDF page or an image as pixels, with marks as boxes; a drag draws a new one. */
export function PageSurface({
  surface,
  label,
  draft,
  onReady,
}: {
  surface: Surface
  label: string
  draft: Box | null
  onReady: () => void
}) {
  const paper = usePaper()
  const area = useRef<HTMLDivElement>(null)
  const [drag, setDrag] = useState<{ x: number; y: number; box: Box } | null>(null)
  const marks = paper.produced ? [] : paper.marks.filter((mark) => mark.surface === surface.id && isShown(mark))
  const version = paper.marks
    .filter((mark) => mark.surface === surface.id)
    .map((mark) => `${mark.id}${mark.state}`)
    .join()
  const address = paper.frame(surface, paper.produced)
  const width = surface.page?.widthPt ?? surface.image?.widthPx ?? 1
  const height = surface.page?.heightPt ?? surface.image?.heightPx ?? 1

  const at = (event: PointerEvent) => {
    const rect = area.current?.getBoundingClientRect()
    if (rect === undefined) return { x: 0, y: 0 }
    return { x: (event.clientX - rect.left) / rect.width, y: (event.clientY - rect.top) / rect.height }
  }
  const down = (event: PointerEvent) => {
    if (paper.onPick === null || paper.produced || event.button !== 0) return
    area.current?.setPointerCapture(event.pointerId)
    const { x, y } = at(event)
    setDrag({ x, y, box: { left: x, top: y, width: 0, height: 0 } })
    event.preventDefault()
  }
  const move = (event: PointerEvent) => {
    if (drag === null) return
    const { x, y } = at(event)
    setDrag({
      ...drag,
      box: { left: Math.min(x, drag.x), top: Math.min(y, drag.y), width: Math.abs(x - drag.x), height: Math.abs(y - drag.y) },
    })
  }
  const up = (event: PointerEvent) => {
    // The paper around would read an empty text selection and take the box for a click beside.
    event.stopPropagation()
    if (drag === null) return
    setDrag(null)
    const { box } = drag
    if (box.width < leastFraction || box.height < leastFraction) return paper.onPick?.(null)
    const region = regionOf(surface, box)
    const rect = area.current?.getBoundingClientRect()
    if (region === null || rect === undefined) return
    const top = rect.top + box.top * rect.height
    paper.onPick?.({
      kind: 'box',
      surface: surface.id,
      region,
      anchor: { left: rect.left + box.left * rect.width, top, bottom: top + box.height * rect.height },
    })
  }
  const drawn = drag?.box ?? draft

  return (
    <div
      className="page-surface"
      ref={area}
      style={{ aspectRatio: `${width} / ${height}`, maxWidth: surface.image === null ? 900 : width }}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
    >
      <img
        src={`${address}#${version}`}
        alt={label}
        draggable={false}
        onLoad={() => {
          onReady()
          paper.onLayout()
        }}
      />
      {marks.flatMap((mark) =>
        boxesOfMark(surface, mark).map((box, index) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for the pointer only
          // biome-ignore lint/a11y/useKeyWithClickEvents: the same marks are a list of buttons in the decision pane
          <span
            key={`${mark.id}${box.left}${box.top}`}
            className={`box mark-${mark.state}`}
            data-mark={mark.id}
            data-ground={index === 0 ? paper.groundName(mark.ground) : undefined}
            data-chosen={paper.chosen === mark.id || undefined}
            title={text.review.markOf(text.review.markStates[mark.state], '', paper.groundName(mark.ground))}
            style={percent(box)}
            onPointerDown={(event) => event.stopPropagation()}
            onClick={() => paper.onChoose(mark.id)}
          />
        )),
      )}
      {drawn !== null && <span className="box box-draft" style={percent(drawn)} />}
    </div>
  )
}
