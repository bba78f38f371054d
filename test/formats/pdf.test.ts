import { readFileSync } from 'node:fs'
import { degrees, PDFDocument, rgb, StandardFonts } from '@cantoo/pdf-lib'
import { createCanvas } from '@napi-rs/canvas'
import { describe, expect, it } from 'vitest'
import { decodeImage, encodePng, imageInfo, readPdf, renderPdfPage, surfacesOfAttachment } from '../../src/formats/index.ts'
import { asId, type Pixels, type Region } from '../../src/model/index.ts'
import { applyToPixels, pixelRegions, regionsOf } from '../../src/redact/index.ts'
import { corpora, describeWithCorpora } from '../corpora.ts'
import { mark } from '../redact/build.ts'

async function pdf(rotation = 0): Promise<Uint8Array> {
  const file = await PDFDocument.create()
  const font = await file.embedFont(StandardFonts.Helvetica)
  const page = file.addPage([300, 200])
  page.drawText('Dear Jane Roe, hello', { x: 20, y: 150, size: 14, font })
  page.drawText('hidden white', { x: 20, y: 100, size: 14, font, color: rgb(1, 1, 1) })
  page.setRotation(degrees(rotation))
  file.addPage([100, 100])
  return file.save()
}

/** How many pixels inside or outside of the regions aren't white. */
function ink(pixels: Pixels, regions: readonly Region[], inside: boolean): number {
  let count = 0
  for (let y = 0; y < pixels.heightPx; y++) {
    for (let x = 0; x < pixels.widthPx; x++) {
      const within = regions.some((box) => x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height)
      if (within === inside && (pixels.data[(y * pixels.widthPx + x) * 4] ?? 255) < 128) count++
    }
  }
  return count
}

describe('a PDF', () => {
  it('gives the text of each page, hidden text too, and says that a page has none', async () => {
    const { pages, problems } = await readPdf(await pdf())
    expect(pages.map(({ number, widthPt, heightPt, text }) => [number, widthPt, heightPt, text])).toEqual([
      [1, 300, 200, 'Dear Jane Roe, hello\nhidden white'],
      [2, 100, 100, ''],
    ])
    expect(problems).toEqual(['no-text'])
  })

  it.each([0, 90, 180, 270])('rotated by %d° has its runs where the letters are', async (rotation) => {
    const bytes = await pdf(rotation)
    const { surfaces } = await surfacesOfAttachment(asId('a1'), { part: '2', type: 'application/pdf', filename: null, bytes })
    const page = surfaces.find(({ id }) => id === 'p:1')
    if (page === undefined) throw new Error('no page')
    const pixels = await renderPdfPage(bytes, 1, { dpi: 144 })
    if (pixels === null) throw new Error('not rendered')
    expect([pixels.widthPx, pixels.heightPx]).toEqual(rotation % 180 === 0 ? [600, 400] : [400, 600])
    const regions = pixelRegions(page, regionsOf(page, [mark(page, { start: 0, end: 20 })]), pixels.widthPx, pixels.heightPx)
    expect(ink(pixels, regions, true)).toBeGreaterThan(200)
    expect(ink(pixels, regions, false)).toBe(0)
    expect(applyToPixels(pixels, regions).data).not.toEqual(pixels.data)
  })

  it('covers a marked word in whole, and leaves the words beside it', async () => {
    const bytes = await pdf()
    const { surfaces } = await surfacesOfAttachment(asId('a1'), { part: '2', type: 'application/pdf', filename: null, bytes })
    const page = surfaces[0]
    const pixels = await renderPdfPage(bytes, 1, { dpi: 144 })
    if (page === undefined || pixels === null) throw new Error('not read')
    const boxes = ['Dear', 'Jane', 'Roe,', 'hello'].map((word) => {
      const start = page.text.indexOf(word)
      return regionsOf(page, [mark(page, { start, end: start + word.length })])[0]
    })
    for (const [index, box] of boxes.slice(0, -1).entries()) {
      const next = boxes[index + 1]
      if (box === undefined || next === undefined) throw new Error('no box')
      expect(box.x + box.width).toBeGreaterThan(box.x + 20)
      expect(box.x + box.width).toBeLessThanOrEqual(next.x + 3)
    }
  })

  it('is rendered smaller rather than beyond the cap', async () => {
    const pixels = await renderPdfPage(await pdf(), 1, { dpi: 300, maxPixels: 10_000 })
    expect((pixels?.widthPx ?? 0) * (pixels?.heightPx ?? 0)).toBeLessThanOrEqual(10_000)
    expect(await renderPdfPage(await pdf(), 9, { dpi: 72 })).toBeNull()
  })

  it('stops at the page cap and at the signal, and says so', async () => {
    expect(await readPdf(await pdf(), { maxPages: 1 })).toMatchObject({ pages: [{ number: 1 }], problems: ['too-large'] })
    expect(await readPdf(await pdf(), { signal: AbortSignal.abort() })).toMatchObject({ pages: [], problems: ['timeout'] })
  })

  it('with a password, or damaged, is a problem', async () => {
    const file = await PDFDocument.create()
    file.addPage()
    file.encrypt({ userPassword: 'x', ownerPassword: 'y' })
    expect(await readPdf(await file.save())).toMatchObject({ pages: [], problems: ['password-protected'] })
    expect(await readPdf(new TextEncoder().encode('%PDF-1.7\nnothing'))).toMatchObject({ pages: [], problems: ['unreadable-attachment'] })
  })
})

