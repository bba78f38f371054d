import { officeLimits } from '../limits.ts'
import { type NumberShape, shownNumber } from './cell-format.ts'
import { drawnText } from './drawing.ts'
import type { OfficePackage, Relation } from './package.ts'
import type { OfficeWriter } from './writer.ts'

export interface SheetContext {
  readonly pack: OfficePackage
  readonly strings: readonly string[]
  readonly styles: readonly NumberShape[]
  readonly from1904: boolean
  /** Authors of threaded comments. */
  readonly people: ReadonlyMap<string, string>
}

/** Zero-based column of `BC12`; -1 where unreadable. */
export function columnOf(reference: string): number {
  let column = 0
  for (const letter of /^\$?([A-Z]{1,3})/i.exec(reference)?.[1]?.toUpperCase() ?? '') column = column * 26 + letter.charCodeAt(0) - 64
  return column - 1
}

/** Headers and footers of pages: `&L`, `&C`, `&R` begin a section, other codes set fonts, pages and dates (ECMA-376 part 1 §18.3.1.46). */
export function pageLine(code: string): string {
  return code
    .replace(/&[LCR]/g, '\t')
    .replace(/&"[^"]*"|&K[0-9A-F]{6}|&K\d{2}[+-]\d{3}|&\d{1,3}|&[BIUESXYPNDTFAZGOH]/g, ' ')
    .replaceAll('&&', '&')
    .replace(/[ \t]*\t[ \t]*/g, '\t')
    .trim()
}

/** One worksheet: its cells as a table, then text boxes, charts, comments and page headers. */
export function readSheet(context: SheetContext, part: string, relations: readonly Relation[], out: OfficeWriter): void {
  const targets = new Map(relations.map((relation) => [relation.id, relation.target]))
  const hiddenColumns: { min: number; max: number }[] = []
  let begun = false
  let rowOpen = false
  let rowHidden = false
  let column = 0
  let at = 0
  let cell = { reference: '', type: '', style: 0 }
  let value = ''
  let formula = ''
  let capture: 'value' | 'formula' | 'list' | 'page' | null = null
  let phonetic = false
  let extra = ''
  const pages: string[] = []

  const beginRow = (): void => {
    if (rowOpen) return
    if (!begun) out.table()
    begun = true
    if (rowHidden) out.hide('hidden row')
    out.row()
    rowOpen = true
  }
  const endRow = (): void => {
    if (rowOpen) {
      out.endRow()
      if (rowHidden) out.show()
    }
    rowOpen = false
  }
  const endCell = (): void => {
    if (formula !== '') out.note('formula', `${cell.reference} =${formula}`)
    const text = cellText(context, cell.type, cell.style, value)
    if (text === '') return
    beginRow()
    const hidden = hiddenColumns.some(({ min, max }) => at >= min && at <= max)
    // Empty cells before this one, so that columns stand below each other; a far column is not worth thousands of them.
    for (let gap = Math.min(at - column, officeLimits.gap); gap > 0; gap--) {
      out.cell()
      out.endCell()
    }
    column = Math.max(column, at)
    if (hidden) {
      out.hide(`hidden column ${cell.reference}`)
      out.text(text)
      out.show()
      return
    }
    out.cell()
    out.text(text)
    out.endCell()
    column++
  }

  context.pack.read(part, {
    open(name, attributes) {
      if (name === 'row') {
        rowHidden = /^(1|true)$/.test(attributes['hidden'] ?? '')
        column = 0
        at = -1
      } else if (name === 'col') {
        if (/^(1|true)$/.test(attributes['hidden'] ?? ''))
          hiddenColumns.push({ min: Number(attributes['min']) - 1, max: Number(attributes['max']) - 1 })
      } else if (name === 'c') {
        const reference = attributes['r'] ?? ''
        const named = columnOf(reference)
        at = named >= 0 ? named : at + 1
        cell = { reference, type: attributes['t'] ?? 'n', style: Number(attributes['s'] ?? -1) }
        value = ''
        formula = ''
      } else if (name === 'v' || name === 't') capture = phonetic ? null : 'value'
      else if (name === 'rPh') phonetic = true
      else if (name === 'f') capture = 'formula'
      else if (name === 'formula1' || name === 'formula2') {
        capture = 'list'
        extra = ''
      } else if (/^(odd|even|first)(Header|Footer)$/.test(name)) {
        capture = 'page'
        extra = ''
      } else if (name === 'hyperlink') {
        const target = targets.get(attributes['id'] ?? '')
        if (target !== undefined) out.note('link', target)
        for (const key of ['tooltip', 'display']) if (attributes[key] !== undefined) out.note('title', attributes[key])
      } else if (name === 'dataValidation')
        for (const key of ['promptTitle', 'prompt', 'errorTitle', 'error'])
          if (attributes[key] !== undefined) out.note('input hint', attributes[key])
    },
    close(name) {
      if (name === 'c') endCell()
      else if (name === 'row') endRow()
      else if (name === 'rPh') phonetic = false
      else if (name === 'sheetData' && begun) {
        out.endTable()
        begun = false
      } else if (capture === 'list') out.note('choices', extra)
      else if (capture === 'page') pages.push(pageLine(extra))
      capture = null
    },
    text(text) {
      if (capture === 'value') value += text
      else if (capture === 'formula') formula += text
      else if (capture !== null) extra += text
    },
  })
  endRow()
  if (begun) out.endTable()
  for (const line of new Set(pages)) paragraph(out, line)
  besideSheet(context, relations, out)
}

