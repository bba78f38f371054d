// The bundle: its hundred files loaded one by one cost each thread that reads mail four times as much.
import * as csstree from 'css-tree/dist/csstree.esm'
import { type Colour, luminance, readColour } from './css-colour.ts'

/** A style attribute longer than this is not read: no hand-written or generated mail comes near it. */
const maxStyleLength = 8_000
/** Style sheets are read only up to here, and only for what they hide. */
const maxSheetLength = 500_000
const maxRules = 5_000
/** What a style attribute says, as far as it concerns us. */
export interface StyleFacts {
  /** Allow-listed declarations with checked values; no value holds a url, a function or an escape. */
  readonly kept: Readonly<Record<string, string>>
  readonly hidden: boolean
  /** `display` was given a value that shows, which outweighs a rule of a style sheet. */
  readonly shown: boolean
  readonly colour: Colour | null
  /** `unknown` where a background is set that we cannot read (a picture, a gradient). */
  readonly background: Colour | 'unknown' | null
}

/** Property and value in lower case, escapes decoded, comments dropped; in order. */
function declarations(list: csstree.List<csstree.CssNode>): [string, string, boolean][] {
  const found: [string, string, boolean][] = []
  list.forEach((node) => {
    if (node.type !== 'Declaration') return
    const raw = node.value.type === 'Raw' ? node.value.value : csstree.generate(node.value)
    const value = csstree.ident
      .decode(raw.replace(/\/\*[\s\S]*?(?:\*\/|$)/g, ' '))
      .replace(/\s+/g, ' ')
      .trim()
      .toLowerCase()
    found.push([csstree.ident.decode(node.property).toLowerCase(), value, node.important === true])
  })
  return found
}

const noFacts: StyleFacts = { kept: {}, hidden: false, shown: false, colour: null, background: null }

/** Reads a style attribute (CSS Style Attributes §3). Unreadable parts are skipped, as CSS has it. */
export function readStyle(style: string): StyleFacts {
  if (style.length > maxStyleLength || style.trim() === '') return noFacts
  let parsed: csstree.CssNode
  try {
    parsed = csstree.parse(style, { context: 'declarationList', parseValue: false, parseCustomProperty: false })
  } catch {
    return noFacts
  }
  if (parsed.type !== 'DeclarationList') return noFacts
  return factsOf(declarations(parsed.children))
}

function factsOf(list: readonly (readonly [string, string, boolean])[]): StyleFacts {
  const values = new Map<string, string>()
  const weighty = new Set<string>()
  for (const [property, value, important] of list) {
    if (weighty.has(property) && !important) continue
    if (important) weighty.add(property)
    values.set(property, value)
  }
  const kept: Record<string, string> = {}
  for (const [property, value] of values) {
    const checked = keepers[property]?.(value)
    if (checked !== undefined && checked !== null) kept[checked[0]] = checked[1]
  }
  const colour = readColour(values.get('color') ?? '')
  const background = readBackground(values.get('background-color'), values.get('background'), values.get('background-image'))
  const display = values.get('display')
  return { kept, hidden: hides(values), shown: display !== undefined && display !== 'none', colour, background }
}

/** Number of CSS pixels; percentages and unknown units give null. */
function pixels(value: string | undefined): number | null {
  const match = /^([+-]?\d*\.?\d+)(px|pt|em|rem|ex|ch|in|cm|mm|pc|vw|vh)?$/.exec(value ?? '')
  if (match === null) return null
  const factor = { px: 1, pt: 4 / 3, em: 16, rem: 16, ex: 8, ch: 8, in: 96, cm: 38, mm: 3.8, pc: 16, vw: 10, vh: 8 }
  return Number(match[1]) * (factor[(match[2] ?? 'px') as keyof typeof factor] ?? 1)
}

/** Text smaller than this can't be read. */
const legiblePx = 2
const offScreenPx = 900

