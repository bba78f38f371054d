import { describe, expect, it } from 'vitest'
import { boxesOfMark, boxOf, regionOf, stepBox } from '../../renderer/paper/boxes.ts'
import { cover, isCovered } from '../../renderer/paper/coverage.ts'
import { segmentText } from '../../renderer/paper/segments.ts'
import { spanOfWords, stepWords, wordsOf } from '../../renderer/paper/word-steps.ts'
import { asId, type DocumentId, type Mark, type MarkId, type Surface, type SurfaceId } from '../../src/model/index.ts'
import { fc } from '../properties.ts'

function mark(id: string, start: number, end: number, state: Mark['state'] = 'proposed'): Mark {
  return {
    id: asId<MarkId>(id),
    document: asId<DocumentId>('m00000000000000000001'),
    surface: asId<SurfaceId>('t:1'),
    span: { start, end },
    region: null,
    ground: 'EU-15(4)',
    note: '',
    origin: { kind: 'person', by: 'anna', score: null, why: null },
    group: null,
    state,
    proposer: null,
    approver: null,
    createdAtMs: 0,
  }
}

const page: Surface = {
  id: asId<SurfaceId>('p:2'),
  document: asId<DocumentId>('a00000000000000000001'),
  kind: 'pdf-page',
  part: '2',
  text: 'Ruth Achterberg',
  tree: null,
  page: { number: 2, widthPt: 600, heightPt: 800, runs: [{ start: 0, end: 15, xPt: 60, yPt: 700, widthPt: 150, heightPt: 12 }] },
  image: null,
  producible: true,
  hash: '',
}

describe('text under marks', () => {
  it('is cut without losing, doubling or moving a unit, whatever overlaps', () => {
    const span = fc.tuple(fc.nat(60), fc.nat(60)).map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) + 1 }))
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.array(span, { maxLength: 8 }),
        fc.array(span, { maxLength: 4 }),
        (length, spans, own) => {
          const segments = segmentText(
            length,
            spans.map((one, index) => mark(`K${index}`, one.start, one.end)),
            own,
          )
          expect(segments[0]?.start).toBe(0)
          expect(segments.at(-1)?.end).toBe(length)
          for (const [index, segment] of segments.entries()) {
            expect(segment.end).toBeGreaterThan(segment.start)
            if (index > 0) expect(segment.start).toBe(segments[index - 1]?.end)
          }
        },
      ),
    )
  })

  it('shows the furthest decided of two marks, and none that was dismissed', () => {
    const segments = segmentText(10, [mark('K1', 0, 6, 'suggested'), mark('K2', 4, 8, 'approved'), mark('K3', 8, 10, 'dismissed')], [])
    expect(segments.map(({ start, mark: shown }) => [start, shown?.id ?? null])).toEqual([
      [0, 'K1'],
      [4, 'K2'],
      [6, 'K2'],
      [8, null],
    ])
  })
})

describe('boxes on a page', () => {
  it('become PDF points from the bottom left and come back the same', () => {
    const box = { left: 0.1, top: 0.2, width: 0.3, height: 0.05 }
    const region = regionOf(page, box)
    expect(region).toMatchObject({ page: 2, x: 60 })
    expect(region?.width).toBeCloseTo(180)
    expect(region?.y).toBeCloseTo(600)
    const back = region === null ? null : boxOf(page, region)
    for (const side of ['left', 'top', 'width', 'height'] as const) expect(back?.[side]).toBeCloseTo(box[side])
  })

  it('are refused where nothing of them lies on the page', () => {
    expect(regionOf(page, { left: 1.2, top: 0.2, width: 0.1, height: 0.1 })).toBeNull()
  })

  it('cover the part of a text run that a span marks', () => {
    const [box] = boxesOfMark(page, { ...mark('K1', 5, 15), surface: page.id })
    expect(box?.left).toBeCloseTo((60 + 50) / 600)
    expect(box?.width).toBeCloseTo(100 / 600)
  })

  it('never leave the page when moved or sized by keys', () => {
    const keys = fc.array(fc.tuple(fc.constantFrom('ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'), fc.boolean()), { maxLength: 200 })
    fc.assert(
      fc.property(keys, (pressed) => {
        let box = { left: 0.3, top: 0.3, width: 0.4, height: 0.05 }
        for (const [key, size] of pressed) box = stepBox(box, key, size, 0.02)
        expect(box.left).toBeGreaterThanOrEqual(0)
        expect(box.top).toBeGreaterThanOrEqual(0)
        expect(box.left + box.width).toBeLessThanOrEqual(1 + 1e-9)
        expect(box.top + box.height).toBeLessThanOrEqual(1 + 1e-9)
        expect(Math.min(box.width, box.height)).toBeGreaterThan(0)
      }),
    )
  })
})

describe('what counts as shown', () => {
  it('is a surface whose whole height was on the screen, in whatever order', () => {
    expect(isCovered(cover(cover(cover([], 0.6, 1.2), -0.1, 0.3), 0.25, 0.7))).toBe(true)
  })

  it('is not one whose middle was jumped over', () => {
    expect(isCovered(cover(cover([], 0, 0.3), 0.6, 1))).toBe(false)
  })

  it('is nothing before anything was on the screen', () => {
    expect(isCovered([])).toBe(false)
  })
})

describe('selecting by keys', () => {
  const text = 'Write to ruth.achterberg@velden.example today.\nShe, or Petra O’Brien, knows.'
  const words = wordsOf(text)

  it('takes an address or a name with its apostrophe as one word', () => {
    const spelt = words.map((word) => text.slice(word.start, word.end))
    expect(spelt).toContain('ruth.achterberg@velden.example')
    expect(spelt).toContain('O’Brien')
  })

  it('extends with Shift from where it began, in both directions', () => {
    let at = { anchor: 6, focus: 6 }
    at = stepWords(text, words, at, 'ArrowRight', true)
    const span = spanOfWords(words, at)
    expect(span === null ? null : text.slice(span.start, span.end)).toBe('Petra O’Brien')
    at = stepWords(text, words, stepWords(text, words, at, 'ArrowLeft', true), 'ArrowLeft', true)
    const back = spanOfWords(words, at)
    expect(back === null ? null : text.slice(back.start, back.end)).toBe('or Petra')
  })

  it('goes to the next line and back with the arrows', () => {
    const down = stepWords(text, words, { anchor: 0, focus: 0 }, 'ArrowDown', false)
    expect(text.slice(words[down.focus]?.start, words[down.focus]?.end)).toBe('She')
    expect(stepWords(text, words, down, 'ArrowUp', false)).toEqual({ anchor: 0, focus: 0 })
  })
})
