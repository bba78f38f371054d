import type { ProblemCode } from '../model/index.ts'
import { charsetLabel, decodeText, validUtf8 } from './charset.ts'
import { base64Bytes } from './transfer-encoding.ts'

/**
 * Header text: encoded words decoded (RFC 2047), raw 8-bit bytes read as UTF-8 where valid (RFC 6532), else in `fallback` (the
 * charset that the message declares for its body: mailers before MIME's header rules used one for both), else windows-1252.
 * Adjacent words of one charset are joined as bytes first, since mailers split them in the middle of a character.
 * @param raw unfolded field body, one character a byte
 * @param told receives what went wrong (`undecodable-text`)
 */
export function decodeHeaderText(raw: string, fallback: string | null = null, told?: Set<ProblemCode>): string {
  let open = raw.indexOf('=?')
  if (open < 0) return decodeRaw(raw, fallback, told)
  let out = ''
  let done = 0
  let pending: { charset: string; bytes: Uint8Array[] } | null = null
  const flush = (): void => {
    if (pending !== null) out += textOf(Buffer.concat(pending.bytes), pending.charset, told)
    pending = null
  }
  while (open >= 0) {
    const word = wordAt(raw, open)
    if (word === 'none-left') break
    if (word === null) {
      open = raw.indexOf('=?', open + 2)
      continue
    }
    const between = raw.slice(done, open)
    // White space between two encoded words is not part of the text (§6.2).
    if (pending === null || !/^[ \t\r\n]*$/.test(between)) {
      flush()
      out += decodeRaw(between, fallback, told)
    }
    const label = charsetLabel(word.charset)
    if (pending !== null && (pending as { charset: string }).charset !== label) flush()
    if (pending === null) pending = { charset: label, bytes: [word.bytes] }
    else (pending as { bytes: Uint8Array[] }).bytes.push(word.bytes)
    done = word.end
    open = raw.indexOf('=?', done)
  }
  flush()
  return out + decodeRaw(raw.slice(done), fallback, told)
}

/** Bytes of a header that carry no encoded word. */
export function decodeRaw(raw: string, fallback: string | null = null, told?: Set<ProblemCode>): string {
  if (!/[^\x00-\x7f]/.test(raw)) return raw
  const bytes = Buffer.from(raw, 'latin1')
  return validUtf8(bytes) ?? textOf(bytes, fallback, told)
}

function textOf(bytes: Uint8Array, charset: string | null, told: Set<ProblemCode> | undefined): string {
  const { text, problems } = decodeText(bytes, charset)
  // Of letters of Western Europe without a label none is lost.
  if (problems.includes('undecodable-text') && text.includes('\ufffd')) told?.add('undecodable-text')
  return text
}

interface Word {
  readonly charset: string
  readonly bytes: Uint8Array
  readonly end: number
}

/** The encoded word at `open`; null if what stands there is none; `none-left` if no later one can end either (keeps the scan linear). */
function wordAt(raw: string, open: number): Word | null | 'none-left' {
  const afterCharset = raw.indexOf('?', open + 2)
  if (afterCharset < 0) return 'none-left'
  const charset = raw.slice(open + 2, afterCharset)
  const encoding = raw.charCodeAt(afterCharset + 1) | 0x20
  if (charset === '' || charset.length > 80 || /[\s"(),:;<>@[\]]/.test(charset) || raw[afterCharset + 2] !== '?') return null
  if (encoding !== 0x62 && encoding !== 0x71) return null
  const start = afterCharset + 3
  const close = raw.indexOf('?=', start)
  if (close < 0) return 'none-left'
  const text = raw.slice(start, close)
  return { charset, end: close + 2, bytes: encoding === 0x62 ? base64Bytes(Buffer.from(text, 'latin1')).bytes : qBytes(text) }
}

/** The "Q" encoding (§4.2); an `=` not followed by two hex digits stands for itself. */
function qBytes(text: string): Uint8Array {
  const out = new Uint8Array(text.length)
  let length = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x5f) out[length++] = 0x20
    else if (code === 0x3d && /^[0-9a-f]{2}$/i.test(text.slice(at + 1, at + 3))) {
      out[length++] = Number.parseInt(text.slice(at + 1, at + 3), 16)
      at += 2
    } else out[length++] = code
  }
  return out.subarray(0, length)
}
