import { writeChunk } from './docx-chunk.ts'
import type { Numbering } from './docx-numbering.ts'
import { isOn, type OfficePackage, type Relation } from './package.ts'
import type { OfficeWriter, TextFormat } from './writer.ts'
import type { Attributes, XmlHandler } from './xml.ts'

/** What a style says that matters here. */
export interface WordStyle {
  /** 1 to 6 for a heading. */
  readonly level: number | null
  readonly hidden: boolean
}

/** What the stories of a document (body, headers, notes, comments) share. */
export interface WordContext {
  readonly pack: OfficePackage
  readonly styles: ReadonlyMap<string, WordStyle>
  readonly numbering: Numbering
  /** Numbers that comments and notes get in the order in which the text names them. */
  readonly commentNumbers: Map<string, number>
  readonly footnoteNumbers: Map<string, number>
  readonly endnoteNumbers: Map<string, number>
}

interface Paragraph {
  level: number | null
  list: string | null
  listLevel: number
  open: boolean
}
interface Row {
  open: boolean
  hidden: boolean
}
interface Cell {
  open: boolean
  span: number
}

/** Old formatting that tracked changes keep, and twins of what stands beside them in a newer form. */
const skipped: ReadonlySet<string> = new Set(['Fallback', 'tblPrExChange', 'tcPrChange', 'trPrChange', 'numberingChange', 'sectPrChange'])
const formattingChanges: ReadonlySet<string> = new Set(['rPrChange', 'pPrChange', 'tblPrChange'])
const removed: Readonly<Record<string, string>> = { del: 'deleted', moveFrom: 'moved away' }
const added: Readonly<Record<string, string>> = { ins: 'inserted', moveTo: 'moved here' }

/** Number of a comment or note, by its first mention. */
export function numberOf(numbers: Map<string, number>, id: string): number {
  const known = numbers.get(id) ?? numbers.size + 1
  numbers.set(id, known)
  return known
}

function byWhom(attributes: Attributes): string {
  const author = attributes['author'] ?? ''
  const date = (attributes['date'] ?? '').slice(0, 10)
  return `${author === '' ? '' : ` by ${author}`}${date === '' ? '' : ` on ${date}`}`
}

/**
 * Handler for one story of a WordprocessingML document (ECMA-376 part 1 §17). Deleted and hidden text goes to the hidden lines, with who
 * deleted it; inserted text is shown, since a reader of the file sees it.
 * @param note called at each footnote, endnote or comment of a part that holds them; gives what stands before its text, null to skip it
 */
