import type { ByteSource, SourceKind } from '../model/index.ts'
import { isTarHeader } from './archive-tar.ts'
import { isCompoundFile, openCompoundFile } from './cfb.ts'
import { isDbox } from './dbox.ts'
import { isLz4 } from './decode-lz4.ts'
import { isEmlx } from './emlx.ts'
import { looksLikeField, looksLikeMailField, separatorStrength } from './mbox-separator.ts'
import type { Compression } from './place-step.ts'
import { isPst } from './pst-blocks.ts'
import { isMsg } from './read-msg.ts'

/** How many first bytes of a file `recogniseFile` wants to see. */
export const recogniseBytes = 65_536

/**
 * What a file is, by its first bytes: an mbox, one message, or no mail. The name counts for nothing: archives are renamed, and a
 * file of prose that starts with "From " must not become mail. Emptiness is no mail; the caller knows that by the size.
 * @param head the first `recogniseBytes` bytes, or all of a smaller file
 */
export function recogniseFile(head: Uint8Array): Extract<SourceKind, 'mbox' | 'eml'> | null {
  const view = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, recogniseBytes))
  const text = view.toString('latin1').replace(/^\xef\xbb\xbf/, '')
  const lines = text.split(/\r\n|\n|\r/)
  let first = 0
  while (first < lines.length && lines[first] === '') first++
  const opening = lines[first] ?? ''
  if (opening.startsWith('From ')) {
    const strength = separatorStrength(opening)
    if (strength === 'full') return 'mbox'
    const field = mailHeader(lines, first + 1)
    if (strength === 'bare' && field) return 'mbox'
    if (field) return 'eml'
  }
  if (mailHeader(lines, first)) return 'eml'
  return laterSeparator(lines, first) ? 'mbox' : null
}

/** Whether a header of mail starts at a line: only fields and their continuations, among them what mail is made of. */
function mailHeader(lines: readonly string[], start: number): boolean {
  let fields = 0
  let mailFields = 0
  for (let at = start; at < lines.length && fields < 40; at++) {
    const line = lines[at] as string
    if (line === '') break
    if (fields > 0 && /^[ \t]/.test(line)) continue
    if (!looksLikeField(line)) {
      // One stray line among good fields is a mailer's fault; prose with colons fails here.
      if (mailFields < 2) return false
      break
    }
    fields++
    if (looksLikeMailField(line)) mailFields++
  }
  // A single `From:` or `Subject:` line opens many a note; two such fields, or one that only mail has, don't.
  return mailFields >= 2 || (mailFields >= 1 && certain.test(lines[start] ?? ''))
}

const certain = /^(?:received|return-path|message-id|mime-version|delivered-to|x-[a-z-]+)[ \t]*:/i

/** Garbage before the first message: a separator with its header within what is seen. */
function laterSeparator(lines: readonly string[], start: number): boolean {
  for (let at = start; at < lines.length; at++) {
    const line = lines[at] as string
    if (line.startsWith('From ') && separatorStrength(line) === 'full' && (at === 0 || lines[at - 1] === '') && mailHeader(lines, at + 1)) {
      return true
    }
  }
  return false
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

/** First entries of zips that are documents or programs and no archives of files. */
const packaged = /^(?:\[Content_Types\]\.xml|mimetype|_rels\/|META-INF\/|docProps\/|word\/|xl\/|ppt\/|AndroidManifest\.xml)/u

/**
 * What a file is, by its content alone: a mailbox, a message, an archive, a compressed file, or nothing that concerns mail (null).
 * @param head the first `recogniseBytes` bytes, or all of a smaller file
 * @param source the whole file; looked into only where the head can't tell
 */
export function recogniseContent(head: Uint8Array, source: () => ByteSource): ContentKind | null {
  const compression = compressionOf(head)
  if (compression !== null) return compression
  const magic = magicOf(head)
  if (magic === 'zip') return packaged.test(Buffer.from(head).toString('latin1', 30, 60)) ? null : 'zip'
  if (magic !== null) return magic
  if (isPst(head)) return 'pst'
  if (isCompoundFile(head)) {
    const root = openCompoundFile(source())
    return root !== null && isMsg(root) ? 'msg' : null
  }
  if (isDbox(head)) return 'dbox'
  if (isTarHeader(head)) return 'tar'
  if (isEmlx(head)) return 'emlx'
  return recogniseFile(head)
}
