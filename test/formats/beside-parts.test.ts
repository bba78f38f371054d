import { describe, expect, it } from 'vitest'
import {
  allParts,
  attachmentParts,
  indexText,
  locatedBytes,
  messageTexts,
  parseMessage,
  partBytes,
  surfacesOfAttachment,
  surfacesOfMessage,
} from '../../src/formats/index.ts'
import { asId, type DocumentId } from '../../src/model/index.ts'
import { mail } from './mail.ts'

const document = asId<DocumentId>('m00000000000000000000')
const around = (before: string, after: string, ...inside: readonly string[]): Buffer =>
  mail(
    'Date: Mon, 5 Jan 2004 11:12:13 +0000',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    before,
    '--b',
    ...(inside.length === 0 ? ['', 'one'] : inside),
    '--b--',
    after,
  )
const beside = (bytes: Buffer): string[] => {
  const parsed = parseMessage(bytes)
  return [...allParts(parsed)].flatMap(({ part }) =>
    part.beside.map(({ where, offset, length }) => `${where} ${bytes.toString('latin1', offset, offset + length).trim()}`),
  )
}
const codes = (bytes: Buffer): string[] => parseMessage(bytes).problems.map(({ code, where }) => `${code}@${where}`)
const hidden = (bytes: Buffer) => surfacesOfMessage(document, parseMessage(bytes), bytes, 'UTC').filter(({ kind }) => kind === 'hidden')

/** What mail programs put before the first part, with the program where it is known. */
const customary = [
  'This is a multi-part message in MIME format.',
  'This is a multipart message in MIME format',
  'This is a multi-part message in MIME format...',
  '\r\nThis is a multi-part message in MIME format.\r\n\r\n',
  'This is a cryptographically signed message in MIME format.',
  'This is an OpenPGP/MIME signed message (RFC 4880 and 3156)',
  'This is an OpenPGP/MIME encrypted message (RFC 4880 and 3156)',
  'This is an S/MIME signed message',
  'This is a MIME-encapsulated message',
  'This is a MIME encoded message.',
  '> This message is in MIME format. Since your mail reader does not understand\r\nthis format, some or all of this message may not be legible.',
  '  This message is in MIME format.  The first part should be readable text,\r\n  while the remaining parts are likely unreadable without MIME-aware tools.\r\n  Send mail to mime@docserver.cac.washington.edu for more info.',
  'This is a MIME-formatted message.  If you see this text it means that your\r\nE-mail software does not support MIME-formatted messages.',
  '------------------------------',
]

describe('text beside the parts of a message', () => {
  it('is told of and kept, before the first part and after the last, of each multipart', () => {
    const inner = ['Content-Type: multipart/alternative; boundary=c', '', 'inner before', '--c', '', 'two', '--c--', 'inner after']
    const bytes = around('Nobody sees that the plan was known.', 'Nor that it was leaked.', ...inner)
    expect(beside(bytes)).toEqual([
      'before Nobody sees that the plan was known.',
      'after Nor that it was leaked.',
      'before inner before',
      'after inner after',
    ])
    expect(codes(bytes)).toEqual(['hidden-preamble@', 'hidden-epilogue@', 'hidden-preamble@1', 'hidden-epilogue@1'])
  })

  it.each(customary)('is none where it is what mail programs write there: %j', (sentence) => {
    expect(beside(around(sentence, sentence))).toEqual([])
    expect(codes(around(sentence, sentence))).toEqual([])
  })

  it.each(customary)('is some where anything stands with it: %j', (sentence) => {
    expect(beside(around(`${sentence} Fire Jane.`, ''))).toHaveLength(1)
    expect(beside(around(`Jane: ${sentence}`, ''))).toHaveLength(1)
    expect(beside(around(`${sentence}\r\n${' '.repeat(700)}Fire Jane.`, ''))).toHaveLength(1)
  })

  it('is a hidden surface behind the others, and the same in the index', () => {
    const bytes = around('Nobody sees that\r\nthe plan was known.', 'Nor\0that it was leaked.')
    const surfaces = surfacesOfMessage(document, parseMessage(bytes), bytes, 'UTC')
    expect(surfaces.at(-1)).toMatchObject({
      id: 'x:beside',
      kind: 'hidden',
      part: '',
      producible: false,
      text: 'before the parts: Nobody sees that\nthe plan was known.\nafter the parts: Nor\ufffdthat it was leaked.',
    })
    expect(messageTexts(parseMessage(bytes), bytes).hiddenText).toBe(indexText(surfaces).hidden)
    expect(hidden(around('This is a multi-part message in MIME format.', ''))).toEqual([])
  })

  it('is read in UTF-8, and in an older charset', () => {
    expect(hidden(around(Buffer.from('Für Zoë', 'utf8').toString('latin1'), ''))[0]?.text).toBe('before the parts: Für Zoë')
    expect(hidden(around('F\xfcr Zo\xeb', ''))[0]?.text).toBe('before the parts: Für Zoë')
  })

  it('is shown of an attached message with that message', async () => {
    const inner = around('Known to Jane.', '').toString('base64')
    const bytes = around('', '', 'Content-Type: message/rfc822', 'Content-Transfer-Encoding: base64', '', inner)
    const [located] = attachmentParts(parseMessage(bytes))
    if (located === undefined) throw new Error('no attached message')
    const { part, path } = located
    const content = partBytes(locatedBytes(bytes, located), part).bytes
    const { type, filename, message } = part
    const { surfaces } = await surfacesOfAttachment(document, { part: path, type, filename, message, bytes: content, charset: null })
    expect(surfaces.find(({ id }) => id === 'x:beside')?.text).toBe('before the parts: Known to Jane.')
    expect(hidden(bytes)).toEqual([])
  })

  it('of many megabytes is shown in part, and says so', () => {
    const bytes = around('', 'word '.repeat(4_200_000))
    const { problems, hiddenText } = messageTexts(parseMessage(bytes), bytes)
    expect(problems).toEqual([{ code: 'too-large', where: '' }])
    expect(hiddenText.length).toBeGreaterThan(19_000_000)
  })
})
