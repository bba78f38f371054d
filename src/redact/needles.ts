import type { Mark, Surface } from '../model/index.ts'
import { foldSurface } from './fold-surface.ts'
import { cutsOf } from './markers.ts'

/** Shorter words say nothing by themselves. */
const distinctiveLength = 5

/**
 * The strings that must be absent from what is produced of a document: each hidden stretch, as written, and its distinctive words: those of at least five
 * letters or digits that stand nowhere in the unmarked rest of the surface or in `elsewhere`. Without repeats.
 * @param elsewhere unmarked texts of the document's other surfaces
 */
export function needlesOf(surface: Surface, marks: readonly Mark[], elsewhere: readonly string[] = []): readonly string[] {
  const own = marks.filter((mark) => mark.surface === surface.id && mark.document === surface.document)
  const cuts = cutsOf(surface.text, own, () => '')
  if (cuts.length === 0) return []
  const rest: string[] = [...elsewhere]
  let at = 0
  for (const cut of cuts) {
    rest.push(surface.text.slice(at, cut.start))
    at = cut.end
  }
  rest.push(surface.text.slice(at))
  const open = new Set(rest.flatMap((text) => tokens(foldSurface(text).text)))
  const needles = new Set<string>()
  for (const cut of cuts) {
    const hidden = surface.text.slice(cut.start, cut.end)
    if (hidden.trim() !== '') needles.add(hidden)
    for (const token of tokens(hidden)) {
      if (token.length >= distinctiveLength && !open.has(foldSurface(token).text)) needles.add(token)
    }
  }
  return [...needles]
}

function tokens(text: string): readonly string[] {
  return text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
}
