import type { Ground, Mark, RenderNode, Surface } from '../model/index.ts'
import { cutsOf as cutsOfText, cutTree, markersFrom, markerText, serialiseTree } from '../redact/index.ts'

/** A span to take out and what stands in its place. Disjoint and sorted. */
export interface Cut {
  readonly start: number
  readonly end: number
  readonly marker: string
}

/** What stands where text was: of one length for one ground, whatever it hides. */
export function markerFor(code: string, grounds: readonly Ground[]): string {
  return markerText([grounds.find((candidate) => candidate.code === code)?.short ?? code])
}

/** The cuts that approved marks make in one surface; overlapping and touching marks become one. The same as in the reviewer's preview. */
export function cutsOf(surface: Surface, marks: readonly Mark[], grounds: readonly Ground[]): readonly Cut[] {
  const own = marks.filter((mark) => mark.surface === surface.id)
  return cutsOfText(surface.text, own, markersFrom(grounds))
}

/** `[start, end)` of `text` with the cuts made; a marker stands where its cut begins, or at `start` where it began before. */
export function cutText(text: string, cuts: readonly Cut[], start = 0, end = text.length): string {
  let out = ''
  let at = start
  for (const cut of cuts) {
    if (cut.end <= start || cut.start >= end) continue
    out += text.slice(at, Math.max(at, cut.start)) + cut.marker
    at = Math.max(at, Math.min(cut.end, end))
  }
  return out + text.slice(at, end)
}

/** Text for HTML, inside elements and quoted attributes. */
export function escapeHtml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g, '\ufffd')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

/**
 * The approved render tree as HTML, cuts made as in the reviewer's preview: one marker each, without the formatting, empty elements and pictures of
 * what it hides. `image` gives what stands for an embedded image.
 */
export function cutHtml(text: string, tree: RenderNode, cuts: readonly Cut[], image: (contentId: string) => string): string {
  const cut = cutTree(text, tree, cuts)
  return serialiseTree(cut.tree, cut.text, { offsets: false, markers: cut.markers, image })
}
