import { createTreeWriter, isBlockTag, type Mark, type RenderNode, type Span, type Surface, type TreeWriter } from '../model/index.ts'
import { type Cut, cutsOf, type MarkerOf } from './markers.ts'
import { applyToText } from './text.ts'

export interface AppliedTree {
  /** Null where the surface has none. */
  readonly tree: RenderNode | null
  /** Canonical text of the new tree; its offsets are the tree's. */
  readonly text: string
  /** Where the markers stand in `text`, in order. */
  readonly markers: readonly Span[]
}

/** Applies those of `marks` that lie in this surface, to its tree where it has one, else to its text. */
export function applyToSurface(surface: Surface, marks: readonly Mark[], markerOf: MarkerOf): AppliedTree {
  const own = marks.filter((mark) => mark.surface === surface.id && mark.document === surface.document)
  if (surface.tree !== null) return applyToTree(surface, own, markerOf)
  const { text, map } = applyToText(surface.text, own, markerOf)
  return { tree: null, text, markers: map.map(({ to }) => to) }
}

type Element = Extract<RenderNode, { kind: 'element' }>
type Draft =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'marker'; readonly value: string }
  | { readonly kind: 'break' }
  | { readonly kind: 'image'; readonly contentId: string }
  | { readonly kind: 'element'; readonly element: Element; readonly children: readonly Draft[] }

/**
 * Applies marks to a render tree. A mark over several runs, elements or cells gives one marker, where it begins. What a mark emptied is taken out with
 * it, pictures and empty elements inside it too, and an inline element that holds nothing but a marker is unwrapped, so that formatting tells
 * nothing of what was there. The rest is laid out anew.
 */
export function applyToTree(surface: Pick<Surface, 'text' | 'tree'>, marks: readonly Mark[], markerOf: MarkerOf): AppliedTree {
  const { text, tree } = surface
  if (tree === null) {
    const applied = applyToText(text, marks, markerOf)
    return { tree: null, text: applied.text, markers: applied.map.map(({ to }) => to) }
  }
  return cutTree(text, tree, cutsOf(text, marks, markerOf))
}

/** A stretch to take out and what stands in its place. */
type TreeCut = Pick<Cut, 'start' | 'end' | 'marker'>

/** `applyToTree` for cuts that were made before: sorted, disjoint. */
export function cutTree(text: string, tree: RenderNode, cuts: readonly TreeCut[]): ReturnType<TreeWriter['finish']> {
  const writer = createTreeWriter()
  // The root is the writer's own.
  for (const draft of createCutter(text, cuts).children(tree)) write(writer, draft)
  return writer.finish()
}

interface Cutter {
  children(node: RenderNode): readonly Draft[]
}

function createCutter(text: string, cuts: readonly TreeCut[]): Cutter {
  let next = 0
  let at = 0
  const shown = new Set<TreeCut>()
  /** The cut that `position` lies strictly inside of, or null. Positions come in ascending order. */
  const around = (position: number): TreeCut | null => {
    while (next < cuts.length && (cuts[next] as TreeCut).end <= position) next++
    const cut = cuts[next]
    return cut !== undefined && cut.start < position && position < cut.end ? cut : null
  }
  const show = (cut: TreeCut, into: Draft[]): void => {
    if (!shown.has(cut)) into.push({ kind: 'marker', value: cut.marker })
    shown.add(cut)
  }
  const run = (start: number, end: number, into: Draft[]): void => {
    let from = start
    around(start)
    for (let index = next; index < cuts.length; index++) {
      const cut = cuts[index] as TreeCut
      if (cut.start >= end) break
      if (cut.start > from) into.push({ kind: 'text', value: text.slice(from, cut.start) })
      show(cut, into)
      from = Math.min(end, cut.end)
    }
    if (from < end) into.push({ kind: 'text', value: text.slice(from, end) })
  }
  const lineBreak = (start: number, end: number, into: Draft[]): void => {
    around(start)
    const cut = cuts[next]
    if (cut !== undefined && cut.start < end && cut.end > start) show(cut, into)
    else into.push({ kind: 'break' })
  }
  const element = (node: Element, into: Draft[]): void => {
    const from = at
    const kept = children(node)
    const inside = around(from) !== null
    if (kept.length === 0) {
      const emptied = at > from
      if (!emptied && !inside) into.push({ kind: 'element', element: node, children: [] })
      return
    }
    const onlyMarkers = kept.every((child) => child.kind === 'marker' || (child.kind === 'text' && child.value.trim() === ''))
    const cutHere = kept.some((child) => child.kind === 'marker')
    if (onlyMarkers && cutHere && !isBlockTag(node.tag)) into.push(...kept)
    else into.push({ kind: 'element', element: node, children: kept })
  }
  const children = (node: RenderNode): readonly Draft[] => {
    const into: Draft[] = []
    if (node.kind !== 'element') return into
    for (const child of node.children) {
      if (child.kind === 'element') {
        element(child, into)
        continue
      }
      if (child.kind === 'image') {
        if (around(at) === null) into.push(child)
        continue
      }
      if (child.kind === 'text') run(child.start, child.end, into)
      else if (child.boundary !== true) lineBreak(child.start, child.end, into)
      at = child.end
    }
    return into
  }
  return { children }
}

function write(writer: TreeWriter, draft: Draft): void {
  if (draft.kind === 'text') writer.text(draft.value)
  else if (draft.kind === 'marker') writer.marker(draft.value)
  else if (draft.kind === 'break') writer.lineBreak()
  else if (draft.kind === 'image') writer.image(draft.contentId)
  else {
    const { tag, attributes, style } = draft.element
    writer.open(tag, attributes, style)
    for (const child of draft.children) write(writer, child)
    writer.close()
  }
}
