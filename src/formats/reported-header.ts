import type { ProblemCode } from '../model/index.ts'
import { decodeHeaderText } from './encoded-word.ts'

/** Parts that are fields as in a header: that of a message which came back (RFC 6522 §4, RFC 6533), and what reports say of it (RFC 3464, 8098, 5965). */
const fieldTypes =
  /^(?:text\/rfc822-headers|message\/(?:global-headers|(?:global-)?(?:delivery-status|disposition-notification)|feedback-report|tracking-status))$/

export function holdsFields(type: string): boolean {
  return fieldTypes.test(type)
}

/**
 * The fields of such a part as a mail program shows those of a message: unfolded (RFC 5322 §2.2.3), their encoded words decoded (RFC 2047), so that a name is found in
 * them as it is in the message itself.
 * @param told receives what went wrong (`undecodable-text`)
 */
export function fieldsText(text: string, told: Set<ProblemCode>): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/(?<=[^\n])\n(?=[ \t]+[^\s])/g, '')
    .split('\n')
    .map((field) => (field.includes('=?') ? decodeHeaderText(Buffer.from(field).toString('latin1'), null, told) : field))
    .join('\n')
}
