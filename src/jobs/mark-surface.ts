import type { Region, Span, Surface } from '../model/index.ts'
import { AppError } from '../model/index.ts'

/** Refuses a span that is not text of a surface that may be produced. @throws matter/bad-span */
export function checkSpan(surface: Surface, span: Span): void {
  const where = { document: surface.document, surface: surface.id, start: span.start, end: span.end }
  if (!surface.producible) {
    throw new AppError('matter/bad-span', 'This surface is shown but never produced: there is nothing to redact in it.', where)
  }
  if (span.start < 0 || span.end <= span.start || span.end > surface.text.length) {
    throw new AppError('matter/bad-span', 'The span lies outside the text of this surface.', { ...where, length: surface.text.length })
  }
  if (splitsCharacter(surface.text, span.start) || splitsCharacter(surface.text, span.end)) {
    throw new AppError('matter/bad-span', 'The span cuts a character in two.', where)
  }
  if (surface.text.slice(span.start, span.end).trim() === '') {
    throw new AppError('matter/bad-span', 'The span holds only white space.', where)
  }
}

function splitsCharacter(text: string, offset: number): boolean {
  const before = text.charCodeAt(offset - 1)
  const after = text.charCodeAt(offset)
  return before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff
}

/** Refuses a box that is not on this page or picture. @throws matter/bad-span */
export function checkRegion(surface: Surface, region: Region): void {
  const where = { document: surface.document, surface: surface.id }
  const area =
    surface.page !== null
      ? { page: surface.page.number, width: surface.page.widthPt, height: surface.page.heightPt }
      : surface.image !== null
        ? { page: 1, width: surface.image.widthPx, height: surface.image.heightPx }
        : null
  if (area === null || !surface.producible) {
    throw new AppError('matter/bad-span', 'Boxes can be drawn on pages and pictures only; mark text by its span.', where)
  }
  const { page, x, y, width, height } = region
  const finite = [x, y, width, height].every(Number.isFinite) && width > 0 && height > 0
  if (!finite || page !== area.page || x + width <= 0 || y + height <= 0 || x >= area.width || y >= area.height) {
    throw new AppError('matter/bad-span', 'The box does not lie on this page or picture.', where)
  }
}

/** The runs of a page's text that a box touches. */
export function textUnder(surface: Surface, region: Region | undefined): readonly Span[] {
  if (surface.page === null || region === undefined) return []
  return surface.page.runs
    .filter(
      (run) =>
        run.xPt < region.x + region.width &&
        region.x < run.xPt + run.widthPt &&
        run.yPt < region.y + region.height &&
        region.y < run.yPt + run.heightPt,
    )
    .map(({ start, end }) => ({ start, end }))
}
