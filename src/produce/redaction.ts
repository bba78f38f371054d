import type { Ground, Mark, RenderNode, Surface } from '../model/index.ts'

/** A span to take out and what stands in its place. Disjoint and sorted. */
export interface Cut {
  readonly start: number
  readonly end: number
  readonly marker: string
}

/** What stands where text was: of one length for one ground, whatever it hides. */
export function markerFor(code: string, grounds: readonly Ground[]): string {
  const ground = grounds.find((candidate) => candidate.code === code)
  return `[REDACTED – ${ground?.short ?? code}]`
}

/** The cuts that approved marks make in one surface; overlapping and touching marks become one. */
export function cutsOf(surface: Surface, marks: readonly Mark[], grounds: readonly Ground[]): Cut[] {
  const spans = marks
    .filter((mark) => mark.surface === surface.id && mark.span !== null)
    .map((mark) => ({
      start: Math.max(0, mark.span?.start ?? 0),
      end: Math.min(surface.text.length, mark.span?.end ?? 0),
      marker: markerFor(mark.ground, grounds),
    }))
    .filter((span) => span.end > span.start)
    .map((span) => wholeCharacters(surface.text, span))
    .sort((left, right) => left.start - right.start || right.end - left.end)
  const cuts: Cut[] = []
  for (const span of spans) {
    const last = cuts.at(-1)
    if (last !== undefined && span.start <= last.end) cuts[cuts.length - 1] = { ...last, end: Math.max(last.end, span.end) }
    else cuts.push(span)
  }
  return cuts
}

/** Widens a cut so that it never leaves half a surrogate pair or a combining mark of what it hides. */
function wholeCharacters(text: string, cut: Cut): Cut {
  let { start, end } = cut
  if (start > 0 && /[\udc00-\udfff]/.test(text[start] ?? '') && /[\ud800-\udbff]/.test(text[start - 1] ?? '')) start--
  if (/[\ud800-\udbff]/.test(text[end - 1] ?? '') && /[\udc00-\udfff]/.test(text[end] ?? '')) end++
  while (end < text.length && /[\p{M}\p{Default_Ignorable_Code_Point}]/u.test(String.fromCodePoint(text.codePointAt(end) ?? 32)))
    end += String.fromCodePoint(text.codePointAt(end) ?? 32).length
  return { ...cut, start, end }
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
 * The approved render tree as HTML, cuts made. Each marker is written once, in the run where its cut begins; runs of the cut that follow are
 * left out. `image` gives what stands for an embedded image.
 */
export function cutHtml(text: string, tree: RenderNode, cuts: readonly Cut[], image: (contentId: string) => string): string {
  const written = new Set<Cut>()
  const run = (start: number, end: number): string => {
    let out = ''
    let at = start
    for (const cut of cuts) {
      if (cut.end <= start || cut.start >= end) continue
      out += escapeHtml(text.slice(at, Math.max(at, cut.start)))
      if (!written.has(cut)) out += `<span class="redacted">${escapeHtml(cut.marker)}</span>`
      written.add(cut)
      at = Math.max(at, Math.min(cut.end, end))
    }
    return out + escapeHtml(text.slice(at, end))
  }
  const walk = (node: RenderNode): string => {
    if (node.kind === 'text') return run(node.start, node.end)
    if (node.kind === 'break')
      return node.boundary === true || cuts.some((cut) => cut.start <= node.start && node.end <= cut.end) ? '' : '<br>'
    if (node.kind === 'image') return image(node.contentId)
    const attributes = Object.entries(node.attributes).map(([name, value]) => ` ${name}="${escapeHtml(value)}"`)
    const style = Object.entries(node.style).map(([name, value]) => `${name}:${value}`)
    const open = `<${node.tag}${attributes.join('')}${style.length > 0 ? ` style="${escapeHtml(style.join(';'))}"` : ''}>`
    if (node.tag === 'hr') return open
    return `${open}${node.children.map(walk).join('')}</${node.tag}>`
  }
  return walk(tree)
}
