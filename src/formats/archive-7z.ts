import type { ByteSource } from '../model/index.ts'
import { type ArchiveEntry, type ArchiveItem, innerName } from './archive-entry.ts'
import { DecodeError, type DecodeFault } from './byte-stream.ts'
import type { BcjKind } from './decode-filter.ts'
import { takeStep } from './place.ts'
import type { InnerStep } from './place-step.ts'
import {
  encodedHeader,
  maximumHeaderBytes,
  type SevenZipBlock,
  type SevenZipFile,
  sevenZipFiles,
  sevenZipHeader,
} from './seven-zip-header.ts'

/**
 * 7z (7zFormat.txt of the LZMA SDK): entries in the order of their data, so that a solid block is one pass. Copy, LZMA, LZMA2, deflate, bzip2 and the filters delta
 * and BCJ are read; AES is told as protected; PPMd and BCJ2 as unsupported, file by file. Nothing but the header is decompressed here.
 */
export function* read7z(source: ByteSource): Generator<ArchiveItem> {
  try {
    const { blocks, files } = sevenZipFiles(plainHeader(source))
    const ways = blocks.map(wayTo)
    for (const file of files) yield { entry: entryOf(file, file.block === null ? null : (ways[file.block] ?? null), source.size) }
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error
    yield { fault: error.code, position: error.position }
  }
}

/** A header may be packed, and what it unpacks to again; more than a few times serves nothing. */
const maximumLayers = 4

function plainHeader(source: ByteSource): Buffer {
  let header = sevenZipHeader(source)
  for (let layer = 0; layer < maximumLayers; layer++) {
    const block = encodedHeader(header)
    if (block === null) return header
    const way = wayTo(block)
    if (way.steps === null) throw new DecodeError(way.fault, 0)
    const size = block.coders.at(-1)?.sizeBytes ?? 0
    if (size > maximumHeaderBytes) throw new DecodeError('expands-too-much', 0)
    header = Buffer.from(way.steps.reduce(takeStep, source).read(0, size))
    if (header.byteLength < size) throw new DecodeError('damaged-archive', 0)
  }
  throw new DecodeError('unsupported-archive', 0)
}

type Way = { readonly steps: readonly InnerStep[]; readonly fault: null } | { readonly steps: null; readonly fault: DecodeFault }

/** The steps from the archive's bytes to what a block unpacks to. */
function wayTo(block: SevenZipBlock): Way {
  if (block.coders.some(({ method }) => method.startsWith('06f1'))) return { steps: null, fault: 'protected-archive' }
  if (block.packed === null) return { steps: null, fault: 'unsupported-archive' }
  const steps: InnerStep[] = [['at', block.packed.offset, block.packed.length]]
  for (const { method, properties, sizeBytes } of block.coders) {
    if (method === '00') continue
    const step = coderStep(method, properties, sizeBytes)
    if (step === null) return { steps: null, fault: 'unsupported-archive' }
    steps.push(step)
  }
  return { steps, fault: null }
}

/** BCJ by machine (Methods.txt of the LZMA SDK). */
const machines: Readonly<Record<string, BcjKind>> = {
  '03030103': 'x86',
  '03030205': 'powerpc',
  '03030401': 'ia64',
  '03030501': 'arm',
  '03030701': 'armthumb',
  '03030805': 'sparc',
  '0a': 'arm64',
  '0b': 'riscv',
}

function coderStep(method: string, properties: Buffer, size: number): InnerStep | null {
  if (method === '21' && properties.byteLength === 1) return ['lzma2', size, properties[0] ?? 0]
  if (method === '030101' && properties.byteLength === 5) return ['lzma', size, properties.toString('hex')]
  if (method === '03' && properties.byteLength === 1) return ['delta', size, (properties[0] ?? 0) + 1]
  const machine = machines[method]
  if (machine !== undefined && (properties.byteLength === 0 || properties.byteLength === 4))
    return ['bcj', size, machine, properties.byteLength === 4 ? properties.readUInt32LE(0) : 0]
  if (method === '040108') return ['deflate', size]
  return method === '040202' ? ['bzip2', size] : null
}

function entryOf(file: SevenZipFile, way: Way | null, archiveBytes: number): ArchiveEntry {
  const unix = file.mode & 0o170000
  const kind =
    unix === 0o120000 ? 'link' : file.folder || unix === 0o040000 ? 'folder' : unix === 0 || unix === 0o100000 ? 'file' : 'special'
  const base = {
    name: innerName(file.name),
    shown: file.name.toString('utf8'),
    kind,
    sizeBytes: file.sizeBytes,
    modifiedMs: file.modifiedMs,
  } as const
  if (kind !== 'file') return { ...base, steps: null, fault: null }
  if (way === null) return { ...base, steps: [['at', 0, 0]], fault: null }
  if (way.steps === null) return { ...base, steps: null, fault: way.fault }
  const packed = way.steps[0]
  if (packed?.[0] === 'at' && packed[1] + packed[2] > archiveBytes) return { ...base, steps: null, fault: 'damaged-archive' }
  const part: InnerStep = file.crc === null ? ['at', file.offset, file.sizeBytes] : ['part', file.offset, file.sizeBytes, file.crc]
  return { ...base, steps: [...way.steps, part], fault: null }
}
