import {
  type ArchiveItem,
  apartParts,
  attachmentParts,
  type Compression,
  compressionOf,
  listPst,
  locatedBytes,
  maildirFolder,
  measure,
  messageTexts,
  parseMaildirName,
  parseMessage,
  partBytes,
  putTogether,
  read7z,
  readDbox,
  readEmlx,
  readEntry,
  readMbox,
  readTar,
  readZip,
  recogniseContent,
  recogniseFile,
  surfacesOfAttachment,
  surfacesOfMessage,
  takeItem,
  unreferenced,
} from '../../src/formats/index.ts'
import { attachmentKind } from '../../src/formats/surfaces-kind.ts'
import { asId, type ByteSource, bytesSource } from '../../src/model/index.ts'
import type { FuzzCase } from './fuzz-cases.ts'

/** Bytes that are read of what a container holds. */
const mostBytes = 20_000_000
/** Each of a solid block is unpacked from its start here. */
const mostEntries = 40
const mostParts = 30
const document = asId<'x'>('a1') as never

function assert(holds: boolean, what: string): void {
  if (!holds) throw new Error(what)
}

/**
 * Reads a case as the product does, and checks what must hold whatever the bytes.
 * @returns names of the readers that took it: the kind of container, steps into it, the kind of attachment
 */
export async function runCase({ kind, name, bytes, beside }: FuzzCase): Promise<ReadonlySet<string>> {
  const reached = new Set<string>()
  recogniseFile(bytes.subarray(0, 65_536))
  lookInside(bytes, beside, reached)
  if (kind.endsWith('maildir')) readName(Buffer.from(bytes).toString(), reached)
  if (kind.endsWith('mdbox map')) {
    unreferenced(bytes, beside[0] ?? null)
    unreferenced(null, beside[0] ?? null)
    reached.add('mdbox map')
  }
  if (/pst$/.test(kind)) return reached
  accountForMbox(bytesSource(bytes))
  if (recogniseFile(bytes.subarray(0, 65_536)) !== null || kind === 'mime') await readMessage(bytes, reached)
  await readMessage(carrying(name, bytes), reached)
  await readAttachment({ part: '1', type: 'application/octet-stream', filename: name, bytes }, reached)
  return reached
}

/** Looks into a container as the walk of a source does. */
function lookInside(bytes: Uint8Array, beside: readonly Uint8Array[], reached: Set<string>): void {
  const source = bytesSource(bytes)
  const kind = recogniseContent(bytes.subarray(0, 65_536), () => source)
  if (kind !== null) reached.add(kind)
  const readers: Readonly<Record<string, (of: ByteSource) => Iterable<ArchiveItem>>> = { zip: readZip, tar: readTar, '7z': read7z }
  let entries = 0
  for (const item of readers[kind ?? '']?.(source) ?? []) {
    if (entries++ > mostEntries) break
    if (!('entry' in item)) continue
    for (const step of item.entry.steps ?? []) reached.add(step[0] === 'bcj' ? `bcj ${step[2]}` : `step ${step[0]}`)
    readEntry(source, item.entry, 1_000_000)
  }
  const compression: Compression | null = compressionOf(bytes)
  let seen = 0
  const allow = (length: number): boolean => {
    seen += length
    return seen <= mostBytes
  }
  if (compression !== null) measure(source, compression, 65_536, allow)
  if (kind === 'msg') takeItem(source, ['msg'])
  if (kind === 'pst') for (const { nid } of listPst(source)?.messages.slice(0, 50) ?? []) takeItem(source, ['pst', nid])
  if (kind === 'dbox') accountForDbox(source)
  if (kind === 'emlx') {
    const { offset, length } = readEmlx(source)
    assert(offset >= 0 && length >= 0 && offset + length <= bytes.byteLength, 'a message of Apple Mail outside of its file')
    putPartsIn(bytes.subarray(offset, offset + length), beside, reached)
  }
}

function putPartsIn(message: Uint8Array, bodies: readonly Uint8Array[], reached: Set<string>): void {
  const parts = apartParts(message)
  if (parts.length === 0 || bodies.length === 0) return
  reached.add('apart')
  const found = parts.map(({ number }, at) => ({ number, bytes: bodies[at % bodies.length] ?? new Uint8Array(0), encoded: at % 3 === 0 }))
  parseMessage(putTogether(message, found))
}

function readName(name: string, reached: Set<string>): void {
  const { flags, sizeBytes, wireSizeBytes, unique } = parseMaildirName(name)
  assert(flags.every((flag) => flag.length === 1) && unique.length <= name.length, 'flags of a name that are none')
  assert(
    [sizeBytes, wireSizeBytes].every((size) => size === null || Number.isSafeInteger(size)),
    'a size of a name that is none',
  )
  assert(
    maildirFolder(name).every((folder) => folder.isWellFormed()),
    'a folder whose name is not well-formed',
  )
  reached.add('maildir')
}

function accountForMbox(source: ByteSource): void {
  let at = 0
  for (const slice of readMbox(source)) {
    assert(slice.offset === at, 'a gap between slices of an mbox')
    at = slice.offset + slice.length
  }
  assert(at === source.size, 'bytes of an mbox in no slice')
}

function accountForDbox(source: ByteSource): void {
  const { messages, damagedAt } = readDbox(source)
  let at = 0
  for (const { start, offset, length } of messages) {
    assert(start >= at && offset >= start && length >= 0 && offset + length <= source.size, 'messages of a dbox file that overlap')
    at = offset + length
  }
  assert(damagedAt === null || (damagedAt >= at && damagedAt <= source.size), 'damage of a dbox file outside of it')
}

/** A message with a file attached. */
function carrying(name: string, bytes: Uint8Array): Uint8Array {
  const head = `From: a@b\nMIME-Version: 1.0\nContent-Type: application/octet-stream; name="${name}"\nContent-Transfer-Encoding: base64\n\n`
  return Buffer.from(`${head}${Buffer.from(bytes).toString('base64')}\n`)
}

async function readMessage(bytes: Uint8Array, reached: Set<string>): Promise<void> {
  const parsed = parseMessage(bytes)
  messageTexts(parsed, bytes)
  for (const surface of surfacesOfMessage(document, parsed, bytes, 'UTC'))
    assert(surface.text.isWellFormed(), 'a surface that is not well-formed')
  for (const located of attachmentParts(parsed).slice(0, mostParts)) {
    const { part } = located
    const content = partBytes(locatedBytes(bytes, located), part).bytes
    const { type, filename, charset, message } = part
    await readAttachment({ part: located.path, type, filename, charset, message, bytes: content }, reached)
  }
}

async function readAttachment(attachment: Parameters<typeof surfacesOfAttachment>[1], reached: Set<string>): Promise<void> {
  reached.add(`attached ${attachmentKind(attachment.type, attachment.filename, attachment.bytes)}`)
  const { surfaces } = await surfacesOfAttachment(document, attachment, { words: false })
  for (const surface of surfaces) assert(surface.text.isWellFormed(), 'a surface that is not well-formed')
}
