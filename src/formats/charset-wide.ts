import { isUtf8 } from 'node:buffer'
import { control, isTextual } from './textual.ts'

/** Charsets of two and four bytes a letter. */
export type WideCharset = 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be'

/** Labels that name one of them, some without its order. */
export const wideLabel = /^["'\s]*(?:utf-?16|utf-?32|ucs-?[24]|unicode|iso-10646-ucs-[24])(?:[lb]e)?["'\s]*$/i

/** WHATWG Encoding §6 (“decode”): a byte order mark is stronger than any label. */
export function byteOrderMark(bytes: Uint8Array): WideCharset | 'utf-8' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes[2] === 0 && bytes[3] === 0 && bytes.length % 4 === 0 ? 'utf-32le' : 'utf-16le'
  if (bytes[0] === 0 && bytes[1] === 0 && bytes[2] === 0xfe && bytes[3] === 0xff) return 'utf-32be'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 'utf-8' : null
}

/**
 * What a text is to be decoded with: what its mark says; else what its zeros tell, since a text of one byte a letter has none and a label may have the order of the
 * bytes wrong; else its label.
 */
export function textCharset(bytes: Uint8Array, declared: string | null): string | null {
  return byteOrderMark(bytes) ?? charsetByZeros(bytes) ?? declared
}

/** The charset of text of two or four bytes a letter, by its mark or its zeros. Null for any other. */
export function wideCharset(bytes: Uint8Array): WideCharset | null {
  const mark = byteOrderMark(bytes)
  return mark === 'utf-8' ? null : (mark ?? charsetByZeros(bytes))
}

const headBytes = 4096

function charsetByZeros(bytes: Uint8Array): WideCharset | null {
  const head = bytes.subarray(0, headBytes)
  if (!head.includes(0)) return null
  return fourBytes(head, bytes.byteLength) ?? twoBytes(head)
}

/**
 * Whether bytes are a text of one byte a letter, or of UTF-8, whatever its label says; zeros may part or end the records in it. Any two letters of ASCII make a Chinese
 * sign, so that such a text reads as Chinese throughout; but a text of two bytes a letter soon holds a control character, or far more bytes beyond ASCII.
 */
export function isNarrow(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, headBytes)
  if (byteOrderMark(head) !== null || !isTextual(head, Math.floor(head.byteLength / 4))) return false
  return hasNarrowLetters(head) ? !isKana(head) : ['utf-16le', 'utf-16be'].every((charset) => noText.test(decodedWhole(head, charset)))
}

function hasNarrowLetters(head: Uint8Array): boolean {
  let beyond = 0
  for (const byte of head) if (byte >= 0x80) beyond++
  if (beyond * 4 < head.byteLength) return true
  // The last may be half a character.
  const end = head.findLastIndex((byte) => byte < 0x80)
  return end > 0 && isUtf8(head.subarray(0, end + 1))
}

/** The letters of Japanese have few bytes beyond ASCII, but half of them are the same (U+3041 to U+30FE). */
function isKana(head: Uint8Array): boolean {
  return ['utf-16le', 'utf-16be'].some((charset) => share(decodedWhole(head, charset), kana) * 4 > 1)
}

/** Of four bytes the highest is zero, and the next at most 16. */
function fourBytes(head: Uint8Array, length: number): WideCharset | null {
  if (length < 8 || length % 4 !== 0) return null
  const view = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
  const isText = (unit: number): boolean => unit < 0x110000 && unit !== 0 && (unit > 0xff || control[unit] !== 1)
  let [little, big] = [true, true]
  for (let at = 0; at + 4 <= view.byteLength && (little || big); at += 4) {
    if (little && !isText(view.readUInt32LE(at))) little = false
    if (big && !isText(view.readUInt32BE(at))) big = false
  }
  return little ? 'utf-32le' : big ? 'utf-32be' : null
}

/** Every second byte of Latin text is zero; of others those of blanks, digits and line ends. */
function twoBytes(head: Uint8Array): WideCharset | null {
  const end = head.byteLength & ~1
  let even = 0
  let odd = 0
  for (let at = 0; at < end; at += 2) {
    if (head[at] === 0) even++
    if (head[at + 1] === 0) odd++
    if (head[at] === 0 && head[at + 1] === 0) return null
    // A unit below U+0020 that is no white space.
    const unit = head[at] === 0 ? head[at + 1] : head[at + 1] === 0 ? head[at] : 0x20
    if (control[unit as number] === 1) return null
  }
  if (end < 4) return null
  // Some letters, as the Chinese one (U+4E00), end in a zero themselves.
  const orders: readonly ('utf-16le' | 'utf-16be')[] = even > odd ? ['utf-16be', 'utf-16le'] : ['utf-16le', 'utf-16be']
  if (Math.min(even, odd) === 0 && Math.max(even, odd) * 2 > end / 2) return orders[0] as 'utf-16le' | 'utf-16be'
  return orders.find((charset) => isOneScript(head.subarray(0, end), charset)) ?? null
}

const leastLetters = 16
const kana = /[\p{sc=Hiragana}\p{sc=Katakana}]/gu
const scripts = [
  /\p{sc=Cyrillic}/gu,
  /\p{sc=Greek}/gu,
  /\p{sc=Hebrew}/gu,
  /\p{sc=Arabic}/gu,
  /\p{sc=Thai}/gu,
  /\p{sc=Devanagari}/gu,
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/gu,
]
/** What no text has: no character, one of private use, half of one. */
const noText = /[\p{Cn}\p{Co}\p{Cs}\ufffd]/u

/** Whether most of it is letters of one script, and all of it characters that there are: other data isn't so. */
function isOneScript(head: Uint8Array, charset: 'utf-16le' | 'utf-16be'): boolean {
  if (isNarrow(head)) return false
  const text = decodedWhole(head, charset)
  return text.length >= leastLetters && !noText.test(text) && scripts.some((script) => share(text, script) * 2 > 1)
}

const share = (text: string, letters: RegExp): number => (text.match(letters)?.length ?? 0) / text.length

/** Without the last, which may be half a character. */
function decodedWhole(head: Uint8Array, charset: string): string {
  return new TextDecoder(charset).decode(head.subarray(0, head.byteLength & ~1)).slice(0, -1)
}
