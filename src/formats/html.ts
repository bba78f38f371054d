import { type Token, Tokenizer, TokenizerMode } from 'parse5'
import { createTreeWriter, type ProblemCode, type RenderNode, type RenderTag, type TreeWriter } from '../model/index.ts'
import { type HidingRules, readHidingRules, readStyle, type StyleFacts, sheetWords } from './css.ts'
import { type Colour, readColour, sameColour } from './css-colour.ts'
import { dataContent, dataUrls } from './data-url.ts'
import { attributeStyle, classesOf, contentIdOf, keptAttributes } from './html-attributes.ts'
import {
  barriers,
  breakouts,
  dropped,
  foreignRoots,
  paragraphClosers,
  rawModes,
  renderTags,
  shownValues,
  tableParts,
  tableRows,
  technicalMeta,
  urlAttributes,
  voids,
} from './html-elements.ts'
import { createHiddenLines, type HiddenLines, withoutTags } from './html-hidden.ts'
import { quoteBox } from './html-quotes.ts'
import { createRubies, rubyParts } from './html-ruby.ts'
import type { QuoteBox } from './quoted-text.ts'
import { cleanControls } from './surfaces-text.ts'

/** An HTML body as shown and produced, and what it hides. */
export interface ParsedHtml {
  /** Canonical text of `tree`. */
  readonly text: string
  readonly tree: RenderNode
  /** One line for each thing that the mail carries unseen: hidden text, link targets, descriptions, comments. Never produced. */
  readonly hidden: string
  /** Where it sets off what may be an earlier message, in spans of `text`. */
  readonly boxes: readonly QuoteBox[]
  /** `too-large`: only the start was read, or it hides more than is listed; what is embedded in it and isn't read. */
  readonly problems: readonly ProblemCode[]
}

/** Bodies are read up to here, in UTF-16 code units. */
export const maxHtmlLength = 20_000_000
/** Open elements (Chromium: 512): deeper ones take the place of the deepest, so that work stays linear in the input. */
const maxOpenElements = 256
/** Attack: a page in a page in a page, each in an address of the one that holds it. */
const maxEmbedded = 4

interface Open {
  readonly name: string
  /** What it sets off, from where on; null for most. */
  readonly box: Omit<QuoteBox, 'end'> | null
  /** Whether the writer holds an element for it. */
  readonly written: boolean
  readonly block: boolean
  readonly hidden: boolean
  /** Hidden itself or of the colour of its background. */
  readonly unseen: boolean
  readonly colour: Colour
  readonly background: Colour | 'unknown'
}

/**
 * Parses a mail's HTML to a render tree of allow-listed elements, attributes and CSS properties, with its canonical text. Tokens are parse5's (HTML
 * §13.2.5); the tree is our own, since the standard's construction is quadratic on hostile nesting. Style sheets are read only for what they hide. Nothing
 * remote is in the result.
 */
export function parseHtml(html: string): ParsedHtml {
  return parseWithin(html, 0)
}

/** @param depth of the pages, one embedded in the other, that hold this one */
function parseWithin(html: string, depth: number): ParsedHtml {
  const problems = new Set<ProblemCode>()
  if (html.length > maxHtmlLength) problems.add('too-large')
  const source = html.length > maxHtmlLength ? html.slice(0, maxHtmlLength) : html
  const writer = createTreeWriter()
  const hidden = createHiddenLines()
  const sheet = styleSheets(source)
  const embedded = (value: string): void => {
    for (const url of dataUrls(value)) noteEmbedded(url, hidden, problems, depth)
  }
  embedded(sheet)
  const builder = createBuilder(writer, hidden, sheet, embedded)
  const tokenizer: Tokenizer = new Tokenizer(
    {},
    {
      onComment: (token) => hidden.add('comment', withoutTags(token.data)),
      onDoctype: () => undefined,
      onStartTag: (token) => {
        const mode = builder.start(token)
        if (mode !== null) tokenizer.state = TokenizerMode[mode]
        tokenizer.inForeignNode = builder.foreign()
      },
      onEndTag: (token) => {
        builder.end(token.tagName)
        tokenizer.inForeignNode = builder.foreign()
      },
      onEof: () => undefined,
      onCharacter: (token) => builder.text(token.chars),
      onNullCharacter: () => undefined,
      onWhitespaceCharacter: (token) => builder.text(token.chars),
    },
  )
  tokenizer.write(source, true)
  builder.finish()
  const { tree, text } = writer.finish()
  const unseen = hidden.text()
  if (hidden.cut()) problems.add('too-large')
  return { text, tree, hidden: unseen, boxes: builder.boxes, problems: [...problems] }
}

