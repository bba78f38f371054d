import type { Canvas, SKRSContext2D } from '@napi-rs/canvas'
import type { Pixels } from '../model/index.ts'
import { readImageHeader } from './image-header.ts'

export { imageType } from './image-header.ts'

/** A picture that unpacks to more is not decoded: 100 megapixels are 400 MB. */
export const maxImagePixels = 100_000_000

export interface ImageInfo {
  readonly type: string
  /** As shown: with the EXIF orientation applied. */
  readonly widthPx: number
  readonly heightPx: number
}

/** Type and size of a PNG, JPEG, GIF, WebP or BMP, from its header; null for anything else and for damaged headers. */
export function imageInfo(bytes: Uint8Array): ImageInfo | null {
  const header = readImageHeader(bytes)
  if (header === null || header.widthPx < 1 || header.heightPx < 1) return null
  const { type, widthPx, heightPx, orientation } = header
  return orientation >= 5 ? { type, widthPx: heightPx, heightPx: widthPx } : { type, widthPx, heightPx }
}

/** Loaded when the first picture comes, since the native library is large and most mail has none. */
export function canvasLibrary(): Promise<typeof import('@napi-rs/canvas')> {
  return import('@napi-rs/canvas')
}

/**
 * Decodes a picture (the first frame of an animation) to pixels as shown, EXIF orientation applied. Null where it is damaged, of another kind, or
 * larger than `maxPixels`.
 */
export async function decodeImage(bytes: Uint8Array, maxPixels: number = maxImagePixels): Promise<Pixels | null> {
  const info = imageInfo(bytes)
  if (info === null || info.widthPx * info.heightPx > maxPixels) return null
  const { createCanvas, Image } = await canvasLibrary()
  const image = new Image()
  try {
    // Only bytes whose header is one of five raster formats get here, so nothing (an SVG, a URL) can load anything.
    image.src = Buffer.from(bytes)
    await image.decode()
  } catch {
    return null
  }
  const { widthPx, heightPx } = info
  if (image.naturalWidth !== widthPx || image.naturalHeight !== heightPx) return null
  const canvas = createCanvas(widthPx, heightPx)
  const context = canvas.getContext('2d')
  context.drawImage(image, 0, 0)
  return pixelsOf(canvas, context)
}

/** The pixels of a canvas, copied. */
export function pixelsOf(canvas: Canvas, context: SKRSContext2D): Pixels {
  const { width, height } = canvas
  return { widthPx: width, heightPx: height, data: new Uint8ClampedArray(context.getImageData(0, 0, width, height).data) }
}

/** Pixels as PNG: no metadata of the source survives, since only pixels get here. */
export async function encodePng(pixels: Pixels): Promise<Uint8Array> {
  const { createCanvas } = await canvasLibrary()
  const canvas = createCanvas(pixels.widthPx, pixels.heightPx)
  const context = canvas.getContext('2d')
  const target = context.createImageData(pixels.widthPx, pixels.heightPx)
  target.data.set(pixels.data)
  context.putImageData(target, 0, 0)
  return new Uint8Array(await canvas.encode('png'))
}
