import { clockOf } from './civil-clock.ts'
import type { Correspondent } from './people.ts'

const lineLength = 74
const two = (value: number): string => String(value).padStart(2, '0')

/** Paragraphs broken into lines at spaces, as mail programs send plain text; other scripts stay as written. */
export function wrapped(text: string): string {
  return text
    .split('\n')
    .map((line) => {
      const lines: string[] = []
      let current = ''
      for (const word of line.split(' ')) {
        if (current !== '' && current.length + 1 + word.length > lineLength) {
          lines.push(current)
          current = word
        } else current = current === '' ? word : `${current} ${word}`
      }
      return [...lines, current].join('\n')
    })
    .join('\n')
}

/** Every line behind a quoting mark. */
export function quoted(text: string): string {
  return text
    .split('\n')
    .map((line) => (line.startsWith('>') ? `>${line}` : line === '' ? '>' : `> ${line}`))
    .join('\n')
}

/** The line above a quotation, in the language of the one who answers. */
export function attribution(reader: Correspondent, writer: Correspondent, atMs: number): string {
  const at = clockOf(atMs, reader.zone)
  const date = `${two(at.day)}.${two(at.month)}.${at.year}`
  switch (reader.language) {
    case 'de':
      return `Am ${date} um ${at.time} schrieb ${writer.name}:`
    case 'fr':
      return `Le ${two(at.day)}/${two(at.month)}/${at.year} à ${at.time}, ${writer.name} a écrit :`
    case 'pl':
      return `W dniu ${date} o ${at.time}, ${writer.name} pisze:`
    case 'ru':
      return `${date} ${at.time}, ${writer.name} пишет:`
    case 'ja':
      return `${at.year}/${two(at.month)}/${two(at.day)} ${at.time}、${writer.name} のメール:`
    case 'en':
      return `On ${at.weekday} ${at.day} ${at.monthName} ${at.year} at ${at.time}, ${writer.name} <${writer.email}> wrote:`
  }
}

/** Name, role, firm and telephone, under "-- " (RFC 3676 §4.3). */
export function signature({ name, role, company, phone }: Correspondent): string {
  if (role === '' && company === '') return name.split(' ')[0] ?? name
  return ['-- ', name, [role, company].filter(Boolean).join(', '), phone === '' ? '' : `Tel. ${phone}`]
    .filter((line) => line !== '')
    .join('\n')
}
