import { inflateSync } from 'node:zlib'
import type { DocumentId } from '../model/index.ts'
import { textsOf } from './check-decode.ts'
import { checkPacked } from './check-packed.ts'
import type { Findings } from './check-types.ts'

const MAX_TEXT = 16 * 2 ** 20
const pixelChunks = new Set([
  'IHDR',
  'PLTE',
  'IDAT',
  'IEND',
  'tRNS',
  'gAMA',
  'cHRM',
  'sRGB',
  'sBIT',
  'pHYs',
  'bKGD',
  'fdAT',
  'fcTL',
  'acTL',
])

/** A part of a picture that is no pixels: what it is called, and its bytes, unpacked. */
interface Piece {
  readonly layer: string
  readonly bytes: Uint8Array
}

/** Pieces of a picture, and what stands behind its end; null where it cannot be taken apart. */
interface Pieces {
  readonly pieces: readonly Piece[]
  readonly behind: Uint8Array
}

/** Whether a file begins as a picture of a kind that can be taken apart. */
export function isPicture(data: Buffer): boolean {
  const magic = data.subarray(0, 8).toString('latin1')
  return magic.startsWith('\x89PNG') || magic.startsWith('\xff\xd8\xff') || magic.startsWith('GIF8')
}

/**
 * What a picture says beside its pixels (PNG 3rd ed. §11.3: text, profile and EXIF chunks, packed or not; JPEG: application segments and comments;
 * GIF89a: comment and application extensions) becomes layers; what programs pack into such a piece, and files in one, too, these by `inside`. Gives the bytes behind the
 * picture's end, for the caller to look into.
 */
export function checkPicture(
  data: Buffer,
  path: string,
  owners: readonly DocumentId[] | null,
  findings: Pick<Findings, 'layer' | 'problem'>,
  inside: (bytes: Uint8Array) => void,
): Uint8Array {
  const taken = data[0] === 0x89 ? pngPieces(data) : data[0] === 0xff ? jpegPieces(data) : gifPieces(data)
  for (const text of textsOf(data)) findings.layer({ path, layer: 'picture bytes', owners, text, noisy: true })
  if (taken === null) {
    findings.problem('undecodable', path, 'A picture is damaged or too large, so what it holds beside its pixels cannot be checked.')
    return new Uint8Array(0)
  }
  for (const { layer, bytes } of taken.pieces) {
    for (const text of [...textsOf(bytes), ...wideTexts(bytes)]) findings.layer({ path, layer, owners, text, noisy: false })
    checkPacked(Buffer.from(bytes), path, owners, findings, inside)
  }
  return taken.behind
}

/** UTF-16 of either order at either parity, as EXIF and colour profiles hold it between other bytes. */
function wideTexts(bytes: Uint8Array): string[] {
  return (['utf-16le', 'utf-16be'] as const).flatMap((order) =>
    [0, 1].map((from) => new TextDecoder(order).decode(bytes.subarray(from)).replace(/[^\p{L}\p{N}\p{P}\p{Zs}]{1,1000}/gu, '\n')),
  )
}

function pngPieces(data: Buffer): Pieces | null {
  const pieces: Piece[] = []
  const rows: Buffer[] = []
  for (let at = 8; at + 12 <= data.length; ) {
    const length = data.readUInt32BE(at)
    const type = data.subarray(at + 4, at + 8).toString('latin1')
    const body = data.subarray(at + 8, at + 8 + length)
    at += 12 + length
    if (at > data.length) return null
    if (type === 'IDAT') rows.push(body)
    if (type === 'IEND') {
      const beside = besideRows(data, Buffer.concat(rows))
      return beside === null ? null : { pieces: [...pieces, ...beside], behind: data.subarray(at) }
    }
    if (pixelChunks.has(type)) continue
    const layer = `picture ${/^[A-Za-z]{4}$/.test(type) ? type : 'chunk'}`
    pieces.push({ layer, bytes: body })
    const packed = packedText(type, body)
    if (packed === null) continue
    const bytes = inflated(packed)
    if (bytes === null) return null
    pieces.push({ layer, bytes })
  }
  return null
}

const MAX_ROWS = 2 ** 30

/** What the packed rows of a PNG hold beside those that are drawn: bytes behind them, packed or not. Null where that is more than is looked at. */
function besideRows(data: Buffer, packed: Buffer): Piece[] | null {
  try {
    const drawn = lengthOfRows(data)
    const { buffer, engine } = inflateSync(packed, { maxOutputLength: Math.min(drawn + MAX_TEXT, MAX_ROWS), info: true }) as unknown as {
      buffer: Buffer
      engine: { bytesWritten: number }
    }
    const found = [buffer.subarray(drawn), packed.subarray(engine.bytesWritten)]
    return found.filter((bytes) => bytes.some((byte) => byte !== 0)).map((bytes) => ({ layer: 'picture rows', bytes }))
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE') return null
    // Pixels that nobody can draw; its bytes are searched with all others.
    return []
  }
}

/** Channels by colour type (PNG 3rd ed. §11.2.1). */
const channels: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }
/** Where Adam7 begins and how far apart its pixels are, by pass: column, row, and the distances (PNG 3rd ed. §8.1). */
const passes = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const

