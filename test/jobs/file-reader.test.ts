import { describe, expect, it } from 'vitest'
import type { FileReader } from '../../src/formats/index.ts'
import { createFileReader } from '../../src/jobs/file-reader.ts'
import { asId, type DocumentId } from '../../src/model/index.ts'
import { damagedPdf, endlessPdf, greedyDrawing, greedyPdf, plainPdf } from './hostile-pdf.ts'

/** What never ends grows slowly, by some 40 MB a second: with room enough, its time runs out first however busy the machine. */
const reader = createFileReader({ fileTimeoutMs: 60_000, pageTimeoutMs: 2000, memoryMb: 768 })
const patient = createFileReader({ fileTimeoutMs: 60_000, pageTimeoutMs: 60_000, memoryMb: 128 })

async function read(bytes: Uint8Array, by: FileReader = patient) {
  const attachment = { part: '2', type: 'application/pdf', filename: 'report.pdf', bytes }
  const { surfaces, problems } = await by.surfaces(asId<DocumentId>('a1'), attachment)
  return { texts: surfaces.map(({ id, text }) => `${id} ${text}`), problems: problems.map(({ code }) => code) }
}

describe('a file from outside', () => {
  it('is read as it is where it does no harm', async () => {
    expect(await read(plainPdf('The roof'))).toEqual({ texts: ['n report.pdf', 'p:1 The roof'], problems: [] })
    expect(await patient.page(plainPdf('The roof'), 1, { dpi: 36 })).toMatchObject({ widthPx: 150, heightPx: 100 })
    expect((await patient.pdf(plainPdf('The roof'))).pages).toHaveLength(1)
  })

  it.each([
    ['takes all memory', greedyPdf, 'out-of-memory', patient],
    ['takes all memory where it is drawn', () => greedyDrawing('The roof'), 'out-of-memory', patient],
    ['never ends', endlessPdf, 'timeout', reader],
  ] as const)('that %s is stopped, and known by its name and by what happened', async (_, made, code, by) => {
    expect(await read(made(), by)).toEqual({ texts: ['n report.pdf'], problems: [code] })
    expect(await by.pdf(made())).toEqual({ pages: [], kept: '', files: [], problems: [code] })
    expect(await read(plainPdf('The next one'))).toMatchObject({ problems: [] })
  })

  it('that can’t be drawn within the limits has no picture', async () => {
    expect(await patient.page(greedyDrawing('The roof'), 1, { dpi: 36 })).toBeNull()
  })

  it('that trips pdf.js behind its back is read, and said to be damaged', async () => {
    const pages = [1, 2, 3, 4].map((number) => `p:${number} The roof`)
    expect(await read(damagedPdf('The roof'))).toEqual({ texts: ['n report.pdf', ...pages], problems: ['unreadable-attachment'] })
  })

  it('isn’t waited for once its job was stopped', async () => {
    const stopping = new AbortController()
    const reading = patient.pdf(endlessPdf(), { signal: stopping.signal })
    stopping.abort(new Error('stopped'))
    await expect(reading).rejects.toThrow('stopped')
  })
})
