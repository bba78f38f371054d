import type { Mark, Region, Surface } from '../../src/model/index.ts'

/** A box in fractions of the shown page, from its top left: what the screen draws whatever the zoom. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

const clamp = (value: number, low = 0, high = 1) => Math.max(low, Math.min(high, value))

/** A shown box as the model keeps it: PDF points from the bottom left on a page, pixels from the top left on an image. */
export function regionOf(surface: Surface, box: Box): Region | null {
  const left = clamp(box.left)
  const top = clamp(box.top)
  const width = clamp(box.left + box.width) - left
  const height = clamp(box.top + box.height) - top
  if (width <= 0 || height <= 0) return null
  if (surface.page !== null) {
    const { widthPt, heightPt, number } = surface.page
    return { page: number, x: left * widthPt, y: (1 - top - height) * heightPt, width: width * widthPt, height: height * heightPt }
  }
  if (surface.image !== null) {
    const { widthPx, heightPx } = surface.image
    return { page: 1, x: left * widthPx, y: top * heightPx, width: width * widthPx, height: height * heightPx }
  }
  return null
}

/** The reverse of {@link regionOf}. */
export function boxOf(surface: Surface, region: Region): Box | null {
  if (surface.page !== null) {
    const { widthPt, heightPt } = surface.page
    return {
      left: region.x / widthPt,
      top: 1 - (region.y + region.height) / heightPt,
      width: region.width / widthPt,
      height: region.height / heightPt,
    }
  }
  if (surface.image !== null) {
    const { widthPx, heightPx } = surface.image
    return { left: region.x / widthPx, top: region.y / heightPx, width: region.width / widthPx, height: region.height / heightPx }
  }
  return null
}

/** Where a mark lies on a page or an image: its box, or the parts of the page's text runs that its span covers. */
export function boxesOfMark(surface: Surface, mark: Mark): readonly Box[] {
  if (mark.region !== null) {
    const box = boxOf(surface, mark.region)
    return box === null ? [] : [box]
  }
  const { span } = mark
  const page = surface.page
  if (span === null || page === null) return []
  return page.runs.flatMap((run) => {
    const start = Math.max(run.start, span.start)
    const end = Math.min(run.end, span.end)
    if (start >= end || run.end <= run.start) return []
    const part = (offset: number) => ((offset - run.start) / (run.end - run.start)) * run.widthPt
    const region = { page: page.number, x: run.xPt + part(start), y: run.yPt, width: part(end) - part(start), height: run.heightPt }
    const box = boxOf(surface, region)
    return box === null ? [] : [box]
  })
}

/** A box after an arrow key: moved, or sized with Shift; it never leaves the page. */
export function stepBox(box: Box, key: string, size: boolean, step: number): Box {
  const dx = key === 'ArrowRight' ? step : key === 'ArrowLeft' ? -step : 0
  const dy = key === 'ArrowDown' ? step : key === 'ArrowUp' ? -step : 0
  if (size) {
    return { ...box, width: clamp(box.width + dx, step, 1 - box.left), height: clamp(box.height + dy, step, 1 - box.top) }
  }
  return { ...box, left: clamp(box.left + dx, 0, 1 - box.width), top: clamp(box.top + dy, 0, 1 - box.height) }
}
