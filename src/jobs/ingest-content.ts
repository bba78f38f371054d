import { crc32 } from 'node:zlib'
import {
  type ApartPart,
  allowedBytes,
  apartParts,
  type ContentKind,
  compressions,
  containerLimits,
  DecodeError,
  endsAsZip,
  type InnerStep,
  isPackage,
  isText,
  isVolume,
  listPst,
  measure,
  promisedByName,
  readDbox,
  readEmlx,
  recogniseBytes,
  recogniseContent,
  takeStep,
  unreadArchive,
} from '../formats/mail-side.ts'
import { type ByteSource, bytesSource } from '../model/index.ts'
import {
  type ArchiveKind,
  type Budget,
  type ContentFault,
  concernsMail,
  emptyContent,
  type FileContent,
  hasFile,
  holdsMail,
  isOutlookForMac,
  listArchive,
  sumIn,
  sumOfBeginning,
  withEnd,
} from './ingest-archive.ts'

export function newBudget(outerBytes: number): Budget {
  return { bytes: allowedBytes(outerBytes, containerLimits), entries: containerLimits.entries }
}

/** Files of Dovecot that say something of the mail beside them. */
const asideNames: ReadonlySet<string> = new Set(['dovecot-keywords', 'dovecot.map.index', 'dovecot.map.index.log'])
const maximumAsideBytes = 64 * 1024 * 1024

/** A store that is read by jumping about, inside something compressed, is held in memory up to this size, in bytes. */
const heldStoreBytes = 256 * 1024 * 1024

/**
 * Looks into a file: takes off compression, lists archives, and tells what of it is mail. Reads forwards as far as it can, so that inside a compressed outer file
 * all is one pass. Damage and limits come out as faults. @throws the system's errors
 */
export function contentOf(source: ByteSource, steps: readonly InnerStep[], budget: Budget, name: string): FileContent {
  try {
    const content = resolve(source, steps, budget, name)
    return isVolume(name) ? { ...content, faults: content.faults.map(goesOn) } : content
  } catch (error) {
    if (error instanceof DecodeError) return { ...emptyContent, steps, sizeBytes: source.size, faults: [{ code: error.code, at: '' }] }
    throw error
  }
}

/** The first of several volumes is not damaged where it ends: the rest stands in the others. */
function goesOn(fault: ContentFault): ContentFault {
  return fault.code === 'damaged-archive' ? { ...fault, code: 'unsupported-archive' } : fault
}

function resolve(source: ByteSource, steps: readonly InnerStep[], budget: Budget, name: string): FileContent {
  if (source.size === 0) {
    const archived = isUncompressed(steps) ? unreadArchive(new Uint8Array(0), name) : null
    const code = archived ?? (promisedByName(name) === 'message' ? 'not-as-named' : null)
    return { ...emptyContent, steps, faults: code === null ? [] : [{ code, at: '' }] }
  }
  const head = Buffer.from(source.read(0, Math.min(recogniseBytes, source.size)))
  const kind = recogniseContent(head, () => source)
  const plain = { ...emptyContent, steps, sizeBytes: source.size }
  if (kind === null) return zipBehind(source, head, plain, budget, name) ?? byName(source, head, plain, name)
  if (steps.filter(([step]) => step !== 'part').length >= containerLimits.depth * 2 && isOuter(kind))
    return { ...plain, faults: [{ code: 'nested-too-deep', at: '' }] }
  switch (kind) {
    case 'mbox':
      return { ...plain, kind }
    case 'eml':
    case 'msg':
      return { ...plain, kind, headSum: crc32(head) }
    case 'emlx': {
      const { offset, length, flags } = readEmlx(source)
      const apart = lacking(source, offset, length)
      return { ...plain, kind, flags, apart, steps: [...steps, ['at', offset, length]], sizeBytes: length }
    }
    case 'dbox': {
      const { messages, damagedAt } = readDbox(source)
      const faults = damagedAt === null ? [] : [{ code: 'damaged-store' as const, at: `@${damagedAt}` }]
      return { ...plain, kind, dbox: messages, faults }
    }
    case 'pst':
      return store(source, plain)
    case 'zip':
    case 'tar':
    case '7z':
      return archive(source, kind, plain, budget)
    case 'rar':
      return { ...plain, faults: [{ code: 'unsupported-archive', at: '' }] }
    default:
      return compressed(source, kind, plain, budget, name)
  }
}

