import type { PageViewport, PDFPageProxy } from 'pdfjs-dist'
import type { PageRun } from '../model/index.ts'
import { type Glyph, type Matrix, multiply } from './pdf-glyphs.ts'
import { cleanControls } from './surfaces-text.ts'

/** Attack: a page of a million one-letter strings. Text beyond is not read. */
const maxItems = 200_000
/** Comparing every line with every glyph is quadratic; beyond this, places are told by line. */
const maxComparisons = 100_000_000

export interface PageText {
  readonly text: string
  readonly runs: readonly PageRun[]
}

/** The library's text item, as far as it concerns us. */
interface Item {
  readonly str: string
  readonly transform: readonly number[]
  readonly width: number
  readonly height: number
}

/**
 * A page's canonical text in the order of its content, a line end where the library sees one, with boxes in points of the page as shown (rotation
 * applied), bottom-left origin.
 * @param drawn the page's own glyphs, for a box for each word where they can be found; else one for each stretch that the library gives, often a line
 */
export async function pageText(page: PDFPageProxy, viewport: PageViewport, drawn: readonly Glyph[]): Promise<PageText> {
  const content = await page.getTextContent({ includeMarkedContent: false })
  const view = viewport.transform as unknown as Matrix
  const items = content.items.slice(0, maxItems)
  // Glyphs of vertical writing are left to the line's own box.
  const glyphs = drawn.filter(({ vertical }) => !vertical)
  const finder = items.length * glyphs.length > maxComparisons ? null : createFinder(glyphs)
  const chunks: string[] = []
  const runs: PageRun[] = []
  let length = 0
  for (const item of items) {
    if (!('str' in item)) continue
    const text = cleanControls(item.str.replace(/[\r\n]/g, ' '))
    if (text.trim() !== '') {
      const frame = frameOf(item, view, content.styles[item.fontName]?.vertical === true)
      const found = frame.vertical ? null : (finder?.find(text, frame) ?? null)
      const pieces = found ?? [{ start: 0, end: text.length, from: frame.from, to: frame.to }]
      for (const { start, end, from, to } of pieces)
        runs.push({ start: length + start, end: length + end, ...boxOf(frame, from, to, viewport.height) })
    }
    chunks.push(text)
    length += text.length
    if (item.hasEOL) {
      chunks.push('\n')
      length++
    }
  }
  return { text: chunks.join(''), runs }
}

/** A line of text as it lies on the page: its origin, the directions along and up, and how far it goes. */
interface Frame {
  readonly x: number
  readonly y: number
  readonly along: readonly [number, number]
  readonly up: readonly [number, number]
  readonly from: number
  readonly to: number
  readonly low: number
  readonly high: number
  readonly vertical: boolean
}

/** Letters reach below the line and above the capitals; shares of the font size, generous. */
const descent = 0.3
const ascent = 1.05

function frameOf(item: Item, view: Matrix, vertical: boolean): Frame {
  const [a, b, c, d, x, y] = multiply(view, item.transform as unknown as Matrix)
  const size = Math.hypot(c, d) || Math.hypot(a, b) || 1
  const reach = vertical
    ? { from: -size / 2, to: size / 2, low: -item.height, high: size * 0.2 }
    : { from: 0, to: item.width, low: -size * descent, high: size * ascent }
  return { x, y, along: unit(a, b), up: unit(c, d), ...reach, vertical }
}

function boxOf(frame: Frame, from: number, to: number, pageHeight: number): Omit<PageRun, 'start' | 'end'> {
  const { x, y, along, up } = frame
  const xs: number[] = []
  const ys: number[] = []
  for (const s of [from, to]) {
    for (const t of [frame.low, frame.high]) {
      xs.push(x + along[0] * s + up[0] * t)
      ys.push(y + along[1] * s + up[1] * t)
    }
  }
  const left = Math.min(...xs)
  const lowest = Math.max(...ys)
  return {
    xPt: round(left),
    yPt: round(pageHeight - lowest),
    widthPt: round(Math.max(...xs) - left),
    heightPt: round(lowest - Math.min(...ys)),
  }
}

interface Piece {
  readonly start: number
  readonly end: number
  readonly from: number
  readonly to: number
}

interface Finder {
  /** The words of a line with their reach along it; null where the glyphs found there don't spell it. */
  find(text: string, frame: Frame): readonly Piece[] | null
}

function createFinder(glyphs: readonly Glyph[]): Finder {
  const spelled = glyphs.map((glyph) => letters(glyph.text))
  const used = new Set<number>()
  return {
    find(text, frame) {
      const wanted = letters(text)
      const height = frame.high - frame.low
      let at = 0
      const reach: { from: number; to: number }[] = []
      const taken: number[] = []
      for (let index = 0; index < glyphs.length && at < wanted.length; index++) {
        const glyph = glyphs[index] as Glyph
        const word = spelled[index] ?? ''
        if (word === '' || used.has(index)) continue
        const up = (glyph.x0 - frame.x) * frame.up[0] + (glyph.y0 - frame.y) * frame.up[1]
        if (Math.abs(up) > height * 0.1) continue
        const s0 = (glyph.x0 - frame.x) * frame.along[0] + (glyph.y0 - frame.y) * frame.along[1]
        const s1 = (glyph.x1 - frame.x) * frame.along[0] + (glyph.y1 - frame.y) * frame.along[1]
        if (s0 < frame.from - 1 || s1 > frame.to + 1) continue
        if (!wanted.startsWith(word, at)) return null
        at += word.length
        taken.push(index)
        for (let unit = 0; unit < word.length; unit++) reach.push({ from: Math.min(s0, s1), to: Math.max(s0, s1) })
      }
      if (at < wanted.length) return null
      for (const index of taken) used.add(index)
      return wordsOf(text, reach)
    },
  }
}

/** What a text spells, as the library and the fonts agree on it: compatibility forms and spaces aside. */
function letters(text: string): string {
  return cleanControls(text).normalize('NFKC').replace(/\s+/g, '')
}

function wordsOf(text: string, reach: readonly { from: number; to: number }[]): readonly Piece[] | null {
  const pieces: Piece[] = []
  let at = 0
  for (const match of text.matchAll(/\S+/g)) {
    const count = letters(match[0]).length
    const own = reach.slice(at, at + count)
    at += count
    if (own.length === 0) return null
    const start = match.index
    pieces.push({
      start,
      end: start + match[0].length,
      from: Math.min(...own.map(({ from }) => from)),
      to: Math.max(...own.map(({ to }) => to)),
    })
  }
  return at === reach.length ? pieces : null
}

function unit(x: number, y: number): readonly [number, number] {
  const length = Math.hypot(x, y)
  return length === 0 ? [1, 0] : [x / length, y / length]
}

/** A hundredth of a point: the same box on every machine. */
function round(value: number): number {
  return Math.round(value * 100) / 100
}
