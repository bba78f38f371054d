import { inflateSync } from 'node:zlib'
import { PDFDocument, PDFName, PDFRawStream } from '@cantoo/pdf-lib'
import { describe, expect, it } from 'vitest'
import { fromPrint } from '../../src/produce/pdf.ts'

/** A page as Chromium writes one: a glyph that several characters share stands between BDC and EMC. */
async function printed(): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false })
  const page = document.addPage([200, 200])
  const content = 'BT /F1 12 Tf 20 100 Td <0001> Tj\n/Span<</ActualText <FEFF65E5> >> BDC\n<0002> Tj\nEMC\n/P /MC0 BDC\n<0003> Tj EMC ET'
  page.node.set(PDFName.of('Contents'), document.context.register(document.context.flateStream(content)))
  return await document.save({ useObjectStreams: false })
}

describe('a page of a print engine', () => {
  it('keeps what is drawn and loses what only says it again', async () => {
    const made = await PDFDocument.load(await fromPrint(await printed(), new Uint8Array(32), 'test', null))
    const streams = made.context.enumerateIndirectObjects().flatMap(([, object]) => (object instanceof PDFRawStream ? [object] : []))
    const text = streams.map((stream) => inflateSync(stream.contents).toString('latin1')).join('\n')
    expect(text).not.toMatch(/BDC|EMC|ActualText/)
    for (const glyph of ['<0001> Tj', '<0002> Tj', '<0003> Tj']) expect(text).toContain(glyph)
  })
})
