import { crc32, inflateSync } from 'node:zlib'
import type { DocumentId, Pixels, Region } from '../model/index.ts'
import { textsOf } from './check-decode.ts'
import type { Findings } from './check-types.ts'

/** The chunks of a produced PNG (PNG 3rd ed. §11): no text, time, profile or EXIF. */
const allowedChunks = new Set(['IHDR', 'sBIT', 'sRGB', 'IDAT', 'IEND'])

/** Takes a produced PNG apart, chunk by chunk, and gives its pixels; null where it is not as produced. */
export function checkPng(bytes: Uint8Array, path: string, owners: readonly DocumentId[], findings: Findings): Pixels | null {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const problem = (code: string, message: string) => findings.problem(code, path, message)
  if (data.subarray(0, 8).toString('latin1') !== '\x89PNG\r\n\x1a\n') {
    problem('png-structure', 'This picture is no PNG.')
    for (const text of textsOf(bytes)) findings.layer({ path, layer: 'picture bytes', owners, text, noisy: true })
    return null
  }
  const packed: Buffer[] = []
  let header: Buffer | null = null
  let at = 8
  let type = ''
  while (at + 12 <= data.length && type !== 'IEND') {
    const length = data.readUInt32BE(at)
    type = data.subarray(at + 4, at + 8).toString('latin1')
    const body = data.subarray(at + 8, at + 8 + length)
    if (at + 12 + length > data.length || crc32(data.subarray(at + 4, at + 8 + length)) !== data.readUInt32BE(at + 8 + length)) {
      problem('png-structure', 'A chunk is damaged.')
      return null
    }
    if (!allowedChunks.has(type)) {
      problem('png-chunk', `The picture holds a ${/^[A-Za-z]{4}$/.test(type) ? type : 'strange'} chunk.`)
      for (const text of textsOf(body)) findings.layer({ path, layer: `png ${type}`, owners, text, noisy: false })
    }
    if (type === 'IHDR') header = body
    if (type === 'IDAT') packed.push(body)
    at += 12 + length
  }
  if (type !== 'IEND' || at !== data.length) {
    problem('png-structure', 'Bytes stand behind the end of the picture.')
    for (const text of textsOf(data.subarray(at))) findings.layer({ path, layer: 'picture bytes', owners, text, noisy: false })
  }
  const channels = header?.[9] === 6 ? 4 : header?.[9] === 2 ? 3 : 0
  if (header === null || header[8] !== 8 || channels === 0 || header[12] !== 0) {
    problem('png-structure', 'The picture has another pixel format than is ever written.')
    return null
  }
  const widthPx = header.readUInt32BE(0)
  const heightPx = header.readUInt32BE(4)
  try {
    const rows = inflateSync(Buffer.concat(packed), { maxOutputLength: heightPx * (widthPx * channels + 1) + 1 })
    if (rows.length !== heightPx * (widthPx * channels + 1)) {
      problem('png-structure', 'The picture holds more than its pixels.')
      return null
    }
    return unfilter(rows, widthPx, heightPx, channels)
  } catch {
    problem('png-structure', 'The pixels do not inflate.')
    return null
  }
}

/** PNG 3rd ed. §9: undoes the row filters. */
function unfilter(rows: Buffer, widthPx: number, heightPx: number, channels: number): Pixels {
  const data = new Uint8ClampedArray(widthPx * heightPx * 4)
  const stride = widthPx * channels
  let above = new Uint8Array(stride)
  for (let y = 0; y < heightPx; y++) {
    const filter = rows[y * (stride + 1)] ?? 0
    const line = Uint8Array.from(rows.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1)))
    for (let x = 0; x < stride; x++) {
      const a = x >= channels ? (line[x - channels] ?? 0) : 0
      const b = above[x] ?? 0
      const c = x >= channels ? (above[x - channels] ?? 0) : 0
      const guess = filter === 1 ? a : filter === 2 ? b : filter === 3 ? (a + b) >> 1 : filter === 4 ? paeth(a, b, c) : 0
      line[x] = (line[x] ?? 0) + guess
    }
    for (let x = 0; x < widthPx; x++) {
      for (let channel = 0; channel < 4; channel++)
        data[(y * widthPx + x) * 4 + channel] = channel < channels ? (line[x * channels + channel] ?? 0) : 255
    }
    above = line
  }
  return { widthPx, heightPx, data }
}

function paeth(a: number, b: number, c: number): number {
  const p = a + b - c
  const [pa, pb, pc] = [Math.abs(p - a), Math.abs(p - b), Math.abs(p - c)]
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c
}

/** Whether every marked box of a picture is of one colour, and the picture opaque. */
export function checkBoxes(pixels: Pixels, boxes: readonly Region[], path: string, findings: Findings): void {
  const { data } = pixels
  for (let at = 3; at < data.length; at += 4)
    if (data[at] !== 255) {
      findings.problem('not-opaque', path, 'The picture has transparent pixels.')
      break
    }
  for (const [index, box] of boxes.entries())
    if (!oneColour(pixels, box)) findings.problem('box-not-one-colour', path, `Redacted box ${index + 1} is not of one colour.`)
}

/** Black, as redactions are painted. */
function oneColour({ widthPx, heightPx, data }: Pixels, box: Region): boolean {
  for (let y = Math.max(0, box.y); y < Math.min(heightPx, box.y + box.height); y++)
    for (let x = Math.max(0, box.x); x < Math.min(widthPx, box.x + box.width); x++) {
      const at = (y * widthPx + x) * 4
      if (data[at] !== 0 || data[at + 1] !== 0 || data[at + 2] !== 0) return false
    }
  return true
}
