import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib'

/** What is planted, by the place in the mail or in the work on it; each a long random token that stands nowhere else. */
export interface Canaries {
  readonly subject: string
  readonly plain: string
  readonly html: string
  readonly attachment: string
  readonly pdf: string
  readonly address: string
  readonly displayName: string
  readonly fileName: string
  readonly folderName: string
  readonly mark: string
  readonly note: string
}

const names = ['subject', 'plain', 'html', 'attachment', 'pdf', 'address', 'displayName', 'fileName', 'folderName', 'mark', 'note'] as const

/** Fresh canaries: letters first, so that no tokenizer or number format takes them apart. */
export function newCanaries(): Canaries {
  return Object.fromEntries(names.map((name) => [name, `cnry${name.toLowerCase()}${randomBytes(12).toString('hex')}`])) as Record<
    (typeof names)[number],
    string
  >
}

/** The person whose request it is, and the words that everybody may see. */
export const subject = { name: 'Mara Lindqvist', email: 'mara.lindqvist@harbour.example' } as const

async function pdfSaying(text: string): Promise<Buffer> {
  const pdf = await PDFDocument.create({ updateMetadata: false })
  const font = await pdf.embedFont(StandardFonts.Helvetica)
  pdf.addPage([600, 200]).drawText(text, { x: 20, y: 100, size: 11, font })
  return Buffer.from(await pdf.save({ useObjectStreams: false }))
}

function folded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/.{76}/gu, '$&\n')
}

/** One mail that carries every canary, and some that carry none. */
async function mails(canaries: Canaries): Promise<string[]> {
  const head = (number: number, about: string): string[] => [
    `From: "Pat ${canaries.displayName}" <${canaries.address}@quarry.example>`,
    `To: ${subject.name} <${subject.email}>`,
    `Subject: ${about}`,
    `Date: Mon, 0${number} Jan 2024 10:00:00 +0000`,
    `Message-ID: <planted.${number}@quarry.example>`,
    'MIME-Version: 1.0',
  ]
  const rich = [
    ...head(1, `About ${canaries.subject}`),
    'Content-Type: multipart/mixed; boundary="m"',
    '',
    '--m',
    'Content-Type: multipart/alternative; boundary="a"',
    '',
    '--a',
    'Content-Type: text/plain; charset=utf-8',
    '',
    `Dear ${subject.name}, ${canaries.plain} is what this says, and ${canaries.mark} is what goes.`,
    '--a',
    'Content-Type: text/html; charset=utf-8',
    '',
    `<p>Dear ${subject.name}, <b>${canaries.html}</b> and ${canaries.mark}.</p>`,
    '--a--',
    '--m',
    `Content-Type: text/plain; name="${canaries.fileName}.txt"`,
    `Content-Disposition: attachment; filename="${canaries.fileName}.txt"`,
    'Content-Transfer-Encoding: base64',
    '',
    folded(Buffer.from(`A note for ${subject.name}: ${canaries.attachment}.\n`)),
    '--m',
    'Content-Type: application/pdf; name="plan.pdf"',
    'Content-Disposition: attachment; filename="plan.pdf"',
    'Content-Transfer-Encoding: base64',
    '',
    folded(await pdfSaying(`Plan of ${canaries.pdf}`)),
    '--m--',
    '',
  ]
  const plain = (number: number): string[] => [
    ...head(number, `Note ${number}`),
    'Content-Type: text/plain; charset=utf-8',
    '',
    `Dear ${subject.name}, note ${number} of ${canaries.plain}.`,
    '',
  ]
  return [rich, plain(2), plain(3)].map((lines) => lines.join('\n'))
}

/** An mbox and a Maildir++ whose folder's name is a canary. Gives what `source add` takes. */
export async function plant(folder: string, canaries: Canaries): Promise<readonly string[]> {
  const box = join(folder, 'box.mbox')
  const maildir = join(folder, 'Maildir')
  const messages = await mails(canaries)
  mkdirSync(folder, { recursive: true })
  writeFileSync(box, messages.map((message) => `From MAILER-DAEMON Mon Jan  1 00:00:00 2024\n${message}\n`).join(''))
  const sub = join(maildir, `.${canaries.folderName}`)
  for (const made of ['cur', 'new', 'tmp']) for (const parent of [maildir, sub]) mkdirSync(join(parent, made), { recursive: true })
  writeFileSync(join(maildir, 'cur', '1704067200.M1P1.host:2,S'), messages[1] ?? '')
  writeFileSync(join(sub, 'cur', '1704067201.M1P1.host:2,S'), (messages[2] ?? '').replace('planted.3', 'planted.4'))
  return [box, maildir]
}
