/** Whether all line ends are CR alone, as programs of the Macintosh wrote them before 2001. */
export function onlyCarriageReturns(bytes: Uint8Array): boolean {
  return !bytes.includes(10) && bytes.includes(13)
}

/** The bytes with lines that a reader of LF and CRLF sees, at the same offsets. */
export function withLines(bytes: Uint8Array): Uint8Array {
  return onlyCarriageReturns(bytes) ? withLineFeeds(bytes) : bytes
}

/** A copy with LF for each CR, of the same length. */
export function withLineFeeds(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte) => (byte === 13 ? 10 : byte))
}
