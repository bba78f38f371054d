/**
 * Between the DOM and a surface's canonical text. Runs carry `data-start`, the UTF-16 offset of their first unit; what a run
 * shows is exactly its slice of the text, so that offsets are counted, never guessed from a search.
 */

const runOf = (node: Node): Element | null => {
  const element = node.nodeType === 1 ? (node as Element) : node.parentElement
  return element?.closest('[data-start]') ?? null
}

function textNodes(root: Node): Text[] {
  const owner = root.ownerDocument ?? (root as Document)
  const walker = owner.createTreeWalker(root, 4)
  const nodes: Text[] = []
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) nodes.push(node as Text)
  return nodes
}

const startOf = (run: Element): number => Number(run.getAttribute('data-start'))

function inText(node: Text, offset: number): number | null {
  const run = runOf(node)
  if (run === null) return null
  let before = 0
  for (const text of textNodes(run)) {
    if (text === node) return startOf(run) + before + offset
    before += text.data.length
  }
  return null
}

/** The canonical offset of a DOM point; at a point between elements, of the next text (`forward`) or the last one before it. */
export function offsetAt(root: Node, node: Node, offset: number, forward: boolean): number | null {
  if (node.nodeType === 3) {
    const found = inText(node as Text, offset)
    if (found !== null) return found
  }
  const owner = root.ownerDocument ?? (root as Document)
  const point = owner.createRange()
  point.setStart(node, offset)
  const texts = textNodes(root).filter((text) => runOf(text) !== null)
  const after = texts.filter((text) => point.comparePoint(text, 0) >= 0)
  const before = texts.filter((text) => point.comparePoint(text, text.data.length) <= 0)
  const next = after[0]
  const last = before.at(-1)
  if (forward) return next !== undefined ? inText(next, 0) : last === undefined ? null : inText(last, last.data.length)
  return last !== undefined ? inText(last, last.data.length) : next === undefined ? null : inText(next, 0)
}

/** `[start, end)` of what is selected under `root`, without white space at its edges; null where nothing is. */
export function selectedSpan(root: Node, selection: Selection | null, text: string): { start: number; end: number } | null {
  if (selection === null || selection.rangeCount === 0 || selection.isCollapsed) return null
  const range = selection.getRangeAt(0)
  if (!range.intersectsNode(root)) return null
  const inside = (node: Node) => root.contains(node)
  const from = inside(range.startContainer) ? offsetAt(root, range.startContainer, range.startOffset, true) : 0
  const to = inside(range.endContainer) ? offsetAt(root, range.endContainer, range.endOffset, false) : text.length
  return from === null || to === null ? null : trimSpan(text, from, to)
}

/** A span without the white space at its edges; null where nothing is left. */
export function trimSpan(text: string, from: number, to: number): { start: number; end: number } | null {
  let start = Math.max(0, from)
  let end = Math.min(text.length, to)
  while (start < end && /\s/u.test(text[start] ?? '')) start += 1
  while (end > start && /\s/u.test(text[end - 1] ?? '')) end -= 1
  return start < end ? { start, end } : null
}

function pointAt(root: Node, offset: number, end: boolean): { node: Text; offset: number } | null {
  let found: { node: Text; offset: number } | null = null
  for (const text of textNodes(root)) {
    const start = inText(text, 0)
    if (start === null) continue
    const inside = end ? start < offset && offset <= start + text.data.length : start <= offset && offset < start + text.data.length
    if (inside) return { node: text, offset: offset - start }
    if (start + text.data.length <= offset) found = { node: text, offset: text.data.length }
  }
  return found
}

/** The DOM range of a span; null where the surface does not show it. */
export function rangeFor(root: Node, start: number, end: number): Range | null {
  const from = pointAt(root, start, false)
  const to = pointAt(root, end, true)
  if (from === null || to === null) return null
  const range = (root.ownerDocument ?? (root as Document)).createRange()
  range.setStart(from.node, from.offset)
  range.setEnd(to.node, to.offset)
  return range
}