/** Bytes of the rows by the header, filters included. */
function lengthOfRows(data: Buffer): number {
  const [width, height] = [data.readUInt32BE(16), data.readUInt32BE(20)]
  const bits = (data[24] ?? 0) * (channels[data[25] ?? 0] ?? 0)
  const length = (columns: number, rows: number) => (columns === 0 ? 0 : rows * (1 + Math.ceil((columns * bits) / 8)))
  if (data[28] !== 1) return length(width, height)
  return passes.reduce(
    (sum, [column, row, across, down]) =>
      sum + length(Math.max(0, Math.ceil((width - column) / across)), Math.max(0, Math.ceil((height - row) / down))),
    0,
  )
}

/** The zlib stream within a text or profile chunk; null where the chunk has none. */
function packedText(type: string, body: Buffer): Buffer | null {
  const keyword = body.indexOf(0)
  if (keyword < 0) return null
  if (type === 'zTXt' || type === 'iCCP') return body.subarray(keyword + 2)
  if (type !== 'iTXt' || body[keyword + 1] !== 1) return null
  const language = body.indexOf(0, keyword + 3)
  const translated = body.indexOf(0, language + 1)
  return body.subarray(translated + 1)
}

function inflated(bytes: Buffer): Uint8Array | null {
  try {
    return inflateSync(bytes, { maxOutputLength: MAX_TEXT })
  } catch {
    return null
  }
}

function jpegPieces(data: Buffer): Pieces | null {
  const pieces: Piece[] = []
  let at = 2
  while (at + 2 <= data.length) {
    if (data[at] !== 0xff) return null
    const marker = data[at + 1] ?? 0
    if (marker === 0xff) at++
    else if (marker === 0xd9) return { pieces: [...pieces, ...joined(pieces)], behind: data.subarray(at + 2) }
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) at += 2
    else {
      if (at + 4 > data.length) return null
      const end = at + 2 + data.readUInt16BE(at + 2)
      if (end > data.length || end < at + 4) return null
      if ((marker >= 0xe0 && marker <= 0xef) || marker === 0xfe)
        pieces.push({ layer: marker === 0xfe ? 'picture comment' : `picture APP${marker - 0xe0}`, bytes: data.subarray(at + 4, end) })
      at = end
      // Pixels run to the next marker that is neither a stuffed byte nor a restart.
      if (marker === 0xda)
        while (at + 1 < data.length && !(data[at] === 0xff && data[at + 1] !== 0 && ((data[at + 1] ?? 0) & 0xf8) !== 0xd0)) at++
    }
  }
  return null
}

/** How a segment begins that may go on in others of its kind: its signature, the bytes of which follow that tell which piece it is, and where the order stands in them. */
const partedSegments: readonly (readonly [signature: string, more: number, order: (bytes: Buffer) => number])[] = [
  ['http://ns.adobe.com/xmp/extension/\0', 40, (bytes) => bytes.readUInt32BE(71)],
  ['ICC_PROFILE\0', 2, (bytes) => bytes[12] ?? 0],
  ['Photoshop 3.0\0', 0, () => 0],
  ['Exif\0\0', 0, () => 0],
]

/** Segments of one kind as what they are together: what is longer than one holds goes on in the next. */
function joined(pieces: readonly Piece[]): Piece[] {
  const kinds = Map.groupBy(pieces, ({ layer, bytes }) => {
    const begin = Buffer.from(bytes.subarray(0, 40)).toString('latin1')
    return `${layer}\0${partedSegments.findIndex(([signature]) => begin.startsWith(signature))}`
  })
  return [...kinds].flatMap(([kind, own]) => {
    if (own.length < 2) return []
    const [signature, more, order] = partedSegments[Number(kind.split('\0')[1])] ?? (['', 0, () => 0] as const)
    const bodies = own.map(({ bytes }) => Buffer.from(bytes)).filter((bytes) => bytes.length >= signature.length + more)
    const inOrder = bodies.toSorted((one, other) => order(one) - order(other)).map((bytes) => bytes.subarray(signature.length + more))
    return [{ layer: own[0]?.layer ?? '', bytes: Buffer.concat(inOrder) }]
  })
}

function gifPieces(data: Buffer): Pieces | null {
  const pieces: Piece[] = []
  const colours = (flags: number) => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1))
  let at = 13 + colours(data[10] ?? 0)
  const blocks = (): Buffer | null => {
    const found: Buffer[] = []
    for (;;) {
      const size = data[at]
      if (size === undefined || at + 1 + size > data.length) return null
      found.push(data.subarray(at + 1, at + 1 + size))
      at += 1 + size
      if (size === 0) return Buffer.concat(found)
    }
  }
  while (at < data.length) {
    const kind = data[at]
    if (kind === 0x3b) return { pieces, behind: data.subarray(at + 1) }
    if (kind === 0x21) {
      at += 2
      const bytes = blocks()
      if (bytes === null) return null
      pieces.push({ layer: 'picture comment', bytes })
    } else if (kind === 0x2c) {
      at += 10 + colours(data[at + 9] ?? 0) + 1
      if (blocks() === null) return null
    } else return null
  }
  return null
}
