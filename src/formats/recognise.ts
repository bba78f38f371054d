import type { ByteSource, SourceKind } from '../model/index.ts'
import { isTarHeader } from './archive-tar.ts'
import { isCompoundFile, openCompoundFile } from './cfb.ts'
import { isDbox } from './dbox.ts'
import { isLz4 } from './decode-lz4.ts'
import { isEmlx } from './emlx.ts'
import { judgeHeader, judgeUnfinished } from './mail-header.ts'
import { separatorStrength } from './mbox-separator.ts'
import type { Compression } from './place-step.ts'
import { isPst } from './pst-blocks.ts'
import { isMsg } from './read-msg.ts'

/** How many first bytes of a file tell what it is, unless they are all one header. */
export const recogniseBytes = 65_536

/**
 * Attack: a first field without an end. A header that fills the first bytes is looked at further, in steps of four times as much, up to here; one that fills
 * that too is judged by what was seen.
 */
const maximumHeaderSeen = 1_048_576

/**
 * What a text is, by its content: an mbox, one message, or no mail. A file of prose that starts with "From " must not become mail. Emptiness is no mail; the
 * caller knows that by the size.
 */
export function recogniseFile(bytes: Uint8Array): Extract<SourceKind, 'mbox' | 'eml'> | null {
  return recogniseText(bytes.subarray(0, recogniseBytes), bytes.byteLength, (length) => bytes.subarray(0, length))
}

type TextKind = Extract<SourceKind, 'mbox' | 'eml'>

function recogniseText(head: Uint8Array, size: number, read: (length: number) => Uint8Array): TextKind | null {
  let seen = head
  for (;;) {
    const whole = seen.byteLength >= size
    const found = textKind(seen, whole)
    if (found !== 'unfinished') return found
    const lines = linesOf(seen)
    if (seen.byteLength >= maximumHeaderSeen) return judgeUnfinished(lines, firstLine(lines)) ? 'eml' : null
    const more = read(Math.min(size, seen.byteLength * 4))
    // A file that is shorter than it said.
    if (more.byteLength <= seen.byteLength) return judgeUnfinished(lines, firstLine(lines)) ? 'eml' : null
    seen = more
  }
}

function linesOf(bytes: Uint8Array): readonly string[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  return text.replace(/^\xef\xbb\xbf/, '').split(/\r\n|\n|\r/)
}

function firstLine(lines: readonly string[]): number {
  let first = 0
  while (first < lines.length && lines[first] === '') first++
  return first
}

function textKind(seen: Uint8Array, whole: boolean): TextKind | 'unfinished' | null {
  const lines = linesOf(seen)
  const first = firstLine(lines)
  const opening = lines[first] ?? ''
  const strength = separatorStrength(opening)
  if (strength === 'full') return 'mbox'
  if (opening.startsWith('From ')) {
    const verdict = judgeHeader(lines, first + 1, whole)
    if (verdict === 'unfinished') return 'unfinished'
    if (verdict === 'mail') return strength === 'bare' ? 'mbox' : 'eml'
  }
  const verdict = judgeHeader(lines, first, whole)
  if (verdict === 'unfinished') return 'unfinished'
  if (verdict === 'mail') return 'eml'
  return laterSeparator(lines, first) ? 'mbox' : null
}

/** Garbage before the first message: a separator with its header within what is seen. */
function laterSeparator(lines: readonly string[], start: number): boolean {
  return lines.some(
    (line, at) =>
      at >= start &&
      line.startsWith('From ') &&
      separatorStrength(line) === 'full' &&
      (at === 0 || lines[at - 1] === '') &&
      judgeHeader(lines, at + 1, true) === 'mail',
  )
}

const compressed = '(?:\\.(?:gz|bz2|xz|zst|lz4))?'
const messageName = new RegExp(`^(?!\\._).*\\.(?:eml|emlx|msg)${compressed}$`, 'isu')
/** A delivery to a Maildir, in a folder that has lost the others. */
const deliveryName = /^\d{6,}\.[^/]+:2,[A-Za-z]*$/u
const storeName = new RegExp(`^(?!\\._).*\\.(?:mbox|mbx|pst|ost|dbx|nsf|edb|olm)${compressed}$`, 'isu')

