import { comparePlaces, type PlaceStep } from '../formats/mail-side.ts'
import type { SourceKind } from '../model/index.ts'
import { type FileContent, sumIn } from './ingest-archive.ts'
import type { FilePlace } from './ingest-place.ts'
import { below, joined, shownAs, type Tree } from './ingest-tree.ts'

/** A file, or a part of one, that is one message. */
export interface FoundFile {
  /** Path below its container with `/`. */
  readonly name: string
  /** The name's bytes, where they aren't UTF-8. */
  readonly nameBytes: Uint8Array | null
  /** What stays of the name when a mail program renames it. */
  readonly key: string
  /** 0 for one that the index has already, which isn't looked at again. */
  readonly sizeBytes: number
  readonly flags: string
  /** Null where it is the file of that name below its container. */
  readonly place: FilePlace | null
}

/** A container found: an mbox, or a folder of messages (on disk, in an archive, in a store of one file). */
export interface FoundContainer {
  readonly kind: SourceKind
  /** Path below the root with `/`; empty where the root itself is the file or folder. */
  readonly name: string
  readonly nameBytes: Uint8Array | null
  readonly sizeBytes: number
  readonly modifiedMs: number
  /** Of a store of many messages (PST): while it is the same, so are they. Null where each is a file of its own, and for an mbox. */
  readonly stamp: string | null
  /** The messages' files in order, in an archive that of their bytes; null for an mbox. */
  readonly files: readonly FoundFile[] | null
  /** Of an mbox; null where it is the file of that name. */
  readonly place: FilePlace | null
}

/** A file of a folder that holds one message or, of a dbox, some. */
export interface MailFile {
  readonly name: Buffer
  readonly content: FileContent
}

export interface Found {
  /** In the order found; those of one archive in the order of their bytes. */
  containers(): readonly FoundContainer[]
  wants(content: FileContent): boolean
  /** Where steps lead inside a tree that is no plain disk. */
  place(tree: Tree, steps: readonly PlaceStep[], file?: Buffer): FilePlace
  add(tree: Tree, kind: SourceKind, folder: Buffer, files: readonly FoundFile[]): boolean
  /** Sorts a folder's files of mail into containers, one a kind. `expunged`: messages of an mdbox to leave out, as `m.1@16`. */
  addFolder(tree: Tree, folder: Buffer, mail: readonly MailFile[], expunged: ReadonlySet<string>): void
  addMbox(tree: Tree, name: Buffer, modifiedMs: number, content: FileContent): boolean
  addPst(tree: Tree, name: Buffer, modifiedMs: number, content: FileContent): boolean
}

/** Gathers the containers of one walk. */
export function foundStores(root: string, only: SourceKind | null): Found {
  const containers: FoundContainer[] = []
  const rootPath = Buffer.from(root)
  const wanted = (kind: SourceKind): boolean => only === null || only === kind
  const place = (tree: Tree, steps: readonly PlaceStep[], file?: Buffer): FilePlace => {
    const own = tree.file ?? file ?? Buffer.alloc(0)
    return { path: below(rootPath, own), file: own, steps }
  }
  const push = (tree: Tree, kind: SourceKind, folder: Buffer, files: readonly FoundFile[], stamp: string | null = null): boolean => {
    if (!wanted(kind)) return false
    const name = joined(tree.prefix, folder)
    const shown = shownAs(name)
    const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0)
    const nameBytes = exactBytes(name, shown)
    const ordered = tree.file === null ? files : [...files].sort((one, other) => comparePlaces(stepsTo(one), stepsTo(other)))
    containers.push({ kind, name: shown, nameBytes, sizeBytes, modifiedMs: 0, stamp, files: apart(ordered), place: null })
    return true
  }
  const single = (tree: Tree, folder: Buffer, { name, content }: MailFile, more: readonly PlaceStep[] = []): FoundFile => {
    const own = name.subarray(folder.byteLength === 0 || name.byteLength === folder.byteLength ? 0 : folder.byteLength + 1)
    const ownName = name.byteLength === folder.byteLength && folder.byteLength > 0 ? Buffer.alloc(0) : own
    const steps = [...content.steps, ...more]
    const placed = tree.file === null && steps.length === 0 ? null : place(tree, steps, name)
    return foundFile(ownName, content.sizeBytes, fileKey(ownName.toString('utf8'), content), content.flags, placed)
  }
  const addDbox = (tree: Tree, folder: Buffer, files: readonly MailFile[], expunged: ReadonlySet<string>): void => {
    const mailboxes = new Map<string, FoundFile[]>()
    for (const { name, content } of files) {
      for (const message of content.dbox) {
        const own = name.subarray(folder.byteLength === 0 ? 0 : folder.byteLength + 1)
        if (expunged.has(`${own.toString('latin1')}@${message.start}`)) continue
        const label = message.mailbox === null ? own : Buffer.concat([Buffer.from('storage/'), own, Buffer.from(`@${message.offset}`)])
        const steps: readonly PlaceStep[] = [...content.steps, ['at', message.offset, message.length]]
        const key = message.mailbox === null ? own.toString('utf8') : (message.guid ?? label.toString('utf8'))
        const list = mailboxes.get(message.mailbox ?? '') ?? []
        list.push(foundFile(label, message.length, key, '', place(tree, steps, name)))
        mailboxes.set(message.mailbox ?? '', list)
      }
    }
    const base = folder.subarray(0, Math.max(0, folder.lastIndexOf(0x2f)))
    for (const [mailbox, list] of [...mailboxes].sort(([left], [right]) => (left < right ? -1 : 1))) {
      if (mailbox === '') push(tree, 'sdbox', folder, list)
      else push(tree, 'mdbox', joined(base, Buffer.from(`mailboxes/${mailbox}`)), list)
    }
  }
  return {
    containers: () => inOrderOfPlace(containers),
    wants: (content) => content.kind === 'dbox' || (content.kind !== null && content.kind !== 'archive' && wanted(content.kind)),
    place,
    add: push,
    addFolder: (tree, folder, mail, expunged) => {
      for (const kind of ['eml', 'emlx', 'msg'] as const) {
        const files = mail.filter(({ content }) => content.kind === kind)
        if (files.length > 0)
          push(
            tree,
            kind,
            folder,
            files.map((file) => single(tree, folder, file, kind === 'msg' ? [['msg']] : [])),
          )
      }
      const dbox = mail.filter(({ content }) => content.kind === 'dbox')
      if (dbox.length > 0) addDbox(tree, folder, dbox, expunged)
    },
    addMbox: (tree, name, modifiedMs, content) => {
      if (!wanted('mbox')) return false
      const full = joined(tree.prefix, name)
      const shown = shownAs(full)
      const placed = tree.file === null && content.steps.length === 0 ? null : place(tree, content.steps, name)
      containers.push({
        kind: 'mbox',
        name: shown,
        nameBytes: exactBytes(full, shown),
        sizeBytes: content.sizeBytes,
        modifiedMs,
        stamp: null,
        files: null,
        place: placed,
      })
      return true
    },
    addPst: (tree, name, modifiedMs, content) => {
      if (!wanted('pst')) return false
      const folders = new Map<string, FoundFile[]>([])
      for (const message of content.pst?.messages ?? []) {
        // A name with a slash in it stays one folder.
        const folder = message.folder.map((part) => part.replaceAll('/', '∕')).join('/')
        const list = folders.get(folder) ?? []
        const id = Buffer.from(message.nid.toString(16))
        list.push(foundFile(id, message.sizeBytes, id.toString(), '', place(tree, [...content.steps, ['pst', message.nid]], name)))
        folders.set(folder, list)
      }
      if (folders.size === 0) folders.set('', [])
      // The steps to it hold checksums, and say where in an archive it is.
      const stamp = JSON.stringify([content.sizeBytes, modifiedMs, ...content.steps])
      for (const [folder, files] of folders) push(tree, 'pst', joined(name, Buffer.from(folder)), files, stamp)
      return true
    },
  }
}

