import { type AttachmentFile, htmlDocument, ourFileName, placeholderText, plainText } from './attachment-file.ts'
import { addressField, base64Lines, mailDate, parameterField, quotedPrintable, textField, tokenField } from './mime-encode.ts'
import { phrases, type Released } from './released.ts'
import { boundaryFor, messageIdFor } from './seeds.ts'

/** The only header fields of a produced message; the leak check knows the same list. */
export const messageHeaders = [
  'From',
  'To',
  'Cc',
  'Bcc',
  'Reply-To',
  'Subject',
  'Date',
  'Message-ID',
  'In-Reply-To',
  'References',
  'MIME-Version',
  'Content-Type',
  'Content-Transfer-Encoding',
] as const

/** Where a message stands in its thread, in ids of this production. */
export interface Threading {
  /** Produced documents that it answers, oldest first. */
  readonly references: readonly string[]
  readonly inReplyTo: readonly string[]
}

export interface EmlParts {
  readonly seed: Uint8Array
  readonly threading: (released: Released) => Threading
  /** The finished file of an attachment that is not a message. */
  readonly file: (released: Released) => AttachmentFile
}

interface Entity {
  readonly headers: string
  readonly body: string
}

/** A MIME message (RFC 5322, 2045, 2046) built from what was released and nothing else: seven-bit, CRLF. */
export function writeEml(released: Released, parts: EmlParts): Uint8Array {
  return Buffer.from(messageText(released, parts), 'latin1')
}

function messageText(released: Released, parts: EmlParts): string {
  let nth = 0
  const boundary = () => boundaryFor(parts.seed, released.source.id, nth++)
  const body = bodyOf(released, boundary)
  const attachments = released.children.map((child) => attachmentOf(child, parts))
  const entity = attachments.length === 0 ? body : multipart('mixed', [body, ...attachments], boundary())
  return `${headersOf(released, parts)}MIME-Version: 1.0\r\n${entity.headers}\r\n${entity.body}`
}

function headersOf(released: Released, parts: EmlParts): string {
  const { header } = released
  const thread = parts.threading(released)
  const list = (name: string, mailboxes: Parameters<typeof addressField>[1]) => (mailboxes.length > 0 ? addressField(name, mailboxes) : '')
  const id = tokenField('Message-ID', [messageIdFor(parts.seed, released.source.id)])
  // A message that is only the frame of a released attachment says so, and nothing of itself.
  if (header === null) return textField('Subject', `${released.number}`) + id
  return [
    list('From', header.from),
    list('To', header.to),
    list('Cc', header.cc),
    list('Bcc', header.bcc),
    list('Reply-To', header.replyTo),
    header.subject === null ? '' : textField('Subject', header.subject),
    header.dateMs === null ? '' : tokenField('Date', [mailDate(header.dateMs)]),
    id,
    thread.inReplyTo.length > 0 ? tokenField('In-Reply-To', thread.inReplyTo) : '',
    thread.references.length > 0 ? tokenField('References', thread.references) : '',
  ].join('')
}

function text(type: 'plain' | 'html' | 'csv', content: string): Entity {
  return {
    headers: `Content-Type: text/${type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n`,
    body: `${quotedPrintable(content)}\r\n`,
  }
}

function bodyOf(released: Released, boundary: () => string): Entity {
  if (released.fate === 'absent') return text('plain', phrases.absentMessage)
  if (released.fate === 'withheld') return text('plain', placeholderText(released))
  if (released.segments.length === 0) return text('plain', phrases.noBody)
  const plain = text('plain', plainText(released))
  if (!released.segments.some((segment) => segment.kind === 'html')) return plain
  return multipart('alternative', [plain, text('html', htmlDocument(released))], boundary())
}

function attachmentOf(child: Released, parts: EmlParts): Entity {
  if (child.form === 'message' && child.fate !== 'withheld' && child.fate !== 'absent')
    return {
      headers: `Content-Type: message/rfc822\r\n${parameterField('Content-Disposition', 'attachment', [['filename', ourFileName(child) ?? '']])}Content-Transfer-Encoding: 7bit\r\n`,
      body: messageText(child, parts),
    }
  const file = parts.file(child)
  const disposition = parameterField('Content-Disposition', 'attachment', [['filename', file.filename]])
  // Text of ours is readable in the raw message; anything else, native text included, is carried byte for byte.
  if (child.form === 'placeholder')
    return {
      headers: `Content-Type: text/plain; charset=utf-8\r\n${disposition}Content-Transfer-Encoding: quoted-printable\r\n`,
      body: `${quotedPrintable(Buffer.from(file.bytes).toString('utf8'))}\r\n`,
    }
  const charset = child.form === 'text' || child.form === 'html' ? '; charset=utf-8' : ''
  return {
    headers: `Content-Type: ${file.type}${charset}\r\n${disposition}Content-Transfer-Encoding: base64\r\n`,
    body: `${base64Lines(file.bytes)}\r\n`,
  }
}

function multipart(kind: 'mixed' | 'alternative', entities: readonly Entity[], boundary: string): Entity {
  const body = entities.map((entity) => `--${boundary}\r\n${entity.headers}\r\n${entity.body}`).join('')
  return { headers: `Content-Type: multipart/${kind}; boundary="${boundary}"\r\n`, body: `${body}--${boundary}--\r\n` }
}
