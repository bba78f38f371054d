import { isAscii as isAsciiBytes } from 'node:buffer'
import iconv from 'iconv-lite'
import type { ProblemCode } from '../model/index.ts'
import { decodeIso2022Jp, decodeKnown, guessCharset, isIso2022Jp } from './charset-guess.ts'
import { mixedWord, oddities } from './charset-oddities.ts'
import { isSoundWestern } from './charset-western.ts'
import { isNarrow, wideLabel } from './charset-wide.ts'

export interface DecodedText {
  readonly text: string
  /** What it was decoded with, in lower case; may differ from what was declared. */
  readonly charset: string
  readonly problems: readonly ProblemCode[]
}

/** Labels met in mail that neither the platform nor iconv-lite knows. */
const aliases: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'ansi_x3.110-1983': 'iso-8859-1',
    'unknown-8bit': '',
    'x-unknown': '',
    unknown: '',
    default: '',
    default_charset: '',
    '8bit': '',
    '7bit': '',
    none: '',
    binary: '',
    ansi: 'windows-1252',
    ascii7: 'us-ascii',
    ascii: 'us-ascii',
    'utf-8mb4': 'utf-8',
    utf8mb4: 'utf-8',
    'utf-8-sig': 'utf-8',
    'utf8-sig': 'utf-8',
    'iso-8859-8-e': 'iso-8859-8',
    'windows-936': 'gbk',
    cp936: 'gbk',
    cp932: 'shift_jis',
    'windows-932': 'shift_jis',
    'iso-2022-jp-ms': 'iso-2022-jp',
    'iso-2022-jp-1': 'iso-2022-jp',
    'iso-2022-jp-2': 'iso-2022-jp',
    'iso-2022-jp-3': 'iso-2022-jp',
    'x-mac-roman': 'macintosh',
    'x-gbk': 'gbk',
    'utf-7': 'utf-7',
    'unicode-1-1-utf-7': 'utf-7',
    'x-unicode-2-0-utf-7': 'utf-7',
  }),
)

const decoders = new Map<string, InstanceType<typeof TextDecoder> | null>()

/** The platform's decoder for a label of the WHATWG encoding standard, else null. */
function platformDecoder(label: string): InstanceType<typeof TextDecoder> | null {
  let decoder = decoders.get(label)
  if (decoder === undefined) {
    try {
      decoder = new TextDecoder(label)
    } catch {
      decoder = null
    }
    // Labels come from mail: without a bound, a mailbox of invented ones would fill memory.
    if (decoders.size < 500) decoders.set(label, decoder)
  }
  return decoder
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true })

/** The text if the bytes are valid UTF-8 (byte order mark removed), else null. */
export function validUtf8(bytes: Uint8Array): string | null {
  try {
    return strictUtf8.decode(bytes)
  } catch {
    return null
  }
}

/** True when every byte is below 128. */
export function isAscii(bytes: Uint8Array): boolean {
  return isAsciiBytes(bytes)
}