/** What tells a message in a Maildir inside an archive from what another version of the archive has under that name, which is unique by design. */
export function insideKey(tree: Tree, key: string, content: FileContent): string {
  if (tree.file === null) return key
  const sum = sumIn(content.steps)
  return `${key}:${content.sizeBytes}${sum === null ? '' : `:${sum.toString(16)}`}`
}

/**
 * What tells a file with one message from another that took its name since: its size and the sum of its beginning. A rescan then reads the new one, and keeps
 * the old. Times tell nothing: a restored copy may have others.
 */
function fileKey(key: string, content: FileContent): string {
  return `${key}:${content.sizeBytes}${content.headSum === 0 ? '' : `:${content.headSum.toString(16)}`}`
}

/** A message's file with what the index keeps of it. */
export function foundFile(name: Buffer, sizeBytes: number, key: string, flags: string, place: FilePlace | null): FoundFile {
  const shown = shownAs(name)
  const nameBytes = exactBytes(name, shown)
  // Two names that aren't UTF-8 may look the same.
  return { name: shown, nameBytes, key: nameBytes === null ? key : nameBytes.toString('hex'), sizeBytes, flags, place }
}

function apart(files: readonly FoundFile[]): FoundFile[] {
  const seen = new Set<string>()
  return files.map((file) => {
    // A message caught while it was being moved stands there twice, under one key.
    const key = seen.has(file.key) ? file.name : file.key
    seen.add(key)
    return key === file.key ? file : { ...file, key }
  })
}

/** The bytes to keep beside a name that doesn't survive being read as UTF-8. */
function exactBytes(name: Buffer, shown: string): Buffer | null {
  return Buffer.from(shown).equals(name) ? null : name
}

function stepsTo(file: FoundFile): readonly PlaceStep[] {
  return file.place?.steps ?? []
}

/** What one archive holds in the order of its bytes: an archive in the order of a directory, read in that of names, would be decoded once a mailbox. */
function inOrderOfPlace(containers: readonly FoundContainer[]): readonly FoundContainer[] {
  const placeOf = ({ place, files }: FoundContainer): FilePlace | null => place ?? files?.[0]?.place ?? null
  const archiveOf = (container: FoundContainer): string => Buffer.from(placeOf(container)?.path ?? []).toString('latin1')
  const ordered: FoundContainer[] = []
  for (let from = 0; from < containers.length; ) {
    const archive = archiveOf(containers[from] as FoundContainer)
    let to = from + 1
    while (archive !== '' && to < containers.length && archiveOf(containers[to] as FoundContainer) === archive) to++
    ordered.push(...containers.slice(from, to).sort((one, other) => comparePlaces(placeOf(one)?.steps ?? [], placeOf(other)?.steps ?? [])))
    from = to
  }
  return ordered
}
