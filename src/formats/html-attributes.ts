import { readColour } from './css-colour.ts'
import { collapse } from './html-hidden.ts'
import { cleanControls } from './surfaces-text.ts'

/** The Content-ID that a picture's `cid:` address names (RFC 2392 §2); null for any other address. */
export function contentIdOf(source: string): string | null {
  const written = /^\s*cid:\s*<?([^>\s]+)/i.exec(source)?.[1]
  if (written === undefined) return null
  try {
    return cleanControls(decodeURIComponent(written))
  } catch {
    return cleanControls(written)
  }
}

/** Presentational attributes as CSS, checked by the same allow-list as a style attribute. */
export function attributeStyle(name: string, attributes: ReadonlyMap<string, string>): string {
  const parts: string[] = []
  const align = attributes.get('align') ?? (name === 'center' ? 'center' : undefined)
  if (align !== undefined && name !== 'table') parts.push(`text-align:${collapse(align).replace(/[^a-z]/gi, '')}`)
  const colour = name === 'font' ? readColour(attributes.get('color') ?? '') : null
  if (colour !== null) parts.push(`color:rgb(${colour.slice(0, 3).join(',')})`)
  return parts.join(';')
}

/** The attributes of the render tree, with checked values. */
export function keptAttributes(name: string, attributes: ReadonlyMap<string, string>): Record<string, string> {
  const kept: Record<string, string> = {}
  const direction = attributes.get('dir')?.toLowerCase()
  if (direction === 'ltr' || direction === 'rtl' || direction === 'auto') kept['dir'] = direction
  for (const attribute of name === 'td' || name === 'th' ? ['colspan', 'rowspan'] : name === 'ol' ? ['start'] : []) {
    const value = /^\s*(\d{1,5})\b/.exec(attributes.get(attribute) ?? '')?.[1]
    if (value !== undefined) kept[attribute] = String(Math.min(attribute === 'start' ? 99_999 : 100, Math.max(1, Number(value))))
  }
  return kept
}

const noClasses: readonly string[] = []

/** The classes of an element, at most twenty. */
export function classesOf(attributes: ReadonlyMap<string, string>): readonly string[] {
  const value = attributes.get('class')
  return value === undefined ? noClasses : value.split(/\s+/, 20).filter((name) => name !== '')
}
