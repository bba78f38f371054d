import { officeLimits } from '../limits.ts'
import type { OdfForms } from './odf-forms.ts'
import type { OdfStyle } from './odf-styles.ts'
import { unreadWords } from './odf-unread.ts'
import type { OfficeWriter, TextFormat } from './writer.ts'
import type { Attributes, XmlHandler } from './xml.ts'

export interface OdfContext {
  readonly style: (family: string, name: string | undefined) => OdfStyle | undefined
  /** Parts of embedded objects (charts, formulas), in the order in which the text names them. */
  readonly objects: string[]
  /** Notes and comments, gathered to stand under a heading of their own. */
  readonly notes: string[]
  readonly comments: string[]
  readonly forms: OdfForms
  /** Footers, headers and dates that slides name, by kind and name. */
  readonly declared: Map<string, { readonly text: string; used: boolean }>
  slides: number
}

/** Elements that say how things look, and nothing that anybody wrote. Sequences are the same few in each text. */
const skipped: ReadonlySet<string> = new Set([
  ...['font-face-decls', 'automatic-styles', 'styles', 'sequence-decls', 'label-ranges', 'calculation-settings', 'binary-data'],
])
const declaration = /^(footer|header|date-time)-decl$/
/** Within these a word goes on. */
const withinWord: ReadonlySet<string> = new Set(['span', 'a', 's'])
const shapes: ReadonlySet<string> = new Set([
  'frame',
  'custom-shape',
  'rect',
  'line',
  'path',
  'ellipse',
  'circle',
  'g',
  'connector',
  'polygon',
  'polyline',
  'caption',
  'measure',
  'control',
])

