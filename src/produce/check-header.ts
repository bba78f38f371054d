import { ourFileName } from './attachment-file.ts'
import { mailDate, REDACTED_ADDRESS, UNREADABLE_ADDRESS } from './mime-encode.ts'
import { type Released, shownDate } from './released.ts'

/** Fields of fixed form; whatever else stands in one is a problem. */
const fixedForms: Readonly<Record<string, RegExp>> = {
  'message-id': /^<[0-9a-f]{32}@production\.invalid>$/,
  'in-reply-to': /^<[0-9a-f]{32}@production\.invalid>(?:\s+<[0-9a-f]{32}@production\.invalid>)*$/,
  references: /^<[0-9a-f]{32}@production\.invalid>(?:\s+<[0-9a-f]{32}@production\.invalid>)*$/,
  'mime-version': /^1\.0$/,
  'content-transfer-encoding': /^(?:7bit|base64|quoted-printable)$/,
  'content-type':
    /^(?:multipart\/(?:mixed|alternative); boundary="=_[0-9a-f]{32}"|text\/(?:plain|html|csv); charset=utf-8|message\/rfc822|application\/pdf|image\/png)$/,
}

const addressFields = new Set(['from', 'to', 'cc', 'bcc', 'reply-to'])
/** Addresses of ours that stand for one that is redacted or that no header can carry. */
export const ourAddresses: readonly string[] = [REDACTED_ADDRESS, UNREADABLE_ADDRESS]

export function hasFixedForm(name: string): boolean {
  return fixedForms[name] !== undefined
}

/**
 * What a header field of a message or part says, MIME's own words taken away by their grammar: they are no words of the document, and neither are its date as it
 * must be and a file name of ours. Null where it says nothing but those. Whatever is not of the form that is written stays as it stands.
 */
export function headerText(name: string, value: string, expected: Released): string | null {
  if (fixedForms[name]?.test(value) === true) return null
  if (name === 'date' && isOurDate(value, expected)) return null
  if (name === 'content-disposition') {
    const text = fileName(value)
    return text === `"${ourFileName(expected)}"` ? null : text
  }
  const text = decoded(value)
  // Each is taken away whole, in its angle brackets.
  return addressFields.has(name) ? ourAddresses.reduce((left, address) => left.replaceAll(`<${address}>`, '<>'), text) : text
}

/** Its date to the second, which a reviewer saw and released; a redacted one isn't written. */
function isOurDate(value: string, expected: Released): boolean {
  const atMs = shownDate(expected) === null ? null : (expected.header?.dateMs ?? null)
  return atMs !== null && value === mailDate(atMs)
}

/** Encoded words as they are written (RFC 2047 §2, UTF-8 in canonical base64), those that follow each other joined; others stay. */
function decoded(value: string): string {
  const word = /=\?utf-8\?B\?([A-Za-z0-9+/]+={0,2})\?=/g
  return value.replace(/=\?utf-8\?B\?[A-Za-z0-9+/]+={0,2}\?=(?:(?:\r\n)? =\?utf-8\?B\?[A-Za-z0-9+/]+={0,2}\?=)*/g, (run) => {
    const written = [...run.matchAll(word)].map((match) => match[1] ?? '')
    const bytes = written.map((base64) => Buffer.from(base64, 'base64'))
    if (bytes.some((one, index) => one.toString('base64') !== written[index])) return run
    const text = Buffer.concat(bytes).toString('utf8')
    return text.includes('\ufffd') ? run : text
  })
}

/** The file name of a part, whose parameter is written quoted or in RFC 2231's way; its percent signs are left for the decoders. */
function fileName(value: string): string {
  const [first = '', ...parameters] = value.split(/;\r\n\t/)
  if (first !== 'attachment') return value.replace(/^attachment;\s+filename/, '')
  const [only = ''] = parameters
  const quoted = parameters.length === 1 ? /^filename=("(?:[^"\\]|\\.)*")$/.exec(only)?.[1] : undefined
  if (quoted !== undefined) return quoted
  const pieces = parameters.map((parameter, index) => {
    const key = parameters.length === 1 ? 'filename*=' : `filename*${index}*=`
    const start = index === 0 ? `${key}utf-8''` : key
    return parameter.startsWith(start) && /^[A-Za-z0-9._%-]*$/.test(parameter.slice(start.length)) ? parameter.slice(start.length) : null
  })
  return pieces.includes(null) ? value : pieces.join('')
}
