import type { PDFPageProxy } from 'pdfjs-dist'
import type { PdfLibrary } from './pdf-open.ts'

/** `[a, b, c, d, e, f]` as in ISO 32000-1 §8.3.3. */
export type Matrix = readonly [number, number, number, number, number, number]

/** A glyph as shown: where its origin and its advance lie on the page, in the viewport's units, y downward. */
export interface Glyph {
  readonly text: string
  readonly x0: number
  readonly y0: number
  readonly x1: number
  readonly y1: number
  /** From the line up, as long as the font's size. */
  readonly up: readonly [number, number]
  /** Written downward: its origin is known, its reach isn't. */
  readonly vertical: boolean
}

/** What the appearance of an annotation or a form field draws. */
export interface DrawnAnnotation {
  readonly glyphs: readonly Glyph[]
  /** It draws a picture. */
  readonly pictures: boolean
  /** It has more glyphs than are read. */
  readonly cut: boolean
}

/** All that is drawn on a page, as `renderPdfPage` draws it. */
export interface DrawnPage {
  /** Of the page's own content, in its order; empty where it has too many. */
  readonly glyphs: readonly Glyph[]
  /** By the library's id of the annotation. One that draws nothing isn't among them. */
  readonly annotations: ReadonlyMap<string, DrawnAnnotation>
}

interface State {
  ctm: Matrix
  text: Matrix
  x: number
  y: number
  lineX: number
  lineY: number
  size: number
  direction: 1 | -1
  unit: number
  vertical: boolean
  charSpacing: number
  wordSpacing: number
  scale: number
  leading: number
  rise: number
}

/** Attack: a page that shows millions of glyphs. Beyond this, places are told by line. */
const maxGlyphs = 300_000
/** Attack: as above, in the appearance of one annotation. */
const maxAnnotationGlyphs = 50_000
const identity: Matrix = [1, 0, 0, 1, 0, 0]

export function multiply(m: Matrix, n: Matrix): Matrix {
  return [
    m[0] * n[0] + m[2] * n[1],
    m[1] * n[0] + m[3] * n[1],
    m[0] * n[2] + m[2] * n[3],
    m[1] * n[2] + m[3] * n[3],
    m[0] * n[4] + m[2] * n[5] + m[4],
    m[1] * n[4] + m[3] * n[5] + m[5],
  ]
}

/**
 * The glyphs that a page and the annotations on it show, in the order in which they are drawn, by the text operators of ISO 32000-1 §9.4. The library's text
 * content gives lines only, and none of annotations; a mark on a word needs the word's own place.
 */
export async function drawnPage(library: PdfLibrary, page: PDFPageProxy, viewport: Matrix): Promise<DrawnPage> {
  // The mode in which pages are rendered: what is read and what is drawn are one list.
  const { fnArray, argsArray } = await page.getOperatorList({ annotationMode: library.AnnotationMode.ENABLE })
  const own: Glyph[] = []
  const annotations = new Map<string, { glyphs: Glyph[]; pictures: boolean; cut: boolean }>()
  let annotation: { glyphs: Glyph[]; pictures: boolean; cut: boolean } | null = null
  let tooMany = false
  const stack: State[] = []
  let now: State = { ...blank, ctm: viewport }
  const { OPS } = library
  const pictures = new Set<number>([
    OPS.paintImageXObject,
    OPS.paintInlineImageXObject,
    OPS.paintImageMaskXObject,
    OPS.paintImageXObjectRepeat,
    OPS.paintInlineImageXObjectGroup,
    OPS.paintImageMaskXObjectGroup,
    OPS.paintImageMaskXObjectRepeat,
    OPS.paintSolidColorImageMask,
  ])
  for (const [index, operator] of fnArray.entries()) {
    const operands: unknown[] = Array.from((argsArray[index] ?? []) as ArrayLike<unknown>)
    const number = (at: number): number => (typeof operands[at] === 'number' ? operands[at] : 0)
    if (annotation !== null && pictures.has(operator)) annotation.pictures = true
    switch (operator) {
      case OPS.beginAnnotation: {
        annotation = { glyphs: [], pictures: false, cut: false }
        annotations.set(String(operands[0]), annotation)
        stack.length = 0
        const [, , transform, own] = operands
        now = { ...blank, ctm: multiply(multiply(viewport, matrixOr(transform)), matrixOr(own)) }
        break
      }
      case OPS.endAnnotation:
        annotation = null
        now = { ...blank, ctm: viewport }
        break
      case OPS.save:
        stack.push({ ...now })
        break
      case OPS.restore:
      case OPS.paintFormXObjectEnd:
        now = stack.pop() ?? now
        break
      case OPS.transform:
        now.ctm = multiply(now.ctm, matrixOf(operands))
        break
      case OPS.paintFormXObjectBegin:
        stack.push({ ...now })
        if (isMatrix(operands[0])) now.ctm = multiply(now.ctm, matrixOf(operands[0]))
        break
      case OPS.beginText:
        place(now, identity)
        break
      case OPS.setTextMatrix:
        place(now, matrixOf(isMatrix(operands[0]) ? operands[0] : operands))
        break
      case OPS.setFont:
        setFont(now, page, operands)
        break
      case OPS.setGState:
        for (const [key, value] of (operands[0] as [string, unknown][]) ?? []) if (key === 'Font') setFont(now, page, value as unknown[])
        break
      case OPS.setCharSpacing:
        now.charSpacing = number(0)
        break
      case OPS.setWordSpacing:
        now.wordSpacing = number(0)
        break
      case OPS.setHScale:
        now.scale = number(0) / 100
        break
      case OPS.setLeading:
        now.leading = -number(0)
        break
      case OPS.setTextRise:
        now.rise = number(0)
        break
      case OPS.setLeadingMoveText:
        now.leading = number(1)
        move(now, number(0), number(1))
        break
      case OPS.moveText:
        move(now, number(0), number(1))
        break
      case OPS.nextLine:
        move(now, 0, now.leading)
        break
      case OPS.showText:
        show(now, (operands[0] as readonly unknown[]) ?? [], annotation?.glyphs ?? own)
        break
      default:
    }
    if (own.length > maxGlyphs) {
      tooMany = true
      own.length = 0
    }
    if (annotation !== null && annotation.glyphs.length > maxAnnotationGlyphs) {
      annotation.cut = true
      annotation.glyphs.length = 0
    }
  }
  return { glyphs: tooMany ? [] : own, annotations }
}

