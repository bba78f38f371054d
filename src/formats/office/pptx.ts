import { drawnText } from './drawing.ts'
import type { OfficePackage, Relation } from './package.ts'
import type { OfficeWriter, TextFormat } from './writer.ts'
import { type Attributes, prefixed, type XmlHandler } from './xml.ts'

/** A presentation: its slides in order, each with its notes and comments, then what the masters put on every slide. */
export function readPptx(pack: OfficePackage, main: string, out: OfficeWriter): void {
  const relations = pack.relations(main)
  const order: string[] = []
  if (
    !pack.read(main, {
      open(name, attributes) {
        if (name === 'sldId') order.push(prefixed(attributes, 'id') ?? '')
      },
    })
  ) {
    out.problem('unreadable-attachment')
    return
  }
  const byId = new Map(relations.map((relation) => [relation.id, relation]))
  const listed = order.flatMap((id) => byId.get(id) ?? [])
  const all = relations.filter((relation) => relation.type === 'slide')
  // Slides that the list doesn't name are in the file all the same.
  const lost = all.filter((relation) => !listed.includes(relation))
  const authors = commentAuthors(pack, relations)
  const layouts = new Set<string>()
  for (const [index, { target }] of listed.entries()) slide(pack, target, `Slide ${index + 1}`, authors, layouts, out)
  for (const { target } of lost) {
    out.hide('slide that is not in the show')
    slide(pack, target, 'Slide', authors, layouts, out)
    out.show()
  }
  onEverySlide(pack, layouts, out)
}

function slide(
  pack: OfficePackage,
  part: string,
  title: string,
  authors: ReadonlyMap<string, string>,
  layouts: Set<string>,
  out: OfficeWriter,
): void {
  const relations = pack.relations(part)
  let hidden = false
  pack.read(part, {
    open(name, attributes) {
      if (name === 'sld') hidden = /^(0|false)$/.test(attributes['show'] ?? '')
    },
  })
  if (hidden) out.hide(`hidden ${title.toLowerCase()}`)
  out.heading(2, title)
  pack.read(part, shapes(relations, out, false))
  drawnText(pack, relations, out)
  const related = (types: RegExp): string[] =>
    relations.filter((relation) => types.test(relation.type) && !relation.external).map((relation) => relation.target)
  for (const notes of related(/^notesSlide$/)) {
    out.section(3, `Notes to ${title.toLowerCase()}`)
    pack.read(notes, shapes(pack.relations(notes), out, false))
    out.section(3, null)
  }
  for (const comments of related(/^comments$/)) readComments(pack, comments, authors, `Comments on ${title.toLowerCase()}`, out)
  for (const layout of related(/^slideLayout$/)) layouts.add(layout)
  if (hidden) out.show()
}

/** What layouts and masters show on every slide: their own shapes, not the placeholders that slides fill. */
function onEverySlide(pack: OfficePackage, layouts: ReadonlySet<string>, out: OfficeWriter): void {
  const parts = new Set(layouts)
  for (const layout of layouts) for (const { type, target } of pack.relations(layout)) if (type === 'slideMaster') parts.add(target)
  out.section(2, 'On every slide')
  for (const part of parts) pack.read(part, shapes(pack.relations(part), out, true))
  out.section(2, null)
}

/** Placeholders that repeat what the file counts by itself: the slide's number. */
const counted = /^sldNum$/

/**
 * Text of the shapes on a slide (ECMA-376 part 1 §19.3, §21.1.2).
 * @param ownOnly leave placeholders out, as of a layout
 */
