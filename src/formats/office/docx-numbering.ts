import type { OfficePackage } from './package.ts'

/** Labels of list paragraphs, which Word computes and stores nowhere: `1.`, `a)`, `2.3`. */
export interface Numbering {
  /** The label of the next paragraph of that list and level, and counts it; empty where it has none. */
  label(list: string, level: number): string
}

interface Level {
  readonly format: string
  readonly text: string
  readonly start: number
}

/** Reads `numbering.xml` (ECMA-376 part 1 §17.9). */
export function readNumbering(pack: OfficePackage, part: string | undefined): Numbering {
  const abstracts = new Map<string, Map<number, { format: string; text: string; start: number }>>()
  const lists = new Map<string, { abstract: string; starts: Map<number, number> }>()
  let abstract: Map<number, { format: string; text: string; start: number }> | null = null
  let list: { abstract: string; starts: Map<number, number> } | null = null
  let level = 0
  const current = () => abstract?.get(level)
  if (part !== undefined)
    pack.read(part, {
      open(name, attributes) {
        const value = attributes['val'] ?? ''
        if (name === 'abstractNum') {
          abstract = new Map()
          abstracts.set(attributes['abstractNumId'] ?? '', abstract)
        } else if (name === 'num') {
          list = { abstract: '', starts: new Map() }
          lists.set(attributes['numId'] ?? '', list)
        } else if (name === 'lvl' || name === 'lvlOverride') {
          level = Number(attributes['ilvl'] ?? 0)
          if (name === 'lvl' && abstract !== null) abstract.set(level, { format: 'decimal', text: '', start: 1 })
        } else if (name === 'abstractNumId' && list !== null) list.abstract = value
        else if (name === 'startOverride' && list !== null) list.starts.set(level, Number(value) || 0)
        else {
          const one = current()
          if (one === undefined) return
          if (name === 'numFmt') one.format = value
          else if (name === 'lvlText') one.text = value
          else if (name === 'start') one.start = Number(value) || 0
        }
      },
      close(name) {
        if (name === 'abstractNum') abstract = null
        if (name === 'num') list = null
      },
    })
  const counters = new Map<string, number[]>()
  return {
    label(id, at) {
      const known = lists.get(id)
      const levels = known === undefined ? undefined : abstracts.get(known.abstract)
      const own = levels?.get(at)
      if (known === undefined || levels === undefined || own === undefined || at < 0 || at > 8) return ''
      // Lists of the same abstract one go on counting, unless they start anew.
      const counter = known.starts.size > 0 ? id : `abstract ${known.abstract}`
      const counts = counters.get(counter) ?? []
      counters.set(counter, counts)
      const start = (index: number): number => known.starts.get(index) ?? levels.get(index)?.start ?? 1
      counts[at] = counts[at] === undefined ? start(at) : counts[at] + 1
      counts.length = at + 1
      return labelOf(own, levels, (index) => counts[index] ?? start(index))
    },
  }
}

function labelOf(own: Level, levels: ReadonlyMap<number, Level>, count: (level: number) => number): string {
  if (own.format === 'none') return ''
  // Bullets come from symbol fonts; what they look like says nothing.
  if (own.format === 'bullet') return '•'
  return own.text.replace(/%([1-9])/g, (_, digit: string) => {
    const index = Number(digit) - 1
    return formatted(count(index), levels.get(index)?.format ?? 'decimal')
  })
}

function formatted(value: number, format: string): string {
  if (format === 'lowerLetter' || format === 'upperLetter') {
    const letter = String.fromCharCode(97 + ((((value - 1) % 26) + 26) % 26)).repeat(Math.min(10, Math.max(1, Math.ceil(value / 26))))
    return format === 'lowerLetter' ? letter : letter.toUpperCase()
  }
  if (format === 'lowerRoman' || format === 'upperRoman') {
    const roman = toRoman(value)
    return format === 'lowerRoman' ? roman.toLowerCase() : roman
  }
  return format === 'decimalZero' && value < 10 ? `0${value}` : String(value)
}

const romans: readonly (readonly [number, string])[] = [
  [1000, 'M'],
  [900, 'CM'],
  [500, 'D'],
  [400, 'CD'],
  [100, 'C'],
  [90, 'XC'],
  [50, 'L'],
  [40, 'XL'],
  [10, 'X'],
  [9, 'IX'],
  [5, 'V'],
  [4, 'IV'],
  [1, 'I'],
]

function toRoman(value: number): string {
  if (value < 1 || value > 3999) return String(value)
  let left = value
  let out = ''
  for (const [worth, letters] of romans)
    while (left >= worth) {
      out += letters
      left -= worth
    }
  return out
}
