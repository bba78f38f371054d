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

/** Destinations whose text is no text of the document. */
export const skippedDestinations: ReadonlySet<string> = new Set([
  ...['colortbl', 'stylesheet', 'listtable', 'listoverridetable', 'rsidtbl', 'themedata', 'colorschememapping', 'datastore', 'filetbl'],
  ...['latentstyles', 'xmlnstbl', 'revtbl', 'pn', 'pnseclvl', 'bkmkstart', 'bkmkend', 'sp', 'shprslt', 'nonshppict', 'objdata', 'upr'],
  ...[
    'atnid',
    'atrfstart',
    'atrfend',
    'atndate',
    'atnicn',
    'atnref',
    'atntime',
    'atnparent',
    'ftnsep',
    'ftnsepc',
    'ftncn',
    'aftnsep',
    'aftnsepc',
  ],
  ...[
    'aftncn',
    'creatim',
    'revtim',
    'printim',
    'buptim',
    'protusertbl',
    'oldcprops',
    'factoidname',
    'background',
    'generator',
    'datafield',
  ],
  ...[
    'formfield',
    'ffdeftext',
    'blipuid',
    'picprop',
    'listname',
    'levelnumbers',
    'leveltext',
    'fname',
    'panose',
    'falt',
    'nextfile',
    'passwordhash',
  ],
])

/** Starred destinations whose text is text of the document. */
export const keptDestinations: ReadonlySet<string> = new Set([
  ...['shpinst', 'shptxt', 'shppict', 'shpgrp', 'do', 'dptxbxtext', 'userprops', 'ud', 'nesttableprops', 'info', 'htmltag', 'result'],
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
