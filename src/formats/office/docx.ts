import { readNumbering } from './docx-numbering.ts'
import { numberOf, type WordContext, type WordStyle, wordStory } from './docx-story.ts'
import { drawnText } from './drawing.ts'
import { isOn, type OfficePackage } from './package.ts'
import type { OfficeWriter } from './writer.ts'

/** A Word document: its body, then notes, headers and footers, charts and comments, each under a heading. */
export function readDocx(pack: OfficePackage, main: string, out: OfficeWriter): void {
  const relations = pack.relations(main)
  const part = (type: string): string | undefined => relations.find((relation) => relation.type === type && !relation.external)?.target
  const context: WordContext = {
    pack,
    styles: readStyles(pack, part('styles')),
    numbering: readNumbering(pack, part('numbering')),
    commentNumbers: new Map(),
    footnoteNumbers: new Map(),
    endnoteNumbers: new Map(),
  }
  if (!pack.read(main, wordStory(context, out, relations))) {
    out.problem('unreadable-attachment')
    return
  }
  const once = new Set<string>()
  for (const [type, title] of [
    ['footnotes', 'Footnotes'],
    ['endnotes', 'End notes'],
    ['header', 'Header'],
    ['footer', 'Footer'],
    ['comments', 'Comments'],
  ] as const) {
    for (const relation of relations) {
      if (relation.type !== type || relation.external || once.has(relation.target)) continue
      once.add(relation.target)
      story(context, relation.target, title, out)
    }
  }
  drawnText(pack, relations, out)
  for (const relation of relations) {
    if (relation.external && relation.type !== 'hyperlink') out.note(`${relation.type} outside this file`, relation.target)
  }
}

function story(context: WordContext, part: string, title: string, out: OfficeWriter): void {
  out.section(3, title)
  context.pack.read(
    part,
    wordStory(context, out, context.pack.relations(part), (name, attributes) => {
      // Lines between text and notes (ECMA-376 part 1 §17.18.33).
      if (/^(separator|continuationSeparator|continuationNotice)$/.test(attributes['type'] ?? '')) return null
      const id = attributes['id'] ?? ''
      if (name === 'footnote') return `[${numberOf(context.footnoteNumbers, id)}] `
      if (name === 'endnote') return `[end note ${numberOf(context.endnoteNumbers, id)}] `
      const author = attributes['author'] ?? ''
      const date = (attributes['date'] ?? '').replace('T', ' ').replace(/Z$/, '')
      return `[comment ${numberOf(context.commentNumbers, id)}]${author === '' ? '' : ` ${author}`}${date === '' ? '' : `, ${date}`}: `
    }),
  )
  out.section(3, null)
}

function readStyles(pack: OfficePackage, part: string | undefined): ReadonlyMap<string, WordStyle> {
  const styles = new Map<string, { level: number | null; hidden: boolean; base: string | null }>()
  let current: { level: number | null; hidden: boolean; base: string | null } | null = null
  if (part !== undefined)
    pack.read(part, {
      open(name, attributes) {
        const value = attributes['val'] ?? ''
        if (name === 'style') {
          current = { level: null, hidden: false, base: null }
          styles.set(attributes['styleId'] ?? '', current)
        }
        if (current === null) return
        if (name === 'name') current.level = headingLevel(value) ?? current.level
        else if (name === 'outlineLvl' && Number(value) < 6) current.level = Number(value) + 1
        else if (name === 'basedOn') current.base = value
        else if (name === 'vanish') current.hidden = isOn(attributes)
      },
      close(name) {
        if (name === 'style') current = null
      },
    })
  // A few steps suffice; styles that are based on each other end here.
  for (let step = 0; step < 5; step++)
    for (const style of styles.values()) style.level ??= style.base === null ? null : (styles.get(style.base)?.level ?? null)
  return styles
}

function headingLevel(name: string): number | null {
  const heading = /^heading ([1-9])$/i.exec(name)
  if (heading !== null) return Math.min(6, Number(heading[1]))
  return /^title$/i.test(name) ? 1 : null
}
