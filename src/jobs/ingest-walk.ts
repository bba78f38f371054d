import { type Dirent, lstatSync, readdirSync, realpathSync, type Stats } from 'node:fs'
import { sep } from 'node:path'
import { isMaildir, isMaildirMessageName, recogniseBytes, recogniseFile } from '../formats/index.ts'
import type { ExceptionCode, SourceKind } from '../model/index.ts'
import { openEvidence } from './ingest-file.ts'
import { maildirFlags, maildirKey } from './ingest-names.ts'

/** A file that is one message. */
export interface FoundFile {
  /** Path below its container with `/`. */
  readonly name: string
  /** The name's bytes, where they aren't UTF-8. */
  readonly nameBytes: Uint8Array | null
  /** What stays of the name when a mail program renames it. */
  readonly key: string
  readonly sizeBytes: number
  readonly flags: string
}

/** A container found: a file of an mbox, or a folder of message files. */
export interface FoundContainer {
  readonly kind: SourceKind
  /** Path below the root with `/`; empty where the root itself is the file or folder. */
  readonly name: string
  readonly nameBytes: Uint8Array | null
  readonly sizeBytes: number
  readonly modifiedMs: number
  /** The messages' files in order; null for an mbox. */
  readonly files: readonly FoundFile[] | null
}

export interface FoundTree {
  readonly containers: readonly FoundContainer[]
  /** What lies beside the mail, or was refused. `counted`: it may be mail that was not taken in. */
  readonly exceptions: readonly { readonly locator: string; readonly code: ExceptionCode; readonly counted: boolean }[]
}

interface Walk {
  readonly root: Buffer
  readonly realRoot: string
  readonly only: SourceKind | null
  readonly containers: FoundContainer[]
  readonly exceptions: { locator: string; code: ExceptionCode; counted: boolean }[]
}

/** Deeper folders than this are a loop or an attack. */
const maximumDepth = 100

/**
 * Looks through a file or folder for mail, without following a link and without opening anything but regular files. Order is that of the names' bytes,
 * so that it is the same on every run. Names are handled as bytes, since not every archive's are UTF-8.
 *
 * @throws the system's error where the root itself can't be read
 */
export function walkSource(path: string, only: SourceKind | null): FoundTree {
  const stat = lstatSync(path)
  const walk: Walk = { root: Buffer.from(path), realRoot: realpathSync(path), only, containers: [], exceptions: [] }
  if (stat.isDirectory()) walkFolder(walk, Buffer.alloc(0), 0)
  else if (stat.isFile()) walkOneFile(walk, stat)
  else refuse(walk, Buffer.alloc(0), stat.isSymbolicLink() ? 'symlink-refused' : 'special-file-refused')
  return walk
}

/** The path of something below a root, as bytes. */
export function pathBelow(root: string | Buffer, name: string, nameBytes: Uint8Array | null): Buffer {
  return below(Buffer.from(root), nameBytes === null ? Buffer.from(name) : Buffer.from(nameBytes))
}

function below(root: Buffer, name: Buffer): Buffer {
  return name.byteLength === 0 ? root : Buffer.concat([root, Buffer.from(sep), name])
}

function joined(folder: Buffer, name: Buffer): Buffer {
  return folder.byteLength === 0 ? name : Buffer.concat([folder, Buffer.from('/'), name])
}

function sortedEntries(path: Buffer): Dirent<Buffer>[] {
  return readdirSync(path, { encoding: 'buffer', withFileTypes: true }).sort((left, right) => Buffer.compare(left.name, right.name))
}

function isInside(walk: Walk, path: Buffer): boolean {
  const real = realpathSync(path)
  return real === walk.realRoot || real.startsWith(walk.realRoot.endsWith(sep) ? walk.realRoot : walk.realRoot + sep)
}

/** A folder's entries; null where it was refused or can't be read. */
function entriesOf(walk: Walk, folder: Buffer, depth: number): Dirent<Buffer>[] | null {
  const path = below(walk.root, folder)
  try {
    // A link may have taken a folder's place after it was looked at.
    if (depth <= maximumDepth && isInside(walk, path)) return sortedEntries(path)
    refuse(walk, folder, 'name-leads-out')
  } catch (error) {
    if (depth === 0) throw error
    refuse(walk, folder, 'unreadable-file')
  }
  return null
}

function walkFolder(walk: Walk, folder: Buffer, depth: number): void {
  const entries = entriesOf(walk, folder, depth)
  if (entries === null) return
  const folders = new Set(entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name.toString('latin1')))
  const asMaildir = isMaildir(folders)
  if (asMaildir) walkMaildir(walk, folder, folders, depth)
  const messages: FoundFile[] = []
  for (const entry of entries) {
    const name = joined(folder, entry.name)
    const shown = entry.name.toString('latin1')
    if (entry.isDirectory()) {
      if (!asMaildir || !['cur', 'new', 'tmp'].includes(shown)) walkFolder(walk, name, depth + 1)
      continue
    }
    if (asMaildir && !isMaildirMessageName(shown)) continue
    const stat = regularFile(walk, name, entry)
    if (stat) visitFile(walk, name, entry.name, stat, messages)
  }
  if (messages.length > 0) addFolder(walk, 'eml', folder, messages)
}