const blank: State = {
  ctm: identity,
  text: identity,
  x: 0,
  y: 0,
  lineX: 0,
  lineY: 0,
  size: 0,
  direction: 1,
  unit: 0.001,
  vertical: false,
  charSpacing: 0,
  wordSpacing: 0,
  scale: 1,
  leading: 0,
  rise: 0,
}

function isMatrix(value: unknown): value is ArrayLike<number> {
  return typeof value === 'object' && value !== null && (value as ArrayLike<number>).length === 6
}

function matrixOr(value: unknown): Matrix {
  return isMatrix(value) ? matrixOf(value as ArrayLike<unknown>) : identity
}

function matrixOf(values: ArrayLike<unknown>): Matrix {
  const at = (index: number): number => (typeof values[index] === 'number' ? values[index] : 0)
  return [at(0), at(1), at(2), at(3), at(4), at(5)]
}

function place(state: State, matrix: Matrix): void {
  Object.assign(state, { text: matrix, x: 0, y: 0, lineX: 0, lineY: 0 })
}

function move(state: State, x: number, y: number): void {
  state.lineX += x
  state.lineY += y
  state.x = state.lineX
  state.y = state.lineY
}

function setFont(state: State, page: PDFPageProxy, operands: readonly unknown[]): void {
  const size = typeof operands[1] === 'number' ? operands[1] : 0
  state.size = Math.abs(size)
  state.direction = size < 0 ? -1 : 1
  const font = loadedFont(page, String(operands[0]))
  state.unit = font?.fontMatrix?.[0] ?? 0.001
  state.vertical = font?.vertical === true
}

function loadedFont(page: PDFPageProxy, name: string): { fontMatrix?: ArrayLike<number>; vertical?: boolean } | null {
  try {
    return page.commonObjs.get(name)
  } catch {
    // Not loaded: measured as most fonts are, in thousandths.
    return null
  }
}

function show(state: State, items: readonly unknown[], glyphs: Glyph[]): void {
  const scale = state.scale * state.direction
  const matrix = multiply(state.ctm, state.text)
  const point = (x: number): readonly [number, number] => {
    const y = state.y + state.rise
    return [matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5]]
  }
  for (const item of items) {
    if (typeof item === 'number') {
      if (!state.vertical) state.x -= ((item * state.size) / 1000) * scale
      continue
    }
    const glyph = item as { unicode?: unknown; width?: unknown; isSpace?: unknown } | null
    if (glyph === null || typeof glyph !== 'object') continue
    const spacing = (glyph.isSpace === true ? state.wordSpacing : 0) + state.charSpacing
    const width = (typeof glyph.width === 'number' ? glyph.width : 0) * state.unit * state.size
    const [x0, y0] = point(state.x)
    const [x1, y1] = point(state.x + width * scale)
    const up = [matrix[2] * state.size, matrix[3] * state.size] as const
    glyphs.push({ text: typeof glyph.unicode === 'string' ? glyph.unicode : '', x0, y0, x1, y1, up, vertical: state.vertical })
    state.x += (width + spacing * state.direction) * scale
  }
}
