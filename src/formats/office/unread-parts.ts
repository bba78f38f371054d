import { X509Certificate } from 'node:crypto'
import { decodeText } from '../charset.ts'
import { isTextual } from '../textual.ts'
import { unreadWords } from './odf-unread.ts'
import type { OfficePackage } from './package.ts'
import type { OfficeWriter } from './writer.ts'
import type { Attributes } from './xml.ts'

/** Parts that say how things look or hang together, and nothing that anybody wrote. */
const looks =
  /(?:^|\/)(?:styles\w*|theme(?:override)?\d*|fonttable|websettings|numbering|calcchain|tablestyles|presprops|viewprops|itemprops\d*|chart(?:style|colors)\d*|style\d+|colors\d+|content_types\]?)\.xml$|^\[content_types\]\.xml$/i

/** Within these a word goes on: runs of text (ECMA-376 part 1 §17.3.2, §18.4.4). */
const withinWord: ReadonlySet<string> = new Set(['r', 't', 'rPr', 'delText', 'span'])

/** Attributes that hold what somebody wrote, whatever the element: who revised or commented, queries of databases (§18.13.1). */
const saying = ['author', 'userName', 'connection', 'command', 'description'] as const
/** Elements whose names are somebody's words: document variables (§17.15.1.32), users of a shared workbook (§18.11.2.2). */
const named: ReadonlySet<string> = new Set(['docVar', 'userInfo'])

/** What an XML part says that nothing else has read (a glossary, revisions, who wrote), as hidden text. */
export function unreadPart(pack: OfficePackage, part: string, out: OfficeWriter): void {
  if (looks.test(part)) return
  const words = (element: string, attributes: Attributes): string =>
    [...saying.map((name) => attributes[name] ?? ''), variable(element, attributes)].join(' ')
  say(pack, part, `kept in ${part}`, out, words)
}

/** Variables that macros keep in the settings of a text document; the rest of the settings says nothing. */
export function documentVariables(pack: OfficePackage, part: string, out: OfficeWriter): void {
  say(pack, part, 'document variable', out, variable, () => false)
}

/** As `unreadPart`, for OpenDocument, whose words stand in attributes too: macros and dialogs, settings, signatures, statements on the document (RDF). */
export function unreadOdfPart(pack: OfficePackage, part: string, out: OfficeWriter): void {
  // Of the settings, texts alone: the others are switches, measures, and the printer's own data.
  const isSwitch = (element: string, { type }: Attributes): boolean =>
    element === 'style' || (element === 'config-item' && (type ?? 'string') !== 'string')
  const words = (element: string, attributes: Attributes): string =>
    element.startsWith('config-item') ? '' : unreadWords(element, attributes)
  if (!looks.test(part)) say(pack, part, `kept in ${part}`, out, words, (element, attributes) => !isSwitch(element, attributes))
}

/** What every office program writes into every file: its palettes, and that a file consists of its parts. */
const usual = /\$\((?:inst|user)\)\S*|https?:\/\/(?:docs\.oasis-open\.org|www\.w3\.org)\/\S*|(?<=^|\s)(?:styles|content)\.xml(?=\s|$)/g

/** A macro that is no XML, by its source. */
export function macroSource(pack: OfficePackage, part: string, out: OfficeWriter): void {
  const bytes = pack.bytes(part)
  if (bytes !== null && isTextual(bytes)) out.note('macro', decodeText(bytes, null).text)
}

function variable(element: string, attributes: Attributes): string {
  return named.has(element) ? `${attributes['name'] ?? ''} ${attributes['val'] ?? ''}` : ''
}

/**
 * @param words what an element's attributes say
 * @param speaks whether its text does; the style sheet of a drawing says nothing
 */
function say(
  pack: OfficePackage,
  part: string,
  label: string,
  out: OfficeWriter,
  words: (element: string, attributes: Attributes) => string,
  speaks: (element: string, attributes: Attributes) => boolean = (element) => element !== 'style',
): void {
  const said: string[] = []
  let text = ''
  let speaking = true
  const end = (element: string): void => {
    said.push(worded(text, element))
    text = ''
    if (!withinWord.has(element)) said.push(' ')
  }
  pack.read(part, {
    open(element, attributes) {
      if (text !== '') said.push(text)
      text = ''
      speaking = speaks(element, attributes)
      const own = words(element, attributes)
      if (own.trim() !== '') said.push(` ${own} `)
    },
    close: end,
    text(value) {
      if (speaking) text += value
    },
  })
  const line = said.join('').replace(usual, ' ').replace(/\s+/gu, ' ').trim()
  if (/[\p{L}\p{N}]/u.test(line)) out.note(label, line)
}

/** Text of an element: of a certificate whose it is; nothing of keys, hashes and pictures in base64. */
function worded(text: string, element: string): string {
  const trimmed = text.trim()
  if (!/^[A-Za-z0-9+/]{40}/.test(trimmed) || !/^[A-Za-z0-9+/\s]+={0,2}$/.test(trimmed)) return text
  if (element !== 'X509Certificate') return ''
  try {
    return new X509Certificate(Buffer.from(text, 'base64')).subject
  } catch {
    return ''
  }
}
