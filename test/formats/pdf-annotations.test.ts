import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { renderPdfPage, surfacesOfAttachment } from '../../src/formats/index.ts'
import { asId, type Pixels, type Region, type Surface } from '../../src/model/index.ts'
import { applyToPixels, pixelRegions, regionsOf } from '../../src/redact/index.ts'
import { mark } from '../redact/build.ts'
import { drawn, kept, layers, NAME, pictured, ticked, xfa } from './pdf-annotated.ts'
import { handmadePdf } from './pdf-file.ts'

const read = (bytes: Uint8Array) => surfacesOfAttachment(asId('a1'), { part: '2', type: 'application/pdf', filename: null, bytes })

async function surfaces(
  bytes: Uint8Array,
): Promise<{ readonly page: Surface; readonly hidden: string; readonly problems: readonly string[] }> {
  const found = await read(bytes)
  const page = found.surfaces.find(({ id }) => id === 'p:1')
  if (page === undefined) throw new Error('no page')
  const hidden = found.surfaces.find(({ kind }) => kind === 'hidden')
  if (hidden !== undefined) expect(hidden.producible).toBe(false)
  return { page, hidden: hidden?.text ?? '', problems: found.problems.map(({ code }) => code) }
}

async function pixelsOf(bytes: Uint8Array): Promise<Pixels> {
  const pixels = await renderPdfPage(bytes, 1, { dpi: 144 })
  if (pixels === null) throw new Error('not rendered')
  return pixels
}

function regions(page: Surface, text: string, pixels: Pixels): readonly Region[] {
  const marks = [...page.text.matchAll(new RegExp(text, 'g'))].map(({ index }) => mark(page, { start: index, end: index + text.length }))
  return pixelRegions(page, regionsOf(page, marks), pixels.widthPx, pixels.heightPx)
}

/** Pixels that aren't white, below the page's own line. */
function ink({ widthPx, heightPx, data }: Pixels, except: readonly Region[]): number {
  let count = 0
  for (let y = 0; y < heightPx; y++)
    for (let x = 0; x < widthPx; x++) {
      const inside = except.some((box) => x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height)
      if (!inside && (data[(y * widthPx + x) * 4] ?? 255) < 160) count++
    }
  return count
}

/** The words of the page as Poppler reads it, annotations and form fields among them. */
const poppler = (bytes: Uint8Array) => execFileSync('pdftotext', ['-', '-'], { input: bytes }).toString('utf8')

describe('what an annotation or a form field draws', () => {
  it.each(Object.entries(drawn))('is text of the page where it stands: %s', async (_, bytes) => {
    const { page, problems } = await surfaces(bytes)
    expect(page.text).toContain(NAME)
    expect(problems).toEqual([])
    const letters = page.text.replace(/\s/g, '')
    for (const word of poppler(bytes).split(/\s+/)) expect(letters).toContain(word)
  })

  it.each(Object.entries(drawn))('is hidden by a mark on its text: %s', async (_, bytes) => {
    const { page } = await surfaces(bytes)
    const pixels = await pixelsOf(bytes)
    const own = await pixelsOf(handmadePdf({ page: /Rotate 90/.test(bytes.toString('latin1')) ? '/Rotate 90' : '' }))
    const boxes = regions(page, NAME, pixels)
    // What is left of ink is that of the page itself, and of a line of the field's that is older than its value.
    const rest = regions(page, 'Zacharias C\\.|Received:', pixels)
    expect(ink(pixels, boxes) - ink(own, [])).toBeLessThan(ink(pixels, []) - ink(own, []))
    expect(ink(pixels, [...boxes, ...rest])).toBe(ink(own, []))
    expect(applyToPixels(pixels, boxes).data).not.toEqual(pixels.data)
  })

  it('without letters is told as a picture; marks in ink and boxes that are ticked are not', async () => {
    expect((await surfaces(pictured)).problems).toEqual(['no-text'])
    expect((await surfaces(ticked)).problems).toEqual([])
    const highlight = kept['a highlight with a note']?.[0] ?? Buffer.alloc(0)
    expect((await surfaces(highlight)).problems).toEqual(['beside-pages'])
  })
})

describe('what a PDF keeps beside its pages', () => {
  it.each(Object.entries(kept))('is hidden text, and told where a reader of the file sees it: %s', async (_, [bytes, line, told]) => {
    const { page, hidden, problems } = await surfaces(bytes)
    expect(hidden.split('\n')).toContain(line)
    expect(page.text).not.toContain(NAME)
    expect(problems).toEqual(told === null ? [] : [told])
  })

  it('in a form of XFA alone is not read, and told', async () => {
    expect((await surfaces(xfa)).problems).toContain('unreadable-attachment')
  })

  it('on a layer that is switched off is text of the page, though the page does not draw it', async () => {
    const { page } = await surfaces(layers)
    expect(page.text).toContain('Layer switched off')
    const pixels = await pixelsOf(layers)
    expect(ink(pixels, regions(page, 'Shown layer', pixels))).toBe(0)
  })
})