function hides(values: ReadonlyMap<string, string>): boolean {
  const value = (property: string): string => values.get(property) ?? ''
  if (value('display') === 'none') return true
  if (/^(hidden|collapse)$/.test(value('visibility'))) return true
  if (value('mso-hide') === 'all') return true
  if (/^[+-]?\d*\.?\d+%?$/.test(value('opacity')) && Number.parseFloat(value('opacity')) < 0.06) return true
  if (/alpha\(\s*opacity\s*=\s*0*\s*\)/.test(value('filter')) || /opacity\(\s*0*\.?0*%?\s*\)/.test(value('filter'))) return true
  const size = value('font-size')
  const sizePx = pixels(size)
  if (sizePx !== null ? sizePx < legiblePx : /^0*\.?0+%$/.test(size)) return true
  const shorthand = /(?:^| )(\d*\.?\d+(?:px|pt|em|rem|%)?)(?:\/\S+)? /.exec(`${value('font')} `)
  if (shorthand !== null && (pixels(shorthand[1]) ?? 16) < legiblePx) return true
  const clipped =
    /hidden|clip/.test(value('overflow')) || /hidden|clip/.test(value('overflow-y')) || /hidden|clip/.test(value('overflow-x'))
  const tiny = (property: string): boolean => {
    const size = pixels(value(property))
    return size !== null && size < legiblePx
  }
  if (clipped && (tiny('height') || tiny('max-height') || tiny('width') || tiny('max-width'))) return true
  if (Math.abs(pixels(value('text-indent')) ?? 0) >= offScreenPx) return true
  const placed = /^(absolute|fixed|relative)$/.test(value('position'))
  if (placed && ['left', 'right', 'top', 'bottom'].some((side) => (pixels(value(side)) ?? 0) <= -offScreenPx / 2)) return true
  if (placed && /^rect\(\s*[01](px)?[ ,]+[01](px)?[ ,]+[01](px)?[ ,]+[01](px)?\s*\)$/.test(value('clip'))) return true
  if (/^inset\((5\d|[6-9]\d|100)%/.test(value('clip-path'))) return true
  if (['margin-left', 'margin-top'].some((side) => (pixels(value(side)) ?? 0) <= -offScreenPx / 2)) return true
  return /scale\(\s*0*\.?0*\s*[,)]/.test(value('transform'))
}

function readBackground(colour: string | undefined, shorthand: string | undefined, image: string | undefined): Colour | 'unknown' | null {
  if (/url\(|gradient|image/.test(`${shorthand ?? ''} ${image ?? ''}`)) return 'unknown'
  const own = readColour(colour ?? '')
  if (own !== null) return own[3] === 0 ? null : own
  if (colour !== undefined && colour !== '' && !/^(inherit|initial|unset)$/.test(colour)) return 'unknown'
  if (shorthand === undefined || /^(none|inherit|initial|unset|transparent)?$/.test(shorthand)) return null
  const first = /#[0-9a-f]+|rgba?\([^)]*\)|^[a-z]+/.exec(shorthand)?.[0] ?? ''
  return readColour(first) ?? 'unknown'
}

type Keeper = (value: string) => [string, string] | null
const oneOf =
  (property: string, allowed: RegExp): Keeper =>
  (value) =>
    allowed.test(value) ? [property, value] : null
const length =
  (property: string, least: number, most: number): Keeper =>
  (value) => {
    const size = pixels(value)
    return size === null || size < least ? null : [property, `${Math.min(most, Math.round(size))}px`]
  }
const rgb = (colour: Colour): string => `rgb(${colour.slice(0, 3).map(Math.round).join(',')})`

/**
 * Dark text and light backgrounds only, so that whatever pair of them meets keeps a contrast of at least 3:1: with other colours dropped one by
 * one, white text would lose its dark background and not be seen by the reviewer.
 */
const darkest = 0.18
const lightest = 0.7

/** The allow-list: property → checked property and value. Nothing that hides, moves, loads, or adds text. */
const keepers: Readonly<Record<string, Keeper>> = {
  color: (value) => {
    const colour = readColour(value)
    return colour !== null && colour[3] === 1 && luminance(colour) <= darkest ? ['color', rgb(colour)] : null
  },
  'background-color': (value) => {
    const colour = readColour(value)
    return colour !== null && colour[3] === 1 && luminance(colour) >= lightest ? ['background-color', rgb(colour)] : null
  },
  'font-weight': oneOf('font-weight', /^(normal|bold|bolder|lighter|[1-9]00)$/),
  'font-style': oneOf('font-style', /^(normal|italic|oblique)$/),
  'font-size': length('font-size', 9, 32),
  'font-family': (value) => (/mono|courier|consolas|menlo/.test(value) ? ['font-family', 'monospace'] : null),
  'text-decoration': (value) => {
    const lines = ['underline', 'line-through'].filter((name) => value.split(' ').includes(name))
    return lines.length > 0 ? ['text-decoration', lines.join(' ')] : value === 'none' ? ['text-decoration', 'none'] : null
  },
  'text-decoration-line': oneOf('text-decoration', /^(underline|line-through|none)$/),
  'text-align': oneOf('text-align', /^(left|right|center|justify|start|end)$/),
  'vertical-align': oneOf('vertical-align', /^(top|middle|bottom|baseline|sub|super)$/),
  'white-space': oneOf('white-space', /^(normal|pre|pre-wrap|pre-line|break-spaces)$/),
  direction: oneOf('direction', /^(ltr|rtl)$/),
  'list-style-type': oneOf(
    'list-style-type',
    /^(none|disc|circle|square|decimal|lower-alpha|upper-alpha|lower-latin|upper-latin|lower-roman|upper-roman)$/,
  ),
  'margin-left': length('margin-left', 0, 80),
  'padding-left': length('padding-left', 0, 80),
}

/** Which elements a mail's own style sheets hide, for the selectors that can be told without a layout. */
export interface HidingRules {
  /** True: hidden. False: a rule shows it. Null: no rule speaks of it. */
  verdict(tag: string, id: string, classes: readonly string[]): boolean | null
}

interface Rule {
  readonly tag: string
  readonly id: string
  readonly classes: readonly string[]
  readonly weight: number
  readonly order: number
  readonly hides: boolean
}

const noRules: HidingRules = { verdict: () => null }

/**
 * Reads style sheets for the rules that hide elements, by a selector of tag, id and classes without combinators. Rules for special media are left
 * out: what only a telephone hides is there on paper.
 */
export function readHidingRules(sheet: string): HidingRules {
  const text = sheet.slice(0, maxSheetLength)
  if (!/display|visibility|opacity|font|overflow|hide|indent|position|color|transform|filter/i.test(text)) return noRules
  const rules: Rule[] = []
  try {
    const parsed = csstree.parse(text, { parseValue: false, parseCustomProperty: false, parseAtrulePrelude: false })
    if (parsed.type === 'StyleSheet') collectRules(parsed.children, rules)
  } catch {
    return noRules
  }
  if (rules.length === 0) return noRules
  const byKey = new Map<string, Rule[]>()
  for (const rule of rules) {
    const key = rule.id !== '' ? `#${rule.id}` : rule.classes[0] !== undefined ? `.${rule.classes[0]}` : rule.tag
    const list = byKey.get(key)
    if (list === undefined) byKey.set(key, [rule])
    else list.push(rule)
  }
  return {
    verdict(tag, id, classes) {
      let best: Rule | null = null
      for (const key of [tag, `#${id}`, ...classes.map((name) => `.${name}`)]) {
        for (const rule of byKey.get(key) ?? []) {
          if (rule.tag !== '' && rule.tag !== tag) continue
          if (rule.id !== '' && rule.id !== id) continue
          if (!rule.classes.every((name) => classes.includes(name))) continue
          if (best === null || rule.weight > best.weight || (rule.weight === best.weight && rule.order > best.order)) best = rule
        }
      }
      return best === null ? null : best.hides
    },
  }
}

/** What a style sheet has the page say: texts that it puts in, and whose attributes it shows (CSS Generated Content §2). */
export interface SheetWords {
  readonly texts: readonly string[]
  readonly attributes: ReadonlySet<string>
}

/** A value of `content`, whose pieces begin unlike each other, so that reading one takes time linear in its length. */
const contentValue = /(?:^|[\s;{/])content\s*:((?:"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'|[^"'};])*)/gi
const contentPiece = /"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'|attr\(\s*([\w-]+)/gi

export function sheetWords(sheet: string): SheetWords {
  const texts: string[] = []
  const attributes = new Set<string>()
  for (const [, value = ''] of sheet.slice(0, maxSheetLength).matchAll(contentValue)) {
    for (const [piece, attribute] of value.matchAll(contentPiece)) {
      if (attribute !== undefined) attributes.add(attribute.toLowerCase())
      else texts.push(csstree.string.decode(piece))
    }
  }
  // Signs of icon fonts and bullets are no words.
  return { texts: texts.filter((text) => /[\p{L}\p{N}]/u.test(text)), attributes }
}

function collectRules(nodes: csstree.List<csstree.CssNode>, rules: Rule[]): void {
  nodes.forEach((node) => {
    if (rules.length >= maxRules) return
    if (node.type === 'Atrule') {
      const media = node.prelude === null ? '' : csstree.generate(node.prelude).trim().toLowerCase()
      if (node.name.toLowerCase() === 'media' && /^(all|screen|print)$/.test(media) && node.block !== null)
        collectRules(node.block.children, rules)
      return
    }
    if (node.type !== 'Rule' || node.prelude.type !== 'SelectorList') return
    const list = declarations(node.block.children)
    const facts = factsOf(list)
    if (!facts.hidden && !facts.shown) return
    const important = list.some(([, , weighty]) => weighty)
    node.prelude.children.forEach((selector) => {
      const simple = selector.type === 'Selector' ? simpleSelector(selector.children) : null
      if (simple === null) return
      const weight =
        (important ? 1_000_000 : 0) + (simple.id === '' ? 0 : 10_000) + simple.classes.length * 100 + (simple.tag === '' ? 0 : 1)
      rules.push({ ...simple, weight, order: rules.length, hides: facts.hidden })
    })
  })
}

function simpleSelector(parts: csstree.List<csstree.CssNode>): Pick<Rule, 'tag' | 'id' | 'classes'> | null {
  let tag = ''
  let id = ''
  const classes: string[] = []
  let simple = true
  parts.forEach((part) => {
    if (part.type === 'TypeSelector') tag = part.name === '*' ? '' : part.name.toLowerCase()
    else if (part.type === 'IdSelector') id = part.name
    else if (part.type === 'ClassSelector') classes.push(part.name)
    else simple = false
  })
  return simple && (tag !== '' || id !== '' || classes.length > 0) ? { tag, id, classes } : null
}
