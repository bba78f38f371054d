import type { ByteSource } from '../model/index.ts'

/** A message in a file of Dovecot's sdbox or mdbox. */
export interface DboxMessage {
  /** Where its header begins. */
  readonly start: number
  /** Of the message's own bytes, which may be compressed. */
  readonly offset: number
  readonly length: number
  /** 128 bits in hex, which stay when the store is purged or moved; null where not written. */
  readonly guid: string | null
  /** The mailbox that an mdbox message was first saved to, as the server names it (UTF-8); null in sdbox, where the folder says it. */
  readonly mailbox: string | null
}

export interface DboxContents {
  readonly messages: readonly DboxMessage[]
  /** Byte at which the file can't be read on; null where all of it was. */
  readonly damagedAt: number | null
}

const metaMark = Buffer.from('\n\x01\x03\n', 'latin1')
/** Attack: metadata without an end. */
const maximumMetaBytes = 64 * 1024
const headLine = /^2 M([0-9a-f]+) C[0-9a-f]+[^\n]{0,200}\n/u

/** Whether a head is that of a dbox file. */
export function isDbox(head: Uint8Array): boolean {
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, 256)).toString('latin1')
  const match = headLine.exec(text)
  return match !== null && text.startsWith('\x01\x02', match[0].length)
}

/**
 * Messages of a dbox file (doc.dovecot.org, "dbox mailbox format", version 2): a line for the file; then for each message a header `\1\2N`, with its size
 * in hex, its bytes, and metadata behind `\n\1\3\n` up to an empty line. Flags are not in it but in the index files beside, which are not read.
 */
export function readDbox(source: ByteSource): DboxContents {
  const head = Buffer.from(source.read(0, 256)).toString('latin1')
  const match = headLine.exec(head)
  const messages: DboxMessage[] = []
  if (match === null) return { messages, damagedAt: 0 }
  const headerBytes = Number.parseInt(match[1] ?? '', 16)
  let at = match[0].length
  while (at < source.size) {
    const header = Buffer.from(source.read(at, headerBytes)).toString('latin1')
    const size = /^\x01\x02N[ \0]*(?:[0-9A-Fa-f]{8} +)?([0-9A-Fa-f]{16})/u.exec(header)?.[1]
    const offset = at + headerBytes
    const length = size === undefined ? -1 : Number.parseInt(size, 16)
    if (length < 0 || offset + length > source.size) return { messages, damagedAt: at }
    const meta = Buffer.from(source.read(offset + length, Math.min(maximumMetaBytes, source.size - offset - length)))
    const end = meta.subarray(0, metaMark.byteLength).equals(metaMark) ? meta.indexOf('\n\n', metaMark.byteLength - 1) : -1
    if (end < 0) return { messages: [...messages, { start: at, offset, length, guid: null, mailbox: null }], damagedAt: offset + length }
    const lines = meta.subarray(metaMark.byteLength, end).toString('utf8').split('\n')
    const field = (key: string): string | null => lines.find((line) => line.startsWith(key))?.slice(1) ?? null
    messages.push({ start: at, offset, length, guid: field('G'), mailbox: field('B') })
    at = offset + length + end + 2
  }
  return { messages, damagedAt: null }
}
