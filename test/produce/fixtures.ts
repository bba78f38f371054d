import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib'
import { createCanvas } from '@napi-rs/canvas'
import { raw } from './builder.ts'

/** A PDF with the name on its first page, in its title, and as an attached file. */
export async function nativePdf(): Promise<Uint8Array> {
  const document = await PDFDocument.create()
  document.setTitle('Zoe Quillfeather')
  const font = await document.embedFont(StandardFonts.Helvetica)
  const page = document.addPage([400, 300])
  page.drawText('Guest: Zoe Quillfeather', { x: 40, y: 200, size: 14, font })
  page.drawText('Host: Anna Berg', { x: 40, y: 160, size: 14, font })
  document.addPage([400, 300]).drawText('Second page', { x: 40, y: 200, size: 14, font })
  await document.attach(Buffer.from('Zoe Quillfeather'), 'zoe.txt', { mimeType: 'text/plain' })
  return await document.save()
}

/** A picture of many colours. */
export function picture(): Uint8Array {
  const canvas = createCanvas(120, 80)
  const context = canvas.getContext('2d')
  for (let x = 0; x < 120; x++) {
    context.fillStyle = `rgb(${x * 2},${255 - x},40)`
    context.fillRect(x, 0, 1, 80)
  }
  return canvas.toBuffer('image/png')
}

const part = (type: string, name: string, bytes: Uint8Array) =>
  `--b\nContent-Type: ${type}\nContent-Disposition: attachment; filename="${name}"\nContent-Transfer-Encoding: base64\n\n${Buffer.from(bytes).toString('base64').replace(/.{76}/g, '$&\n')}\n`

/** A message with two PDFs and a picture, in many scripts. */
export async function filesMail(): Promise<Uint8Array> {
  const pdf = await nativePdf()
  return raw(
    `Message-ID: <four@example.org>\nFrom: Anna Berg <anna@example.org>\nTo: Büro <office@example.org>\nSubject: Pläne – 計画 für Mai\nDate: Thu, 8 Jan 2026 08:00:00 +0000\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain; charset=utf-8\n\nFrom now on: 計画, Привет, שלום, €.\n.\nend\n\n${part('application/pdf', 'guests.pdf', pdf)}${part('image/png', 'wall.png', picture())}${part('application/pdf', 'free.pdf', pdf)}--b--\n`,
  )
}
