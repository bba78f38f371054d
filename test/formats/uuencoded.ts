/** A file as `uuencode` writes it. */
export function uuencoded(name: string, content: string | Uint8Array): string[] {
  const bytes = Buffer.from(content)
  const digit = (value: number): string => (value === 0 ? '`' : String.fromCharCode(value + 0x20))
  const lines = [`begin 644 ${name}`]
  for (let at = 0; at < bytes.length; at += 45) {
    const piece = bytes.subarray(at, at + 45)
    let line = digit(piece.length)
    for (let from = 0; from < piece.length; from += 3) {
      const bits = ((piece[from] ?? 0) << 16) | ((piece[from + 1] ?? 0) << 8) | (piece[from + 2] ?? 0)
      line += [18, 12, 6, 0].map((shift) => digit((bits >> shift) & 63)).join('')
    }
    lines.push(line)
  }
  return [...lines, '`', 'end']
}
