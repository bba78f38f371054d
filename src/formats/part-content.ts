import type { MessagePart, ProblemCode, TransferEncoding } from '../model/index.ts'
import { carriedMessage } from './carried.ts'
import { type DecodedText, decodeText, validUtf8 } from './charset.ts'
import { textCharset } from './charset-wide.ts'
import { base64Bytes, type DecodedBytes, footerStart, quotedPrintableBytes } from './transfer-encoding.ts'
import { uuencodedBytes, withoutFiles } from './uuencode.ts'

export interface PartText {
  /** Line ends are LF. */
  readonly text: string
  /** What it was decoded with. */
  readonly charset: string
  readonly problems: readonly ProblemCode[]
}

/** Undoes a transfer encoding (RFC 2045 §6); an unknown one leaves the bytes as they are. */
export function decodeTransfer(raw: Uint8Array, encoding: TransferEncoding): DecodedBytes {
  switch (encoding) {
    case 'base64':
      return base64Bytes(raw)
    case 'quoted-printable':
      return quotedPrintableBytes(raw)
    case 'uuencode':
      return uuencodedBytes(raw)
    default:
      return { bytes: raw, problems: [] }
  }
}

/**
 * Decoded bytes of a part. For parts that need no decoding the result is a view on `bytes`.
 * @param bytes what the part's offsets count in: the message's bytes, or for a part of a nested message the decoded bytes of the
 * message/rfc822 part (see `locatedBytes`)
 */
export function partBytes(bytes: Uint8Array, part: MessagePart): DecodedBytes {
  return decodeTransfer(bytes.subarray(part.offset, part.offset + part.length), part.encoding)
}

/**
 * The bytes in which the offsets of the message inside a part count: those of the part itself, or of the message that they carry.
 * @param decoded the part's bytes, from `partBytes`
 */
export function messageWithin(part: Pick<MessagePart, 'type' | 'filename'>, decoded: Uint8Array): Uint8Array {
  return carriedMessage(part, decoded)?.bytes ?? decoded
}

/**
 * Decoded text of a part: transfer encoding, then charset (as `textCharset`, else an HTML `meta`, which is asked too where the bytes can't be what is
 * declared, else as `decodeText`). A line names each file that stands in it (`part.enclosed`).
 */
export function partText(bytes: Uint8Array, part: MessagePart): PartText {
  const footer = part.encoding === 'base64' ? footerStart(bytes.subarray(part.offset, part.offset + part.length)) : -1
  if (footer >= 0) return withFooter(bytes, part, footer)
  const decoded = partBytes(bytes, part)
  const shown = part.enclosed.length === 0 ? decoded.bytes : withoutFiles(decoded.bytes, part.enclosed.length)
  const { text, charset, problems } = (part.type === 'text/html' ? decodeHtml : decodeText)(shown, textCharset(decoded.bytes, part.charset))
  return { text: text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text, charset, problems: [...decoded.problems, ...problems] }
}

/** Text that a list added behind a body in base64, as it is. Mail programs differ in whether they show it. */
function withFooter(bytes: Uint8Array, part: MessagePart, footer: number): PartText {
  const body = partText(bytes, { ...part, length: footer, enclosed: [] })
  const { text } = decodeText(bytes.subarray(part.offset + footer, part.offset + part.length), null)
  return {
    text: `${body.text}${body.text.endsWith('\n') ? '' : '\n'}${text.replace(/\r\n?/g, '\n')}`,
    charset: body.charset,
    problems: [...new Set([...body.problems, 'data-after-padding' as const])],
  }
}

/** Text of HTML by its declared charset and what its `meta` says. */
export function decodeHtml(bytes: Uint8Array, declared: string | null): DecodedText {
  const within = charsetWithin(bytes)
  return decodeText(bytes, declared ?? within, declared === null ? null : within)
}

/** HTML standard §13.2.3.2: a `meta` in the first 1,024 bytes. */
function charsetWithin(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024)).toString('latin1')
  const meta = /<meta\s[^>]{0,200}charset\s*=\s*["']?([a-z0-9_:-]{2,40})/i.exec(head)
  const label = meta?.[1]?.toLowerCase() ?? null
  // The document is 8-bit where its meta can be read as ASCII, so a UTF-16 label there is a mistake (same section).
  if (label === null || label.startsWith('utf-16')) return null
  return label !== 'utf-8' && validUtf8(bytes) !== null ? null : label
}
