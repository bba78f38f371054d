import { describe, expect, it } from 'vitest'
import { decodeImage, encodePng } from '../../src/formats/index.ts'
import { asId, type Surface } from '../../src/model/index.ts'
import { applyToPixels, pixelRegions, regionsOf } from '../../src/redact/index.ts'
import { mark, textSurface } from './build.ts'

const page: Surface = {
  ...textSurface('Jane Roe agreed\nyesterday'),
  id: asId('p:2'),
  kind: 'pdf-page',
  page: {
    number: 2,
    widthPt: 200,
    heightPt: 100,
    runs: [
      { start: 0, end: 8, xPt: 10, yPt: 80, widthPt: 40, heightPt: 12 },
      { start: 9, end: 15, xPt: 53, yPt: 80, widthPt: 35, heightPt: 12 },
      { start: 16, end: 25, xPt: 10, yPt: 60, widthPt: 50, heightPt: 12 },
    ],
  },
}

describe('a mark on a page', () => {
  it('covers every run that it touches, padded, and no other', () => {
    const [box, ...more] = regionsOf(page, [mark(page, { start: 2, end: 4 })])
    expect(more).toEqual([])
    expect(box).toEqual({ page: 2, x: 8.5, y: 78.5, width: 43, height: 15 })
  })

  it('is widened to a common step where there is room', () => {
    const [box] = regionsOf(page, [mark(page, { start: 16, end: 17 })])
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBe(64)
  })

  it('becomes whole pixels with the origin at the top', () => {
    const regions = regionsOf(page, [mark(page, { region: { page: 2, x: 10.2, y: 70, width: 5, height: 5 } })])
    expect(pixelRegions(page, regions, 400, 200)).toEqual([{ page: 2, x: 20, y: 50, width: 11, height: 10 }])
  })
})

describe('a mark on pixels', () => {
  it('leaves one colour where it lies, in the picture written too, and nothing else changed', async () => {
    const data = new Uint8ClampedArray(20 * 10 * 4).map((_, index) => (index % 4 === 3 ? 255 : (index * 37) % 256))
    const painted = applyToPixels({ widthPx: 20, heightPx: 10, data }, [{ page: 1, x: 4.5, y: -3, width: 5, height: 6 }])
    const read = await decodeImage(await encodePng(painted))
    expect(read?.data).toEqual(painted.data)
    for (let y = 0; y < 10; y++) {
      for (let x = 0; x < 20; x++) {
        const at = (y * 20 + x) * 4
        const inside = x >= 4 && x < 10 && y < 3
        expect([...painted.data.subarray(at, at + 4)]).toEqual(inside ? [0, 0, 0, 255] : [...data.subarray(at, at + 4)])
      }
    }
  })
})