/** Charset label as declared, tidied: lower case, without quotes, white space and the language of RFC 2231 §5. */
export function charsetLabel(declared: string): string {
  const label = declared
    .slice(0, 100)
    .trim()
    .replace(/^["'<\s]+|["'>;\s]+$/g, '')
    .replace(/\*.*$/, '')
    .toLowerCase()
    .replace(/\s+/g, '-')
  return aliases.get(label) ?? label
}

/**
 * Text of bytes: by the declared charset; where that can't be, UTF-8 where valid; else what the text says of itself, where it can be that; else what the statistics
 * of a long enough text say; else windows-1252. A label of Western Europe, which mailers give to whatever they don't know, can't be where it gives no text of there and
 * the text itself names another charset, in which it is one.
 *
 * `wrong-charset` when another charset than the declared one was read without loss, by evidence of the bytes (a text of Western Europe that names none is some, see
 * `isSoundWestern`); `unknown-charset` when it was taken for want of any (the label means nothing, or there is none); `undecodable-text` when bytes do not fit the charset.
 * @param within what the text itself names as its charset (`meta` of HTML)
 */
export function decodeText(bytes: Uint8Array, declared: string | null, within: string | null = null): DecodedText {
  const label = declared === null ? '' : charsetLabel(declared)
  if (label === '') return undeclared(bytes, declared !== null && declared !== '', within)
  if (label === 'us-ascii') return seven(bytes, within)
  if (label === 'utf-8' || label === 'utf8') return utf8(bytes, within)
  if (wideLabel.test(label) && isNarrow(bytes, true)) return narrow(bytes, within)
  if (/^(utf-?16|ucs-?2|unicode|iso-10646-ucs-2|utf-?16(le|be))$/.test(label)) return utf16(bytes, label)
  if (within !== null && charsetLabel(within) === 'utf-8' && !isAscii(bytes)) {
    // Two witnesses against one: what it says of itself, and that it can be that.
    const text = validUtf8(bytes)
    if (text !== null) return { text, charset: 'utf-8', problems: ['wrong-charset'] }
  }
  if (western.has(label)) {
    // “MÃ¶ller” is nobody's name: bytes that are UTF-8 throughout came by their label by mistake.
    const text = isAscii(bytes) ? null : validUtf8(bytes)
    if (text !== null && !text.includes('\ufffd')) return { text, charset: 'utf-8', problems: ['wrong-charset'] }
    const other = within === null ? null : ratherWithin(bytes, within)
    if (other !== null) return other
  }
  const special = escapeCharset(bytes, label)
  if (special !== null) return checked(special, label, bytes, within)
  if (iconvFirst.has(label)) return checked(iconv.decode(Buffer.from(bytes), label), label, bytes, within)
  const decoder = platformDecoder(label)
  if (decoder?.encoding === 'iso-2022-jp') return checked(decodeIso2022Jp(bytes), label, bytes, within)
  if (decoder !== null && decoder.encoding !== 'replacement') return checked(decoder.decode(bytes), label, bytes, within)
  if (iconv.encodingExists(label) && !notCharsets.has(label.replace(/[^a-z0-9]/g, ''))) {
    return checked(iconv.decode(Buffer.from(bytes), label), label, bytes, within)
  }
  const read = undeclared(bytes, true, within)
  // What nobody knows may be of any system, where the bytes of these letters mean others.
  return read.charset === 'windows-1252' && !sameInWindows(bytes) ? { ...read, problems: ['unknown-charset'] } : read
}

/** Labels of Western European text, which mailers give to whatever they don't know. */
const western: ReadonlySet<string> = new Set(['iso-8859-1', 'iso8859-1', 'latin1', 'windows-1252', 'cp1252', 'iso-8859-15'])
const iconvFirst: ReadonlySet<string> = new Set(['utf-7', 'utf-7-imap'])
/** iconv-lite takes these for encodings too; in mail they can only be mistakes. */
const notCharsets: ReadonlySet<string> = new Set(['base64', 'hex', 'binary', 'internal'])

function undeclared(bytes: Uint8Array, wrongLabel: boolean, within: string | null): DecodedText {
  const text = validUtf8(bytes)
  if (text !== null) {
    const ascii = text.length === bytes.length
    if (ascii && isIso2022Jp(bytes)) return evident(bytes, 'iso-2022-jp')
    return { text, charset: ascii ? 'us-ascii' : 'utf-8', problems: wrongLabel && !ascii ? ['wrong-charset'] : [] }
  }
  return told(bytes, within) ?? western1252(bytes, 'unknown-charset')
}

/** What came by a label of several bytes a letter by mistake. */
function narrow(bytes: Uint8Array, within: string | null): DecodedText {
  const read = undeclared(bytes, true, within)
  return read.problems.length === 0 ? { ...read, problems: ['wrong-charset'] } : read
}

function seven(bytes: Uint8Array, within: string | null): DecodedText {
  if (isAscii(bytes) && isIso2022Jp(bytes)) return evident(bytes, 'iso-2022-jp')
  if (isAscii(bytes))
    return { text: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1'), charset: 'us-ascii', problems: [] }
  const text = validUtf8(bytes)
  if (text !== null) return { text, charset: 'utf-8', problems: ['wrong-charset'] }
  return told(bytes, within) ?? western1252(bytes, 'undecodable-text')
}

function utf8(bytes: Uint8Array, within: string | null): DecodedText {
  const text = validUtf8(bytes)
  if (text !== null) return { text, charset: 'utf-8', problems: [] }
  const other = isMostlyUtf8(bytes) ? null : told(bytes, within)
  return other ?? { text: mixed(bytes), charset: 'utf-8', problems: [sameInWindows(bytes) ? 'wrong-charset' : 'undecodable-text'] }
}

/** What the text says of itself or its bytes tell; null where neither is any evidence. */
function told(bytes: Uint8Array, within: string | null): DecodedText | null {
  if (within !== null) {
    const { text, charset, problems } = decodeText(bytes, within)
    if (problems.length === 0) return { text, charset, problems: ['wrong-charset'] }
  }
  const charset = guessCharset(bytes)
  return charset === null ? null : evident(bytes, charset)
}

/**
 * A label of Western Europe fits any bytes, so it is believed against what the text names itself only where that gives a text of Western Europe. “Ñåðãåé” is
 * nobody's name, and what says that it is windows-1251 reads Сергей.
 */
function ratherWithin(bytes: Uint8Array, within: string): DecodedText | null {
  const named = charsetLabel(within)
  if (western.has(named) || iconvFirst.has(named) || (isAscii(bytes) && !isIso2022Jp(bytes))) return null
  if (isSoundWestern(new TextDecoder('windows-1252').decode(bytes))) return null
  const { text, charset, problems } = decodeText(bytes, within)
  return problems.length === 0 && !mixedWord.test(text) ? { text, charset, problems: ['wrong-charset'] } : null
}

function evident(bytes: Uint8Array, charset: string): DecodedText {
  const text = decodeKnown(bytes, charset)
  return { text, charset, problems: [text.includes('\ufffd') ? 'undecodable-text' : 'wrong-charset'] }
}

/** For want of other evidence; no loss where no letter depends on it, or where it reads as a text of Western Europe. */
function western1252(bytes: Uint8Array, doubt: ProblemCode): DecodedText {
  const text = new TextDecoder('windows-1252').decode(bytes)
  return { text, charset: 'windows-1252', problems: [sameInWindows(bytes) || isSoundWestern(text) ? 'wrong-charset' : doubt] }
}

/** Ellipsis, quotation marks, bullet, dashes, trade mark, no-break space: the same in all of Windows' charsets of Europe. */
const punctuation: ReadonlySet<number> = new Set([0x85, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x99, 0xa0])

/** Whether what isn't ASCII is punctuation alone, one mark at a time, as Windows writes into texts of any label. */
function sameInWindows(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number
    if (byte >= 0x80 && (!punctuation.has(byte) || (bytes[at + 1] ?? 0) >= 0x80)) return false
  }
  return true
}

/** Whether most of what isn't ASCII is UTF-8: then it is that, spoilt. */
function isMostlyUtf8(bytes: Uint8Array): boolean {
  let valid = 0
  let other = 0
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at)
    if (length > 1) valid += length
    if (length === 0) other++
    at += Math.max(1, length)
  }
  return valid > other
}

