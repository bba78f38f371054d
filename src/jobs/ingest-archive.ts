import { type ArchiveItem, type DboxMessage, type PlaceStep, type PstContents, readTar, readZip, takeStep } from '../formats/index.ts'
import type { ByteSource, ExceptionCode } from '../model/index.ts'

/** Kinds of content that hold messages. */
export type MailContent = 'mbox' | 'eml' | 'emlx' | 'dbox' | 'msg' | 'pst'

/** What a file is once its compression is taken off, with what the walk needs to know of it. */
export interface FileContent {
  readonly kind: MailContent | 'archive' | null
  /** From the bytes of the file on disk. */
  readonly steps: readonly PlaceStep[]
  /** Of what the steps lead to, in bytes. */
  readonly sizeBytes: number
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
  /** Of a file. */
  readonly content: FileContent | null
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
  folders: null,
  flags: '',
  dbox: [],
  pst: null,
  bytes: null,
  faults: [],
}

/** Looks into an entry's bytes; `own` are the steps to them from the archive's. */
export type LookInside = (source: ByteSource, own: readonly PlaceStep[], name: string) => FileContent

/** Entries of an archive as folders, each file looked into in the order of its bytes. What leads out, or can't be read, is a fault. */
export function listArchive(
  source: ByteSource,
  kind: 'zip' | 'tar',
  budget: Budget,
  look: LookInside,
): { readonly folders: ArchiveFolders; readonly faults: readonly ContentFault[] } {
  const folders: ArchiveFolders = new Map([['', new Map()]])
  const faults: ContentFault[] = []
  const items: Iterable<ArchiveItem> = kind === 'zip' ? readZip(source) : readTar(source)
  for (const item of items) {
    if ('fault' in item) {
      faults.push({ code: item.fault, at: `@${item.position}` })
      continue
    }
    if (--budget.entries < 0) {
      faults.push({ code: 'too-many-entries', at: '' })
      break
    }
    const { entry } = item
    // A tar of a folder begins with the folder itself.
    if (entry.kind === 'folder' && /^[./]*$/u.test(entry.shown) && !entry.shown.includes('..')) continue
    if (entry.name === null) faults.push({ code: 'name-leads-out', at: `/${entry.shown}` })
    else if (entry.fault !== null) faults.push({ code: entry.fault, at: `/${entry.shown}` })
    else
      put(folders, entry.name.toString('latin1'), entry.kind, entry.modifiedMs, entryContent(source, entry.steps, budget, look, entry.name))
  }
  return { folders, faults }
}

function entryContent(
  source: ByteSource,
  own: readonly PlaceStep[] | null,
  budget: Budget,
  look: LookInside,
  name: Buffer,
): FileContent | null {
  if (own === null) return null
  const last = own.at(-1)
  // What a decoder will make counts before it makes it: an entry that lies about its size is damage.
  if (last && last[0] !== 'at' && typeof last[1] === 'number') {
    budget.bytes -= last[1]
    if (budget.bytes < 0) return { ...emptyContent, faults: [{ code: 'expands-too-much', at: '' }] }
  }
  return look(own.reduce(takeStep, source), own, name.subarray(name.lastIndexOf(0x2f) + 1).toString('latin1'))
}

function put(folders: ArchiveFolders, path: string, kind: ArchiveNode['kind'], modifiedMs: number, content: FileContent | null): void {
  const slash = path.lastIndexOf('/')
  const parent = folderAt(folders, slash < 0 ? '' : path.slice(0, slash))
  if (kind === 'folder') {
    folderAt(folders, path)
    return
  }
  // The same name twice: both are kept, since either may be mail.
  const name = path.slice(slash + 1)
  let free = name
  for (let count = 2; parent.has(free); count++) free = `${name}#${count}`
  parent.set(free, { kind, modifiedMs, content })
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
  if (!parent.has(name)) parent.set(name, { kind: 'folder', modifiedMs: 0, content: null })
  return made
}
