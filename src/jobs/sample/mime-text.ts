import iconv from 'iconv-lite'

/** Charsets of the sample's mail. */
export type SampleCharset = 'utf-8' | 'iso-8859-1' | 'iso-8859-2' | 'iso-2022-jp' | 'koi8-r' | 'windows-1252'

const isAscii = (text: string): boolean => /^[\x00-\x7f]*$/.test(text)
const escapeToKanji = Buffer.from('\x1b$B', 'latin1')
const escapeToAscii = Buffer.from('\x1b(B', 'latin1')

/** RFC 1468, by way of EUC-JP: the same code points, with the high bits off and escapes around them. */
function iso2022jp(text: string): Buffer {
  const euc = iconv.encode(text, 'euc-jp')
  const out: Buffer[] = []
  let kanji = false
  for (let at = 0; at < euc.length; at++) {
    const byte = euc[at] ?? 0
    const double = byte >= 0xa1
    if (double !== kanji) out.push(double ? escapeToKanji : escapeToAscii)
    kanji = double
    out.push(Buffer.from(double ? [byte & 0x7f, (euc[++at] ?? 0) & 0x7f] : [byte]))
  }
  if (kanji) out.push(escapeToAscii)
  return Buffer.concat(out)
}

export function encodeText(text: string, charset: SampleCharset): Buffer {
  return charset === 'iso-2022-jp' ? iso2022jp(text) : iconv.encode(text, charset)
}

/** Whether a charset has all letters of a text. */
export function canWrite(text: string, charset: SampleCharset): boolean {
  const table = charset === 'iso-2022-jp' ? 'euc-jp' : charset
  return iconv.decode(iconv.encode(text, table), table) === text
}

/** RFC 2045 §6.8, 76 characters a line. */
export function base64Lines(bytes: Uint8Array): string {
  return (
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,76}/g) ?? []
  ).join('\n')
}

/** RFC 2045 §6.7. */
export function quotedPrintable(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('latin1')
    .split('\n')
    .map((line) => {
      let out = ''
      let width = 0
      for (let at = 0; at < line.length; at++) {
        const letter = line[at] ?? ''
        const code = letter.charCodeAt(0)
        const plain = (code >= 33 && code <= 126 && letter !== '=') || ((letter === ' ' || letter === '\t') && at < line.length - 1)
        const written = plain ? letter : `=${code.toString(16).toUpperCase().padStart(2, '0')}`
        if (width + written.length > 75) {
          out += '=\n'
          width = 0
        }
        out += written
        width += written.length
      }
      return out
    })
    .join('\n')
}

const wordLetters = 10

/** Unstructured header text (RFC 2047): as it is in ASCII, else as encoded words. */
export function headerText(text: string, charset: SampleCharset): string {
  if (isAscii(text)) return text
  const used = canWrite(text, charset) ? charset : 'utf-8'
  const letters = [...text]
  const words: string[] = []
  for (let at = 0; at < letters.length; at += wordLetters) {
    words.push(`=?${used}?B?${encodeText(letters.slice(at, at + wordLetters).join(''), used).toString('base64')}?=`)
  }
  return words.join('\n ')
}

/** One mailbox of an address list. */
export function headerAddress(name: string, email: string, charset: SampleCharset): string {
  if (name === '') return email
  const shown = isAscii(name) ? (/[^\w '-]/.test(name) ? `"${name}"` : name) : headerText(name, charset)
  return `${shown} <${email}>`
}

/** A text part: header fields and body, everything within 7 bits. */
export function textPart(text: string, type: string, charset: SampleCharset): string {
  const used = canWrite(text, charset) ? charset : 'utf-8'
  if (isAscii(text) && text.split('\n').every((line) => line.length < 200)) {
    return `Content-Type: ${type}; charset=${charset}\nContent-Transfer-Encoding: 7bit\n\n${text}\n`
  }
  const bytes = encodeText(text, used)
  const head = `Content-Type: ${type}; charset=${used}\nContent-Transfer-Encoding: `
  if (used === 'iso-2022-jp') return `${head}7bit\n\n${bytes.toString('latin1')}\n`
  const mostlyAscii = bytes.filter((byte) => byte < 128).length > bytes.length * 0.7
  return mostlyAscii ? `${head}quoted-printable\n\n${quotedPrintable(bytes)}\n` : `${head}base64\n\n${base64Lines(bytes)}\n`
}
