import type { RenderNode } from '../model/index.ts'

/** What begins a quoted line: who says something is part of what is said. */
const quoting = /^(?:\s{0,3}>)+/u
/** White space so wide sets what follows it in a column of its own; a blank too many in a sentence doesn't. */
const columnGap = /\t|[^\S\n]{3,}/u
/** Without a digit a word says the same in brackets and with a comma; `?` makes a question of it. */
const aroundWord = /^[\p{Ps}\p{Pi}\p{Pd}"'.,;:!\u2026\u00a1]+|(?<![\p{Pe}\p{Pf}\p{Pd}"'.,;:!\u2026])[\p{Pe}\p{Pf}\p{Pd}"'.,;:!\u2026]+$/gu
/** A sign before a figure makes it another: `-1000`, `(1000)`. */
const behindFigure = /(?<![\p{Pf}"'.,;:!\u2026])[\p{Pf}"'.,;:!\u2026]+$/u
/** A comma or semicolon by itself is an empty cell: `Jane, , x`. */
const punctuationAlone = /^[\p{Pi}\p{Pf}\p{Pd}"'.:!\u2026]+$/u

/** The words, figures and signs of a text in their order, small; from line to line how deep it quotes, where that changes, and in which columns it stands, where it has some. */
export function said(text: string): string {
  const found: string[] = []
  let depth = 0
  for (const line of text.normalize('NFC').toLowerCase().split('\n')) {
    const [marks = ''] = quoting.exec(line) ?? []
    const shown = line
      .slice(marks.length)
      .replace(/[\u2018\u2019]/gu, "'")
      .trimEnd()
    const words = shown.split(/\s+/u).filter((word) => word !== '')
    if (words.length === 0) continue
    const quoted = marks.replace(/[^>]/gu, '').length
    if (quoted !== depth) found.push('>'.repeat(quoted) || '<')
    depth = quoted
    if (columnGap.test(shown)) found.push(columnsOf(shown))
    for (const [at, word] of words.entries()) {
      if (!punctuationAlone.test(word)) found.push(/\p{N}/u.test(word) ? word.replace(behindFigure, '') : bare(word))
      // `- 1000` is one figure.
      else if (/^\p{Pd}$/u.test(word) && /^[^\p{L}]?\p{N}/u.test(words[at + 1] ?? '')) found.push('-')
    }
  }
  return found.filter((word) => word !== '').join(' ')
}

/** A text as it stands, but for its line ends and empty lines. */
export function verbatim(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/\r$/u, ''))
    .filter((line) => line !== '')
    .join('\n')
}

/** The white space of a line with columns, each gap with the number of words before it: `|0:2t` for two tabs at its start. */
function columnsOf(line: string): string {
  let words = 0
  return line
    .split(/(\s+)/u)
    .map((piece) => {
      if (piece === '') return ''
      if (piece.trim() !== '') {
        words++
        return ''
      }
      if (!columnGap.test(piece)) return ''
      const tabs = piece.split('\t').length - 1
      return `|${words}:${tabs > 0 ? `${tabs}t` : piece.length}`
    })
    .join('')
}

/** A word without the punctuation around it; signs without any letter say something by themselves: `[`, `(.)`, and a comma where a cell is empty. */
function bare(word: string): string {
  return /\p{L}/u.test(word) ? word.replace(aroundWord, '') : word
}

/** What an HTML body says by how it shows its words (struck through, quoted, in which cell, raised, in which colour), in order: two texts with the same words may differ in that alone. */
export function setOff(node: RenderNode, text: string): readonly string[] {
  if (node.kind !== 'element') return []
  const within = node.children.flatMap((child) => setOff(child, text))
  const how = howShown(node)
  return how === '' ? within : [`${how} ${said(textOf(node, text))}`, ...within]
}

/** The colours of all text and paper, which a program may write or leave out. */
const usualColours = /^(?:inherit|black|white|#0{3,6}|#f{3,6}|rgb\((?:0, ?0, ?0|255, ?255, ?255)\))$/u

function howShown({ tag, attributes, style }: Extract<RenderNode, { kind: 'element' }>): string {
  const said: string[] = []
  if (tag === 's' || (style['text-decoration'] ?? '').includes('line-through')) said.push('s')
  if (tag === 'blockquote') said.push('>')
  if (tag === 'sup' || tag === 'sub') said.push(tag)
  if (tag === 'td' || tag === 'th') said.push(`cell ${attributes['colspan'] ?? 1} ${attributes['rowspan'] ?? 1}`)
  if (tag === 'ol' && attributes['start'] !== undefined) said.push(`from ${attributes['start']}`)
  for (const colour of [style['color'], style['background-color']]) {
    if (colour !== undefined && !usualColours.test(colour)) said.push(colour)
  }
  return said.join(' ')
}

function textOf(node: RenderNode, text: string): string {
  if (node.kind === 'image') return ''
  return node.kind === 'element' ? node.children.map((child) => textOf(child, text)).join('') : text.slice(node.start, node.end)
}
