import { PDFArray, PDFDict, PDFDocument, PDFHexString, PDFName, type PDFPage, PDFRawStream, StandardFonts } from '@cantoo/pdf-lib'
import { withoutMarkedContent } from './marked-content.ts'
import { type PixelPage, rgbOf } from './pixels.ts'
import { deriveHex } from './seeds.ts'

/** The one string about its maker that a produced PDF holds. */
const PRODUCER = 'Disclosure Desk'

/** What a page may keep of what the print engine wrote; the rest (annotations, links, structure, thumbnails) stays behind. */
const pageKeys = new Set(['Type', 'Parent', 'MediaBox', 'Resources', 'Contents'])
const resourceKeys = new Set(['Font', 'XObject', 'ExtGState', 'ColorSpace', 'Pattern', 'Shading'])

const A4 = { widthPt: 595.28, heightPt: 841.89 }
const MARGIN_PT = 36
const FOOTER_PT = 48

async function emptyDocument(): Promise<PDFDocument> {
  return await PDFDocument.create({ updateMetadata: false })
}

/** Constant producer, an id from the seed, one revision, a plain cross-reference table. */
async function finish(document: PDFDocument, seed: Uint8Array, purpose: string): Promise<Uint8Array> {
  const { context } = document
  // The library gives every page an empty list of annotations.
  for (const { node } of document.getPages()) for (const key of node.keys()) if (!pageKeys.has(key.decodeText())) node.delete(key)
  const id = PDFHexString.of(deriveHex(seed, `pdf-id:${purpose}`))
  const ids = PDFArray.withContext(context)
  ids.push(id)
  ids.push(id)
  context.trailerInfo.ID = ids
  context.trailerInfo.Info = context.register(context.obj({ Producer: PDFHexString.fromText(PRODUCER) }))
  return await document.save({ useObjectStreams: false, addDefaultPage: false, updateFieldAppearances: false })
}

/** A page dictionary reduced to what is drawn. */
function reduce(page: PDFPage): void {
  const { node } = page
  const box = node.MediaBox()
  const resources = node.Resources()
  for (const key of node.keys()) if (!pageKeys.has(key.decodeText())) node.delete(key)
  // Inherited values would stay behind with the page tree.
  node.set(PDFName.of('MediaBox'), box)
  if (resources === undefined) return
  const kept = PDFDict.withContext(node.context)
  for (const [key, value] of resources.entries()) if (resourceKeys.has(key.decodeText())) kept.set(key, value)
  node.set(PDFName.of('Resources'), kept)
}

/** Only the pages of a printed PDF, in a fresh file, numbered in the footer. */
export async function fromPrint(
  printed: Uint8Array,
  seed: Uint8Array,
  purpose: string,
  numbers: readonly string[] | null,
): Promise<Uint8Array> {
  const source = await PDFDocument.load(printed, { updateMetadata: false })
  withoutMarkedContent(source)
  for (const page of source.getPages()) reduce(page)
  const document = await emptyDocument()
  const pages = await document.copyPages(source, source.getPageIndices())
  for (const page of pages) document.addPage(page)
  if (numbers !== null) await footers(document, numbers)
  return await finish(document, seed, purpose)
}

/** Pages from pixels. With `numbers` each is set on an A4 sheet over its footer; else it has the size of the original. */
export async function fromPixels(
  pictures: readonly PixelPage[],
  seed: Uint8Array,
  purpose: string,
  numbers: readonly string[] | null,
): Promise<Uint8Array> {
  const document = await emptyDocument()
  for (const picture of pictures) {
    const { context } = document
    const image = context.register(
      PDFRawStream.of(
        context.obj({
          Type: 'XObject',
          Subtype: 'Image',
          Width: picture.pixels.widthPx,
          Height: picture.pixels.heightPx,
          ColorSpace: 'DeviceRGB',
          BitsPerComponent: 8,
          Filter: 'FlateDecode',
        }),
        rgbOf(picture.pixels),
      ),
    )
    const wide = picture.widthPt > picture.heightPt
    const sheet = numbers === null ? picture : wide ? { widthPt: A4.heightPt, heightPt: A4.widthPt } : A4
    const page = document.addPage([sheet.widthPt, sheet.heightPt])
    const name = PDFName.of('Image0')
    page.node.setXObject(name, image)
    const room = { width: sheet.widthPt - 2 * MARGIN_PT, height: sheet.heightPt - MARGIN_PT - FOOTER_PT }
    const scale = numbers === null ? 1 : Math.min(1, room.width / picture.widthPt, room.height / picture.heightPt)
    const width = picture.widthPt * scale
    const height = picture.heightPt * scale
    const x = (sheet.widthPt - width) / 2
    const y = numbers === null ? 0 : sheet.heightPt - MARGIN_PT - height
    const draw = `q ${width.toFixed(3)} 0 0 ${height.toFixed(3)} ${x.toFixed(3)} ${y.toFixed(3)} cm /Image0 Do Q`
    page.node.addContentStream(context.register(context.flateStream(draw)))
  }
  if (numbers !== null) await footers(document, numbers)
  return await finish(document, seed, purpose)
}

async function footers(document: PDFDocument, numbers: readonly string[]): Promise<void> {
  const font = await document.embedFont(StandardFonts.Helvetica)
  document.getPages().forEach((page, index) => {
    const number = numbers[index] ?? ''
    page.drawText(number, { x: page.getWidth() - MARGIN_PT - font.widthOfTextAtSize(number, 8), y: 24, size: 8, font })
  })
}

/** How many pages a PDF of ours has. */
export async function pageCount(bytes: Uint8Array): Promise<number> {
  return (await PDFDocument.load(bytes, { updateMetadata: false })).getPageCount()
}
