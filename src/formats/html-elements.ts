import type { RenderTag } from '../model/index.ts'

/** Which element of the render tree stands for an element of the mail; others are unwrapped. */
export const renderTags: Readonly<Record<string, RenderTag>> = Object.assign(Object.create(null) as Record<string, RenderTag>, {
  ...same(
    'p',
    'b',
    'i',
    'u',
    's',
    'sub',
    'sup',
    'code',
    'pre',
    'blockquote',
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'ul',
    'ol',
    'li',
    'dl',
    'dt',
    'dd',
  ),
  ...same('hr', 'table', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th', 'caption', 'a', 'div', 'span'),
  ...as('b', 'strong'),
  ...as('i', 'em', 'cite', 'dfn', 'var'),
  ...as('u', 'ins'),
  ...as('s', 'strike', 'del'),
  ...as('code', 'kbd', 'samp', 'tt'),
  ...as('pre', 'listing', 'xmp', 'plaintext', 'textarea'),
  ...as('ul', 'menu', 'dir'),
  ...as('span', 'font', 'big', 'small', 'mark', 'label', 'q', 'abbr', 'acronym', 'bdo', 'bdi', 'time', 'button', 'nobr'),
  ...as('div', 'section', 'article', 'header', 'footer', 'main', 'nav', 'aside', 'figure', 'figcaption', 'address', 'center', 'form'),
  ...as('div', 'fieldset', 'details', 'summary', 'legend', 'hgroup', 'search', 'dialog', 'optgroup', 'option', 'body', 'marquee'),
})

function same(...names: RenderTag[]): Record<string, RenderTag> {
  return Object.fromEntries(names.map((name) => [name, name]))
}
function as(tag: RenderTag, ...names: string[]): Record<string, RenderTag> {
  return Object.fromEntries(names.map((name) => [name, tag]))
}

/** Elements whose content a browser doesn't show as text of the page; it becomes hidden text, a style sheet's is left out. */
export const dropped: ReadonlySet<string> = new Set([
  ...['script', 'style', 'title', 'svg', 'math', 'template', 'iframe', 'noembed', 'noframes'],
  ...['video', 'audio', 'canvas', 'datalist', 'applet', 'frameset'],
])
export const foreignRoots: ReadonlySet<string> = new Set(['svg', 'math'])

/** Elements whose content isn't markup (HTML §13.2.6.4). */
export const rawModes: Readonly<Record<string, 'RCDATA' | 'RAWTEXT' | 'SCRIPT_DATA' | 'PLAINTEXT'>> = {
  title: 'RCDATA',
  textarea: 'RCDATA',
  style: 'RAWTEXT',
  xmp: 'RAWTEXT',
  iframe: 'RAWTEXT',
  noembed: 'RAWTEXT',
  noframes: 'RAWTEXT',
  script: 'SCRIPT_DATA',
  plaintext: 'PLAINTEXT',
}

export const voids: ReadonlySet<string> = new Set([
  ...['area', 'base', 'basefont', 'bgsound', 'br', 'col', 'embed', 'frame', 'hr', 'img', 'input', 'keygen', 'link', 'meta', 'param'],
  ...['source', 'track', 'wbr', 'image'],
])

/** Start tags that end an open paragraph (HTML §13.2.6.4.7). */
export const paragraphClosers: ReadonlySet<string> = new Set([
  ...['address', 'article', 'aside', 'blockquote', 'center', 'details', 'dialog', 'dir', 'div', 'dl', 'fieldset', 'figcaption'],
  ...['figure', 'footer', 'header', 'hgroup', 'main', 'menu', 'nav', 'ol', 'p', 'search', 'section', 'summary', 'ul'],
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'pre', 'listing', 'form', 'li', 'dd', 'dt', 'plaintext', 'hr', 'xmp', 'table'],
])

/** What an end tag or an implied end doesn't reach past. */
export const barriers: ReadonlySet<string> = new Set(['table', 'td', 'th', 'caption', 'button', 'object', 'template', 'marquee'])
export const tableParts: ReadonlySet<string> = new Set(['caption', 'colgroup', 'col', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th'])
/** Where text has no place of its own. */
export const tableRows: ReadonlySet<string> = new Set(['table', 'thead', 'tbody', 'tfoot', 'tr'])

/** HTML start tags that end foreign content (HTML §13.2.6.5). */
export const breakouts: ReadonlySet<string> = new Set([
  ...['b', 'big', 'blockquote', 'body', 'br', 'center', 'code', 'dd', 'div', 'dl', 'dt', 'em', 'embed', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'],
  ...[
    'head',
    'hr',
    'i',
    'img',
    'li',
    'listing',
    'menu',
    'meta',
    'nobr',
    'ol',
    'p',
    'pre',
    'ruby',
    's',
    'small',
    'span',
    'strong',
    'strike',
  ],
  ...['sub', 'sup', 'table', 'tt', 'u', 'ul', 'var'],
])

/** Attributes that hold an address to load or to go to. */
export const urlAttributes: ReadonlySet<string> = new Set([
  ...[
    'href',
    'src',
    'srcset',
    'imagesrcset',
    'action',
    'formaction',
    'background',
    'poster',
    'data',
    'cite',
    'longdesc',
    'dynsrc',
    'lowsrc',
  ],
  ...['ping', 'manifest', 'codebase', 'archive', 'classid', 'usemap', 'profile', 'xlink:href', 'icon', 'code', 'object'],
])
/** Attributes that hold words which a reader may never see. */
export const shownValues: ReadonlySet<string> = new Set([
  ...['alt', 'title', 'aria-label', 'aria-description', 'placeholder', 'value', 'label', 'summary', 'srcdoc', 'abbr'],
])

/** Names of `meta` elements that say what made the page, and how it is to be shown. */
export const technicalMeta =
  /^(?:generator|progid|originator|viewport|format-detection|robots|referrer|color-scheme|supported-color-schemes|theme-color|content-type|x-.+|msapplication-.+|apple-.+)$/i
