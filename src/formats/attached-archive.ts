import { type ByteSource, bytesSource, type ProblemCode } from '../model/index.ts'
import { read7z } from './archive-7z.ts'
import type { ArchiveEntry, ArchiveFault } from './archive-entry.ts'
import { readTar } from './archive-tar.ts'
import { DecodeError } from './byte-stream.ts'
import { decodeText, validUtf8 } from './charset.ts'
import { type ComposedPart, composeMessage } from './compose-mime.ts'
import { attachedZipLimits } from './limits.ts'
import { messageBytes } from './mbox-message.ts'
import { mboxProfile } from './mbox-profile.ts'
import { type OldName, oldNames } from './old-names.ts'
import { decoded, takeStep } from './place.ts'
import type { Compression } from './place-step.ts'
import { type EntryBytes, readableBytes, readEntry } from './read-entry.ts'
import { readMbox } from './read-mbox.ts'
import { uuencodedBytes, uuencodedFiles, withoutFiles } from './uuencode.ts'
import { readZipDirectory, readZipEntry } from './zip.ts'

/** What an archive in mail holds, as a message whose attachments are its files; and what of it could not be read. */
export interface OpenedArchive {
  readonly bytes: Uint8Array
  readonly problems: readonly ProblemCode[]
}

/** Attack: a name of megabytes. In bytes. */
const longestNote = 65_536

/** Files that systems put into archives and nobody wrote. */
const litter = /(^|\/)(__MACOSX\/|\.DS_Store$|Thumbs\.db$)/i

/** Gathers the files of an archive, up to the limits, and their names, with which the message's text lists them. */
class Gathered {
  readonly problems = new Set<ProblemCode>()
  readonly budget = { bytes: attachedZipLimits.totalBytes }
  private readonly parts: ComposedPart[] = []
  private readonly lines: string[] = []

  /** Whether there is room for one more. */
  get open(): boolean {
    if (this.lines.length < attachedZipLimits.entries) return true
    this.problems.add('too-many-parts')
    return false
  }

  /** @param others what the name may be too */
  add(name: string, bytes: Uint8Array | null, problem: ProblemCode | null, others: readonly string[] = []): void {
    if (problem !== null) this.problems.add(problem)
    const line = others.length === 0 ? name : `${name} (or ${others.join(', ')})`
    this.lines.push(bytes === null ? `${line} (not read)` : problem === null ? line : `${line} (damaged or read in part)`)
    if (bytes !== null) this.parts.push({ type: 'application/octet-stream', filename: name, contentId: null, inline: false, bytes })
  }

  /** What somebody noted on it, or on a file in it. */
  note(comment: string): void {
    this.lines.push(`comment: ${comment.replace(/\s+/g, ' ').trim()}`)
  }

  message(): OpenedArchive {
    const list = Buffer.from(`${this.lines.join('\n')}\n`.toWellFormed(), 'utf8')
    const text: ComposedPart = { type: 'text/plain; charset=utf-8', filename: null, contentId: null, inline: true, bytes: list }
    return { bytes: composeMessage([text, ...this.parts]), problems: [...this.problems] }
  }
}

/** A zip archive. Names are shown and never used as paths. */
export function openZip(bytes: Uint8Array): OpenedArchive {
  const source = bytesSource(bytes)
  const directory = readZipDirectory(source, attachedZipLimits)
  const gathered = new Gathered()
  for (const problem of directory.problems) gathered.problems.add(problem)
  for (const entry of directory.entries) {
    if (entry.directory || litter.test(entry.name)) continue
    const content = readZipEntry(source, entry, gathered.budget, attachedZipLimits)
    gathered.add(entry.name, content.bytes, content.problem, entry.otherNames)
  }
  for (const comment of directory.comments) gathered.note(comment)
  return gathered.message()
}

const problemOf: Readonly<Record<ArchiveFault, ProblemCode>> = {
  'outside-directory': 'unreadable-attachment',
  'damaged-archive': 'unreadable-attachment',
  'unsupported-archive': 'unreadable-attachment',
  'protected-archive': 'password-protected',
  'expands-too-much': 'too-large',
}

/** A tar or 7z archive. */
export function openArchive(bytes: Uint8Array, kind: 'tar' | '7z'): OpenedArchive {
  const source = bytesSource(bytes)
  const gathered = new Gathered()
  const blockOf = blockReader(source)
  for (const item of kind === 'tar' ? readTar(source) : read7z(source)) {
    if ('fault' in item && !('entry' in item)) {
      gathered.problems.add(problemOf[item.fault])
      continue
    }
    const { entry } = item as { readonly entry: ArchiveEntry }
    if (entry.kind === 'folder' || litter.test(entry.shown)) continue
    if (!gathered.open) break
    const { name, others } = nameOf(entry)
    if (entry.kind === 'file') {
      const found = blockOf(entry, gathered.budget.bytes)
      if (found.bytes !== null) gathered.budget.bytes -= found.bytes.byteLength
      gathered.add(name, found.bytes, found.fault === null ? null : problemOf[found.fault], others)
    } else gathered.add(name, null, null, others)
  }
  return gathered.message()
}

/** A name that isn't in UTF-8 is in what the machine that packed it wrote. */
function nameOf({ name, shown }: ArchiveEntry): OldName {
  const old = name === null || validUtf8(name) !== null ? undefined : oldNames([Buffer.from(name)], 'unix')[0]
  return old ?? { name: shown, others: [] }
}

