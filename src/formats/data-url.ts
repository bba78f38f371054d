import { decodeText } from './charset.ts'
import { textCharset, wideLabel } from './charset-wide.ts'
import { imageInfo } from './image.ts'
import { isTextual } from './textual.ts'

/** What an address holds that carries its content itself (RFC 2397). */
export type DataContent =
  | { readonly kind: 'text' | 'html'; readonly text: string }
  /** A picture with room for a letter, or one whose size can't be told. */
  | { readonly kind: 'picture' }
  /** A picture without, a font: nothing to read. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'unread' }

const begins = /^\s*data:/i
/** Where they stand within values: in style sheets, in lists of pictures. */
const within = /url\(\s*(?:"(data:[^"]*)"|'(data:[^']*)'|(data:[^)"']*))|(?:^|[\s,=])(data:[^\s"'()]*)/gi

/** The `data:` addresses in an attribute's value, or a style sheet. */
export function dataUrls(value: string): readonly string[] {
  if (begins.test(value)) return [value.trim()]
  if (!/data:/i.test(value)) return []
  return [...value.matchAll(within)].map(([, double, single, bare, listed]) => double ?? single ?? bare ?? listed ?? '')
}

/** The smallest letters that can be told apart, in pixels. */
const legiblePixels = 6
/** The size of a picture stands at its beginning, behind what cameras and programs write there; in characters of base64. */
const headLength = 400_000

/** Reads such an address, however it is encoded; without a type it is a text. */
export function dataContent(url: string): DataContent {
  const comma = url.indexOf(',')
  // Words that only begin so.
  if (comma < 0) return { kind: 'nothing' }
  const head = url.slice(url.indexOf(':') + 1, comma).toLowerCase()
  const [type = '', ...parameters] = head.split(';').map((one) => one.trim())
  const isBase64 = parameters.includes('base64')
  if (type.startsWith('font/') || /^application\/(?:x-)?font|^application\/vnd\.ms-fontobject$/.test(type)) return { kind: 'nothing' }
  const isPicture = type.startsWith('image/') && !type.startsWith('image/svg')
  const written = url.slice(comma + 1, isPicture ? comma + 1 + headLength : undefined)
  const bytes = isBase64 ? Buffer.from(unescaped(written).toString('latin1'), 'base64') : unescaped(written)
  if (bytes.length === 0) return { kind: 'nothing' }
  if (isPicture) {
    const info = imageInfo(bytes)
    return info !== null && Math.min(info.widthPx, info.heightPx) < legiblePixels ? { kind: 'nothing' } : { kind: 'picture' }
  }
  const declared = parameters.find((one) => one.startsWith('charset='))?.slice('charset='.length)
  const charset = textCharset(bytes, declared ?? null)
  if (!isTextual(bytes) && !(charset !== null && wideLabel.test(charset))) return { kind: 'unread' }
  const { text } = decodeText(bytes, charset)
  return { kind: /^(?:text\/html|image\/svg|application\/xhtml)/.test(type) ? 'html' : 'text', text }
}

/** Undoes percent-encoding (RFC 3986 §2.1); what isn't encoded stands in UTF-8. */
function unescaped(written: string): Buffer {
  if (!written.includes('%')) return Buffer.from(written)
  const bytes = Buffer.from(written)
  let length = 0
  for (let at = 0; at < bytes.length; at++) {
    const code = bytes[at] === 0x25 ? Number.parseInt(hexAt(bytes, at + 1), 16) : Number.NaN
    bytes[length++] = Number.isNaN(code) ? (bytes[at] as number) : code
    if (!Number.isNaN(code)) at += 2
  }
  return bytes.subarray(0, length)
}

function hexAt(bytes: Buffer, at: number): string {
  const digits = bytes.toString('latin1', at, at + 2)
  return /^[0-9a-f]{2}$/i.test(digits) ? digits : ''
}
