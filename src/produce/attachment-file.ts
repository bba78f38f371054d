import type { Released } from './released.ts'

/** An attachment as it leaves. */
export interface AttachmentFile {
  readonly filename: string
  /** Media type without parameters. */
  readonly type: string
  readonly bytes: Uint8Array
}

/** A name that is safe on every file system and in every header; empty becomes `fallback`. */
export function safeName(name: string, fallback: string): string {
  const cleaned = name
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\ufffd<>:"/\\|?*\u2028\u2029]/gu, '_')
    .replace(/^[. ]+|[. ]+$/g, '')
  const characters = [...cleaned]
  const short = characters.length > 120 ? `${characters.slice(0, 100).join('')}…${characters.slice(-16).join('')}` : cleaned
  return short === '' ? fallback : short
}

function withExtension(name: string, extension: string): string {
  return name.toLowerCase().endsWith(extension) ? name : `${name}${extension}`
}

/** The text form of a placeholder: what was withheld, and why. */
export function placeholderText(released: Released): string {
  return `${placeholderTitle(released)}\n\n${released.reason}\n`
}

/** What a placeholder stands for, in words of ours. */
export function placeholderTitle(released: Released): string {
  return `${released.source.kind === 'message' ? 'Message' : 'Attachment'} ${released.number}`
}

const wrapHtml = (body: string): string => `<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>${body}</body></html>`

/** A body for text/html: the approved tree alone, without title, style sheet or anything remote. */
export function htmlDocument(released: Released): string {
  return wrapHtml(released.segments.map((segment) => segment.html).join('<hr>'))
}

/** The approved body as plain text. */
export function plainText(released: Released): string {
  return released.segments.map((segment) => segment.text).join('\n\n')
}

/** The name of an attached message's file, or of a placeholder's: ours, whatever it holds. Null for others. */
export function ourFileName(released: Released): string | null {
  if (released.form === 'placeholder') return `${released.number} withheld.txt`
  return released.form === 'message' ? `${released.number}.eml` : null
}

/** The released form of an attachment that is text or a placeholder, else null: pages, pixels and messages are made elsewhere. */
export function textualFile(released: Released): AttachmentFile | null {
  const name = safeName(released.filename ?? '', released.number)
  const utf8 = (text: string) => Buffer.from(text, 'utf8')
  switch (released.form) {
    case 'placeholder':
      return { filename: ourFileName(released) ?? '', type: 'text/plain', bytes: utf8(placeholderText(released)) }
    case 'text': {
      const csv = released.source.type === 'text/csv'
      return {
        filename: withExtension(name, csv ? '.csv' : '.txt'),
        type: csv ? 'text/csv' : 'text/plain',
        bytes: utf8(plainText(released)),
      }
    }
    case 'html':
      return { filename: withExtension(name, '.html'), type: 'text/html', bytes: utf8(htmlDocument(released)) }
    case 'native':
      return { filename: name, type: nativeType(released.source.type), bytes: released.source.native() }
    default:
      return null
  }
}

/** A media type from outside, if it is one and no container that readers would open by themselves. */
function nativeType(type: string): string {
  return /^[a-z0-9][a-z0-9.+-]{0,60}\/[a-z0-9][a-z0-9.+-]{0,80}$/.test(type) && !/^(multipart|message)\//.test(type)
    ? type
    : 'application/octet-stream'
}
