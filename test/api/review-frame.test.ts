import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib'
import { describe, expect, it } from 'vitest'
import { reviewFrame } from '../../src/api/commands/review-frame.ts'
import { decodeImage, encodePng } from '../../src/formats/index.ts'
import { addMarks, code, dispose, markText, suggest, surfacesOf } from '../../src/jobs/index.ts'
import { readDecision, readMarks } from '../../src/store/index.ts'
import { type Request, request, surface, third } from '../jobs/request.ts'

const all = { all: true } as const
const control = { signal: new AbortController().signal, report: () => {}, checkpoint: () => {} }

async function pdf(text: string): Promise<Uint8Array> {
  const made = await PDFDocument.create({ updateMetadata: false })
  const font = await made.embedFont(StandardFonts.Helvetica)
  made.addPage([300, 200]).drawText(text, { x: 20, y: 100, size: 12, font })
  return made.save({ useObjectStreams: false })
}

/** A red picture. */
function picture(): Promise<Uint8Array> {
  const data = new Uint8ClampedArray(40 * 20 * 4)
  for (let at = 0; at < data.length; at += 4) data.set([255, 0, 0, 255], at)
  return encodePng({ widthPx: 40, heightPx: 20, data })
}

async function withFiles(): Promise<Request> {
  return request({
    roof: {
      html: '<p>Look: <img src="cid:roof@quarry.example"> by Ida Falk</p>',
      attachments: [
        { name: 'plan.pdf', type: 'application/pdf', bytes: await pdf('Call Ida Falk or ida@quarry.example') },
        { name: 'roof.png', type: 'image/png', bytes: await picture(), contentId: 'roof@quarry.example' },
      ],
    },
  })
}

async function pixelsOf(set: Request, name: string, id: string, mode: 'review' | 'produced') {
  const frame = await reviewFrame(set.as('olga'), set.id(name), surface(id), mode)
  expect(frame.contentType).toBe('image/png')
  const pixels = await decodeImage(frame.bytes)
  if (pixels === null) throw new Error('not a picture')
  return pixels
}

const blackness = ({ data }: { readonly data: Uint8ClampedArray }): number => {
  let black = 0
  for (let at = 0; at < data.length; at += 4) if ((data[at] ?? 255) + (data[at + 1] ?? 255) + (data[at + 2] ?? 255) === 0) black++
  return black
}

describe('the text of a PDF page', () => {
  it('gets suggestions as spans, and a mark on it blackens the page as it will be produced', async () => {
    const set = await withFiles()
    await suggest(set.as('olga'), null, control)
    const suggested = readMarks(set.database, { document: set.id('roof/plan.pdf') })
    expect(suggested).toMatchObject([{ surface: 'p:1', state: 'suggested', origin: { kind: 'detector' } }])
    markText(set.as('olga'), 'Ida Falk', { ground: third, note: '', everywhere: true, evenSubject: false })
    const review = await pixelsOf(set, 'roof/plan.pdf', 'p:1', 'review')
    const produced = await pixelsOf(set, 'roof/plan.pdf', 'p:1', 'produced')
    expect(blackness(produced)).toBeGreaterThan(blackness(review) + 500)
  })

  it('under a box is the subject\u2019s own where it names the subject', async () => {
    const set = await request({
      roof: { attachments: [{ name: 'plan.pdf', type: 'application/pdf', bytes: await pdf('Nora Quill signed') }] },
    })
    const region = { page: 1, x: 15, y: 95, width: 100, height: 20 }
    const mark = { document: set.id('roof/plan.pdf'), surface: surface('p:1'), region, ground: third, note: '' }
    expect(() => addMarks(set.as('olga'), [mark])).toThrow(expect.objectContaining({ code: 'matter/protected-subject' }))
    expect(addMarks(set.as('olga'), [{ ...mark, region: { ...region, y: 20 } }]).marks).toEqual(['K1'])
    for (const wrong of [{ page: 2 }, { x: 900 }, { width: Number.NaN }]) {
      expect(() => addMarks(set.as('olga'), [{ ...mark, region: { ...region, ...wrong } }], true)).toThrow(
        expect.objectContaining({ code: 'matter/bad-span' }),
      )
    }
  })
})

describe('a picture', () => {
  it('is shown in place, from the workspace, and black where a box is', async () => {
    const set = await withFiles()
    const mark = {
      document: set.id('roof/roof.png'),
      surface: surface('i'),
      region: { page: 1, x: 0, y: 0, width: 20, height: 20 },
      ground: third,
      note: '',
    }
    addMarks(set.as('olga'), [mark])
    expect(blackness(await pixelsOf(set, 'roof/roof.png', 'i', 'review'))).toBe(0)
    expect(blackness(await pixelsOf(set, 'roof/roof.png', 'i', 'produced'))).toBe(400)
    const html = surfacesOf(set.database, set.id('roof')).find(({ kind }) => kind === 'html')?.id ?? surface('')
    const shown = async (mode: 'review' | 'produced') =>
      Buffer.from((await reviewFrame(set.as('olga'), set.id('roof'), html, mode)).bytes).toString('utf8')
    expect(await shown('review')).toContain('<img src="data:image/png;base64,')
    expect(await shown('produced')).not.toContain('<img')
    code(set.as('olga'), all, 'responsive')
    expect(readDecision(set.database, set.id('roof/roof.png'))?.disposition.value).toBe('redact')
    expect(await shown('produced')).toContain('<img')
    dispose(set.as('olga'), { documents: [set.id('roof/roof.png')] }, 'withhold', { ground: third })
    expect(await shown('produced')).not.toContain('<img')
  })
})

describe('a body', () => {
  it('shows marks in review and markers as produced, under a policy that loads nothing', async () => {
    const set = await withFiles()
    markText(set.as('olga'), 'Ida Falk', { ground: third, note: '', everywhere: true, evenSubject: false })
    const html = surfacesOf(set.database, set.id('roof')).find(({ kind }) => kind === 'html')?.id ?? surface('')
    const review = await reviewFrame(set.as('olga'), set.id('roof'), html, 'review')
    const produced = await reviewFrame(set.as('olga'), set.id('roof'), html, 'produced')
    expect(Buffer.from(review.bytes).toString('utf8')).toContain('Ida Falk')
    expect(Buffer.from(produced.bytes).toString('utf8')).not.toContain('Falk')
    expect(Buffer.from(produced.bytes).toString('utf8')).toContain('REDACTED')
    expect(produced.csp).toContain("default-src 'none'")
  })

  it('that is not there is told so', async () => {
    const set = await withFiles()
    await expect(reviewFrame(set.as('olga'), set.id('roof'), surface('w:9'), 'review')).rejects.toMatchObject({
      code: 'matter/unknown-surface',
    })
  })
})
