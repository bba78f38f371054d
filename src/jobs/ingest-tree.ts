import { isUtf8 } from 'node:buffer'
import { lstatSync, readdirSync, realpathSync } from 'node:fs'
import { sep } from 'node:path'
import type { ExceptionCode } from '../model/index.ts'
import {
  type ArchivedFile,
  type ArchiveFolders,
  type ArchiveNode,
  type FileContent,
  type FileItself,
  sumOfBeginning,
  withEnd,
} from './ingest-archive.ts'
import { contentOf, newBudget } from './ingest-content.ts'
import { openEvidence } from './ingest-file.ts'

/** An entry of a folder, on disk or in an archive. */
export interface TreeEntry {
  /** The name's bytes, a character each: a folder may hold a hundred thousand, and most are only compared. */
  readonly name: string
  readonly kind: 'file' | 'folder' | 'link' | 'special'
}
export interface TreeFile {
  readonly sizeBytes: number
  readonly modifiedMs: number
}

/**
 * Folders and files that may hold mail: a source's own, or those inside an archive. Names are bytes, since not every archive's are UTF-8; paths are parted by
 * `/`. Each throws the system's errors, or a Refusal.
 */
export interface Tree {
  /** Before the names of this tree, for people and in the index: the path of the archive. */
  readonly prefix: Buffer
  /** The file on disk that holds all of it; null for the disk itself. */
  readonly file: Buffer | null
  /** In order of the names' bytes, so that it is the same on every run. */
  entries(folder: Buffer): readonly TreeEntry[]
  facts(name: Buffer): TreeFile
  content(name: Buffer): FileContent
  /** The file as it stands there, not looked into. */
  itself(name: Buffer): FileItself
}

/** Why something in a source isn't looked at. */
export class Refusal extends Error {
  readonly code: ExceptionCode
  constructor(code: ExceptionCode) {
    super(code)
    this.code = code
  }
}

/** An entry's name as a path takes it. */
export function nameOf(entry: TreeEntry): Buffer {
  return Buffer.from(entry.name, 'latin1')
}

export function joined(folder: Uint8Array, name: Uint8Array): Buffer {
  if (folder.byteLength === 0) return Buffer.from(name)
  return name.byteLength === 0 ? Buffer.from(folder) : Buffer.concat([folder, Buffer.from('/'), name])
}

/** A name for people: what in it isn't UTF-8 as `\xfc`, so that two names that differ only there stay two. */
export function shownAs(name: Buffer): string {
  if (isUtf8(name)) return name.toString('utf8')
  let shown = ''
  for (let at = 0; at < name.byteLength; ) {
    const length = [1, 2, 3, 4].find((count) => at + count <= name.byteLength && isUtf8(name.subarray(at, at + count)))
    shown += length === undefined ? `\\x${name.toString('hex', at, at + 1)}` : name.toString('utf8', at, at + length)
    at += length ?? 1
  }
  return shown
}

/** A path below a root, as the system takes it. */
export function below(root: Buffer, name: Uint8Array): Buffer {
  return name.byteLength === 0 ? root : Buffer.concat([root, Buffer.from(sep), name])
}

function byName(left: { readonly name: string }, right: { readonly name: string }): number {
  return left.name < right.name ? -1 : left.name > right.name ? 1 : 0
}

const separator = sep.charCodeAt(0)

/** What is on disk at and below a path. No link is followed, nothing but regular files is opened. */
export function diskTree(root: string): Tree {
  const path = Buffer.from(root)
  // By the system's own call, and as bytes: the other goes over a string, in which a name that isn't UTF-8 is another.
  const real = (at: Buffer): Buffer => realpathSync.native(at, { encoding: 'buffer' })
  const realRoot = real(path)
  const parent = realRoot.at(-1) === separator ? realRoot : Buffer.concat([realRoot, Buffer.of(separator)])
  const isInside = (name: Buffer): boolean => {
    const found = real(below(path, name))
    return found.equals(realRoot) || found.subarray(0, parent.byteLength).equals(parent)
  }
  return {
    prefix: Buffer.alloc(0),
    file: null,
    entries: (folder) => {
      // A link may have taken a folder's place after it was looked at.
      if (!isInside(folder)) throw new Refusal('name-leads-out')
      return readdirSync(below(path, folder), { encoding: 'latin1', withFileTypes: true })
        .sort(byName)
        .map((entry) => ({
          name: entry.name,
          kind: entry.isDirectory() ? 'folder' : entry.isSymbolicLink() ? 'link' : entry.isFile() ? 'file' : 'special',
        }))
    },
    facts: (name) => {
      const stat = lstatSync(below(path, name))
      if (!stat.isFile()) throw new Refusal(stat.isSymbolicLink() ? 'symlink-refused' : 'special-file-refused')
      return { sizeBytes: stat.size, modifiedMs: Math.floor(stat.mtimeMs) }
    },
    content: (name) => {
      const file = openEvidence(below(path, name))
      try {
        return contentOf(file, [], newBudget(file.size), name.subarray(name.lastIndexOf(0x2f) + 1).toString('latin1'))
      } finally {
        file.close()
      }
    },
    itself: (name) => {
      const file = openEvidence(below(path, name))
      try {
        return { steps: [], sizeBytes: file.size, sum: withEnd(file, sumOfBeginning(file)) }
      } finally {
        file.close()
      }
    },
  }
}

/** What is inside an archive that was listed. `prefix`: its own name; `file`: the file on disk, below the source, that holds it. */
export function archiveTree(folders: ArchiveFolders, prefix: Buffer, file: Buffer): Tree {
  const node = (name: Buffer): ArchiveNode => {
    const path = name.toString('latin1')
    const slash = path.lastIndexOf('/')
    const found = folders.get(slash < 0 ? '' : path.slice(0, slash))?.get(path.slice(slash + 1))
    if (!found) throw new Refusal('vanished')
    return found
  }
  const readable = (name: Buffer): ArchivedFile => {
    const { file: found } = node(name)
    if (found === null) throw new Refusal('unreadable-file')
    return found
  }
  return {
    prefix,
    file,
    entries: (folder) => [...(folders.get(folder.toString('latin1')) ?? [])].map(([name, { kind }]) => ({ name, kind })).sort(byName),
    facts: (name) => {
      const { kind, modifiedMs, file: found } = node(name)
      if (kind !== 'file') throw new Refusal(kind === 'link' ? 'symlink-refused' : 'special-file-refused')
      return { sizeBytes: found?.content.sizeBytes ?? 0, modifiedMs }
    },
    content: (name) => readable(name).content,
    itself: (name) => {
      const { itself } = readable(name)
      if (itself === null) throw new Refusal('expands-too-much')
      return itself
    },
  }
}
