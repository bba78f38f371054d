import { classesOf } from './html-attributes.ts'
import type { QuoteBox } from './quoted-text.ts'

/** Programs that indent text with a `blockquote` say that it has no border: Outlook, Gmail, Apple Mail. */
const indents = /(?:^|;)\s*border(?:-left)?\s*:\s*(?:none|0(?:px|pt)?)\s*(?:;|$)/i
/** The line at the left of what Outlook repeats: `border-left:solid blue 1.5pt`. */
const lineAtLeft = /(?:^|;)\s*border-left\s*:[^;]*\bsolid\b/i
/** What mail programs call the element around an earlier message; Outlook puts `x_` before names that it met elsewhere. */
const containers =
  /^(?:x_)*(?:gmail_quote(?:_container)?|yahoo_quoted.*|protonmail_quote|tutanota_quote|moz-forward-container|OLK_SRC_BODY_SECTION|mail-editor-reference-message-container|ms-outlook-mobile-reference-message|zmail_extra)$/i

/** What an element sets off as perhaps an earlier message; null for any other. */
export function quoteBox(name: string, attributes: ReadonlyMap<string, string>): QuoteBox['kind'] | null {
  const style = attributes.get('style') ?? ''
  if (name === 'blockquote') return indents.test(style) && attributes.get('type') !== 'cite' && !isContainer(attributes) ? null : 'quote'
  if (name !== 'div' && name !== 'span' && name !== 'td') return null
  return isContainer(attributes) || lineAtLeft.test(style) ? 'box' : null
}

function isContainer(attributes: ReadonlyMap<string, string>): boolean {
  return [attributes.get('id') ?? '', ...classesOf(attributes)].some((each) => each !== '' && containers.test(each))
}