/** What the content doesn't tell, the name may: text in a file that promises a message is one, though it lacks a header; else its promise is told as broken. */
function byName(source: ByteSource, head: Uint8Array, plain: FileContent, name: string): FileContent {
  if (asideNames.has(name) && source.size <= maximumAsideBytes) return { ...plain, bytes: Uint8Array.from(source.read(0, source.size)) }
  const archived = isUncompressed(plain.steps) ? unreadArchive(head, name) : null
  if (archived !== null) return { ...plain, faults: [{ code: archived, at: '' }] }
  const promised = promisedByName(name)
  if (promised === null) return plain
  if (promised === 'message' && isText(head)) return { ...plain, kind: 'eml', headSum: crc32(head) }
  return { ...plain, faults: [{ code: 'not-as-named', at: '' }] }
}

/** Whether a file's name is that of what the steps lead to, not of what was compressed into it. */
function isUncompressed(steps: FileContent['steps']): boolean {
  const last = steps.at(-1)?.[0]
  return !compressions.some((each) => each === last)
}

/** A zip that something was put before: a program that unpacks it, whose own files are no matter of the mail, or what damaged it. */
function zipBehind(source: ByteSource, head: Buffer, plain: OpenContent, budget: Budget, name: string): FileContent | null {
  const named = /\.zip$/iu.test(name)
  if (!(named || head.toString('latin1', 0, 2) === 'MZ') || !endsAsZip(source)) return null
  const found = archive(source, 'zip', plain, budget)
  const worth = found.folders !== null && (holdsMail(found.folders) || found.faults.some(concernsMail))
  return named || worth ? found : null
}

/** What is being looked into: no step yet leads to another file. */
type OpenContent = FileContent & { readonly steps: readonly InnerStep[] }

function isOuter(kind: ContentKind): boolean {
  return ['zip', 'tar', '7z', ...compressions].includes(kind)
}

/** A PST jumps about: inside a stream it is held in memory. */
function store(source: ByteSource, plain: FileContent): FileContent {
  const streamed = plain.steps.length > 0
  if (streamed && source.size > heldStoreBytes) return { ...plain, faults: [{ code: 'too-large-inside', at: '' }] }
  const held = streamed ? takeStep(source, ['hold']) : source
  const pst = listPst(held)
  if (pst === null) return { ...plain, faults: [{ code: 'damaged-store', at: '' }] }
  const faults = pst.damagedPlaces > 0 ? [{ code: 'damaged-store' as const, at: '' }] : []
  return { ...plain, kind: 'pst', steps: streamed ? [...plain.steps, ['hold']] : plain.steps, pst, faults }
}

function archive(source: ByteSource, kind: ArchiveKind, plain: OpenContent, budget: Budget): FileContent {
  // One inside another is read twice (its list, its entries): a small one is kept meanwhile.
  const held =
    plain.steps.length > 0 && source.size <= containerLimits.heldBytes ? bytesSource(Buffer.from(source.read(0, source.size))) : source
  const { folders, faults } = listArchive(held, kind, budget, (entry, own, name) => {
    const steps = [...plain.steps, ...own]
    const known = sumIn(own)
    const beginning = known === null ? sumOfBeginning(entry) : 0
    const content = contentOf(entry, steps, budget, name)
    return { content, itself: { steps, sizeBytes: entry.size, sum: known ?? withEnd(entry, beginning) } }
  })
  if (isPackage((name) => hasFile(folders, name)) && !holdsMail(folders) && !faults.some(concernsMail)) return plain
  const unread: readonly ContentFault[] = isOutlookForMac(folders) ? [{ code: 'unsupported-archive', at: '' }] : []
  return { ...plain, kind: 'archive', folders, faults: [...faults, ...unread] }
}

function compressed(
  source: ByteSource,
  kind: (typeof compressions)[number],
  plain: OpenContent,
  budget: Budget,
  name: string,
): FileContent {
  const { size, fault } = measure(source, kind, 0, (bytes) => {
    budget.bytes -= bytes
    return budget.bytes >= 0
  })
  const step: InnerStep = fault === null ? [kind, size] : [kind, size, 'cut']
  const faults: ContentFault[] = fault === null ? [] : [{ code: fault.code, at: `@${fault.position}` }]
  if (size === 0) return { ...plain, faults }
  const inner = contentOf(takeStep(source, step), [...plain.steps, step], budget, name)
  return { ...inner, faults: [...faults, ...inner.faults] }
}

/** Of an Apple Mail message: which attachments lie in files of their own. Few messages are worth taking apart for it. */
function lacking(source: ByteSource, offset: number, length: number): readonly ApartPart[] {
  if (length > maximumApartBytes) return []
  const message = Buffer.from(source.read(offset, length))
  return /\nX-Apple-Content-Length:/iu.test(message.toString('latin1')) ? apartParts(message) : []
}

/** What is left of a message without its attachments is text. */
const maximumApartBytes = 64 * 1024 * 1024
