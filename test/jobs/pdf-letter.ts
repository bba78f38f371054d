import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib'
import { letter } from './archive.ts'

/** A PDF of a page for each text, the same bytes each time. */
async function pdfOf(texts: readonly string[]): Promise<Buffer> {
  const pdf = await PDFDocument.create({ updateMetadata: false })
  const font = await pdf.embedFont(StandardFonts.Helvetica)
  for (const text of texts) pdf.addPage([300, 200]).drawText(text, { x: 20, y: 100, size: 12, font })
  return Buffer.from(await pdf.save({ useObjectStreams: false }))
}

function attached(bytes: Buffer, at: number): string {
  const name = at === 0 ? 'invoice.pdf' : `invoice-${at + 1}.pdf`
  return [
    '--b1',
    `Content-Type: application/pdf; name="${name}"`,
    `Content-Disposition: attachment; filename="${name}"`,
    'Content-Transfer-Encoding: base64',
    '',
    bytes.toString('base64').replace(/.{76}/gu, '$&\n'),
    '',
  ].join('\n')
}

/** A message with a PDF attachment for each text, or texts of pages (`invoice.pdf`, `invoice-2.pdf`, …), the same bytes each time. */
export async function pdfLetter(id: string, ...texts: readonly (string | readonly string[])[]): Promise<string> {
  const files = await Promise.all(texts.map(async (text, at) => attached(await pdfOf([text].flat()), at)))
  const body = `--b1\nContent-Type: text/plain\n\nText with an attachment.\n${files.join('')}--b1--\n`
  return letter({ id, headers: ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary="b1"'], body })
}