/**
 * What a file's name promises, where its content doesn't say: a message, a store of messages, or nothing (null). Names that begin with `._` are what macOS
 * keeps beside a file.
 */
export function promisedByName(name: string): 'message' | 'store' | null {
  if (messageName.test(name) || deliveryName.test(name)) return 'message'
  return storeName.test(name) ? 'store' : null
}

/** Whether bytes that nothing recognises may be the text of a message. */
export function isText(head: Uint8Array): boolean {
  return !head.includes(0) && Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, 5)).toString('latin1') !== '%PDF-'
}

/** What holds mail, or what holds what does. `rar` stands for archives that aren't read, which may hold mail. */
export type ContentKind = 'mbox' | 'eml' | 'emlx' | 'dbox' | 'msg' | 'pst' | 'zip' | 'tar' | '7z' | 'rar' | Compression

const magics: readonly (readonly [kind: ContentKind, bytes: Buffer])[] = [
  ['gzip', Buffer.from([0x1f, 0x8b, 0x08])],
  ['zstd', Buffer.from([0x28, 0xb5, 0x2f, 0xfd])],
  ['bzip2', Buffer.from('BZh')],
  ['xz', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00])],
  ['7z', Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c])],
  ['rar', Buffer.from('Rar!\x1a\x07', 'latin1')],
  ['zip', Buffer.from('PK\x03\x04', 'latin1')],
  ['zip', Buffer.from('PK\x05\x06', 'latin1')],
]

/** The compression that bytes begin with, or null. */
export function compressionOf(head: Uint8Array): Compression | null {
  const kind = isLz4(head) ? 'lz4' : magicOf(head)
  return kind === 'gzip' || kind === 'zstd' || kind === 'bzip2' || kind === 'xz' || kind === 'lz4' ? kind : null
}

function magicOf(head: Uint8Array): ContentKind | null {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
  const found = magics.find(([, magic]) => bytes.subarray(0, magic.byteLength).equals(magic))?.[0] ?? null
  // "BZh" is also how a text may begin: a level and the first block's mark follow.
  if (found === 'bzip2' && !/^BZh[1-9](?:1AY&SY|\x17rE8P\x90)/u.test(bytes.toString('latin1', 0, 10))) return null
  return found
}

/** What only a package has, of all its entries: Office (ECMA-376 part 2), OpenDocument and EPUB (their part 3; OCF), Java, Android. */
const packageEntries: readonly (readonly string[])[] = [
  ['[Content_Types].xml', '_rels/.rels'],
  ['mimetype', 'META-INF/manifest.xml'],
  ['mimetype', 'META-INF/container.xml'],
  ['META-INF/MANIFEST.MF'],
  ['AndroidManifest.xml'],
]

/** Whether a zip is a document or a program rather than an archive of files, by the names of its entries. Mail may have been put into one all the same. */
export function isPackage(has: (name: string) => boolean): boolean {
  return packageEntries.some((names) => names.every(has))
}

/**
 * What a file is, by its content alone: a mailbox, a message, an archive, a compressed file, or nothing that concerns mail (null).
 * @param head the first `recogniseBytes` bytes, or all of a smaller file
 * @param source the whole file; looked into only where the head can't tell
 */
export function recogniseContent(head: Uint8Array, source: () => ByteSource): ContentKind | null {
  const compression = compressionOf(head)
  if (compression !== null) return compression
  const magic = magicOf(head)
  if (magic !== null) return magic
  if (isPst(head)) return 'pst'
  if (isCompoundFile(head)) {
    const root = openCompoundFile(source())
    return root !== null && isMsg(root) ? 'msg' : null
  }
  if (isDbox(head)) return 'dbox'
  if (isTarHeader(head)) return 'tar'
  if (isEmlx(head)) return 'emlx'
  return recogniseText(head, head.byteLength < recogniseBytes ? head.byteLength : source().size, (length) => source().read(0, length))
}
