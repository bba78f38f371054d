import { inflateSync, zstdDecompressSync } from 'node:zlib'
import type { DocumentId } from '../model/index.ts'
import { beginsAsFile, longMagics } from './check-carried.ts'
import { textsOf } from './check-decode.ts'
import { gzipMember } from './check-gzip.ts'
import { isText } from './check-text.ts'
import type { Findings } from './check-types.ts'

/** How packed data begins: gzip (RFC 1952), zlib with the window that everybody takes (RFC 1950), zstd (RFC 8878). */
const beginnings = /\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]|\x28\xb5\x2f\xfd/g
const binaryMagics = longMagics.filter((magic) => magic !== '{\\rtf')
const MAX_BYTES = 256 * 2 ** 20
const MAX_FOUND = 500

/**
 * Looks into binary data of a program (a chunk of a picture, a stream of a PDF): what is packed in it, wherever it begins, is text to be searched, a file for `inside`,
 * or binary again; a file that begins in it is for `inside`. Tells whether anything was found.
 */
export function checkPacked(
  data: Buffer,
  path: string,
  owners: readonly DocumentId[] | null,
  findings: Pick<Findings, 'layer'>,
  inside: (bytes: Uint8Array) => void,
): boolean {
  const packed = packedWithin(data)
  for (const { names, buffer: bytes } of packed) {
    for (const text of textsOf(names ?? new Uint8Array(0)))
      findings.layer({ path, layer: 'names of a compressed file', owners, text, noisy: false })
    if (isText(bytes) || beginsAsFile(Buffer.from(bytes))) inside(bytes)
    else for (const text of textsOf(bytes)) findings.layer({ path, layer: 'packed bytes', owners, text, noisy: true })
  }
  // In a text, how files begin is a word like any other.
  const starts = isText(data) ? [] : binaryMagics.map((magic) => data.indexOf(magic, 0, 'latin1')).filter((at) => at >= 0)
  if (starts.length > 0) inside(data.subarray(Math.min(...starts)))
  return packed.length > 0 || starts.length > 0
}

/** Data that unpacks whole, its checksum right: noise never does. */
function packedWithin(data: Buffer): Unpacked[] {
  const found: Unpacked[] = []
  let from = 0
  for (const { index } of data.toString('latin1').matchAll(beginnings)) {
    if (index < from || found.length === MAX_FOUND) continue
    const unpacked = unpack(data.subarray(index))
    if (unpacked === null || unpacked.buffer.length === 0) continue
    found.push(unpacked)
    from = index + unpacked.engine.bytesWritten
  }
  return found
}

interface Unpacked {
  /** What its header says beside. */
  readonly names?: Uint8Array
  readonly buffer: Uint8Array
  readonly engine: { readonly bytesWritten: number }
}

const options = { maxOutputLength: MAX_BYTES, info: true } as const

function unpack(data: Buffer): Unpacked | null {
  try {
    if (data[0] === 0x1f) {
      const member = gzipMember(data, MAX_BYTES)
      return member === null ? null : { ...member, engine: { bytesWritten: member.length } }
    }
    return (data[0] === 0x78 ? inflateSync(data, options) : zstdDecompressSync(data, options)) as unknown as Unpacked
  } catch {
    return null
  }
}
