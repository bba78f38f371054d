/** Names of files that are text whatever their type says. */
export const textNames =
  /\.(txt|text|csv|tsv|ics|ifb|vcf|vcard|json|ndjson|xml|md|markdown|log|ya?ml|ini|cfg|conf|eml\.txt|diff|patch|sql|tex|svg)$/i

const headBytes = 65_536

/**
 * Whether bytes read as text: no control character that text doesn't have, in the first 64 KB. That is all that tells 8-bit text from other data, and enough: of bytes
 * at random every ninth is one. Nothing at all is no text.
 */
export function isTextual(bytes: Uint8Array): boolean {
  return zerosOfText(bytes, 0) !== null
}

/**
 * Whether bytes are a text but for zeros, such as exports of databases and records have between their fields: one in four bytes of those that are looked at. A crash
 * leaves a run of them in a log, of which only the first sixteen count, and a disk fills up the end of a file with them, which count as one.
 * @param least how many are forgiven in the shortest of texts
 */
export function isTextWithZeros(bytes: Uint8Array, least: number): boolean {
  const found = zerosOfText(bytes, 16)
  return found !== null && found.zeros < found.counted && found.zeros <= Math.max(least, Math.floor(found.counted / 4))
}

/**
 * The zeros of a text, and how many bytes it has with them; null where there is another control character, or nothing.
 * @param run how many zeros behind each other count; none is allowed where it is 0
 */
function zerosOfText(bytes: Uint8Array, run: number): { readonly zeros: number; readonly counted: number } | null {
  const end = Math.min(bytes.byteLength, headBytes)
  let zeros = 0
  let passed = 0
  let length = 0
  for (let at = 0; at < end; at++) {
    const byte = bytes[at] as number
    if (control[byte] === 0) length = 0
    else if (byte !== 0 || run === 0) return null
    else if (length++ < run) zeros++
    else passed++
  }
  const last = Math.max(0, Math.min(length, run) - 1)
  return end > 0 ? { zeros: zeros - last, counted: end - passed - last } : null
}

/** Tabs, line and page ends, and escapes (ISO 2022, terminals) are text; so is the end mark of DOS and the backspace of manuals. */
export const control: Uint8Array = new Uint8Array(256)
for (let code = 0; code < 0x20; code++) control[code] = 1
for (const code of [0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1a, 0x1b]) control[code] = 0
