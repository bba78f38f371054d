import { crc32 } from 'node:zlib'
import type { ApartPart, ApartPlace } from '../formats/mail-side.ts'
import type { FileContent } from './ingest-archive.ts'
import { joined, nameOf, Refusal, type Tree, type TreeEntry } from './ingest-tree.ts'

/**
 * Apple Mail keeps the attachments of `Messages/12.partial.emlx` as files, `Attachments/12/<part number>/<name>` beside `Messages`; an older Mail kept the parts as
 * they were sent, `Messages/12.<part number>.emlxpart`. A message and what it lacks are put together when it is read, and those files are then no files of
 * their own.
 */
export interface Apart {
  readonly content: FileContent
  /** Names in the tree of the files that belong to the message. */
  readonly claimed: readonly Buffer[]
}

/** What a file among the attachments must be called. */
const placeOfAttachment = /(?:^|\/)Attachments\/\d+\/\d+(?:\.\d+)*\/[^/]+$|\.emlxpart$/u
/** The system's own files, which lie in every folder of a Mac. */
const notAttached = /^(?:\.DS_Store$|\._)/u

/** Whether a file lies where Apple Mail keeps attachments apart. */
export function isApart(name: Buffer): boolean {
  return placeOfAttachment.test(name.toString('latin1'))
}

/** Whether an entry of a folder may belong to a message in that folder, or in the one beside it: to be looked at after those. */
export function mayBelong(entry: TreeEntry, folders: ReadonlySet<string>): boolean {
  return entry.kind === 'folder' ? entry.name === 'Attachments' && folders.has('Messages') : entry.name.endsWith('.emlxpart')
}

/** A message with the steps to what it lacks, as far as that is there. */
export function withApart(tree: Tree, name: Buffer, content: FileContent): Apart {
  const slash = name.lastIndexOf(0x2f)
  const folder = name.subarray(0, Math.max(0, slash))
  const [, number] = /^(\d+)(?:\.partial)?\.emlx$/u.exec(name.subarray(slash + 1).toString('latin1')) ?? []
  if (content.apart.length === 0 || number === undefined) return { content, claimed: [] }
  const places: ApartPlace[] = []
  const claimed: Buffer[] = []
  const facts: (readonly [string, number, number])[] = []
  for (const part of content.apart) {
    const found = attachmentFile(tree, folder, number, part)
    if (found === null) continue
    try {
      tree.facts(found.name)
      const { steps, sizeBytes, sum } = tree.itself(found.name)
      places.push([part.number, tree.file === null ? found.fromFolder : '', steps, found.encoded])
      claimed.push(found.name)
      facts.push([part.number, sizeBytes, sum])
    } catch {
      // Left unclaimed: whoever looks through its folder meets the same, and lists it.
    }
  }
  if (places.length === 0) return { content, claimed }
  // Another file under that name makes it another message.
  return { content: { ...content, headSum: crc32(JSON.stringify(facts)), steps: [...content.steps, ['apart', places]] }, claimed }
}

interface AttachmentFile {
  readonly name: Buffer
  /** From the message's folder; one character a byte. */
  readonly fromFolder: string
  readonly encoded: boolean
}

function attachmentFile(tree: Tree, folder: Buffer, number: string, part: ApartPart): AttachmentFile | null {
  const kept = `${number}.${part.number}.emlxpart`
  if (entriesOf(tree, folder).get(kept)?.kind === 'file')
    return { name: joined(folder, Buffer.from(kept)), fromFolder: kept, encoded: true }
  if (!/(?:^|\/)Messages$/u.test(folder.toString('latin1'))) return null
  let at: Buffer = folder.subarray(0, Math.max(0, folder.lastIndexOf(0x2f)))
  for (const step of ['Attachments', number, part.number]) {
    // A link is not followed, wherever it leads.
    if (entriesOf(tree, at).get(step)?.kind !== 'folder') return null
    at = joined(at, Buffer.from(step))
  }
  const files = [...entriesOf(tree, at)].flatMap(([shown, entry]) =>
    entry.kind === 'file' && !notAttached.test(shown) ? [nameOf(entry)] : [],
  )
  const [only] = files.length === 1 ? files : files.filter((name) => sameName(name, part.filename))
  if (only === undefined) return null
  const fromFolder = `../Attachments/${number}/${part.number}/${only.toString('latin1')}`
  return { name: joined(at, only), fromFolder, encoded: false }
}

/** A Mac's file system takes letters apart (NFD), and has no slash or colon in names. */
function sameName(entry: Buffer, filename: string | null): boolean {
  const plain = (text: string): string => text.normalize('NFC').replace(/[/:]/gu, '_')
  return filename !== null && plain(entry.toString('utf8')) === plain(filename)
}

type Entries = ReadonlyMap<string, TreeEntry>
/** Folders looked into last: the messages of one mailbox share most of theirs. */
const listed = new WeakMap<Tree, Map<string, Entries>>()
const keptFolders = 8

/** A folder's entries by name (one character a byte); none where there is no such folder, or it leads out. */
function entriesOf(tree: Tree, folder: Buffer): Entries {
  const kept = listed.get(tree) ?? new Map<string, Entries>()
  listed.set(tree, kept)
  const key = folder.toString('latin1')
  const found = kept.get(key) ?? read(tree, folder)
  kept.delete(key)
  kept.set(key, found)
  const [oldest] = kept.keys()
  if (kept.size > keptFolders && oldest !== undefined) kept.delete(oldest)
  return found
}

function read(tree: Tree, folder: Buffer): Entries {
  try {
    return new Map(tree.entries(folder).map((entry) => [entry.name, entry]))
  } catch (error) {
    if (error instanceof Refusal || (error as NodeJS.ErrnoException).code !== undefined) return new Map()
    throw error
  }
}
