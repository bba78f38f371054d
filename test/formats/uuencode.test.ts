import { describe, expect, it } from 'vitest'
import { attachmentParts, locatedBytes, messageTexts, parseMessage, partBytes } from '../../src/formats/index.ts'
import { mail } from './mail.ts'
import { uuencoded } from './uuencoded.ts'

function read(bytes: Buffer) {
  const parsed = parseMessage(bytes)
  const files = attachmentParts(parsed).map((located) => {
    const { bytes: content, problems } = partBytes(locatedBytes(bytes, located), located.part)
    return { path: located.path, name: located.part.filename, text: Buffer.from(content).toString(), problems }
  })
  return { text: messageTexts(parsed, bytes).bodyText, files, problems: parsed.problems.map(({ code }) => code) }
}
const body = (...lines: readonly string[]): Buffer => mail('Date: Mon, 5 Oct 2026 14:03:22 +0200', 'Content-Type: text/plain', '', ...lines)
const long = 'The roof of the harbour house needs new slates before the winter.\n'.repeat(4)

describe('files that stand uuencoded in the text of a message', () => {
  it('are attachments of their own, and a line in the text names each', () => {
    const { text, files, problems } = read(
      body('Two files.', ...uuencoded('plan.txt', long), 'And:', ...uuencoded('b.txt', 'Otto\n'), 'Bye.'),
    )
    expect(files).toEqual([
      { path: '1~1', name: 'plan.txt', text: long, problems: [] },
      { path: '1~2', name: 'b.txt', text: 'Otto\n', problems: [] },
    ])
    expect(text).toBe('Two files.\n[attached file: plan.txt]\nAnd:\n[attached file: b.txt]\nBye.')
    expect(problems).toEqual([])
  })

  it('are found through the encoding of the text, beside other parts, and in attached messages', () => {
    const encoded = Buffer.from(uuencoded('a.txt', long).join('\r\n')).toString('base64').replace(/.{76}/g, '$&\r\n')
    const part = ['Content-Type: text/plain', 'Content-Transfer-Encoding: base64', '', encoded]
    const inner = ['Content-Type: message/rfc822', '', 'Subject: inner', 'Content-Type: text/plain', '', ...uuencoded('c.txt', 'Cat\n')]
    const bytes = mail('Content-Type: multipart/mixed; boundary=b', '', '--b', ...part, '--b', ...inner, '--b--')
    expect(read(bytes).files.map(({ path, name }) => [path, name])).toEqual([
      ['1~1', 'a.txt'],
      ['2', null],
      ['2/1~1', 'c.txt'],
    ])
    expect(read(bytes).files.map(({ text }) => text)).toEqual([long, expect.stringContaining('begin 644 c.txt'), 'Cat\n'])
  })

  it('hold messages like any attachment', () => {
    const inner = 'From: a@x.example\nTo: b@x.example\nSubject: inner\n\nThe inner text\n'
    expect(read(body(...uuencoded('m.eml', inner))).files.map(({ path }) => path)).toEqual(['1~1'])
    const [located] = attachmentParts(parseMessage(body(...uuencoded('m.eml', inner))))
    expect(located?.part.message?.subject).toBe('inner')
  })

  it('without an end are read as far as they go and told; the text behind stays text', () => {
    const { text, files } = read(body(...uuencoded('cut.txt', long).slice(0, -2), 'Then we met Otto at noon.'))
    expect(files).toMatchObject([{ name: 'cut.txt', text: long, problems: ['bad-uuencode'] }])
    expect(text).toBe('[attached file: cut.txt]\nThen we met Otto at noon.')
  })

  it('with lines between that are no data are told as damaged, and those lines stay in the text', () => {
    const lines = uuencoded('a.txt', long)
    const { text, files } = read(body(...lines.slice(0, 3), 'List footer: see https://x.example', ...lines.slice(3)))
    expect(files).toMatchObject([{ text: long, problems: ['bad-uuencode'] }])
    expect(text).toBe('[attached file: a.txt]\nList footer: see https://x.example\n')
  })

  it('that begin inside of another one end it', () => {
    const { files } = read(body(...uuencoded('outer.txt', long).slice(0, 3), ...uuencoded('inner.txt', 'Cat\n')))
    expect(files).toMatchObject([
      { name: 'outer.txt', problems: ['bad-uuencode'] },
      { name: 'inner.txt', text: 'Cat\n', problems: [] },
    ])
  })

  it.each([
    ['prose', ['begin 644 is how such a file starts.', 'The rest is data.', 'end']],
    ['a word', ['begin with the roof', 'end']],
    ['the very end', ['begin 644 x']],
    ['a quotation', ['> begin 644 x', '> #0V%T', '> `', '> end']],
    ['a word in capitals', ['begin 644 x', 'MONDAY', 'end']],
  ])('are not seen in %s', (_, lines) => {
    const { text, files } = read(body(...lines))
    expect(files).toEqual([])
    expect(text).toBe(lines.join('\n'))
  })

  it('count among the parts, of which there is a limit', () => {
    const bytes = body(...Array.from({ length: 30 }, (_, number) => uuencoded(`${number}.txt`, 'Cat\n')).flat())
    const parsed = parseMessage(bytes, { parts: 10 })
    expect(attachmentParts(parsed)).toHaveLength(9)
    expect(parsed.problems).toContainEqual({ code: 'too-many-parts', where: '1' })
    // What was not taken out stays visible.
    expect(messageTexts(parsed, bytes).bodyText).toContain('begin 644 9.txt')
  })

  it.each(['begin 644 x', '#0V%T', 'begin 644 x\r\n#0V%T', 'begin 644 x\r\n#0V%T\r\nstray', 'begin '])(
    'by the hundred thousand don’t hold up the reader: %j',
    (lines) => {
      const { files } = read(body(`${lines}\r\n`.repeat(100_000)))
      expect(files.length).toBeLessThan(10_000)
    },
  )
})
