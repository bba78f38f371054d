import { decodeText } from './charset.ts'
import { cmsWords, isCms } from './cms.ts'
import type { KeptLine } from './pdf-annotations.ts'

/** What the signatures of a PDF say of who signed. */
export interface SignatureWords {
  readonly lines: readonly KeptLine[]
  /** A certificate, or more, could not be read in whole. */
  readonly unread: boolean
}

/** Attack: a file of nothing but signatures. Contracts have a handful. */
const most = 100
/** A signature with its certificates and what says that they were valid, in hexadecimal. */
const longest = 4_000_000
/** What stands in a signature's object before its range of bytes. */
const longestHead = 2_000_000

/**
 * Who signed a PDF (ISO 32000-2 §12.8.1): what the signature says in words, and whom its certificates name. A signature covers the bytes of the file but its own, so it stands
 * in no compressed stream, and is found without the objects around it.
 */
export function signatureWords(bytes: Uint8Array): SignatureWords {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const lines: KeptLine[] = []
  let unread = false
  // Then its texts are encrypted as all others, and the signature is not.
  const isOpen = !data.includes('/Encrypt')
  let from = 0
  for (let count = 0; count < most; count++) {
    const at = data.indexOf('/ByteRange', from)
    if (at < 0) break
    const begin = data.lastIndexOf('obj', at)
    const end = data.indexOf('endobj', at)
    const object = data.toString('latin1', Math.max(from, begin, at - longestHead), Math.min(end < 0 ? data.length : end, at + longest))
    from = at + 1
    for (const [, key = '', written = ''] of isOpen ? object.matchAll(texts) : [])
      lines.push({ label: `signature, ${key.toLowerCase()}`, value: textOf(written) })
    const contents = Buffer.from((/\/Contents\s*<([0-9A-Fa-f\s]+)>/.exec(object)?.[1] ?? '').replace(/\s/g, ''), 'hex')
    if (!isCms(contents)) continue
    const { lines: names, problems } = cmsWords(contents)
    if (problems.length > 0) unread = true
    for (const value of names) lines.push({ label: 'key or certificate', value })
  }
  return { lines, unread }
}

const texts = /\/(Name|Reason|Location|ContactInfo)\s*(\((?:[^\\()]|\\[\s\S]){0,2000}\)|<[0-9A-Fa-f\s]*>)/g

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '', f: '' }

/** A string of a PDF (§7.3.4, §7.9.2.2). */
function textOf(written: string): string {
  const inner = written.slice(1, -1)
  const raw = written.startsWith('<')
    ? Buffer.from(inner.replace(/\s/g, ''), 'hex')
    : Buffer.from(
        inner.replace(/\\(?:([0-7]{1,3})|(\r\n|[\s\S]))/g, (_, octal: string | undefined, sign = '') =>
          octal !== undefined ? String.fromCharCode(Number.parseInt(octal, 8) & 255) : /\s/.test(sign) ? '' : (escapes[sign] ?? sign),
        ),
        'latin1',
      )
  return raw[0] === 0xfe && raw[1] === 0xff ? decodeText(raw.subarray(2), 'utf-16be').text : decodeText(raw, null).text
}