function cellText(context: SheetContext, type: string, style: number, value: string): string {
  if (type === 's') return context.strings[Number(value)] ?? ''
  if (type === 'b') return value === '' ? '' : value === '1' ? 'TRUE' : 'FALSE'
  if (type === 'n') return shownNumber(value, context.styles[style] ?? 'plain', context.from1904)
  return value
}

function paragraph(out: OfficeWriter, line: string): void {
  if (line.trim() === '') return
  out.paragraph()
  out.text(line)
  out.endParagraph()
}

/** What lies over a sheet or belongs to it: text boxes, charts, comments. */
export function besideSheet(context: SheetContext, relations: readonly Relation[], out: OfficeWriter): void {
  for (const { type, target, external } of relations) {
    if (external) continue
    if (type === 'drawing') {
      drawing(context.pack, target, out)
      drawnText(context.pack, context.pack.relations(target), out)
    } else if (type === 'comments') comments(context.pack, target, out)
    else if (type === 'threadedComment') threaded(context, target, out)
    else if (type === 'table') tableNames(context.pack, target, out)
  }
}

function drawing(pack: OfficePackage, part: string, out: OfficeWriter): void {
  let line = ''
  let capture = false
  pack.read(part, {
    open(name, attributes) {
      if (name === 't') capture = true
      else if (name === 'cNvPr') {
        if (attributes['descr'] !== undefined) out.note('description of a picture', attributes['descr'])
      } else if (name === 'blip') paragraph(out, '[picture]')
      else if (name === 'br') line += ' '
    },
    close(name) {
      if (name === 't') capture = false
      if (name !== 'p') return
      paragraph(out, line)
      line = ''
    },
    text(value) {
      if (capture) line += value
    },
  })
}

function comments(pack: OfficePackage, part: string, out: OfficeWriter): void {
  const authors: string[] = []
  let text = ''
  let capture: 'author' | 'text' | null = null
  let head = ''
  let empty = true
  pack.read(part, {
    open(name, attributes) {
      if (name === 'author') {
        capture = 'author'
        text = ''
      } else if (name === 'comment') {
        const author = authors[Number(attributes['authorId'] ?? -1)] ?? ''
        head = `${attributes['ref'] ?? ''}${author === '' ? '' : `, ${author}`}: `
        text = ''
      } else if (name === 't') capture = 'text'
    },
    close(name) {
      if (name === 'author') authors.push(text)
      if (name === 'comment' && text.trim() !== '') {
        if (empty) out.heading(3, 'Comments')
        empty = false
        paragraph(out, head + text)
      }
      capture = null
    },
    text(value) {
      if (capture !== null) text += value
    },
  })
}

/** Comments as conversations; Excel writes each once more as a plain comment, with a notice for older readers. */
function threaded(context: SheetContext, part: string, out: OfficeWriter): void {
  let head = ''
  let text = ''
  let capture = false
  let empty = true
  context.pack.read(part, {
    open(name, attributes) {
      if (name === 'threadedComment') {
        const author = context.people.get(attributes['personId'] ?? '') ?? ''
        head = [attributes['ref'] ?? '', author, (attributes['dT'] ?? '').slice(0, 10)].filter((piece) => piece !== '').join(', ')
        text = ''
      }
      capture = name === 'text'
    },
    close(name) {
      capture = false
      if (name !== 'threadedComment' || text === '') return
      if (empty) out.heading(3, 'Conversations')
      empty = false
      paragraph(out, `${head}: ${text}`)
    },
    text(value) {
      if (capture) text += value
    },
  })
}

function tableNames(pack: OfficePackage, part: string, out: OfficeWriter): void {
  pack.read(part, {
    open(name, attributes) {
      if (name === 'table') out.note('table', `${attributes['displayName'] ?? ''} ${attributes['comment'] ?? ''}`)
    },
  })
}
