import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib'
import { beforeAll, describe, expect, it } from 'vitest'
import { expectationOf, foresee } from '../../src/produce/index.ts'
import { passagesUnder } from '../../src/produce/released.ts'
import { production, raw } from './builder.ts'

const page = 1
/** Over the first line, over two words of it, and down the left column. */
const line = { page, x: 30, y: 195, width: 340, height: 20 }
const diagnosis = { page, x: 84, y: 195, width: 68, height: 20 }
const column = { page, x: 30, y: 90, width: 60, height: 60 }

let report: Uint8Array
beforeAll(async () => {
  const document = await PDFDocument.create()
  const font = await document.embedFont(StandardFonts.Helvetica)
  const sheet = document.addPage([400, 300])
  const at = (text: string, x: number, y: number) => sheet.drawText(text, { x, y, size: 12, font })
  at('Cause: lumbar strain, no lifting of a crate of 22 kg.', 40, 200)
  at('Advice: no lifting above 10 kg; a helper. See lumbar strain.', 40, 175)
  at('Ida', 40, 135)
  at('dispatcher', 150, 135)
  at('Bo', 40, 105)
  at('dispatcher', 150, 105)
  const bytes = Buffer.from(await document.save()).toString('base64')
  report = raw(
    `Message-ID: <one@example.org>\nFrom: Anna Berg <anna@example.org>\nTo: office@example.org\nSubject: Report\nDate: Thu, 8 Jan 2026 08:00:00 +0000\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\nAttached.\n\n--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename="report.pdf"\nContent-Transfer-Encoding: base64\n\n${bytes.replace(/.{76}/g, '$&\n')}\n--b--\n`,
  )
})

const boxing = (...boxes: readonly (typeof line)[]) => production([report], { '0:2': { boxes: boxes.map((box) => ['p:1', box] as const) } })

async function under(box: typeof line): Promise<readonly string[]> {
  const surface = (await boxing(box)).documents.flatMap(({ surfaces }) => surfaces).find(({ id }) => id === 'p:1')
  if (surface === undefined) throw new Error('the report has no page')
  return passagesUnder(surface, [box]).map(({ start, end }) => surface.text.slice(start, end))
}

describe('what a box on a page hides', () => {
  it('is the passage on a line, not each of its words', async () => {
    expect(await under(line)).toEqual(['Cause: lumbar strain, no lifting of a crate of 22 kg.'])
    expect(await under(diagnosis)).toEqual(['lumbar strain,'])
  })

  it('is each line by itself where the box goes down a column', async () => {
    expect(await under(column)).toEqual(['Ida', 'Bo'])
  })

  it('is searched for as a passage, and by the words that stand nowhere else in what leaves', async () => {
    const { needles } = expectationOf(await boxing(line), ['eml'])
    const texts = needles.filter(({ surface }) => surface === 'p:1').map(({ text }) => text)
    expect(texts).toContain('Cause: lumbar strain, no lifting of a crate of 22 kg.')
    expect(texts).toContain('crate')
    for (const common of ['a', 'no', 'kg', 'lifting', 'lumbar']) expect(texts).not.toContain(common)
  })

  it('does not make its common words a fault where they stand beside it', async () => {
    expect(foresee(await boxing(line)).places).toEqual([])
  })

  it('is a fault where it stands beside the box in the same words', async () => {
    expect(foresee(await boxing(diagnosis)).places.map(({ surface, text }) => [surface, text])).toEqual([['p:1', 'lumbar strain']])
  })
})
