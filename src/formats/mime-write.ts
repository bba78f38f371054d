/** Fields and parts of a message that is rebuilt from an item of Outlook. The same item gives the same bytes, always. */

const lineEnd = '\r\n'

/** A field of free text: encoded words (RFC 2047) where it isn't plain ASCII; line ends of the value become blanks, so that it stays one field. */
export function textField(name: string, value: string): string {
  return `${name}: ${phrase(value)}${lineEnd}`
}

/** A person for an address field (RFC 5322 §3.4). An address that is none (an X.500 name of Exchange) stands in quotes, so that it stays one. */
export function mailbox(name: string, address: string): string {
  const spec = oneLine(address)
  const written = spec === '' ? '' : /^[^\s<>"(),:;\\]+@[^\s<>"(),:;\\]+$/u.test(spec) ? spec : `"${spec.replace(/["\\]/gu, '\\$&')}"`
  const shown = oneLine(name)
  if (shown === '' || shown === spec) return written === '' ? '' : `<${written}>`
  const plain = /^[\x20-\x7e]*$/u.test(shown) && !shown.includes('=?')
  const display = plain ? `"${shown.replace(/["\\]/gu, '\\$&')}"` : phrase(shown)
  return written === '' ? `${display} <>` : `${display} <${written}>`
}

function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .toWellFormed()
    .trim()
}

function phrase(value: string): string {
  const text = oneLine(value)
  if (/^[\x20-\x7e]*$/u.test(text) && !text.includes('=?') && text.length < 900) return text
  const words: string[] = []
  let chunk = ''
  for (const character of text) {
    if (Buffer.byteLength(chunk + character) > 42) {
      words.push(chunk)
      chunk = ''
    }
    chunk += character
  }
  if (chunk !== '') words.push(chunk)
  return words.map((word) => `=?utf-8?B?${Buffer.from(word).toString('base64')}?=`).join(`${lineEnd} `)
}

/** A parameter of Content-Type or Content-Disposition: RFC 2231 where it isn't plain ASCII. */
export function parameter(name: string, value: string): string {
  const text = oneLine(value)
  if (/^[\x20-\x7e]*$/u.test(text) && text.length < 200) return `${name}="${text.replace(/["\\]/gu, '\\$&')}"`
  const encoded = encodeURIComponent(text).replace(/[*'()!]/gu, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
  return `${name}*=utf-8''${encoded}`
}

/** A date as RFC 5322 §3.3 has it, in UTC. */
export function dateField(atMs: number): string {
  return new Date(atMs).toUTCString().replace('GMT', '+0000')
}

/** A part: its own header fields (from Content-Type on) and its body, transfer-encoded. */
export interface Part {
  readonly fields: string
  readonly body: Buffer
}

/** A leaf in base64, in lines of 76. */
export function leaf(type: string, fields: string, bytes: Uint8Array): Part {
  const text = Buffer.from(bytes).toString('base64').replace(/.{76}/gu, `$&${lineEnd}`)
  return {
    fields: `Content-Type: ${type}${lineEnd}Content-Transfer-Encoding: base64${lineEnd}${fields}`,
    body: Buffer.from(`${text}${lineEnd}`),
  }
}

/** A message inside the message, as it is. */
export function messagePart(fields: string, bytes: Uint8Array): Part {
  return { fields: `Content-Type: message/rfc822${lineEnd}Content-Transfer-Encoding: 8bit${lineEnd}${fields}`, body: Buffer.from(bytes) }
}

/** Parts in a multipart; one alone stays as it is. The boundary is made of where it stands, so that none inside is the same. */
export function multipart(subtype: string, place: string, parts: readonly Part[]): Part {
  const [only] = parts
  if (only && parts.length === 1) return only
  const boundary = `=_desk_${place}_${subtype}`
  const pieces = parts.flatMap(({ fields, body }) => [
    Buffer.from(`--${boundary}${lineEnd}${fields}${lineEnd}`),
    body,
    Buffer.from(lineEnd),
  ])
  return {
    fields: `Content-Type: multipart/${subtype}; boundary="${boundary}"${lineEnd}`,
    body: Buffer.concat([...pieces, Buffer.from(`--${boundary}--${lineEnd}`)]),
  }
}

/** A whole message. `further`: fields without which it can be read, behind those that say how. */
export function wholeMessage(fields: string, root: Part, further = ''): Buffer {
  return Buffer.concat([Buffer.from(`${fields}MIME-Version: 1.0${lineEnd}${root.fields}${further}${lineEnd}`), root.body])
}
