/**
 * A mailbox name in modified UTF-7 (RFC 3501 §5.1.3) decoded; null where the name is not that but, say, raw UTF-8 with an ampersand.
 */
export function decodeModifiedUtf7(name: string): string | null {
  if (/[^\x20-\x7e]/.test(name)) return null
  let out = ''
  let at = 0
  while (at < name.length) {
    const ampersand = name.indexOf('&', at)
    if (ampersand < 0) return out + name.slice(at)
    out += name.slice(at, ampersand)
    const dash = name.indexOf('-', ampersand)
    if (dash < 0) return null
    const coded = name.slice(ampersand + 1, dash)
    if (coded === '') out += '&'
    else {
      const decoded = decodeShifted(coded)
      if (decoded === null) return null
      out += decoded
    }
    at = dash + 1
  }
  return out
}

/** Base64 with `,` for `/` and without padding, over UTF-16BE. */
function decodeShifted(coded: string): string | null {
  if (!/^[A-Za-z0-9+,]+$/.test(coded)) return null
  const bytes = Buffer.from(coded.replaceAll(',', '/'), 'base64')
  const rest = bytes.length % 2
  if (bytes.length < 2 || (rest === 1 && bytes[bytes.length - 1] !== 0)) return null
  const text = bytes
    .subarray(0, bytes.length - rest)
    .swap16()
    .toString('utf16le')
  return text.isWellFormed() ? text : null
}
