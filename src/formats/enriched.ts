/** A command (RFC 1896 §3) or, for a literal sign, two of them. */
const commands = /<<|<(\/?)([a-z0-9-]{1,60})>/giu

/**
 * The text that text/enriched shows (RFC 1896): without its commands, `<<` as `<`, and of line ends between words one as a blank and each further one as a line end,
 * but within `nofill` as they are. What parameters say (colours, fonts) is shown by no program and stands in a last line, so that nothing of the file goes unread.
 */
export function enrichedText(written: string): string {
  const parameters = new Set<string>()
  let out = ''
  let [parameter, unfilled, at] = [-1, 0, 0]
  const add = (text: string): void => {
    out += unfilled > 0 ? text : text.replace(/\n+/gu, (ends) => (ends.length === 1 ? ' ' : ends.slice(1)))
  }
  const plain = written.replace(/\r\n?/gu, '\n')
  for (const { 0: command, 1: slash, 2: name = '', index } of plain.matchAll(commands)) {
    const kind = name.toLowerCase()
    if (parameter < 0) add(plain.slice(at, index))
    if (command === '<<' && parameter < 0) out += '<'
    if (kind === 'nofill' && parameter < 0) unfilled = Math.max(0, unfilled + (slash === '' ? 1 : -1))
    if (kind === 'param') {
      if (slash === '' && parameter < 0) parameter = index + command.length
      else if (slash !== '' && parameter >= 0) {
        parameters.add(plain.slice(parameter, index).trim())
        parameter = -1
      }
    }
    at = index + command.length
  }
  // One that is never closed is text.
  add(plain.slice(parameter < 0 ? at : parameter))
  parameters.delete('')
  return parameters.size === 0 ? out : `${out}\n[${[...parameters].join(', ')}]`
}