/** What an address says that carries its content itself; of pictures and other files that there is one. */
function noteEmbedded(url: string, hidden: HiddenLines, problems: Set<ProblemCode>, depth: number): void {
  const content = dataContent(url)
  if (content.kind === 'picture') problems.add('no-text')
  else if (content.kind === 'unread') problems.add('unreadable-attachment')
  else if (content.kind === 'text') addLines(content.text, hidden)
  else if (content.kind === 'html' && depth >= maxEmbedded) problems.add('too-deep')
  else if (content.kind === 'html') {
    const page = parseWithin(content.text, depth + 1)
    addLines(`${page.text}\n${page.hidden}`, hidden)
    for (const code of page.problems) problems.add(code)
  }
}

function addLines(text: string, hidden: HiddenLines): void {
  for (const line of text.split('\n')) hidden.add('text of an embedded file', cleanControls(line))
}

/** The text of all style elements outside comments, in one linear pass. */
function styleSheets(html: string): string {
  const sheets: string[] = []
  const opening = /<!--|<style[\s>/]/gi
  for (let found = opening.exec(html); found !== null; found = opening.exec(html)) {
    const comment = found[0] === '<!--'
    const closing = comment ? /-->/g : /<\/style/gi
    closing.lastIndex = opening.lastIndex
    const end = closing.exec(html)
    if (end === null) break
    if (!comment) sheets.push(html.slice(html.indexOf('>', found.index) + 1, end.index))
    opening.lastIndex = closing.lastIndex
  }
  return sheets.join('\n')
}

interface Builder {
  /** The tokenizer's next mode, where an element's content isn't markup. */
  start(token: Token.TagToken): 'RCDATA' | 'RAWTEXT' | 'SCRIPT_DATA' | 'PLAINTEXT' | null
  end(name: string): void
  text(characters: string): void
  foreign(): boolean
  finish(): void
  readonly boxes: readonly QuoteBox[]
}

const black: Colour = [0, 0, 0, 1]
const white: Colour = [255, 255, 255, 1]
const linkBlue: Colour = [0, 0, 238, 1]

