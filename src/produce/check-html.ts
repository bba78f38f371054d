import type { Findings } from './check-types.ts'

const allowedTags = new Set(
  'html head meta body div p span b i u s sub sup code pre blockquote h1 h2 h3 h4 h5 h6 ul ol li dl dt dd hr br table thead tbody tfoot tr td th caption a'.split(
    ' ',
  ),
)
const allowedAttributes = new Set('colspan rowspan dir start style class charset'.split(' '))

/** A produced HTML body against its allow-list: known tags and attributes, nothing that loads, hides or comments. */
export function checkHtml(html: string, path: string, findings: Findings): void {
  const problem = (message: string) => findings.problem('html', path, message)
  if (html.includes('<!--')) problem('The HTML holds a comment.')
  for (const match of html.matchAll(/<(\/?)([^\s>/]*)([^>]*)>/g)) {
    const tag = (match[2] ?? '').toLowerCase()
    if (tag === '!doctype') continue
    if (!allowedTags.has(tag)) problem(`The HTML holds an element that is never written: ${/^[a-z0-9]{1,20}$/.test(tag) ? tag : '…'}.`)
    let rest = match[3] ?? ''
    if (match[1] === '/' && rest !== '') problem('An end tag holds something.')
    for (const attribute of rest.matchAll(/\s+([a-z]+)="([^"]*)"/g)) {
      const name = attribute[1] ?? ''
      const value = attribute[2] ?? ''
      if (!allowedAttributes.has(name)) problem(`The HTML holds an attribute that is never written: ${name}.`)
      if (name === 'class' && value !== 'redacted' && value !== 'image') problem('The HTML holds a class that is never written.')
      if (
        name === 'style' &&
        /url\s*\(|expression|@import|content\s*:|display\s*:\s*none|visibility\s*:|opacity\s*:\s*0|font-size\s*:\s*0|position\s*:|text-indent\s*:\s*-|clip/i.test(
          value,
        )
      )
        problem('The HTML holds a style that hides or loads.')
    }
    rest = rest.replace(/\s+[a-z]+="[^"]*"/g, '').replace(/\/$/, '')
    if (rest.trim() !== '') problem('The HTML holds a tag that cannot be read.')
  }
}

/** Tags that part no words; all others begin a line. */
const inlineTags = new Set('span b i u s sub sup code a'.split(' '))

/** Style declarations as they are written: of every property the values that it can have, none of which is a word of a mail. */
const styleForm =
  /^(?:(?:(?:background-)?color:rgb\(\d{1,3},\d{1,3},\d{1,3}\)|font-weight:(?:normal|bold|bolder|lighter|[1-9]00)|font-style:(?:normal|italic|oblique)|font-family:monospace|(?:font-size|margin-left|padding-left):\d{1,2}px|text-decoration:(?:none|underline|line-through|underline line-through)|text-align:(?:left|right|center|justify|start|end)|vertical-align:(?:top|middle|bottom|baseline|sub|super)|white-space:(?:normal|pre|pre-wrap|pre-line|break-spaces)|direction:(?:ltr|rtl)|list-style-type:(?:none|disc|circle|square|decimal|(?:lower|upper)-(?:alpha|latin|roman)))(?:;|$))+$/

/** Attributes whose values are of a closed form, so that no word of a mail fits; the number that a list starts with is read by people and is none of them. */
const closedForms: Readonly<Record<string, RegExp>> = {
  colspan: /^\d{1,3}$/,
  rowspan: /^\d{1,3}$/,
  dir: /^(?:ltr|rtl|auto)$/,
  class: /^(?:redacted|image)$/,
  charset: /^utf-8$/,
  style: styleForm,
}

/**
 * What a produced HTML body says, its own markup taken away by its grammar: a redacted word may be the name of an element, and no word of a mail
 * stands in a tag of ours. Whatever is not of that grammar to the letter stays, and is searched as it stands.
 */
export function htmlWithoutMarkup(html: string): string {
  return html.replace(
    /<(?:!DOCTYPE html|(\/?)([a-z][a-z0-9]*)((?: [a-z]+="[^"<>]*")*))>/g,
    (whole, end?: string, tag?: string, attributes?: string) => {
      if (tag === undefined) return '\n'
      if (!allowedTags.has(tag) || (end === '/' && attributes !== '')) return whole
      let shown = ''
      for (const [, name = '', value = ''] of (attributes ?? '').matchAll(/ ([a-z]+)="([^"]*)"/g)) {
        if (name === 'start' && tag === 'ol' && /^\d{1,5}$/.test(value)) shown = value
        else if (closedForms[name]?.test(value) !== true) return whole
      }
      return inlineTags.has(tag) ? '' : `\n${shown}${shown === '' ? '' : '\n'}`
    },
  )
}
