/** Names of files that are text whatever their type says. */
export const textNames =
  /\.(txt|text|csv|tsv|ics|ifb|vcf|vcard|json|ndjson|xml|md|markdown|log|ya?ml|ini|cfg|conf|eml\.txt|diff|patch|sql|tex|svg)$/i

const headBytes = 65_536

/**
 * Whether bytes read as text: no control character that text doesn't have, in the first 64 KB. That is all that tells 8-bit text from other data, and enough: of bytes
 * at random every ninth is one. Nothing at all is no text.
 */
export function isTextual(bytes: Uint8Array): boolean {
  const end = Math.min(bytes.byteLength, headBytes)
  for (let at = 0; at < end; at++) if (control[bytes[at] as number] === 1) return false
  return end > 0
}

/** Tabs, line and page ends, and escapes (ISO 2022, terminals) are text; so is the end mark of DOS and the backspace of manuals. */
const control = new Uint8Array(256)
for (let code = 0; code < 0x20; code++) control[code] = 1
for (const code of [0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1a, 0x1b]) control[code] = 0

/**
 * The charset of UTF-16 text without a mark, where its zeros tell: every second byte of Latin text is one. Null for any other.
 */
export function wideCharset(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const end = Math.min(bytes.byteLength, 4096) & ~1
  let even = 0
  let odd = 0
  for (let at = 0; at < end; at += 2) {
    if (bytes[at] === 0) even++
    if (bytes[at + 1] === 0) odd++
    if (bytes[at] === 0 && bytes[at + 1] === 0) return null
    // A unit below U+0020 that is no white space.
    const unit = bytes[at] === 0 ? bytes[at + 1] : bytes[at + 1] === 0 ? bytes[at] : 0x20
    if (control[unit as number] === 1) return null
  }
  if (end < 4) return null
  if (odd * 2 > end / 2 && even === 0) return 'utf-16le'
  return even * 2 > end / 2 && odd === 0 ? 'utf-16be' : null
}
