import { crc32 } from 'node:zlib'
import {
  type ApartPart,
  type ArchiveEntry,
  type ArchiveItem,
  type DboxMessage,
  type InnerStep,
  namesInUtf8,
  type PlaceStep,
  type PstContents,
  read7z,
  readTar,
  readZip,
  takeStep,
} from '../formats/mail-side.ts'
import type { ByteSource, ExceptionCode } from '../model/index.ts'
import { holds, readableOf } from './ingest-damaged-entry.ts'

/** Kinds of content that hold messages. */
export type MailContent = 'mbox' | 'eml' | 'emlx' | 'dbox' | 'msg' | 'pst'

/** What a file is once its compression is taken off, with what the walk needs to know of it. */
export interface FileContent {
  readonly kind: MailContent | 'archive' | null
  /** From the bytes of the file on disk. */
  readonly steps: readonly PlaceStep[]
  /** Of what the steps lead to, in bytes. */
  readonly sizeBytes: number
  /** CRC-32 of the first `recogniseBytes` of a message's own file; 0 for what is none. */
  readonly headSum: number
  /** Of an Apple Mail message: attachments that lie in files of their own. */
  readonly apart: readonly ApartPart[]
  /** Entries of an archive, by folder. */
  readonly folders: ArchiveFolders | null
  readonly flags: string
  readonly dbox: readonly DboxMessage[]
  readonly pst: PstContents | null
  /** All of a file that says something of the mail beside it. */
  readonly bytes: Uint8Array | null
  readonly faults: readonly ContentFault[]
}

export interface ContentFault {
  readonly code: ExceptionCode
  /** Behind the file's name in the locator: `@offset`, or a path inside. */
  readonly at: string
}

/** Of an archive: folder path (one character a byte) → name → entry. */
export type ArchiveFolders = Map<string, Map<string, ArchiveNode>>
export interface ArchiveNode {
  readonly kind: 'file' | 'folder' | 'link' | 'special'
  readonly modifiedMs: number
  /** Of a file that can be read. */
  readonly file: ArchivedFile | null
}

/** What one file on disk may still cost, all its levels together. */
export interface Budget {
  bytes: number
  entries: number
}

/** What is no mail and holds none. */
export const emptyContent: FileContent = {
  kind: null,
  steps: [],
  sizeBytes: 0,
  headSum: 0,
  apart: [],
  folders: null,
  flags: '',
  dbox: [],
  pst: null,
  bytes: null,
  faults: [],
}

/** A file as its bytes stand on disk or in an archive, whatever they are. */
export interface FileItself {
  /** From the bytes of the file on disk. */
  readonly steps: readonly InnerStep[]
  readonly sizeBytes: number
  /** CRC-32 of it all where the archive says it, else of its ends: tells it from another of that name and size. */
  readonly sum: number
}

export interface ArchivedFile {
  readonly content: FileContent
  /** Null where that would be too much to read. */
  readonly itself: FileItself | null
}

const endBytes = 65_536

/** CRC-32 of a file's beginning. */
export function sumOfBeginning(source: ByteSource): number {
  return crc32(source.read(0, Math.min(endBytes, source.size)))
}

/** The same, and on over the file's end: in a stream that is read once it comes last. */
export function withEnd(source: ByteSource, sum: number): number {
  const from = Math.max(endBytes, source.size - endBytes)
  return from < source.size ? crc32(source.read(from, source.size - from), sum) : sum
}

/** The checksum that an archive has of an entry, if it has. */
export function sumIn(steps: readonly PlaceStep[]): number | null {
  for (const step of steps) {
    if (step[0] === 'deflate') return typeof step[2] === 'number' ? step[2] : null
    if (step[0] === 'part') return step[3]
  }
  return null
}

/** Looks into an entry's bytes; `own` are the steps to them from the archive's. */
export type LookInside = (source: ByteSource, own: readonly InnerStep[], name: string) => ArchivedFile

export type ArchiveKind = 'zip' | 'tar' | '7z'
const readers: Readonly<Record<ArchiveKind, (source: ByteSource) => Iterable<ArchiveItem>>> = { zip: readZip, tar: readTar, '7z': read7z }

/** Entries of an archive as folders, each file looked into in the order of its bytes. What leads out, or can't be read, is a fault. */
export function listArchive(
  source: ByteSource,
  kind: ArchiveKind,
  budget: Budget,
  look: LookInside,
): { readonly folders: ArchiveFolders; readonly faults: readonly ContentFault[] } {
  const folders: ArchiveFolders = new Map([['', new Map()]])
  const faults: ContentFault[] = []
  const opener = new Opener(source, budget)
  for (const item of readers[kind](source)) {
    if ('fault' in item) {
      faults.push({ code: item.fault, at: `@${item.position}` })
      continue
    }
    if (--budget.entries < 0) {
      faults.push({ code: 'too-many-entries', at: '' })
      break
    }
    const entry = inUtf8(item.entry)
    // A tar of a folder begins with the folder itself.
    if (entry.kind === 'folder' && /^[./]*$/u.test(entry.shown) && !entry.shown.includes('..')) continue
    if (entry.name === null) faults.push({ code: 'name-leads-out', at: `/${entry.shown}` })
    else if (entry.fault !== null) faults.push({ code: entry.fault, at: `/${entry.shown}` })
    else put(folders, entry.name.toString('latin1'), entry.kind, entry.modifiedMs, entryFile(opener, entry, look, entry.name))
  }
  return { folders, faults }
}

/** Of a tar, whose entries come one after the other, each name by itself; those of a zip are read already, those of a 7z are Unicode. */
function inUtf8(entry: ArchiveEntry): ArchiveEntry {
  const [name = null] = entry.name === null ? [] : namesInUtf8([entry.name], 'unix')
  return name === entry.name || name === null ? entry : { ...entry, name, shown: name.toString('utf8') }
}