/**
 * Spoilt UTF-8: valid sequences as they are, each other byte as windows-1252. So a cut text keeps all but its last character, a text
 * wrongly labelled comes out right, and one pasted together from both does too.
 */
function mixed(bytes: Uint8Array): string {
  let out = ''
  let from = 0
  let at = 0
  const flush = (decoder: 'utf-8' | 'windows-1252', end: number): void => {
    if (end > from) out += new TextDecoder(decoder, { ignoreBOM: true }).decode(bytes.subarray(from, end))
    from = end
  }
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at)
    if (length > 0) at += length
    else {
      flush('utf-8', at)
      while (at < bytes.length && sequenceLength(bytes, at) === 0) at++
      flush('windows-1252', at)
    }
  }
  flush('utf-8', at)
  return out.startsWith('\ufeff') ? out.slice(1) : out
}

/** Length of the well-formed UTF-8 sequence at `at` (Unicode 16, table 3-7), 0 if there is none. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] as number
  if (lead < 0x80) return 1
  const count = lead >= 0xc2 && lead <= 0xdf ? 2 : lead >= 0xe0 && lead <= 0xef ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0
  for (let next = 1; next < count; next++) if (((bytes[at + next] ?? 0) & 0xc0) !== 0x80) return 0
  const second = bytes[at + 1] ?? 0
  if (
    (lead === 0xe0 && second < 0xa0) ||
    (lead === 0xed && second > 0x9f) ||
    (lead === 0xf0 && second < 0x90) ||
    (lead === 0xf4 && second > 0x8f)
  ) {
    return 0
  }
  return count
}

function utf16(bytes: Uint8Array, label: string): DecodedText {
  let big = label.endsWith('be')
  if (!/[bl]e$/.test(label)) {
    // RFC 2781 §4.3: byte order mark, else big-endian; but mailers write little-endian without one, and Latin text tells.
    if (bytes[0] === 0xfe && bytes[1] === 0xff) big = true
    else if (!(bytes[0] === 0xff && bytes[1] === 0xfe)) {
      let even = 0
      let odd = 0
      const end = Math.min(bytes.length, 4096)
      for (let at = 0; at < end; at++) if (bytes[at] === 0) at % 2 === 0 ? even++ : odd++
      big = even >= odd
    }
  }
  const charset = big ? 'utf-16be' : 'utf-16le'
  return checked(new TextDecoder(charset).decode(bytes), charset, bytes, null)
}

/** Charsets that neither the platform nor iconv-lite decodes: ISO-2022-KR (RFC 1557) and HZ (RFC 1843), by their 8-bit twins. */
function escapeCharset(bytes: Uint8Array, label: string): string | null {
  if (label === 'iso-2022-kr' || label === 'csiso2022kr') {
    const out: number[] = []
    let shifted = false
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] as number
      if (byte === 0x1b && bytes[at + 1] === 0x24 && bytes[at + 2] === 0x29 && bytes[at + 3] === 0x43) at += 3
      else if (byte === 0x0e) shifted = true
      else if (byte === 0x0f) shifted = false
      else out.push(shifted && byte > 0x20 ? byte | 0x80 : byte)
    }
    return new TextDecoder('euc-kr').decode(Uint8Array.from(out))
  }
  if (label === 'hz-gb-2312' || label === 'hz') {
    const out: number[] = []
    let shifted = false
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] as number
      const next = bytes[at + 1]
      if (byte === 0x7e && next === 0x7b) {
        shifted = true
        at++
      } else if (byte === 0x7e && next === 0x7d) {
        shifted = false
        at++
      } else if (byte === 0x7e && next === 0x7e) {
        out.push(0x7e)
        at++
      } else if (byte === 0x7e && next === 0x0a) at++
      else out.push(shifted && byte > 0x20 ? byte | 0x80 : byte)
    }
    return new TextDecoder('gbk').decode(Uint8Array.from(out))
  }
  return null
}

