import { createHash } from 'node:crypto'

export interface ComposedPart {
  readonly type: string
  readonly filename: string | null
  readonly contentId: string | null
  readonly inline: boolean
  readonly bytes: Uint8Array
}

/**
 * A MIME message of parts that came in another wrapping (TNEF, an archive), so that they are read, reviewed and produced as the parts of any
 * attached message are. Nothing of it leaves: productions are built from its surfaces. The same parts give the same bytes.
 */
export function composeMessage(parts: readonly ComposedPart[]): Uint8Array {
  const boundary = boundaryOf(parts)
  const chunks: Uint8Array[] = [ascii(`MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n`)]
  for (const part of parts) {
    chunks.push(ascii(`--${boundary}\r\n${partHeader(part)}\r\n`), part.bytes, ascii('\r\n'))
  }
  chunks.push(ascii(`--${boundary}--\r\n`))
  return Buffer.concat(chunks)
}

function ascii(text: string): Buffer {
  return Buffer.from(text, 'latin1')
}

function partHeader({ type, filename, contentId, inline }: ComposedPart): string {
  const safeType = /^[a-z0-9.+-]+\/[a-z0-9.+-]+(; charset=[a-z0-9-]+)?$/i.test(type) ? type : 'application/octet-stream'
  const name = filename === null ? '' : `; filename*=utf-8''${percent(filename)}`
  const id = contentId === null ? '' : `Content-ID: <${contentId.replace(/[^\x21-\x7e]|[<>]/g, '')}>\r\n`
  return `Content-Type: ${safeType}\r\nContent-Transfer-Encoding: binary\r\nContent-Disposition: ${inline ? 'inline' : 'attachment'}${name}\r\n${id}`
}

/** RFC 8187 §3.2.1. */
function percent(text: string): string {
  return [...Buffer.from(text.toWellFormed(), 'utf8')]
    .map((byte) =>
      /[A-Za-z0-9._-]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : `%${byte.toString(16).padStart(2, '0').toUpperCase()}`,
    )
    .join('')
}

/** Taken from the content, and once more where the content happens to hold it. */
function boundaryOf(parts: readonly ComposedPart[]): string {
  const hash = createHash('sha256')
  for (const { bytes } of parts) hash.update(bytes)
  let digest = hash.digest('hex')
  const holds = (text: string): boolean =>
    parts.some(({ bytes }) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(text, 'latin1'))
  while (holds(`=_${digest}`)) digest = createHash('sha256').update(digest).digest('hex')
  return `=_${digest}`
}
