import { createHash, hash } from 'node:crypto'
import type { HeaderField, ParsedMessage } from '../model/index.ts'

/** Goes into every hash: a change to what is hashed is a new version, never a silent one. */
export const canonicalHashVersion = 1

/**
 * Header fields that the correspondents wrote, as opposed to those that carriers, filters and stores add on the way (Received,
 * Return-Path, Delivered-To, Status, X-*, DKIM-*, ARC-*, List-*, Content-Length, Lines …). A list of what counts, since what is added cannot be listed.
 *
 * Bcc isn't among them: only the sender's own copy holds it, so it is a fact of that instance, and copies still meet. Message-ID
 * is one field among the others: equal ids alone never merge, since ids are reused and would lose mail.
 */
const written = [
  'from',
  'sender',
  'reply-to',
  'to',
  'cc',
  'date',
  'subject',
  'message-id',
  'in-reply-to',
  'references',
  'comments',
  'keywords',
  'resent-from',
  'resent-sender',
  'resent-to',
  'resent-cc',
  'resent-date',
  'resent-message-id',
  'content-type',
  'content-disposition',
  'content-transfer-encoding',
] as const
const places: ReadonlyMap<string, number> = new Map(written.map((name, at) => [name, at]))

/** A body of more bytes isn't copied once more. */
const largeBytes = 65_536

const lf = 0x0a
const cr = 0x0d
const quote = 0x3e
const from = Buffer.from('From ', 'latin1')

/**
 * SHA-256 (hex) of a message as its correspondents wrote it: equal for copies that differ in line ends, `>From ` quoting (RFC 4155
 * and the mbox dialects), the newlines at the end, header folding and transport headers; different for any other difference, attachments
 * included. `bytes` are the raw message that `parsed` came from.
 *
 * @param cutFrom where `bytes` are only the beginning of a message: SHA-256 (hex) of the whole as it stands in its container, by which only its copies byte for
 * byte are equal. Two messages that begin alike must not become one.
 */
export function canonicalHash(parsed: ParsedMessage, bytes: Uint8Array, cutFrom: string | null = null): string {
  const head = `disclosure-desk canonical message v${canonicalHashVersion}\n${writtenHeaders(parsed.headers)}\n`
  if (cutFrom !== null) return hash('sha256', `cut short, of ${cutFrom}\n${head}`, 'hex')
  const body = canonicalBody(bytes.subarray(Math.min(parsed.root.offset, bytes.byteLength)))
  if (body.byteLength > largeBytes) return createHash('sha256').update(head, 'utf8').update(body).digest('hex')
  // In one piece: most messages are small, and each further call costs as much as their bytes.
  return hash('sha256', Buffer.concat([Buffer.from(head, 'utf8'), body]), 'hex')
}

/** White space that isn't one blank. */
const folded = /[^\S ]|\s\s/u

/** In the order of `written`, and of the message where a field is there several times. */
function writtenHeaders(headers: readonly HeaderField[]): string {
  const lines: string[] = written.map(() => '')
  for (const { name, value } of headers) {
    const at = places.get(name.toLowerCase())
    if (at !== undefined) lines[at] += `${written[at]}:${(folded.test(value) ? value.replace(/\s+/gu, ' ') : value).trim()}\n`
  }
  return lines.join('')
}

/** Line ends as LF, `>From ` lines unquoted, no newline at the end. A lone CR is text and stays. */
function canonicalBody(bytes: Uint8Array): Uint8Array {
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const plain = body.indexOf(cr) < 0 && body.indexOf('>From ', 0, 'latin1') < 0
  return withoutFinalNewlines(plain ? body : rewritten(body))
}

function withoutFinalNewlines(body: Uint8Array): Uint8Array {
  let end = body.byteLength
  while (end > 0 && body[end - 1] === lf) end--
  return body.subarray(0, end)
}

function rewritten(body: Buffer): Uint8Array {
  const out = new Uint8Array(body.byteLength)
  let length = 0
  let atLineStart = true
  for (let at = 0; at < body.byteLength; at++) {
    if (atLineStart && body[at] === quote) {
      const past = endOfQuoting(body, at)
      if (past !== null) at = past
    }
    const byte = body[at] ?? 0
    if (byte === cr && body[at + 1] === lf) continue
    out[length++] = byte
    atLineStart = byte === lf
  }
  return out.subarray(0, length)
}

/** Where `From ` starts after a run of `>`; null where the run quotes something else. */
function endOfQuoting(body: Buffer, start: number): number | null {
  let at = start
  while (body[at] === quote) at++
  return body.subarray(at, at + from.byteLength).equals(from) ? at : null
}
