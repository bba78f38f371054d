import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PDFDocument, PDFName, type PDFPage, PDFString, rgb, TextRenderingMode } from '@cantoo/pdf-lib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Xray, xray } from './witness.ts'

const folder = mkdtempSync(join(tmpdir(), 'xray-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const black = rgb(0, 0, 0)
const white = rgb(1, 1, 1)
const at = { x: 60, y: 160, size: 12 }
const name = (value: string) => PDFName.of(value)

/** What somebody could leave in a page that looks redacted, and what the X-ray says of it. */
const faults: readonly (readonly [string, RegExp, (page: PDFPage, document: PDFDocument) => void | Promise<void>])[] = [
  [
    'text under a black box',
    /“Quillfeather” cannot be seen/,
    (page) => {
      page.drawText('Quillfeather', at)
      page.drawRectangle({ x: 50, y: 150, width: 120, height: 30, color: black })
    },
  ],
  ['white text', /“Quillfeather” cannot be seen/, (page) => page.drawText('Quillfeather', { ...at, color: white })],
  [
    'text that is not drawn',
    /text that is not drawn/,
    (page) => page.drawText('Quillfeather', { ...at, renderMode: TextRenderingMode.Invisible }),
  ],
  ['text beside the page', /outside the page/, (page) => page.drawText('Quillfeather', { ...at, x: 420 })],
  [
    'text under the marker that stands for it',
    /stand on each other/,
    (page) => {
      page.drawText('Quillfeather', at)
      page.drawRectangle({ x: 50, y: 150, width: 120, height: 30, color: black })
      page.drawText('[REDACTED]', { ...at, color: white })
    },
  ],
  ['a cropped page', /cropped/, (page) => page.setCropBox(0, 0, 200, 100)],
  ['a title', /document information \/Title/, (_page, document) => document.setTitle('About Quillfeather')],
  [
    'a note on the page',
    /holds \/Annots/,
    (page, document) =>
      page.node.set(
        name('Annots'),
        document.context.obj([{ Type: 'Annot', Subtype: 'Text', Rect: [0, 0, 9, 9], Contents: PDFString.of('Q') }]),
      ),
  ],
  [
    'an attached file',
    /holds \/EmbeddedFile|catalogue key \/Names/,
    (_page, document) => document.attach(Buffer.from('Quillfeather'), 'a.txt'),
  ],
  ['an object that no page uses', /belongs to nothing/, (_page, document) => void document.context.register(PDFString.of('Quillfeather'))],
  [
    'a tagged structure',
    /catalogue key \/StructTreeRoot/,
    (_page, document) => document.catalog.set(name('StructTreeRoot'), document.context.obj({ Alt: PDFString.of('Quillfeather') })),
  ],
]

describe('the X-ray of PDFs, which judges what the product makes', () => {
  let seen: Readonly<Record<string, Xray>>
  const path = (fault: string): string => join(folder, `${fault}.pdf`)

  async function write(fault: string, spoil: (page: PDFPage, document: PDFDocument) => void | Promise<void>): Promise<void> {
    const document = await PDFDocument.create({ updateMetadata: false })
    const page = document.addPage([400, 200])
    page.drawText('A letter about the roof.', { x: 20, y: 100, size: 12, color: black })
    await spoil(page, document)
    writeFileSync(path(fault), await document.save({ useObjectStreams: false }))
  }

  beforeAll(async () => {
    await write('clean', () => {})
    for (const [fault, , spoil] of faults) await write(fault, spoil)
    seen = xray(['clean', ...faults.map(([fault]) => fault)].map(path))
  })

  it('has nothing to say of a plain page', () => {
    expect(seen[path('clean')]).toMatchObject({ problems: [], pages: 1, words: 5 })
  })

  it.each(faults.map(([fault, said]) => [fault, said] as const))('sees %s', (fault, said) => {
    expect(seen[path(fault)]?.problems.join('\n')).toMatch(said)
  })
})
