/**
 * The leak check's own MIME reader, as narrow as the writer's output: anything else is a problem, so no byte of a message goes unread.
 * It shares no code with the writer.
 */
export interface StrictPart {
  /** Name in lower case → raw value, folding kept. */
  readonly headers: ReadonlyMap<string, string>
  readonly type: string
  /** Decoded body of a leaf; the raw message of message/rfc822; empty for a multipart. */
  readonly body: Buffer
  readonly children: readonly StrictPart[]
}

/** What broke the grammar; the message never holds content. */
export class MimeProblem extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

const MAX_DEPTH = 60

/** Header fields of a message, and of a part within one, that a produced mail may have; anything else is a problem. */
const messageFields = new Set([
  'from',
  'to',
  'cc',
  'bcc',
  'reply-to',
  'subject',
  'date',
  'message-id',
  'in-reply-to',
  'references',
  'mime-version',
  'content-type',
  'content-transfer-encoding',
])
const partFields = new Set(['content-type', 'content-transfer-encoding', 'content-disposition'])

/** Reads a whole message. @throws MimeProblem */
export function readStrictMessage(raw: Buffer, depth = 0): StrictPart {
  if (depth > MAX_DEPTH) throw new MimeProblem('too-deep', 'messages are nested too deeply')
  return readEntity(raw, messageFields, depth)
}

function readEntity(raw: Buffer, allowed: ReadonlySet<string>, depth: number): StrictPart {
  for (const byte of raw)
    if (byte > 0x7e || (byte < 0x20 && byte !== 0x0d && byte !== 0x0a && byte !== 0x09))
      throw new MimeProblem('not-seven-bit', 'a byte that is no printable US-ASCII')
  const text = raw.toString('latin1')
  if (/[^\r]\n|\r(?!\n)/.test(text)) throw new MimeProblem('bare-line-end', 'a line end that is not CRLF')
  const blank = text.indexOf('\r\n\r\n')
  if (blank < 0) throw new MimeProblem('no-body', 'a header block without an end')
  const headers = readHeaders(text.slice(0, blank), allowed)
  const body = text.slice(blank + 4)
  const contentType = headers.get('content-type')
  if (contentType === undefined) throw new MimeProblem('no-type', 'an entity without a content type')
  const unfolded = contentType.replace(/\r\n/g, '')
  const type = /^[a-z0-9][a-z0-9.+-]*\/[a-z0-9][a-z0-9.+-]*/.exec(unfolded)?.[0]
  if (type === undefined) throw new MimeProblem('bad-type', 'an unreadable content type')
  const parameters = unfolded.slice(type.length)
  const encoding = headers.get('content-transfer-encoding')
  if (type.startsWith('multipart/')) {
    if (type !== 'multipart/mixed' && type !== 'multipart/alternative')
      throw new MimeProblem('part-type', 'a multipart of another kind than is ever written')
    const boundary = /^; boundary="(=_[0-9a-f]{32})"$/.exec(parameters)?.[1]
    if (boundary === undefined) throw new MimeProblem('boundary', 'a boundary that was not generated for this production')
    if (encoding !== undefined) throw new MimeProblem('encoding', 'a multipart with a transfer encoding')
    return {
      headers,
      type,
      body: Buffer.alloc(0),
      children: split(body, boundary).map((child) => readEntity(Buffer.from(child, 'latin1'), partFields, depth)),
    }
  }
  if (type === 'message/rfc822') {
    if (parameters !== '' || encoding !== '7bit') throw new MimeProblem('encoding', 'an attached message in an encoding')
    const inner = Buffer.from(body, 'latin1')
    return { headers, type, body: inner, children: [readStrictMessage(inner, depth + 1)] }
  }
  if (type.startsWith('message/')) throw new MimeProblem('part-type', 'a message part of another kind than is ever written')
  if (parameters !== '' && parameters !== '; charset=utf-8') throw new MimeProblem('charset', 'a parameter other than charset=utf-8')
  return { headers, type, body: decode(body, encoding), children: [] }
}

function readHeaders(block: string, allowed: ReadonlySet<string>): Map<string, string> {
  const headers = new Map<string, string>()
  for (const field of block.split(/\r\n(?![ \t])/)) {
    const match = /^([A-Za-z-]+): ([\s\S]*)$/.exec(field)
    if (match === null) throw new MimeProblem('header', 'a header line that cannot be read')
    const name = (match[1] ?? '').toLowerCase()
    if (!allowed.has(name)) throw new MimeProblem('header', `a header that is not on the allow-list: ${name}`)
    if (headers.has(name)) throw new MimeProblem('header', `a header that stands twice: ${name}`)
    if (field.split('\r\n').some((line) => line.length > 998)) throw new MimeProblem('header', 'a header line over 998 characters')
    headers.set(name, match[2] ?? '')
  }
  return headers
}

function split(body: string, boundary: string): string[] {
  const delimiter = `--${boundary}\r\n`
  if (!body.startsWith(delimiter)) throw new MimeProblem('preamble', 'text before the first part')
  // The line end behind an inner multipart belongs to the delimiter of the outer one (RFC 2046 §5.1.1).
  const end = body.indexOf(`\r\n--${boundary}--`)
  const rest = end < 0 ? null : body.slice(end + boundary.length + 6)
  if (rest !== '' && rest !== '\r\n') throw new MimeProblem('epilogue', 'text behind the last part')
  return body.slice(delimiter.length, end).split(`\r\n${delimiter}`)
}

function decode(body: string, encoding: string | undefined): Buffer {
  if (encoding === 'base64') {
    const joined = body.replace(/\r\n/g, '')
    const bytes = Buffer.from(joined, 'base64')
    // One spelling only: whatever decodes to the same bytes in another one could carry something beside them.
    if (
      bytes.toString('base64') !== joined ||
      body
        .trimEnd()
        .split('\r\n')
        .some((line, index, all) => line.length !== 76 && index < all.length - 1)
    )
      throw new MimeProblem('base64', 'base64 with something beside its content')
    return bytes
  }
  if (encoding === 'quoted-printable') {
    if (/=(?![0-9A-F]{2}|\r\n)/.test(body) || /[ \t]\r\n/.test(body) || body.split('\r\n').some((line) => line.length > 76))
      throw new MimeProblem('quoted-printable', 'quoted-printable with something beside its content')
    const bytes: number[] = []
    const joined = body.replace(/=\r\n/g, '')
    for (let at = 0; at < joined.length; at++) {
      if (joined[at] === '=') {
        bytes.push(Number.parseInt(joined.slice(at + 1, at + 3), 16))
        at += 2
      } else bytes.push(joined.charCodeAt(at))
    }
    return Buffer.from(bytes)
  }
  throw new MimeProblem('encoding', 'a transfer encoding other than base64 and quoted-printable')
}
