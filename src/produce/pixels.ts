import { deflateSync } from 'node:zlib'
import { encodePng, type FileReader } from '../formats/index.ts'
import { AppError, type Pixels, type Region, type Surface } from '../model/index.ts'
import { applyToPixels, pixelRegions, regionsOf } from '../redact/index.ts'
import type { Released } from './released.ts'

/** Lines as fine as print are legible at this resolution. */
const DPI = 150

/** The boxes that marks put on one page or picture, in pixels of a picture of it of this size, clamped to it. The same as in the reviewer's preview. */
export function boxesOf(surface: Surface, released: Released, widthPx: number, heightPx: number): readonly Region[] {
  return pixelRegions(surface, regionsOf(surface, released.source.marks), widthPx, heightPx)
}

/** Paints what is marked black and puts the rest on white: no transparency is left. */
function paint(pixels: Pixels, surface: Surface, released: Released): Pixels {
  const data = new Uint8ClampedArray(pixels.data)
  for (let at = 0; at < data.length; at += 4) {
    const alpha = data[at + 3] ?? 255
    if (alpha === 255) continue
    for (let channel = 0; channel < 3; channel++)
      data[at + channel] = Math.round(((data[at + channel] ?? 0) * alpha + 255 * (255 - alpha)) / 255)
    data[at + 3] = 255
  }
  return applyToPixels({ ...pixels, data }, boxesOf(surface, released, pixels.widthPx, pixels.heightPx))
}

/** A page or picture as pixels, boxes painted. */
export interface PixelPage {
  readonly pixels: Pixels
  readonly widthPt: number
  readonly heightPt: number
}

function unreadable(released: Released): never {
  throw new AppError(
    'produce/undecodable',
    `Attachment ${released.number} cannot be turned into pixels as it was reviewed. Withhold it, or release it as native if nothing in it is marked.`,
    {
      document: released.number,
    },
  )
}

/** The picture of an image attachment, boxes painted. @throws `produce/undecodable` */
export async function imagePage(released: Released, reader: FileReader): Promise<PixelPage> {
  const surface = released.source.surfaces.find((candidate) => candidate.kind === 'image')
  const pixels = await reader.image(released.source.native())
  if (surface === undefined || pixels === null) return unreadable(released)
  const { image } = surface
  if (image !== null && (image.widthPx !== pixels.widthPx || image.heightPx !== pixels.heightPx)) return unreadable(released)
  return { pixels: paint(pixels, surface, released), widthPt: pixels.widthPx * 0.75, heightPt: pixels.heightPx * 0.75 }
}

/**
 * The pages of a PDF attachment, rebuilt from pixels, boxes painted: no object of the original comes along. Only pages that a reviewer
 * was shown. @throws `produce/undecodable`
 */
export async function pdfPages(released: Released, reader: FileReader, signal: AbortSignal): Promise<PixelPage[]> {
  const bytes = released.source.native()
  const surfaces = released.source.surfaces.filter((surface) => surface.producible && surface.page !== null)
  const content = await reader.pdf(bytes, { signal })
  const pages: PixelPage[] = []
  for (const surface of surfaces) {
    const { page } = surface
    if (page === null) continue
    const now = content.pages.find((candidate) => candidate.number === page.number)
    // A mark's place counts on the page that was reviewed: another size or text means another page, or one of which less was read than is drawn now.
    if (
      now === undefined ||
      Math.abs(now.widthPt - page.widthPt) > 0.5 ||
      Math.abs(now.heightPt - page.heightPt) > 0.5 ||
      now.text !== surface.text
    )
      return unreadable(released)
    const pixels = await reader.page(bytes, page.number, { dpi: DPI, signal })
    if (pixels === null) return unreadable(released)
    pages.push({ pixels: paint(pixels, surface, released), widthPt: page.widthPt, heightPt: page.heightPt })
  }
  return pages.length === 0 ? unreadable(released) : pages
}

/** Lossless, with no metadata. */
export async function pngOf(page: PixelPage): Promise<Uint8Array> {
  return await encodePng(page.pixels)
}

/** Deflated RGB rows, as a PDF image holds them. */
export function rgbOf(pixels: Pixels): Uint8Array {
  const rgb = Buffer.alloc(pixels.widthPx * pixels.heightPx * 3)
  for (let from = 0, to = 0; from < pixels.data.length; from += 4) {
    rgb[to++] = pixels.data[from] ?? 0
    rgb[to++] = pixels.data[from + 1] ?? 0
    rgb[to++] = pixels.data[from + 2] ?? 0
  }
  return deflateSync(rgb, { level: 6 })
}
