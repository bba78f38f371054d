import type { Attributes } from './xml.ts'

/** Prefixes of namespaces that hold no words: how things look, move and are drawn. Those of XLink hold targets and titles, and else no words. */
const looks = /^(?:style|fo|svg|smil|anim|dr3d|number|math|xml|xmlns|css3t|field|drawooo|grddl):|^xlink:(?!href$|title$)/

/** Attributes of the other namespaces that say how things look or hang together, or of what kind they are. */
const hanging =
  /(?:(?:^|[-:])(?:style-names?|types?|ids?|class(?:-names?)?|ref|idref|visibility|layer|transform|points|path|viewbox|list-level|version|space|display|effect|speed|color|mode|direction|orientation|format|units|align|position|name-and-extension|grddl|series-source|control-implementation|event-name|language|link-target-frame|mime(?:type)?|media-type)|:anchor-.+|:use-.+|:fill.*|:stroke.*|:shadow.*|:glue-.+|:text-path.*|:extrusion.*|:handle-.+|:modifiers|:enhanced-.+|:.*geometry.*|:protection-key.*|:(?:end|start|base|target)-cell.*|:.*range-?address.*|:label-cell.+|:wrap-.+|:number-.+|:numbering-.+|:outline-.+|:mirror-.+|:master-page-name|:presentation-page-layout-name|:data-source-has-labels)$/

/** Of these elements a branch of the reader tells the attributes of these local names itself. */
const told: Readonly<Record<string, RegExp>> = {
  a: /^(href|title|target-frame-name|show)$/,
  image: /^(href|filter-name)$/,
  object: /^(href|notify-on-update-of-ranges)$/,
  'object-ole': /^href$/,
  'table-cell': /^(formula|.*value|currency)$/,
  'covered-table-cell': /^(formula|.*value|currency)$/,
  'change-track-table-cell': /^(formula|.*value|currency)$/,
  'hidden-text': /^string-value$/,
  'hidden-paragraph': /^string-value$/,
  'document-statistic': /./,
  'user-defined': /^name$/,
  'enhanced-geometry': /./,
  equation: /./,
  control: /^control$/,
  checkbox: /state$/,
  radio: /selected$/,
  date: /value$/,
  time: /value$/,
  'footer-decl': /./,
  'header-decl': /./,
  'date-time-decl': /./,
}

/** A number, measure, truth value or reference to a cell. Six digits and more may be a number of somebody. */
const noWord =
  /^(?:true|false|none|auto|[-+]?[\d.]{1,6}(?:e[-+]?\d+)?(?:cm|mm|in|pt|px|pc|em|%|deg|rad|s)?|[-+]?\d*\.\d+[a-z%]*|#[\da-f]{6})$/i

/** Attack: a name of hundreds of kilobytes, which each alternative above would be looked for in from everywhere. Those of OpenDocument have at most 60 letters. */
const longestName = 200

/**
 * What an element's attributes say that nothing else reads (OpenDocument 1.3 part 3 §19): values of variables, names, conditions, targets. They are taken by what
 * they can't be, not by a list of those that hold words, since a word left out is a word that nobody finds.
 * @param taken local names of those that the caller has read
 */
export function unreadWords(element: string, attributes: Attributes, taken: readonly string[] = []): string {
  let words = ''
  const known = told[element]
  for (const key in attributes) {
    const colon = key.indexOf(':')
    if (colon < 0) continue
    const value = attributes[key] as string
    const own = key.slice(colon + 1)
    const isNamed = key.length <= longestName && (looks.test(key) || hanging.test(key) || known?.test(own) === true || taken.includes(own))
    if (isNamed || noWord.test(value) || !/[\p{L}\p{N}]/u.test(value)) continue
    words += words === '' ? value : ` ${value}`
  }
  return words
}
