import type { Mark, PageRun, Pixels, Region, Surface } from '../model/index.ts'

/** Letters reach out of their boxes; in points. */
const padPt = 1.5
/** Boxes grow to the right to a multiple of this where there is free room, so that their width tells less of what they hide. */
const quantumPt = 18

/**
 * The boxes that marks make on a PDF page or an image: regions as drawn, and for a span of a page the boxes of every run that it touches, whole runs, padded and
 * widened to a common step. On a page in points with bottom-left origin, on an image in pixels with top-left origin.
 */
export function regionsOf(surface: Surface, marks: readonly Mark[]): readonly Region[] {
  const own = marks.filter((mark) => mark.surface === surface.id && mark.document === surface.document)
  const drawn = own.flatMap((mark) => (mark.region === null ? [] : [mark.region]))
  const page = surface.page
  if (page === null) return drawn.map((region) => ({ ...region, page: 1 }))
  const boxes: Region[] = drawn.map((region) => ({ ...region, page: page.number }))
  const touched = new Set<PageRun>()
  for (const { span } of own) {
    if (span === null) continue
    for (const run of page.runs) if (run.start < span.end && run.end > span.start) touched.add(run)
  }
  for (const run of touched) {
    const left = Math.max(0, run.xPt - padPt)
    const bottom = Math.max(0, run.yPt - padPt)
    const right = Math.min(page.widthPt, widened(run, page.runs, touched, page.widthPt))
    const top = Math.min(page.heightPt, run.yPt + run.heightPt + padPt)
    boxes.push({ page: page.number, x: left, y: bottom, width: right - left, height: top - bottom })
  }
  return boxes
}

function widened(run: PageRun, runs: readonly PageRun[], touched: ReadonlySet<PageRun>, pageWidth: number): number {
  const right = run.xPt + run.widthPt + padPt
  const wanted = run.xPt + Math.ceil((run.widthPt + padPt) / quantumPt) * quantumPt
  let free = pageWidth
  for (const other of runs) {
    if (other === run || touched.has(other)) continue
    const sameLine = other.yPt < run.yPt + run.heightPt && other.yPt + other.heightPt > run.yPt
    if (sameLine && other.xPt >= run.xPt + run.widthPt) free = Math.min(free, other.xPt - padPt)
  }
  return Math.max(right, Math.min(wanted, free))
}

/** Regions in pixels of a picture of the surface of this size, top-left origin, grown outward to whole pixels. */
export function pixelRegions(surface: Surface, regions: readonly Region[], widthPx: number, heightPx: number): readonly Region[] {
  const full = surface.page ?? (surface.image === null ? null : { widthPt: surface.image.widthPx, heightPt: surface.image.heightPx })
  const scaleX = full === null ? 1 : widthPx / full.widthPt
  const scaleY = full === null ? 1 : heightPx / full.heightPt
  return regions.map((region) => {
    const top = surface.page === null || full === null ? region.y : full.heightPt - region.y - region.height
    const x = Math.floor(region.x * scaleX)
    const y = Math.floor(top * scaleY)
    return {
      page: region.page,
      x,
      y,
      width: Math.ceil((region.x + region.width) * scaleX) - x,
      height: Math.ceil((top + region.height) * scaleY) - y,
    }
  })
}

/** Paints regions (pixels, top-left origin) opaque black, in a copy. What was there is gone, not covered. */
export function applyToPixels(pixels: Pixels, regions: readonly Region[]): Pixels {
  const { widthPx, heightPx } = pixels
  const data = new Uint8ClampedArray(pixels.data)
  const black = new Uint32Array(1)
  new Uint8Array(black.buffer).set([0, 0, 0, 255])
  const colours = new Uint32Array(data.buffer)
  for (const region of regions) {
    const left = clamp(Math.floor(region.x), widthPx)
    const right = clamp(Math.ceil(region.x + region.width), widthPx)
    const top = clamp(Math.floor(region.y), heightPx)
    const bottom = clamp(Math.ceil(region.y + region.height), heightPx)
    for (let y = top; y < bottom; y++) colours.fill(black[0] ?? 0, y * widthPx + left, y * widthPx + right)
  }
  return { widthPx, heightPx, data }
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(most, value))
}
