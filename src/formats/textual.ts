/** Names of files that are text whatever their type says. */
export const textNames =
  /\.(txt|text|csv|tsv|ics|ifb|vcf|vcard|json|ndjson|xml|md|markdown|log|ya?ml|ini|cfg|conf|eml\.txt|diff|patch|sql|tex|svg)$/i

const headBytes = 65_536

/**
 * Whether bytes read as text: no control character that text doesn't have, in the first 64 KB. That is all that tells 8-bit text from other data, and enough: of bytes
 * at random every ninth is one. Nothing at all is no text.
 * @param zeros how many zeros are forgiven
 */
export function isTextual(bytes: Uint8Array, zeros = 0): boolean {
  const end = Math.min(bytes.byteLength, headBytes)
  let left = zeros
  for (let at = 0; at < end; at++) {
    const byte = bytes[at] as number
    if (control[byte] === 1 && (byte !== 0 || left-- <= 0)) return false
  }
  return end > 0
}

/** Zeros that exports of databases, records and torn writes leave in a text: one, or one in four bytes of those that are looked at. */
export const strayZeros = (bytes: Uint8Array): number => Math.max(1, Math.floor(Math.min(bytes.byteLength, headBytes) / 4))

/** Tabs, line and page ends, and escapes (ISO 2022, terminals) are text; so is the end mark of DOS and the backspace of manuals. */
export const control: Uint8Array = new Uint8Array(256)
for (let code = 0; code < 0x20; code++) control[code] = 1
for (const code of [0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1a, 0x1b]) control[code] = 0
