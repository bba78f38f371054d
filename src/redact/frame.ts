import { createHash } from 'node:crypto'
import type { Ground, Mark, Span, Surface } from '../model/index.ts'
import { frameStyle } from './frame-style.ts'
import { markersFrom } from './markers.ts'
import { escapeHtml, serialiseTree } from './serialise.ts'
import { createStyleSheet } from './style-sheet.ts'
import { applyToSurface } from './tree.ts'

export interface FrameOptions {
  /** `review`: with marks and suggestions on the text. `produced`: as the requester will see it. */
  readonly mode: 'review' | 'produced'
  /** For the short names on marks and in markers. */
  readonly grounds: readonly Ground[]
  /** Address in the workspace of an embedded picture, or null where it isn't shown. Only these addresses get into the page. */
  readonly imageUrl?: (contentId: string) => string | null
  /** Spans where the subject's own data stand, in review. */
  readonly protectedSpans?: readonly Span[]
  /** Spans of search hits, in review. */
  readonly hits?: readonly Span[]
}

export interface FramePage {
  readonly html: string
  /** For the Content-Security-Policy header of the response. */
  readonly csp: string
}

/** Marks that a reviewer sees; declined, dismissed and superseded ones are history. */
const seen = new Set(['suggested', 'proposed', 'approved'])
/** Marks that count: what would be produced now. */
const counting = new Set(['proposed', 'approved'])

/**
 * A surface as a page for a sandboxed frame without scripts. Each run of text is a `<span data-start="N">`, so that a selection gives offsets of the canonical
 * text. Nothing of the mail but text, allow-listed elements and checked declarations gets in, and the policy forbids all loading but the workspace's
 * pictures and the one hashed style sheet.
 */
export function frameDocument(surface: Surface, marks: readonly Mark[], options: FrameOptions): FramePage {
  const own = marks.filter((mark) => mark.surface === surface.id && mark.document === surface.document)
  const sheet = createStyleSheet()
  const page = options.mode === 'produced' ? produced(surface, own, options) : reviewed(surface, own, options)
  const image = (contentId: string): string => {
    const url = options.imageUrl?.(contentId) ?? null
    return url === null ? '<span class="no-image"></span>' : `<img src="${escapeHtml(url)}" alt="">`
  }
  const body =
    page.tree === null
      ? `<div class="text">${page.run(0, page.text.length)}</div>`
      : serialiseTree(page.tree, page.text, { offsets: true, styles: sheet, image, run: page.run })
  const css = `${frameStyle}\n${sheet.css()}`
  const hash = createHash('sha256').update(css).digest('base64')
  const policy = `default-src 'none'; img-src 'self' blob: data:; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`
  const head = [
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">`,
    '<meta name="referrer" content="no-referrer"><meta http-equiv="x-dns-prefetch-control" content="off"><title>Surface</title>',
    `<style>${css}</style>`,
  ].join('')
  const html = `<!DOCTYPE html><html><head>${head}</head><body class="${surface.kind} ${options.mode}" data-surface="${escapeHtml(surface.id)}">${body}</body></html>`
  // The sandbox holds also where the address is opened without its frame.
  return { html, csp: `${policy}; frame-ancestors 'self'; sandbox allow-same-origin` }
}

interface Page {
  readonly text: string
  readonly tree: Surface['tree']
  readonly run: (start: number, end: number) => string
}

function produced(surface: Surface, marks: readonly Mark[], options: FrameOptions): Page {
  const counted = marks.filter((mark) => counting.has(mark.state))
  const { text, tree, markers } = applyToSurface(surface, counted, markersFrom(options.grounds))
  const layers = markers.map((span) => ({ span, open: '<span class="redacted">', close: '</span>' }))
  return { text, tree, run: createRun(text, layers) }
}

interface Layer {
  readonly span: Span
  readonly open: string
  readonly close: string
  /** Written instead of `open` where the layer begins. */
  readonly first?: string
}

function reviewed(surface: Surface, marks: readonly Mark[], options: FrameOptions): Page {
  const shorts = new Map(options.grounds.map((ground) => [ground.code, ground.short]))
  const layers: Layer[] = []
  for (const span of options.protectedSpans ?? []) layers.push({ span, open: '<span class="own">', close: '</span>' })
  for (const span of options.hits ?? []) layers.push({ span, open: '<span class="hit">', close: '</span>' })
  for (const mark of marks) {
    if (mark.span === null || !seen.has(mark.state)) continue
    const short = shorts.get(mark.ground) ?? mark.ground
    const open = (place: string): string =>
      `<mark class="${mark.state}${place}" data-mark="${escapeHtml(mark.id)}" data-ground="${escapeHtml(short)}">`
    layers.push({ span: mark.span, open: open(''), first: open(' first'), close: '</mark>' })
  }
  return { text: surface.text, tree: surface.tree, run: createRun(surface.text, layers) }
}

/** Writes a run cut at every layer's edges, each piece with its offset inside the layers that cover it. */
function createRun(text: string, layers: readonly Layer[]): (start: number, end: number) => string {
  const sorted = [...layers].sort((left, right) => left.span.start - right.span.start || right.span.end - left.span.end)
  // The furthest end up to each layer, so that those before a run are skipped by bisection.
  const reach: number[] = []
  for (const layer of sorted) reach.push(Math.max(reach.at(-1) ?? 0, layer.span.end))
  return (start, end) => {
    let low = 0
    let high = sorted.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((reach[middle] ?? 0) <= start) low = middle + 1
      else high = middle
    }
    const near: Layer[] = []
    for (let index = low; index < sorted.length; index++) {
      const layer = sorted[index] as Layer
      if (layer.span.start >= end) break
      if (layer.span.end > start) near.push(layer)
    }
    const edges = new Set([start, end])
    for (const { span } of near) {
      if (span.start > start) edges.add(span.start)
      if (span.end < end) edges.add(span.end)
    }
    const cuts = [...edges].sort((left, right) => left - right)
    let out = ''
    for (let index = 0; index + 1 < cuts.length; index++) {
      const from = cuts[index] ?? start
      const to = cuts[index + 1] ?? end
      const over = near.filter(({ span }) => span.start <= from && span.end >= to)
      const opened = over.map((layer) => (layer.first !== undefined && layer.span.start === from ? layer.first : layer.open)).join('')
      const closed = over
        .map((layer) => layer.close)
        .reverse()
        .join('')
      out += `${opened}<span data-start="${from}">${escapeHtml(text.slice(from, to))}</span>${closed}`
    }
    return out
  }
}
