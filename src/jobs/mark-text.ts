import type { Mark, Surface } from '../model/index.ts'
import type { ReadableDatabase } from '../store/index.ts'
import { textUnder } from './mark-surface.ts'
import { surfacesOf } from './surface-cache.ts'
import { quoted } from './words.ts'

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

const headers: Readonly<Record<string, string>> = {
  'h:from': 'the sender',
  'h:to': 'the recipients',
  'h:cc': 'the copied recipients',
  'h:bcc': 'the blind-copied recipients',
  'h:reply-to': 'the address for replies',
  'h:subject': 'the subject',
  'h:date': 'the date',
}

function placeInWords(surface: Surface): string {
  switch (surface.kind) {
    case 'header':
      return headers[surface.id] ?? 'a header'
    case 'filename':
      return 'the file name'
    case 'hidden':
      return 'the hidden text'
    case 'pdf-page':
      return `page ${surface.page?.number ?? 1}`
    case 'image':
      return 'the picture'
    default:
      return 'the text'
  }
}

/** A mark by what it covers and where, for histories: `'Jane Roe' in the subject`, `Box on page 2`. Words of the mail, so they stay in this database. */
export function markInWords(database: ReadableDatabase, mark: Pick<Mark, 'document' | 'surface' | 'span' | 'region'>): string {
  const surface = surfacesOf(database, mark.document).find(({ id }) => id === mark.surface)
  if (surface === undefined) return 'A mark'
  if (mark.span === null) return `Box on ${placeInWords(surface)}`
  return `${quoted(surface.text.slice(mark.span.start, mark.span.end))} in ${placeInWords(surface)}`
}
