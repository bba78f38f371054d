import { lstatSync } from 'node:fs'
import { isMaildir, isMaildirMessageName, isMailServerFile, unreferenced } from '../formats/mail-side.ts'
import type { ExceptionCode, SourceKind } from '../model/index.ts'
import { isApart, mayBelong, withApart } from './ingest-apart.ts'
import { type FileContent, holdsFiles } from './ingest-archive.ts'
import { type Found, type FoundContainer, type FoundFile, foundFile, foundStores, insideKey, type MailFile } from './ingest-found.ts'
import { keywordNames, maildirNamed } from './ingest-names.ts'
import { placeText } from './ingest-place.ts'
import { archiveTree, below, diskTree, joined, nameOf, Refusal, shownAs, type Tree, type TreeEntry, type TreeFile } from './ingest-tree.ts'
import { sourceIdentity } from './source-identity.ts'

export type { FoundContainer, FoundFile }

export interface FoundTree {
  readonly containers: readonly FoundContainer[]
  /** What was at the path, as `sourceIdentity` tells it. */
  readonly identity: string | null
  /** What lies beside the mail, or was refused. `counted`: it may be mail that was not taken in. */
  readonly exceptions: readonly FoundException[]
}

export interface FoundException {
  readonly locator: string
  readonly code: ExceptionCode
  readonly counted: boolean
  /** Place of its bytes, where they are inside an archive. */
  readonly bytesAt: string | null
  /** Bytes of the file it is about, where nothing of it was taken in; told once of each file. */
  readonly length: number
}

/** Keys of the files that the index has of a Maildir, by its path below the source. */
export type KnownFiles = (folder: string) => ReadonlySet<string>

interface Walk {
  readonly found: Found
  readonly only: SourceKind | null
  readonly known: KnownFiles
  readonly exceptions: FoundException[]
  /** Files that belong to a message met before, as `claim` names them. */
  readonly claimed: Set<string>
}

/** Deeper folders than this are a loop or an attack. */
const maximumDepth = 100

/**
 * Looks through a file or folder for mail, into archives and compressed files too, without following a link and without opening anything but regular files.
 * Order is that of the names' bytes, so that it is the same on every run. Names are handled as bytes, since not every archive's are UTF-8. Of the files that are
 * `known` only the names are read.
 *
 * @throws the system's error where the root itself can't be read
 */
export function walkSource(path: string, only: SourceKind | null, known: KnownFiles = () => new Set()): FoundTree {
  const stat = lstatSync(path)
  const identity = sourceIdentity(path)
  const walk: Walk = { found: foundStores(path, only === 'archive' ? null : only), only, known, exceptions: [], claimed: new Set() }
  const tree = diskTree(path)
  const root = Buffer.alloc(0)
  if (stat.isDirectory()) {
    tree.entries(root)
    walkFolder(walk, tree, root, 0)
  } else if (stat.isFile()) visitAlone(walk, tree, root)
  else refuse(walk, tree, root, stat.isSymbolicLink() ? 'symlink-refused' : 'special-file-refused')
  return { containers: walk.found.containers(), identity, exceptions: walk.exceptions }
}

/** The path of something below a root, as bytes. */
export function pathBelow(root: string | Buffer, name: string, nameBytes: Uint8Array | null): Buffer {
  return below(Buffer.from(root), nameBytes === null ? Buffer.from(name) : Buffer.from(nameBytes))
}

function claim(tree: Tree, name: Buffer): string {
  return joined(tree.prefix, name).toString('latin1')
}

function shownName(tree: Tree, name: Buffer): string {
  return shownAs(joined(tree.prefix, name))
}

/** A folder's entries; empty where it was refused or can't be read. */
function entriesOf(walk: Walk, tree: Tree, folder: Buffer, depth: number): readonly TreeEntry[] {
  if (depth <= maximumDepth) return guarded(walk, tree, folder, () => tree.entries(folder)) ?? []
  refuse(walk, tree, folder, 'name-leads-out')
  return []
}

