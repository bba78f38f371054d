import type { OfficePackage } from './package.ts'
import type { TextFormat } from './writer.ts'

/** What styles say of text, tables and slides that matters here. */
export interface OdfStyle {
  readonly format: TextFormat
  /** Not shown: text, table, column, row or slide. */
  readonly hidden: boolean
  /** What stands at the foot of slides and isn't seen on this one: `footer`, `header`, `date-time`. */
  readonly without?: readonly string[]
}

interface Style {
  format: TextFormat
  hidden: boolean
  without: readonly string[]
  readonly parent: string | null
}

/** Styles by family and name (OpenDocument 1.3 part 3 §16), those of the content itself and those of the file. */
export function readOdfStyles(
  pack: OfficePackage,
  parts: readonly string[],
): (family: string, name: string | undefined) => OdfStyle | undefined {
  const styles = new Map<string, Style>()
  let current: Style | null = null
  for (const part of parts)
    pack.read(part, {
      open(name, attributes) {
        if (name === 'style') {
          const family = attributes['family'] ?? ''
          const parent = attributes['parent-style-name']
          current = { format: {}, hidden: false, without: [], parent: parent === undefined ? null : `${family} ${parent}` }
          styles.set(`${family} ${attributes['name'] ?? ''}`, current)
        } else if (current === null) return
        else if (name === 'text-properties') {
          if (attributes['display'] === 'none') current.hidden = true
          const position = attributes['text-position'] ?? ''
          current.format = {
            ...(/^(bold|[6-9]00)$/.test(attributes['font-weight'] ?? '') ? { bold: true } : {}),
            ...(/italic|oblique/.test(attributes['font-style'] ?? '') ? { italic: true } : {}),
            ...(/^(?!none)./.test(attributes['text-underline-style'] ?? '') ? { underline: true } : {}),
            ...(/^(?!none)./.test(attributes['text-line-through-style'] ?? '') ? { strike: true } : {}),
            ...(/^super|^[1-9]/.test(position) ? { raised: 'sup' as const } : /^sub|^-/.test(position) ? { raised: 'sub' as const } : {}),
          }
        } else if (name === 'table-properties' && attributes['display'] === 'false') current.hidden = true
        else if (name === 'drawing-page-properties') {
          if (attributes['visibility'] === 'hidden') current.hidden = true
          current.without = ['header', 'date-time', 'footer'].filter((kind) => attributes[`display-${kind}`] === 'false')
        }
      },
      close(name) {
        if (name === 'style') current = null
      },
    })
  return (family, name) => {
    const style = name === undefined ? undefined : styles.get(`${family} ${name}`)
    if (style === undefined) return undefined
    const parent = style.parent === null ? undefined : styles.get(style.parent)
    return { format: style.format, without: style.without, hidden: style.hidden || parent?.hidden === true }
  }
}