describe('a picture', () => {
  function jpegWithExif(jpeg: Buffer, orientation: number): Buffer {
    const tiff = Buffer.from(`4d4d002a00000008000101120003000000010${'00'}${orientation}000000000000`.padEnd(52, '0'), 'hex')
    const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff])
    const length = Buffer.from([0xff, 0xe1, 0, body.length + 2])
    return Buffer.concat([jpeg.subarray(0, 2), length, body, jpeg.subarray(2)])
  }

  it('is decoded as shown, orientation applied, and written without what else the file held', async () => {
    const canvas = createCanvas(20, 10)
    const context = canvas.getContext('2d')
    context.fillStyle = '#ff0000'
    context.fillRect(0, 0, 20, 10)
    const bytes = jpegWithExif(await canvas.encode('jpeg'), 6)
    expect(imageInfo(bytes)).toEqual({ type: 'image/jpeg', widthPx: 10, heightPx: 20 })
    const pixels = await decodeImage(bytes)
    expect([pixels?.widthPx, pixels?.heightPx]).toEqual([10, 20])
    const png = Buffer.from(await encodePng(pixels as Pixels))
    const chunks: string[] = []
    for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) chunks.push(png.toString('latin1', at + 4, at + 8))
    expect(new Set(chunks)).toEqual(new Set(['IHDR', 'sBIT', 'sRGB', 'IDAT', 'IEND'].filter((name) => chunks.includes(name))))
    expect(imageInfo(png)).toEqual({ type: 'image/png', widthPx: 10, heightPx: 20 })
  })

  it('beyond the cap, damaged, or of a kind that can load is not decoded', async () => {
    const png = Buffer.from(await createCanvas(20, 10).encode('png'))
    expect(await decodeImage(png, 199)).toBeNull()
    expect(await decodeImage(png.subarray(0, 40))).toBeNull()
    expect(await decodeImage(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'))).toBeNull()
    const bomb = Buffer.from(png)
    bomb.writeUInt32BE(2_000_000, 16)
    expect(await decodeImage(bomb)).toBeNull()
  })
})

describeWithCorpora('PDFs from elsewhere', () => {
  it.each([
    ['testPDF.pdf', 1, 'Apache Tika', []],
    ['testPDF_protected.pdf', 41, '', []],
    ['testPDF_bad_page_303226.pdf', 19, '', []],
    ['testUnicodePassword.pdf', 0, '', ['password-protected']],
    ['testOCR.pdf', 1, '', ['no-text']],
  ])('%s has %d pages', async (name, count, words, expected) => {
    const { pages, problems } = await readPdf(readFileSync(corpora(`documents/tika/${name}`)))
    expect(pages).toHaveLength(count)
    expect(pages.map(({ text }) => text).join('\n')).toContain(words)
    expect(problems).toEqual(expected)
    for (const { text, runs } of pages) {
      let at = 0
      for (const run of runs) {
        expect(run.start).toBeGreaterThanOrEqual(at)
        at = run.end
      }
      expect(at).toBeLessThanOrEqual(text.length)
    }
  })
})