function walkFolder(walk: Walk, tree: Tree, folder: Buffer, depth: number): void {
  const entries = entriesOf(walk, tree, folder, depth)
  const folders = new Set(entries.filter(({ kind }) => kind === 'folder').map(({ name }) => name))
  const asMaildir = isMaildir(folders)
  if (asMaildir) {
    const keywords = entries.some(({ name }) => name === keywordsFile) ? keywordsOf(tree, folder) : noKeywords
    walkMaildir(walk, tree, folder, { folders, keywords, depth })
  }
  const mail: MailFile[] = []
  for (const entry of [...entries.filter((each) => !mayBelong(each, folders)), ...entries.filter((each) => mayBelong(each, folders))]) {
    const name = joined(folder, nameOf(entry))
    if (walk.claimed.has(claim(tree, name))) continue
    if (entry.kind === 'folder') {
      if (!asMaildir || !['cur', 'new', 'tmp'].includes(entry.name)) walkFolder(walk, tree, name, depth + 1)
      continue
    }
    const file = regularFile(walk, tree, name, entry)
    const quiet = asMaildir && isMailServerFile(entry.name)
    // `maildirfolder` lies in every folder, and is empty.
    if (file && !(quiet && file.sizeBytes === 0)) visitFile(walk, tree, name, file.modifiedMs, { depth, mail, quiet })
  }
  const expunged = expungedOf(tree, folder, mail)
  for (const each of expunged) {
    const [file = '', offset = ''] = each.split('@')
    tell(walk, tree, joined(folder, Buffer.from(file)), 'expunged', { counted: false, at: `@${offset}` })
  }
  walk.found.addFolder(tree, folder, mail, expunged)
}

/** Messages of an mdbox that its owner deleted and that no purge removed yet, as `m.1@16`: Dovecot shows them to nobody. */
function expungedOf(tree: Tree, folder: Buffer, mail: readonly MailFile[]): ReadonlySet<string> {
  if (!mail.some(({ content }) => content.dbox.some(({ mailbox }) => mailbox !== null))) return new Set()
  const [index, log] = ['dovecot.map.index', 'dovecot.map.index.log'].map((name) => {
    try {
      return tree.content(joined(folder, Buffer.from(name))).bytes
    } catch {
      return null
    }
  })
  return new Set([...unreferenced(index ?? null, log ?? null)].map((each) => `m.${each}`))
}

/** A file that is the whole source, or the whole of an archive's content that isn't one. */
function visitAlone(walk: Walk, tree: Tree, name: Buffer): void {
  const mail: MailFile[] = []
  const facts = guarded(walk, tree, name, () => tree.facts(name))
  if (facts) visitFile(walk, tree, name, facts.modifiedMs, { depth: 0, mail, quiet: false })
  walk.found.addFolder(tree, name, mail, new Set())
}

const notLookedAt: TreeFile = { sizeBytes: 0, modifiedMs: 0 }
const ascii = /^[\u0000-\u007f]*$/

interface Maildir {
  readonly folders: ReadonlySet<string>
  readonly keywords: ReadonlyMap<string, string>
  readonly depth: number
}

function walkMaildir(walk: Walk, tree: Tree, folder: Buffer, { folders, keywords, depth }: Maildir): void {
  const files: FoundFile[] = []
  const known = tree.file === null ? walk.known(shownName(tree, folder)) : new Set<string>()
  for (const part of ['cur', 'new']) {
    if (!folders.has(part)) continue
    const within = joined(folder, Buffer.from(part))
    for (const entry of entriesOf(walk, tree, within, depth + 1)) {
      if (entry.kind === 'folder') {
        // No delivery is one; somebody put it there, perhaps by year.
        walkFolder(walk, tree, joined(within, nameOf(entry)), depth + 2)
        continue
      }
      const isAscii = ascii.test(entry.name)
      const shown = isAscii ? entry.name : nameOf(entry).toString('utf8')
      const { key: ownKey, flags } = maildirNamed(shown, keywords)
      const isKnown = entry.kind === 'file' && known.has(ownKey)
      if (isKnown && isAscii && isMaildirMessageName(shown)) {
        files.push({ name: `${part}/${shown}`, nameBytes: null, key: ownKey, sizeBytes: notLookedAt.sizeBytes, flags, place: null })
        continue
      }
      const name = joined(within, nameOf(entry))
      const facts = isKnown ? notLookedAt : regularFile(walk, tree, name, entry)
      if (!facts) continue
      if (!isMaildirMessageName(shown) && !isMessage(walk, tree, name)) tell(walk, tree, name, 'not-mail', { counted: false, unread: true })
      else {
        const inside = tree.file === null ? null : tree.content(name)
        const place = inside === null ? null : walk.found.place(tree, inside.steps)
        const key = inside === null ? ownKey : insideKey(tree, ownKey, inside)
        files.push(foundFile(joined(Buffer.from(part), nameOf(entry)), facts.sizeBytes, key, flags, place))
      }
    }
  }
  walk.found.add(tree, 'maildir', folder, files)
  if (!folders.has('tmp')) return
  for (const entry of entriesOf(walk, tree, joined(folder, Buffer.from('tmp')), depth + 1)) {
    const name = joined(joined(folder, Buffer.from('tmp')), nameOf(entry))
    if (entry.kind === 'folder') walkFolder(walk, tree, name, depth + 2)
    else tell(walk, tree, name, 'unfinished-delivery', { counted: false, unread: true })
  }
}

