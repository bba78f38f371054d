import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto'
import { brotliDecompressSync, inflateRawSync, inflateSync } from 'node:zlib'
import { readCms } from '../formats/index.ts'
import { binHexFiles } from './check-binhex.ts'
import { beginsAsFile, carriedFiles } from './check-carried.ts'
import { openPgpContents } from './check-openpgp.ts'
import { isText } from './check-text.ts'

/** What a text holds, encoded: its bytes, or null where it can't be told what they are (encrypted, or encoded in a way that nothing here decodes). */
export type Encoded = Uint8Array | null

const MAX_BYTES = 64 * 2 ** 20

/**
 * Everything that a text holds in letters which nobody reads: files in base64, hexadecimal or uuencoding, told by how they begin, and whatever says that it is a file
 * (armour of OpenPGP, PEM, BinHex, yEnc) or, being as even as only packed or encrypted bytes are, can be nothing else. Quoted or not.
 */
export function encodedFiles(data: Buffer): Encoded[] {
  const text = data.toString('latin1')
  const unquoted = text.replace(lineEnds, '\n').replace(/^[ \t]*(?:>[ \t]?)+/gm, '')
  const found: Encoded[] = [...carriedFiles(data), ...(unquoted === text ? [] : carriedFiles(Buffer.from(unquoted, 'latin1')))]
  const rest = unquoted
    .replace(armour, (_, kind: string, body: string) => {
      // Without a line of letters somebody only writes about such blocks.
      if (/^[A-Za-z0-9+/]{16,}=*[ \t]*\r?$/m.test(body))
        found.push(...(kind.startsWith('PGP ') ? openPgpContents(base64Of(body)) : pem(kind, body)))
      return '\n'
    })
    .replace(yEnc, (_, header: string, body: string, trailer: string) => {
      found.push(yDecoded(header, body, trailer))
      return '\n'
    })
  found.push(...binHexFiles(rest))
  for (const { 0: run, index } of rest.matchAll(/[A-Za-z0-9+/_-]{24,}(?:\r?\n[ \t]*[A-Za-z0-9+/_-]+)*/g)) {
    const [first = ''] = run.split(/\r?\n/, 1)
    const isOfLink = first.length < LONGEST_LINK && inLink.test(rest.slice(Math.max(0, index - LONGEST_LINK), index))
    const clean = run
      .slice(isOfLink ? first.length : 0)
      .replace(/\s/g, '')
      .replaceAll('-', '+')
      .replaceAll('_', '/')
    const bytes = Buffer.from(clean, 'base64')
    if (isEven(clean) && carriedFiles(Buffer.from(clean)).length === 0) found.push(...unpacked(bytes))
  }
  return found
}

/** As JSON and programs write them in strings, and XML in attributes. */
const lineEnds = /(?:\\r)?\\n|&#(?:x[ad]|1[03]);/gi

/** RFC 9580 §6.2, RFC 7468: up to the next beginning, or to where the text ends, if it was cut off. */
const armour =
  /-----BEGIN ((?!PGP SIGNED MESSAGE)[A-Z0-9][A-Z0-9 ,/]*)-----(?:[ \t]*\r?\n|(?=[A-Za-z0-9+/]{24}))([\s\S]*?)(?:-----END \1-----|(?=-----BEGIN )|$(?![\s\S]))/gm

/** yenc.org, draft 1.3. */
const yEnc = /^=ybegin ([^\r\n]*)\r?\n((?:=ypart [^\r\n]*\r?\n)?[\s\S]*?)(?:^=yend ([^\r\n]*)|$(?![\s\S]))/gm

/** Base64 between lines of a header, which ends with an empty line, and a checksum. */
function base64Of(body: string): Buffer {
  const letters = body
    .replace(/^(?:[ \t]*[A-Za-z0-9-]+:[^\r\n]*\r?\n(?:[ \t]+[^\r\n]*\r?\n)*)+/, '')
    .replace(/^[ \t]*=[A-Za-z0-9+/]{4}[ \t]*$/gm, '')
  return Buffer.from(letters, 'base64')
}

