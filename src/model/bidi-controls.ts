/** Unicode's Bidi_Control (UAX #9 §2): nothing that is read, only how what stands beside it is turned. */
const controls = /\p{Bidi_Control}/gu

/**
 * A line of a mail (a subject, a name, a file's name) with a mark in place of each character that would turn what stands behind it: `gpj.exe` under an override reads `exe.jpg`.
 * As long as before.
 */
export function unturned(line: string): string {
  return line.replace(controls, '\ufffd')
}
