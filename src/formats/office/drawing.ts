import type { OfficePackage, Relation } from './package.ts'
import type { OfficeWriter } from './writer.ts'

const titles: Readonly<Record<string, string>> = { chart: 'Chart', chartEx: 'Chart', diagramData: 'Diagram', chartUserShapes: 'Chart' }

/** The words of charts and diagrams that a part refers to (DrawingML, ECMA-376 part 1 §21), each under a heading. */
export function drawnText(pack: OfficePackage, relations: readonly Relation[], out: OfficeWriter, seen = new Set<string>()): void {
  for (const { type, target, external } of relations) {
    const title = titles[type]
    if (title === undefined || external || seen.has(target)) continue
    seen.add(target)
    const lines = wordsOf(pack, target)
    if (lines.length === 0) continue
    out.heading(4, title)
    for (const line of lines) {
      out.paragraph()
      out.text(line)
      out.endParagraph()
    }
    drawnText(pack, pack.relations(target), out, seen)
  }
}

/** Paragraphs of text, and the cached labels and values of a chart's series. */
function wordsOf(pack: OfficePackage, part: string): string[] {
  const lines: string[] = []
  let line = ''
  let capture = false
  let cache: string[] | null = null
  pack.read(part, {
    open(name) {
      capture = name === 't' || name === 'v'
      if (/^(str|num|multiLvlStr)Cache$/.test(name)) cache = []
      if (name === 'br') line += ' '
    },
    close(name) {
      capture = false
      if (name === 'v' && cache !== null) {
        cache.push(line)
        line = ''
      } else if (name === 'p' || name === 'v') {
        if (line.trim() !== '') lines.push(line)
        line = ''
      } else if (/Cache$/.test(name) && cache !== null) {
        if (cache.length > 0) lines.push(cache.join('\t'))
        cache = null
      }
    },
    text(value) {
      if (capture) line += value
    },
  })
  if (line.trim() !== '') lines.push(line)
  return lines
}