/** A certificate or a key is what it says, and holds nothing else; what a certificate says is text to be searched, and so is what was only signed. */
function pem(kind: string, body: string): Encoded[] {
  const bytes = base64Of(body)
  const whole = `-----BEGIN ${kind}-----\n${body.trim()}\n-----END ${kind}-----\n`
  if (/^(?:PKCS ?#?7.*|CMS)$/.test(kind)) return signed(bytes) ?? [null]
  if (kind.endsWith('CERTIFICATE')) return [certificateText(bytes)]
  return [isKey(kind, whole) ? new Uint8Array(0) : null]
}

function certificateText(bytes: Buffer): Encoded {
  try {
    const { subject, issuer, subjectAltName = '', infoAccess = '' } = new X509Certificate(bytes)
    return Buffer.from([subject, issuer, subjectAltName, infoAccess].join('\n'))
  } catch {
    return null
  }
}

function isKey(kind: string, whole: string): boolean {
  try {
    return kind.endsWith('PUBLIC KEY') ? createPublicKey(whole).type === 'public' : createPrivateKey(whole).type === 'private'
  } catch {
    return false
  }
}

function yDecoded(header: string, body: string, trailer: string | undefined): Encoded {
  const part = /^=ypart begin=(\d+) end=(\d+)/.exec(body)
  const size = part === null ? Number(/\bsize=(\d+)/.exec(header)?.[1]) : Number(part[2]) - Number(part[1]) + 1
  const letters = body.replace(/^=ypart [^\r\n]*\r?\n/, '').replace(/\r?\n(?:\.(?=\.))?/g, '')
  const bytes = Buffer.from(
    letters.replace(/=([\s\S])/g, (_, letter: string) => String.fromCharCode((letter.charCodeAt(0) - 64) & 255)),
    'latin1',
  ).map((byte) => (byte - 42) & 255)
  return trailer !== undefined && bytes.length === size ? bytes : null
}

/** Whoever counts clicks writes long tokens into links; a longer link is followed by few programs. */
const LONGEST_LINK = 4096
const inLink = /https?:\/\/[^\s"'<>]*$/i

/** So many letters hold more than a key, a signature or a token does. */
const WINDOW = 1024
/** Bits a letter, of 6: base64 of random bytes has 5.95 in so many letters, that of a program 5.2, prose 4.2. */
const EVEN = 5.85

/** Whether letters of base64 are, somewhere, as even as only packed or encrypted bytes make them. */
function isEven(letters: string): boolean {
  for (let at = 0; at + WINDOW <= letters.length; at += WINDOW / 2) {
    const counts = new Map<string, number>()
    for (const letter of letters.slice(at, at + WINDOW)) counts.set(letter, (counts.get(letter) ?? 0) + 1)
    let bits = 0
    for (const count of counts.values()) bits -= (count / WINDOW) * Math.log2(count / WINDOW)
    if (bits >= EVEN) return true
  }
  return false
}

/** Base64 of no file that is known: a text, a text or file that is packed, a certificate; or nobody knows. */
function unpacked(bytes: Buffer): Encoded[] {
  if (isText(bytes) || beginsAsFile(bytes)) return [bytes]
  for (const unpack of [inflateSync, inflateRawSync, brotliDecompressSync]) {
    try {
      const { buffer, engine } = unpack(bytes, { maxOutputLength: MAX_BYTES, info: true }) as unknown as {
        buffer: Buffer
        engine: { bytesWritten: number }
      }
      if (engine.bytesWritten === bytes.length) return [buffer]
    } catch {}
  }
  return signed(bytes) ?? [certificateText(bytes)]
}

/** What was signed, or nothing where signatures or certificates stand alone; null for anything else. */
function signed(bytes: Buffer): Encoded[] | null {
  const found = readCms(bytes)
  if (found.kind === 'without-content') return []
  return 'content' in found && found.whole ? [found.content] : null
}