function shapes(relations: readonly Relation[], out: OfficeWriter, ownOnly: boolean): Pick<XmlHandler, 'open' | 'close' | 'text'> {
  const targets = new Map(relations.map((relation) => [relation.id, relation.target]))
  let capture = false
  let skip = 0
  /** Depth of elements since a shape began whose text is left out or hidden. */
  const shapeStack: { left: boolean; hidden: boolean }[] = []
  let level = 0
  let format: TextFormat = {}
  let open = false
  let left = false
  const ensure = (): void => {
    if (open) return
    open = true
    out.paragraph({ indent: level })
  }
  const say = (value: string): void => {
    if (left) return
    if (value.trim() !== '' || open) {
      ensure()
      out.text(value, format)
    }
  }
  const properties = (attributes: Attributes): void => {
    if (attributes['descr'] !== undefined) out.note('description of a picture', attributes['descr'])
    if (attributes['title'] !== undefined) out.note('title of a picture', attributes['title'])
    const shape = shapeStack.at(-1)
    if (shape !== undefined && /^(1|true)$/.test(attributes['hidden'] ?? '') && !shape.hidden) {
      shape.hidden = true
      out.hide('hidden shape')
    }
  }
  return {
    open(name, attributes) {
      if (skip > 0 || name === 'Fallback') {
        skip++
        return
      }
      if (/^(sp|pic|graphicFrame|cxnSp)$/.test(name)) shapeStack.push({ left: false, hidden: false })
      else if (name === 'cNvPr') properties(attributes)
      else if (name === 'ph') left = ownOnly || counted.test(attributes['type'] ?? '')
      else if (name === 'blip' && !left && !ownOnly) {
        ensure()
        out.text('[picture]')
        out.endParagraph()
        open = false
      } else if (name === 'tbl') out.table()
      else if (name === 'tr') out.row()
      else if (name === 'tc') out.cell(Number(attributes['gridSpan'] ?? 1) || 1)
      else if (name === 'p') {
        level = 0
        open = false
      } else if (name === 'pPr') level = Math.min(8, Number(attributes['lvl'] ?? 0) || 0)
      else if (name === 'r' || name === 'fld') format = {}
      else if (name === 'rPr')
        format = {
          bold: /^(1|true)$/.test(attributes['b'] ?? ''),
          italic: /^(1|true)$/.test(attributes['i'] ?? ''),
          underline: !/^(none)?$/.test(attributes['u'] ?? ''),
        }
      else if (name === 't') capture = true
      else if (name === 'tab') say('\t')
      else if (name === 'br' && open && !left) out.lineBreak()
      else if (name === 'hlinkClick' || name === 'hlinkHover') {
        const target = targets.get(attributes['id'] ?? '')
        if (target !== undefined) out.note('link', target)
        if (attributes['tooltip'] !== undefined) out.note('title', attributes['tooltip'])
      } else if (name === 'oleObj')
        out.note('embedded file', `${attributes['progId'] ?? attributes['name'] ?? ''} ${targets.get(attributes['id'] ?? '') ?? ''}`)
    },
    close(name) {
      if (skip > 0) {
        skip--
        return
      }
      if (name === 't') capture = false
      else if (name === 'p') {
        if (open) out.endParagraph()
        open = false
      } else if (name === 'tc') out.endCell()
      else if (name === 'tr') out.endRow()
      else if (name === 'tbl') out.endTable()
      else if (/^(sp|pic|graphicFrame|cxnSp)$/.test(name)) {
        if (shapeStack.pop()?.hidden === true) out.show()
        left = false
      }
    },
    text(value) {
      if (capture && skip === 0) say(value)
    },
  }
}

function commentAuthors(pack: OfficePackage, relations: readonly Relation[]): ReadonlyMap<string, string> {
  const authors = new Map<string, string>()
  for (const { type, target } of relations)
    if (/^(commentAuthors|authors)$/.test(type))
      pack.read(target, {
        open(name, attributes) {
          if (name === 'cmAuthor' || name === 'author') authors.set(attributes['id'] ?? '', attributes['name'] ?? '')
        },
      })
  return authors
}

/** Comments of either kind: `p:cm` with `p:text`, and the threaded ones with paragraphs and replies. */
function readComments(pack: OfficePackage, part: string, authors: ReadonlyMap<string, string>, title: string, out: OfficeWriter): void {
  let line = ''
  let head = ''
  let capture = false
  let empty = true
  const begin = (attributes: Attributes): void => {
    end()
    const author = authors.get(attributes['authorId'] ?? '') ?? ''
    const date = (attributes['dt'] ?? attributes['created'] ?? '').slice(0, 10)
    head = [author, date].filter((piece) => piece !== '').join(', ')
    if (head !== '') head += ': '
  }
  const end = (): void => {
    if (line.trim() === '') return
    if (empty) out.heading(3, title)
    empty = false
    out.paragraph()
    out.text(head + line)
    out.endParagraph()
    line = ''
  }
  pack.read(part, {
    open(name, attributes) {
      if (name === 'cm' || name === 'reply') begin(attributes)
      if (name === 't' || name === 'text') capture = true
      if (name === 'br') line += ' '
    },
    close(name) {
      if (name === 't' || name === 'text') capture = false
      if (name === 'p') line += ' '
      if (name === 'cm' || name === 'reply') end()
    },
    text(value) {
      if (capture) line += value
    },
  })
}