/**
 * Opens entries one after the other. What an entry shares with the one before it (the solid block of a 7z) stays open, so that a block is decoded in one pass.
 */
class Opener {
  private readonly source: ByteSource
  private readonly budget: Budget
  private open: { readonly key: string; readonly source: ByteSource }[] = []

  constructor(source: ByteSource, budget: Budget) {
    this.source = source
    this.budget = budget
  }

  /** Takes so many bytes off the budget, if they are left. */
  allow(bytes: number): boolean {
    this.budget.bytes -= bytes
    return this.budget.bytes >= 0
  }

  /** An entry's bytes; null where they are more than the budget. What a decoder will make counts before it makes it: one that lies about its size is damage. */
  entry(steps: readonly InnerStep[]): ByteSource | null {
    let source = this.source
    const open: { readonly key: string; readonly source: ByteSource }[] = []
    for (const [index, step] of steps.entries()) {
      const key = JSON.stringify(step)
      const known = this.open[index]
      if (known?.key === key && index < steps.length - 1) source = known.source
      else {
        // From here on nothing is shared.
        this.open.length = Math.min(this.open.length, index)
        if (step[0] !== 'at' && step[0] !== 'part' && typeof step[1] === 'number') {
          this.budget.bytes -= step[1]
          if (this.budget.bytes < 0) return null
        }
        source = takeStep(source, step)
      }
      open.push({ key, source })
    }
    this.open = open
    return source
  }
}

const tooMuch: ArchivedFile = { content: { ...emptyContent, faults: [{ code: 'expands-too-much', at: '' }] }, itself: null }

function entryFile(opener: Opener, entry: ArchiveEntry, look: LookInside, path: Buffer): ArchivedFile | null {
  const own = entry.steps
  if (own === null) return null
  const name = path.subarray(path.lastIndexOf(0x2f) + 1).toString('latin1')
  const source = opener.entry(own)
  if (source === null) return tooMuch
  const file = look(source, own, name)
  if (holds(source, entry, own)) return file
  const found = readableOf(
    own,
    (steps) => opener.entry(steps),
    (bytes) => opener.allow(bytes),
  )
  if (found === null) return damaged(file, 'damaged-archive')
  const cut = opener.entry(found.steps)
  return cut === null ? tooMuch : damaged(look(cut, found.steps, name), found.code)
}

function damaged(file: ArchivedFile, code: ContentFault['code']): ArchivedFile {
  const { faults } = file.content
  const told = faults.some((fault) => fault.code === code && fault.at === '')
  return told ? file : { ...file, content: { ...file.content, faults: [...faults, { code, at: '' }] } }
}

function put(folders: ArchiveFolders, path: string, kind: ArchiveNode['kind'], modifiedMs: number, file: ArchivedFile | null): void {
  const slash = path.lastIndexOf('/')
  const parent = folderAt(folders, slash < 0 ? '' : path.slice(0, slash))
  if (kind === 'folder') {
    folderAt(folders, path)
    return
  }
  // The same name twice: both are kept, since either may be mail.
  const name = path.slice(slash + 1)
  parent.set(freeName(parent, name), { kind, modifiedMs, file })
}

/** A folder, made with those above it where the archive doesn't list them. */
function folderAt(folders: ArchiveFolders, path: string): Map<string, ArchiveNode> {
  const known = folders.get(path)
  if (known) return known
  const made = new Map<string, ArchiveNode>()
  folders.set(path, made)
  const slash = path.lastIndexOf('/')
  const parent = folderAt(folders, slash < 0 ? '' : path.slice(0, slash))
  const name = path.slice(slash + 1)
  const there = parent.get(name)
  parent.set(name, { kind: 'folder', modifiedMs: 0, file: null })
  // A file of that name came before.
  if (there) parent.set(freeName(parent, name), there)
  return made
}

function freeName(folder: ReadonlyMap<string, ArchiveNode>, name: string): string {
  let free = name
  for (let count = 2; folder.has(free); count++) free = `${name}#${count}`
  return free
}

/** Whether an archive has a file of that path. */
export function hasFile(folders: ArchiveFolders, path: string): boolean {
  const slash = path.lastIndexOf('/')
  return folders.get(slash < 0 ? '' : path.slice(0, slash))?.get(path.slice(slash + 1))?.kind === 'file'
}

/** Whether an archive has a file that can be looked into. */
export function holdsFiles(folders: ArchiveFolders | null): boolean {
  return [...(folders?.values() ?? [])].some((folder) => [...folder.values()].some(({ file }) => file !== null))
}

/** Damage to a document or a program, or a name in one that isn't followed, is no matter of the mail. */
export function concernsMail({ code }: ContentFault): boolean {
  return !['damaged-archive', 'outside-directory', 'not-as-declared', 'name-leads-out'].includes(code)
}

/** Whether a document or a program holds mail, or something that could not be opened and may. */
export function holdsMail(folders: ArchiveFolders): boolean {
  for (const folder of folders.values()) for (const { file } of folder.values()) if (file !== null && mayBeMail(file.content)) return true
  return false
}

/** An archive of Outlook for Mac (.olm), whose messages are XML of its own. What else it holds is read: messages attached to those. */
export function isOutlookForMac(folders: ArchiveFolders): boolean {
  return [...folders.keys()].some((path) => path.split('/').includes('com.microsoft.__Messages'))
}

function mayBeMail({ kind, folders, faults }: FileContent): boolean {
  return faults.some(concernsMail) || (folders === null ? kind !== null : holdsMail(folders))
}