/** Reads entries; a solid block, which holds many, is unpacked once and not from its start for each of them. */
function blockReader(source: ByteSource): (entry: ArchiveEntry, most: number) => EntryBytes {
  let held: (EntryBytes & { readonly key: string }) | null = null
  return (entry, most) => {
    const steps = entry.steps
    const last = steps?.at(-1)
    if (steps === null || last === undefined || steps.length === 1) return readEntry(source, entry, most)
    const way = steps.slice(0, -1)
    const key = JSON.stringify(way)
    if (held?.key !== key) held = { key, ...readableBytes(way.reduce(takeStep, source), attachedZipLimits.totalBytes) }
    const part = readEntry(bytesSource(held.bytes ?? new Uint8Array(0)), { ...entry, steps: [last] }, most)
    // What its block lost by damage, or by being too large, this entry has lost where it isn't there in whole.
    const short = (part.bytes?.byteLength ?? 0) < entry.sizeBytes
    return short && held.fault !== null ? { ...part, fault: held.fault } : part
  }
}

/** A compressed file: what it holds has its name without the ending. What was decompressed before damage or the limit stands. */
export function openCompressed(bytes: Uint8Array, kind: Compression, filename: string | null): OpenedArchive {
  const most = Math.min(
    attachedZipLimits.totalBytes,
    Math.max(attachedZipLimits.ratioFreeBytes, bytes.byteLength * attachedZipLimits.ratio),
  )
  const pieces: Uint8Array[] = []
  let length = 0
  let problem: ProblemCode | null = null
  const stream = decoded(bytesSource(bytes), kind)
  try {
    for (const piece of stream) {
      if (length + piece.byteLength > most) {
        problem = 'too-large'
        break
      }
      pieces.push(Uint8Array.from(piece))
      length += piece.byteLength
    }
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error
    problem = problemOf[error.code]
  } finally {
    stream.return()
  }
  const gathered = new Gathered()
  const noted = kind === 'gzip' ? gzipNotes(bytes) : { name: null, comment: '' }
  const name = innerName(filename)
  const others = noted.name === null || noted.name === name ? [] : [noted.name]
  gathered.add(name, length === 0 && problem !== null ? null : Buffer.concat(pieces), problem, others)
  if (noted.comment !== '') gathered.note(noted.comment)
  return gathered.message()
}

/** What the header of gzip says beside: the name that the file had, and a comment (RFC 1952 §2.3). */
function gzipNotes(bytes: Uint8Array): { readonly name: string | null; readonly comment: string } {
  const flags = bytes[3] ?? 0
  let at = 10 + ((flags & 4) === 0 ? 0 : 2 + (bytes[10] ?? 0) + 256 * (bytes[11] ?? 0))
  const next = (): string => {
    const end = bytes.indexOf(0, at)
    const { text } = decodeText(bytes.subarray(at, Math.min(end < 0 ? at : end, at + longestNote)), null)
    at = end + 1
    return text
  }
  const name = (flags & 8) === 0 ? null : next()
  return { name, comment: (flags & 16) === 0 ? '' : next() }
}

/** A file that was signed as it is, and no message: it has its name without the ending. */
export function openSignedFile(content: Uint8Array, filename: string | null): OpenedArchive {
  const gathered = new Gathered()
  gathered.add((filename ?? 'unnamed').replace(/\.p7[mz]$/i, ''), content, null)
  return gathered.message()
}

function innerName(filename: string | null): string {
  const name = filename ?? 'unnamed'
  return /\.(tgz|tbz2?|txz)$/i.test(name) ? name.replace(/\.[^.]*$/, '.tar') : name.replace(/\.(gz|bz2|xz|zst|lz4)$/i, '')
}

/** A mailbox file: its messages are attached ones. */
export function openMailbox(bytes: Uint8Array): OpenedArchive {
  const source = bytesSource(bytes)
  const profile = mboxProfile(source)
  const problems = new Set<ProblemCode>()
  const parts: ComposedPart[] = []
  for (const slice of readMbox(source, 0, profile)) {
    if (slice.kind === 'exception') problems.add('unreadable-attachment')
    if (slice.kind !== 'message') continue
    if (parts.length >= attachedZipLimits.entries) {
      problems.add('too-many-parts')
      break
    }
    const message = messageBytes(source, slice, profile.dialect)
    parts.push({ type: 'message/rfc822', filename: null, contentId: null, inline: false, bytes: message })
  }
  return { bytes: composeMessage(parts), problems: [...problems] }
}

/** A text in which files stand uuencoded: the text that is left, and the files. */
export function openEnclosed(bytes: Uint8Array): OpenedArchive {
  const files = [...uuencodedFiles(bytes)].slice(0, attachedZipLimits.entries)
  const text: ComposedPart = {
    type: 'text/plain',
    filename: null,
    contentId: null,
    inline: true,
    bytes: withoutFiles(bytes, files.length),
  }
  const problems = new Set<ProblemCode>()
  const parts = files.map(({ start, end, nameStart, nameEnd }): ComposedPart => {
    const { bytes: content, problems: found } = uuencodedBytes(bytes.subarray(start, end))
    for (const problem of found) problems.add(problem)
    const filename = Buffer.from(bytes.subarray(nameStart, nameEnd)).toString('utf8').trim() || null
    return { type: 'application/octet-stream', filename, contentId: null, inline: false, bytes: content }
  })
  return { bytes: composeMessage([text, ...parts]), problems: [...problems] }
}
