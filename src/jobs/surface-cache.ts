import type { DocumentId, Surface } from '../model/index.ts'
import { foldText, lettersOf } from '../model/index.ts'
import type { ReadableDatabase } from '../store/index.ts'
import { readSurfaces } from '../store/index.ts'

/** Characters of surface text kept per open request; the frozen surfaces never change, so nothing has to be invalidated. */
const keptCharacters = 32_000_000

interface Kept {
  readonly surfaces: Map<DocumentId, readonly Surface[]>
  characters: number
}
const kept = new WeakMap<object, Kept>()

/** The frozen surfaces of a document, kept in memory while there is room: searching everywhere reads each many times. */
export function surfacesOf(database: ReadableDatabase, document: DocumentId): readonly Surface[] {
  const cache = kept.get(database) ?? { surfaces: new Map(), characters: 0 }
  kept.set(database, cache)
  const known = cache.surfaces.get(document)
  if (known !== undefined) {
    // Re-inserted, so that the map's order is that of last use.
    cache.surfaces.delete(document)
    cache.surfaces.set(document, known)
    return known
  }
  const surfaces = readSurfaces(database, document)
  cache.surfaces.set(document, surfaces)
  cache.characters += size(surfaces)
  for (const [oldest, value] of cache.surfaces) {
    if (cache.characters <= keptCharacters || oldest === document) break
    cache.surfaces.delete(oldest)
    cache.characters -= size(value)
  }
  return surfaces
}

function size(surfaces: readonly Surface[]): number {
  return surfaces.reduce((sum, surface) => sum + surface.text.length + 200, 0)
}

/**
 * Letters and digits of a text, folded. Whatever a search ignores (white space, wrapping, quoting marks, punctuation), a text that
 * can be found in another has its squashed form in the other's.
 */
export function squash(text: string): string {
  return lettersOf(foldText(text))
}

/** The squashed text of some surfaces; a separator keeps a text from being found across two of them. */
export function squashSurfaces(surfaces: readonly Surface[]): string {
  return surfaces.map((surface) => squash(surface.text)).join('\n')
}