function createBuilder(writer: TreeWriter, hidden: HiddenLines, sheet: string, embedded: (value: string) => void): Builder {
  const rules: HidingRules = readHidingRules(sheet)
  // A page made up from our tree lacks what its style sheet put in.
  const puts = sheetWords(sheet)
  for (const text of puts.texts) hidden.add('text of a style sheet', text)
  // White text on a background that only a style sheet sets must not be taken for hidden.
  const ground = /background/i.test(sheet) ? 'unknown' : white
  const root: Open = { name: '', box: null, written: false, block: true, hidden: false, unseen: false, colour: black, background: ground }
  const stack: Open[] = []
  const boxes: QuoteBox[] = []
  const facts = new Map<string, StyleFacts>()
  /** Content that is not shown at all, under the name of its element; null outside. */
  let drop: { name: string; depth: number } | null = null
  /** A line end right after `<pre>` is not content (HTML §13.1.2.5). */
  let afterPre = false

  const top = (): Open => stack.at(-1) ?? root
  const rubies = createRubies((text) => writer.text(text))
  const pop = (): void => {
    rubies.closing(top().name)
    const closed = stack.pop()
    if (closed?.written === true) writer.close()
    if (closed !== undefined && closed.box !== null && writer.length() > closed.box.start)
      boxes.push({ ...closed.box, end: writer.length() })
    if (closed?.unseen === true && !top().unseen) hidden.endRun()
  }
  const popTo = (depth: number): void => {
    while (stack.length > depth) pop()
  }
  /** Depth of the nearest open element of these names, not looking past a barrier; -1 where there is none. */
  const nearest = (wanted: (open: Open) => boolean, barrier: (open: Open) => boolean): number => {
    for (let depth = stack.length - 1; depth >= 0; depth--) {
      const open = stack[depth] as Open
      if (wanted(open)) return depth
      if (barrier(open)) return -1
    }
    return -1
  }
  const isBlock = (name: string): boolean => {
    const tag = renderTags[name]
    return tag !== undefined && blockNames.has(tag)
  }
  const isBarrier = (open: Open): boolean => barriers.has(open.name)
  const push = (
    name: string,
    tag: RenderTag | null,
    attributes: Values,
    style: Values,
    seen: Seen,
    kind: QuoteBox['kind'] | null = null,
  ): void => {
    if (stack.length >= maxOpenElements) pop()
    const box = kind === null ? null : { kind, start: writer.length() }
    const written = tag !== null && !seen.hidden
    if (written) writer.open(tag, attributes, style)
    rubies.opened(name)
    stack.push({ name, box, written, block: tag !== null && blockNames.has(tag), ...seen })
  }
  const inherited = (): Seen => {
    const { hidden: isHidden, unseen, colour, background } = top()
    return { hidden: isHidden, unseen, colour, background }
  }
  /** Text or an element straight in a table's rows gets a cell, so that its place in the text is its place on the page. */
  const intoCell = (): void => {
    if (!tableRows.has(top().name) || top().hidden) return
    if (top().name !== 'tr') push('tr', 'tr', {}, {}, inherited())
    push('td', 'td', {}, {}, inherited())
  }
  const styleOf = (text: string): StyleFacts => {
    const known = facts.get(text)
    if (known !== undefined) return known
    const read = readStyle(text)
    facts.set(text, read)
    return read
  }

  const imply = (name: string): void => {
    if (paragraphClosers.has(name)) {
      const open = nearest((candidate) => candidate.name === 'p', isBarrier)
      if (open >= 0) popTo(open)
    }
    if (isHeading(name)) {
      const open = nearest(
        (candidate) => isHeading(candidate.name),
        (candidate) => candidate.block,
      )
      if (open >= 0) popTo(open)
    }
    if (name === 'li' || name === 'dd' || name === 'dt') {
      const same = (candidate: Open): boolean =>
        name === 'li' ? candidate.name === 'li' : candidate.name === 'dd' || candidate.name === 'dt'
      const open = nearest(same, (candidate) => isBarrier(candidate) || /^(ul|ol|dl|blockquote|pre|menu|dir)$/.test(candidate.name))
      if (open >= 0) popTo(open)
    }
    if (name === 'option' && top().name === 'option') pop()
    // HTML §4.5.12: their end tags may be left out.
    if (rubyParts.has(name) && rubyParts.has(top().name)) pop()
    if (!tableParts.has(name)) return
    const table = nearest(
      (candidate) => candidate.name === 'table',
      () => false,
    )
    if (table < 0) return
    const within =
      name === 'td' || name === 'th' ? /^(tr|tbody|thead|tfoot|table)$/ : name === 'tr' ? /^(tbody|thead|tfoot|table)$/ : /^table$/
    popTo(
      nearest(
        (candidate) => within.test(candidate.name),
        () => false,
      ) + 1,
    )
    if ((name === 'td' || name === 'th') && top().name !== 'tr') push('tr', 'tr', {}, {}, inherited())
  }

  const noteAttributes = (element: string, attributes: ReadonlyMap<string, string>): void => {
    if (element === 'meta') noteMeta(attributes)
    for (const [name, value] of attributes) {
      embedded(value)
      if (urlAttributes.has(name)) {
        if (!(name === 'src' && /^\s*cid:/i.test(value))) hidden.add('link', /^\s*data:/i.test(value) ? 'data: (embedded)' : value)
      } else if (shownValues.has(name)) hidden.add(name === 'alt' ? 'picture' : name, value)
      else if (puts.attributes.has(name)) hidden.add('text of a style sheet', value)
    }
  }
  const noteMeta = (attributes: ReadonlyMap<string, string>): void => {
    const name = attributes.get('name') ?? attributes.get('property') ?? attributes.get('itemprop') ?? ''
    const content = attributes.get('content') ?? ''
    if (/^refresh$/i.test(attributes.get('http-equiv') ?? '')) hidden.add('link', content)
    else if (name !== '' && !technicalMeta.test(name) && /[\p{L}\p{N}]/u.test(content)) hidden.add(`property “${name}”`, content)
  }

  const start: Builder['start'] = (token) => {
    const name = token.tagName
    rubies.before(name)
    afterPre = name === 'pre' || name === 'listing' || name === 'textarea'
    const attributes = new Map(token.attrs.map((attribute) => [attribute.name, attribute.value]))
    if (drop !== null) {
      if (drop.depth > 0 && foreignRoots.has(drop.name) && breakouts.has(name)) drop = null
      else {
        if (name === drop.name && !token.selfClosing) drop.depth++
        noteAttributes(name, attributes)
        return null
      }
    }
    noteAttributes(name, attributes)
    if (dropped.has(name)) {
      if (!(token.selfClosing && foreignRoots.has(name))) drop = { name, depth: 1 }
      return rawModes[name] ?? null
    }
    // A reading is within a line (HTML §4.5.12): its end was left out where one, or a block, begins.
    if (rubies.isReading && (name === 'br' || isBlock(name))) popTo(stack.findIndex((open) => open.name === 'ruby'))
    if (name === 'br') {
      intoCell()
      if (top().unseen) hidden.run(' ')
      else writer.lineBreak()
      return null
    }
    imply(name)
    if (name === 'img') {
      picture(attributes.get('src') ?? '')
      return null
    }
    const tag = renderTags[name]
    if (tag === undefined && voids.has(name)) return null
    const misplaced =
      tableParts.has(name) &&
      nearest(
        (open) => open.name === 'table',
        () => false,
      ) < 0
    if (misplaced) return null
    if (!tableParts.has(name)) intoCell()
    open(name, tag ?? null, attributes)
    return rawModes[name] ?? null
  }

  const picture = (source: string): void => {
    const contentId = contentIdOf(source)
    if (contentId === null || top().hidden) return
    intoCell()
    writer.image(contentId)
  }

  const open = (name: string, tag: RenderTag | null, attributes: ReadonlyMap<string, string>): void => {
    const parent = top()
    const own = styleOf(attributes.get('style') ?? '')
    const ruled = rules.verdict(name, attributes.get('id') ?? '', classesOf(attributes)) === true && !own.shown
    // Of a ruby, `rp` is for readers who don't know it.
    const isHidden = parent.hidden || own.hidden || ruled || attributes.has('hidden') || name === 'rp'
    const colour =
      own.colour ?? readColour(attributes.get('color') ?? attributes.get('text') ?? '') ?? (name === 'a' ? linkBlue : parent.colour)
    const painted = attributes.has('background') ? 'unknown' : readColour(attributes.get('bgcolor') ?? '')
    const background = own.background ?? painted ?? parent.background
    const unseen = isHidden || (background !== 'unknown' && sameColour(colour, background))
    const nestedLink =
      tag === 'a' &&
      nearest(
        (candidate) => candidate.name === 'a',
        () => false,
      ) >= 0
    const presentation = attributeStyle(name, attributes)
    const style = presentation === '' ? own.kept : { ...styleOf(presentation).kept, ...own.kept }
    const kept = keptAttributes(name, attributes)
    const needless = tag === 'span' && Object.keys(style).length === 0 && Object.keys(kept).length === 0
    push(
      name,
      nestedLink || needless ? null : tag,
      kept,
      style,
      { hidden: isHidden, unseen, colour, background },
      quoteBox(name, attributes),
    )
    if (voids.has(name)) pop()
  }

  return {
    boxes,
    start,
    end(name) {
      afterPre = false
      if (drop !== null) {
        if (name === drop.name && --drop.depth <= 0) {
          drop = null
          hidden.endRun()
        }
        return
      }
      if (name === 'br') writer.lineBreak()
      const tablePart = name === 'table' || tableParts.has(name)
      const inline = !tablePart && !blockNames.has(renderTags[name] ?? 'span')
      const barrier = (open: Open): boolean =>
        tablePart ? open.name === 'table' && name !== 'table' : isBarrier(open) || (inline && open.block)
      const depth = nearest((open) => open.name === name, barrier)
      if (depth >= 0) popTo(depth)
    },
    text(characters) {
      const clean = cleanControls(afterPre && characters.startsWith('\n') ? characters.slice(1) : characters)
      afterPre = false
      if (drop !== null) {
        if (drop.name !== 'style') hidden.run(clean, drop.name)
        return
      }
      if (tableRows.has(top().name) && !top().hidden) {
        if (clean.trim() === '') return
        intoCell()
      }
      if (top().unseen) {
        // The brackets that readers without ruby would see.
        if (top().name !== 'rp' || /[\p{L}\p{N}]/u.test(clean)) hidden.run(clean)
      } else if (!rubies.read(clean)) writer.text(clean)
    },
    foreign: () => drop !== null && foreignRoots.has(drop.name),
    finish() {
      hidden.endRun()
      popTo(0)
      rubies.before('')
    },
  }
}

function isHeading(name: string): boolean {
  return name.length === 2 && name >= 'h1' && name <= 'h6'
}

type Values = Readonly<Record<string, string>>
type Seen = Pick<Open, 'hidden' | 'unseen' | 'colour' | 'background'>

const blockNames: ReadonlySet<RenderTag> = new Set<RenderTag>([
  ...(['div', 'p', 'pre', 'blockquote', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'li', 'dl', 'dt', 'dd', 'hr'] as const),
  ...(['table', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th', 'caption'] as const),
])
