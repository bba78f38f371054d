/** The bytes that pairs of hexadecimal digits stand for. */
export function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

/** Rows of sixteen: offset, bytes, and what of them is printable ASCII. */
export function hexRows(bytes: Uint8Array, offset: number): readonly string[] {
  const rows: string[] = []
  for (let at = 0; at < bytes.length; at += 16) {
    const row = [...bytes.subarray(at, at + 16)]
    const hex = row.map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
    const shown = row.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('')
    rows.push(`${(offset + at).toString(16).padStart(8, '0')}  ${hex.padEnd(47)}  ${shown}`)
  }
  return rows
}

/** As UTF-8. Controls, and marks that would turn the direction of writing, are shown as `·`. */
export function asText(bytes: Uint8Array): string {
  const text = new TextDecoder('utf-8').decode(bytes).replaceAll('\r\n', '\n')
  return text.replace(/[^\P{C}\n\t]/gu, '·')
}
