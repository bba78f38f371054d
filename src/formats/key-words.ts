import type { ProblemCode } from '../model/index.ts'
import { asn1Words, isCertificate } from './asn1-words.ts'
import { cmsWords, isCms } from './cms.ts'
import type { FoundWords } from './found-words.ts'
import { createHiddenLines } from './html-hidden.ts'
import { beginsAsOpenPgp, openPgpWords } from './openpgp-words.ts'

/** Whom a key, a certificate or a signature names. */
export interface KeyWords {
  /** One line for each name. */
  readonly text: string
  /** Why not all of it could be read. */
  readonly problems: readonly ProblemCode[]
}

/** Those of the first kind are OpenPGP packets (RFC 9580 §6.2), of the second ASN.1 (RFC 7468). What is encrypted is told where messages are read. */
const labels =
  /^(?:(PGP (?:(?:PUBLIC|PRIVATE|SECRET) KEY BLOCK|SIGNATURE|ARMORED FILE))|((?:X509 |TRUSTED |NEW |ATTRIBUTE )?CERTIFICATE(?: REQUEST)?|X509 CRL|PKCS ?#?7(?: SIGNED DATA)?|CMS))$/
const marker = /-----(BEGIN|END) ([A-Z0-9 #]{2,60})-----/g

/** The names in keys, certificates and signatures that stand armoured in a text; null where there is none. Where they can't be read, that is a problem. */
export function armouredWords(text: string): KeyWords | null {
  if (!text.includes('-----BEGIN ')) return null
  const found: FoundWords[] = []
  let open: { readonly label: string; readonly at: number } | null = null
  const close = (end: number, ended: boolean): void => {
    if (open === null) return
    const [, packets, asn1] = labels.exec(open.label) ?? []
    const read = packets !== undefined ? openPgpWords : asn1 !== undefined ? binaryAsn1 : null
    if (read === null) return
    const { lines, problems } = read(unarmoured(text.slice(open.at, end)))
    found.push({ lines, problems: ended ? problems : [...problems, 'unreadable-attachment'] })
  }
  for (const { 0: whole, 1: edge, 2: label = '', index } of text.matchAll(marker)) {
    close(index, edge === 'END' && open?.label === label)
    open = edge === 'BEGIN' ? { label, at: index + whole.length } : null
  }
  close(text.length, false)
  return together(found)
}

/** The names in a text that is armoured, or nothing but base64 of ASN.1, as certificates are saved without their armour too; null where there is none. */
export function textKeyWords(text: string): KeyWords | null {
  if (!/^\s*MI/.test(text) || /[^A-Za-z0-9+/=\s]/.test(text)) return armouredWords(text)
  return keyFileWords(Buffer.from(text, 'base64'))
}

/** The names in a file that is a key, a certificate or a signature; null where it is neither. */
export function keyFileWords(bytes: Uint8Array): KeyWords | null {
  if (isCms(bytes) || isCertificate(bytes)) return together([binaryAsn1(bytes)])
  // Data of another kind is hardly ever packets to its end.
  const packets = beginsAsOpenPgp(bytes) ? openPgpWords(bytes) : null
  return packets === null || packets.problems.includes('unreadable-attachment') ? null : together([packets])
}

/** Who signed what an opaque S/MIME structure holds, and by whose certificates; null for any other file. */
export function signerWords(bytes: Uint8Array): KeyWords | null {
  return isCms(bytes) ? together([cmsWords(bytes)]) : null
}

const binaryAsn1 = (bytes: Uint8Array): FoundWords => (isCms(bytes) ? cmsWords(bytes) : asn1Words(bytes))

/** The bytes of an armoured block, which may be quoted, or stand in HTML without its lines: behind its header, and before its checksum. */
function unarmoured(block: string): Uint8Array {
  const body = block
    .replace(/^[>\s]*[A-Za-z-]{1,40}: .*$/gm, '')
    .replace(/[^A-Za-z0-9+/=]/g, '')
    .replace(/=[A-Za-z0-9+/]{4}$/, '')
  return Buffer.from(body, 'base64')
}

function together(found: readonly FoundWords[]): KeyWords | null {
  if (found.length === 0) return null
  const words = createHiddenLines()
  for (const { lines } of found) for (const line of lines) words.add('key or certificate', line)
  const problems = new Set(found.flatMap(({ problems }) => problems))
  if (words.cut()) problems.add('too-large')
  return { text: words.text(), problems: [...problems] }
}
