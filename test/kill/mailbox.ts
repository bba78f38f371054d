import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The subject of the small archive that is killed again and again. */
export const subject = { name: 'Mara Lindqvist', email: 'mara.lindqvist@harbour.example' } as const

function mail(number: number, box: string): string {
  const day = String((number % 27) + 1).padStart(2, '0')
  const other = `Person${number % 7} Example <person${number % 7}@harbour.example>`
  const about = number % 3 === 0
  const from = about ? `${subject.name} <${subject.email}>` : other
  return [
    `From: ${from}`,
    `To: ${about ? other : 'office@harbour.example'}`,
    `Subject: Note ${number} of ${box}`,
    `Date: Mon, ${day} Jan 2024 10:${String(number % 60).padStart(2, '0')}:00 +0000`,
    `Message-ID: <${box}.${number}@harbour.example>`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    `This is note ${number}. Call person${number % 7}@harbour.example about berth ${number * 13}.`,
    about ? `Regards, ${subject.name}` : 'Regards',
    '',
  ].join('\n')
}

/** An mbox of messages from and to the subject. */
export function writeMailbox(box: string, count: number): string {
  return Array.from({ length: count }, (_, at) => `From MAILER-DAEMON Mon Jan  1 00:00:00 2024\n${mail(at * 3, box)}\n`).join('')
}

/** Two mbox files and a Maildir, with some messages in two places. */
export function writeArchive(folder: string): { readonly boxes: string; readonly maildir: string } {
  const boxes = join(folder, 'boxes')
  const maildir = join(folder, 'Maildir')
  mkdirSync(boxes, { recursive: true })
  for (const made of ['cur', 'new', 'tmp']) mkdirSync(join(maildir, made), { recursive: true })
  for (const box of ['live', 'archive']) {
    const messages = Array.from({ length: 24 }, (_none, number) => `From MAILER-DAEMON Mon Jan  1 00:00:00 2024\n${mail(number, box)}\n`)
    writeFileSync(join(boxes, `${box}.mbox`), messages.join(''))
  }
  for (let number = 0; number < 12; number++) {
    writeFileSync(
      join(maildir, 'cur', `17040672${String(number).padStart(2, '0')}.M1P1.host:2,S`),
      mail(number, number < 6 ? 'live' : 'maildir'),
    )
  }
  return { boxes, maildir }
}
