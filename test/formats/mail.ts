/** Bytes of a message written as lines, one character a byte: `\xe4` is that byte. Line ends are CRLF, as on the wire. */
export function mail(...lines: readonly string[]): Buffer {
  return Buffer.from(lines.join('\r\n'), 'latin1')
}

/** The bytes of a text in UTF-8, one character a byte, for use inside `mail`. */
export function utf8(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}
