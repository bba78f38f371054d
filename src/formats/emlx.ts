import type { ByteSource } from '../model/index.ts'

/** An Apple Mail message file: a line with the length, the message, a property list. */
export interface EmlxFile {
  readonly offset: number
  readonly length: number
  /** Words, from the property list's flags; empty where there are none. */
  readonly flags: string
}

const lengthLine = /^ {0,20}(\d{1,12})[ \t]*\r?\n/u
/** Apple's list is a few hundred bytes. */
const maximumListBytes = 256 * 1024

/** Whether a head is a length and then what looks like a header field. */
export function isEmlx(head: Uint8Array): boolean {
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, 1024)).toString('latin1')
  const match = lengthLine.exec(text)
  return match !== null && /^[!-9;-~]+[ \t]*:/u.test(text.slice(match[0].length))
}

/**
 * The message's place in the file, and its flags. A length that is longer than the file means all there is; one after which no property list begins is too
 * short, and the message goes on to where the list does.
 */
export function readEmlx(source: ByteSource): EmlxFile {
  const match = lengthLine.exec(Buffer.from(source.read(0, 64)).toString('latin1'))
  const offset = match?.[0].length ?? 0
  const declared = match === null ? source.size : Number(match[1])
  const length = messageLength(source, offset, Math.min(declared, source.size - offset))
  const list = Buffer.from(source.read(offset + length, Math.min(maximumListBytes, source.size - offset - length))).toString('utf8')
  const bits = /<key>flags<\/key>\s*<integer>(\d{1,20})<\/integer>/u.exec(list)?.[1]
  return { offset, length, flags: bits === undefined ? '' : flagWords(BigInt(bits)) }
}

function messageLength(source: ByteSource, offset: number, declared: number): number {
  const next = Buffer.from(source.read(offset + declared, 64)).toString('latin1')
  if (/^\s*(?:$|<\?xml|<!DOCTYPE plist|<plist)/iu.test(next)) return declared
  const from = Math.max(offset + declared, source.size - maximumListBytes)
  const tail = Buffer.from(source.read(from, source.size - from))
  const end = tail.lastIndexOf('</plist>')
  const start = Math.max(end < 0 ? -1 : tail.lastIndexOf('<?xml', end), -1)
  return (start < 0 ? source.size : from + start) - offset
}

const words: readonly (readonly [bigint, string])[] = [
  [0n, 'seen'],
  [1n, 'deleted'],
  [2n, 'answered'],
  [4n, 'flagged'],
  [6n, 'draft'],
  [8n, 'forwarded'],
]

function flagWords(bits: bigint): string {
  return words.flatMap(([bit, word]) => ((bits >> bit) & 1n ? [word] : [])).join(' ')
}
