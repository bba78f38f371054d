import { isUtf8 } from 'node:buffer'
import { control, isTextWithZeros } from './textual.ts'

/** Charsets of two and four bytes a letter. */
export type WideCharset = 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be'

/** Labels that name one of them, some without its order. */
export const wideLabel = /^["'\s]*(?:utf-?16|utf-?32|ucs-?[24]|unicode|iso-10646-ucs-[24])(?:[lb]e)?["'\s]*$/i

/** WHATWG Encoding §6 (“decode”): a byte order mark is stronger than any label. */
export function byteOrderMark(bytes: Uint8Array): WideCharset | 'utf-8' | null {
  // No text begins with U+0000.
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.length >= 4 && bytes[2] === 0 && bytes[3] === 0 ? 'utf-32le' : 'utf-16le'
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
 * @param isLabelled whether it says that it has two bytes a letter: then a short one, which can be either, is believed
 */
export function isNarrow(bytes: Uint8Array, isLabelled = false): boolean {
  const head = bytes.subarray(0, headBytes)
  if (byteOrderMark(head) !== null) return false
  if (isLabelled && head.byteLength < believedBytes && head.byteLength % 2 === 0)
    return isWordy(head) ? !isKana(head) : isSurelyUtf8(head) || isNoWideText(head)
  if (!isTextWithZeros(head, 0)) return isWordy(head) && !isKana(head)
  return hasNarrowLetters(head) ? !isKana(head) : isNoWideText(head)
}

const believedBytes = 64
const isNoWideText = (head: Uint8Array): boolean => ['utf-16le', 'utf-16be'].every((charset) => noText.test(decodedWhole(head, charset)))

/** Whether it has two letters beyond ASCII: bytes of Chinese are hardly ever valid by chance. */
function isSurelyUtf8(head: Uint8Array): boolean {
  let letters = 0
  for (const byte of head) if (byte >= 0xc0) letters++
  return letters >= 2 && isUtf8(head)
}

/**
 * Whether most bytes are letters, digits and blanks of ASCII, which outweighs a control character. Of two bytes a letter hardly half are, and of few all may be by
 * chance: of eight bytes that never tells, of ten all have to be, of thirty three quarters.
 */
function isWordy(head: Uint8Array): boolean {
  let wordy = 0
  for (const byte of head) if (byte === 0x20 || (byte >= 0x30 && byte <= 0x39) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a)) wordy++
  return wordy >= Math.max(head.byteLength * 0.75, head.byteLength * 0.6 + 4)
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

/**
 * Counts units that no text has, control characters and U+0000 (a run of them, as of a torn write, is one). Crashes and exports of databases leave some in a text: one
 * in sixteen letters is forgiven, and further ones in thirty-two each. Other data has far more of them.
 */
class Units {
  letters = 0
  strays = 0
  private last = 1

  add(unit: number): void {
    if (unit > 0xff || control[unit] !== 1) this.letters++
    else if (unit !== 0 || this.last !== 0) this.strays++
    this.last = unit
  }

  get areText(): boolean {
    return this.letters > 0 && this.strays * 32 <= this.letters + 16
  }
}

/** Of four bytes the highest is zero, and the next at most 16. */
function fourBytes(head: Uint8Array, length: number): WideCharset | null {
  if (length < 8 || length % 4 !== 0) return null
  const view = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
  for (const charset of ['utf-32le', 'utf-32be'] as const) {
    const units = new Units()
    let at = 0
    for (; at + 4 <= view.byteLength; at += 4) {
      const unit = charset === 'utf-32le' ? view.readUInt32LE(at) : view.readUInt32BE(at)
      if (unit >= 0x110000) break
      units.add(unit)
    }
    if (at + 4 > view.byteLength && units.areText) return charset
  }
  return null
}

/** Every second byte of Latin text is zero; of others those of blanks, digits and line ends. */
function twoBytes(head: Uint8Array): WideCharset | null {
  const end = head.byteLength & ~1
  if (end < 4) return null
  let even = 0
  let odd = 0
  let count = end / 2
  for (let at = 0; at < end; at += 2) {
    if (head[at] === 0 && head[at + 1] === 0) count--
    else if (head[at] === 0) even++
    else if (head[at + 1] === 0) odd++
  }
  // Some letters, as the Chinese one (U+4E00), end in a zero themselves.
  const [order, other] = even > odd ? (['utf-16be', 'utf-16le'] as const) : (['utf-16le', 'utf-16be'] as const)
  const [fewer, more] = [Math.min(even, odd), Math.max(even, odd)]
  const units = head.subarray(0, end)
  const { areText, strays } = unitsOf(units, order)
  if (fewer === 0 && more * 2 > count) return areText ? order : null
  if (areText && (strays === 0 || fewer * 4 < more) && isOneScript(units, order)) return order
  return strays === 0 && unitsOf(units, other).strays === 0 && isOneScript(units, other) ? other : null
}

function unitsOf(head: Uint8Array, charset: 'utf-16le' | 'utf-16be'): Units {
  const units = new Units()
  const high = charset === 'utf-16le' ? 1 : 0
  for (let at = 0; at < head.byteLength; at += 2) units.add(((head[at + high] as number) << 8) | (head[at + 1 - high] as number))
  return units
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