/** Whether a file with a name that no message should have is one all the same. */
function isMessage(walk: Walk, tree: Tree, name: Buffer): boolean {
  return guarded(walk, tree, name, () => tree.content(name).kind) === 'eml'
}

/** Names of the keywords that the letters in a Maildir's file names stand for; they are in a file of the server. */
function keywordsOf(tree: Tree, folder: Buffer): ReadonlyMap<string, string> {
  const name = joined(folder, Buffer.from(keywordsFile))
  try {
    return keywordNames(Buffer.from(tree.content(name).bytes ?? []).toString('utf8'))
  } catch {
    // Where it can't be read, letters stay letters.
    return noKeywords
  }
}

const keywordsFile = 'dovecot-keywords'
const noKeywords: ReadonlyMap<string, string> = new Map()

/** Facts of a regular file; null, and an exception, for anything else. */
function regularFile(walk: Walk, tree: Tree, name: Buffer, entry: TreeEntry): TreeFile | null {
  if (entry.kind === 'link') refuse(walk, tree, name, 'symlink-refused')
  else return guarded(walk, tree, name, () => tree.facts(name))
  return null
}

/** What is around a file. `quiet`: it belongs to a mail server and needs no word where it isn't mail. */
interface Around {
  readonly depth: number
  readonly mail: MailFile[]
  readonly quiet: boolean
}

function visitFile(walk: Walk, tree: Tree, name: Buffer, modifiedMs: number, { depth, mail, quiet }: Around): void {
  const content = guarded(walk, tree, name, () => tree.content(name))
  if (content === null) return
  const unread = content.kind === null || (content.kind === 'archive' && !holdsFiles(content.folders))
  for (const [at, fault] of content.faults.entries())
    tell(walk, tree, name, fault.code, { counted: true, at: fault.at, unread: unread && at === 0 })
  if (content.kind === 'archive' && content.folders !== null) {
    // Of an archive that is the whole source the names are those inside.
    const inner = archiveTree(content.folders, joined(tree.prefix, name), tree.file ?? name)
    walkFolder(walk, inner, Buffer.alloc(0), depth + 1)
  } else if (content.kind === null || content.kind === 'archive') {
    if (content.faults.length === 0 && !quiet)
      tell(walk, tree, name, isApart(name) ? 'stray-attachment' : 'not-mail', { counted: false, unread: true })
  } else if (!take(walk, tree, name, modifiedMs, content, mail)) tell(walk, tree, name, 'not-mail', { counted: false, unread: true })
}

/** Gives a file of mail to what gathers it; false where that kind isn't wanted. */
function take(walk: Walk, tree: Tree, name: Buffer, modifiedMs: number, content: FileContent, mail: MailFile[]): boolean {
  if (content.kind === 'mbox') return walk.found.addMbox(tree, name, modifiedMs, content)
  if (content.kind === 'pst') return walk.found.addPst(tree, name, modifiedMs, content)
  if (!walk.found.wants(content)) return false
  const apart = withApart(tree, name, content)
  for (const each of apart.claimed) walk.claimed.add(claim(tree, each))
  mail.push({ name, content: apart.content })
  return true
}

function guarded<Result>(walk: Walk, tree: Tree, name: Buffer, look: () => Result): Result | null {
  try {
    return look()
  } catch (error) {
    if (error instanceof Refusal) refuse(walk, tree, name, error.code)
    else refuse(walk, tree, name, (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'vanished' : 'unreadable-file')
    return null
  }
}

function refuse(walk: Walk, tree: Tree, name: Buffer, code: ExceptionCode): void {
  tell(walk, tree, name, code, { counted: true, unread: true })
}

interface Told {
  readonly counted: boolean
  /** Behind the file's name, an offset or a name inside. */
  readonly at?: string
  /** Nothing of the file is taken in. */
  readonly unread?: boolean
}

/** Lists an exception. */
function tell(walk: Walk, tree: Tree, name: Buffer, code: ExceptionCode, { counted, at = '', unread = false }: Told): void {
  const length = unread ? sizeOf(tree, name) : 0
  walk.exceptions.push({ locator: `${shownName(tree, name)}${at}`, code, counted, bytesAt: bytesAt(walk, tree, name), length })
}

/** Of a regular file; what is none, or is gone, has no bytes of its own. */
function sizeOf(tree: Tree, name: Buffer): number {
  try {
    return tree.facts(name).sizeBytes
  } catch {
    return 0
  }
}

function bytesAt(walk: Walk, tree: Tree, name: Buffer): string | null {
  if (tree.file === null) return null
  try {
    return placeText(walk.found.place(tree, tree.itself(name).steps))
  } catch {
    // A link, a folder, what can't be read: the archive that holds it can still be opened.
    return null
  }
}
