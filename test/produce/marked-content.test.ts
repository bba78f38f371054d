import { inflateSync } from 'node:zlib'
import { PDFDocument, PDFName, PDFRawStream } from '@cantoo/pdf-lib'
import { describe, expect, it } from 'vitest'
import { fromPrint } from '../../src/produce/pdf.ts'

const shared = 'BT /F1 12 Tf 20 100 Td <0001> Tj\n/Span<</ActualText <FEFF65E5> >> BDC\n<0002> Tj\nEMC\n/P /MC0 BDC\n<0003> Tj EMC ET'

/** A page as Chromium writes one: a glyph that several characters share stands between BDC and EMC. */
async function printed(content: string): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false })
  const page = document.addPage([200, 200])
  page.node.set(PDFName.of('Contents'), document.context.register(document.context.flateStream(content)))
  return await document.save({ useObjectStreams: false })
}

/** All streams of a page that went through what makes it ready for release. */
async function released(content: string): Promise<string> {
  const made = await PDFDocument.load(await fromPrint(await printed(content), new Uint8Array(32), 'test', null))
  const streams = made.context.enumerateIndirectObjects().flatMap(([, object]) => (object instanceof PDFRawStream ? [object] : []))
  return streams.map((stream) => inflateSync(stream.contents).toString('latin1')).join('\n')
}

describe('a page of a print engine', () => {
  it('keeps what is drawn and loses what only says it again', async () => {
    const text = await released(shared)
    expect(text).not.toMatch(/BDC|EMC|ActualText/)
    for (const glyph of ['<0001> Tj', '<0002> Tj', '<0003> Tj']) expect(text).toContain(glyph)
  })
  it.each(['(>)', '(<)', String.raw`(\()`, String.raw`(\))`, String.raw`(\\)`, '(>>)', '(A BDC)'])(
    'loses the bracket %s, which text from right to left draws mirrored',
    async (said) => {
      const text = await released(`BT /F1 12 Tf <0001> Tj\n/Span<</ActualText ${said} >> BDC\n<0002> Tj\nEMC ET\nBT <0003> Tj ET`)
      expect(text).not.toMatch(/BDC|EMC|ActualText/)
      for (const glyph of ['<0001> Tj', '<0002> Tj', '<0003> Tj']) expect(text).toContain(glyph)
    },
  )
})
