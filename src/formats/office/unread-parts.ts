import type { OfficePackage } from './package.ts'
import type { OfficeWriter } from './writer.ts'

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
  if (!looks.test(part)) say(pack, part, `kept in ${part}`, out, true)
}

/** Variables that macros keep in the settings of a text document; the rest of the settings says nothing. */
export function documentVariables(pack: OfficePackage, part: string, out: OfficeWriter): void {
  say(pack, part, 'document variable', out, false)
}

function say(pack: OfficePackage, part: string, label: string, out: OfficeWriter, everything: boolean): void {
  const words: string[] = []
  pack.read(part, {
    open(element, attributes) {
      if (everything) for (const name of saying) if (attributes[name] !== undefined) words.push(` ${attributes[name]} `)
      if (named.has(element)) words.push(` ${attributes['name'] ?? ''} ${attributes['val'] ?? ''} `)
    },
    close(element) {
      if (!withinWord.has(element)) words.push(' ')
    },
    text(text) {
      if (everything) words.push(text)
    },
  })
  const said = words.join('').replace(/\s+/gu, ' ').trim()
  if (/[\p{L}\p{N}]/u.test(said)) out.note(label, said)
}
