const LINE = 76

/** Whether every character may stand in a header as it is: printable US-ASCII. */
function plainAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text)
}

/** One line of header text: control characters and line ends become spaces, so that no value can start a header of its own. */
export function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .toWellFormed()
    .trim()
}

/** RFC 2047 encoded words (UTF-8, base64), none longer than 75 characters, none cutting a character in two. */
function encodedWords(text: string): string[] {
  const words: string[] = []
  let chunk = ''
  for (const character of text) {
    if (Buffer.byteLength(chunk + character, 'utf8') > 42) {
      words.push(chunk)
      chunk = ''
    }
    chunk += character
  }
  if (chunk !== '') words.push(chunk)
  return words.map((word) => `=?utf-8?B?${Buffer.from(word, 'utf8').toString('base64')}?=`)
}

/** Joins tokens to one header field with CRLF, folding before column 76 (RFC 5322 §2.2.3). */
function foldField(name: string, tokens: readonly string[]): string {
  let out = `${name}:`
  let column = out.length
  for (const token of tokens) {
    if (column + 1 + token.length > LINE && column > name.length + 1) {
      out += '\r\n'
      column = 0
    }
    out += ` ${token}`
    column += 1 + token.length
  }
  return `${out}\r\n`
}

/** An unstructured field such as Subject. */
export function textField(name: string, value: string): string {
  const text = oneLine(value)
  // An `=?` of the text's own must not be read as an encoded word; one that is too long to fold is encoded, too.
  const plain = plainAscii(text) && !text.includes('=?') && !/\S{60}/.test(text) && !/ {2}/.test(text)
  return foldField(name, plain ? text.split(' ') : encodedWords(text))
}

/** A field of tokens that are ASCII already (message ids, a date). */
export function tokenField(name: string, tokens: readonly string[]): string {
  return foldField(name, tokens)
}

/** A mailbox for a header; `address` null stands for one that was redacted. */
export interface ReleasedMailbox {
  readonly name: string
  readonly address: string | null
}

/** Stands in the place of a redacted address (RFC 2606 §2: `.invalid` never resolves); of one length whatever it hides. */
export const REDACTED_ADDRESS = 'redacted@redacted.invalid'
/** Stands in the place of an address that no header can carry, which the display name shows. */
export const UNREADABLE_ADDRESS = 'unreadable@address.invalid'

/** The address as it may stand between angle brackets, else null: dot-atom local part and domain (RFC 5322 §3.4.1). */
function addrSpec(address: string): string | null {
  return /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(address) &&
    address.length < 320
    ? address
    : null
}

/**
 * A mailbox as a header can carry it. An address that none can (RFC 6532 mail, damaged mail) is shown in the display name.
 */
export function writtenMailbox(mailbox: ReleasedMailbox): { readonly name: string; readonly address: string } {
  if (mailbox.address === null) return { name: oneLine(mailbox.name), address: REDACTED_ADDRESS }
  const spec = addrSpec(mailbox.address)
  return spec === null
    ? { name: oneLine(`${mailbox.name} ${mailbox.address}`), address: UNREADABLE_ADDRESS }
    : { name: oneLine(mailbox.name), address: spec }
}

/** An address list field. */
export function addressField(name: string, mailboxes: readonly ReleasedMailbox[]): string {
  const tokens = mailboxes.flatMap((mailbox, index) => {
    const written = writtenMailbox(mailbox)
    const address = `<${written.address}>${index < mailboxes.length - 1 ? ',' : ''}`
    if (written.name === '') return [address]
    const quotable = plainAscii(written.name) && !written.name.includes('=?') && written.name.length <= 60
    return quotable ? [`"${written.name.replace(/["\\]/g, '\\$&')}"`, address] : [...encodedWords(written.name), address]
  })
  return foldField(name, tokens)
}

/** A MIME field with parameters; values beyond printable ASCII go by RFC 2231, in continuations where long. */
export function parameterField(name: string, value: string, parameters: readonly (readonly [string, string])[]): string {
  const lines = [`${name}: ${value}`]
  for (const [key, raw] of parameters) {
    const text = oneLine(raw)
    if (plainAscii(text) && text.length <= 60) {
      lines.push(`\t${key}="${text.replace(/["\\]/g, '\\$&')}"`)
      continue
    }
    const units = [...text].map((character) =>
      /[A-Za-z0-9._-]/.test(character)
        ? character
        : [...Buffer.from(character, 'utf8')].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
    )
    const pieces: string[] = []
    let piece = "utf-8''"
    for (const unit of units) {
      if (piece.length + unit.length > 60) {
        pieces.push(piece)
        piece = ''
      }
      piece += unit
    }
    pieces.push(piece)
    if (pieces.length === 1) lines.push(`\t${key}*=${pieces[0]}`)
    else for (const [index, part] of pieces.entries()) lines.push(`\t${key}*${index}*=${part}`)
  }
  return `${lines.join(';\r\n')}\r\n`
}

/**
 * Quoted-printable (RFC 2045 §6.7) of UTF-8 text, CRLF line ends, lines of at most 76. A line that starts with `From ` or `.` has its
 * first letter encoded, so that no mbox and no transport needs to change it.
 */
export function quotedPrintable(text: string): string {
  const out: string[] = []
  for (const line of text.toWellFormed().replace(/\r\n?/g, '\n').split('\n')) {
    const bytes = Buffer.from(line, 'utf8')
    let current = ''
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0
      const last = at === bytes.length - 1
      const literal = (byte >= 0x21 && byte <= 0x7e && byte !== 0x3d) || ((byte === 0x20 || byte === 0x09) && !last)
      const guard = current === '' && (byte === 0x2e || (byte === 0x46 && bytes.subarray(at, at + 5).toString('latin1') === 'From '))
      const unit = literal && !guard ? String.fromCharCode(byte) : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`
      if (current.length + unit.length > LINE - 1) {
        out.push(`${current}=`)
        // A soft break may not leave a line that ends in a blank, nor begin one with `From `.
        current = unit === 'F' || unit === '.' ? `=${byte.toString(16).toUpperCase()}` : unit
      } else current += unit
    }
    out.push(current)
  }
  return out.join('\r\n')
}

/** Base64 in lines of 76 (RFC 2045 §6.8), with CRLF between them. */
export function base64Lines(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('base64')
    .replace(/.{76}(?=.)/g, '$&\r\n')
}

/** RFC 5322 §3.3 date-time in UTC. */
export function mailDate(atMs: number): string {
  return new Date(atMs).toUTCString().replace('GMT', '+0000')
}
