import type { Mark } from '../model/index.ts'
import type { ReadableDatabase } from '../store/index.ts'
import { textUnder } from './mark-surface.ts'
import { surfacesOf } from './surface-cache.ts'

/** The text that a mark covers; for a box on a page the text under it, for one on a picture null. */
export function textOfMark(database: ReadableDatabase, mark: Pick<Mark, 'document' | 'surface' | 'span' | 'region'>): string | null {
  const surface = surfacesOf(database, mark.document).find(({ id }) => id === mark.surface)
  if (surface === undefined) return null
  if (mark.span !== null) return surface.text.slice(mark.span.start, mark.span.end)
  const runs = textUnder(surface, mark.region ?? undefined)
  return runs.length === 0 ? null : runs.map(({ start, end }) => surface.text.slice(start, end)).join(' ')
}

/** What two marks' texts have in common when they are the same to a reader. */
export function textKey(text: string): string {
  return text.normalize('NFKC').replace(/\s+/gu, ' ').trim().toLowerCase()
}
