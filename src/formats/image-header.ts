export interface ImageHeader {
  readonly type: string
  /** As stored. */
  readonly widthPx: number
  readonly heightPx: number
  /** EXIF orientation, 1 to 8 (CIPA DC-008 §4.6.4); 1 where there is none. */
  readonly orientation: number
}

/** The media type that a picture's first bytes tell; null where it is none of the five kinds we decode. */
export function imageType(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(16, bytes.byteLength)).toString('latin1')
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (head.startsWith('GIF87a') || head.startsWith('GIF89a')) return 'image/gif'
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return 'image/webp'
  if (head.startsWith('BM') && head.slice(6, 10) === '\0\0\0\0') return 'image/bmp'
  return null
}

/** Reads a picture's header; null where it is damaged or of another kind. */
export function readImageHeader(bytes: Uint8Array): ImageHeader | null {
  const type = imageType(bytes)
  if (type === null) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    const size = readers[type]?.(view) ?? null
    return size === null ? null : { type, orientation: 1, ...size }
  } catch {
    // A RangeError: the header ends early.
    return null
  }
}

interface Size {
  readonly widthPx: number
  readonly heightPx: number
  readonly orientation?: number
}

const readers: Readonly<Record<string, (view: DataView) => Size | null>> = {
  'image/png': (view) => ({ widthPx: view.getUint32(16), heightPx: view.getUint32(20) }),
  'image/gif': (view) => ({ widthPx: view.getUint16(6, true), heightPx: view.getUint16(8, true) }),
  'image/bmp': (view) => {
    if (view.getUint32(14, true) === 12) return { widthPx: view.getUint16(18, true), heightPx: view.getUint16(20, true) }
    return { widthPx: Math.abs(view.getInt32(18, true)), heightPx: Math.abs(view.getInt32(22, true)) }
  },
  'image/webp': webp,
  'image/jpeg': jpeg,
}

/** RFC 9649 §2.5–2.7. */
function webp(view: DataView): Size | null {
  const uint24 = (at: number): number => view.getUint16(at, true) | (view.getUint8(at + 2) << 16)
  const chunk = view.getUint32(12)
  if (chunk === 0x56503858) return { widthPx: uint24(24) + 1, heightPx: uint24(27) + 1 }
  if (chunk === 0x5650384c) {
    const bits = view.getUint32(21, true)
    return { widthPx: (bits & 0x3fff) + 1, heightPx: ((bits >>> 14) & 0x3fff) + 1 }
  }
  if (chunk === 0x56503820) return { widthPx: view.getUint16(26, true) & 0x3fff, heightPx: view.getUint16(28, true) & 0x3fff }
  return null
}

/** ITU-T T.81 Annex B: segments up to the frame header; the orientation from an Exif APP1 segment on the way. */
function jpeg(view: DataView): Size | null {
  let orientation = 1
  let at = 2
  while (at + 4 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return null
    const marker = view.getUint8(at + 1)
    if (marker === 0xff) {
      at++
      continue
    }
    const length = view.getUint16(at + 2)
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (isFrame) return { widthPx: view.getUint16(at + 7), heightPx: view.getUint16(at + 5), orientation }
    if (marker === 0xda || marker === 0xd9 || length < 2) return null
    if (marker === 0xe1 && view.getUint32(at + 4) === 0x45786966)
      orientation = exifOrientation(view, at + 10, at + 2 + length) ?? orientation
    at += 2 + length
  }
  return null
}

/** Tag 0x0112 of the first directory of a TIFF structure. */
function exifOrientation(view: DataView, start: number, end: number): number | null {
  if (start + 8 > end || end > view.byteLength) return null
  const little = view.getUint16(start) === 0x4949
  const directory = start + view.getUint32(start + 4, little)
  if (directory + 2 > end) return null
  const entries = view.getUint16(directory, little)
  for (let index = 0; index < entries; index++) {
    const entry = directory + 2 + index * 12
    if (entry + 12 > end) return null
    if (view.getUint16(entry, little) !== 0x0112) continue
    const value = view.getUint16(entry + 8, little)
    return value >= 1 && value <= 8 ? value : null
  }
  return null
}