/** Handler for OpenDocument content (1.3 part 3 §5–§10): text, sheets and slides alike, since any of them may hold any other. */
export function odfStory(context: OdfContext, out: OfficeWriter): Pick<XmlHandler, 'open' | 'close' | 'text'> {
  let skip = 0
  let inText = 0
  const formats: TextFormat[] = []
  /** Elements at whose end `show` is due. */
  const hiding: { name: string; depth: number }[] = []
  let depth = 0
  const parents: string[] = []
  let lists = 0
  let item = false
  /** A note or comment being gathered, and its depth. */
  let aside: {
    readonly kind: 'note' | 'comment'
    readonly depth: number
    text: string
    mark: string
    author: string
    date: string
  } | null = null
  let asideField = ''
  let hint: { name: string; text: string } | null = null
  let inForms = 0
  let inMath = 0
  /** Text that stands in no place of which the page shows anything, until the element ends. */
  let loose = ''
  let declared: { readonly key: string; text: string } | null = null
  /** What a slide, or its page of notes, shows at its foot. */
  let foot: { readonly name: string; readonly lines: readonly string[] } | null = null
  let sheets = 0
  let columns: boolean[] = []
  let column = 0
  let gap = 0
  let cell: {
    readonly repeat: number
    readonly hidden: boolean
    filled: boolean
    text: string
    readonly value: string
    readonly stored: string
  } | null = null
  let rowOpen = false
  const hide = (name: string, label: string): void => {
    hiding.push({ name, depth })
    out.hide(label)
  }

  const say = (value: string): void => {
    if (aside !== null) {
      if (asideField === 'creator') aside.author += value
      else if (asideField === 'date') aside.date += value
      else if (asideField === 'citation') aside.mark += value
      else aside.text += value
      return
    }
    if (hint !== null) {
      hint.text += value
      return
    }
    if (cell !== null && sheets > 0) {
      cell.text += value
      beginCell()
    }
    out.text(value, formats.at(-1))
  }
  const beginCell = (): void => {
    if (cell === null || cell.filled) return
    cell.filled = true
    if (!rowOpen) {
      rowOpen = true
      out.row()
    }
    for (let count = Math.min(gap, officeLimits.gap); count > 0; count--) {
      out.cell()
      out.endCell()
    }
    gap = 0
    if (cell.hidden) out.hide('hidden column')
    else out.cell()
  }
  const endCell = (): void => {
    if (cell === null) return
    if (!cell.filled && cell.value !== '') say(cell.value)
    else if (cell.stored !== '' && cell.stored !== cell.text) out.note('value of a cell', cell.stored)
    if (cell.filled) {
      if (cell.hidden) out.show()
      else out.endCell()
      // The same again, as often as it says, within reason: a row of a million equal cells is an attack or a filled-down column.
      for (let count = Math.min(cell.repeat - 1, officeLimits.gap); count > 0 && cell.text !== ''; count--) {
        out.cell()
        out.text(cell.text)
        out.endCell()
      }
    } else gap += cell.repeat
    column += cell.repeat
    cell = null
  }

  const table = (name: string, attributes: Attributes): boolean => {
    const repeated = (key: string): number => Math.max(1, Math.min(1_048_576, Number(attributes[key] ?? 1) || 1))
    if (name === 'table') {
      const label = attributes['name'] ?? ''
      const hidden = context.style('table', attributes['style-name'])?.hidden === true
      if (hidden) hide(name, `hidden sheet “${label}”`)
      if (sheets === 0 && spreadsheet) out.heading(2, label)
      sheets++
      columns = []
      out.table()
    } else if (name === 'table-column') {
      const hidden = /^(collapse|filter)$/.test(attributes['visibility'] ?? '')
      for (let count = Math.min(16_384, repeated('number-columns-repeated')); count > 0 && columns.length < 16_384; count--)
        columns.push(hidden)
    } else if (name === 'table-row') {
      column = 0
      gap = 0
      rowOpen = false
      if (/^(collapse|filter)$/.test(attributes['visibility'] ?? '')) hide(name, 'hidden row')
    } else if (name === 'table-cell' || name === 'covered-table-cell') {
      const formula = attributes['formula']
      if (formula !== undefined) out.note('formula', formula)
      cell = {
        repeat: repeated('number-columns-repeated'),
        hidden: columns[column] === true,
        filled: false,
        text: '',
        value: attributes['date-value'] ?? attributes['string-value'] ?? attributes['value'] ?? '',
        stored: attributes['string-value'] ?? '',
      }
      // In a table of a text every cell counts, empty or not.
      if (!spreadsheet) beginCell()
    } else return false
    return true
  }
  let spreadsheet = false

  const beginAside = (kind: 'note' | 'comment'): void => {
    aside = { kind, depth, text: '', mark: '', author: '', date: '' }
    asideField = ''
  }
  const endAside = (): void => {
    if (aside === null) return
    const { kind, text, mark, author, date } = aside
    aside = null
    if (kind === 'note') {
      const label = mark.trim() === '' ? String(context.notes.length + 1) : mark.trim()
      say(`[${label}]`)
      context.notes.push(`[${label}] ${text.trim()}`)
    } else {
      if (text.trim() === '') return
      const number = context.comments.length + 1
      if (inText > 0) say(`[comment ${number}]`)
      const who = [author.trim(), date.trim().replace('T', ' ')].filter((piece) => piece !== '').join(', ')
      context.comments.push(`[comment ${number}] ${who === '' ? '' : `${who}: `}${text.trim()}`)
    }
  }

  const atFoot = (name: string, attributes: Attributes, style: OdfStyle | undefined): void => {
    const lines: string[] = []
    for (const kind of ['header', 'date-time', 'footer']) {
      const one = context.declared.get(`${kind} ${attributes[`use-${kind}-name`] ?? ''}`)
      if (one === undefined || style?.without?.includes(kind) === true) continue
      one.used = true
      lines.push(one.text)
    }
    foot = { name, lines }
  }
  const endFoot = (): void => {
    for (const line of foot?.lines ?? []) {
      out.paragraph()
      out.text(line)
      out.endParagraph()
    }
    foot = null
  }

  const drawn = (name: string, attributes: Attributes): void => {
    if (name === 'page') {
      if (context.style('drawing-page', attributes['style-name'])?.hidden === true) hide(name, `hidden slide ${context.slides + 1}`)
      context.slides++
      out.heading(2, `Slide ${context.slides}`)
      atFoot(name, attributes, context.style('drawing-page', attributes['style-name']))
    } else if (name === 'notes') {
      endFoot()
      out.section(3, `Notes to slide ${context.slides}`)
      atFoot(name, attributes, context.style('drawing-page', attributes['style-name']))
    } else if (name === 'control') {
      say(context.forms.show(attributes['control'] ?? ''))
      if (inText === 0) out.endParagraph()
    } else if (name === 'image') {
      if (!out.hiding && aside === null) out.text('[picture] ')
      if (/^\w+:/.test(attributes['href'] ?? '')) out.note('picture outside this file', attributes['href'] ?? '')
    } else if (name === 'object' || name === 'object-ole') {
      const target = (attributes['href'] ?? '').replace(/^\.\//, '')
      if (target !== '' && !/^\w+:/.test(target)) context.objects.push(target)
    } else if (name === 'a') {
      if (attributes['href'] !== undefined) out.note('link', attributes['href'])
      if (attributes['title'] !== undefined) out.note('title', attributes['title'])
    } else if ((name === 'title' || name === 'desc') && shapes.has(parents.at(-2) ?? '')) hint = { name, text: '' }
  }

  return {
    open(name, attributes) {
      depth++
      parents.push(name)
      if (skip > 0 || skipped.has(name)) {
        skip++
        return
      }
      if (inForms > 0 || name === 'forms') {
        inForms++
        context.forms.open(name, attributes)
        return
      }
      if (inMath > 0 || name === 'math') {
        inMath++
        return
      }
      const taken = name === 'table' && spreadsheet ? ['name'] : []
      const words = unreadWords(name, attributes, taken)
      if (words !== '') out.note(`kept in ${name}`, words)
      if (name === 'spreadsheet') spreadsheet = true
      if (name === 'annotation') beginAside('comment')
      else if (name === 'note') beginAside('note')
      else if (aside !== null && /^(creator|date|note-citation|creator-initials)$/.test(name)) asideField = name.replace('note-', '')
      else if (parents.at(-2) === 'tracked-changes') hide(name, 'tracked change')
      else if (name === 'change-track-table-cell') say(attributes['value'] ?? attributes['date-value'] ?? '')
      else if (declaration.test(name)) declared = { key: `${name.slice(0, -'-decl'.length)} ${attributes['name'] ?? ''}`, text: '' }
      else if (name === 'hidden-text' || name === 'hidden-paragraph') out.note('hidden text', attributes['string-value'] ?? '')
      else if (name === 'section' && (attributes['display'] === 'none' || attributes['is-hidden'] === 'true')) hide(name, 'hidden section')
      else if (name === 'p' || name === 'h') {
        inText++
        if (aside !== null || hint !== null) return
        if (context.style('paragraph', attributes['style-name'])?.hidden === true) hide(name, 'hidden text')
        if (cell !== null && spreadsheet) {
          if (cell.filled) out.lineBreak()
          return
        }
        const level = name === 'h' ? Math.min(6, Math.max(1, Number(attributes['outline-level'] ?? 1) || 1)) : null
        out.paragraph({ ...(level === null ? {} : { level }), indent: lists })
        if (item) out.text('• ')
        item = false
      } else if (name === 'span') {
        const style = context.style('text', attributes['style-name'])
        formats.push({ ...formats.at(-1), ...style?.format })
        if (style?.hidden === true) hide(name, 'hidden text')
      } else if (name === 's') say(' '.repeat(Math.min(500, Number(attributes['c'] ?? 1) || 1)))
      else if (name === 'tab') say('\t')
      else if (name === 'line-break') {
        if (aside === null && hint === null) out.lineBreak()
        else say(' ')
      } else if (name === 'list') lists++
      else if (name === 'list-item' || name === 'list-header') item = name === 'list-item'
      else if (aside === null && !table(name, attributes)) drawn(name, attributes)
      if (shapes.has(name) && aside === null && attributes['visibility'] === 'hidden') hide(name, 'hidden shape')
    },
    close(name) {
      parents.pop()
      if (skip > 0) {
        skip--
        depth--
        return
      }
      if (inForms > 0) {
        inForms--
        depth--
        context.forms.close(name)
        return
      }
      if (loose !== '' && !withinWord.has(name)) {
        out.note(`kept in ${name}`, loose)
        loose = ''
      }
      if (inMath > 0) {
        inMath--
        depth--
        if (inMath === 0 && inText === 0) out.endParagraph()
        return
      }
      if (declared !== null && declaration.test(name)) {
        context.declared.set(declared.key, { text: declared.text.trim(), used: false })
        declared = null
      }
      if (foot?.name === name) endFoot()
      if (aside !== null && depth === aside.depth) endAside()
      else if (aside !== null && asideField !== '' && /^(creator|date|note-citation|creator-initials)$/.test(name)) asideField = ''
      else if (name === 'p' || name === 'h') {
        inText--
        if (aside !== null) aside.text += ' '
        else if (hint === null && !(cell !== null && spreadsheet)) out.endParagraph()
      } else if (name === 'span') formats.pop()
      else if (name === 'list') lists--
      else if (hint !== null && name === hint.name) {
        out.note('description of a picture', hint.text)
        hint = null
      } else if (aside === null && (name === 'table-cell' || name === 'covered-table-cell')) endCell()
      else if (aside === null && name === 'table-row') {
        if (rowOpen) out.endRow()
        rowOpen = false
      } else if (aside === null && name === 'table') {
        sheets--
        out.endTable()
      }
      const top = hiding.at(-1)
      if (top !== undefined && top.name === name && top.depth === depth) {
        hiding.pop()
        out.show()
      }
      depth--
    },
    text(value) {
      if (skip > 0) return
      const within = parents.at(-1) ?? ''
      if (inForms > 0) context.forms.text(value)
      else if (inMath > 0 && within !== 'annotation') {
        if (value.trim() !== '') say(`${value.trim()} `)
      } else if (declared !== null) declared.text += value
      // Who changed what, and when.
      else if (hiding.length > 0 && aside === null && /^(creator|date)$/.test(within)) out.text(`${value} `)
      // White space outside paragraphs is the file's layout; within, runs of it count as one blank (§6.1.2).
      else if (inText === 0 && hint === null && (aside === null || asideField === '')) {
        if (loose !== '' || value.trim() !== '') loose += value
      } else say(value.replace(/[ \t\r\n]+/g, ' '))
    },
  }
}