function walkMaildir(walk: Walk, folder: Buffer, folders: ReadonlySet<string>, depth: number): void {
  const files: FoundFile[] = []
  for (const part of ['cur', 'new']) {
    if (!folders.has(part)) continue
    const within = joined(folder, Buffer.from(part))
    for (const entry of entriesOf(walk, within, depth + 1) ?? []) {
      const name = joined(within, entry.name)
      const stat = regularFile(walk, name, entry)
      if (!stat) continue
      const shown = entry.name.toString('utf8')
      if (!isMaildirMessageName(shown)) walk.exceptions.push({ locator: display(name), code: 'not-mail', counted: false })
      else files.push(foundFile(joined(Buffer.from(part), entry.name), stat, maildirKey(shown), maildirFlags(shown)))
    }
  }
  addFolder(walk, 'maildir', folder, files)
  if (!folders.has('tmp')) return
  for (const entry of entriesOf(walk, joined(folder, Buffer.from('tmp')), depth + 1) ?? []) {
    const locator = display(joined(joined(folder, Buffer.from('tmp')), entry.name))
    walk.exceptions.push({ locator, code: 'unfinished-delivery', counted: false })
  }
}

/** Facts of a regular file; null, and an exception, for anything else. */
function regularFile(walk: Walk, name: Buffer, entry: Dirent<Buffer>): Stats | null {
  try {
    if (entry.isSymbolicLink()) refuse(walk, name, 'symlink-refused')
    else {
      const stat = lstatSync(below(walk.root, name))
      if (stat.isFile()) return stat
      refuse(walk, name, stat.isSymbolicLink() ? 'symlink-refused' : 'special-file-refused')
    }
  } catch (error) {
    refuse(walk, name, (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'vanished' : 'unreadable-file')
  }
  return null
}

function visitFile(walk: Walk, name: Buffer, ownName: Buffer, stat: Stats, messages: FoundFile[]): void {
  const kind = kindOf(walk, name, stat)
  if (kind === 'mbox') addMbox(walk, name, stat)
  else if (kind === 'eml') messages.push(foundFile(ownName, stat, ownName.toString('utf8'), ''))
}

function walkOneFile(walk: Walk, stat: Stats): void {
  const name = Buffer.alloc(0)
  const kind = kindOf(walk, name, stat)
  if (kind === 'mbox') addMbox(walk, name, stat)
  else if (kind === 'eml') addFolder(walk, 'eml', name, [foundFile(name, stat, '', '')])
}

/** The kind of a file that is wanted; null, with an exception noted, for others. */
function kindOf(walk: Walk, name: Buffer, stat: Stats): 'mbox' | 'eml' | null {
  try {
    const kind = stat.size === 0 ? null : recogniseFile(headOf(below(walk.root, name)))
    if (kind !== null && (walk.only === null || walk.only === kind)) return kind
    walk.exceptions.push({ locator: display(name), code: 'not-mail', counted: false })
  } catch {
    refuse(walk, name, 'unreadable-file')
  }
  return null
}

function headOf(path: Buffer): Uint8Array {
  const file = openEvidence(path)
  try {
    return file.read(0, recogniseBytes)
  } finally {
    file.close()
  }
}

function addMbox(walk: Walk, name: Buffer, stat: Stats): void {
  const shown = display(name)
  walk.containers.push({
    kind: 'mbox',
    name: shown,
    nameBytes: exactBytes(name, shown),
    sizeBytes: stat.size,
    modifiedMs: Math.floor(stat.mtimeMs),
    files: null,
  })
}

function addFolder(walk: Walk, kind: SourceKind, folder: Buffer, files: readonly FoundFile[]): void {
  if (walk.only !== null && walk.only !== kind) return
  const name = display(folder)
  const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0)
  const seen = new Set<string>()
  const apart = files.map((file) => {
    // A message caught while it was being moved stands there twice, under one key.
    const key = seen.has(file.key) ? file.name : file.key
    seen.add(key)
    return key === file.key ? file : { ...file, key }
  })
  walk.containers.push({ kind, name, nameBytes: exactBytes(folder, name), sizeBytes, modifiedMs: 0, files: apart })
}

function foundFile(name: Buffer, stat: Stats, key: string, flags: string): FoundFile {
  const shown = display(name)
  const nameBytes = exactBytes(name, shown)
  // Two names that aren't UTF-8 may look the same.
  return { name: shown, nameBytes, key: nameBytes === null ? key : nameBytes.toString('hex'), sizeBytes: stat.size, flags }
}

function refuse(walk: Walk, name: Buffer, code: ExceptionCode): void {
  walk.exceptions.push({ locator: display(name), code, counted: true })
}

/** A name for people: as UTF-8, what isn't as �. */
function display(name: Buffer): string {
  return name.toString('utf8')
}

/** The bytes to keep beside a name that doesn't survive being read as UTF-8. */
function exactBytes(name: Buffer, shown: string): Buffer | null {
  return Buffer.from(shown).equals(name) ? null : name
}
