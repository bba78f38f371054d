import { createTreeWriter, type ProblemCode, type RenderNode, type RenderTag } from '../../model/index.ts'
import type { FileWithin } from '../file-within.ts'
import { createHiddenLines } from '../html-hidden.ts'
import { type OfficeLimits, officeLimits } from '../limits.ts'
import { cleanControls } from '../surfaces-text.ts'

/** What was read of a file: a render tree with its canonical text, and what the file keeps without showing it. */
export interface OfficeContent {
  readonly text: string
  readonly tree: RenderNode
  readonly hidden: string
  readonly problems: readonly ProblemCode[]
  /** Files that it holds. */
  readonly files: readonly FileWithin[]
}

export interface TextFormat {
  readonly bold?: boolean
  readonly italic?: boolean
  readonly underline?: boolean
  readonly strike?: boolean
  readonly raised?: 'sub' | 'sup'
}

export interface ParagraphShape {
  /** 1 to 6 for a heading. */
  readonly level?: number
  /** Steps of indentation. */
  readonly indent?: number
}

/**
 * Writes what a file shows and what it hides side by side. Between `hide` and `show` everything goes to the hidden lines, whatever it is;
 * so a reader of a format says once that a row is hidden and reads on as ever.
 */
export interface OfficeWriter {
  paragraph(shape?: ParagraphShape): void
  endParagraph(): void
  /** Outside a paragraph it opens one. White space stays as it is. */
  text(value: string, format?: TextFormat): void
  lineBreak(): void
  heading(level: number, value: string): void
  /** A heading that is written before the next words, if any come; a later one takes its place. Null takes it back. */
  section(level: number, value: string | null): void
  table(): void
  endTable(): void
  row(): void
  endRow(): void
  cell(span?: number): void
  endCell(): void
  hide(label: string): void
  show(): void
  readonly hiding: boolean
  /** One hidden line: `link: https://…`. */
  note(label: string, value: string): void
  problem(code: ProblemCode): void
  /** A file within the file; null for one that can't be had. */
  file(name: string, bytes: Uint8Array | null): void
  finish(): OfficeContent
}

const inParagraph = { 'white-space': 'pre-wrap' } as const
const headings: readonly RenderTag[] = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6']
const plain: TextFormat = {}
const flatAfter = 30_000