function checked(text: string, charset: string, bytes: Uint8Array, within: string | null): DecodedText {
  if (!text.includes('\ufffd')) return (within === null ? null : rival(text, charset, bytes, within)) ?? { text, charset, problems: [] }
  const other = validUtf8(bytes)
  // A wrong label over valid multi-byte UTF-8: the text is certain. Plain ASCII would be valid too and says nothing.
  if (other !== null && other.length < bytes.length)
    return { text: other, charset: 'utf-8', problems: other.includes('\ufffd') ? [] : ['wrong-charset'] }
  const own = within === null || within === charset ? null : decodeText(bytes, within)
  if (own !== null && own.problems.length === 0) return { ...own, problems: ['wrong-charset'] }
  return { text, charset, problems: ['undecodable-text'] }
}

/**
 * What becomes of a text whose label and whose own word for its charset differ, though it can be either: any bytes fit most charsets of one byte a letter. The label goes
 * first, as in the web (HTML standard §13.2.3.2) and in mail programs, for servers that recoded a message changed the label alone; but where the other reading is
 * likelier, that. Told where nothing speaks for either. Null where the label stands.
 */
function rival(text: string, charset: string, bytes: Uint8Array, within: string): DecodedText | null {
  const named = charsetLabel(within)
  if (named === charset || western.has(charset) || iconvFirst.has(named) || isAscii(bytes)) return null
  const other = decodeText(bytes, named)
  if (other.problems.length > 0 || other.text === text) return null
  if (western.has(named) && !isSoundWestern(other.text)) return null
  const likelier = oddities(text) - oddities(other.text)
  const guessed = likelier === 0 ? encodingOf(guessCharset(bytes)) : null
  if (likelier < 0 || (guessed !== null && guessed === encodingOf(charset))) return null
  if (likelier > 0 || (guessed !== null && guessed === encodingOf(named))) return { ...other, problems: ['wrong-charset'] }
  return { text, charset, problems: ['unknown-charset'] }
}

/** One name for all labels of a charset. */
const encodingOf = (label: string | null): string | null => (label === null ? null : (platformDecoder(label)?.encoding ?? label))
