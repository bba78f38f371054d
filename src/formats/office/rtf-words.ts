import type { TextFormat } from './writer.ts'

/** Control words and symbols that stand for characters (RTF 1.9.1, "Special Characters"). */
export const characters: Readonly<Record<string, string>> = {
  tab: '\t',
  emdash: '—',
  endash: '–',
  emspace: '\u2003',
  enspace: '\u2002',
  qmspace: '\u2005',
  bullet: '•',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  '~': '\u00a0',
  _: '\u2011',
}

/** Destinations that hold data, or say how things look or hang together; nobody wrote what stands in them. */
export const skippedDestinations: ReadonlySet<string> = new Set([
  ...[
    'colortbl',
    'stylesheet',
    'listtable',
    'listoverridetable',
    'rsidtbl',
    'themedata',
    'colorschememapping',
    'datastore',
    'latentstyles',
  ],
  ...['pn', 'pnseclvl', 'upr', 'sp', 'svb', 'datafield', 'generator', 'wgrffmtfilter', 'passwordhash', 'blipuid', 'fchars', 'lchars'],
  ...['atrfstart', 'atrfend', 'atnref', 'atndate', 'atnicn', 'atntime', 'atnparent', 'mhtmltag'],
  ...['levelnumbers', 'leveltext', 'fname', 'panose', 'falt', 'fontemb', 'fontfile'],
])
/** How a formula is set: `\mfPr`, `\mctrlPr`. Its signs are its text. */
export const formulaLooks = /^m[a-zA-Z]*Pr$/

/** Starred destinations whose text is text of the document. */
export const keptDestinations: ReadonlySet<string> = new Set([
  ...['shpinst', 'shptxt', 'shppict', 'shpgrp', 'do', 'dptxbxtext', 'userprops', 'ud', 'nesttableprops', 'info', 'htmltag', 'result'],
  ...['moMath', 'moMathPara'],
])

/** Destinations whose text goes to the hidden lines. */
export const noted: Readonly<Record<string, string>> = {
  fldinst: 'field',
  objclass: 'embedded file',
  objname: 'embedded file',
  template: 'template',
  docvar: 'document variable',
  xe: 'index entry',
  tc: 'table of contents entry',
  linkval: 'link',
  picprop: 'description of a picture',
  revtbl: 'revision author',
  protusertbl: 'who may edit',
  atnid: 'initials',
  bkmkstart: 'bookmark',
  bkmkend: 'bookmark',
  formfield: 'form field',
  ffdeftext: 'form field',
  ffl: 'entry of a form field',
  factoidname: 'smart tag',
  xmlnstbl: 'schema',
  filetbl: 'file',
  nextfile: 'file',
  background: 'background',
  // What stands there for older readers.
  shprslt: 'older form',
  nonshppict: 'older form',
  ...{ ftnsep: 'line before notes', ftnsepc: 'line before notes', ftncn: 'line before notes' },
  ...{ aftnsep: 'line before notes', aftnsepc: 'line before notes', aftncn: 'line before notes' },
}

/** Of these each group is a word or several by itself; of others a word goes on. */
export const listing = /^(?:kept in .*|document variable|revision author|who may edit|file|schema)$/

/** Text that a shape shows by a property: WordArt (RTF 1.9.1, "Word 97 through Word 2007 RTF for Drawing Objects"). */
export const shownProperty = 'gtextUNICODE'

/** What a group holds that no reader has heard of, unless it is data in hexadecimal digits. */
export const isWritten = (text: string): boolean => /[\p{L}\p{N}]/u.test(text) && !(text.length >= 32 && /^[\da-f\s]+$/i.test(text))

/** What a field of a form shows: of a list the entry that was taken, of a box whether it is ticked (RTF 1.9.1, "Form Fields"). */
export interface FormField {
  type: number
  result: number | null
  preset: number
  readonly entries: string[]
}

export const emptyField = (): FormField => ({ type: 0, result: null, preset: 0, entries: [] })

/** A control word within a form field. */
export function fieldWord(field: FormField, word: string, value: number | null): void {
  if (word === 'fftype') field.type = value ?? 0
  // 25 stands for none taken yet.
  else if (word === 'ffres') field.result = value === 25 ? null : value
  else if (word === 'ffdefres') field.preset = value ?? 0
}

export function fieldShown({ type, result, preset, entries }: FormField): string {
  const taken = result ?? preset
  return type === 1 ? (taken === 1 ? '☑' : '☐') : type === 2 ? (entries[taken] ?? '') : ''
}

/** Headers and footers of pages. */
export const pageParts: Readonly<Record<string, string>> = {
  header: 'Header',
  headerl: 'Header',
  headerr: 'Header',
  headerf: 'Header',
  footer: 'Footer',
  footerl: 'Footer',
  footerr: 'Footer',
  footerf: 'Footer',
}

/** What a character property changes; null for words that are none. */
export function marked(word: string, on: boolean): TextFormat | null {
  switch (word) {
    case 'b':
      return { bold: on }
    case 'i':
      return { italic: on }
    case 'ul':
    case 'uld':
    case 'uldb':
    case 'ulw':
      return { underline: on }
    case 'ulnone':
      return { underline: false }
    case 'strike':
    case 'striked':
      return { strike: on }
    case 'super':
      return { raised: 'sup' }
    case 'sub':
      return { raised: 'sub' }
    default:
      return null
  }
}
