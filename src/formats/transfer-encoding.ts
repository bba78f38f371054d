import type { ProblemCode } from '../model/index.ts'

export interface DecodedBytes {
  readonly bytes: Uint8Array
  readonly problems: readonly ProblemCode[]
}

const skip = 64
const padding = 65
const illegal = 66
const base64Values = new Uint8Array(256).fill(illegal)
for (let at = 0; at < 64; at++) {
  base64Values['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'.charCodeAt(at)] = at
}
for (const blank of [0x20, 0x09, 0x0a, 0x0d]) base64Values[blank] = skip
base64Values[0x3d] = padding

/**
 * Base64 (RFC 2045 §6.8), lenient: characters outside the alphabet are ignored, as the RFC asks, and reported. Data after padding is
 * decoded too (some readers stop there, others read on: what either shows must be reviewed) and reported. Padding that is missing loses nothing where the bits
 * that are left over are zeros, as an encoder writes them; others are the sign of a cut.
 */
export function base64Bytes(input: Uint8Array): DecodedBytes {
  const out = new Uint8Array(Math.floor((input.length * 3) / 4) + 3)
  let length = 0
  let bits = 0
  let count = 0
  let padded = 0
  let bad = false
  let after = false
  for (let at = 0; at < input.length; at++) {
    // Four digits at a time, as nearly all stand together in a line.
    for (; count === 0 && padded === 0 && at + 3 < input.length; at += 4) {
      const first = base64Values[input[at] as number] as number
      const second = base64Values[input[at + 1] as number] as number
      const third = base64Values[input[at + 2] as number] as number
      const fourth = base64Values[input[at + 3] as number] as number
      if ((first | second | third | fourth) >= 64) break
      out[length++] = (first << 2) | (second >>> 4)
      out[length++] = (second << 4) | (third >>> 2)
      out[length++] = (third << 6) | fourth
    }
    if (at >= input.length) break
    const value = base64Values[input[at] as number] as number
    if (value < 64) {
      if (padded > 0) {
        after = true
        length = flushBase64(out, length, bits, count)
        bits = 0
        count = 0
        padded = 0
      }
      bits = (bits << 6) | value
      if (++count === 4) {
        out[length++] = bits >>> 16
        out[length++] = bits >>> 8
        out[length++] = bits
        bits = 0
        count = 0
      }
    } else if (value === padding) padded++
    else if (value === illegal) bad = true
  }
  const spare = count === 2 ? bits & 0xf : bits & 0x3
  if (count === 1 || (count > 0 && padded === 0 && spare !== 0)) bad = true
  const unpadded = !bad && (count > 0 ? padded !== 4 - count : padded > 0)
  length = flushBase64(out, length, bits, count)
  const problems: ProblemCode[] = []
  if (bad) problems.push('bad-base64')
  if (unpadded) problems.push('base64-padding')
  if (after) problems.push('data-after-padding')
  return { bytes: out.subarray(0, length), problems }
}

function flushBase64(out: Uint8Array, length: number, bits: number, count: number): number {
  if (count === 2) out[length++] = bits >>> 4
  if (count === 3) {
    out[length++] = bits >>> 10
    out[length++] = bits >>> 2
  }
  return length
}

function hexValue(byte: number | undefined): number {
  if (byte === undefined) return -1
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const letter = byte | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1
}

/** Quoted-printable (RFC 2045 §6.7), lenient: an `=` that starts nothing valid stands for itself and is reported. */
export function quotedPrintableBytes(input: Uint8Array): DecodedBytes {
  const out = new Uint8Array(input.length)
  let length = 0
  let bad = false
  // End of what must stay when white space at a line's end is removed (§6.7 rule 3): encoded blanks stay.
  let kept = 0
  for (let at = 0; at < input.length; at++) {
    const byte = input[at] as number
    if (byte === 0x3d) {
      const high = hexValue(input[at + 1])
      const low = hexValue(input[at + 2])
      if (high >= 0 && low >= 0) {
        out[length++] = (high << 4) | low
        kept = length
        at += 2
        continue
      }
      let next = at + 1
      while (input[next] === 0x20 || input[next] === 0x09) next++
      if (input[next] === 0x0d && input[next + 1] === 0x0a) next++
      if (next >= input.length || input[next] === 0x0a || input[next] === 0x0d) {
        at = next
        kept = length
        continue
      }
      bad = true
      out[length++] = byte
      kept = length
    } else if (byte === 0x0a || byte === 0x0d) {
      length = kept
      out[length++] = byte
      kept = length
    } else {
      out[length++] = byte
      if (byte !== 0x20 && byte !== 0x09) kept = length
    }
  }
  return { bytes: out.subarray(0, kept), problems: bad ? ['bad-quoted-printable'] : [] }
}

/** A line of base64, or an empty one. */
const base64Line = /^[A-Za-z0-9+/]*={0,2}[ \t\r]*$/
/** Shorter lines may be words. */
const longBase64Line = /^[A-Za-z0-9+/]{40,}={0,2}\r?$/m

/**
 * Where plain text begins that was put behind base64, as list servers do: at a line that can't be base64, after whole groups of four, with no base64 behind
 * it (that would be damage). -1 where there is none.
 */
export function footerStart(input: Uint8Array): number {
  const buffer = Buffer.from(input.buffer, input.byteOffset, input.byteLength)
  let digits = 0
  for (let start = 0; start < buffer.length; ) {
    const feed = buffer.indexOf(0x0a, start)
    const end = feed < 0 ? buffer.length : feed
    const line = buffer.toString('latin1', start, end)
    if (!base64Line.test(line)) {
      return start > 0 && digits > 0 && digits % 4 === 0 && !longBase64Line.test(buffer.toString('latin1', start)) ? start : -1
    }
    digits += line.trimEnd().length
    start = end + 1
  }
  return -1
}
