import type { MessagePart, ParsedMessage, Problem } from '../model/index.ts'
import { decodeText } from './charset.ts'
import type { SurfaceDraft } from './surfaces-hash.ts'
import { cleanText } from './surfaces-text.ts'

/** More than all the sentences together, in bytes: what is longer says more. */
const longestCustomary = 600

/** Sentences that mail programs write for readers without MIME, word for word: whoever adds a word to one has said something. */
const customary: readonly RegExp[] = [
  /^(?:this|that) (?:is|was) an? (?:nested )?(?:mime )?(?:multi-?part )?message in mime[- ]format$/,
  /^this is a(?: multi-?part)? mime[- ](?:encapsulated |encoded |formatted |multipart )?message$/,
  /^this is a cryptographically signed message in mime format$/,
  /^this is an? (?:openpgp\/mime|s\/mime|pgp\/mime) (?:signed|encrypted|signed and encrypted) message(?: \(rfc[ \d,]+(?:and \d+)?\))?$/,
  /^this message is in mime[- ]format$/,
  /^since your mail reader does not understand this format, some or all of this message may not be legible$/,
  /^the first part should be readable text, while the remaining parts are likely unreadable without mime-aware tools$/,
  /^send mail to mime@docserver\.cac\.washington\.edu for more info(?:rmation)?$/,
  /^if you (?:can )?(?:see|read) this (?:text|message|mime) it means that your e-?mail (?:software|client|program) does not support mime-formatted messages$/,
  /^if you can see this mime than your client doesn't accept mime types$/,
  /^end of mime message$/,
]

/**
 * Whether what stands before the first part of a multipart or behind its last says more than the sentence that mailers put there for readers without MIME
 * (RFC 2046 §5.1.1). Lines of signs alone say nothing.
 */
export function saysMore(bytes: Uint8Array): boolean {
  if (bytes.byteLength > longestCustomary) return bytes.some((byte) => byte > 0x20)
  const words = Buffer.from(bytes)
    .toString('latin1')
    .toLowerCase()
    .replace(/^[>\s]+/gm, ' ')
    .replace(/\s+/g, ' ')
  return words
    .split(/[.!](?= |$)|[.!]{2,}/)
    .map((sentence) => sentence.replace(/^[-_=*.\s]+|[-_=*.\s]+$/g, ''))
    .some((sentence) => sentence !== '' && !customary.some((known) => known.test(sentence)))
}

/** Longer text beside parts is shown up to here, in bytes. */
const maxBesideBytes = 20_000_000

const label = { before: 'before the parts', after: 'after the parts' } as const

/** What a message says in no part of its own, as one hidden surface; null where it says nothing there. */
export function besideDraft(
  parsed: ParsedMessage,
  bytes: Uint8Array,
): { readonly draft: SurfaceDraft; readonly problems: readonly Problem[] } | null {
  const texts: string[] = []
  const problems: Problem[] = []
  const read = (part: MessagePart): void => {
    for (const { where, offset, length } of part.beside) {
      if (length > maxBesideBytes) problems.push({ code: 'too-large', where: part.path })
      const { text, problems: found } = decodeText(bytes.subarray(offset, offset + Math.min(length, maxBesideBytes)), null)
      problems.push(...found.map((code): Problem => ({ code, where: part.path })))
      texts.push(`${label[where]}: ${cleanText(text).trim()}`)
    }
    part.children.forEach(read)
  }
  read(parsed.root)
  if (texts.length === 0) return null
  return { draft: { id: 'x:beside', kind: 'hidden', part: '', text: texts.join('\n'), producible: false }, problems }
}
