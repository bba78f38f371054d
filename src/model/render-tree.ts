import type { Span } from './mark.ts'
import type { RenderNode, RenderTag } from './surface.ts'

/**
 * Elements deeper than this are unwrapped: their text stays. Browsers and parsers are quadratic or overflow on deep trees, and no
 * reader can tell the sixtieth level of nesting.
 */
export const maxRenderDepth = 60
/** Elements beyond this many are unwrapped: their text stays. */
export const maxRenderElements = 100_000

/**
 * Writes a render tree and its canonical text together, so that there is one definition of that text: white space collapsed as a
 * browser does (CSS Text 3 §4.1.1), a line end at block boundaries and `<br>`, an empty line around paragraphs, a tab between cells.
 * Used by the HTML parser and, after marks were applied, to lay out what is left.
 */
export interface TreeWriter {
  /** Opens an element; each call is paired with a `close`. Past the limits the element itself is left out. */
  open(tag: RenderTag, attributes?: Readonly<Record<string, string>>, style?: Readonly<Record<string, string>>): void
  close(): void
  /** White space in `value` is collapsed unless the element around it preserves it. */
  text(value: string): void
  /** Text that is never collapsed and whose place is reported by `finish`: a redaction marker. */
  marker(value: string): void
  /** A `<br>`. */
  lineBreak(): void
  image(contentId: string): void
  /** Of the text so far, in UTF-16 code units; an edge of a block that was just met may still add to it. */
  length(): number
  finish(): { readonly tree: RenderNode; readonly text: string; readonly markers: readonly Span[] }
}

type Mutable =
  | { kind: 'text'; start: number; end: number }
  | { kind: 'break'; start: number; end: number; boundary?: true }
  | { kind: 'image'; contentId: string }
  | OpenElement
interface OpenElement {
  kind: 'element'
  tag: RenderTag
  attributes: Readonly<Record<string, string>>
  style: Readonly<Record<string, string>>
  children: Mutable[]
}
type WhiteSpace = 'collapse' | 'lines' | 'keep'
type Boundary = 0 | 1 | 2 | 3

const cell = 1
const line = 2
const paragraph = 3
const boundaries: Partial<Record<RenderTag, Boundary>> = {
  td: cell,
  th: cell,
  div: line,
  li: line,
  dt: line,
  dd: line,
  tr: line,
  caption: line,
  thead: line,
  tbody: line,
  tfoot: line,
  table: line,
  hr: line,
  p: paragraph,
  pre: paragraph,
  blockquote: paragraph,
  ul: paragraph,
  ol: paragraph,
  dl: paragraph,
  h1: paragraph,
  h2: paragraph,
  h3: paragraph,
  h4: paragraph,
  h5: paragraph,
  h6: paragraph,
}
const none: Readonly<Record<string, string>> = {}

/** Whether the tag makes a block of its own, rather than standing in a line. */
export function isBlockTag(tag: RenderTag): boolean {
  return boundaries[tag] !== undefined
}

interface Level {
  /** Null where the element was left out by a limit. */
  readonly element: OpenElement | null
  readonly children: Mutable[]
  readonly boundary: Boundary
  readonly white: WhiteSpace
  readonly inList: boolean
}

function whiteSpaceOf(tag: RenderTag, style: Readonly<Record<string, string>>, inherited: WhiteSpace): WhiteSpace {
  const declared = style['white-space']
  if (declared === 'pre' || declared === 'pre-wrap' || declared === 'break-spaces') return 'keep'
  if (declared === 'pre-line') return 'lines'
  if (declared !== undefined) return 'collapse'
  return tag === 'pre' ? 'keep' : inherited
}

