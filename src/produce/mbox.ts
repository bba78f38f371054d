/** The separator of every entry: the original one names an envelope sender, which nobody reviewed. */
export const MBOX_SEPARATOR = 'From MAILER-DAEMON Thu Jan  1 00:00:00 1970'

/** mboxrd (Library of Congress fdd000385): LF line ends, `>*From ` lines quoted by one `>`, a blank line after each message. */
export function writeMbox(messages: readonly Uint8Array[]): Uint8Array {
  const chunks = messages.map((message) => {
    const text = Buffer.from(message.buffer, message.byteOffset, message.byteLength)
      .toString('latin1')
      .replaceAll('\r\n', '\n')
      .replace(/^(?=>*From )/gm, '>')
    return Buffer.from(`${MBOX_SEPARATOR}\n${text}${text.endsWith('\n') ? '' : '\n'}\n`, 'latin1')
  })
  return Buffer.concat(chunks)
}
