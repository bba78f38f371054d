import type { PageViewport, PDFPageProxy } from 'pdfjs-dist'
import type { PageRun } from '../model/index.ts'
import { cleanControls } from './surfaces-text.ts'

/** Attack: a page of a million one-letter strings. Text beyond is not read. */
const maxItems = 200_000

export interface PageText {
  readonly text: string
  readonly runs: readonly PageRun[]
}

type Matrix = readonly [number, number, number, number, number, number]

/**
 * A page's canonical text in the order of its content, a line end where the library sees one, with a box for every run in points of the page as shown
 * (rotation applied), bottom-left origin.
 */
export async function pageText(page: PDFPageProxy, viewport: PageViewport): Promise<PageText> {
  const content = await page.getTextContent({ includeMarkedContent: false })
  const chunks: string[] = []
  const runs: PageRun[] = []
  let length = 0
  for (const item of content.items.slice(0, maxItems)) {
    if (!('str' in item)) continue
    const text = cleanControls(item.str.replace(/[\r\n]/g, ' '))
    if (text !== '') {
      const vertical = content.styles[item.fontName]?.vertical === true
      if (text.trim() !== '') {
        const box = boxOf(
          multiply(viewport.transform as unknown as Matrix, item.transform as unknown as Matrix),
          item,
          vertical,
          viewport.height,
        )
        runs.push({ start: length, end: length + text.length, ...box })
      }
      chunks.push(text)
      length += text.length
    }
    if (item.hasEOL) {
      chunks.push('\n')
      length++
    }
  }
  return { text: chunks.join(''), runs }
}

/** Letters reach below the line and above the capitals; shares of the font size, generous. */
const descent = 0.3
const ascent = 1.05

function boxOf(
  matrix: Matrix,
  item: { width: number; height: number },
  vertical: boolean,
  pageHeight: number,
): Omit<PageRun, 'start' | 'end'> {
  const [a, b, c, d, x, y] = matrix
  const size = Math.hypot(c, d) || Math.hypot(a, b) || 1
  const along = unit(a, b)
  const up = unit(c, d)
  const corners: [number, number][] = []
  const ends = vertical ? [-size / 2, size / 2] : [0, item.width]
  const heights = vertical ? [-item.height, size * 0.2] : [-size * descent, size * ascent]
  for (const s of ends) for (const t of heights) corners.push([x + along[0] * s + up[0] * t, y + along[1] * s + up[1] * t])
  const xs = corners.map(([cx]) => cx)
  const ys = corners.map(([, cy]) => cy)
  const left = Math.min(...xs)
  const lowest = Math.max(...ys)
  return {
    xPt: round(left),
    yPt: round(pageHeight - lowest),
    widthPt: round(Math.max(...xs) - left),
    heightPt: round(lowest - Math.min(...ys)),
  }
}

function unit(x: number, y: number): readonly [number, number] {
  const length = Math.hypot(x, y)
  return length === 0 ? [1, 0] : [x / length, y / length]
}

function multiply(m: Matrix, n: Matrix): Matrix {
  return [
    m[0] * n[0] + m[2] * n[1],
    m[1] * n[0] + m[3] * n[1],
    m[0] * n[2] + m[2] * n[3],
    m[1] * n[2] + m[3] * n[3],
    m[0] * n[4] + m[2] * n[5] + m[4],
    m[1] * n[4] + m[3] * n[5] + m[5],
  ]
}

/** A hundredth of a point: the same box on every machine. */
function round(value: number): number {
  return Math.round(value * 100) / 100
}
