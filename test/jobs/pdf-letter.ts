import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib'
import { letter } from './archive.ts'

/** A message with a PDF attachment, the same bytes each time. */
export async function pdfLetter(id: string, text: string): Promise<string> {
  const pdf = await PDFDocument.create({ updateMetadata: false })
  const font = await pdf.embedFont(StandardFonts.Helvetica)
  pdf.addPage([300, 200]).drawText(text, { x: 20, y: 100, size: 12, font })
  const bytes = Buffer.from(await pdf.save({ useObjectStreams: false }))
  const body = [
    '--b1',
    'Content-Type: text/plain',
    '',
    'Text with an attachment.',
    '--b1',
    'Content-Type: application/pdf; name="invoice.pdf"',
    'Content-Disposition: attachment; filename="invoice.pdf"',
    'Content-Transfer-Encoding: base64',
    '',
    bytes.toString('base64').replace(/.{76}/gu, '$&\n'),
    '--b1--',
    '',
  ].join('\n')
  return letter({ id, headers: ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary="b1"'], body })
}
