import type { RenderNode, Span } from '../model/index.ts'
import { declarationsOf, type StyleSheet } from './style-sheet.ts'

export interface SerialiseOptions {
  /** Writes each run as `<span data-start="N">`, N being its offset in the canonical text. */
  readonly offsets: boolean
  /** `inline`: style attributes, for mail; `none`; or a sheet that gathers them as classes. Left out: `inline`. */
  readonly styles?: 'inline' | 'none' | StyleSheet
  /** HTML that stands for an embedded picture; left out, pictures are left out. Its result is written as it is. */
  readonly image?: (contentId: string) => string
  /** Spans written as `<span class="redacted">`, sorted and disjoint: the markers. */
  readonly markers?: readonly Span[]
  /** How a run is written; its result is written as it is. Left out: as `offsets` says. */
  readonly run?: (start: number, end: number) => string
}

/** Text for HTML, inside elements and quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

const attributeNames = new Set(['colspan', 'rowspan', 'dir', 'start'])

/** Writes a render tree as HTML: allow-listed elements and attributes, escaped text, nothing that loads or runs. */
export function serialiseTree(tree: RenderNode, text: string, options: SerialiseOptions): string {
  const out: string[] = []
  const piece = (start: number, end: number): string => {
    const escaped = escapeHtml(text.slice(start, end))
    return options.offsets ? `<span data-start="${start}">${escaped}</span>` : escaped
  }
  const run = options.run ?? withMarkers(piece, options.markers ?? [])
  const visit = (node: RenderNode): void => {
    if (node.kind === 'text') out.push(run(node.start, node.end))
    else if (node.kind === 'break') {
      if (node.boundary !== true) out.push('<br>')
    } else if (node.kind === 'image') out.push(options.image?.(node.contentId) ?? '')
    else {
      out.push(startTag(node, options.styles ?? 'inline'))
      if (node.tag === 'hr') return
      // A line end right after the tag is not content (HTML §13.1.2.5), so one is put there to be lost.
      if (node.tag === 'pre') out.push('\n')
      for (const child of node.children) visit(child)
      out.push(`</${node.tag}>`)
    }
  }
  visit(tree)
  return out.join('')
}

function withMarkers(piece: (start: number, end: number) => string, markers: readonly Span[]): (start: number, end: number) => string {
  // Runs come in order, and a marker is never cut by one.
  let next = 0
  return (start, end) => {
    let out = ''
    let at = start
    for (let marker = markers[next]; marker !== undefined && marker.start < end; marker = markers[++next]) {
      if (marker.start > at) out += piece(at, marker.start)
      out += `<span class="redacted">${piece(marker.start, marker.end)}</span>`
      at = marker.end
    }
    return at < end ? out + piece(at, end) : out
  }
}

function startTag(node: Extract<RenderNode, { kind: 'element' }>, styles: 'inline' | 'none' | StyleSheet): string {
  const attributes = Object.entries(node.attributes)
    .filter(([name]) => attributeNames.has(name))
    .map(([name, value]) => ` ${name}="${escapeHtml(value)}"`)
  if (styles !== 'none' && Object.keys(node.style).length > 0) {
    if (styles === 'inline') attributes.push(` style="${escapeHtml(declarationsOf(node.style))}"`)
    else attributes.push(` class="${styles.classOf(node.style)}"`)
  }
  return `<${node.tag}${attributes.join('')}>`
}
