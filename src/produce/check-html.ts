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
