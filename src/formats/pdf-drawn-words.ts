import type { PageRun } from '../model/index.ts'
import type { Glyph } from './pdf-glyphs.ts'
import { cleanControls } from './surfaces-text.ts'

/** A text and where on the page its words stand. */
export interface PlacedText {
  readonly text: string
  readonly runs: readonly PageRun[]
}

type Box = Omit<PageRun, 'start' | 'end'>

/** Letters reach below the line and above the capitals; shares of the font size, generous. */
const descent = 0.3
const ascent = 1.05

/**
 * Glyphs in the order in which they are drawn as text, with a box for each word. Gaps are spaces and other lines are line ends.
 * @param within where they can be seen; the box of a word whose glyphs don't tell where it is
 */
export function drawnWords(glyphs: readonly Glyph[], within: Box, pageHeight: number): PlacedText {
  const runs: PageRun[] = []
  let text = ''
  let word: Glyph[] = []
  let wordStart = 0
  let last: Glyph | null = null
  const endWord = (): void => {
    if (word.length > 0) runs.push({ start: wordStart, end: text.length, ...boxOf(word, within, pageHeight) })
    word = []
  }
  for (const glyph of glyphs) {
    const letters = cleanControls(glyph.text.replace(/[\r\n\t]/g, ' '))
    if (letters === '') continue
    const between = last === null ? '' : gap(last, glyph)
    last = glyph
    if (between !== '' && !/\s$/.test(text) && text !== '') {
      endWord()
      text += between
    }
    if (letters.trim() === '') {
      endWord()
      text += letters
      continue
    }
    if (word.length === 0) wordStart = text.length
    word.push(glyph)
    text += letters
  }
  endWord()
  return { text: text.trimEnd(), runs }
}

/** What stands between two glyphs that are drawn one after the other. */
function gap(before: Glyph, after: Glyph): '' | ' ' | '\n' {
  const size = Math.hypot(...before.up)
  if (before.vertical || after.vertical || size === 0) return ''
  const up = [before.up[0] / size, before.up[1] / size] as const
  const dx = after.x0 - before.x1
  const dy = after.y0 - before.y1
  if (Math.abs(dx * up[0] + dy * up[1]) > size * 0.5) return '\n'
  const length = Math.hypot(before.x1 - before.x0, before.y1 - before.y0)
  const along = length === 0 ? Math.hypot(dx, dy) : (dx * (before.x1 - before.x0) + dy * (before.y1 - before.y0)) / length
  return along > size * 0.25 || along < -size * 2 ? ' ' : ''
}

function boxOf(word: readonly Glyph[], within: Box, pageHeight: number): Box {
  if (word.some(({ vertical }) => vertical)) return within
  const xs: number[] = []
  const ys: number[] = []
  for (const { x0, y0, x1, y1, up } of word)
    for (const [x, y] of [
      [x0, y0],
      [x1, y1],
    ] as const)
      for (const share of [-descent, ascent]) {
        xs.push(x + up[0] * share)
        ys.push(y + up[1] * share)
      }
  const left = Math.min(...xs)
  const lowest = Math.max(...ys)
  const box = {
    xPt: round(left),
    yPt: round(pageHeight - lowest),
    widthPt: round(Math.max(...xs) - left),
    heightPt: round(lowest - Math.min(...ys)),
  }
  return isOn(box, within) ? box : within
}

/** A word whose middle lies outside of where it can be seen was measured wrongly, or isn't seen. */
function isOn(box: Box, within: Box): boolean {
  const x = box.xPt + box.widthPt / 2
  const y = box.yPt + box.heightPt / 2
  return x >= within.xPt && x <= within.xPt + within.widthPt && y >= within.yPt && y <= within.yPt + within.heightPt
}

/** A hundredth of a point: the same box on every machine. */
function round(value: number): number {
  return Math.round(value * 100) / 100
}
