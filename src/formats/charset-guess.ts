import { analyse } from 'chardet'

/**
 * Charsets that a text may be in though it says otherwise or nothing, other than UTF-8 and windows-1252: those in which mail was written for decades without a
 * label. By the name that the detector gives; a subset stands for what contains it.
 */
const candidates: ReadonlyMap<string, string> = new Map([
  ['windows-1251', 'windows-1251'],
  ['KOI8-R', 'koi8-r'],
  ['Shift_JIS', 'shift_jis'],
  ['EUC-JP', 'euc-jp'],
  ['GB18030', 'gb18030'],
  ['Big5', 'big5'],
  ['EUC-KR', 'euc-kr'],
])

/** Fewer bytes above 127 are no evidence. */
const leastHigh = 24
/** Enough for byte statistics, in bytes. */
const sampleBytes = 32_768
const leastConfidence = 20
/** Of the characters of a text in its own charset, so many may be damaged. */
const mostDamaged = 0.01

/**
 * What a text is in that is neither what it says nor UTF-8, by the statistics of its bytes; null where they tell nothing, or for a text of Western Europe, in
 * whose words letters above 127 stand alone. Costs much; for the rare texts that can't be read as declared.
 */
export function guessCharset(bytes: Uint8Array): string | null {
  const sample = bytes.subarray(0, sampleBytes)
  const { high, alone } = highBytes(sample)
  if (high < leastHigh || alone > high / 2) return null
  // Only the likeliest: where that is a charset not listed here (Greek, Hebrew), the next one would be a mistake.
  const readable = analyse(sample).find(({ name }) => isReadable(sample, candidates.get(name) ?? name))
  const charset = readable === undefined || readable.confidence < leastConfidence ? undefined : candidates.get(readable.name)
  return charset ?? null
}

const emptyShift = /(?:\x1b(?:\([BIJ]|\$[@B]))+(?=\x1b(?:\([BIJ]|\$[@B]))/g

/**
 * Text of ISO-2022-JP (RFC 1468). A shift right behind another, as stands wherever two encoded words are joined, says nothing; the platform's decoder (WHATWG
 * Encoding §12.2) would put U+FFFD there, in the middle of a name.
 */
export function decodeIso2022Jp(bytes: Uint8Array): string {
  const written = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  return new TextDecoder('iso-2022-jp').decode(Buffer.from(written.replace(emptyShift, ''), 'latin1'))
}

/** Text of bytes in a charset of the platform. */
export function decodeKnown(bytes: Uint8Array, charset: string): string {
  return charset === 'iso-2022-jp' ? decodeIso2022Jp(bytes) : new TextDecoder(charset).decode(bytes)
}

/** ISO-2022-JP (RFC 1468) is pure ASCII in its bytes; the escape to kanji or kana tells it. */
export function isIso2022Jp(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = buffer.indexOf(0x1b); at >= 0; at = buffer.indexOf(0x1b, at + 1)) {
    if (buffer[at + 1] === 0x24 && (buffer[at + 2] === 0x40 || buffer[at + 2] === 0x42)) return isReadable(bytes, 'iso-2022-jp')
  }
  return false
}

function highBytes(bytes: Uint8Array): { readonly high: number; readonly alone: number } {
  let high = 0
  let alone = 0
  for (let at = 0; at < bytes.byteLength; at++) {
    if ((bytes[at] ?? 0) < 0x80) continue
    high++
    if ((bytes[at - 1] ?? 0) < 0x80 && (bytes[at + 1] ?? 0) < 0x80) alone++
  }
  return { high, alone }
}

function isReadable(bytes: Uint8Array, charset: string): boolean {
  let text: string
  try {
    text = decodeKnown(bytes, charset)
  } catch {
    // The detector knows charsets that the platform doesn't.
    return false
  }
  let damaged = 0
  for (let at = text.indexOf('\ufffd'); at >= 0; at = text.indexOf('\ufffd', at + 1)) damaged++
  return damaged <= text.length * mostDamaged
}
