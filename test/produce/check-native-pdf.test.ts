import { deflateSync, gzipSync } from 'node:zlib'
import { PDFDocument } from '@cantoo/pdf-lib'
import { describe, expect, it } from 'vitest'
import { nativePdf } from './fixtures.ts'
import { base64, check, type Made, NAME, packed, pdfCarrying, pdfStream, png, zipped } from './native.ts'

/** A PDF whose page was removed from the tree and left in the file, drawn in a font of two bytes a glyph. */
async function removedPage(): Promise<Uint8Array> {
  const document = await PDFDocument.create()
  document.addPage([100, 100])
  const page = document.addPage([100, 100])
  page.pushOperators()
  page.drawRectangle({ x: 1, y: 1, width: 5, height: 5 })
  document.removePage(1)
  return await document.save({ useObjectStreams: false })
}
async function pdfEnding(bytes: Uint8Array): Promise<Uint8Array> {
  return Buffer.concat([
    await PDFDocument.create().then((document) => document.save({ useObjectStreams: false })),
    Buffer.from('\n'),
    bytes,
  ])
}
/** A PDF whose file specification names a stream that does not say that it is a file. */
async function pdfNaming(data: Uint8Array): Promise<Buffer> {
  const bytes = (await pdfStream('', data)).toString('latin1')
  return Buffer.from(bytes.replace('/Extra 900 0 R', '/Extra << /Type /Filespec /F (a) /EF << /F 900 0 R >> >>'), 'latin1')
}

describe('a PDF released as it came', () => {
  it.each<Made>([
    ['a PDF: page, title and embedded file', nativePdf],
    ['a file embedded in a PDF', () => pdfCarrying(Buffer.from(NAME))],
    ['an archive embedded in a PDF', () => pdfCarrying(zipped())],
    ['a picture embedded in a PDF', () => pdfCarrying(png('zTXt', Buffer.concat([Buffer.from('Author\0\0'), packed(NAME)])))],
    ['bytes behind a packed stream of a PDF', () => pdfStream('/Filter /FlateDecode', Buffer.concat([packed('x'), Buffer.from(NAME)]))],
    ['a packed stream behind a packed stream', () => pdfStream('/Filter /FlateDecode', Buffer.concat([packed('x'), gzipSync(NAME)]))],
    [
      'a stream of a PDF packed twice',
      () => pdfStream('/Filter [/ASCIIHexDecode /FlateDecode]', Buffer.from(`${packed(NAME).toString('hex')}>`)),
    ],
    [
      'data of a program in a PDF, packed by itself',
      () => pdfStream('/Filter /FlateDecode', deflateSync(Buffer.concat([Buffer.from('%AI12_CompressedData'), packed(NAME)]))),
    ],
    ['an archive behind a PDF', () => pdfEnding(zipped())],
    ['a gzip file behind a PDF', () => pdfEnding(gzipSync(NAME))],
    ['a gzip file in a PDF, under no filter', () => pdfStream('/Type /EmbeddedFile', gzipSync(NAME))],
    ['a gzip file in a PDF that does not say that it is a file', () => pdfStream('', gzipSync(NAME))],
    ['a file that only its specification names', () => pdfNaming(Buffer.from(base64(zipped())))],
  ])('is searched in %s', async (_, make) => {
    expect((await check(await make(), NAME)).found).toBe(1)
  })

  it.each<Made>([
    ['an unknown file embedded in a PDF', () => pdfCarrying(Buffer.from([0, 1, 2, 3, 4, 5, 6, 7]))],
    ['a page that was removed from a PDF', removedPage],
    [
      'rows of a PDF packed as differences',
      () => pdfStream('/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 4 >>', packed('x')),
    ],
    ['a PDF packed in a way that nobody unpacks here', () => pdfStream('/Filter /LZWDecode', Buffer.from('x'))],
    [
      'packed bytes between two objects of a PDF',
      async () => {
        const bytes = Buffer.from(await pdfStream('', Buffer.from('x'))).toString('latin1')
        return Buffer.from(
          bytes.replace(
            '900 0 obj',
            `%${gzipSync(NAME)
              .toString('latin1')
              .replace(/[\r\n]/g, ' ')}\n900 0 obj`,
          ),
          'latin1',
        )
      },
    ],
    [
      'a PDF of two states',
      async () =>
        Buffer.concat([
          await PDFDocument.create().then((d) => d.save({ useObjectStreams: false })),
          Buffer.from('\n1 0 obj\n<< >>\nendobj\n'),
        ]),
    ],
  ])('is kept back for %s', async (_, make) => {
    expect((await check(await make(), NAME)).problems).toContain('undecodable')
  })
})
