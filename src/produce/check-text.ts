import { textsOf } from './check-decode.ts'

const control = /[\0-\x08\x0e-\x1a\x1c-\x1f]/

/**
 * Whether bytes are text through and through, so that searching them as text says what they hold: of one byte a letter or UTF-8 without control characters, or of two
 * bytes a letter where each pair is a letter that exists, and some are of the first 256, spaces at least, unless a mark says so. What is packed or encrypted is neither.
 */
export function isText(bytes: Uint8Array): boolean {
  const [text = ''] = textsOf(bytes)
  return !control.test(text) || isWideText(bytes)
}

/** Whether bytes are text of two bytes a letter. */
export function isWideText(bytes: Uint8Array): boolean {
  return textsOf(bytes).length > 1 && (['utf-16le', 'utf-16be'] as const).some((order) => isWideTextOf(bytes, order))
}

function isWideTextOf(bytes: Uint8Array, order: 'utf-16le' | 'utf-16be'): boolean {
  if (bytes.length % 2 !== 0) return false
  try {
    const text = new TextDecoder(order, { fatal: true }).decode(bytes)
    if (control.test(text) || /[\ufffd\p{Cn}\p{Co}]/u.test(text)) return false
    return isMarked(bytes) || (text.match(/[\0-\xff]/g)?.length ?? 0) * 8 >= text.length
  } catch {
    return false
  }
}

function isMarked(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
}
