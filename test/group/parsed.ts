import type { HeaderField, MailAddress, ParsedMessage } from '../../src/model/index.ts'

const address = (text: string): MailAddress => ({ name: '', address: text, group: null })

/** A readable message for tests of the pure room: headers and body split by hand, so that no reader is needed. */
export function mail(raw: string): { parsed: ParsedMessage; bytes: Uint8Array } {
  const bytes = Buffer.from(raw, 'utf8')
  const split = /\r?\n\r?\n/u.exec(raw)
  const head = split ? raw.slice(0, split.index) : raw
  const offset = split ? Buffer.byteLength(raw.slice(0, split.index + split[0].length)) : bytes.byteLength
  const headers: HeaderField[] = head
    .replace(/\r?\n[ \t]+/gu, ' ')
    .split(/\r?\n/u)
    .map((line) => {
      const [name = '', ...rest] = line.split(':')
      return { name, value: rest.join(':').trim(), offset: 0, length: 0 }
    })
  const value = (name: string): string => headers.find((header) => header.name.toLowerCase() === name)?.value ?? ''
  const ids = (name: string): string[] => [...value(name).matchAll(/<([^>]+)>/gu)].map((match) => match[1] ?? '')
  const people = (name: string): MailAddress[] => value(name).split(/,\s*/u).filter(Boolean).map(address)
  return {
    bytes,
    parsed: {
      sizeBytes: bytes.byteLength,
      headers,
      from: people('from'),
      sender: [],
      replyTo: [],
      further: [],
      to: people('to'),
      cc: people('cc'),
      bcc: people('bcc'),
      date: { atMs: null, raw: null },
      subject: value('subject'),
      messageId: ids('message-id')[0] ?? null,
      inReplyTo: ids('in-reply-to'),
      references: ids('references'),
      root: {
        path: '1',
        type: 'text/plain',
        charset: null,
        disposition: null,
        filename: null,
        contentId: null,
        encoding: '7bit',
        headers,
        offset,
        length: bytes.byteLength - offset,
        beside: [],
        children: [],
        enclosed: [],
        message: null,
      },
      problems: [],
    },
  }
}
