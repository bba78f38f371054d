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

/** Controls that no text holds; a form feed, and the escape by which Japanese mail changes its letters, are text. */
const noText = /[\u0000-\u0006\u000e-\u001a\u001c-\u001f]/g

/**
 * Whether bytes are to be read as text rather than as bytes: mail in any charset of one byte that writes ASCII beside its own letters is, what is compressed or
 * a picture isn't. UTF-16 isn't either, since it would be shown as UTF-8.
 */
export function isText(bytes: Uint8Array): boolean {
  const text = new TextDecoder('utf-8').decode(bytes)
  const controls = text.match(noText)?.length ?? 0
  const unread = text.match(/\ufffd/g)?.length ?? 0
  return !text.includes('\0') && controls <= text.length / 100 && unread <= text.length / 4
}