export function createOfficeWriter(limits: OfficeLimits = officeLimits): OfficeWriter {
  const tree = createTreeWriter()
  const hidden = createHiddenLines(limits.hiddenLength)
  const problems = new Set<ProblemCode>()
  const files: FileWithin[] = []
  const labels: string[] = []
  let buffer: string[] = []
  let written = 0
  /** Paragraphs open in the tree, text boxes inside others; each tells whether it holds anything. */
  const paragraphs: { filled: boolean }[] = []
  /** Cells that are open. Their paragraphs are no elements but lines, so that a cell's end is a tab and not a line end. */
  const cells: { readonly outside: number; filled: boolean; due: boolean }[] = []
  let inline: { key: string; count: number } = { key: '', count: 0 }
  let blank = true
  let cellCount = 0
  /** In a long table a row is one cell with tabs: the tree has a bound, and past it each cell would be a line. */
  let flat = false
  let flatCells = 0

  let due: { readonly tag: RenderTag; readonly value: string } | null = null

  const closeInline = (): void => {
    for (let count = inline.count; count > 0; count--) tree.close()
    inline = { key: '', count: 0 }
  }
  const setInline = (format: TextFormat): void => {
    const tags: RenderTag[] = []
    if (format.bold) tags.push('b')
    if (format.italic) tags.push('i')
    if (format.underline) tags.push('u')
    if (format.strike) tags.push('s')
    if (format.raised !== undefined) tags.push(format.raised)
    const key = tags.join(' ')
    if (key === inline.key) return
    closeInline()
    for (const tag of tags) tree.open(tag)
    inline = { key, count: tags.length }
  }
  const flush = (): void => {
    const label = labels[0] ?? 'not shown'
    if (buffer.length > 0) hidden.add(label, cleanControls(buffer.join('').replace(/(?:\s*\|)+(?=\s*\||\s*$)/g, '')))
    buffer = []
  }
  const outermost = (): number => cells.at(-1)?.outside ?? 0
  const announce = (): void => {
    if (due === null) return
    const { tag, value } = due
    due = null
    closeInline()
    tree.open(tag)
    tree.text(cleanControls(value))
    tree.close()
  }
  /** Before anything is written. */
  const fill = (): void => {
    const cell = cells.at(-1)
    if (cell?.due === true) {
      closeInline()
      tree.lineBreak()
      cell.due = false
    }
    for (const paragraph of paragraphs) paragraph.filled = true
    if (cell !== undefined) cell.filled = true
  }
  const openCell = (span: number): void => {
    closeInline()
    tree.open('td', span > 1 ? { colspan: String(Math.min(span, 1000)) } : {}, inParagraph)
    cells.push({ outside: paragraphs.length, filled: false, due: false })
  }
  const closeCell = (): void => {
    while (paragraphs.length > outermost()) writer.endParagraph()
    closeInline()
    cells.pop()
    tree.close()
  }

  const writer: OfficeWriter = {
    paragraph(shape = {}) {
      if (labels.length > 0) {
        buffer.push(' ')
        return
      }
      closeInline()
      const cell = cells.at(-1)
      if (cell !== undefined) {
        cell.due = cell.filled
        paragraphs.push({ filled: false })
        return
      }
      const tag = shape.level === undefined ? 'div' : (headings[Math.min(6, Math.max(1, shape.level)) - 1] ?? 'h6')
      const indent = shape.indent ?? 0
      tree.open(tag, {}, indent > 0 ? { ...inParagraph, 'margin-left': `${Math.min(80, indent * 20)}px` } : inParagraph)
      paragraphs.push({ filled: false })
    },
    endParagraph() {
      if (labels.length > 0) {
        buffer.push(' ')
        return
      }
      if (paragraphs.length <= outermost()) return
      closeInline()
      const filled = paragraphs.pop()?.filled ?? true
      // An empty paragraph is an empty line, of which one is enough.
      if (cells.length > 0) return
      if (!filled && !blank && paragraphs.length === 0) tree.lineBreak()
      tree.close()
      blank = !filled
    },
    text(value, format = plain) {
      if (value === '') return
      if (labels.length > 0) {
        buffer.push(value)
        return
      }
      if (written >= limits.textLength) {
        problems.add('too-large')
        return
      }
      const room = limits.textLength - written
      if (value.length > room) problems.add('too-large')
      const kept = value.length > room ? value.slice(0, room) : value
      written += kept.length
      if (paragraphs.length <= outermost()) writer.paragraph()
      if (due !== null && kept.trim() !== '') announce()
      fill()
      setInline(format)
      tree.text(cleanControls(kept))
    },
    lineBreak() {
      if (labels.length > 0) buffer.push(' ')
      else {
        if (paragraphs.length <= outermost()) writer.paragraph()
        fill()
        tree.lineBreak()
      }
    },
    heading(level, value) {
      if (labels.length > 0) {
        flush()
        return
      }
      while (paragraphs.length > outermost()) writer.endParagraph()
      writer.paragraph({ level })
      writer.text(value)
      writer.endParagraph()
    },
    section(level, value) {
      due = value === null || labels.length > 0 ? null : { tag: headings[level - 1] ?? 'h6', value }
    },
    table() {
      if (labels.length > 0) return
      closeInline()
      tree.open('table')
    },
    endTable() {
      if (labels.length > 0) return
      closeInline()
      tree.close()
      blank = false
    },
    row() {
      if (labels.length > 0) return
      tree.open('tr')
      flat = cells.length === 0 && cellCount >= flatAfter
      flatCells = 0
      if (flat) openCell(1)
    },
    endRow() {
      if (labels.length > 0) {
        flush()
        return
      }
      if (flat) closeCell()
      flat = false
      tree.close()
    },
    cell(span = 1) {
      if (labels.length > 0) return
      if (flat) {
        if (flatCells++ > 0) writer.text('\t')
        return
      }
      cellCount++
      openCell(span)
    },
    endCell() {
      if (labels.length > 0) {
        buffer.push(' | ')
        return
      }
      if (!flat) closeCell()
    },
    hide(label) {
      labels.push(label)
    },
    show() {
      if (labels.length === 1) flush()
      labels.pop()
    },
    get hiding() {
      return labels.length > 0
    },
    note(label, value) {
      hidden.add(label, cleanControls(value))
    },
    problem(code) {
      problems.add(code)
    },
    file(name, bytes) {
      files.push({ name, bytes })
    },
    finish() {
      flush()
      labels.length = 0
      const { tree: root, text } = tree.finish()
      const unseen = hidden.text()
      if (hidden.cut()) problems.add('too-large')
      return { text, tree: root, hidden: unseen, problems: [...problems], files }
    },
  }
  return writer
}

/** Lines that stand beside a text (notes, comments) below their heading; nothing where there are none. */
export function listed(out: OfficeWriter, title: string, lines: readonly string[]): void {
  if (lines.length === 0) return
  out.heading(3, title)
  for (const line of lines) {
    out.paragraph()
    out.text(line)
    out.endParagraph()
  }
}
