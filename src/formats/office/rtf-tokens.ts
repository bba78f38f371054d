/** What an RTF file is made of (RTF 1.9.1, "RTF Syntax"). */
export type RtfToken =
  | { readonly kind: 'open' }
  | { readonly kind: 'close' }
  /** A control word, or a control symbol such as `~`; `*` marks a destination that may be passed over. */
  | { readonly kind: 'word'; readonly word: string; readonly value: number | null }
  /** One byte of text in the current font's code page: `\'e4`, or a plain character. */
  | { readonly kind: 'byte'; readonly byte: number }
  /** Bytes as they are; not `whole` where fewer are left than it says, which then are read as if it said none. */
  | { readonly kind: 'binary'; readonly bytes: Uint8Array; readonly whole: boolean }

const isLetter = (byte: number): boolean => (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a)
const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39
const open: RtfToken = { kind: 'open' }
const close: RtfToken = { kind: 'close' }
const bytesAs: readonly RtfToken[] = Array.from({ length: 256 }, (_, byte): RtfToken => ({ kind: 'byte', byte }))

/** Control words are at most 32 letters, their numbers at most ten digits; longer ones are cut by readers and met only in attacks. */
const maxWord = 40
const maxDigits = 11

/** Tokens in order; damage gives fewer, never a throw. */
export function* rtfTokens(bytes: Uint8Array): Generator<RtfToken> {
  let at = 0
  while (at < bytes.length) {
    const byte = bytes[at++] as number
    if (byte === 0x7b) yield open
    else if (byte === 0x7d) yield close
    else if (byte === 10 || byte === 13 || byte === 0) continue
    else if (byte !== 0x5c) yield bytesAs[byte] as RtfToken
    else {
      const next = bytes[at]
      if (next === undefined) return
      if (next === 0x27) {
        const value = Number.parseInt(String.fromCharCode(bytes[at + 1] ?? 0x30, bytes[at + 2] ?? 0x30), 16)
        at += 3
        if (Number.isFinite(value)) yield bytesAs[value & 0xff] as RtfToken
      } else if (!isLetter(next)) {
        at++
        // A line end after a backslash is a paragraph's end.
        if (next === 10 || next === 13) yield { kind: 'word', word: 'par', value: null }
        else if (next === 0x5c || next === 0x7b || next === 0x7d) yield bytesAs[next] as RtfToken
        else yield { kind: 'word', word: String.fromCharCode(next), value: null }
      } else {
        const from = at
        while (at < bytes.length && isLetter(bytes[at] as number) && at - from < maxWord) at++
        const word = String.fromCharCode(...bytes.subarray(from, at))
        const digitsFrom = at
        if (bytes[at] === 0x2d) at++
        while (at < bytes.length && isDigit(bytes[at] as number) && at - digitsFrom < maxDigits) at++
        const digits = String.fromCharCode(...bytes.subarray(digitsFrom, at))
        const value = /\d/.test(digits) ? Number(digits) : null
        if (bytes[at] === 0x20) at++
        if (word === 'bin' && value !== null) {
          const end = at + Math.max(0, value)
          const whole = end <= bytes.length
          yield { kind: 'binary', bytes: whole ? bytes.subarray(at, end) : bytes.subarray(at, at), whole }
          if (whole) at = end
        } else yield { kind: 'word', word, value }
      }
    }
  }
}