export function createTreeWriter(): TreeWriter {
  const root: OpenElement = { kind: 'element', tag: 'div', attributes: none, style: none, children: [] }
  const levels: Level[] = [{ element: root, children: root.children, boundary: 0, white: 'collapse', inList: false }]
  const chunks: string[] = []
  const markers: Span[] = []
  let top = levels[0] as Level
  let depth = 0
  let elements = 0
  let length = 0
  let pending: Boundary = 0
  /** Line ends at the end of the text, at most two. */
  let lineEnds = 2
  let last = ''
  /** The last text run, when it ends with a space that a following break swallows. */
  let spaced: { kind: 'text'; start: number; end: number } | null = null
  let emptied = false

  const append = (value: string): void => {
    chunks.push(value)
    length += value.length
    last = value.charAt(value.length - 1)
    if (last !== '\n') lineEnds = 0
    else lineEnds = value.length > 1 && value.charAt(value.length - 2) !== '\n' ? 1 : Math.min(2, lineEnds + value.length)
  }
  const dropSpace = (): void => {
    if (spaced === null) return
    const chunk = chunks.pop() ?? ''
    if (chunk.length > 1) chunks.push(chunk.slice(0, -1))
    length--
    spaced.end--
    if (spaced.end === spaced.start) emptied = true
    spaced = null
    last = ''
  }
  const run = (value: string): void => {
    const previous = top.children.at(-1)
    const start = length
    append(value)
    if (previous?.kind === 'text' && previous.end === start) previous.end = length
    else top.children.push({ kind: 'text', start, end: length })
  }
  const flush = (): void => {
    const boundary = pending
    pending = 0
    if (boundary === 0 || length === 0) return
    dropSpace()
    const start = length
    if (boundary === cell) {
      if (lineEnds === 0 && last !== '\t') append('\t')
    } else {
      const missing = boundary === paragraph ? 2 - lineEnds : lineEnds === 0 ? 1 : 0
      if (missing > 0) append('\n'.repeat(missing))
    }
    if (length > start) top.children.push({ kind: 'break', start, end: length, boundary: true })
  }
  const raise = (boundary: Boundary): void => {
    if (boundary > pending) pending = boundary
  }
  const collapsed = (value: string): void => {
    let text = /[\t\n\r\f]| {2}/.test(value) ? value.replace(/[ \t\n\r\f]+/g, ' ') : value
    if (text.startsWith(' ')) {
      const swallowed = pending !== 0 || length === 0 || spaced !== null || last === '\n' || last === '\t'
      if (swallowed) text = text.slice(1)
    }
    if (text === '') return
    flush()
    run(text)
    const node = top.children.at(-1)
    spaced = text.endsWith(' ') && node?.kind === 'text' ? node : null
  }
  const hardBreak = (): void => {
    flush()
    dropSpace()
    const start = length
    append('\n')
    top.children.push({ kind: 'break', start, end: length })
  }
  /** A line break in place of the edge of a block that was left out. */
  const standIn = (): void => {
    if (pending < line && length > 0 && lineEnds === 0) hardBreak()
  }

  const writer: TreeWriter = {
    open(tag, attributes = none, style = none) {
      const inList = top.inList || tag === 'li'
      const nestedList = top.inList && (tag === 'ul' || tag === 'ol')
      const boundary: Boundary = nestedList ? line : (boundaries[tag] ?? 0)
      const white = whiteSpaceOf(tag, style, top.white)
      const kept = depth < maxRenderDepth && elements < maxRenderElements
      if (kept) raise(boundary)
      else if (boundary !== 0) standIn()
      const element: OpenElement | null = kept ? { kind: 'element', tag, attributes, style, children: [] } : null
      if (element !== null) {
        top.children.push(element)
        depth++
        elements++
      }
      top = { element, children: element?.children ?? top.children, boundary, white, inList }
      levels.push(top)
    },
    close() {
      if (levels.length === 1) return
      const closed = top
      levels.pop()
      top = levels.at(-1) as Level
      if (closed.element === null) {
        if (closed.boundary !== 0) standIn()
        return
      }
      // A cell's end is told by the next cell's start, so that a row doesn't end with a tab.
      if (closed.boundary !== cell) raise(closed.boundary)
      depth--
      // An empty element in a line has no effect on what is seen.
      if (closed.boundary === 0 && closed.element.children.length === 0 && top.children.at(-1) === closed.element) {
        top.children.pop()
        elements--
      }
    },
    text(value) {
      if (value === '') return
      if (top.white === 'collapse') {
        collapsed(value)
        return
      }
      if (top.white === 'lines') {
        for (const [index, part] of value.split('\n').entries()) {
          if (index > 0) hardBreak()
          collapsed(part)
        }
        return
      }
      flush()
      run(value)
      spaced = null
    },
    marker(value) {
      flush()
      const start = length
      append(value)
      top.children.push({ kind: 'text', start, end: length })
      markers.push({ start, end: length })
      spaced = null
    },
    lineBreak: hardBreak,
    image(contentId) {
      flush()
      spaced = null
      top.children.push({ kind: 'image', contentId })
    },
    length: () => length,
    finish() {
      while (levels.length > 1) writer.close()
      dropSpace()
      if (emptied) dropEmptyRuns(root)
      return { tree: root, text: chunks.join(''), markers }
    },
  }
  return writer
}

function dropEmptyRuns(element: OpenElement): void {
  element.children = element.children.filter((child) => child.kind !== 'text' || child.end > child.start)
  for (const child of element.children) if (child.kind === 'element') dropEmptyRuns(child)
}
