import type { Findings } from './check-types.ts'

const separator = 'From MAILER-DAEMON Thu Jan  1 00:00:00 1970\n'

/** Splits a produced mbox into its messages, with CRLF line ends again; whatever is no message of the production is a problem. */
export function checkMbox(bytes: Buffer, path: string, expected: number, findings: Findings): Buffer[] {
  const text = bytes.toString('latin1')
  if (text === '' && expected === 0) return []
  if (!text.startsWith(separator)) findings.problem('mbox', path, 'The mailbox does not begin with a separator of ours.')
  if (text.includes('\r')) findings.problem('mbox', path, 'The mailbox has line ends of another kind.')
  const pieces = text.split(/^From .*\n/m)
  const separators = text.match(/^From .*\n/gm) ?? []
  for (const found of separators) {
    if (found === separator) continue
    findings.problem('mbox', path, 'A separator line holds something else than the constant one.')
    findings.layer({ path: `${path} › separator`, layer: 'mbox separator', owners: null, text: found, noisy: false })
  }
  if (pieces[0] !== '')
    findings.layer({ path: `${path} › before the first message`, layer: 'mbox', owners: null, text: pieces[0] ?? '', noisy: false })
  const messages = pieces.slice(1)
  if (messages.length !== expected)
    findings.problem('mbox', path, `The mailbox holds ${messages.length} messages where ${expected} were released.`)
  return messages.map((message) => {
    if (!message.endsWith('\n\n')) findings.problem('mbox', path, 'A message does not end with an empty line.')
    return Buffer.from(
      message
        .replace(/\n$/, '')
        .replace(/^>(?=>*From )/gm, '')
        .replaceAll('\n', '\r\n'),
      'latin1',
    )
  })
}