export function wordStory(
  context: WordContext,
  out: OfficeWriter,
  relations: readonly Relation[],
  note: (name: string, attributes: Attributes) => string | null = () => '',
): Pick<XmlHandler, 'open' | 'close' | 'text'> {
  const targets = new Map(relations.map((relation) => [relation.id, relation]))
  const paragraphs: Paragraph[] = []
  const rows: Row[] = []
  const cells: Cell[] = []
  let skip = 0
  let prefix = ''
  let propertiesOf: string | null = null
  let format: TextFormat = {}
  let vanish = false
  let capture: 'text' | 'deleted' | 'instruction' | null = null
  let instruction = ''
  let fieldDepth = 0
  /** Hidden stretches that are open, by element. */
  const hiding: string[] = []

  const ensure = (): void => {
    const row = rows.at(-1)
    const cell = cells.at(-1)
    if (row !== undefined && !row.open) openRow(row)
    if (cell !== undefined && !cell.open) openCell(cell)
    const paragraph = paragraphs.at(-1)
    if (paragraph === undefined || paragraph.open) return
    paragraph.open = true
    const label = paragraph.list === null ? '' : context.numbering.label(paragraph.list, paragraph.listLevel)
    out.paragraph({
      ...(paragraph.level === null ? {} : { level: paragraph.level }),
      indent: paragraph.list === null ? 0 : paragraph.listLevel + 1,
    })
    if (prefix !== '') out.text(prefix)
    prefix = ''
    if (label !== '') out.text(`${label}\u00a0`)
  }
  const openRow = (row: Row): void => {
    row.open = true
    if (row.hidden) out.hide('deleted table row')
    out.row()
  }
  const openCell = (cell: Cell): void => {
    cell.open = true
    out.cell(cell.span)
  }
  const say = (value: string): void => {
    if (vanish && !out.hiding) {
      out.hide('hidden text')
      out.text(value)
      out.show()
      return
    }
    ensure()
    out.text(value, format)
  }
  const style = (value: string) => context.styles.get(value)

  const property = (name: string, attributes: Attributes): boolean => {
    const value = attributes['val'] ?? ''
    if (propertiesOf === 'pPr') {
      const paragraph = paragraphs.at(-1)
      if (paragraph === undefined) return true
      if (name === 'pStyle') paragraph.level = style(value)?.level ?? null
      else if (name === 'outlineLvl' && Number(value) < 6) paragraph.level = Number(value) + 1
      else if (name === 'numId') paragraph.list = value === '0' ? null : value
      else if (name === 'ilvl') paragraph.listLevel = Math.min(8, Number(value) || 0)
      return true
    }
    if (propertiesOf !== 'rPr') return false
    if (name === 'vanish' || name === 'webHidden') vanish = isOn(attributes)
    else if (name === 'rStyle') vanish ||= style(value)?.hidden ?? false
    else if (name === 'b') format = { ...format, bold: isOn(attributes) }
    else if (name === 'i') format = { ...format, italic: isOn(attributes) }
    else if (name === 'u') format = { ...format, underline: isOn(attributes) }
    else if (name === 'strike' || name === 'dstrike') format = { ...format, strike: isOn(attributes) }
    else if (name === 'vertAlign' && value === 'superscript') format = { ...format, raised: 'sup' }
    else if (name === 'vertAlign' && value === 'subscript') format = { ...format, raised: 'sub' }
    return true
  }

  const table = (name: string, attributes: Attributes): boolean => {
    if (name === 'tbl') out.table()
    else if (name === 'tr') rows.push({ open: false, hidden: false })
    else if (name === 'tc') {
      const row = rows.at(-1)
      if (row !== undefined && !row.open) openRow(row)
      cells.push({ open: false, span: 1 })
    } else if (name === 'gridSpan') {
      const cell = cells.at(-1)
      if (cell !== undefined && !cell.open) cell.span = Math.min(1000, Math.max(1, Number(attributes['val']) || 1))
    } else return false
    return true
  }

  const character = (name: string, attributes: Attributes): void => {
    if (name === 'tab' || name === 'ptab') say('\t')
    else if (name === 'br' || name === 'cr') {
      if (!vanish) {
        ensure()
        out.lineBreak()
      }
    } else if (name === 'noBreakHyphen') say('\u2011')
    else if (name === 'sym') say(symbol(attributes['char'] ?? ''))
    else if (name === 'footnoteReference') say(`[${numberOf(context.footnoteNumbers, attributes['id'] ?? '')}]`)
    else if (name === 'endnoteReference') say(`[end note ${numberOf(context.endnoteNumbers, attributes['id'] ?? '')}]`)
    else if (name === 'commentReference') say(`[comment ${numberOf(context.commentNumbers, attributes['id'] ?? '')}]`)
    else if (name === 'drawing' || name === 'pict' || name === 'object') ensure()
    else if (name === 'blip' || name === 'imagedata') say('[picture]')
    else if (name === 'docPr' || name === 'cNvPr') {
      if (attributes['descr'] !== undefined) out.note('description of a picture', attributes['descr'])
      if (attributes['title'] !== undefined) out.note('title of a picture', attributes['title'])
    } else if (name === 'textpath' && attributes['string'] !== undefined) say(attributes['string'])
    else if (name === 'fldSimple') out.note('field', attributes['instr'] ?? '')
    else if (name === 'fldChar') field(attributes['fldCharType'] ?? '')
    else if (name === 'hyperlink') link(attributes)
    else if (name === 'altChunk') {
      const chunk = targets.get(attributes['id'] ?? '')
      if (chunk !== undefined && !chunk.external) writeChunk(context.pack, chunk.target, out)
    } else if (name === 'OLEObject')
      out.note('embedded file', `${attributes['ProgID'] ?? ''} ${targets.get(attributes['id'] ?? '')?.target ?? ''}`)
  }
  const link = (attributes: Attributes): void => {
    const target = targets.get(attributes['id'] ?? '')?.target
    if (target !== undefined) out.note('link', target)
    if (attributes['tooltip'] !== undefined) out.note('title', attributes['tooltip'])
  }
  const field = (kind: string): void => {
    if (kind === 'begin') fieldDepth++
    if (kind === 'end') fieldDepth = Math.max(0, fieldDepth - 1)
    if (instruction !== '') out.note('field', instruction)
    instruction = ''
  }

  return {
    open(name, attributes) {
      if (skip > 0 || skipped.has(name)) {
        skip++
        return
      }
      if (formattingChanges.has(name)) {
        out.note('formatting changed', byWhom(attributes).trim())
        skip++
        return
      }
      if (name === 'footnote' || name === 'endnote' || name === 'comment') {
        const before = note(name, attributes)
        if (before === null) {
          skip++
          return
        }
        prefix = before
        return
      }
      if (name === 'p') {
        ensure()
        paragraphs.push({ level: null, list: null, listLevel: 0, open: false })
        return
      }
      if (name === 'pPr' || name === 'trPr') {
        propertiesOf = name
        return
      }
      if (name === 'rPr') {
        propertiesOf = propertiesOf === 'pPr' ? 'paragraph mark' : 'rPr'
        return
      }
      if (propertiesOf === 'trPr') {
        const row = rows.at(-1)
        if (name === 'del' && row !== undefined) row.hidden = true
        return
      }
      if (propertiesOf !== null && property(name, attributes)) return
      if (propertiesOf === 'paragraph mark') return
      const gone = removed[name]
      if (gone !== undefined) {
        ensure()
        hiding.push(name)
        out.hide(`${gone}${byWhom(attributes)}`)
        return
      }
      const came = added[name]
      if (came !== undefined) {
        out.note('tracked change', `${came}${byWhom(attributes)}`)
        return
      }
      if (name === 'r') {
        format = {}
        vanish = false
      } else if (name === 't') capture = 'text'
      else if (name === 'delText') capture = 'deleted'
      else if (name === 'instrText' || name === 'delInstrText') capture = 'instruction'
      else if (!table(name, attributes)) character(name, attributes)
    },
    close(name) {
      if (skip > 0) {
        skip--
        return
      }
      if (name === 't' || name === 'delText' || name === 'instrText' || name === 'delInstrText') capture = null
      else if (name === 'pPr' || name === 'trPr') propertiesOf = null
      else if (name === 'rPr') propertiesOf = propertiesOf === 'paragraph mark' ? 'pPr' : null
      else if (hiding.at(-1) === name && propertiesOf === null) {
        hiding.pop()
        out.show()
      } else if (name === 'p') {
        ensure()
        out.endParagraph()
        paragraphs.pop()
      } else if (name === 'tc') {
        const cell = cells.at(-1)
        if (cell !== undefined && !cell.open) openCell(cell)
        cells.pop()
        out.endCell()
      } else if (name === 'tr') {
        const row = rows.pop()
        if (row === undefined) return
        if (!row.open) openRow(row)
        out.endRow()
        if (row.hidden) out.show()
      } else if (name === 'tbl') out.endTable()
    },
    text(value) {
      if (skip > 0 || capture === null) return
      if (capture === 'instruction') instruction += value
      else say(value)
    },
  }
}

/** Symbol fonts use a private area (F000–F0FF) whose looks say nothing; others are characters. */
function symbol(hex: string): string {
  const code = Number.parseInt(hex, 16)
  if (!Number.isFinite(code) || code < 0x20 || code > 0xffff) return ''
  return code >= 0xf000 && code <= 0xf0ff ? '•' : String.fromCharCode(code)
}
